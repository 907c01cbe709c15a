"""Training runs that are compared: measured on each seed's own samples, and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.experiment import TWICE, Record
from empirics.frame.jobs import summary
from empirics.training.resampling import own_samples

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from empirics.data import Dataset
    from empirics.training.train import Trained

MEASURED = 2000


def measured(trained: Trained, data: Dataset) -> Record:
    """A `summary` on at most `MEASURED` of each model's own training samples, beside test samples.

    Eqs. (3) and (10) are about the training samples.  "test_..." are on held-out ones.
    """
    from empirics.training.evaluate import evaluate  # noqa: PLC0415

    own = own_samples(trained.config, len(data.train))
    rows = own[:, :: -(-own.shape[1] // MEASURED)]
    result = summary(trained, data.train, rows=rows)
    held_out = evaluate(trained, data.test[:MEASURED])
    keep = ("unexplained", "loss", "profile_loss", "error_per_coordinate")
    result["members"] = [
        {**row, **{f"test_{name}": test[name] for name in keep}}
        for row, test in zip(result["members"], held_out, strict=True)
    ]
    return result


def band(axes: Axes, lines: Sequence[Record], quantity: str, label: str, colour: str) -> None:
    """A quantity over the optimiser's steps: median over the models, shaded from least to most."""
    steps = [line["step"] for line in lines]
    values = np.array([line[quantity] for line in lines], dtype=float)
    axes.fill_between(steps, values.min(axis=1), values.max(axis=1), color=colour, alpha=0.2, lw=0)
    axes.plot(steps, np.median(values, axis=1), color=colour, label=label)
    axes.set(xscale="log", xlabel="optimiser step")


def ends(
    axes: Axes, models: Iterable[Record], quantity: str, arms: Sequence[str], key: str = "arm"
) -> None:
    """Every model's value by arm: hollow after T steps, filled after 2T."""
    rows = list(models)
    for at, arm in enumerate(arms):
        for twice, shift, face in ((False, -0.15, "none"), (True, 0.15, f"C{at}")):
            values = [
                row[quantity]
                for row in rows
                if row[key] == arm and bool(row.get(TWICE)) == twice and row[quantity] is not None
            ]
            spread = at + shift + np.linspace(-0.08, 0.08, len(values))
            axes.plot(spread, values, "o", color=f"C{at}", mfc=face, ms=5)
    axes.set_xticks(range(len(arms)), list(arms), rotation=25, ha="right", fontsize=8)
    axes.set_ylabel(quantity.replace("_", " "))


def mmd_scale(axes: Axes) -> None:
    """Linear around 0, where unbiased estimates may fall below it, and logarithmic above."""
    axes.set_yscale("symlog", linthresh=1e-3)
    axes.axhline(0, color="black", lw=0.5)
    axes.set_ylabel("squared MMD(q(z), N(0, I)), unbiased")
