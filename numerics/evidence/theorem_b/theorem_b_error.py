"""Theorem B's thresholds of the error penalty, on exact instances."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import function, loss, rational_below, sparse, zero
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_b.geometries import CLOSE
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import M, d, gamma, r, tau, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_b import (
    theorem_b_error,
)
from sparsity_theory.statements.theorem_b.theorem_b import e_0

# (r, d, M, e_0) with r M^2 > d e_0.
_ERRORS = ((1, 3, Fraction(5), Fraction(1, 2)), (3, 5, Fraction(3), Fraction(2)))


def _check_error(parts: Parts) -> Report:
    families_ = (
        ("u^p", u**theorem_b_error.power, theorem_b_error.power, "power_threshold"),
        ("u/(u+\\tau)", u / (u + tau), tau, "rational_threshold"),
    )
    steps = [
        _error_sides(parts[threshold], name, penalty, parameter, case)
        for name, penalty, parameter, threshold in families_
        for case in _ERRORS
    ]
    return Report((*steps, *(_error_formulas(parts, case) for case in _ERRORS)))


_ErrorCase = tuple[int, int, Fraction, Fraction]


def _error_gain(
    penalty: sympy.Expr, case: _ErrorCase, value: Mapping[sympy.Symbol, Fraction]
) -> arb:
    """Loss of the zero code minus sparse loss on the instance, times d; g = h."""
    rank, size, large, wrong = case
    h = function(penalty.subs({name: sympy.Rational(x) for name, x in value.items()}))
    found = fooling_instance(Dimensions(size, rank + 1, rank), large, large**2, zero_error=wrong)
    few, nothing = sparse(found), zero(found)
    return (loss(h, h, nothing) - loss(h, h, few)) * few.d


def _error_values(case: _ErrorCase) -> dict[sympy.Symbol, Value]:
    rank, size, large, wrong = case
    dims = Dimensions(size, rank + 1, rank)
    # the instance meets a prescribed error to six digits; the formulas get the one it has
    exact = zero(fooling_instance(dims, large, large**2, zero_error=wrong)).error
    return {r: rank, d: size, M: large, e_0: exact}


def _error_sides(
    threshold: sympy.Expr, name: str, penalty: sympy.Expr, parameter: sympy.Symbol, case: _ErrorCase
) -> Step:
    at = enclose(threshold, _error_values(case))
    text = (
        f"${name}$, $(r, d, M, e_0) = {tuple(str(x) for x in case)}$: both sides of the threshold."
    )
    if not at > 0:
        return Step(text, less(arb(0), at), "the threshold is positive", shown=threshold)
    below, above = (rational_below(at) * factor for factor in CLOSE)
    found = [
        less(arb(0), _error_gain(penalty, case, {parameter: below})),
        less(_error_gain(penalty, case, {parameter: above}), arb(0)),
    ]
    return Step(text, All(*found), "exact matrices, balls for the penalty", shown=threshold)


def _error_formulas(parts: Parts, case: _ErrorCase) -> Step:
    """The differences behind the thresholds, and the sufficient value of the logarithm."""
    values, at = _error_values(case), Fraction(1, 3)
    rank, size, large, _ = case
    product = parts["factor"] * (parts["rational_threshold"] - tau)
    wrong = values[e_0]
    ratio = (ball(Fraction(size, rank)) * (ball(wrong) / ball(large**2)) ** ball(at)).log()
    enough = rational_below(enclose(parts["log_sufficient"], values))
    return Step(
        f"$r={rank}$, $d={size}$: differences, and success at the sufficient value of $\\gamma$,"
        f" which"
        " is of the right order.",
        All(
            equal(
                enclose(product, {**values, tau: at}), _error_gain(u / (u + tau), case, {tau: at})
            ),
            equal(enclose(parts["log_ratio"], {**values, theorem_b_error.power: at}), ratio),
            less(arb(0), _error_gain(sympy.log(1 + u / gamma), case, {gamma: enough})),
            less(_error_gain(sympy.log(1 + u / gamma), case, {gamma: enough * 30}), arb(0)),
        ),
        "exact matrices, balls",
        shown=parts["factor"],
    )


EVIDENCE = certified("two geometries", _check_error)
