"""Which samples each member of a run trains on; without torch, as plans are made without it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from empirics.errors import ConfigError
from empirics.training.config import Config
from empirics.training.randomness import Purpose, generator


def own_samples(config: Config, n: int) -> NDArray[np.int64]:
    """Which of n samples each member trains on, (S, its number): see `Config.resample`.

    Raises:
        ConfigError: if there are fewer samples than slices.
    """
    count = len(config.members)
    everything = np.arange(n)
    if config.resample == "bootstrap":
        drawn = [
            np.sort(generator(member.seed, Purpose.SAMPLE).integers(n, size=n))
            for member in config.members
        ]
        return np.stack(drawn)
    if config.resample == "none":
        return np.broadcast_to(everything, (count, n)).copy()
    seeds = sorted({member.seed for member in config.members})
    size = n // len(seeds)
    if not size:
        raise ConfigError(f"{n} samples cannot be cut into {len(seeds)} slices")
    starts = [seeds.index(member.seed) * size for member in config.members]
    return np.stack([everything[start : start + size] for start in starts])
