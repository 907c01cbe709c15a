"""Theorem C3: two instances at their thresholds."""

from __future__ import annotations

from fractions import Fraction

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
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_c.reduced_loss import reduced_loss
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_c.theorem_c2 import P
from sparsity_theory.statements.theorem_c.theorem_c3 import e_0, rho


def _check_c3(parts: Parts) -> Report:
    cases = (
        (Dimensions(4, 3, 1), (Fraction(2), Fraction(1), Fraction(1, 100), Fraction(1, 10))),
        (Dimensions(12, 5, 3), (Fraction(3), Fraction(9), Fraction(1, 4), Fraction(1))),
    )
    return Report(tuple(_finite(parts, dims, bounds) for dims, bounds in cases))


def _finite(parts: Parts, dims: Dimensions, bounds: tuple[Fraction, ...]) -> Step:
    """At each threshold the alternative that it is about costs more than the sparse code."""
    weight, high, low, error = bounds
    values = {**sizes(dims), beta: weight, P: high, rho: low, e_0: error}
    instance = fooling_instance(dims, low, high, zero_error=error)
    few = sparse(instance)
    measured = {**values, e_0: zero(instance).error}
    found = []
    pairs = (("gamma_dense", "dense_value", dense), ("gamma_error", "error_value", zero))
    for threshold, name, other in pairs:
        variance = rational_below(enclose(parts[threshold], values))
        at = {**measured, gamma: variance}
        cheap, dear = (reduced_loss(x, weight, variance) for x in (few, other(instance)))
        found += [
            less(cheap, dear),
            equal(enclose(parts["sparse_value"], at), cheap),
            equal(enclose(parts[name], at), dear),
        ]
    return Step(
        f"{title(dims)}, $\\beta={weight}$, $P={high}$, $\\rho={low}$, $e_0={error}$: at each"
        " threshold the sparse code costs less.",
        All(*found),
        "exact matrices, balls",
        shown=parts["gamma_dense"],
    )


EVIDENCE = certified("two instances at their thresholds", _check_c3)
