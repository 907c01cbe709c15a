"""Intervals of the half line (0, oo) with exact ends, and finite unions of them."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Rational, S


@dataclass(frozen=True)
class Interval:
    """A nonempty interval of (0, oo) with rational ends; `right` may be oo.

    >>> Interval(S(0), S.Infinity).contains(S(1))
    True
    """

    left: Rational
    right: Expr
    left_closed: bool = False
    right_closed: bool = False

    @property
    def is_point(self) -> bool:
        """Whether the interval is one point (then both ends are closed)."""
        return bool(self.left == self.right)

    def contains(self, point: Expr) -> bool:
        """Whether a rational point lies in the interval."""
        above = point > self.left or (self.left_closed and point == self.left)
        below = point < self.right or (self.right_closed and point == self.right)
        return bool(above and below)

    def meet(self, other: Interval) -> Interval | None:
        """The intersection, or None when it is empty."""
        if self.left == other.left:
            left, left_closed = self.left, self.left_closed and other.left_closed
        else:
            left, left_closed = max((i.left, i.left_closed) for i in (self, other))
        if self.right == other.right:
            right, right_closed = self.right, self.right_closed and other.right_closed
        else:
            right, right_closed = min((i.right, i.right_closed) for i in (self, other))
        if left > right or (left == right and not (left_closed and right_closed)):
            return None
        return Interval(left, right, left_closed, right_closed)

    def joined(self, after: Interval) -> Interval:
        """This interval and the one that follows it without a gap, as one."""
        return Interval(self.left, after.right, self.left_closed, after.right_closed)


Region = tuple[Interval, ...]
"""A finite union of disjoint intervals, from left to right."""

HALF_LINE: Region = (Interval(S.Zero, S.Infinity),)


def intersection(first: Region, second: Region) -> Region:
    """The points in both regions."""
    meets = (a.meet(b) for a in first for b in second)
    return tuple(sorted((m for m in meets if m is not None), key=_position))


def complement(region: Region) -> Region:
    """The points of (0, oo) outside the region.

    >>> complement((Interval(S(1), S(2), True, False),))[0]
    Interval(left=0, right=1, left_closed=False, right_closed=False)
    """
    outside: list[Interval] = []
    left: Expr = S.Zero
    left_closed = False
    for inside in region:
        gap_right_closed = not inside.left_closed
        if left < inside.left or (left == inside.left and left_closed and gap_right_closed):
            outside.append(Interval(left, inside.left, left_closed, gap_right_closed))
        left, left_closed = inside.right, not inside.right_closed
    if left != S.Infinity:
        outside.append(Interval(left, S.Infinity, left_closed, False))
    return tuple(outside)


def _position(interval: Interval) -> tuple[Expr, bool]:
    return (interval.left, not interval.left_closed)
