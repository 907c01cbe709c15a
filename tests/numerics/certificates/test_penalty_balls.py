"""Bounds of penalties in ball arithmetic where a penalty jumps down at 0."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.certificates.penalty_balls import least_above, lowest, value
from sparsity_theory.penalties.penalties import penalty

JUMPS_DOWN = penalty("10 if u == 0 else u")


def test_nondecreasing_on_positive_powers_says_nothing_about_zero() -> None:
    assert JUMPS_DOWN.facts.nondecreasing
    assert value(JUMPS_DOWN, Fraction(0)) == 10
    assert least_above(JUMPS_DOWN, Fraction(0)) == 0
    assert least_above(JUMPS_DOWN, Fraction(3)) == 3
    assert lowest(JUMPS_DOWN) == 0


@pytest.mark.parametrize(("text", "least"), [("l0", 0), ("log(1+u)", 0), ("indicator", 0)])
def test_lowest_is_the_value_at_zero_where_a_penalty_rises_from_it(text: str, least: int) -> None:
    assert lowest(penalty(text)) == least
