"""Theorem A, A0 and A4 against brute force over random codes and random objectives."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise, is_witness_A1
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, r
from sparsity_theory.penalties.penalties import Penalty, penalty
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b
from sparsity_theory.statements.theorem_a import theorem_a, theorem_a3, theorem_a_slopes

_VALUES = st.fractions(-3, 5, max_denominator=4)
_POWERS = st.fractions(Fraction(1, 50), 50, max_denominator=50)


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _jumping(low: Fraction, high: Fraction) -> Penalty:
    """A penalty with h(0) = 0 whose rises run from low to high, neither attained."""
    return penalty(f"(0 if u == 0 else (({low}) + ({high})*u)/(1 + u))")


@st.composite
def dimensions(draw: st.DrawFn) -> Dimensions:
    rank = draw(st.integers(1, 3))
    kappa = draw(st.integers(rank + 1, rank + 3))
    return Dimensions(draw(st.integers(kappa, kappa + 3)), kappa, rank)


@given(dimensions(), _VALUES, _VALUES, _VALUES)
def test_margins_agree_with_the_decision(
    dims: Dimensions, low: Fraction, high: Fraction, jump: Fraction
) -> None:
    assume(low < high and jump != 0)
    values = {r: dims.r, d: dims.d}
    values |= {H_minus: _rational(low), H_plus: _rational(high), G_minus: _rational(jump)}
    parts = theorem_a3.CLAIM.parts
    margins = [parts[name].subs(values) for name in ("dense_margin", "imperfect_margin")]
    g, h = penalty(f"(0 if u == 0 else ({jump}))"), _jumping(low, high)
    decision = characterise(g, h, dims)
    # the extremes of h are not attained, so ties are won
    guaranteed = all(margin >= 0 for margin in margins)
    assert (decision.verdict is Guarantee.GUARANTEES) == guaranteed
    if decision.part == "A3":
        assert decision.margin == min(margins) / dims.d


@given(dimensions(), st.data())
def test_a_guarantee_is_never_beaten_by_random_codes(dims: Dimensions, data: st.DataObject) -> None:
    low, jump = Fraction(1), Fraction(2)
    high = low * Fraction(dims.r + 1, dims.r) * Fraction(9, 10)
    assume(high > low and dims.r * high < dims.d * jump)
    g, h = penalty(f"(0 if u == 0 else {jump} + u)"), _jumping(low, high)
    margin = characterise(g, h, dims).margin
    assert margin is not None
    few = data.draw(st.lists(_POWERS, min_size=dims.r, max_size=dims.r))
    error = data.draw(st.one_of(st.just(Fraction(0)), _POWERS))
    least = dims.r + 1 if error == 0 else 0
    many = data.draw(st.lists(_POWERS, min_size=least, max_size=dims.kappa))
    sparse = sum(h(_rational(x)) for x in few) / sympy.Integer(dims.d)
    other = g(_rational(error)) + sum(h(_rational(x)) for x in many) / sympy.Integer(dims.d)
    assert other >= sparse + margin


@given(dimensions(), _POWERS, _POWERS, st.sampled_from(["u", "u/(1+u)", "min(u, 1)", "u**2"]))
def test_the_criterion_is_the_witness_condition(
    dims: Dimensions, a: Fraction, b: Fraction, text: str
) -> None:
    h = penalty(text)
    values = {h_0: h.at_zero, h_a: h(_rational(a)), h_b: h(_rational(b)), r: dims.r}
    gap = theorem_a.CLAIM.parts["code_gap"].subs(values)
    found = is_witness_A1(h, dims.r, _rational(a), _rational(b))
    assert (found is Verdict.HOLDS) == bool(gap < 0)


def test_the_error_gap_reads_g_and_d() -> None:
    gap = theorem_a.CLAIM.parts["error_gap"]
    assert gap.subs({d: 5, r: 2, g_0: 1, g_e: 3, h_0: 0, h_a: 4}) == 2


@given(st.integers(1, 6), st.sampled_from(["root", "power", "log_root", "shifted_log"]))
def test_slopes_fail_numerically(rank: int, name: str) -> None:
    rise, large, small = theorem_a_slopes.CLAIM.parts[name]
    values = {symbol: sympy.Rational(1, 3) for symbol in rise.free_symbols if symbol.name != "u"}
    (u,) = (symbol for symbol in rise.free_symbols if symbol.name == "u")
    at = [
        float(rise.subs(values).subs(u, point.subs(values).subs(r, rank)).evalf(30))
        for point in (large, small)
    ]
    assert (rank + 1) * at[1] < rank * at[0]


@given(
    st.integers(1, 2),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.booleans(),
)
def test_lexicographic_objectives_are_of_the_form_a0_asks_for(
    rank: int, p: list[int], q: list[int], exact: bool
) -> None:
    # Psi = (error > 0, number of active rows), a number: the order of Definition 1 itself
    def psi(wrong: bool, powers: list[int]) -> int:
        return 4 * wrong + sum(1 for x in powers if x)

    assume(sum(1 for x in p if x) == rank)
    assume(not exact or sum(1 for x in q if x) > rank)
    assert psi(False, p) < psi(not exact, q)
