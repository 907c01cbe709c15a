"""Small trained models: what people hand over, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn

from empirics.diagnosis import Diagnosis, diagnose
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.train import train

Loss = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Handed:
    """Arguments of `diagnose`, as they should be."""

    mu: np.ndarray
    sigma: np.ndarray
    x: np.ndarray
    x_hat: np.ndarray
    gamma: float
    decode: Callable[[np.ndarray], np.ndarray]
    beta: float = 1.0

    def diagnose(self, *, decoder: bool = True, **changed: object) -> Diagnosis:
        given = {**self.__dict__, **changed}
        if not decoder:
            del given["decode"]
        return diagnose(**given)

    @property
    def drawn(self) -> np.ndarray:
        return self.mu + self.sigma * np.random.default_rng(1).standard_normal(self.mu.shape)


def sphere(n: int = 900) -> np.ndarray:
    """A curved surface of dimension 2 in 12 dimensions, with noise."""
    stream = np.random.default_rng(7)
    points = stream.standard_normal((n, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    surface = np.tanh(points @ np.random.default_rng(11).standard_normal((3, 12)))
    return (surface + 0.05 * stream.standard_normal(surface.shape)).astype(np.float32)


@cache
def engine(betas: tuple[float, ...]) -> list[Handed]:
    """Models of the built-in engine, gamma learned."""
    x = sphere()
    config = Config(
        Architecture("mlp", (12,), 4, (48,), "tanh"),
        tuple(Member(i, beta, 0.3) for i, beta in enumerate(betas)), VAE("learned"),
        Optimiser(learning_rate=5e-3, gamma_rate=1e-2, schedule="cosine"), 150, 100,
    )  # fmt: skip
    found = train(config, x)
    handed = []
    for i, beta in enumerate(betas):
        model = found.member(i)
        mu, sigma = model.encode(x)
        handed.append(
            Handed(mu, sigma, x, model.decode(mu), float(found.gamma[i]), model.decode, beta)
        )
    return handed


def fit(
    encoder: nn.Module, decoder: nn.Module, x: Tensor, loss: Loss, *more: nn.Parameter,
    steps: int = 1200,
) -> None:  # fmt: skip
    """A loop in plain torch; the loss takes x, the decoded draw, mean and log variance."""
    torch.manual_seed(0)
    parameters = [*encoder.parameters(), *decoder.parameters(), *more]
    optimiser = torch.optim.Adam(parameters, lr=5e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (100,))]
        mu, log_variance = encoder(batch).chunk(2, dim=1)
        z = mu + (log_variance / 2).exp() * torch.randn_like(mu)
        optimiser.zero_grad()
        loss(batch, decoder(z), mu, log_variance).backward()
        optimiser.step()
        schedule.step()


def kl(mu: Tensor, log_variance: Tensor) -> Tensor:
    """In nats, (n, kappa)."""
    return (mu**2 + log_variance.exp() - log_variance - 1) / 2


def handed(encoder: nn.Module, decoder: nn.Module, x: Tensor, gamma: float) -> Handed:
    """What a user reads off such a model; the decoder stays in the mode it is in."""
    with torch.no_grad():
        mu, log_variance = encoder(x).chunk(2, dim=1)
        x_hat = decoder(mu)

    def decode(z: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return decoder(torch.as_tensor(z, dtype=torch.float32)).numpy()

    sigma = (log_variance / 2).exp()
    return Handed(mu.numpy(), sigma.numpy(), x.numpy(), x_hat.numpy(), gamma, decode)


def networks(d: int, kappa: int, *last: nn.Module) -> tuple[nn.Module, nn.Module]:
    """One hidden layer each."""
    torch.manual_seed(0)
    return (
        nn.Sequential(nn.Linear(d, 48), nn.Tanh(), nn.Linear(48, 2 * kappa)),
        nn.Sequential(nn.Linear(kappa, 48), nn.Tanh(), nn.Linear(48, d), *last),
    )


@cache
def fixed(weight: float, error: str = "sse") -> Handed:
    """A model of a loss with fixed weights: ``error + weight KL``; gamma says what it was."""
    encoder, decoder = networks(12, 4)

    def loss(x: Tensor, x_hat: Tensor, mu: Tensor, log_variance: Tensor) -> Tensor:
        errors = (x - x_hat) ** 2
        whole = errors.sum(1).mean() if error == "sse" else errors.mean()
        scale = 1 if error == "sse" else 12
        return scale * (whole + weight * kl(mu, log_variance).sum(1).mean())

    x = torch.tensor(sphere())
    fit(encoder, decoder, x, loss)
    return handed(encoder, decoder, x, weight / 2 * (12 if error == "mse" else 1))
