"""The figure of experiment `pruning`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empirics.experiments.experiment import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(models: Sequence[Record]) -> Figure:
    """Active dimensions against the unexplained share of the variance, one panel per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(row["data"] for row in models))
    columns = min(3, len(names))
    lines = -(-len(names) // columns)
    figure = Figure(figsize=(4.6 * columns, 3.6 * lines), layout="constrained")
    panels = figure.subplots(lines, columns, squeeze=False, sharey=True).ravel()
    kinds = list(dict.fromkeys(_kind(row) for row in models))
    markers = "oovvv^sPXD*"
    for panel, name in zip(panels, names, strict=False):
        here = [row for row in models if row["data"] == name]
        for index, kind in enumerate(kinds):
            group = [row for row in here if _kind(row) == kind]
            panel.plot(
                [row["unexplained"] for row in group],
                [row["active"] for row in group],
                markers[index % len(markers)],
                color=f"C{index % 10}",
                alpha=0.7,
                label=kind,
            )
        panel.axhline(here[0]["needed"], color="grey", lw=0.8, ls="--")
        panel.set(xscale="log", xlabel="unexplained share of the variance", title=name)
        panel.xaxis.set_minor_formatter("")
        panel.set_ylim(0, here[0]["latent"] + 1)
        panel.title.set_fontsize(9)
        panel.set_ylabel("active dimensions (ablation)")
    for panel in panels[len(names) :]:
        panel.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=8)
    return figure


def _kind(row: Record) -> str:
    gamma = row["member"]["gamma"]
    return {
        "learned": f"VAE, γ learned from {gamma:g}",
        "fixed": f"VAE, γ = {gamma:g}",
        "sharp": "h = log(u + c), c lowered",
        "bounded": f"h = {row.get('h')}",
    }[row["condition"]]
