"""Sets of extended reals between two ends, each in the set or not, and functions of such sets.

An end is a rational, a ball around a real number, or infinite. What is computed holds every value;
an end is said to be left out only where that is certain, so that "never reached" can be proved.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple

from flint import arb, fmpq

from numerics.objectives import numbers
from numerics.objectives.numbers import INF, Number, at_least, called, order, product, unknown

End = tuple[Number, bool]  # a number, and whether it may be a value
_ZERO = fmpq(0)


class Range(NamedTuple):
    """All values lie between `low` and `high`; an end whose flag is False is never a value.

    >>> Range(fmpq(0), INF, False, False) + point(fmpq(1))
    Range(low=1, high=inf, low_in=False, high_in=False)
    """

    low: Number
    high: Number
    low_in: bool = True
    high_in: bool = True

    @property
    def ends(self) -> tuple[End, End]:
        """The lower and the upper end."""
        return (self.low, self.low_in), (self.high, self.high_in)

    @property
    def value(self) -> Number | None:
        """The one value, where there is one for certain."""
        return self.low if order(self.low, self.high) == 0 else None

    @property
    def number(self) -> Number:
        """The one value, or a ball around all values."""
        if self.value is not None:
            return self.value
        if isinstance(self.low, float) or isinstance(self.high, float):
            raise unknown("it may be infinite")
        return arb(self.low).union(arb(self.high))

    def holds(self, end: float) -> bool:
        """Whether an infinite number may be a value."""
        return (end, True) in self.ends

    @property
    def infinite(self) -> bool:
        """Whether some value may be infinite."""
        return self.holds(INF) or self.holds(-INF)

    @property
    def sign(self) -> int | None:
        """1 or -1 where every value is positive, or every one negative; 0 for zero alone."""
        if above(self.ends[0], _ZERO):
            return 1
        if above((-self).ends[0], _ZERO):
            return -1
        return 0 if order(self.low, _ZERO) == 0 == order(self.high, _ZERO) else None

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.high_in, self.low_in)

    def __add__(self, other: Range) -> Range:  # type: ignore[override]
        """Of both; oo - oo must not occur."""
        x, y = self, other
        if (x.holds(INF) and y.holds(-INF)) or (x.holds(-INF) and y.holds(INF)):
            raise unknown("inf - inf")

        def end(a: End, b: End, first: float) -> End:  # what is oo always wins over limits
            for infinite in (first, -first):
                if infinite in (a[0], b[0]):
                    return infinite, infinite == first or x.holds(infinite) or y.holds(infinite)
            return a[0] + b[0], a[1] and b[1]  # type: ignore[operator] # both are finite

        (a, b), (c, d) = x.ends, y.ends
        return between(end(a, c, INF), end(b, d, -INF))

    def __mul__(self, other: Range) -> Range:  # type: ignore[override]
        """Of both; 0 times oo must not occur."""
        x, y = self, other
        with_zero, infinite = x.sign in (0, None) or y.sign in (0, None), x.infinite or y.infinite
        if (x.infinite and y.sign in (0, None)) or (y.infinite and x.sign in (0, None)):
            raise unknown("0 times inf")
        corners = [(product(a, b), a_in and b_in) for a, a_in in x.ends for b, b_in in y.ends]

        def within(end: Number) -> bool:
            if isinstance(end, float):
                return infinite
            side = order(end, _ZERO)
            if side in (0, None):
                return side is None or with_zero
            return any(inside and order(value, end) in (0, None) for value, inside in corners)

        low = -reduce(numbers.larger, (-value for value, _ in corners))
        high = reduce(numbers.larger, (value for value, _ in corners))
        return between((low, within(low)), (high, within(high)))

    def __or__(self, other: Range) -> Range:
        """The least range around both."""
        (a, b), (c, d) = self.ends, other.ends
        return between(minus(greater(minus(a), minus(c), any)), greater(b, d, any))

    def __and__(self, other: Range) -> Range:
        """What is in both, for two ranges of the same values."""
        (a, b), (c, d) = self.ends, other.ends
        return between(greater(a, c, all), minus(greater(minus(b), minus(d), all)))

    def __abs__(self) -> Range:
        if at_least(self.low, _ZERO):
            return self
        if at_least(-self.high, _ZERO):
            return -self
        return between((_ZERO, True), greater(minus(self.ends[0]), self.ends[1], any))

    def inverse(self) -> Range:
        """1/x for finite x that is nowhere 0."""
        if self.sign not in (1, -1) or self.infinite:
            raise unknown("a division by what may be 0, or infinite")
        if self.sign == -1:
            return -(-self).inverse()
        high = INF if order(self.low, _ZERO) == 0 else product(fmpq(1), 1 / self.low)
        low = _ZERO if self.high == INF else product(fmpq(1), 1 / self.high)
        return between((low, self.high_in), (high, self.low_in))

    def power(self, other: Range) -> Range:
        """The power with a finite exponent of known sign: a whole number, or x >= 0."""
        x, exponent = self, other.number
        if x.infinite or isinstance(exponent, float):
            raise unknown("a power of inf, or one that is infinite")
        side = order(exponent, _ZERO)
        if side == -1:
            return x.power(point(-exponent)).inverse()
        if side == 0:
            return point(fmpq(1))
        if side is None:
            raise unknown("an exponent of unknown sign")
        whole = isinstance(exponent, fmpq) and exponent.q == 1
        if isinstance(exponent, fmpq) and whole and exponent.p % 2 == 0:
            x = abs(x)
        elif not whole and not at_least(x.low, _ZERO):
            raise unknown("a root of what may be negative")
        low, high = (a if isinstance(a, float) else numbers.power(a, exponent) for a in x[:2])
        return between((low, x.low_in), (high, x.high_in))


POSITIVE = Range(_ZERO, INF, False, False)


def point(value: Number) -> Range:
    """One value."""
    return Range(value, value)


def between(low: End, high: End) -> Range:
    """The range; an end that is not a number becomes infinite and counts as a value."""
    (a, a_in), (b, b_in) = low, high
    if isinstance(a, arb) and not a.is_finite():
        a, a_in = -INF, True
    if isinstance(b, arb) and not b.is_finite():
        b, b_in = INF, True
    return Range(a, b, a_in, b_in)


def above(low: End, bound: Number) -> bool:
    """Whether everything from a lower end on is greater than the bound."""
    side = order(low[0], bound)
    return side == 1 or (side == 0 and not low[1])


def greater(a: End, b: End, both: Callable[[tuple[bool, bool]], bool]) -> End:
    """The greater end; ``both`` says of two equal ones whether they are in."""
    side = order(a[0], b[0])
    if side in (1, -1):
        return a if side == 1 else b
    return numbers.larger(a[0], b[0]), side is None or both((a[1], b[1]))


def minus(end: End) -> End:
    """The end mirrored at 0."""
    return -end[0], end[1]


def most(x: Range, y: Range) -> Range:
    """The maximum."""
    (a, b), (c, d) = x.ends, y.ends
    return between(greater(a, c, all), greater(b, d, any))


def hull(parts: Iterable[Range]) -> Range:
    """The least range around all."""
    return reduce(Range.__or__, parts)


def function(name: str, x: Range) -> Range:
    """A function of the language: all but waves increase where they are defined, some in |x|."""
    if name in ("sqrt", "cbrt"):
        return x.power(point(fmpq(1, 2 if name == "sqrt" else 3)))
    if name in ("abs", "cosh"):
        x = abs(x)
    if name == "abs":
        return x
    if x.value is not None:
        return point(called(name, x.value))
    if x.infinite:
        raise unknown(f"{name} of inf")
    if name in ("sin", "cos"):
        wide = isinstance(x.low, float) or isinstance(x.high, float)
        wave = Range(fmpq(-1), fmpq(1))
        return wave if wide else wave & point(called(name, x.number))
    if name not in _LIMITS:
        raise unknown("a function is not in the language")
    if name == "log" and not at_least(x.low, _ZERO):
        raise unknown("the logarithm of what may be negative")
    low, high = (_LIMITS[name](a) if isinstance(a, float) else called(name, a) for a in x[:2])
    return between((low, x.low_in), (high, x.high_in))


_LIMITS: dict[str, Callable[[float], Number]] = {
    "exp": lambda end: INF if end > 0 else fmpq(0),
    "atan": lambda end: arb.pi() / 2 if end > 0 else -arb.pi() / 2,
    **dict.fromkeys(("erf", "tanh"), lambda end: fmpq(1 if end > 0 else -1)),
    **dict.fromkeys(("asinh", "cosh", "log", "sinh"), lambda end: end),
}


def holds(op: ast.cmpop, x: Range, y: Range) -> bool | None:
    """Whether a comparison is true of all values, or of none; None: neither is certain."""
    if x.infinite or y.infinite:
        raise unknown("inf in a condition")
    less, more = _below(x, y), _below(y, x)
    no_less, no_more = at_least(x.low, y.high), at_least(y.low, x.high)
    same = None not in (x.value, y.value) and order(x.low, y.low) == 0
    proofs = {  # what proves it, and what refutes it
        ast.Lt: (less, no_less), ast.LtE: (no_more, more), ast.Eq: (same, less or more),
        ast.Gt: (more, no_more), ast.GtE: (no_less, less), ast.NotEq: (less or more, same),
    }  # fmt: skip
    if type(op) not in proofs:
        raise unknown("a condition is not in the language")
    proved, refuted = proofs[type(op)]
    return True if proved else False if refuted else None


def _below(x: Range, y: Range) -> bool:
    side = order(x.high, y.low)
    return side == -1 or (side == 0 and not (x.high_in and y.low_in))
