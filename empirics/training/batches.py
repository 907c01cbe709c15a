"""Which samples and which noise each step of an epoch sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from empirics.training.config import Config
from empirics.training.randomness import Purpose, generator
from empirics.training.resampling import own_samples

CHUNK_BYTES = 2 * 2**20
"""Samples are gathered for as many steps at once as fit in this much memory per member; small
sets are gathered once an epoch, and for large ones the memory is reused while it is in the cache.
"""


@dataclass(frozen=True)
class Batch:
    """One step's input.

    Attributes:
        step: its place in the epoch, from 0.
        x: (S, B, d).
        noise: (S, B, kappa), or None.
    """

    step: int
    x: Tensor
    noise: Tensor | None


class Batches:
    """The batches of every epoch.

    Each member goes through its n samples (`own_samples`) in an order of its own, in
    ceil(n/batch) steps whose sizes differ by at most one.  An epoch is cut into chunks of steps;
    a chunk is gathered at once, and its noise is drawn from a stream of its own.

    Args:
        config: for the batch size, the seeds and kappa.
        x: all samples (n, d), on the device.
        noise: whether the loss needs noise.

    Attributes:
        samples: n, of one member.
        own: which samples each member has, (S, n).
        steps: number of steps of an epoch.
    """

    def __init__(self, config: Config, x: Tensor, *, noise: bool) -> None:
        self._x, self._noise = x, noise
        self._seeds = [member.seed for member in config.members]
        self._latent = config.architecture.latent
        self.own = torch.from_numpy(own_samples(config, len(x))).to(x.device)
        n, d = self.own.shape[1], x.shape[1]
        self.samples = n
        self.steps = -(-n // config.batch)
        self._bounds = [n * step // self.steps for step in range(self.steps + 1)]
        self._chunk = max(1, CHUNK_BYTES // (4 * d * config.batch))

    def epoch(self, epoch: int, first: int = 0) -> Iterator[Batch]:
        """The batches of an epoch from step ``first`` on."""
        orders = self._orders(epoch)
        for start in range(first - first % self._chunk, self.steps, self._chunk):
            stop = min(start + self._chunk, self.steps)
            low, high = self._bounds[start], self._bounds[stop]
            chosen = self.own.gather(1, orders[:, low:high])
            x = self._x.index_select(0, chosen.flatten()).view(*chosen.shape, -1)
            noise = self._draw(epoch, start // self._chunk, high - low) if self._noise else None
            for step in range(max(start, first), stop):
                here = slice(self._bounds[step] - low, self._bounds[step + 1] - low)
                yield Batch(step, x[:, here], None if noise is None else noise[:, here])

    def size(self, step: int) -> int:
        """B of one step."""
        return self._bounds[step + 1] - self._bounds[step]

    def _orders(self, epoch: int) -> Tensor:
        n = self.samples
        rows = [generator(seed, Purpose.ORDER, epoch).permutation(n) for seed in self._seeds]
        return torch.from_numpy(np.stack(rows)).to(self._x.device)

    def _draw(self, epoch: int, chunk: int, samples: int) -> Tensor:
        shape = (samples, self._latent)
        rows = [
            generator(seed, Purpose.NOISE, epoch, chunk).standard_normal(shape, dtype=np.float32)
            for seed in self._seeds
        ]
        return torch.from_numpy(np.stack(rows)).to(self._x.device)
