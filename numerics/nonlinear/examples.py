"""Problems that come with the program: curves with a little noise, and decoders for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.certificates.nonlinear.proof import (
    AUTOENCODER,
    VAE,
    Matrix,
    NonlinearProblem,
    ParameterRange,
)

_DIGITS = 4


@dataclass(frozen=True)
class NonlinearExample:
    """A problem by name.

    Attributes:
        what: one line about it.
        problem: the problem.
    """

    what: str
    problem: NonlinearProblem


def _data(curve: Callable[[np.ndarray], np.ndarray], n: int, ends: float, noise: float) -> Matrix:
    """Points of a curve with noise of seed 0, rounded to four digits, exactly."""
    t = np.linspace(-ends, ends, n)
    points = np.stack([t, curve(t)]) + noise * np.random.default_rng(0).standard_normal((2, n))
    unit = 10**_DIGITS
    return tuple(tuple(Fraction(round(float(x) * unit), unit) for x in row) for row in points)


def parabola(n: int) -> Matrix:
    """Points near (t, 0.8 t^2 - 0.3 t)."""
    return _data(lambda t: 0.8 * t**2 - 0.3 * t, n, 1.0, 0.05)


def hat(n: int) -> Matrix:
    """Points near (t, |t|)."""
    return _data(abs, n, 1.0, 0.05)


def autoencoder(
    decoder: tuple[str, ...], box: dict[str, tuple[float, float]], data: Matrix
) -> NonlinearProblem:
    """L_{g,h} with g(u) = 10 u and h(u) = log(1 + u)."""
    ranges = tuple(ParameterRange(name, *ends) for name, ends in box.items())
    return NonlinearProblem(
        AUTOENCODER, decoder, 1, ranges, data, Fraction(10), "log(1+u)", Fraction(0)
    )


def vae(
    decoder: tuple[str, ...],
    box: dict[str, tuple[float, float]],
    data: Matrix,
    gamma: Fraction,
    latents: int = 1,
) -> NonlinearProblem:
    """The loss (3)."""
    ranges = tuple(ParameterRange(name, *ends) for name, ends in box.items())
    return NonlinearProblem(VAE, decoder, latents, ranges, data, Fraction(0), "", gamma)


_TWO = (-2.0, 2.0)


def examples() -> dict[str, NonlinearExample]:
    """All of them, by name."""
    wide_hat = _data(abs, 6, 1.5, 0.02)
    wide_parabola = _data(lambda t: 0.5 * t**2, 6, 1.5, 0.02)
    tenth = Fraction(1, 10)
    return {
        "parabola": NonlinearExample(
            "one coefficient of a polynomial decoder",
            autoencoder(("z", "a*z**2"), {"a": _TWO}, parabola(20)),
        ),
        "relu": NonlinearExample(
            "one output weight of two relus",
            autoencoder(("z", "relu(z) + a*relu(-z)"), {"a": _TWO}, hat(20)),
        ),
        "relu-weight": NonlinearExample(
            "one inner weight of a relu",
            autoencoder(("z", "relu(a*z) + relu(-z)"), {"a": _TWO}, hat(20)),
        ),
        "tanh": NonlinearExample(
            "one output weight of a tanh",
            autoencoder(("tanh(z)", "a*tanh(2*z)"), {"a": _TWO}, hat(20)),
        ),
        "relu-two": NonlinearExample(
            "two output weights of relus",
            autoencoder(("z", "a*relu(z) + b*relu(-z)"), {"a": _TWO, "b": _TWO}, hat(20)),
        ),
        "vae-relu": NonlinearExample(
            "the VAE loss, one output weight of a relu",
            vae(("z", "b*relu(z) - z"), {"b": (-3.0, 4.0)}, wide_hat, tenth),
        ),
        "vae-parabola": NonlinearExample(
            "the VAE loss, one coefficient of a polynomial",
            vae(("z", "b*z**2"), {"b": _TWO}, wide_parabola, tenth),
        ),
    }
