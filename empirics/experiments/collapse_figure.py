"""The figure of experiment `collapse`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empirics.experiments.experiment import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Gamma over training, and active dimensions at the end, one row of panels per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(9, 3.4 * len(names)), layout="constrained")
    axes = figure.subplots(len(names), 2, squeeze=False)
    for name, (left, right) in zip(names, axes, strict=True):
        labels: list[str] = []
        for job, result in zip(jobs, results, strict=True):
            if job["data"]["load"] != name:
                continue
            for index, model in enumerate(result["members"]):
                label = _label(job, model["member"])
                if label not in labels:
                    labels.append(label)
                color = f"C{labels.index(label)}"
                epochs = [line["epoch"] for line in result["history"]]
                gammas = [line["gamma"][index] / job["v"] for line in result["history"]]
                left.plot(epochs, gammas, color=color, lw=0.9)
                right.plot(model["active"], labels.index(label), "o", color=color, alpha=0.6)
        left.axhline(1, color="grey", lw=0.8, ls="--")
        left.set(yscale="log", xlabel="epoch", ylabel="γ / v", title=f"{name}: γ over training")
        right.set(xlabel="active dimensions at the end (ablation)", title=name)
        right.set_yticks(range(len(labels)), labels, fontsize=8)
        right.set_ylim(len(labels) - 0.5, -0.5)
    return figure


def _label(job: Record, member: Record) -> str:
    start, rate = member["gamma"] / job["v"], job["config"]["optimiser"]["gamma_rate"]
    if job["condition"] == "fixed":
        return f"fixed at {start:.3g} v"
    if job["condition"] == "bounded":
        return f"learned, γ ≤ {start:.3g} v, steps {rate:g}"
    return f"learned from {start:.3g} v, steps {rate:g}"
