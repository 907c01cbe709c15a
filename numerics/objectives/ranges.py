"""Sets of extended reals between two ends, each in the set or not, and functions of such sets.

An end is a rational, a ball around a real number, or infinite. What is computed holds every value;
an end is said to be left out only where that is certain, so that "never reached" can be proved.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple

from flint import arb, fmpq

from numerics.objectives.evaluation import Number, called, larger, product, smaller, unknown
from numerics.objectives.evaluation import power as power_of_number
from numerics.objectives.evaluation import total as sum_of_numbers

INF = math.inf


class Range(NamedTuple):
    """All values lie between `low` and `high`; an end whose flag is False is never a value.

    >>> plus(Range(fmpq(0), INF, False, False), point(fmpq(1)))
    Range(low=1, high=inf, low_in=False, high_in=False)
    """

    low: Number
    high: Number
    low_in: bool = True
    high_in: bool = True

    @property
    def value(self) -> Number | None:
        """The one value, where there is one for certain."""
        return self.low if order(self.low, self.high) == 0 else None

    def holds(self, end: float) -> bool:
        """Whether an infinite number may be a value."""
        return (self.low == end and self.low_in) or (self.high == end and self.high_in)

    @property
    def infinite(self) -> bool:
        """Whether some value may be infinite."""
        return self.holds(INF) or self.holds(-INF)

    @property
    def sign(self) -> int | None:
        """1 or -1 where every value is positive, or every one negative; 0 for zero alone."""
        if above(self.low, self.low_in, fmpq(0)):
            return 1
        if above(negated(self.high), self.high_in, fmpq(0)):
            return -1
        return 0 if order(self.low, fmpq(0)) == 0 == order(self.high, fmpq(0)) else None


POSITIVE = Range(fmpq(0), INF, False, False)


def point(value: Number) -> Range:
    """One value."""
    return Range(value, value)


def order(a: Number, b: Number) -> int | None:
    """The sign of a - b in the extended reals; None where balls leave it open."""
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float) and a == b:
            return 0
        return 1 if a == INF or b == -INF else -1
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return (a > b) - (a < b)
    x, y = arb(a), arb(b)
    return 1 if x > y else -1 if x < y else 0 if x == y else None


def above(low: Number, low_in: bool, bound: Number) -> bool:
    """Whether everything from the end `low` upwards is greater than the bound."""
    side = order(low, bound)
    return side == 1 or (side == 0 and not low_in)


def at_least(low: Number, bound: Number) -> bool:
    """Whether everything from the end `low` upwards is at least the bound."""
    return order(low, bound) in (0, 1)


def negated(x: Number) -> Number:
    """-x."""
    return -x if isinstance(x, float) else product(fmpq(-1), x)


def negative(x: Range) -> Range:
    """-x."""
    return Range(negated(x.high), negated(x.low), x.high_in, x.low_in)


def _finite(low: Number, high: Number, low_in: bool, high_in: bool) -> Range:
    """The range; an end that is not a number becomes infinite and counts as a value."""
    if isinstance(low, arb) and not low.is_finite():
        low, low_in = -INF, True
    if isinstance(high, arb) and not high.is_finite():
        high, high_in = INF, True
    return Range(low, high, low_in, high_in)


def plus(x: Range, y: Range) -> Range:
    """X + y; oo - oo must not occur."""
    if (x.holds(INF) and y.holds(-INF)) or (x.holds(-INF) and y.holds(INF)):
        raise unknown("inf - inf")

    def end(a: Number, b: Number, first: float) -> Number:  # what is oo always wins over limits
        return first if first in (a, b) else -first if -first in (a, b) else sum_of_numbers(a, b)

    low, high = end(x.low, y.low, INF), end(x.high, y.high, -INF)
    return _finite(
        low,
        high,
        low == INF or (x.low_in and y.low_in) or _reached(low, x, y),
        high == -INF or (x.high_in and y.high_in) or _reached(high, x, y),
    )


def _reached(end: Number, x: Range, y: Range) -> bool:
    return isinstance(end, float) and (x.holds(end) or y.holds(end))


def times(x: Range, y: Range) -> Range:
    """X y; 0 times oo must not occur."""
    if (x.infinite and y.sign in (0, None)) or (y.infinite and x.sign in (0, None)):
        raise unknown("0 times inf")
    corners = [
        (_product(a, b), a_in and b_in)
        for a, a_in in ((x.low, x.low_in), (x.high, x.high_in))
        for b, b_in in ((y.low, y.low_in), (y.high, y.high_in))
    ]

    def within(end: Number) -> bool:
        if isinstance(end, float):
            return x.infinite or y.infinite
        side = order(end, fmpq(0))
        if side in (0, None):
            return side is None or x.sign in (0, None) or y.sign in (0, None)
        return any(inside and order(value, end) in (0, None) for value, inside in corners)

    low, high = (reduce(choose, (v for v, _ in corners)) for choose in (smaller, larger))
    return _finite(low, high, within(low), within(high))


def _product(a: Number, b: Number) -> Number:
    """Of ends: 0 times a limit that is infinite adds nothing to the set."""
    return fmpq(0) if order(a, fmpq(0)) == 0 or order(b, fmpq(0)) == 0 else product(a, b)


def inverse(x: Range) -> Range:
    """1/x for finite x that is nowhere 0."""
    if x.sign not in (1, -1) or x.infinite:
        raise unknown("a division by what may be 0, or infinite")
    if x.sign == -1:
        return negative(inverse(negative(x)))
    high: Number = INF if order(x.low, fmpq(0)) == 0 else product(fmpq(1), 1 / x.low)
    low: Number = fmpq(0) if x.high == INF else product(fmpq(1), 1 / x.high)
    return _finite(low, high, x.high_in, x.low_in)


def power(x: Range, exponent: Number) -> Range:
    """The power with a constant exponent: a whole number, or x >= 0."""
    if x.infinite or isinstance(exponent, float):
        raise unknown("a power of inf, or one that is infinite")
    side = order(exponent, fmpq(0))
    if side == -1:
        return inverse(power(x, negated(exponent)))
    if side != 1:
        if isinstance(exponent, fmpq):
            return point(fmpq(1))
        raise unknown("an exponent of unknown sign")
    whole = isinstance(exponent, fmpq) and exponent.q == 1
    if isinstance(exponent, fmpq) and whole and exponent.p % 2 == 0:
        x = magnitude(x)
    elif not whole and not at_least(x.low, fmpq(0)):
        raise unknown("a root of what may be negative")

    def end(a: Number) -> Number:
        return a if isinstance(a, float) else power_of_number(a, exponent)

    return _finite(end(x.low), end(x.high), x.low_in, x.high_in)


def magnitude(x: Range) -> Range:
    """|x|."""
    if at_least(x.low, fmpq(0)):
        return x
    if at_least(negated(x.high), fmpq(0)):
        return negative(x)
    flipped = negated(x.low)
    size = order(flipped, x.high)
    inside = x.low_in if size == 1 else x.high_in if size == -1 else x.low_in or x.high_in
    return Range(fmpq(0), larger(flipped, x.high), True, inside)


def function(name: str, x: Range) -> Range:
    """A function of the language: all but waves increase where they are defined, some in |x|."""
    if name in ("sqrt", "cbrt"):
        return power(x, fmpq(1, 2 if name == "sqrt" else 3))
    if name in ("abs", "cosh"):
        x = magnitude(x)
        if name == "abs":
            return x
    if x.infinite:
        raise unknown(f"{name} of inf")
    if name in ("sin", "cos"):
        value = x.value
        if value is None or isinstance(value, float):
            return Range(fmpq(-1), fmpq(1))
        return point(called(name, value))
    if name not in _LIMITS:
        raise unknown("a function is not in the language")
    if name == "log" and not at_least(x.low, fmpq(0)):
        raise unknown("the logarithm of what may be negative")
    low, high = (_LIMITS[name](a) if isinstance(a, float) else called(name, a) for a in x[:2])
    return _finite(low, high, x.low_in, x.high_in)


def _half_turn(end: float) -> Number:
    return arb.pi() / 2 if end > 0 else -arb.pi() / 2


_LIMITS: dict[str, Callable[[float], Number]] = {
    "exp": lambda end: INF if end > 0 else fmpq(0),
    "erf": lambda end: fmpq(1 if end > 0 else -1),
    "tanh": lambda end: fmpq(1 if end > 0 else -1),
    "atan": _half_turn,
    "asinh": lambda end: end, "cosh": lambda end: end, "log": lambda end: end,
    "sinh": lambda end: end,
}  # fmt: skip


def least(x: Range, y: Range) -> Range:
    """The minimum."""
    return negative(most(negative(x), negative(y)))


def most(x: Range, y: Range) -> Range:
    """The maximum."""
    below, over = order(x.low, y.low), order(x.high, y.high)
    low_in = {1: x.low_in, -1: y.low_in, 0: x.low_in and y.low_in, None: True}[below]
    high_in = {1: x.high_in, -1: y.high_in, 0: x.high_in or y.high_in, None: True}[over]
    return Range(larger(x.low, y.low), larger(x.high, y.high), low_in, high_in)


def hull(parts: Iterable[Range]) -> Range:
    """The least range around all."""

    def join(x: Range, y: Range) -> Range:
        low, high = smaller(x.low, y.low), larger(x.high, y.high)
        return Range(low, high, _either(x, y, -1), _either(x, y, 1))

    return reduce(join, parts)


def _either(x: Range, y: Range, side: int) -> bool:
    """Whether the lower (-1) or upper (1) end of the hull may be a value."""
    a, b = (x.high, y.high) if side > 0 else (negated(x.low), negated(y.low))
    a_in, b_in = (x.high_in, y.high_in) if side > 0 else (x.low_in, y.low_in)
    return {1: a_in, -1: b_in, 0: a_in or b_in, None: True}[order(a, b)]


def meet(x: Range, y: Range) -> Range:
    """What is in both, for two ranges of the same values."""
    below, over = order(x.low, y.low), order(x.high, y.high)
    low = y if below == -1 or (below == 0 and not y.low_in) else x
    high = y if over == 1 or (over == 0 and not y.high_in) else x
    return Range(low.low, high.high, low.low_in, high.high_in)


def holds(op: ast.cmpop, x: Range, y: Range) -> bool | None:
    """Whether a comparison is true of all values, or of none; None: neither is certain."""
    if x.infinite or y.infinite:
        raise unknown("inf in a condition")
    match op:
        case ast.Lt():
            return True if _below(x, y) else False if at_least(x.low, y.high) else None
        case ast.LtE():
            return True if at_least(y.low, x.high) else False if _below(y, x) else None
        case ast.Gt():
            return holds(ast.Lt(), y, x)
        case ast.GtE():
            return holds(ast.LtE(), y, x)
        case ast.Eq():
            if _below(x, y) or _below(y, x):
                return False
            same = None not in (x.value, y.value) and order(x.low, y.low) == 0
            return True if same else None
        case ast.NotEq():
            found = holds(ast.Eq(), x, y)
            return None if found is None else not found
    raise unknown("a condition is not in the language")


def _below(x: Range, y: Range) -> bool:
    side = order(x.high, y.low)
    return side == -1 or (side == 0 and not (x.high_in and y.low_in))
