"""How certified evidence is put together: steps decided by balls, at one working precision."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import sympy
from flint import arb

from numerics.balls import BITS, ball, precision
from sparsity_theory.claims import Check, Evidence, Kind, Parts, Report, Step
from sparsity_theory.verdict import Verdict, all_of


def step(text: str, formula: sympy.Basic | str, *verdicts: Verdict) -> Step:
    """A line that holds when every one of the comparisons does."""
    return Step(text, formula, "ball arithmetic at exact rationals", all_of(verdicts))


def certified(scope: str, check: Check, *, complete: bool = False) -> tuple[Evidence, ...]:
    """One piece of certified evidence, its check run at `BITS` bits throughout."""

    def precise(parts: Parts) -> Report:
        with precision(BITS):
            return check(parts)

    return (Evidence(Kind.CERTIFIED, scope, precise, complete),)


def rational(number: Fraction | int) -> arb:
    """A ball around a rational, at the working precision.

    >>> rational(Fraction(1, 2)) + rational(Fraction(1, 2)) == 1
    True
    """
    return ball(Fraction(number))


def add(values: Iterable[arb]) -> arb:
    """The sum of balls; 0 for none."""
    return sum(values, arb(0))
