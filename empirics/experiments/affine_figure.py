"""The figure of experiment `affine`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empirics.experiments.experiment import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARKERS = "ox+^"


def draw(models: Sequence[Record]) -> Figure:
    """Loss above the closed form, and active dimensions beside it, against beta gamma."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(row["data"] for row in models))
    figure = Figure(figsize=(9, 3.4 * len(names)), layout="constrained")
    axes = figure.subplots(len(names), 2, squeeze=False)
    for name, (left, right) in zip(names, axes, strict=True):
        here = [row for row in models if row["data"] == name]
        betas = sorted({row["member"]["beta"] for row in here})
        for beta, marker in zip(betas, _MARKERS, strict=False):
            for variant, color in (("fixed", "tab:blue"), ("learned", "tab:orange")):
                group = [
                    row
                    for row in here
                    if row["member"]["beta"] == beta and row["variant"] == variant
                ]
                levels = [row["beta_gamma"] for row in group]
                style = {"color": color, "label": f"β = {beta:g}, γ {variant}", "alpha": 0.7}
                left.plot(levels, [row["gap"] for row in group], marker, **style)
                right.plot(levels, [row["active"] for row in group], marker, **style)
        predicted = sorted({(row["beta_gamma"], row["predicted"].active) for row in here})
        right.plot(*zip(*predicted, strict=True), "_", color="black", ms=18, label="closed form")
        left.set(xscale="log", yscale="log", xlabel="βγ", ylabel="(L − V) / (collapsed − V)")
        right.set(xscale="log", xlabel="βγ", ylabel="active dimensions (ablation)")
        left.set_title(f"{name}: loss above the closed form V", fontsize=10)
        right.set_title(f"{name}: active dimensions", fontsize=10)
        for axis in (left, right):
            axis.xaxis.set_minor_formatter("")
        left.legend(fontsize=8)
        right.legend(fontsize=8)
    return figure
