"""Theorem A3 on exact instances: the sparse code wins by the margin."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import (
    dense,
    function,
    loss,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import at_most, less
from numerics.evidence.theorem_a.ranges import DIMENSIONS
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import G_minus, H_minus, H_plus, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_a import (
    theorem_a3,
)


def _check_a3(parts: Parts) -> Report:
    cases = ((1000, 1001, 1000), (10, 11, 20))
    return Report(tuple(_a3(parts, dims, *case) for dims in DIMENSIONS for case in cases))


def _a3(parts: Parts, dims: Dimensions, low: int, high: int, jump: int) -> Step:
    """Rises of h between low and high, g jumps by ``jump``: the margins hold."""
    h, g = function((low + high * u) / (1 + u)), function(jump + u)
    found = {**sizes(dims), H_plus: high, H_minus: low, G_minus: jump}
    margins = {
        theorem_a3.margin_1: enclose(parts["dense_margin"], found),
        theorem_a3.margin_2: enclose(parts["imperfect_margin"], found),
    }
    to_dense, to_zero = (enclose(part, {**found, **margins}) for part in parts["margin"])
    big, small = Fraction(10**8), Fraction(1, 10**8)
    instance = fooling_instance(dims, small, big, zero_error=small)
    bound = enclose(parts["sparse_bound"], found)
    return Step(
        f"{title(dims)}, rises of $h$ between {low} and {high}, of $g$ from {jump}: the sparse"
        f" code"
        " is below its bound, the others above it by the margins.",
        All(
            *(less(arb(0), margin) for margin in margins.values()),
            at_most(loss(g, h, sparse(instance)), bound),
            at_most(bound + to_dense, loss(g, h, dense(instance))),
            at_most(bound + to_zero, loss(g, h, zero(instance))),
        ),
        "exact matrices; powers $10^{\\pm8}$ bring the values near their extremes",
        shown=parts["sparse_bound"],
    )


EVIDENCE = certified("two ranges, two dimension triples", _check_a3)
