"""Theorem C2: points on both sides of its bounds."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.balls import Value
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense,
    rational_below,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import at_most, equal, less
from numerics.evidence.theorem_c.reduced_loss import reduced_loss
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma, p
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_c.theorem_c2 import P

_CLOSE = (Fraction(99, 100), Fraction(101, 100))


def _check_c2(parts: Parts) -> Report:
    cases = (
        (Dimensions(12, 5, 3), Fraction(1), Fraction(1, 10**9)),
        (Dimensions(3, 2, 1), Fraction(2), Fraction(1, 100)),
        (Dimensions(3, 2, 1), Fraction(6), Fraction(1, 10)),
    )
    steps: list[Step] = []
    for case in cases:
        steps += [_tight(parts, *case), _rates(parts, *case)]
    return Report((*steps, _tangent(parts)))


def _tight(parts: Parts, dims: Dimensions, weight: Fraction, variance: Fraction) -> Step:
    """Points 1 per cent inside a bound are as good as the sparse code, those outside are not."""
    power = Fraction(4)
    values = {**sizes(dims), beta: weight, gamma: variance, P: power}
    budget, row, error = (enclose(parts[x], values) for x in ("budget", "row_bound", "error_bound"))
    found = []
    for factor, fits in zip(_CLOSE, (True, False), strict=True):
        rows, errors = rational_below(row) * factor, rational_below(error) * factor
        instance = fooling_instance(dims, rows, power, zero_error=errors)
        found.append(equal(reduced_loss(sparse(instance), weight, variance), budget))
        for point in (dense(instance), zero(instance)):
            cost = reduced_loss(point, weight, variance)
            found.append(less(cost, budget) if fits else less(budget, cost))
    return Step(
        f"{title(dims)}, $\\beta={weight}$, $\\gamma={variance}$: $r+1$ rows 1 per cent below the"
        f" row"
        " bound, or $Z=0$ with its error 1 per cent below the error bound, cost less than the"
        " sparse code; 1 per cent above they cost more.",
        All(*found),
        "exact matrices, balls",
        shown=parts["budget"],
    )


def _rates(parts: Parts, dims: Dimensions, weight: Fraction, variance: Fraction) -> Step:
    values = {**sizes(dims), beta: weight, gamma: variance, P: Fraction(4)}
    pairs = (("row_bound", "row_rate"), ("error_bound", "error_rate"))
    found = [at_most(enclose(parts[x], values), enclose(parts[y], values)) for x, y in pairs]
    text = f"{title(dims)}, $\\beta={weight}$, $\\gamma={variance}$: the rates bound the bounds."
    return Step(text, All(*found), "balls", shown=parts["row_rate"])


def _tangent(parts: Parts) -> Step:
    values: dict[sympy.Symbol, Value] = {P: Fraction(2), gamma: Fraction(1, 7)}
    found = []
    for power in (Fraction(0), Fraction(1, 2), Fraction(30)):
        at = {**values, p: power}
        found.append(less(enclose(parts["reduced_row"], at), enclose(parts["tangent"], at)))
    at = {**values, p: Fraction(2)}
    found.append(equal(enclose(parts["reduced_row"], at), enclose(parts["tangent"], at)))
    return Step("The tangent at $P=2$ is above.", All(*found), "balls", shown=parts["tangent"])


EVIDENCE = certified("points on both sides of the bounds", _check_c2)
