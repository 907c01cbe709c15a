"""The losses of eqs. (3) and (7) on one batch, for several members at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from empirics.training.config import VAE, Autoencoder, Config
from empirics.training.gamma import Gamma
from empirics.training.networks import Networks
from empirics.training.penalty import torch_penalty
from empirics.training.posterior import log_variance


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
        whole: from a mean over this process's rows of a batch to that over all of it.
    """

    heads: int
    needs_noise: bool
    stage: int
    whole: Callable[[Tensor], Tensor]

    def __call__(self, networks: Networks, x: Tensor, noise: Tensor | None) -> Evaluation:
        """The loss on one batch x (S, B, d), with noise (S, B, kappa)."""

    def start_epoch(self, epoch: int) -> None:
        """Choose what changes from epoch to epoch."""


class VAELoss:
    """Eq. (3), with beta: ``A/gamma + d log gamma + beta (|sigma|^2 - log sigma^2 + |mu|^2)``.

    The second head of the encoder is log sigma^2, not clamped, unless the configuration says so;
    see `config.VAE` for this and for the other departures from eq. (3).

    Its terms: "loss" (the whole), "error" A, "kl" (|sigma|^2 - log sigma^2 + |mu|^2 - 1 summed
    over the dimensions, averaged over samples: twice the KL divergence) and "gamma".
    """

    heads = 2
    stage = 0

    def __init__(self, config: Config, gamma: Gamma) -> None:
        assert isinstance(config.loss, VAE)
        self.needs_noise = config.loss.noise == "sampled"
        self.whole: Callable[[Tensor], Tensor] = Tensor.detach
        self._config = config.loss
        self._gamma = gamma
        self._dimension = config.architecture.dimension
        self._warm_up = config.loss.warm_up * config.epochs
        self._full = torch.tensor([m.beta for m in config.members], device=gamma.value.device)
        self._beta = self._full.clone()

    def start_epoch(self, epoch: int) -> None:
        """The weight of the KL term grows from epoch to epoch, if it has to warm up."""
        if self._warm_up:
            self._beta.copy_(self._full * min(1.0, (epoch + 1) / self._warm_up))

    def __call__(self, networks: Networks, x: Tensor, noise: Tensor | None) -> Evaluation:
        """The loss on one batch."""
        mu, head = networks.encode(x).chunk(2, dim=-1)
        log_var = log_variance(head, self._config)
        variance = log_var.exp()
        z = mu.view_as(mu) if noise is None else torch.addcmul(mu, noise, (log_var / 2).exp())
        logits = networks.logits(z)
        error = _squared_error(x, networks.means(logits))
        if noise is None:
            slopes = networks.decoder_columns().square().sum(dim=2).unsqueeze(1)
            error = error + (variance * slopes).sum(dim=2).mean(dim=1)
        divergences = (variance - log_var + mu.square() - 1).mean(dim=1)
        kl = divergences.sum(dim=1)
        gamma = self._gamma.of_batch(self.whole(error.detach()))
        if self._config.likelihood == "gaussian":
            data = error / gamma + self._dimension * gamma.log()
        else:
            data = 2 * _cross_entropy(x, logits)
        charged = kl
        if self._config.free_bits:  # twice, in the units of eq. (3)
            charged = divergences.clamp(min=2 * self._config.free_bits).sum(dim=1)
        loss = data + self._beta * (charged + mu.shape[-1])
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
        self.whole: Callable[[Tensor], Tensor] = Tensor.detach
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
    found: Tensor = _SquaredError.apply(x, x_hat)  # type: ignore[no-untyped-call]
    return found


class _SquaredError(torch.autograd.Function):
    """The gradient in x_hat, ``2 (x_hat - x) / B``, in one pass over what the forward pass kept.

    Autograd would divide by the norm, multiply by it again, and subtract in passes of its own.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, x_hat: Tensor) -> Tensor:
        difference = x_hat - x
        ctx.save_for_backward(difference)
        norm: Tensor = torch.linalg.vector_norm(difference, dim=(1, 2))
        return norm.square() / x.shape[1]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, Tensor]:
        (difference,) = ctx.saved_tensors
        return None, difference * (gradients[0] * (2 / difference.shape[1])).view(-1, 1, 1)


def _cross_entropy(x: Tensor, logits: Tensor) -> Tensor:
    """Binary cross-entropy per sample in nats, summed over the d coordinates, (S,)."""
    each = binary_cross_entropy_with_logits(logits, x, reduction="none")
    return each.sum(dim=2).mean(dim=1)
