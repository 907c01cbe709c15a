"""Theorem A1 on exact instances: the dense code wins by the advantage."""

from __future__ import annotations

from flint import arb

from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense,
    function,
    loss,
    rational_near,
    sizes,
    sparse,
    title,
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
from sparsity_theory.notation import H_minus, H_plus, u
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.theorem_4.separable import h_0, h_a, h_b


def _check_a1(parts: Parts) -> Report:
    steps = [_a1(parts, dims, low) for dims in DIMENSIONS for low in (0, 1)]
    return Report((*steps, *(gap_sign(parts["gap"], dims) for dims in DIMENSIONS)))


def _a1(parts: Parts, dims: Dimensions, low: int) -> Step:
    """Attained values within a little less than the tolerance, on exact matrices."""
    high = 10
    h = between(low, high)
    found = {**sizes(dims), h_0: AT_ZERO, H_plus: high, H_minus: low}
    gap, tolerance = enclose(parts["gap"], found), enclose(parts["tolerance"], found)
    text = f"{title(dims)}, rises between {low} and {high}: the advantage on an exact instance."
    if not gap > 0:
        return Step(text, less(arb(0), gap), "the gap is not positive here", shown=parts["gap"])
    eta = rational_near(tolerance) * NEAR
    instance = fooling_instance(
        dims, power_for(low, high, low + eta), power_for(low, high, high - eta)
    )
    few, many = sparse(instance), dense(instance)
    g = function(1 + u)
    values = {**found, h_a: h(few.powers[0]), h_b: h(many.powers[0])}
    gain = loss(g, h, few) - loss(g, h, many)
    return Step(
        text,
        All(
            Same("errors", (few.error, many.error), (0, 0)),
            Same("active rows of the dense code", many.active, dims.r + 1),
            less(AT_ZERO + high - tolerance, h(few.powers[0])),
            less(h(many.powers[0]), AT_ZERO + low + tolerance),
            equal(enclose(parts["sparse_loss"], values), loss(g, h, few)),
            equal(enclose(parts["dense_loss"], values), loss(g, h, many)),
            less(arb(0), enclose(parts["advantage"], found)),
            less(enclose(parts["advantage"], found), gain),
        ),
        "exact matrices; the values are within the tolerance",
        shown=parts["advantage"],
    )


EVIDENCE = certified("two ranges, two dimension triples", _check_a1)
