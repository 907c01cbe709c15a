r"""Balancing latent scales: an exact symmetry of eq. (3) that training is slow to use.

A latent dimension may be measured in other units: ``mu_k/a, sigma_k/a`` in the encoder's heads,
and ``a`` times the weights with which the decoder takes ``z_k``.  The decoder's means do not
change, and of the loss only ``(p_k + mean sigma_k^2)/a^2 + log a^2`` moves, whose minimum lies at
``a^2 = p_k + mean sigma_k^2``.  So the step never raises the loss on the samples it takes.

It learns nothing: it removes residuals ``|p_k + mean sigma_k^2 - 1|`` that say little about how far
training has come.  What the optimiser remembers of past gradients is left as it is.
"""

from __future__ import annotations

import torch
from torch import Tensor

from empirics.errors import ConfigError
from empirics.training.config import VAE
from empirics.training.networks import Networks

SAMPLES = 1000
"""At most so many samples of each member decide the scales."""


def balance(networks: Networks, x: Tensor) -> Tensor:
    """Balance every latent dimension of every member on samples x (S, B, d).

    Returns:
        a of every member and dimension, (S, kappa).
    """
    kappa = networks.latent
    with torch.no_grad():
        mu, log_var = networks.encode(x).chunk(2, dim=-1)
        scale: Tensor = (mu.square().mean(dim=1) + log_var.exp().mean(dim=1)).sqrt()
        weight, bias = networks.head()
        weight[..., :kappa] /= scale.unsqueeze(1)
        bias[:, :kappa] /= scale
        bias[:, kappa:] -= 2 * scale.log()
        for rows in networks.code_weights():
            rows.mul_(scale.view(*scale.shape, *[1] * (rows.dim() - 2)))
    return scale


def check(loss: object) -> None:
    """Balancing needs heads that are free: mean, and log sigma^2 as it is.

    Raises:
        ConfigError: on another loss.
    """
    free = isinstance(loss, VAE) and loss.log_variance_floor is None and loss.softplus_floor is None
    if not free or (isinstance(loss, VAE) and loss.free_bits):
        raise ConfigError("balance needs eq. (3) without floors and free bits: set balance=0")
