"""Stretches of (0, oo) on which it is proved how a penalty bends, so that no minimum is missed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Rational, S

from numerics.errors import NumericsError
from numerics.proximal.function import PenaltyFunction, SmoothPart, UnsuitableError
from sparsity_theory.exact.partitions import refine
from sparsity_theory.exact.signs import signs

FAR = 1e300
_NARROW = Rational(1, 10**7)
_FINEST = Rational(1, 2**10)  # of the larger of 1 and its left end: no interval is halved further
_CHUNK = 8  # what is looked at by and by where the whole of (left, oo) is too much
_MOST = 1024


@dataclass(frozen=True)
class SlopePart:
    """A stretch of (0, oo) on which h'' >= 0 is proved, or a sign of h'''; or a narrow one.

    Attributes:
        low: its first double: after a joint the next one, else its left end, which it shares.
        high: its last double, at most 1e300.
        part: the number of the smooth part of h that it belongs to.
        turn: the sign of h''' where h'' >= 0 was not proved; None where it was, and where the
            stretch is narrow.
        last: whether it has no end.
    """

    low: float
    high: float
    part: int
    turn: int | None
    last: bool


class _UnprovedError(Exception):
    """How h bends on an interval was not proved."""


class Stretches:
    """The stretches of a penalty, from left to right; some penalties have no last one.

    >>> [s.turn for s in Stretches(PenaltyFunction("log(1 + u**2)")).up_to(10.0)]
    [None, -1, None, 1]
    >>> len(Stretches(PenaltyFunction("1 - cos(u)")).up_to(100.0)) > 60
    True

    Raises:
        UnsuitableError: on some interval neither was proved.
    """

    def __init__(self, h: PenaltyFunction) -> None:
        self._h = h
        self._found: list[SlopePart] = []
        self._covered: Rational | None = None
        for number, part in enumerate(h.parts):
            exact = number + 1 == len(h.parts) or h.parts[number + 1].exact
            end = part.right if exact else _below(part.right)
            try:
                cut = list(_proved(part, part.left, end))
            except _UnprovedError:
                if end is S.Infinity:
                    self._covered = part.left
                    self._extend()
                    return
                cut = list(self._halved(part, part.left, end))
            self._found += self._between_doubles(cut, number)

    @property
    def endless(self) -> bool:
        """Whether there is no last stretch."""
        return self._covered is not None

    def up_to(self, reach: float) -> list[SlopePart]:
        """The stretches that begin below a number, and perhaps some beyond.

        Raises:
            NumericsError: they are too many.
        """
        while self._covered is not None and float(self._covered) < reach:
            if len(self._found) > _MOST:
                raise NumericsError(
                    f"{self._h.penalty.text!r} bends so often that the minima up to u ="
                    f" {float(self._covered):.4g} are all that are looked at, and {reach:.4g} is"
                    " wanted: take smaller x and steps"
                )
            self._extend()
        return self._found

    def _extend(self) -> None:
        assert self._covered is not None
        number, end = len(self._h.parts) - 1, self._covered + _CHUNK
        cut = list(self._halved(self._h.parts[number], self._covered, end))
        self._found += self._between_doubles(cut, number)
        self._covered = end

    def _halved(
        self, part: SmoothPart, left: Rational, right: Rational
    ) -> Iterator[tuple[Rational, Expr, int | None]]:
        """As `_proved`, cut in halves where it is not."""
        try:
            yield from list(_proved(part, left, right))
        except _UnprovedError:
            if right - left <= _FINEST * max(S.One, left):
                raise UnsuitableError(
                    f"how {self._h.penalty.text!r} bends between {left} and {right} was not"
                    " proved: no proximal operator is given that may miss a minimum"
                ) from None
            middle = (left + right) / 2
            yield from self._halved(part, left, middle)
            yield from self._halved(part, middle, right)

    def _between_doubles(
        self, cut: list[tuple[Rational, Expr, int | None]], number: int
    ) -> Iterator[SlopePart]:
        """What two stretches of one smooth part share belongs to both, a joint to none."""
        part = self._h.parts[number]
        for left, right, turn in cut:
            low, high = float(left), min(float(right), FAR)
            if left == part.left:
                low = math.nextafter(low, math.inf)
            if right == part.right or right == _below_or_none(part.right):
                high = math.nextafter(high, 0.0)
            yield SlopePart(low, high, number, turn, right is S.Infinity)


def _proved(
    part: SmoothPart, left: Rational, right: Expr
) -> Iterator[tuple[Rational, Expr, int | None]]:
    second, third = part.derivative(2), part.derivative(3)
    for start, end, (bend, turn) in refine([signs(f, left, right) for f in (second, third)]):
        narrow = end.is_Rational and end - start <= _NARROW * end
        if bend not in (0, 1) and turn is None and not narrow:
            raise _UnprovedError
        yield start, end, None if bend in (0, 1) else turn


def _below_or_none(joint: Expr) -> Rational | None:
    return _below(joint) if joint.is_Rational else None


def _below(joint: Rational) -> Rational:
    """The double before one that stands for an irrational joint: the last on its left."""
    low = Fraction(math.nextafter(float(joint), 0.0))
    return Rational(low.numerator, low.denominator)
