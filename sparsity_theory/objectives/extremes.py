"""Suprema and infima of sums, exactly and as brackets, with whether they are attained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from sympy import Expr, Integer, S

from sparsity_theory.exact.constants import compare, sign
from sparsity_theory.exact.ranges import EVERYTHING, Bracket, bracket, strictly_less


@dataclass(frozen=True)
class Bound:
    """The supremum, or the infimum, of something.

    Attributes:
        value: exactly; None where it is not known.
        attained: whether a point has that value; None where that is not known.
        bracket: proved bounds, also where the value is not known.
    """

    value: Expr | None
    attained: bool | None
    bracket: Bracket = EVERYTHING

    def times(self, factor: int) -> Bound:
        """Of a sum of so many independent copies.

        >>> exactly(Integer(3), attained=False).times(2).value
        6
        """
        return ZERO if factor == 0 else scaled(self, Integer(factor))

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        low, high = self.bracket.low, self.bracket.high
        if low is S.NegativeInfinity and high is S.Infinity:
            return "unknown"
        if low is S.NegativeInfinity:
            return f"at most {float(high):.6g}"
        if high is S.Infinity:
            return f"at least {float(low):.6g}"
        return f"between {float(low):.6g} and {float(high):.6g}"


def exactly(value: Expr, *, attained: bool | None = True) -> Bound:
    """A known extreme."""
    return Bound(value, attained, bracket(value))


ZERO = Bound(S.Zero, True, Bracket(S.Zero, S.Zero))
UNKNOWN = Bound(None, None)


def scaled(bound: Bound, weight: Expr) -> Bound:
    """The extreme of weight times the function; for a negative weight, the opposite extreme.

    The weight must not be 0, and its sign must be known.
    """
    side, at = sign(weight), bracket(weight)
    assert side in (-1, 1)
    value = None if bound.value is None else weight * bound.value
    products = [_product(a, b) for a in (at.low, at.high) for b in _ends(bound.bracket)]
    known = at != EVERYTHING
    ends = Bracket(min(products), max(products)) if known else EVERYTHING
    return Bound(value, bound.attained, ends)


def _ends(found: Bracket) -> tuple[Expr, Expr]:
    return found.low, found.high


def _product(a: Expr, b: Expr) -> Expr:
    return S.Zero if a == 0 or b == 0 else a * b


def both(first: bool | None, second: bool | None) -> bool | None:
    """Three-valued "and".

    >>> both(None, False), both(None, True)
    (False, None)
    """
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def total(bounds: Sequence[Bound]) -> Bound:
    """The same extreme of a sum of independent parts."""
    found = ZERO
    for bound in bounds:
        value = None
        if found.value is not None and bound.value is not None:
            value = _sum(found.value, bound.value)
        low = _sum(found.bracket.low, bound.bracket.low)
        high = _sum(found.bracket.high, bound.bracket.high)
        ends = Bracket(
            S.NegativeInfinity if low is None else low, S.Infinity if high is None else high
        )
        found = Bound(value, both(found.attained, bound.attained), ends)
    return found


def _sum(a: Expr, b: Expr) -> Expr | None:
    """None for oo - oo."""
    infinite = {x for x in (a, b) if x in (S.Infinity, S.NegativeInfinity)}
    if len(infinite) == 2:
        return None
    return infinite.pop() if infinite else a + b


def one_sided(bound: Bound, *, above: bool) -> Bound:
    """Only a bound: from above for what is no more than a supremum, from below for an infimum."""
    if above:
        return Bound(None, None, Bracket(S.NegativeInfinity, bound.bracket.high))
    return Bound(None, None, Bracket(bound.bracket.low, S.Infinity))


def largest_of(bounds: Sequence[Bound]) -> Bound:
    """The supremum over several sets from the supremum over each.

    >>> largest_of([exactly(Integer(2), attained=False), exactly(Integer(2))]).attained
    True
    """
    low = max(b.bracket.low for b in bounds)
    high = max(b.bracket.high for b in bounds)
    ranked = ordered(bounds)
    if ranked is None:
        return Bound(None, None, Bracket(low, high))
    best = [b for b in ranked if compare(b.value, ranked[-1].value) == 0]
    return Bound(best[-1].value, _any([b.attained for b in best]), Bracket(low, high))


def smallest_of(bounds: Sequence[Bound]) -> Bound:
    """The infimum over several sets from the infimum over each."""
    return negated(largest_of([negated(b) for b in bounds]))


def negated(bound: Bound) -> Bound:
    """The opposite extreme of minus the function."""
    return Bound(None if bound.value is None else -bound.value, bound.attained, -bound.bracket)


def _any(found: Sequence[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False


def ordered(bounds: Sequence[Bound]) -> list[Bound] | None:
    """In ascending order of value; None where some value, or the order of two, is not known."""
    if any(b.value is None for b in bounds):
        return None

    def order(a: Bound, b: Bound) -> int:
        assert a.value is not None
        assert b.value is not None
        found = compare(a.value, b.value)
        if found is None:
            raise _OpenOrderError
        return found

    try:
        return sorted(bounds, key=cmp_to_key(order))
    except _OpenOrderError:
        return None


class _OpenOrderError(Exception):
    """Two numbers that could not be compared."""


def top(bounds: Sequence[Bound], count: int) -> Bound:
    """The supremum of the sum of `count` of these independent parts, which ones being free.

    It is the sum of the largest; attained where every part above the last of them is attained,
    and enough of those that equal it.

    >>> parts = [exactly(Integer(k)) for k in (1, 5, 3)]
    >>> top(parts, 2).value
    8
    """
    if count == 0:
        return ZERO
    lows = sorted((b.bracket.low for b in bounds), reverse=True)[:count]
    highs = sorted((b.bracket.high for b in bounds), reverse=True)[:count]
    ends = total([Bound(None, None, Bracket(a, b)) for a, b in zip(lows, highs, strict=True)])
    ranked = ordered(bounds)
    if ranked is None:
        return Bound(None, None, ends.bracket)
    chosen = ranked[-count:]
    last = chosen[0].value
    above = [b.attained for b in chosen if compare(b.value, last) != 0]
    level = [b.attained for b in bounds if compare(b.value, last) == 0]
    needed = count - len(above)
    attained = True if level.count(True) >= needed else None
    if level.count(True) + level.count(None) < needed:
        attained = False
    for each in above:
        attained = both(attained, each)
    whole = total(chosen)
    return Bound(whole.value, attained, ends.bracket)


def bottom(bounds: Sequence[Bound], count: int) -> Bound:
    """The infimum of the sum of `count` of these independent parts, which ones being free."""
    return negated(top([negated(b) for b in bounds], count))


def order_of(first: Bound, second: Bound) -> int | None:
    """The sign of first - second; None where it is not known."""
    if first.value is not None and second.value is not None:
        found = compare(first.value, second.value)
        if found is not None:
            return found
    if strictly_less(first.bracket, second.bracket):
        return -1
    return 1 if strictly_less(second.bracket, first.bracket) else None
