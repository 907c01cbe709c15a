"""Figure of experiment `outliers`: AUROC and active dimensions over kappa."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.experiments.experiment import Record
from empirics.experiments.jobs import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of two panels for each data set of inliers."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    pairs = {job["data"]["load"]: job["outliers"]["load"] for job in jobs}
    figure = Figure(figsize=(11, 4.2 * len(pairs)), layout="constrained")
    models = list(rows(jobs, results))
    grid = figure.subplots(len(pairs), 2, squeeze=False)
    for (left, right), (inliers, outliers) in zip(grid, pairs.items(), strict=True):
        here = [row for row in models if row["data"] == inliers]
        against = f"{outliers} upside down" if outliers == inliers else outliers
        _draw_models(left, here, "auroc")
        curve = {row["kappa"]: row["pca"] for row in here}
        left.plot(list(curve), list(curve.values()), "s--", color="black", label="PCA")
        left.set(title=f"{inliers} in, {against} out", ylabel="AUROC of reconstruction error")
        left.legend(fontsize=8)
        _draw_models(right, here, "active")
        right.set_ylabel("active dimensions")
        for axes in (left, right):
            axes.set_xscale("log", base=2)
            axes.set_xticks(list(curve), [str(kappa) for kappa in curve])
            axes.set_xlabel("latent dimensions κ")
    return figure


def _draw_models(axes: Axes, models: Sequence[Record], quantity: str) -> None:
    """Mean over the seeds as a line, every model as a dot."""
    conditions = dict.fromkeys((row["gamma_mode"], row["member"]["gamma"]) for row in models)
    for index, (mode, gamma) in enumerate(conditions):
        found = [
            (row["kappa"], row[quantity])
            for row in models
            if (row["gamma_mode"], row["member"]["gamma"]) == (mode, gamma)
        ]
        kappas = sorted({kappa for kappa, _ in found})
        means = [np.mean([value for at, value in found if at == kappa]) for kappa in kappas]
        label = "γ learned" if mode == "learned" else f"γ = {gamma:g}"
        axes.plot(kappas, means, color=f"C{index}", label=label)
        axes.plot(*zip(*found, strict=True), "o", color=f"C{index}", ms=4)
