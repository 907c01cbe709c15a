"""Limits, signs, pieces and derived facts, against SymPy's limits and against samples."""

from itertools import pairwise
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr, Rational, S, oo

from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.exact.asymptotics import AT_INFINITY, AT_ZERO, Place, eventual_sign, limit
from sparsity_theory.exact.constants import compare, enclosure, largest, sign, smallest
from sparsity_theory.exact.pieces import Curvature, Monotone, pieces
from sparsity_theory.exact.signs import signs
from sparsity_theory.penalties.expressions import U, parse
from sparsity_theory.penalties.penalties import Penalty, penalty

SMOOTH = [
    "u/(1+u)**2", "log(1+log(1+u))", "u**0.3/(1+u**0.3)", "atan(u)", "u*exp(-u)", "sqrt(u+1)-1",
    "log(1+sqrt(u))", "exp(-1/u)", "(u**2+u)/(u+1)", "u*log(u)", "sqrt(u**2+u)-u",
    "(1-exp(-u)*(1+u))/u**2", "log(u+1)-log(u)", "u/log(1+u)", "(exp(u)-1)/u", "u*(atan(u)-pi/2)",
]  # fmt: skip


@pytest.mark.parametrize("text", SMOOTH)
def test_limits_agree_with_sympy(text: str) -> None:
    f = parse(text)
    assert limit(f, AT_ZERO) == sympy.limit(f, U, 0, "+")
    assert limit(f, AT_INFINITY) == sympy.limit(f, U, oo)


def test_limits_where_sympy_is_not_asked() -> None:
    assert limit(parse("exp(-exp(u))*u"), AT_INFINITY) == 0
    assert limit(parse("1/(u-1)"), Place(S.One, 1)) == oo
    assert limit(parse("1/(u-1)"), Place(S.One, -1)) == -oo
    assert limit(parse("asinh(u) - log(u)"), AT_INFINITY) == sympy.log(2)
    assert eventual_sign(parse("u - log(1+u) - u**2/2"), AT_ZERO) == -1
    assert eventual_sign(parse("exp(-1/u)"), AT_ZERO) == 1
    assert limit(sympy.sin(1 / U), AT_ZERO) is None


def test_signs_of_constants() -> None:
    assert sign(sympy.sqrt(2) + sympy.sqrt(3) - sympy.sqrt(5 + 2 * sympy.sqrt(6))) == 0
    assert sign(sympy.exp(1) - Rational(271828182845904523536, 10**20)) == 1
    assert sign(sympy.log(2) * sympy.log(3) - sympy.log(5)) == -1
    assert sign(sympy.I) is None
    assert compare(oo, -oo) == 1
    assert largest([S.One, sympy.pi, S(3)]) == sympy.pi
    assert smallest([S.One, -oo]) == -oo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(u-1)**2*(u-3)", [(0, 1, -1), (1, 3, -1), (3, oo, 1)]),
        ("u - 3*sqrt(u) + 2", [(0, 1, 1), (1, 4, -1), (4, oo, 1)]),
        ("exp(u) - 1 - u", [(0, oo, 1)]),
        ("(1+u)*log(1+u) - u", [(0, oo, 1)]),
        ("2*(1+u)**2*log(1+u) - 3*u**2 - 2*u", [(0, oo, 1)]),
        ("u - log(1+u) - u**2/2", [(0, oo, -1)]),
        ("log(e + u) - 1", [(0, oo, 1)]),
        ("tanh(u) - u", [(0, oo, -1)]),
        ("u**2 - 2*pi*u + pi**2 + 1", [(0, oo, 1)]),
        ("log(u)*(2-u)", [(0, 1, -1), (1, 2, 1), (2, oo, -1)]),
    ],
)
def test_sign_partitions(text: str, expected: list[tuple[Expr, Expr, int]]) -> None:
    assert [(p.left, p.right, p.sign) for p in signs(parse(text), S.Zero, oo)] == expected


def test_an_irrational_zero_is_bracketed() -> None:
    below, bracket, above = signs(parse("u**2 - 2"), S.Zero, oo)
    assert (below.sign, bracket.sign, above.sign) == (-1, None, 1)
    assert bracket.left**2 < 2 < bracket.right**2
    assert bracket.right - bracket.left < Rational(1, 10**6)


def test_pieces_of_a_catalogue_penalty() -> None:
    found = pieces(penalty("scad(lam=1, a=3)").expression)
    assert found is not None
    assert [(p.left, p.right, p.monotone, p.curvature) for p in found] == [
        (0, 1, Monotone.INCREASING, Curvature.LINEAR),
        (1, 3, Monotone.INCREASING, Curvature.CONCAVE),
        (3, oo, Monotone.CONSTANT, Curvature.LINEAR),
    ]


# Facts of random penalties are never contradicted by samples.

NUMBERS = st.sampled_from(["1", "2", "1/2", "0.1", "5/3", "10"])


def _combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    exponent = st.sampled_from(["2", "3", "(1/2)", "(1/3)", "0.3"])
    choice = st.tuples(inner, st.sampled_from(["<", "<=", ">"]), NUMBERS, inner)
    return st.one_of(
        two.map(lambda t: f"({t[0]} + {t[1]})"),
        two.map(lambda t: f"({t[0]} - {t[1]})"),
        two.map(lambda t: f"{t[0]}*({t[1]})"),
        two.map(lambda t: f"({t[0]})/(1 + {t[1]})"),
        two.map(lambda t: f"min({t[0]}, {t[1]})"),
        st.tuples(inner, exponent).map(lambda t: f"({t[0]})**{t[1]}"),
        inner.map(lambda t: f"log(1 + {t})"),
        inner.map(lambda t: f"exp(-({t}))"),
        inner.map(lambda t: f"atan({t})"),
        inner.map(lambda t: f"abs({t} - 1)"),
        choice.map(lambda t: f"({t[0]} if u {t[1]} {t[2]} else {t[3]})"),
    )


PENALTIES = st.recursive(st.one_of(st.just("u"), st.just("u"), NUMBERS), _combine, max_leaves=4)
SAMPLES = [Rational(10) ** k for k in (-9, -6, -3)] + [Rational(k, 7) for k in range(1, 40, 2)]
SAMPLES += [Rational(10) ** k for k in (1, 2, 4)]
Sampled = list[tuple[Rational, Any, Any]]


def _ends(value: Expr) -> tuple[Any, Any]:
    if value.is_infinite:
        return (mpmath.mpf("inf"),) * 2 if value == oo else (mpmath.mpf("-inf"),) * 2
    found = enclosure(value, 200)
    assert found is not None
    return mpmath.mpf(found.a), mpmath.mpf(found.b)


def _sample(h: Penalty) -> Sampled:
    found = []
    for u in SAMPLES:
        interval = enclosure(h(u), 200)
        if interval is not None:
            found.append((u, mpmath.mpf(interval.a), mpmath.mpf(interval.b)))
    return sorted(found)


def _check_against_samples(h: Penalty) -> None:
    facts, sampled = h.facts, _sample(h)
    for _, low, high in sampled:
        assert facts.supremum is None or low <= _ends(facts.supremum)[1]
        assert facts.infimum is None or high >= _ends(facts.infimum)[0]
    for (x, low_x, high_x), (y, low_y, high_y) in pairwise(sampled):
        assert not (facts.nondecreasing and high_y < low_x)
        assert not (facts.constant and (high_y < low_x or high_x < low_y))
        if facts.slope_bound is not None and facts.slope_bound != oo:
            rise = _ends(facts.slope_bound)[1] * mpmath.mpf(int((y - x).p)) / int((y - x).q)
            assert low_y - high_x <= rise * (1 + mpmath.mpf(2) ** -100)
    for piece in h.pieces or ():
        inside = [s for s in sampled if piece.left < s[0] < piece.right]
        _check_piece(piece.monotone, piece.curvature, inside)


def _check_piece(monotone: Monotone, curvature: Curvature, inside: Sampled) -> None:
    for (_, low_x, high_x), (_, low_y, high_y) in pairwise(inside):
        assert monotone is not Monotone.INCREASING or high_y >= low_x
        assert monotone is not Monotone.DECREASING or low_y <= high_x
        assert monotone is not Monotone.CONSTANT or (high_y >= low_x and low_y <= high_x)
    for first, middle, last in zip(inside, inside[1:], inside[2:], strict=False):
        ratio = (middle[0] - first[0]) / (last[0] - first[0])
        weight = mpmath.mpf(int(ratio.p)) / int(ratio.q)
        slack = mpmath.mpf(2) ** -150 * (1 + abs(first[1]) + abs(last[1]))
        chord_low = first[1] * (1 - weight) + last[1] * weight - slack
        chord_high = first[2] * (1 - weight) + last[2] * weight + slack
        assert curvature not in {Curvature.CONCAVE, Curvature.LINEAR} or middle[2] >= chord_low
        assert curvature not in {Curvature.CONVEX, Curvature.LINEAR} or middle[1] <= chord_high


@settings(max_examples=40, deadline=None)
@given(PENALTIES)
def test_facts_are_never_contradicted_by_samples(text: str) -> None:
    try:
        h = penalty(text)
    except SparsityTheoryError:
        return  # no function on u >= 0, such as log(1 - u)
    with mpmath.workprec(220):
        _check_against_samples(h)
    assert penalty(h.text) == h
