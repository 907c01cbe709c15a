"""The boundary case of Theorem A: ties of the losses and of the decision."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.certificates.instances import general_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense,
    function,
    loss,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import equal
from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import H_minus, H_plus, d, r, u
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.proving.propositions import All, Equal, Same
from sparsity_theory.proving.terms import named
from sparsity_theory.statements.theorem_a import (
    conditions,
    theorem_a_equality,
)


def _check_equality(parts: Parts) -> Report:
    steps: list[Step] = []
    for dims in (Dimensions(4, 3, 1), Dimensions(6, 5, 3)):
        steps += _ties_decided(parts, dims)
        steps.append(_tie_excess(parts, dims))
    return Report(tuple(steps))


def _ties_decided(parts: Parts, dims: Dimensions) -> Iterable[Step]:
    """The library's decision at the tie, with extremes attained and not attained."""
    high = parts["tie_H_plus"].subs({r: dims.r, H_minus: 1})
    jump = parts["tie_G_minus"].subs({r: dims.r, d: dims.d, H_plus: 1})
    least = parts["least_rise"].subs({r: dims.r, theorem_a_equality.width: high - 1})
    open_ended = f"(0 if u == 0 else (1 + ({high})*u)/(1 + u))"
    attained = f"(0 if u == 0 else (1 if u < 1 else {high}))"
    large = penalty("(0 if u == 0 else 100)")
    cases = (
        (large, penalty(open_ended), Guarantee.GUARANTEES),
        (large, penalty(attained), Guarantee.FAILS),
        (penalty(f"(0 if u == 0 else {jump})"), penalty("l0"), Guarantee.FAILS),
        (penalty(f"(0 if u == 0 else {jump} + u)"), penalty("l0"), Guarantee.GUARANTEES),
    )
    for g, h, answer in cases:
        decision = characterise(g, h, dims)
        found = (decision.verdict.value, decision.part)
        yield Step(
            f"{title(dims)}: ties with {'' if answer is Guarantee.FAILS else 'un'}attained"
            f" extremes: {answer.value}.",
            All(
                Same("decision", found, (answer.value, "equality")),
                Equal(named(r"\text{least rise}", least), 1),
            ),
            "the library's decision on a tie built from the formula",
            shown=parts["tie_H_plus"],
        )


def _tie_excess(parts: Parts, dims: Dimensions) -> Step:
    """The excess at the tie of an instance with one row more than r+1, and of the zero code."""
    high = parts["tie_H_plus"].subs({r: dims.r, H_minus: 1})
    jump = parts["tie_G_minus"].subs({r: dims.r, d: dims.d, H_plus: high})
    rise, h = (1 + high * u) / (1 + u), function((1 + high * u) / (1 + u))
    g = function(jump + u)
    powers = tuple(Fraction(k * k, 4) for k in range(1, dims.r + 3))
    instance = general_instance(dims, powers, powers[: dims.r], zero_error=Fraction(1, 4))
    few, many, nothing = sparse(instance), dense(instance), zero(instance)
    low_sum = sum((enclose(rise, {u: x}) for x in few.powers if x), arb(0))
    all_sum = sum((enclose(rise, {u: x}) for x in many.powers if x), arb(0))
    slack = enclose(high, {}) * dims.r - low_sum
    symbols: dict[sympy.Symbol, Value] = {d: dims.d, H_minus: 1, theorem_a_equality.S: slack}
    to_dense = {**symbols, conditions.excess: 1, theorem_a_equality.T: all_sum - (dims.r + 2)}
    to_zero = {**symbols, conditions.excess: 0, theorem_a_equality.T: ball(nothing.error)}
    return Step(
        f"{title(dims)}: the excess at the tie of a code with $r+2$ rows, and of the zero code.",
        All(
            equal(enclose(parts["dense_excess"], to_dense), loss(g, h, many) - loss(g, h, few)),
            equal(
                enclose(parts["imperfect_excess"], to_zero), loss(g, h, nothing) - loss(g, h, few)
            ),
        ),
        "exact matrices",
        shown=parts["dense_excess"],
    )


EVIDENCE = certified("ties at two dimension triples", _check_equality)
