"""What a machine can do at best, and what one training step asks of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.utils.flop_counter import FlopCounterMode

from empirics.training.batches import Batches
from empirics.training.config import Config
from empirics.training.gamma import Gamma
from empirics.training.losses import VAELoss
from empirics.training.networks import Networks

_SIDE = 2048
_VALUES = 2**25
_ROUNDS = 8
_PASSES = 8
"""Adam reads and writes weights and two moments; gradients are written once and read once."""


@dataclass(frozen=True)
class Work:
    """One step of all members.

    Attributes:
        flops: of matrix products and convolutions, forward and backward.
        bytes: that have to move at least: parameters, moments, gradients, samples.
    """

    flops: float
    bytes: float


@dataclass(frozen=True)
class Machine:
    """Measured limits.

    Attributes:
        flops: per second, of a large matrix product in single precision.
        bandwidth: bytes per second, of a copy larger than the caches; read and written.
    """

    flops: float
    bandwidth: float

    def least_seconds(self, work: Work) -> float:
        """The roofline: a step cannot be faster than its arithmetic or its traffic.

        >>> Machine(flops=100.0, bandwidth=10.0).least_seconds(Work(flops=50.0, bytes=20.0))
        2.0
        """
        return max(work.flops / self.flops, work.bytes / self.bandwidth)


def measure_machine(device: str) -> Machine:
    """The limits of this machine as it is now: what else runs on it lowers them."""
    a, b = (torch.rand(_SIDE, _SIDE, device=device) for _ in range(2))
    values = torch.zeros(_VALUES, device=device)
    target = torch.empty_like(values)
    product = _best(lambda: torch.mm(a, b), device)
    copy = _best(lambda: target.copy_(values), device)
    return Machine(2 * _SIDE**3 / product, 8 * _VALUES / copy)


def work_of(config: Config) -> Work:
    """What one step of a VAE with full batches needs, counted by torch on a batch of zeros."""
    gamma = Gamma(config)
    loss = VAELoss(config, gamma)
    seeds = [member.seed for member in config.members]
    networks = Networks(config.architecture, seeds, heads=loss.heads, fixed_scale=False)
    zeros = torch.zeros(config.batch, config.architecture.dimension)
    (batch,) = Batches(config, zeros, noise=True).epoch(0)
    with FlopCounterMode(display=False) as counter:
        loss(networks, batch.x, batch.noise).loss.sum().backward()  # type: ignore[no-untyped-call]
    moved = _PASSES * networks.parameters.values.numel() + batch.x.numel()
    return Work(counter.get_total_flops(), 4 * moved)


def clock(device: str) -> Callable[[], float]:
    """Processor seconds where one thread works, which the load of others lengthens least."""
    alone = device == "cpu" and torch.get_num_threads() == 1
    return time.process_time if alone else time.perf_counter


def _best(call: Callable[[], object], device: str) -> float:
    now, times = clock(device), []
    for _ in range(_ROUNDS):
        start = now()
        call()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(now() - start)
    return min(times)
