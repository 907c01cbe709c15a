"""Theorem B on exact instances, with a penalty that meets the bound on the slope."""

from __future__ import annotations

import sympy
from flint import arb

from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import dense, function, loss, rational_below, sparse, zero
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_b.geometries import (
    CLOSE,
    FAR,
    Geometry,
    instance_at,
    title_of,
    values_at,
)
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_4.separable import g_e, h_a, h_b
from sparsity_theory.statements.theorem_b.theorem_b import e_0, large_rise


def _check_slope(parts: Parts) -> Report:
    return Report(tuple(_slope(parts, geometry) for geometry in FAR))


def _slope(parts: Parts, geometry: Geometry) -> Step:
    """The capped linear penalty min(C u, 1) meets the bound: it wins iff C exceeds it."""
    _rank, _, small = geometry
    wrong = small**2 / 4
    values = {**values_at(geometry), large_rise: 1, e_0: wrong}
    found = []
    for factor in CLOSE:
        slope = rational_below(enclose(parts["slope"], values)) * factor
        on_error = rational_below(enclose(parts["error_slope"], values)) * factor
        h, g = (function(sympy.Min(sympy.Rational(c) * u, 1)) for c in (slope, on_error))
        # rows at the cap for the second comparison, so that phi(M^2) = 1 in both
        few, many, nothing = (f(instance_at(geometry, wrong)) for f in (sparse, dense, zero))
        at = {**values, h_a: h(few.powers[0]), h_b: h(many.powers[0]), g_e: g(nothing.error)}
        pairs = (
            (parts["gap"], (loss(g, h, many) - loss(g, h, few)) * few.d),
            (parts["error_gap"], (loss(g, h, nothing) - loss(g, h, few)) * few.d),
        )
        for part, gain in pairs:
            found.append(equal(enclose(part, at), gain))
            found.append(less(arb(0), gain) if factor > 1 else less(gain, arb(0)))
    return Step(
        f"{title_of(geometry)}, $\\min(Cu,1)$: it wins 1 per cent above the slope and loses below.",
        All(*found),
        "exact matrices",
        shown=parts["slope"],
    )


EVIDENCE = certified("three geometries, a penalty that meets the bound", _check_slope)
