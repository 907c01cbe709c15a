"""Lemma 3 by quadrature, and the decoder on which it fails."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

Decoder = Callable[[NDArray[np.float64]], NDArray[np.float64]]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
WEIGHTS = WEIGHTS / math.sqrt(2 * math.pi)


def _expected(decoder: Decoder, target: float, mean: float, sigma: float) -> float:
    return float(WEIGHTS @ (target - decoder(mean + sigma * NODES)) ** 2)


@pytest.mark.parametrize("decoder", [np.sin, np.tanh, lambda z: z + z**3, lambda z: np.exp(z / 2)])
@pytest.mark.parametrize("sigma", [0.1, 0.01])
def test_the_expected_error_tends_to_the_error_of_the_mean(decoder: Decoder, sigma: float) -> None:
    at, target = 0.7, 2.0
    limit = float((target - decoder(np.array([at]))[0]) ** 2)
    values = (target - decoder(at + np.linspace(-1, 1, 2001) * math.sqrt(sigma))) ** 2
    modulus = float(np.abs(values - limit).max())
    # These decoders satisfy the growth bound with C = 100 and a = 1.
    scale = (2 * target**2 + 200) * math.exp(2 * at**2) + limit
    bound = modulus + math.sqrt(2) * scale * math.exp(-1 / (8 * sigma))
    assert abs(_expected(decoder, target, at, sigma) - limit) <= bound


def test_a_step_keeps_an_error_of_one_half_at_every_deviation() -> None:
    rng = np.random.default_rng(5)
    sample = rng.normal(size=200_000)
    for sigma in (1.0, 1e-3, 1e-9):
        values = (sigma * sample > 0).astype(float)
        standard_error = values.std() / math.sqrt(len(values))
        assert abs(values.mean() - 0.5) < 5 * standard_error


@given(
    st.floats(0, 5),
    st.lists(st.floats(0.01, 3), min_size=2, max_size=5),
    st.floats(0.02, 50),
)
def test_no_scale_beats_the_derived_logarithm(
    power: float, variances: list[float], square: float
) -> None:
    mean, logs = float(np.mean(variances)), float(np.mean(np.log(variances)))
    cost = (power + mean) / square - logs + math.log(square)
    value = 1 + math.log(power + mean) - logs
    assert cost >= value - 1e-12
    assert value >= 1 + math.log1p(power / mean) - 1e-12
