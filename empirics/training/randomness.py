"""Random numbers by counter: nothing of a generator has to be stored to resume a run exactly.

Every draw is a function of the member's seed, the epoch, its purpose and its place in the epoch,
so it does not depend on which other members train beside it.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What a stream of random numbers is for."""

    WEIGHTS = 0
    ORDER = 1
    NOISE = 2
    SAMPLE = 3


def generator(seed: int, purpose: Purpose, epoch: int = 0, place: int = 0) -> np.random.Generator:
    """The stream of one member for one purpose, at one place of a run.

    >>> int(generator(0, Purpose.ORDER, epoch=3).integers(1000))
    6
    """
    sequence = np.random.SeedSequence((seed, int(purpose), epoch, place))
    return np.random.Generator(np.random.SFC64(sequence))
