"""Ball evaluation contains the exact value, and refuses what it has no rule for."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.certificates.balls import BITS, enclose
from numerics.errors import NumericsError
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.expressions import U, parse

points = st.fractions(min_value=Fraction(1, 10**6), max_value=100, max_denominator=10**6)
TEXTS = [
    "log(1+u)", "u/(1+u)", "sqrt(u)", "u**(1/3)", "exp(-u)", "tanh(u)", "atan(u)", "asinh(u)",
    "min(u, 1)", "max(u, 1/2)", "abs(u-1)", "u if u < 1 else 2 - 1/u", "1/(1 + log(1+u)**2)",
]  # fmt: skip


def contains(ball: arb, value: mpmath.mpf) -> bool:
    middle, radius = ball.mid(), ball.rad()
    distance = abs(mpmath.mpf(str(middle.str(60, radius=False))) - value)
    return bool(distance <= mpmath.mpf(str(radius.str(30, radius=False))) + mpmath.mpf(10) ** -45)


@pytest.mark.parametrize("text", TEXTS)
@given(u=points)
def test_a_ball_contains_the_value_to_sixty_digits(text: str, u: Fraction) -> None:
    expression = parse(text)
    rational = sympy.Rational(u.numerator, u.denominator)
    with mpmath.workdps(60):
        exact = mpmath.mpf(str(sympy.N(expression.subs(U, rational), 60)))
        assert contains(enclose(expression, {U: u}), exact)


@pytest.mark.parametrize(
    "entry", [e for e in ENTRIES if e.name != "indicator"], ids=lambda e: e.name
)
@given(u=points)
def test_catalogue_penalties_evaluate_to_tight_balls(entry: object, u: Fraction) -> None:
    ball = enclose(entry.make().expression, {U: u})  # type: ignore[attr-defined]
    assert ball.is_finite()
    assert ball.rad() <= abs(ball.mid()) * arb(2) ** (20 - BITS) + arb(2) ** (20 - BITS)


def test_undefined_values_prove_nothing() -> None:
    ball = enclose(sympy.log(U - 2), {U: Fraction(1)})
    assert not ball < 10**9
    assert not ball >= -(10**9)


def test_missing_values_and_unknown_functions_are_errors() -> None:
    with pytest.raises(NumericsError, match="no value given for u"):
        enclose(U + 1, {})
    with pytest.raises(NumericsError, match="no rule to enclose gamma"):
        enclose(sympy.gamma(U), {U: Fraction(1)})
