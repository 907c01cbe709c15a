"""Invented models for `Experiment.made_up`: what measuring would have given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empirics.frame.curves import GRADIENTS
from empirics.frame.experiment import Record

ORDINARY = {"error": 10, "mmd": 0.01, "loss": -90, "active": 6, "early": 5, "late": 9}
_STEPS = 9


def models(job: Record, run: Mapping[str, float], **labels: Any) -> list[Record]:
    """One model for each member of the job's configuration, as `curves.measured` has it.

    Args:
        job: as `jobs.training` makes it.
        run: what differs from `ORDINARY`; "early" and "late" stand for all gradient norms.
        labels: go into every row.
    """
    return [_model(job, member, ORDINARY | dict(run), labels) for member in _members(job)]


def curve(job: Record, run: Mapping[str, float]) -> Record:
    """Probes of a training run whose gradients go from "early" to "late", and gamma falls."""
    count, whole = len(_members(job)), ORDINARY | dict(run)
    early, late = whole["early"], whole["late"]
    return {
        "history": [],
        "probes": [
            {
                "step": 2**k,
                "gamma": [0.5**k] * count,
                **{name: [early + (late - early) * k / (_STEPS - 1)] * count for name in GRADIENTS},
            }
            for k in range(_STEPS)
        ],
    }


def _members(job: Record) -> list[Record]:
    members: list[Record] = job["config"]["members"]
    return members


def _model(job: Record, member: Record, run: Mapping[str, float], labels: Record) -> Record:
    wobble = 1 + 0.01 * member["seed"]
    architecture = job["config"]["architecture"]
    gradients = {
        f"{name}_{time}": run[time] * wobble for name in GRADIENTS for time in ("early", "late")
    }
    return {
        "member": member,
        "dimension": architecture["shape"][0],
        "latent": architecture["latent"],
        "error": run["error"] * wobble,
        "test_error": run["error"] * wobble,
        "mmd": run["mmd"] * wobble,
        "loss": run["loss"] * wobble,
        "active": run["active"],
        "gamma_ratio": run.get("gamma_ratio", 1.0),
        **gradients,
        **labels,
    }
