"""Methods of proof: right statements hold, wrong ones fail with a witness, the rest is unknown."""

from __future__ import annotations

import pytest
import sympy

from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving.derivations import (
    below,
    identity,
    increasing,
    positive,
    unique_minimum,
)

x, y, a = sympy.symbols("x y a", positive=True)
real = sympy.Symbol("t", real=True)
n = sympy.Symbol("n", integer=True, positive=True)
f = sympy.Function("f", positive=True)(x)
HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ((x + y) ** 2, x**2 + 2 * x * y + y**2, HOLDS),
        (sympy.log(x * y), sympy.log(x) + sympy.log(y), HOLDS),
        (sympy.sqrt(x**2), x, HOLDS),
        (sympy.sqrt(real**2), real, FAILS),
        (sympy.log(x) * 2, sympy.log(x) ** 2, FAILS),
        (1 / x + 1 / y, (x + y) / (x * y), HOLDS),
        (sympy.diff(f**2, x), 2 * f * sympy.diff(f, x), HOLDS),
        (sympy.diff(f**2, x), f * sympy.diff(f, x), FAILS),
        (sympy.exp(x) * sympy.exp(-x), sympy.Integer(1), HOLDS),
        (x, x + sympy.Rational(1, 10**30), FAILS),
        ((-1) ** (2 * n), sympy.Integer(1), HOLDS),
    ],
)
def test_identity(left: sympy.Expr, right: sympy.Expr, verdict: Verdict) -> None:
    assert identity(left, right) is verdict


@pytest.mark.parametrize(
    ("expression", "strict", "verdict"),
    [
        (x**2 + x * y + 1, True, HOLDS),
        (x - y, True, FAILS),
        (x**2 - 2 * x * y + y**2, False, HOLDS),
        (real**2, True, FAILS),
        (real**2, False, HOLDS),
        (x / (1 + x) - sympy.Rational(1, 10**6), True, UNKNOWN),
    ],
)
def test_positive(expression: sympy.Expr, strict: bool, verdict: Verdict) -> None:
    found = positive(expression, strict=strict)
    if verdict is UNKNOWN:
        assert found is not HOLDS  # false for tiny x: a witness is welcome, acceptance is not
    else:
        assert found is verdict


def test_below_and_increasing() -> None:
    assert below(x / (1 + x), sympy.Integer(1)) is HOLDS
    assert below(sympy.Integer(1), x / (1 + x)) is FAILS
    assert increasing(sympy.log(1 + x) + x, x) is HOLDS
    assert increasing(1 / x, x) is FAILS


@pytest.mark.parametrize(
    ("function", "at", "verdict"),
    [
        (a / x + sympy.log(x), a, HOLDS),
        (a / x + sympy.log(x), 2 * a, FAILS),
        (-a / x - sympy.log(x), a, FAILS),  # a maximum
        (x**2 - 2 * a * x, a, HOLDS),
        (a / x + sympy.log(x), -a, FAILS),
    ],
)
def test_unique_minimum(function: sympy.Expr, at: sympy.Expr, verdict: Verdict) -> None:
    assert unique_minimum(function, x, at=at) is verdict
