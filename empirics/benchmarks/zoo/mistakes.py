"""The ways in which right arrays are handed over wrongly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from empirics.benchmarks.zoo.training import Array, Model
from empirics.diagnosis.causes import Cause
from empirics.diagnosis.inputs import Source

HEALTHY = "none"


@dataclass(frozen=True)
class Given:
    """What `diagnose` is given.

    Attributes:
        cause: the mistake's name; "none" where everything is right.
        truths: what names it.
        mu, sigma, x, x_hat, gamma, beta, decode, decoded_from: its arguments.
    """

    cause: str
    truths: tuple[Cause, ...]
    mu: Array
    sigma: Array
    x: Array
    x_hat: Array
    gamma: float
    beta: float
    decode: Callable[[Array], Array]
    decoded_from: Source = "mean"


def right(model: Model) -> Given:
    """Everything as it should be, on the samples it was trained on."""
    mu, sigma = model.encode(model.x)
    x_hat = model.decode(mu)
    beta = model.recipe.beta
    return Given(HEALTHY, (), mu, sigma, model.x, x_hat, model.gamma, beta, model.decode)


def rewritten(given: Given) -> Iterator[Given]:
    """The same model, written in other ways that mean the same."""
    order = np.random.default_rng(3).permutation(given.mu.shape[1])
    undo = np.argsort(order)
    yield replace(
        given, mu=given.mu[:, order], sigma=given.sigma[:, order],
        decode=lambda z: given.decode(z[:, undo]),
    )  # fmt: skip
    yield replace(given, x=given.x + 3, x_hat=given.x_hat + 3, decode=lambda z: given.decode(z) + 3)


def mistaken(model: Model) -> Iterator[Given]:
    """Every mistake that can be seen on this model."""
    given = right(model)
    mu, sigma, gamma, beta = given.mu, given.sigma, given.gamma, given.beta
    d, stream = given.x.shape[1], np.random.default_rng(3)
    z = mu + sigma * stream.standard_normal(mu.shape)
    decoded = given.decode(z)
    order = stream.permutation(len(mu))

    def wrong(cause: str, *truths: Cause, **changed: object) -> Given:
        return replace(given, cause=cause, truths=truths, **changed)  # type: ignore[arg-type]

    yield wrong("sigma: variance", Cause.SIGMA_VARIANCE, sigma=sigma**2)
    yield wrong("sigma: precision", Cause.SIGMA_PRECISION, Cause.SIGMA_INVERSE, sigma=sigma**-2.0)
    for name, cause, value in (
        ("gamma: deviation", Cause.GAMMA_DEVIATION, math.sqrt(gamma)),
        ("gamma: precision", Cause.GAMMA_PRECISION, 1 / gamma),
        ("gamma: summed", Cause.GAMMA_SUMMED, gamma * d),
        ("gamma: twice", Cause.GAMMA_DOUBLE, gamma * 2),
    ):
        if abs(math.log(value / gamma)) > math.log(1.9):
            yield wrong(name, cause, gamma=value)
    yield wrong("beta: x 4", Cause.BETA, beta=beta * 4)
    yield wrong("beta: x kappa", Cause.BETA, beta=beta * max(mu.shape[1], 3))
    yield wrong("beta: / 2", Cause.BETA, beta=beta / 2)
    yield wrong("mu: draws", Cause.MU_DRAWS, mu=z)
    yield wrong("mu and x_hat: draws", Cause.MU_DRAWS, mu=z, x_hat=decoded)
    yield wrong("x_hat: draws", Cause.X_HAT_DRAWS, x_hat=decoded)
    yield wrong(
        "units: both x 255", Cause.UNITS_BOTH, x=255 * given.x, x_hat=255 * given.x_hat,
        decode=partial(_scaled, given.decode),
    )  # fmt: skip
    yield wrong("units: x_hat x 255", Cause.UNITS_X_HAT, x_hat=255 * given.x_hat)
    yield wrong("rows", Cause.ROWS, x_hat=given.x_hat[order])
    yield wrong("exchanged", Cause.SWAPPED, x=given.x_hat, x_hat=given.x)


def noisy_decoder(model: Model) -> Given:
    """A decoder with dropout left on; needs the decoder to be seen."""
    given, stream = right(model), np.random.default_rng(5)

    def decode(z: Array) -> Array:
        return given.decode(z) * (1 + 0.2 * stream.standard_normal((len(z), 1)))

    return replace(given, cause="decode: random", truths=(Cause.DECODER_RANDOM,), decode=decode)


def drawn(model: Model) -> Given:
    """Everything right, with decoded draws that are said to be such."""
    given = right(model)
    z = given.mu + given.sigma * np.random.default_rng(4).standard_normal(given.mu.shape)
    return replace(given, x_hat=given.decode(z), decoded_from="sampled")


def _scaled(decode: Callable[[Array], Array], z: Array) -> Array:
    return 255 * decode(z)
