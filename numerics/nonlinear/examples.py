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
from numerics.nonlinear.arithmetic import Floats

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


def curve_data(curve: Callable[[Floats], Floats], n: int, ends: float, noise: float) -> Matrix:
    """Points of a curve with noise of seed 0, rounded to four digits, exactly."""
    t = np.linspace(-ends, ends, n)
    points = np.stack([t, curve(t)]) + noise * np.random.default_rng(0).standard_normal((2, n))
    unit = 10**_DIGITS
    return tuple(tuple(Fraction(round(float(x) * unit), unit) for x in row) for row in points)


def parabola(n: int) -> Matrix:
    """Points near (t, 0.8 t^2 - 0.3 t)."""
    return curve_data(lambda t: 0.8 * t**2 - 0.3 * t, n, 1.0, 0.05)


def hat(n: int) -> Matrix:
    """Points near (t, |t|)."""
    return curve_data(abs, n, 1.0, 0.05)


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


def chebyshev(gamma: Fraction, ends: tuple[float, float] = (0.0, 1.0)) -> NonlinearProblem:
    """Five points of (t, T_3(t)), exactly; z2 or a cubic of z1 makes the second coordinate.

    At a = 1 the second latent is not needed, at a = 0 it stands for the whole cubic.
    """
    t = [Fraction(k, 2) for k in range(-2, 3)]
    data = (tuple(t), tuple(4 * x**3 - 3 * x for x in t))
    decoder = ("z1", "a*(4*z1**3 - 3*z1) + (1 - a)*z2")
    return vae(decoder, {"a": ends}, data, gamma, latents=2)


def bent(gamma: Fraction) -> NonlinearProblem:
    """Six points of (t, 3 t^2), exactly; z2 or a square of z1 makes the second coordinate."""
    t = [Fraction(k, 5) for k in range(-5, 6, 2)]
    data = (tuple(t), tuple(3 * x * x for x in t))
    decoder = ("z1", "3*a*z1**2 + (1 - a)*z2")
    return vae(decoder, {"a": (0.0, 1.25)}, data, gamma, latents=2)


_TWO = (-2.0, 2.0)


def examples() -> dict[str, NonlinearExample]:
    """All of them, by name."""
    wide_hat = curve_data(abs, 6, 1.5, 0.02)
    wide_parabola = curve_data(lambda t: 0.5 * t**2, 6, 1.5, 0.02)
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
        "vae-chebyshev": NonlinearExample(
            "the VAE loss, a second latent or a cubic of the first", chebyshev(tenth)
        ),
        "vae-parabola": NonlinearExample(
            "the VAE loss, one coefficient of a polynomial",
            vae(("z", "b*z**2"), {"b": _TWO}, wide_parabola, tenth),
        ),
    }
