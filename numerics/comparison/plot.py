"""Pictures of the comparison: losses over theta, the VAE's threshold, the beta-VAE's collapse."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from numerics.certificates.instances import Floats
from numerics.comparison.comparison import KINDS, SPECTRUM, SPECTRUM_DIMENSION, SideBySide
from numerics.comparison.spectrum import learned
from numerics.formulas import compiled
from numerics.running.files import write_atomically
from numerics.solver.solve import Answer
from sparsity_theory.penalties.expressions import U

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_THETAS = np.concatenate([np.linspace(0, 0.99, 199), 1 - np.geomspace(1e-2, 1e-8, 100), [1.0]])


def draw(found: SideBySide, path: Path) -> None:
    """Losses over theta, the threshold, and the collapse; curves are floats, marks certified."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(14, 8), layout="constrained")
    (bounded, sharp), (threshold, collapse) = figure.subplots(2, 2)
    for axes, kind in ((bounded, "bounded h"), (sharp, "sharp h")):
        pairs = zip(KINDS, found.answers, strict=True)
        for index, answer in enumerate(answer for of, answer in pairs if of == kind):
            _draw_answer(axes, answer, f"C{index}")
        for index, noise in enumerate(found.noises if kind == "sharp h" else ()):
            _draw_vae(axes, found, noise, ("black", "0.4", "0.65")[index % 3])
        axes.axhline(0, color="black", lw=0.5)
        axes.set(xlabel="decoder θ (0 dense, 1 sparse)", ylabel="loss − loss of θ = 1, scaled")
        axes.legend(fontsize=8, loc="best")
    bounded.set_title("bounded gradient: the dense code wins (★ certified)")
    sharp.set_title("sharp h, and the VAE (dashed): same data, same decoders")
    _draw_threshold(threshold, found)
    _draw_collapse(collapse, found)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _draw_answer(axes: Axes, answer: Answer, colour: str) -> None:
    """The loss of the exact code at every theta, for h alone (g is the same for all of them)."""
    powers = _exact_powers(answer)
    value = compiled(U, answer.h.expression)
    positive = np.where(powers > 0, powers, 1.0)
    zero = float(answer.h.at_zero)
    costs = np.where(powers > 0, np.broadcast_to(value(positive), powers.shape), zero)
    loss = costs.sum(axis=1)
    scale = float(np.abs(loss - loss[-1]).max()) or 1.0
    axes.plot(_THETAS, (loss - loss[-1]) / scale, color=colour, label=answer.h.text)
    if answer.lower is not None:
        at = float(answer.theta)
        own = np.array(answer.powers)
        active = own[own > 0]
        cost = np.broadcast_to(value(active), active.shape).sum() + zero * (len(own) - len(active))
        axes.plot(
            at,
            (cost - loss[-1]) / scale,
            "*",
            color=colour,
            mec="black",
            ms=13,
            clip_on=False,
            zorder=3,
        )


def _exact_powers(answer: Answer) -> Floats:
    """Row powers of the exact code at every theta."""
    instance = answer.instance
    # W_theta has c_0 (1 - theta) + c_1 theta = a on the diagonal; row r + 1 is (1-theta) c_0/a^2.
    c_0, c_1 = (
        float(instance.scale / amplitudes[0])
        for amplitudes in (instance.dense_amplitudes, instance.sparse_amplitudes)
    )
    a = (1 - _THETAS) * c_0 + _THETAS * c_1
    scale = float(instance.scale)
    powers = np.zeros((len(_THETAS), instance.dims.kappa))
    powers[:, : instance.dims.r] = (scale**2 / a**2)[:, None]
    powers[:, instance.dims.r] = (scale * (1 - _THETAS) * c_0 / a**2) ** 2
    return powers


def _draw_vae(axes: Axes, found: SideBySide, noise: Fraction, colour: str) -> None:
    """The affine VAE's loss at every theta, scales minimised in floats; an illustration."""
    thetas = np.concatenate([np.linspace(0, 0.9, 19), np.linspace(0.91, 1, 16)])
    ratio = math.sqrt(float(found.geometry.sparse_power / found.geometry.dense_power))
    loss = np.array([_block_loss(float(theta), ratio, float(noise)) for theta in thetas])
    scale = float(np.abs(loss - loss[-1]).max()) or 1.0
    axes.plot(
        thetas, (loss - loss[-1]) / scale, "--", color=colour, label=f"VAE, γ = {float(noise):g}"
    )
    if noise < 2:
        axes.plot(1, 0, "*", color=colour, mec="black", ms=13, clip_on=False, zorder=3)


def _block_loss(theta: float, ratio: float, noise: float) -> float:
    """The cost of the two coordinates that see theta, columns s (a, b) and (0, q)."""
    b = theta
    a = (1 - theta) * ratio + theta
    b, a = b / math.hypot(a, b), a / math.hypot(a, b)

    def cost(x: Floats) -> float:
        first, second = math.exp(x[0]), math.exp(x[1])
        covariance = noise * np.eye(2)
        covariance += first * np.outer((a, b), (a, b)) + second * np.outer((0, 1), (0, 1))
        data = np.ones(2) @ np.linalg.solve(covariance, np.ones(2))
        return math.log1p(first / noise) + math.log1p(second / noise) + float(data)

    starts = [(0.5, y) for y in (-1.0, math.log(noise) - 3)]
    return min(float(minimize(cost, np.array(start), method="BFGS").fun) for start in starts)


def _draw_threshold(axes: Axes, found: SideBySide) -> None:
    """Dense loss less sparse loss of the VAE against gamma, between certified bounds."""
    pair = found.pair
    noises = [Fraction(round(1e9 * x), 10**9) for x in np.geomspace(2e-4, 2.3e-4, 9)]
    low, high, exact = [], [], []
    for noise in noises:
        low.append(float(pair.dense.lower_bound(noise) - pair.sparse.upper_bound(noise)))
        high.append(float(pair.dense.upper_bound(noise) - pair.sparse.lower_bound(noise)))
        exact.append(float((pair.dense.exact_cost(noise) - pair.sparse.exact_cost(noise)).mid()))
    at = np.array([float(noise) for noise in noises])
    axes.fill_between(at, low, high, color="tab:blue", alpha=0.5, label="all points, certified")
    axes.plot(at, exact, "--", color="tab:orange", lw=1, label="exact codes alone")
    axes.axhline(0, color="black", lw=0.5)
    for value, colour in ((found.bracket.sparse, "tab:green"), (found.bracket.dense, "tab:red")):
        axes.axvline(float(value), color=colour, lw=1)
    axes.set(xscale="log", xlabel="γ", ylabel="VAE: dense decoder − sparse decoder")
    axes.set_xticks([2e-4, 2.1e-4, 2.2e-4, 2.3e-4], ["2e-4", "2.1e-4", "2.2e-4", "2.3e-4"])
    axes.minorticks_off()
    axes.set_title(
        f"unit columns: sparse at γ = {float(found.bracket.sparse):.4e}, dense at"
        f" {float(found.bracket.dense):.4e}",
    )
    axes.legend(fontsize=8)


def _draw_collapse(axes: Axes, found: SideBySide) -> None:
    """Active dimensions and minimising gamma against beta, both exact."""
    spectrum = [Fraction(value) for value in SPECTRUM]
    rank, size = len(spectrum), SPECTRUM_DIMENSION
    betas = [Fraction(k, 50) for k in range(25, 601)]
    results = [learned(spectrum, size, weight) for weight in betas]
    at = np.array([float(weight) for weight in betas])
    axes.step(at, [x.active for x in results], where="mid", label="active dimensions")
    axes.axvline(size / rank, color="tab:red", lw=1, label="β = d/r")
    axes.set(xlabel="β", ylabel="active dimensions", ylim=(-0.1, rank + 0.4))
    axes.set_yticks(range(rank + 1))
    twin = axes.twinx()
    noise = [math.nan if x.noise is None else float(x.noise) for x in results]
    twin.plot(at, noise, color="tab:orange", label="minimising γ (none up to d/r)")
    twin.set_ylabel("γ")
    twin.set_ylim(bottom=0)
    lines = [axes.get_legend_handles_labels(), twin.get_legend_handles_labels()]
    axes.legend(
        lines[0][0] + lines[1][0], lines[0][1] + lines[1][1], fontsize=8, loc="center right"
    )
    values = ", ".join(SPECTRUM)
    axes.set_title(f"β-VAE, γ learned, d = {size}, eigenvalues {values}: partial collapse")
