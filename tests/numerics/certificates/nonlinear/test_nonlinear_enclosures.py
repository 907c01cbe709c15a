"""Enclosures hold: functions against ball arithmetic, expectations against quadrature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx
from scipy.optimize import minimize_scalar

from numerics.certificates.nonlinear import functions, jets
from numerics.certificates.nonlinear.intervals import FloatInterval, power, rational, thin
from numerics.certificates.nonlinear.language import DecoderError
from numerics.certificates.nonlinear.proof import VAE, NonlinearProblem, ParameterRange
from numerics.certificates.nonlinear.terms import sample_loss

Ball = Callable[[arb], arb]


CASES: list[tuple[str, Ball, tuple[float, float]]] = [
    ("tanh", lambda x: x.tanh(), (-25, 25)),
    ("exp", lambda x: x.exp(), (-750, 750)),
    ("log", lambda x: x.log(), (1e-5, 100)),
]


@pytest.mark.parametrize(("name", "ball", "ends"), CASES)
def test_values_lie_in_their_enclosures(name: str, ball: Ball, ends: tuple[float, float]) -> None:
    before, ctx.prec = ctx.prec, 200
    x = np.random.default_rng(0).uniform(*ends, 300)
    found = getattr(functions, name)(thin(x))[0]
    try:
        for at, low, high in zip(x, found.low, found.high, strict=True):
            value = ball(arb(float(at)))
            assert arb(float(low)) <= value
            assert value <= arb(float(high)) or high == np.inf
    finally:
        ctx.prec = before


@pytest.mark.parametrize("name", [name for name, _, _ in CASES])
def test_derivatives_on_intervals_hold_those_at_points(name: str) -> None:
    rng = np.random.default_rng(1)
    low = rng.uniform(0.1 if name == "log" else -4, 3, 200)
    wide = FloatInterval(low, low + rng.exponential(0.7, 200))
    over = getattr(functions, name)(wide)
    for share in (0.0, 0.3, 0.8, 1.0):
        at = getattr(functions, name)(thin(low + share * (wide.high - low)))
        for some, one in zip(over, at, strict=True):
            assert (some.low <= one.high).all()
            assert (one.low <= some.high).all()


def test_derivatives_are_those_of_the_values() -> None:
    x, step = np.linspace(0.2, 3, 40), 1e-5
    for name, _, _ in CASES:
        function = getattr(functions, name)
        ahead, behind = function(thin(x + step)), function(thin(x - step))
        for k in (0, 1):
            slope = (ahead[k].low - behind[k].low) / (2 * step)
            assert np.allclose(slope, function(thin(x))[k + 1].low, rtol=1e-5, atol=1e-6), name


def test_powers_of_intervals_are_tight_and_sound() -> None:
    x = FloatInterval(np.array([-2.0, -3.0, 1.0]), np.array([1.0, -1.0, 2.0]))
    assert np.allclose(power(x, 2), [[0, 1, 1], [4, 9, 4]])
    assert np.allclose(power(x, 3), [[-8, -27, 1], [1, -1, 8]])
    third = rational(Fraction(1, 3))
    assert Fraction(float(third.low)) < Fraction(1, 3) < Fraction(float(third.high))


def problem(*decoder: str, latents: int = 1) -> NonlinearProblem:
    ranges = ParameterRange("a", -2.0, 2.0), ParameterRange("b", -2.0, 2.0)
    data = ((Fraction(0),),) * len(decoder)
    return NonlinearProblem(VAE, decoder, latents, ranges, data, Fraction(0), "", Fraction(1, 10))


def vae_value(asked: NonlinearProblem, numbers: list[float]) -> float:
    m, t, a, b, *x = (thin(np.array([value])) for value in numbers)
    loss = sample_loss(asked)
    found = jets.evaluate(
        loss.graph, loss.root, jets.JetInputs([m, t], [a, b], x), {}, second=True
    ).jet
    assert found.value.high[0] - found.value.low[0] < 1e-9
    return float(found.value.low[0])


def quadrature(outputs: list[Callable[..., np.ndarray]], numbers: list[float]) -> float:  # type: ignore[type-arg]
    m, t, a, b, *x = numbers
    eps = np.linspace(-10, 10, 40_001)
    weights = np.exp(-eps * eps / 2)
    weights /= weights.sum()
    z = m + np.exp(t) * eps
    error = sum((weights * (y - f(z, a, b)) ** 2).sum() for f, y in zip(outputs, x, strict=True))
    return float(error / 0.1 + np.exp(2 * t) - 2 * t + m * m)


@pytest.mark.parametrize("numbers", [[0.3, -0.7, 1.2, -0.4, 0.5, 1.0],
                                     [-1.1, -2.0, -0.6, 1.7, 0.1, -0.8]])  # fmt: skip
@pytest.mark.parametrize(
    ("texts", "outputs"),
    [
        (("z", "a*z + b*relu(2*z - 1/3) + 1"),
         [lambda z, a, b: z, lambda z, a, b: a * z + b * np.maximum(2 * z - 1 / 3, 0) + 1]),
        (("b*z", "relu(a - z) - z"),
         [lambda z, a, b: b * z, lambda z, a, b: np.maximum(a - z, 0) - z]),
        (("z", "a*z**3 - (z + b)**2"),
         [lambda z, a, b: z, lambda z, a, b: a * z**3 - (z + b) ** 2]),
    ],
)  # fmt: skip
def test_the_loss_of_a_vae_is_its_expectation(
    texts: tuple[str, ...],
    outputs: list[Callable[..., np.ndarray]],  # type: ignore[type-arg]
    numbers: list[float],
) -> None:
    assert vae_value(problem(*texts), numbers) == pytest.approx(
        quadrature(outputs, numbers), abs=1e-6
    )


def test_a_second_latent_is_minimised_out() -> None:
    numbers = [0.3, -0.7, 1.2, -0.4, 0.5, 1.0]
    a, b = numbers[2:4]

    def at(v: float) -> float:
        outputs = [lambda z, a, b: z + a * v, lambda z, a, b: a * z * z - b * v]
        return quadrature(outputs, numbers) + v * v

    best = float(minimize_scalar(at, bounds=(-3, 3), method="bounded").fun)
    length = a * a + b * b
    best += 1 + np.log(1 + length / 0.1)
    asked = problem("z1 + a*z2", "a*z1**2 - b*z2", latents=2)
    assert vae_value(asked, numbers) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("text", ["tanh(z)", "z*relu(z)", "relu(a*z)", "relu(z) + relu(-z)",
                                  "relu(z)**2", "relu(z) + z**2", "relu(a)"])  # fmt: skip
def test_an_expectation_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(DecoderError, match="no expectation"):
        sample_loss(problem(text))


@pytest.mark.parametrize("text", ["q", "z.real", "z/a", "z**a", "z**9", "exp(z)", "z if a else b",
                                  "__import__", "relu(z, a)", "z" + "+z" * 600, "("])  # fmt: skip
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(DecoderError):
        sample_loss(problem(text))
