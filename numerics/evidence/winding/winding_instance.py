"""Row powers of the exact codes of the winding decoders, bounded at every theta."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import certified, step
from numerics.labyrinths.instance import Labyrinth, interval
from sparsity_theory.ledger.claims import Parts, Report
from sparsity_theory.ledger.verdict import Verdict, all_of

_MAX_DEPTH = 24


def _at_least(instance: Labyrinth, row: int, bound: arb) -> Verdict:
    """Whether p_1, or p_2/delta^2, is at least the bound at every delta in [0, 1], by bisection."""
    pending = [(Fraction(0), Fraction(1), 0)]
    while pending:
        low, high, depth = pending.pop()
        if instance.powers(interval(low, high))[row] >= bound:
            continue
        middle = (low + high) / 2
        if instance.powers(ball(middle))[row] < bound:
            return Verdict.FAILS
        if depth == _MAX_DEPTH:
            return Verdict.UNKNOWN
        pending += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return Verdict.HOLDS


def _instance(parts: Parts) -> Report:
    instance = Labyrinth(
        epsilon=Fraction(parts["epsilon"]),
        reach=Fraction(parts["reach"]),
        turns=int(parts["turns"]),
        samples=int(parts["samples"]),
    )
    verdicts = [
        _at_least(instance, row, ball(Fraction(parts[name])))
        for row, name in enumerate(("first", "second"))
    ]
    return Report(
        (
            step(
                r"Both powers, the second divided by $(1-\theta)^2$ (with $\sin x/x$, which has no"
                r" pole), on intervals of $\theta$ that are halved until the bounds hold.",
                sympy.Tuple(parts["first"], parts["second"]),
                all_of(verdicts),
            ),
        )
    )


EVIDENCE = certified("the whole statement", _instance, complete=True)
