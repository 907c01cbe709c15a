"""Intervals of the half line (0, oo) with exact ends, and finite unions of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key

from sympy import Expr, S

from sparsity_theory.errors import ExpressionError


class UnorderedError(ExpressionError):
    """Two exact numbers that could not be told apart, nor shown to be equal."""


def order(first: Expr, second: Expr) -> int:
    """The sign of first - second; SymPy's own order of irrational numbers is not asked.

    Raises:
        UnorderedError: it could not be decided.
    """
    if first.is_Rational and second.is_Rational:
        return 0 if first == second else 1 if first > second else -1
    from sparsity_theory.exact.constants import compare  # noqa: PLC0415 - it imports this module

    found = compare(first, second)
    if found is None:
        raise UnorderedError(f"cannot tell {first} from {second}: write one of them more simply")
    return found


def ordered(numbers: Iterable[Expr]) -> list[Expr]:
    """Exact numbers from the least to the largest, equal ones once.

    >>> from sympy import sqrt
    >>> ordered([S(2), sqrt(2), S.One, sqrt(8) / 2, S.Infinity])
    [1, sqrt(2), 2, oo]
    """
    found: list[Expr] = []
    for number in sorted(numbers, key=cmp_to_key(order)):
        if not found or order(found[-1], number) != 0:
            found.append(number)
    return found


@dataclass(frozen=True)
class Interval:
    """A nonempty interval of (0, oo) with exact ends; `right` may be oo.

    >>> Interval(S(0), S.Infinity).contains(S(1))
    True
    """

    left: Expr
    right: Expr
    left_closed: bool = False
    right_closed: bool = False

    @property
    def is_point(self) -> bool:
        """Whether the interval is one point (then both ends are closed)."""
        return bool(self.left == self.right)

    @property
    def rational(self) -> bool:
        """Whether no end is irrational."""
        return bool(self.left.is_Rational) and (
            bool(self.right.is_Rational) or self.right is S.Infinity
        )

    def contains(self, point: Expr) -> bool:
        """Whether a point lies in the interval."""
        above, below = order(point, self.left), order(self.right, point)
        return (above > 0 or (self.left_closed and above == 0)) and (
            below > 0 or (self.right_closed and below == 0)
        )

    def meet(self, other: Interval) -> Interval | None:
        """The intersection, or None when it is empty."""
        left, left_closed = self.left, self.left_closed
        side = order(other.left, left)
        if side > 0:
            left, left_closed = other.left, other.left_closed
        elif side == 0:
            left_closed = left_closed and other.left_closed
        right, right_closed = self.right, self.right_closed
        side = order(other.right, right)
        if side < 0:
            right, right_closed = other.right, other.right_closed
        elif side == 0:
            right_closed = right_closed and other.right_closed
        width = order(right, left)
        if width < 0 or (width == 0 and not (left_closed and right_closed)):
            return None
        return Interval(left, left if width == 0 else right, left_closed, right_closed)

    def joined(self, after: Interval) -> Interval:
        """This interval and the one that follows it without a gap, as one."""
        return Interval(self.left, after.right, self.left_closed, after.right_closed)


Region = tuple[Interval, ...]
"""A finite union of disjoint intervals, from left to right."""

HALF_LINE: Region = (Interval(S.Zero, S.Infinity),)


def intersection(first: Region, second: Region) -> Region:
    """The points in both regions."""
    meets = (a.meet(b) for a in first for b in second)
    found = [m for m in meets if m is not None]
    return tuple(sorted(found, key=position))


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
        gap = order(inside.left, left)
        if gap > 0 or (gap == 0 and left_closed and gap_right_closed):
            outside.append(Interval(left, inside.left, left_closed, gap_right_closed))
        left, left_closed = inside.right, not inside.right_closed
    if left != S.Infinity:
        outside.append(Interval(left, S.Infinity, left_closed, False))
    return tuple(outside)


def _position(first: Interval, second: Interval) -> int:
    """From left to right; a point comes before the open interval that begins there."""
    return order(first.left, second.left) or second.left_closed - first.left_closed


position = cmp_to_key(_position)
"""The place of an interval among disjoint ones, as a key for sorting."""
