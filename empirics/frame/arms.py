"""Arms of a comparison: the same networks, seeds and samples, trained in several ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from empirics.frame.curves import measured
from empirics.frame.experiment import Record

if TYPE_CHECKING:
    from empirics.data import Dataset
    from empirics.training.train import Trained


def measured_arms(trained: Mapping[str, Trained], data: Dataset) -> Record:
    """Every model of every arm, measured, and the arms' curves.

    "gradient_growth" is the norm of the loss's gradient by the codes at the end of the training
    over that at its first step.
    """
    members, curves = [], {}
    for arm, models in trained.items():
        found = measured(models, data)
        first, last = (models.probes[at]["gradient_z"] for at in (0, -1))
        members += [
            {"arm": arm, **row, "gradient_growth": b / a}
            for row, a, b in zip(found.pop("members"), first, last, strict=True)
        ]
        curves[arm] = found
    return {"members": members, "curves": curves}
