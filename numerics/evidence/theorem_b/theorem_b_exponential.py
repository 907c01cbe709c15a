"""The threshold of the exponential penalty, on exact instances."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import rational_below
from numerics.evidence.propositions import at_most, equal, less
from numerics.evidence.theorem_b.geometries import Geometry, gain_at, title_of, values_at
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import tau, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_b import (
    theorem_b_exponential,
)


def _check_exponential(parts: Parts) -> Report:
    geometries: tuple[Geometry, ...] = (
        (2, Fraction(4), Fraction(1)),
        (3, Fraction(3, 2), Fraction(1, 2)),
        (2, Fraction(29, 20), Fraction(1)),  # rho barely above 2: delta is nearly 1/2
    )
    return Report(tuple(_exponential(parts, geometry) for geometry in geometries))


def _exponential(parts: Parts, geometry: Geometry) -> Step:
    _, large, small = geometry
    ratio = (large / small) ** 2
    values = {**values_at(geometry), theorem_b_exponential.rho: ratio}
    low, high, delta = (enclose(parts[name], values) for name in ("tau_low", "tau_high", "delta"))
    penalty = 1 - sympy.exp(-u / tau)
    at = Fraction(3, 2)
    y = (-ball(small**2) / ball(at)).exp()
    text = f"{title_of(geometry)}: the threshold lies between the bounds, which are tight."
    if not low > 0 or not low < high:
        order = All(less(arb(0), low), less(low, high))
        return Step(text, order, "order of the bounds", shown=parts["tau_low"])
    above = rational_below(high) * Fraction(10002, 10000)
    return Step(
        text,
        All(
            equal(
                enclose(parts["function"], {**values, theorem_b_exponential.y: y}),
                gain_at(penalty, geometry, {tau: at}),
            ),
            less(arb(0), gain_at(penalty, geometry, {tau: rational_below(low)})),
            less(gain_at(penalty, geometry, {tau: above}), arb(0)),
            at_most(delta, arb(1) / 2),
            at_most(high, low * (1 + delta * 2)),
        ),
        "exact matrices, balls for the penalty",
        shown=parts["tau_low"],
    )


EVIDENCE = certified("three geometries", _check_exponential)
