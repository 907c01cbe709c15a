"""The picture of a diagnosis: second moments, activity, and the data's spectrum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from empirics.diagnosis.facts import ModelFacts
from empirics.measures.activity import INCREASE_ABOVE, KL_ABOVE
from numerics.errors import NumericsError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Bars below this are not told apart from 0 on the logarithmic axes.
_SMALLEST = 1e-6
_MOST_LABELS = 24


def draw(facts: ModelFacts) -> Figure:
    """Three panels; dimensions in the order of their KL divergence.

    Raises:
        NumericsError: if matplotlib is missing.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise NumericsError("figures need matplotlib: pip install matplotlib") from None
    figure = Figure(figsize=(13, 4), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    order = np.argsort(-facts.kl, kind="stable")
    _moments(left, facts, order)
    _activity(middle, facts, order)
    _spectrum(right, facts)
    return figure


def _moments(
    axes: Axes, facts: ModelFacts, order: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> None:
    places = np.arange(len(order))
    powers, variances = facts.powers[order], facts.variances[order]
    axes.bar(places, powers, 0.8, color="tab:blue", label="power of the means, $p_k$")
    axes.bar(places, variances, 0.8, powers, color="tab:orange", label="mean $\\sigma_k^2$")
    axes.axhline(1, color="black", lw=1, ls="--", label="1, as at a stationary point")
    top = max(1.0, float((powers + variances).max()))
    axes.set(ylim=(0, 1.35 * top), title="second moments of the aggregated posterior")
    _label(axes, order)
    axes.legend(fontsize=8, loc="upper right", framealpha=1)


def _activity(
    axes: Axes, facts: ModelFacts, order: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> None:
    places, active = np.arange(len(order)), facts.active[order]
    kl = np.maximum(facts.kl[order], _SMALLEST)
    for mask, colour, name in ((active, "tab:blue", "active"), (~active, "0.7", "not active")):
        if mask.any():
            axes.bar(places[mask], kl[mask], 0.8, color=colour, label=f"KL, {name}")
    if facts.ablation is not None:
        increases = facts.ablation.increases[order]
        axes.plot(places, increases, "k_", ms=8, mew=2, label="increase of the error by ablation")
    for limit in sorted({KL_ABOVE, INCREASE_ABOVE}):
        axes.axhline(limit, color="tab:red", lw=1, ls=":", label=f"above {limit:g}: active")
    axes.set(
        yscale="log",
        ylim=(float(min(kl.min(), KL_ABOVE)) / 2, 300 * float(kl.max())),
        title=f"{facts.count} of {len(order)} dimensions active, by {facts.rule}",
        ylabel="KL divergence in nats; relative increase",
    )
    _label(axes, order)
    axes.legend(fontsize=8, loc="upper right", framealpha=1)


def _label(axes: Axes, order: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
    axes.set_xlabel("latent dimension, in the order of its KL divergence")
    if len(order) <= _MOST_LABELS:
        axes.set_xticks(np.arange(len(order)), [str(k) for k in order], fontsize=8)


def _spectrum(axes: Axes, facts: ModelFacts) -> None:
    d, kappa = facts.shape[1:]
    values = np.array([value for value in facts.vae.eigenvalues if value > 0])
    floor = facts.balance.v
    axes.plot(np.arange(1, len(values) + 1), values, "o", ms=3, color="tab:green")
    axes.axhline(floor, color="tab:red", lw=1, label=f"$\\beta\\gamma$ = {floor:.3g}")
    axes.axhline(
        facts.A / d, color="black", lw=1, ls="--", label=f"A/d = {facts.A / d:.3g} (fits $\\gamma$)"
    )
    axes.axvline(kappa, color="0.6", lw=1, ls=":", label=f"$\\kappa$ = {kappa}")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="principal component",
        ylabel="variance of the data along it",
        title=f"an affine VAE keeps those above $\\beta\\gamma$: {facts.affine.active}",
    )
    axes.legend(fontsize=8, framealpha=1)
