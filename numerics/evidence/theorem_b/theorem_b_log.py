"""The threshold of the logarithmic penalty, on exact instances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy
from flint import arb

from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.exact_codes import rational_below
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_b.geometries import (
    FAR,
    Geometry,
    both_sides,
    gain_at,
    title_of,
    values_at,
)
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma, u
from sparsity_theory.proving.propositions import All


def _check_log(parts: Parts) -> Report:
    steps = [_log(parts, geometry) for geometry in FAR]
    penalty = sympy.log(1 + u / gamma)
    single = both_sides("$\\log(u+\\gamma)$", penalty, gamma, parts["single"], FAR[0])
    return Report((*steps, single))


def _log(parts: Parts, geometry: Geometry) -> Step:
    values = values_at(geometry)
    enough, turn, ratio = (enclose(parts[x], values) for x in ("sufficient", "turn", "ratio_bound"))
    penalty = sympy.log(1 + u / gamma)
    gain: Callable[[Fraction], arb] = lambda at: gain_at(penalty, geometry, {gamma: at})  # noqa: E731
    slope = sympy.diff(parts["difference"], gamma)
    third = Fraction(1, 3)
    above = rational_below(enough * ratio) * Fraction(10002, 10000)
    return Step(
        f"{title_of(geometry)}: the sufficient value succeeds, the bound on the ratio does not, and"
        f" the"
        " difference is stationary at the turning point.",
        All(
            equal(enclose(parts["difference"], {**values, gamma: third}), gain(third)),
            less(arb(0), gain(rational_below(enough))),
            less(gain(above), arb(0)),
            equal(enclose(slope, {**values, gamma: turn}), arb(0)),
            less(gain(rational_below(turn)), arb(0)),
        ),
        "exact matrices, balls for the penalty",
        shown=parts["difference"],
    )


EVIDENCE = certified("three geometries", _check_log)
