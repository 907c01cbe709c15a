"""Newton's method on the inner variables of a sample."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numerics.nonlinear.examples import autoencoder, hat
from numerics.nonlinear.inner import beside_kinks, newton
from numerics.nonlinear.model import SampleModel
from numerics.running.values import read_penalty
from numerics.solver.minorants import FloatPenalty

ONE = (0.0, 1.0)
DECODER = "relu(z) + a*relu(-z)", "b*relu(z) + c*relu(-z)"


@pytest.mark.parametrize("side", [1, -1])
def test_a_minimum_beside_a_kink_is_found_from_the_kink(side: int) -> None:
    h = read_penalty("--h", "log(1+u)")
    problem = autoencoder(DECODER, {"a": ONE, "b": ONE, "c": ONE}, hat(1))
    # With theta = 0 the decoder is (relu(z), 0), with a = 1 it is (|z|, 0) on either side.
    data = ((Fraction(1, 100),), (Fraction(0),))
    model = SampleModel(replace(problem, h=h.text, data=data), FloatPenalty(h))
    theta = np.array([[0.0 if side > 0 else 1.0], [0.0], [0.0]])
    start, extra, sample = np.zeros((1, 1)), np.zeros((model.rows, 1)), np.array([0])
    stuck = newton(model, start, theta, extra, sample)
    found = beside_kinks(model, start, theta, extra, sample)
    assert model.value(found, theta, extra, sample) < model.value(stuck, theta, extra, sample)
    assert abs(found[0, 0]) == pytest.approx(0.01, rel=0.01)
