"""The figure of experiment `beta`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empirics.experiments.experiment import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(models: Sequence[Record]) -> Figure:
    """Final gamma and active dimensions against beta r/d, one row of panels per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(row["data"] for row in models))
    figure = Figure(figsize=(9, 3.2 * len(names)), layout="constrained")
    axes = figure.subplots(len(names), 2, squeeze=False)
    for name, (left, right) in zip(names, axes, strict=True):
        here = [row for row in models if row["data"] == name]
        factors = [row["factor"] for row in here]
        left.plot(factors, [row["gamma"] for row in here], "o", alpha=0.7, label="trained")
        right.plot(factors, [row["active"] for row in here], "o", alpha=0.7, label="trained")
        if here[0]["network"] == "affine":
            closed = {row["factor"]: row["predicted"] for row in here}
            kept = {factor: best for factor, best in closed.items() if best.gamma}
            style = {"color": "black", "ms": 16, "label": "closed form"}
            left.plot(list(kept), [best.gamma for best in kept.values()], "_", **style)
            right.plot(list(closed), [best.active for best in closed.values()], "_", **style)
        for axis in (left, right):
            axis.axvline(1, color="grey", lw=0.8, ls="--", label="β = d/r")
            axis.set(xlabel="β r/d", title=f"{here[0]['network']}, {name}")
            axis.title.set_fontsize(9)
            axis.legend(fontsize=8)
        left.set(yscale="log", ylabel="γ at the end")
        right.set(ylabel="active dimensions (ablation)", yticks=range(here[0]["r"] + 2))
    return figure
