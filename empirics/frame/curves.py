"""Training runs that are compared: measured on training samples, with gradients over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import gmean

from empirics.frame.experiment import Record
from empirics.frame.jobs import summary
from empirics.measures import errors

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from empirics.data import Dataset
    from empirics.training.train import Trained

MEASURED = 2000
EARLY_STEPS = 128
GRADIENTS = ("gradient_z", "gradient_encoder", "gradient_decoder")


def measured(trained: Trained, data: Dataset) -> Record:
    """A `summary` on at most `MEASURED` training samples, with test errors and gradients.

    Eqs. (3) and (10) are about the training samples.
    """
    result = summary(trained, data.train[:MEASURED])
    decoded = trained.decode(trained.encode(data.test)[0])
    result["members"] = [
        {
            **row,
            "test_error": errors(data.test, decoded[index]).squared,
            **gradient_summary(trained.probes, trained.history, index),
        }
        for index, row in enumerate(result["members"])
    ]
    return result


def gradient_summary(
    probes: Sequence[Record], history: Sequence[Record], index: int
) -> dict[str, float]:
    """Each gradient norm of one model early and late in its training.

    "..._early" is the geometric mean over the probed ones (1, 2, 4, ...) of the first
    `EARLY_STEPS` steps, "..._late" that over the last tenth of the epochs, at their last steps.

    >>> probes = [{"step": s, **dict.fromkeys(GRADIENTS, [float(s)])} for s in (1, 128, 256)]
    >>> history = [dict.fromkeys(GRADIENTS, [float(epoch)]) for epoch in range(1, 11)]
    >>> found = gradient_summary(probes, history, 0)
    >>> round(found["gradient_z_early"], 2), round(found["gradient_z_late"], 2)
    (11.31, 10.0)
    """
    first = [probe for probe in probes if probe["step"] <= EARLY_STEPS]
    last = history[-max(1, len(history) // 10) :]
    parts = {"early": first, "late": last}
    return {
        f"{name}_{part}": float(gmean([line[name][index] for line in lines]))
        for part, lines in parts.items()
        for name in GRADIENTS
    }


def band(axes: Axes, probes: Sequence[Record], quantity: str, label: str, colour: str) -> None:
    """A quantity over the optimiser's steps: median over the models, shaded from least to most."""
    steps = [probe["step"] for probe in probes]
    values = np.array([probe[quantity] for probe in probes])
    axes.fill_between(steps, values.min(axis=1), values.max(axis=1), color=colour, alpha=0.2, lw=0)
    axes.plot(steps, np.median(values, axis=1), color=colour, label=label)
    axes.set(xscale="log", yscale="log", xlabel="optimiser step")


def mmd_scale(axes: Axes, values: Sequence[float]) -> None:
    """Linear around 0, where unbiased estimates may fall below it, and logarithmic above."""
    axes.set_yscale("symlog", linthresh=1e-3)
    axes.set_ylim(min(-1e-3, 2 * min(values)), max(1e-3, 2 * max(values)))
    axes.axhline(0, color="black", lw=0.5)
    axes.set_ylabel("squared MMD(q(z), N(0, I)), unbiased")
