"""The losses of eqs. (3) and (7) on one batch, for several members at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from empirics.training.config import VAE, Autoencoder, Config
from empirics.training.gamma import Gamma
from empirics.training.networks import Networks
from empirics.training.penalty import torch_penalty


@dataclass
class Evaluation:
    """A loss on one batch.

    Attributes:
        z: codes that the decoder saw, (S, B, kappa): a node of the graph that nothing else uses.
        loss: (S,), to differentiate.
        terms: every quantity that has to stay finite, (S,) each, without a graph.
    """

    z: Tensor
    loss: Tensor
    terms: dict[str, Tensor]


class Loss(Protocol):
    """What training needs of a loss.

    Attributes:
        heads: outputs of the encoder per latent dimension.
        needs_noise: whether codes are drawn.
        stage: which of several losses is in force.
    """

    heads: int
    needs_noise: bool
    stage: int

    def __call__(self, networks: Networks, x: Tensor, noise: Tensor | None) -> Evaluation:
        """The loss on one batch x (S, B, d), with noise (S, B, kappa)."""

    def start_epoch(self, epoch: int) -> None:
        """Choose what changes from epoch to epoch."""


class VAELoss:
    """Eq. (3), with beta: ``A/gamma + d log gamma + beta (|sigma|^2 - log sigma^2 + |mu|^2)``.

    The second head of the encoder is log sigma^2, not clamped.

    Its terms: "loss" (the whole), "error" A, "kl" (|sigma|^2 - log sigma^2 + |mu|^2 - 1 summed
    over the dimensions, averaged over samples: twice the KL divergence) and "gamma".
    """

    heads = 2
    stage = 0

    def __init__(self, config: Config, gamma: Gamma) -> None:
        assert isinstance(config.loss, VAE)
        self.needs_noise = config.loss.noise == "sampled"
        self._gamma = gamma
        self._dimension = config.architecture.dimension
        self._beta = torch.tensor([m.beta for m in config.members], device=gamma.value.device)

    def start_epoch(self, epoch: int) -> None:
        """Nothing changes."""

    def __call__(self, networks: Networks, x: Tensor, noise: Tensor | None) -> Evaluation:
        """The loss on one batch."""
        mu, log_variance = networks.encode(x).chunk(2, dim=-1)
        variance = log_variance.exp()
        z = mu.view_as(mu) if noise is None else torch.addcmul(mu, noise, (log_variance / 2).exp())
        error = _squared_error(x, networks.decode(z))
        if noise is None:
            slopes = networks.decoder_columns().square().sum(dim=2).unsqueeze(1)
            error = error + (variance * slopes).sum(dim=2).mean(dim=1)
        kl = (variance - log_variance + mu.square() - 1).sum(dim=2).mean(dim=1)
        gamma = self._gamma.of_batch(error.detach())
        kappa = mu.shape[-1]
        loss = error / gamma + self._dimension * gamma.log() + self._beta * (kl + kappa)
        terms = {"error": error.detach(), "kl": kl.detach(), "gamma": gamma, "loss": loss.detach()}
        return Evaluation(z, loss, terms)


class AutoencoderLoss:
    """Eq. (7): ``g(e) + (1/d) sum_k h(p_k)`` over the batch, e = A/d and p_k = mean z_k^2.

    Its terms: "loss", "error" A, "penalty" sum_k h(p_k), and the largest slopes "slope_g" and
    "slope_h" of g and h: at a power of exactly 0 a steep h (sqrt) has an infinite slope, no
    gradient exists, and training stops there.
    """

    heads = 1
    needs_noise = False

    def __init__(self, config: Config) -> None:
        assert isinstance(config.loss, Autoencoder)
        self._dimension = config.architecture.dimension
        self._epochs = config.epochs
        self._g = torch_penalty(config.loss.g)
        self._stages = [torch_penalty(h) for h in config.loss.h]
        self.stage = 0

    def start_epoch(self, epoch: int) -> None:
        """Each of the penalties h serves for an equal share of the epochs."""
        self.stage = epoch * len(self._stages) // self._epochs

    def __call__(self, networks: Networks, x: Tensor, noise: Tensor | None) -> Evaluation:
        """The loss on one batch."""
        z = networks.encode(x)
        to_decoder = z.view_as(z)
        error = _squared_error(x, networks.decode(to_decoder))
        g, slope_g = self._g(error.double() / self._dimension)
        h, slope_h = self._stages[self.stage](z.square().mean(dim=1).double())
        penalty = h.sum(dim=1)
        loss = g + penalty / self._dimension
        terms = {
            "error": error.detach(),
            "penalty": penalty.detach(),
            "slope_g": slope_g,
            "slope_h": slope_h.abs().amax(dim=1),
            "loss": loss.detach(),
        }
        return Evaluation(to_decoder, loss, terms)


def _squared_error(x: Tensor, x_hat: Tensor) -> Tensor:
    """A, the squared error per sample summed over the d coordinates, (S,)."""
    norm: Tensor = torch.linalg.vector_norm(x_hat - x, dim=(1, 2))
    return norm.square() / x.shape[1]
