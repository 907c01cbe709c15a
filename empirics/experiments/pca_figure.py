"""Figure of experiment `pca`: error over components, and over the VAEs' active dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from empirics.experiments.experiment import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One panel for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(6.5 * len(names), 4.8), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        here = [pair for pair in zip(jobs, results, strict=True) if pair[0]["data"]["load"] == name]
        errors = here[0][1]["pca"]
        axes.plot(range(len(errors)), errors, color="black", label="PCA: components")
        for index, (job, result) in enumerate(here):
            axes.plot(
                [row["active"] for row in result["members"]],
                [row["error_per_coordinate"] for row in result["members"]],
                "o",
                color=f"C{index}",
                alpha=0.7,
                label=f"VAE, κ = {job['kappa']}: active dimensions",
            )
        shown = [row["error_per_coordinate"] for _, result in here for row in result["members"]]
        below = [index for index, error in enumerate(errors) if error <= min(shown)]
        axes.set(
            title=name,
            xlim=(0, 1.2 * min([*below, len(errors)])),
            yscale="log",
            ylim=(0.5 * min(shown), 1.2 * max(errors)),
            xlabel="number of dimensions",
            ylabel="error per coordinate (test samples)",
        )
        axes.legend(fontsize=8)
    return figure
