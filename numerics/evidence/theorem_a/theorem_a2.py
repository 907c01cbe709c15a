"""Theorem A2 on exact instances: the zero code wins by the advantage."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    loss,
    rational_near,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_a.ranges import (
    AT_ZERO,
    DIMENSIONS,
    NEAR,
    between,
    gap_sign,
    power_for,
)
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import G_minus, H_plus, d, e, r
from sparsity_theory.proving.propositions import All, Positive, Proposition, Same
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a
from sparsity_theory.statements.theorem_a import (
    theorem_a2,
)


def _check_a2(parts: Parts) -> Report:
    steps = [_a2(parts, dims, low) for dims in DIMENSIONS for low in (0, 1)]
    return Report((*steps, *(gap_sign(parts["gap"], dims) for dims in DIMENSIONS)))


def _a2(parts: Parts, dims: Dimensions, low: int) -> Step:
    high = 10
    h = between(low, high)
    found = {**sizes(dims), h_0: AT_ZERO, g_0: AT_ZERO, H_plus: high, G_minus: low}
    gap, tolerance = enclose(parts["gap"], found), enclose(parts["tolerance"], found)
    text = f"{title(dims)}, rises between {low} and {high}: the zero code is better."
    if not gap > 0:
        return Step(text, less(arb(0), gap), "the gap is not positive here", shown=parts["gap"])
    eta = min(rational_near(tolerance), Fraction(high - low)) * NEAR
    power, error = power_for(low, high, high - eta), power_for(low, high, low + eta)
    instance = fooling_instance(dims, power, power, zero_error=error)
    few, nothing = sparse(instance), zero(instance)
    values = {**found, h_a: h(few.powers[0]), g_e: h(nothing.error)}
    gain = loss(h, h, few) - loss(h, h, nothing)
    return Step(
        text,
        All(
            Same("error of the sparse code", few.error, 0),
            Positive(sympy.Rational(nothing.error)),
            equal(enclose(parts["sparse_loss"], values), loss(h, h, few)),
            equal(enclose(parts["zero_loss"], values), loss(h, h, nothing)),
            less(arb(0), enclose(parts["advantage"], found)),
            less(enclose(parts["advantage"], found), gain),
            _scale_is_right(parts["scale"], dims, power, error),
        ),
        "exact matrices; the values are within the tolerance",
        shown=parts["advantage"],
    )


def _scale_is_right(
    scale: sympy.Expr, dims: Dimensions, power: Fraction, error: Fraction
) -> Proposition:
    """Data with r coordinates of this power, scaled, have this error at Z = 0."""
    squared = enclose(scale, {d: dims.d, r: dims.r, theorem_a2.a: power, e: error})
    return equal(squared * ball(power) * dims.r / dims.d, ball(error))


EVIDENCE = certified("two ranges, two dimension triples", _check_a2)
