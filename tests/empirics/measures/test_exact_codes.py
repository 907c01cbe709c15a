"""Exact codes: what the balls certify, and that they refuse what is a hair off."""

from __future__ import annotations

import numpy as np
import pytest

from empirics.data.spiral import spiral
from empirics.errors import MeasureError
from empirics.measures.exact_codes import T, U, exact, objective, rounded

CURVE = spiral(40, turns=2.5, d=4, seed=3)


def test_arc_length_and_the_points_themselves_are_exact() -> None:
    row = np.stack([CURVE.arc, np.zeros(40)], axis=1)
    assert exact(rounded(row, CURVE.x), CURVE.x)
    assert exact(CURVE.x, CURVE.x)


@pytest.mark.parametrize("shrink", [1e-9, 1e-14])
def test_a_code_a_hair_too_small_is_not_exact(shrink: float) -> None:
    assert not exact(CURVE.x * (1 - shrink), CURVE.x)


def test_rounding_changes_a_code_by_little_and_gives_up_on_one_that_is_far_off() -> None:
    found = rounded(CURVE.x, CURVE.x)
    assert abs(found - CURVE.x).max() < 1e-3
    with pytest.raises(MeasureError, match="not exact"):
        rounded(0.9 * CURVE.x, CURVE.x)


def test_an_objective_is_a_ball_around_the_value() -> None:
    code = rounded(CURVE.x, CURVE.x)
    value = objective(U / (U + T), 0.3, code)
    powers = (code**2).mean(axis=0)
    assert float(value.mid()) == pytest.approx(float((powers / (powers + 0.3)).sum()))
    assert 0 < float(value.rad()) < 1e-30
