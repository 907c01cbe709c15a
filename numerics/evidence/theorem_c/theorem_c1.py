"""Theorem C1: exact codes at a tiny decoder variance, on both sides of the threshold."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import BITS, Value, ball, precision
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    Measured,
    dense,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import at_most, less
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, d, gamma, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_c.theorem_c1 import exact, u, zeros

_DIMENSIONS = (Dimensions(12, 5, 3), Dimensions(3, 2, 1))


@precision(4 * BITS)
def _check_c1(parts: Parts) -> Report:
    bounds = [_term_bounds(parts, Fraction(u)) for u in ("1/1000", "1/2", "7")]
    limits = [_limits(parts, dims) for dims in _DIMENSIONS]
    return Report((*bounds, *limits, *(_threshold(parts, dims) for dims in _DIMENSIONS)))


def _term_bounds(parts: Parts, power: Fraction) -> Step:
    found = []
    for small in (Fraction(1, 100), Fraction(1, 10**40)):
        values = {u: power, gamma: small}
        term, low, high = (enclose(parts[x], values, 4 * BITS) for x in ("term", "lower", "upper"))
        found += [less(low, term), less(term, high)]
    text = f"$u={power}$, $\\gamma = 10^{{-2}}, 10^{{-40}}$: the term is between its bounds."
    return Step(text, All(*found), "balls", shown=parts["term"])


_TINY = Fraction(1, 10**200)


def _normalised(parts: Parts, point: Measured, weight: Fraction) -> arb:
    """F_gamma at gamma = 1e-200, from the term of the statement."""

    def term(value: Fraction) -> arb:
        return enclose(parts["term"], {u: value, gamma: _TINY}, 4 * BITS)

    rows = sum((term(power) for power in point.powers), arb(0))
    return point.d * term(point.error) + ball(weight) * rows


def _limit(parts: Parts, point: Measured, weight: Fraction) -> arb:
    inactive = len(point.powers) - point.active
    values: dict[sympy.Symbol, Value] = {
        exact: int(point.error == 0),
        zeros: inactive,
        d: point.d,
        beta: weight,
    }
    return enclose(parts["limit"], values)


def _points(dims: Dimensions) -> tuple[Measured, Measured, Measured]:
    instance = fooling_instance(dims, Fraction(1, 4), Fraction(9))
    return sparse(instance), dense(instance), zero(instance)


def _limits(parts: Parts, dims: Dimensions) -> Step:
    weight = Fraction(1, 2)
    found = [
        at_most(abs(_normalised(parts, x, weight) - _limit(parts, x, weight)), arb("0.05"))
        for x in _points(dims)
    ]
    text = f"{title(dims)}, $\\gamma=10^{{-200}}$: $F_\\gamma$ is within 0.05 of $F_0$."
    return Step(text, All(*found), "exact matrices, balls", shown=parts["limit"])


def _threshold(parts: Parts, dims: Dimensions) -> Step:
    at = parts["threshold"].subs({d: dims.d, r: dims.r})
    found = []
    for factor, sparse_wins in ((Fraction(9, 10), True), (Fraction(11, 10), False)):
        weight = Fraction(at) * factor
        few, many, nothing = (_normalised(parts, x, weight) for x in _points(dims))
        found.append(less(few, many))
        found.append(less(few, nothing) if sparse_wins else less(nothing, few))
    text = f"{title(dims)}: 10 per cent below the threshold the sparse code wins, above it $Z=0$."
    return Step(text, All(*found), "exact matrices, balls", shown=parts["threshold"])


EVIDENCE = certified("exact codes at gamma = 1e-200, both sides of the threshold", _check_c1)
