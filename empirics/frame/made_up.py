"""Invented models for `Experiment.made_up`: what measuring would have given."""

from __future__ import annotations

import math
from typing import Any

from empirics.frame.experiment import Record

ORDINARY = {
    "error": 10.0,
    "unexplained": 0.1,
    "test_unexplained": 0.1,
    "mmd": 0.01,
    "mmd_bandwidth": 4.0,
    "loss": -90.0,
    "profile_loss": -90.0,
    "test_loss": -90.0,
    "headline": 6,
    "active_half": 6,
    "active_set": 6,
    "active_variance": 6,
    "variances": [0.1, 1.0],
    "error_per_coordinate": 0.1,
    "test_error_per_coordinate": 0.1,
}


def model(job: Record, member: Record, **measured: Any) -> Record:
    """One model of a job as `curves.measured` has it; what is not given is `ORDINARY`."""
    architecture = job["config"]["architecture"]
    sizes = {"dimension": math.prod(architecture["shape"]), "latent": architecture["latent"]}
    return {"member": member, **sizes, **ORDINARY, **measured}
