r"""Eq. (3) for a training loop of one's own: decoder variance learned, in closed form, or fixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn

from empirics.errors import ConfigError
from empirics.training.fields import nearest

Mode: TypeAlias = Literal["learned", "batch", "running", "fixed"]
Units: TypeAlias = Literal["eq3", "nats"]


class DecoderVariance(nn.Module):
    """Gamma, the variance of the decoder, for all coordinates and samples.

    - "learned": log gamma is a parameter; give it to the optimiser with the model's.  Adam moves it
      by about its rate a step, so from 1 to 0.01 it takes 5 over that.  Where training is shorter,
      give it a rate of its own, or a ``value`` near the variance of x per coordinate.
    - "batch": ``A/d`` of each batch, eq. (6).  No gradient passes through it, and none is missing:
      at this value the loss is stationary in gamma.
    - "running": an average of ``A/d`` over batches, with weight ``momentum`` for the newest.
    - "fixed": the value given.

    Args:
        mode: see above.
        value: at the start, or throughout; that of "running" before the first batch is the first.
        upper: an upper bound, or None; log gamma is projected on it before each use.
        momentum: of "running".

    >>> gamma = DecoderVariance("batch")
    >>> float(gamma(torch.tensor(6.0), dimension=3))
    2.0

    Raises:
        ConfigError: on a mode that is none of these, or numbers that are not positive.
    """

    seen: Tensor
    value: Tensor

    def __init__(
        self,
        mode: Mode = "learned",
        value: float = 1.0,
        *,
        upper: float | None = None,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        _choose("mode", mode, ("learned", "batch", "running", "fixed"))
        numbers = {"value": value, "upper": math.inf if upper is None else upper}
        for name, number in numbers.items():
            if not number > 0:
                raise ConfigError(f"{name} must be positive, not {number}")
        if not math.isfinite(value) or value > numbers["upper"] or not 0 < momentum <= 1:
            raise ConfigError(
                "value must be finite and at most the upper bound, momentum in (0, 1]; given"
                f" {value}, {upper}, {momentum}"
            )
        self.mode, self.upper, self.momentum = mode, numbers["upper"], momentum
        if mode == "learned":
            self.log_gamma = nn.Parameter(torch.tensor(math.log(value)))
        self.register_buffer("value", torch.tensor(float(value)))
        self.register_buffer("seen", torch.tensor(False))

    def forward(self, error: Tensor, dimension: int) -> Tensor:
        """Gamma for a batch with expected squared error A, summed over so many coordinates."""
        if self.mode == "learned":
            if self.upper < math.inf:
                with torch.no_grad():
                    self.log_gamma.clamp_(max=math.log(self.upper))
            return self.log_gamma.exp()
        if self.mode == "fixed":
            return self.value
        fits = (error.detach() / dimension).to(self.value.dtype).clamp(max=self.upper)
        if self.mode == "batch":
            self.value.copy_(fits)
            return fits
        if self.training:
            mixed = torch.lerp(self.value, fits, self.momentum)
            self.value.copy_(torch.where(self.seen, mixed, fits))
            self.seen.fill_(True)
        return self.value.clone()

    @property
    def current(self) -> float:
        """Gamma as it is now; of the last batch where it follows batches."""
        return float(self.log_gamma.detach().exp() if self.mode == "learned" else self.value)


@dataclass(frozen=True)
class Terms:
    """A loss and its parts.

    Attributes:
        loss: to differentiate.
        error: A, the squared error, summed over coordinates, mean over samples.
        kl: KL divergence to N(0, I) in nats, mean over samples.
        gamma: decoder variance.
    """

    loss: Tensor
    error: Tensor
    kl: Tensor
    gamma: Tensor


class GaussianVAELoss(nn.Module):
    """Eq. (3): ``A/gamma + d log gamma + beta (|sigma|^2 - log sigma^2 + |mu|^2)``.

    Args:
        variance: gamma; None: learned from 1 on.
        beta: weight of the KL term.
        units: "eq3", or "nats": half of it less the constant beta kappa / 2, which is minus the
            evidence lower bound per sample less ``d/2 log(2 pi)`` at beta = 1.

    >>> loss = GaussianVAELoss(DecoderVariance("fixed", 0.5))
    >>> x, mu = torch.zeros(2, 3), torch.ones(2, 1)
    >>> terms = loss(x, x + 1, mu, torch.zeros(2, 1))
    >>> float(terms.error), float(terms.kl), round(float(terms.loss), 4)
    (3.0, 0.5, 5.9206)
    """

    def __init__(
        self,
        variance: DecoderVariance | None = None,
        *,
        beta: float = 1.0,
        units: Units = "eq3",
    ) -> None:
        super().__init__()
        _choose("units", units, ("eq3", "nats"))
        if not 0 < beta < math.inf:
            raise ConfigError(f"beta must be positive and finite, not {beta}")
        self.variance = DecoderVariance() if variance is None else variance
        self.beta, self.units = beta, units

    def forward(self, x: Tensor, x_hat: Tensor, mu: Tensor, log_variance: Tensor) -> Terms:
        """Samples, what is decoded from drawn codes, and the encoder's heads.

        Sums are in single precision at least, under autocast too.

        Raises:
            ConfigError: if shapes do not fit.
        """
        if x.shape != x_hat.shape or mu.shape != log_variance.shape or len(x) != len(mu):
            raise ConfigError(
                f"x {tuple(x.shape)} and x_hat {tuple(x_hat.shape)} must have one shape, mu"
                f" {tuple(mu.shape)} and log_variance {tuple(log_variance.shape)} too, with one row"
                " per sample in each"
            )
        with torch.autocast(x.device.type, enabled=False):
            x, x_hat, mu, log_variance = map(_at_least_single, (x, x_hat, mu, log_variance))
            d = x[0].numel()
            error = (x - x_hat).square().flatten(1).sum(dim=1).mean()
            latent = log_variance.exp() - log_variance + mu.square()
            latent = latent.flatten(1).sum(dim=1).mean()
            kappa = mu[0].numel()
            gamma = self.variance(error, d)
            loss = error / gamma + d * gamma.log() + self.beta * latent
            if self.units == "nats":
                loss = (loss - self.beta * kappa) / 2
        return Terms(loss, error.detach(), (latent.detach() - kappa) / 2, gamma.detach())


def _at_least_single(values: Tensor) -> Tensor:
    return values if values.dtype in (torch.float32, torch.float64) else values.float()


def _choose(name: str, word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        words = ", ".join(repr(each) for each in allowed)
        raise ConfigError(f"{name} must be one of {words}, not {word!r}{nearest(word, allowed)}")
