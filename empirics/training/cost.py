"""What a training run will cost, from its first steps."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from empirics.training.config import Config
from empirics.training.train import steps_of

WARM_UP, STEPS = 3, 12


def seconds(config: Config, x: NDArray[np.float32], device: str = "cpu") -> float:
    """Time of the whole run on samples x (n, d), by a few of its steps; CPU time on a CPU."""
    clock = time.process_time if device == "cpu" else time.perf_counter
    run, total = steps_of(config, x, device)
    for _ in range(WARM_UP):
        next(run)
    start = clock()
    for _ in range(STEPS):
        next(run)
    return total * (clock() - start) / STEPS
