"""The optimal decoder variance: the minimum is met, points beside it are worse."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.minima import BESIDE, minimal
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import A, d, gamma
from sparsity_theory.proving.propositions import All, Proposition
from sparsity_theory.statements.eq import eq_6

FINE = Fraction(1, 2**20)


def tangent_of_concave(function: Callable[[arb], arb], at: arb, slope: arb, h: arb) -> Proposition:
    """For a concave function: is the slope between the quotients on both sides?"""
    forward, backward = function(at + h) - function(at), function(at) - function(at - h)
    return All(less(forward, slope * h), less(slope * h, backward))


def _eq_6(parts: Parts) -> Report:
    theory = eq_6
    at: dict[sympy.Symbol, Value] = {
        A: Fraction(7, 3),
        d: 5,
        theory.divergence: Fraction(2, 7),
        theory.level: 10,
        theory.A_t: Fraction(3, 8),
        theory.t: Fraction(5, 4),
        theory.a: Fraction(2, 3),
    }

    def loss(point: arb) -> arb:
        return enclose(parts["loss"], {**at, gamma: point})

    def value(error: Value) -> arb:
        return enclose(parts["value"], {**at, A: error})

    best = enclose(parts["minimiser"], at)
    threshold = enclose(parts["threshold"], at)
    error, scale = ball(Fraction(7, 3)), ball(Fraction(2, 3))
    return Report(
        (
            Step(
                r"$A=\frac73$, $d=5$, $K=\frac27$: the minimum, its value, larger values beside"
                r" it.",
                All(equal(loss(best), value(error)), minimal(loss, best)),
                "enclosures",
                shown=parts["value"],
            ),
            Step(
                "The value passes $-B = -10$ at the threshold.",
                All(
                    less(value(threshold * (1 - BESIDE)), arb(-10)),
                    less(arb(-10), value(threshold * (1 + BESIDE))),
                ),
                "enclosures on both sides of it",
                shown=parts["threshold"],
            ),
            Step(
                "The slopes lie between difference quotients of a concave function; in the log of"
                " the variance the loss is linear.",
                All(
                    tangent_of_concave(
                        lambda h: value(error + ball(Fraction(3, 8)) * h),
                        arb(0),
                        enclose(parts["slope"], at),
                        ball(FINE),
                    ),
                    tangent_of_concave(
                        lambda t: value(scale * t**2),
                        ball(Fraction(5, 4)),
                        enclose(parts["slope_on_path"], at),
                        ball(FINE),
                    ),
                    equal(
                        value(scale * arb(3).exp()) - value(scale * arb(1).exp()),
                        2 * enclose(parts["slope_in_log"], at),
                    ),
                ),
                "enclosures",
                shown=parts["slope"],
            ),
        )
    )


EVIDENCE = certified("exact rational data, minima and points beside them", _eq_6)
