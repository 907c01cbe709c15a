"""The sign of a monotone function on an interval: known at an end, or changing at one zero."""

from __future__ import annotations

import math

from flint import arb
from sympy import Expr, Integer, Rational, S

from sparsity_theory.exact import constants, effort, enclosures
from sparsity_theory.exact.asymptotics import AT_INFINITY, Place, eventual_sign
from sparsity_theory.exact.partitions import Part, Parts
from sparsity_theory.exact.polynomials import RESOLUTION


def monotone_signs(f: Expr, slope: Part) -> list[Part]:
    """The signs of f on a part where f/m has a slope of known sign."""
    left, right = slope.left, slope.right
    if slope.sign is None:
        return [Part(left, right, sign_by_enclosure(f, slope))]
    low = eventual_sign(f, Place(left, 1))
    high = eventual_sign(f, AT_INFINITY if right is S.Infinity else Place(right, -1))
    if slope.sign == 0:
        return [Part(left, right, low if low is not None else high)]
    if slope.sign < 0:
        low, high = high, low  # now f/m increases from the side `low` to the side `high`
    if low is not None and low > 0:
        return [Part(left, right, 1)]
    if high is not None and high < 0:
        return [Part(left, right, -1)]
    if low != -1 or high != 1:
        return [Part(left, right, None)]
    return _one_zero(f, left, right, slope.sign)


def _one_zero(f: Expr, left: Rational, right: Expr, slope: int) -> list[Part]:
    """The signs of f on an interval on which it has exactly one zero, crossing by `slope`."""
    low, high = left, right
    whole = [Part(left, right, None)]
    for _ in range(300):
        effort.check()
        middle = _probe(low, high)
        found = constants.sign_at(f, middle)
        if found is None:
            break
        if found == 0:
            return [Part(left, middle, -slope), Part(middle, right, slope)]
        if found == slope:
            high = middle
        else:
            low = middle
        if high is not S.Infinity and low > 0 and high - low <= RESOLUTION * low:
            break
    parts = [Part(left, low, -slope), Part(low, high, None), Part(high, right, slope)]
    return [p for p in parts if p.left != p.right] or whole


def _probe(low: Rational, high: Expr) -> Rational:
    """A simple rational well inside (low, high): simple zeros are met exactly."""
    if high is S.Infinity:
        return Integer(max(1, 4 * math.ceil(low)))
    if low == 0:
        return simplest(high / 16, high / 2)
    if high > 4 * low:
        return simplest(low * 3 / 2, high * 2 / 3)
    quarter = (high - low) / 4
    return simplest(low + quarter, high - quarter)


def simplest(low: Rational, high: Rational) -> Rational:
    """The rational of smallest denominator in [low, high], 0 < low < high.

    >>> simplest(Rational(31, 10), Rational(16, 5))
    16/5
    """
    floor = math.floor(low)
    if floor == low:
        return Integer(floor)
    if floor + 1 <= high:
        return Integer(floor + 1)
    return floor + 1 / simplest(1 / (high - floor), 1 / (low - floor))


def sign_by_enclosure(f: Expr, part: Part) -> int | None:
    """The sign of f on the closure of a bounded interval when one enclosure shows it."""
    if part.right is S.Infinity or part.left == 0:
        return None
    found = enclose_on(f, part.left, part.right)
    if found is None:
        return None
    if found > 0:
        return 1
    return -1 if found < 0 else None


def enclose_on(f: Expr, left: Rational, right: Rational) -> arb | None:
    """A ball that contains the values of f on [left, right], or None."""
    return enclosures.enclose(f, 128, at=enclosures.over(left, right))


def settle(f: Expr, parts: Parts) -> Parts:
    """Join neighbours of one sign when f has that sign at the point between them."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.sign == part.sign
            and part.sign is not None
            and constants.sign_at(f, part.left) == part.sign
        ):
            joined[-1] = Part(last.left, part.right, part.sign)
        else:
            joined.append(part)
    return tuple(joined)
