"""Geometries of Theorem B as exact instances, and the gain on both sides of a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value
from numerics.certificates.instances import Instance, fooling_instance
from numerics.evidence.comparisons import enclose
from numerics.evidence.exact_codes import dense, function, loss, rational_below, sparse
from numerics.evidence.propositions import less
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Step
from sparsity_theory.notation import M, d, epsilon, r, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_4.separable import g_0, h_0

# (r, M, epsilon): exact squares, in the regime r M^2 > (r+1) epsilon^2.
FAR = (
    (1, Fraction(20), Fraction(2)),
    (2, Fraction(3), Fraction(1)),
    (3, Fraction(5), Fraction(1, 2)),
)
Geometry = tuple[int, Fraction, Fraction]
CLOSE = (Fraction(99, 100), Fraction(101, 100))


def values_at(geometry: Geometry) -> dict[sympy.Symbol, Value]:
    """The geometry as values of symbols, with $d=r+2$ and $g(0)=h(0)=0$."""
    rank, large, small = geometry
    return {r: rank, M: large, epsilon: small, d: rank + 2, h_0: 0, g_0: 0}


def instance_at(geometry: Geometry, wrong: Fraction | None = None) -> Instance:
    """The exact instance of a geometry; ``wrong`` is the error of its zero code."""
    rank, large, small = geometry
    dims = Dimensions(rank + 2, rank + 1, rank)
    return fooling_instance(dims, small**2, large**2, zero_error=wrong)


def gain_at(
    penalty: sympy.Expr, geometry: Geometry, parameter: Mapping[sympy.Symbol, Fraction]
) -> arb:
    """Dense loss minus sparse loss on the instance, times d; g plays no part."""
    exact = {name: sympy.Rational(x) for name, x in parameter.items()}
    h, g = function(penalty.subs(exact)), function(1 + u)
    found = instance_at(geometry)
    few, many = sparse(found), dense(found)
    if few.error or many.error:
        return arb("nan")
    return (loss(g, h, many) - loss(g, h, few)) * few.d


def title_of(geometry: Geometry) -> str:
    """The geometry in words."""
    rank, large, small = geometry
    return f"$r={rank}$, $M={large}$, $\\epsilon={small}$"


def both_sides(
    name: str,
    penalty: sympy.Expr,
    parameter: sympy.Symbol,
    threshold: sympy.Expr,
    geometry: Geometry,
) -> Step:
    """Below the threshold the sparse code wins, above it the dense one."""
    at = enclose(threshold, values_at(geometry))
    text = f"{name}, {title_of(geometry)}: 1 per cent below and above the threshold."
    if not at > 0:
        return Step(text, less(arb(0), at), "the threshold is positive", shown=threshold)
    below, above = (rational_below(at) * factor for factor in CLOSE)
    return Step(
        text,
        All(
            less(arb(0), gain_at(penalty, geometry, {parameter: below})),
            less(gain_at(penalty, geometry, {parameter: above}), arb(0)),
        ),
        "exact matrices, balls for the penalty",
        shown=threshold,
    )
