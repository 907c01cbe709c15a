"""Invented results of experiment `learned-gamma`, to see that its tests can go both ways."""

from __future__ import annotations

from collections.abc import Sequence

from empirics.experiments.experiment import Record
from empirics.experiments.made_up import curve, models

# As predicted, and the other way round: (condition, stage) -> what is measured.
_HOLDS: dict[tuple[str, str], Record] = {
    ("main", "learned"): {
        "error": 10,
        "mmd": 0.001,
        "loss": -99,
        "active": 5,
        "early": 1,
        "late": 9,
    },
    ("main", "fixed"): {
        "error": 10,
        "mmd": 0.1,
        "loss": -50,
        "active": 10,
        "early": 50,
        "late": 10,
    },
    ("fast", "learned"): {"active": 9},
    ("slow", "learned"): {"gamma_ratio": 0.1},
    ("low start", "learned"): {"mmd": 0.2},
}
_FAILS: dict[tuple[str, str], Record] = {
    ("main", "learned"): {"error": 9, "mmd": 0.1, "loss": -50, "active": 9, "early": 50, "late": 9},
    ("main", "fixed"): {"error": 2, "mmd": 0.001, "loss": -99, "active": 5, "early": 1, "late": 90},
    ("fast", "learned"): {"active": 2},
    ("slow", "learned"): {"gamma_ratio": 1.0},
    ("low start", "learned"): {"mmd": 0.001},
}


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [_result(job, _HOLDS if holds else _FAILS) for job in jobs]


def _result(job: Record, world: dict[tuple[str, str], Record]) -> Record:
    runs = {
        stage: run for (condition, stage), run in world.items() if condition == job["condition"]
    }
    members = [row for stage, run in runs.items() for row in models(job, run, stage=stage)]
    return {"members": members, "curves": {stage: curve(job, run) for stage, run in runs.items()}}
