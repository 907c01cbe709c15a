"""Propositions show what they decide: denials fail, changed numbers are noticed, terms stay."""

from __future__ import annotations

import pytest
import sympy

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.proposition import Proposition
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import k
from sparsity_theory.proving.propositions import (
    All,
    AtMost,
    Equal,
    Increasing,
    Less,
    LogBelowTangent,
    Not,
    NotNegative,
    OnlyMinimum,
    Positive,
    Same,
)
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import named, where, written_out

x, a = sympy.symbols("x a", positive=True)
m = sympy.Symbol("m", integer=True, positive=True)
d, r = sympy.symbols("d r", integer=True, positive=True)
c = vector("c", positive=True)
U, T = sympy.MatrixSymbol("U", d, r), sympy.MatrixSymbol("T", r, r)

TRUE = (
    Equal((x + 1) ** 2, x**2 + 2 * x + 1),
    Equal(total(1 + c[k], m), m + total(c[k], m)),
    Equal(U * T.I * T, U, {d: 3, r: 2}),
    Equal(where(x**2, x, 3), 9),
    Equal(sympy.Derivative(x**3, x), 3 * x**2),
    Equal(named(r"\text{two}", 2), 2),
    Less(x, x + 1),
    AtMost(2 * x, x**2 + 1 + sympy.exp(x) ** 2 + 2 * x),
    Positive(x + a),
    Positive(x - sympy.log(1 + x), after_zero=x),
    NotNegative((x - 1) ** 2),
    Increasing(x**2, x),
    OnlyMinimum(a / x + sympy.log(x), x, a),
    LogBelowTangent(x / a),
    Not(Equal(x, a)),
    Same("rows", (1, 2), (1, 2)),
)
FALSE = (
    Equal((x + 1) ** 2, x**2 + 1),
    Equal(total(1 + c[k], m), 1 + total(c[k], m)),
    Equal(U * T * T, U, {d: 3, r: 2}),
    Equal(where(x**2, x, 3), 6),
    Less(x + 1, x),
    Positive(x - 1),
    NotNegative(x - 1),
    Increasing((x - 2) ** 2, x),
    OnlyMinimum(a / x + sympy.log(x), x, 2 * a),
    LogBelowTangent(-x),
    Not(Equal(x, x)),
    Same("rows", 2, 3),
)


@pytest.mark.parametrize("true", TRUE, ids=lambda each: each.latex)
def test_a_true_proposition_holds_and_its_denial_fails(true: Proposition) -> None:
    assert true.decide() is Verdict.HOLDS
    assert true.denied().decide() is Verdict.FAILS
    assert true.denied().latex != true.latex


@pytest.mark.parametrize("false", FALSE, ids=lambda each: each.latex)
def test_a_false_proposition_fails(false: Proposition) -> None:
    assert false.decide() is Verdict.FAILS


_NOTHING = (x + 1) ** 2 - x**2 - 2 * x - 1  # 0, though SymPy does not see it at once


@pytest.mark.parametrize(
    "undefined",
    [
        Equal(1 / sympy.Integer(0) + x, 1),
        Equal(1 / _NOTHING, a),
        Equal(where(a / x, x, 0), a),
        Equal(total(c[k] / _NOTHING, m), m),
        Equal(total(c[k], m) / 0, m),
        Equal(U / _NOTHING, U, {d: 3, r: 2}),
        Less(0, 1 / _NOTHING),
        AtMost(sympy.zoo * x, a),
        Positive(where(1 / (x - 1), x, 1)),
        NotNegative(sympy.log(where(x, x, 0))),
        OnlyMinimum(a / x + sympy.log(x), x, sympy.zoo),
        LogBelowTangent(1 / _NOTHING),
        # Real formulas only: a slope says nothing of a minimum where the values are complex.
        OnlyMinimum(a / x + sympy.log(x) + sympy.log(-2), x, a),
        Positive(sympy.log(-x)),
    ],
    ids=lambda each: each.latex,
)
def test_a_formula_without_a_value_is_undecided_and_no_error(undefined: Proposition) -> None:
    assert undefined.decide() is Verdict.UNKNOWN
    assert undefined.denied().decide() is not Verdict.HOLDS


def test_what_is_not_found_out_is_unknown() -> None:
    assert Same("minima", None, 2).decide() is Verdict.UNKNOWN
    assert Not(Same("minima", None, 2)).decide() is Verdict.UNKNOWN


def test_a_conjunction_needs_members_and_shows_each_on_a_line() -> None:
    with pytest.raises(ClaimError, match="checks nothing"):
        All()
    nested = All(TRUE[0], All(TRUE[3], TRUE[6]))
    assert nested.lines == (TRUE[0], TRUE[3], TRUE[6])
    assert nested.decide() is Verdict.HOLDS
    assert All(*TRUE, FALSE[0]).decide() is Verdict.FAILS
    assert nested.denied().decide() is Verdict.FAILS


@pytest.mark.parametrize("equation", TRUE[:5], ids=lambda each: each.latex)
def test_every_number_of_an_equation_can_be_changed(equation: Proposition) -> None:
    for changes in equation.perturbed():
        assert any(changed.decide() is not Verdict.HOLDS for changed in changes)


def test_a_product_of_matrices_is_not_commuted() -> None:
    A, B = sympy.symbols("A B", commutative=False)
    assert Equal((A + B) ** 2, A**2 + A * B + B * A + B**2).decide() is Verdict.HOLDS
    assert Equal(A * B, B * A).decide() is Verdict.FAILS


def test_substitution_is_shown_and_all_at_once() -> None:
    y = sympy.Symbol("y")
    term = where(x - y, {x: y, y: x})
    assert sympy.latex(term) == r"\left.\left(x - y\right)\right|_{x = y,\ y = x}"
    assert written_out(term) == y - x


def test_a_sum_keeps_its_own_index() -> None:
    assert written_out(where(total(x * c[k], m), {x: 2})) == total(2 * c[k], m)


def test_an_equation_that_sympy_makes_trivial_says_so() -> None:
    assert "the same as stated" in Equal(x + x, 2 * x).latex
