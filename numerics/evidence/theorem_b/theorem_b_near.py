"""Geometries below every threshold: four families at many rows."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import M, epsilon, gamma, r, tau, u
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_4.separable import h_a, h_b
from sparsity_theory.statements.theorem_b import (
    theorem_b_near,
)

_PARAMETERS = {
    "power": (theorem_b_near.q, Fraction(1, 2)),
    "rational": (tau, Fraction(10**6)),
    "exponential": (tau, Fraction(10**6)),
    "logarithm": (gamma, Fraction(10**6)),
}


def _check_near(parts: Parts) -> Report:
    return Report(tuple(_near(parts, name) for name in _PARAMETERS))


def _near(parts: Parts, name: str) -> Step:
    """At (r+1) eps^2 = r M^2 with r = 8: M = 3, eps^2 = 8; a nearly linear penalty is the worst."""
    symbol, at = _PARAMETERS[name]
    penalty = parts[name]
    large, small = (enclose(penalty, {u: x, symbol: at}) for x in (9, 8))
    gap = enclose(parts["gap"], {r: 8, h_a: large, h_b: small})
    chord = enclose(parts["chord"].subs(epsilon, sympy.sqrt(8)), {M: 3, h_a: large})
    nearly = arb(1) if name == "power" else chord * arb("1.00001")
    return Step(
        f"{name}, $r=8$, $M^2=9$, $\\epsilon^2=8$: preferred, and just above the chord.",
        All(
            equal(enclose(penalty, {u: 0, symbol: at}), arb(0)),
            equal(gap, 9 * small - 8 * large),
            less(arb(0), gap),
            less(chord, small),
            at_most(small, nearly) if name != "power" else less(arb(0), small),
        ),
        "balls",
        shown=penalty,
    )


EVIDENCE = certified("four families at r = 8", _check_near)
