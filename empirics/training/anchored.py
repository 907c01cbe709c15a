"""Warm starts: parameters whose encoder means are near given codes, by eq. (3) and a spring.

A comparison of what the objective prefers with what training finds starts the same training from a
sparse and from a dense code.  Such starts are made here: full batches, Adam, the loss (3) at the
members' gammas plus ``stiffness |mu_z(x_i) - target_i|^2``.  The spring is gone in the training
that starts from what this returns.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirics.errors import TrainingError
from empirics.training.config import VAE, Config
from empirics.training.gamma import Gamma
from empirics.training.losses import VAELoss
from empirics.training.networks import Networks
from empirics.training.randomness import Purpose, generator

STIFFNESS = 1000.0
CONSTANT_SHARE = 0.5


def anchored(
    config: Config,
    x: NDArray[np.float32],
    targets: NDArray[np.float32],
    *,
    steps: int,
    rate: float,
    stiffness: float = STIFFNESS,
) -> Tensor:
    """Parameters for `train(..., start=...)` with encoder means near the targets.

    Args:
        config: networks and members; gamma stays at each member's value.
        x: samples (n, d), or (S, n, d) where each member has its own; all in each step.
        targets: codes (S, n, kappa); a member whose targets are nan is not anchored and keeps its
            initial weights.
        steps: of Adam; the step size is constant for half of them, then falls to 0.
        rate: step size.
        stiffness: of the spring.

    Raises:
        TrainingError: if shapes do not fit, or the fit stops being finite.
    """
    count, n = len(config.members), x.shape[-2]
    if not isinstance(config.loss, VAE) or targets.shape != (count, n, config.architecture.latent):
        raise TrainingError(
            f"targets must have shape ({count}, {n}, {config.architecture.latent}), for a VAE;"
            f" given {targets.shape}"
        )
    seeds = [member.seed for member in config.members]
    networks = Networks(config.architecture, seeds, heads=2, fixed_scale=False)
    networks.start_at_mean(torch.from_numpy(x.reshape(-1, x.shape[-1])))
    initial = networks.parameters.values.detach().clone()
    free = np.asarray(np.isnan(targets).reshape(count, -1).any(axis=1))
    wanted = torch.from_numpy(np.where(free[:, None, None], 0, targets).astype(np.float32))
    spring = torch.from_numpy(np.where(free, 0.0, stiffness).astype(np.float32))
    loss, samples = VAELoss(config, Gamma(config)), torch.from_numpy(x).expand(count, -1, -1)
    adam = torch.optim.Adam([networks.parameters.values], lr=rate)
    draws = [generator(seed, Purpose.NOISE, 0, 2**31) for seed in seeds]
    for step in range(steps):
        beyond = max(0.0, step / steps - CONSTANT_SHARE) / (1 - CONSTANT_SHARE)
        adam.param_groups[0]["lr"] = rate * (1 + math.cos(math.pi * beyond)) / 2
        noise = [draw.standard_normal(wanted.shape[1:], dtype=np.float32) for draw in draws]
        networks.parameters.zero_gradients()
        found = loss(networks, samples, torch.from_numpy(np.stack(noise)))
        found.loss.sum().backward()  # type: ignore[no-untyped-call]
        # A second pass for the spring: layers write their gradients, they do not add them.
        kept = networks.parameters.gradients.clone()
        networks.parameters.gradients.zero_()
        mu = networks.encode(samples)[..., : config.architecture.latent]
        (spring * (mu - wanted).square().sum(dim=2).mean(dim=1)).sum().backward()  # type: ignore[no-untyped-call]
        networks.parameters.gradients.add_(kept)
        adam.step()
    values = networks.parameters.values.detach().clone()
    if not torch.isfinite(values).all():
        raise TrainingError("the anchored fit became infinite: try a smaller rate")
    return _with_initial(networks, values, initial, free)


def _with_initial(
    networks: Networks, values: Tensor, initial: Tensor, free: NDArray[np.bool_]
) -> Tensor:
    """The initial values for the members that are free."""
    networks.parameters.load(initial)
    blocks = {name: block.detach().clone() for name, block in networks.parameters.blocks.items()}
    networks.parameters.load(values)
    keep = torch.from_numpy(free)
    for name, block in networks.parameters.blocks.items():
        block.detach()[keep] = blocks[name][keep]
    return networks.parameters.values.detach().clone()
