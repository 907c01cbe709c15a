"""Figure of experiment `gradients`: gradients over time, and where each condition ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.experiments.curves import band, mmd_scale
from empirics.experiments.experiment import Record
from empirics.experiments.jobs import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Rprop and steps that are smaller or shrink are tried with gamma fixed small.
COLOURS = {
    "learned": "C0",
    "learned, shrinking": "C9",
    "fixed": "C3",
    "smaller": "C1",
    "shrinking": "C4",
    "rprop": "C2",
}
ENDS = (
    ("error", "reconstruction error"),
    ("active", "active dimensions"),
    ("mmd", "squared MMD"),
)


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of panels for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(20, 4.2 * len(names)), layout="constrained")
    grid = figure.subplots(len(names), 5, squeeze=False)
    models = list(rows(jobs, results))
    for panels, name in zip(grid, names, strict=True):
        for job, result in zip(jobs, results, strict=True):
            if job["data"]["load"] == name:
                colour, label = COLOURS[job["condition"]], job["condition"]
                band(panels[0], result["probes"], "gradient_encoder", label, colour)
                band(panels[1], result["probes"], "gradient_decoder", label, colour)
        panels[0].set(title=name, ylabel="gradient norm, encoder")
        panels[1].set_ylabel("gradient norm, decoder")
        panels[1].legend(fontsize=8)
        here = [row for row in models if row["data"] == name]
        for axes, (quantity, label) in zip(panels[2:], ENDS, strict=True):
            _draw_ends(axes, here, quantity)
            axes.set_ylabel(label)
        mmd_scale(panels[4], [row["mmd"] for row in here])
    figure.suptitle("γ learned, or fixed small; steps plain, smaller, shrinking or by sign (Rprop)")
    return figure


def _draw_ends(axes: Axes, models: Sequence[Record], quantity: str) -> None:
    """Every model's value at the end, by condition."""
    for at, (condition, colour) in enumerate(COLOURS.items()):
        values = [row[quantity] for row in models if row["condition"] == condition]
        axes.plot(at + np.linspace(-0.15, 0.15, len(values)), values, "o", color=colour)
    axes.set_xticks(range(len(COLOURS)), list(COLOURS), rotation=25, ha="right")
    axes.axhline(0, color="black", lw=0.5)
