"""Needed and unneeded dimensions: the minima are met, points beside them are worse."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.minima import BESIDE, minimal
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma, mu
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.remark import remark_4

TINY = Fraction(1, 10**9)


def _remark_4(parts: Parts) -> Report:
    v, w = remark_4.v, remark_4.w
    at: dict[sympy.Symbol, Value] = {
        beta: Fraction(2, 3),
        gamma: Fraction(1, 5),
        w: Fraction(3, 4),
    }
    variance, mean = enclose(parts["variance"], {}), enclose(parts["mean"], {})

    def unneeded(point: arb, centre: arb) -> arb:
        return enclose(parts["unneeded"], {v: point, mu: centre})

    def needed(point: arb) -> arb:
        return enclose(parts["needed"], {**at, v: point})

    def direct(point: arb) -> arb:
        """The mean over the two cubature points of the squared error, and the divergence."""
        squares = sum(((sign * point.sqrt() * fmpq(3, 4)) ** 2 for sign in (1, -1)), arb(0)) / 2
        return squares / ball(Fraction(1, 5)) + ball(Fraction(2, 3)) * (point - point.log())

    lowest = unneeded(variance, mean)
    best = enclose(parts["needed_variance"], at)
    small = {**at, gamma: TINY}
    ratio = enclose(parts["needed_bound"], small) / enclose(parts["needed_variance"], small)
    return Report(
        (
            Step(
                "Unneeded dimension: the minimum, and four larger values around it.",
                All(
                    equal(lowest, enclose(parts["minimum"], {})),
                    minimal(lambda point: unneeded(point, mean), variance),
                    *(less(lowest, unneeded(variance, mean + s * BESIDE)) for s in (1, -1)),
                ),
                "enclosures",
                shown=parts["unneeded"],
            ),
            Step(
                r"Needed dimension at $\beta=\frac23$, $\gamma=\frac15$, $w=\frac34$: the loss from"
                " the cubature, and larger values beside its minimum.",
                All(
                    *(equal(needed(best * f), direct(best * f)) for f in (1, 2)),
                    minimal(needed, best),
                ),
                "enclosures",
                shown=parts["needed"],
            ),
            Step(
                r"The bound is above the variance, and within $10^{-6}$ of it at $\gamma=10^{-9}$.",
                All(
                    less(best, enclose(parts["needed_bound"], at)),
                    less(ratio, arb(1) + ball(Fraction(1, 10**6))),
                ),
                "enclosures",
                shown=parts["needed_bound"],
            ),
        )
    )


EVIDENCE = certified("exact rational data, minima and points beside them", _remark_4)
