"""The criterion of Theorem A on both sides of a tie."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    Function,
    dense,
    function,
    loss,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import less
from numerics.evidence.theorem_a.ranges import DIMENSIONS, same_sign
from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import u
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b


def _check_criterion(parts: Parts) -> Report:
    """Just inside and just outside the conditions, for penalties u, sqrt and log."""
    shapes = ((5 + u, 5), (sympy.sqrt(u), 0), (sympy.log(1 + u), 0), (2 + u / (1 + u), 2))
    steps: list[Step] = []
    for dims in DIMENSIONS:
        for shape, at_zero in shapes:
            h, rise = function(shape, at_zero), shape - at_zero
            for factor in (Fraction(98, 100), Fraction(102, 100)):
                steps.append(_near_tie(parts, dims, h, rise, factor))
    return Report((*steps, *(_decided(parts, dims) for dims in DIMENSIONS)))


def _near_tie(
    parts: Parts, dims: Dimensions, h: Function, rise: sympy.Expr, factor: Fraction
) -> Step:
    """Powers with h(b)-h(0), and errors with g(e)-g(0), close to the tie with a = 1."""
    big = enclose(rise, {u: 1})
    b = _solve(rise, big * ball(factor * Fraction(dims.r, dims.r + 1)))
    error = _solve(rise, big * ball(factor * Fraction(dims.r, dims.d)))
    codes = fooling_instance(dims, b, Fraction(1))
    errors = fooling_instance(dims, b, Fraction(1), zero_error=error)
    few, many, nothing = sparse(codes), dense(codes), zero(errors)
    values = {
        **sizes(dims),
        h_0: h(Fraction(0)),
        g_0: h(Fraction(0)),
        h_a: h(few.powers[0]),
        h_b: h(many.powers[0]),
        g_e: h(nothing.error),
    }
    return Step(
        f"{title(dims)}, $g(u)=h(u)=h(0)+{sympy.latex(rise)}$, {float(factor)} of a tie: the"
        " numbers have the signs of the differences of losses.",
        All(
            same_sign(enclose(parts["code_gap"], values), loss(h, h, many) - loss(h, h, few)),
            same_sign(
                enclose(parts["error_gap"], values),
                loss(h, h, nothing) - loss(h, h, sparse(errors)),
            ),
        ),
        "exact matrices, balls for the penalties",
        shown=parts["code_gap"],
    )


def _solve(rise: sympy.Expr, value: arb) -> Fraction:
    """About the u at which an increasing rise has the value (by bisection; nothing rests on it)."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if enclose(rise, {u: middle}) < value else (low, middle)
    return high


def _decided(parts: Parts, dims: Dimensions) -> Step:
    """Where `characterise` guarantees, both numbers are positive on a grid; the l0 pair."""
    g, h = penalty("l0"), penalty("(0 if u == 0 else 1 + u/(20*(1 + u)))")
    decision = characterise(g, h, dims)
    grid = [Fraction(10) ** k for k in (-6, 0, 6)]
    rises = [enclose(h.expression, {_argument(h.expression): x}) for x in grid]
    values = ({**sizes(dims), h_a: a, h_b: b, g_e: arb(1)} for a in rises for b in rises)
    signs = [
        less(arb(0), enclose(parts[name], point))
        for point in values
        for name in ("code_gap", "error_gap")
    ]
    return Step(
        f"{title(dims)}: a jump of 1 and a further rise of 1/20 is guaranteed, and both numbers"
        f" are"
        " positive on a grid of powers.",
        All(
            Same("decision", decision.verdict.value, Guarantee.GUARANTEES.value),
            *signs,
        ),
        "the library's decision against the formulas",
        shown=parts["code_gap"],
    )


def _argument(expression: sympy.Expr) -> sympy.Symbol:
    (only,) = expression.free_symbols
    return only


EVIDENCE = certified("four penalties on both sides of a tie", _check_criterion)
