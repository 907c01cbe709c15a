"""Invented results of experiment `gradients`, to see that its tests can go both ways."""

from __future__ import annotations

from collections.abc import Sequence

from empirics.experiments.experiment import Record
from empirics.experiments.made_up import curve, models

# As predicted, and the other way round, by condition.
_HOLDS: dict[str, Record] = {
    "learned": {"early": 1, "mmd": 0.001, "active": 5, "loss": -100},
    "learned, shrinking": {"loss": -150},
    "fixed": {"early": 50, "mmd": 0.2, "active": 12, "loss": 500},
    "smaller": {"mmd": 0.1, "loss": 300},
    "shrinking": {"mmd": 0.1, "loss": 300},
    "rprop": {"mmd": 0.1, "loss": 300},
}
_FAILS: dict[str, Record] = {
    "learned": {"early": 50, "mmd": 0.2, "active": 12, "loss": -150},
    "learned, shrinking": {"loss": -100},
    "fixed": {"early": 1, "mmd": 0.001, "active": 5, "loss": 300},
    "smaller": {"mmd": 0.01, "loss": 500},
    "shrinking": {"mmd": 0.01, "loss": 500},
    "rprop": {"mmd": 0.01, "loss": 500},
}


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    world = _HOLDS if holds else _FAILS
    return [
        {"members": models(job, world[job["condition"]]), **curve(job, world[job["condition"]])}
        for job in jobs
    ]
