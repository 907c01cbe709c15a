"""Figure of experiment `learned-gamma`: the paper's Fig. 4, and what the step of log gamma does."""

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

# (condition, stage): label, colour.
RUNS = {
    ("main", "learned"): ("γ learned", "C0"),
    ("main", "fixed"): ("γ fixed at γ*", "C3"),
    ("fast", "learned"): ("step 0.1", "C1"),
    ("slow", "learned"): ("step 0.001", "C2"),
    ("low start", "learned"): ("γ₀ = 0.001", "C4"),
}


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of panels for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(17, 4.2 * len(names)), layout="constrained")
    grid = figure.subplots(len(names), 4, squeeze=False)
    models = list(rows(jobs, results))
    for panels, name in zip(grid, names, strict=True):
        here = [row for row in models if row["data"] == name]
        curves = {
            (job["condition"], stage): curve
            for job, result in zip(jobs, results, strict=True)
            if job["data"]["load"] == name
            for stage, curve in result["curves"].items()
        }
        _draw_plane(panels[0], here)
        _draw_active(panels[1], here)
        for run, (label, colour) in RUNS.items():
            if run[0] == "main":
                band(panels[2], curves[run]["probes"], "gradient_z", label, colour)
            band(panels[3], curves[run]["probes"], "gamma", label, colour)
        panels[0].set_title(name)
        panels[2].set_ylabel("norm of ∂L/∂z per sample")
        panels[3].set_ylabel("γ")
        for axes in (panels[0], panels[2], panels[3]):
            axes.legend(fontsize=8)
    return figure


def _of(models: Sequence[Record], run: tuple[str, str], quantity: str) -> list[float]:
    return [row[quantity] for row in models if (row["condition"], row["stage"]) == run]


def _draw_plane(axes: Axes, models: Sequence[Record]) -> None:
    """Error and MMD of every model."""
    for run, (label, colour) in RUNS.items():
        axes.plot(
            _of(models, run, "error"), _of(models, run, "mmd"), "o", color=colour, label=label
        )
    mmd_scale(axes, [row["mmd"] for row in models])
    axes.set(xlabel="reconstruction error (training samples)")


def _draw_active(axes: Axes, models: Sequence[Record]) -> None:
    """Active dimensions of every model, by condition."""
    for at, (run, (_, colour)) in enumerate(RUNS.items()):
        counts = _of(models, run, "active")
        axes.plot(at + np.linspace(-0.15, 0.15, len(counts)), counts, "o", color=colour)
    axes.set_xticks(range(len(RUNS)), [label for label, _ in RUNS.values()], rotation=20)
    axes.set(ylabel=f"active dimensions of {models[0]['latent']}", ylim=(-0.5, None))
