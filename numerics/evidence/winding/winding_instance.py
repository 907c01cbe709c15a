"""Row powers of the exact codes of the winding decoders, bounded at every theta."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import certified
from numerics.labyrinths.instance import Labyrinth, interval
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.proving.propositions import All, Proposition, Same

_MAX_DEPTH = 24


def _at_least(instance: Labyrinth, row: int, bound: arb) -> Proposition:
    """Whether p_1, or p_2/delta^2, is at least the bound at every delta in [0, 1], by bisection."""
    name = ("first power", "second power")[row]
    what = f"{name} at least {bound.str(12, radius=False)} at every theta"
    pending = [(Fraction(0), Fraction(1), 0)]
    while pending:
        low, high, depth = pending.pop()
        if instance.powers(interval(low, high))[row] >= bound:
            continue
        middle = (low + high) / 2
        if instance.powers(ball(middle))[row] < bound:
            return Same(what, False, True)
        if depth == _MAX_DEPTH:
            return Same(what, None, True)
        pending += [(low, middle, depth + 1), (middle, high, depth + 1)]
    return Same(what, True, True)


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
            Step(
                r"Both powers, the second divided by $(1-\theta)^2$ (with $\sin x/x$, which has no"
                r" pole), on intervals of $\theta$ that are halved until the bounds hold.",
                All(*verdicts),
                "ball arithmetic at exact rationals",
                shown=sympy.Tuple(parts["first"], parts["second"]),
            ),
        )
    )


EVIDENCE = certified("the whole statement", _instance, complete=True)
