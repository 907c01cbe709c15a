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

    >>> plus(Range(fmpq(0), INF, False, False), point(fmpq(1)))
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
        if above((self.low, self.low_in), _ZERO):
            return 1
        if above((-self.high, self.high_in), _ZERO):
            return -1
        return 0 if order(self.low, _ZERO) == 0 == order(self.high, _ZERO) else None


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


def least(x: Range, y: Range) -> Range:
    """The minimum."""
    return negative(most(negative(x), negative(y)))


def hull(parts: Iterable[Range]) -> Range:
    """The least range around all."""

    def join(x: Range, y: Range) -> Range:
        (a, b), (c, d) = x.ends, y.ends
        return between(minus(greater(minus(a), minus(c), any)), greater(b, d, any))

    return reduce(join, parts)


def meet(x: Range, y: Range) -> Range:
    """What is in both, for two ranges of the same values."""
    (a, b), (c, d) = x.ends, y.ends
    return between(greater(a, c, all), minus(greater(minus(b), minus(d), all)))


def negative(x: Range) -> Range:
    """-x."""
    return Range(-x.high, -x.low, x.high_in, x.low_in)


def plus(x: Range, y: Range) -> Range:
    """X + y; oo - oo must not occur."""
    if (x.holds(INF) and y.holds(-INF)) or (x.holds(-INF) and y.holds(INF)):
        raise unknown("inf - inf")

    def end(a: End, b: End, first: float) -> End:  # what is oo always wins over limits
        for infinite in (first, -first):
            if infinite in (a[0], b[0]):
                reached = x.holds(infinite) or y.holds(infinite)
                return infinite, infinite == first or reached
        return numbers.total(a[0], b[0]), a[1] and b[1]

    (a, b), (c, d) = x.ends, y.ends
    return between(end(a, c, INF), end(b, d, -INF))


def times(x: Range, y: Range) -> Range:
    """X y; 0 times oo must not occur."""
    if (x.infinite and y.sign in (0, None)) or (y.infinite and x.sign in (0, None)):
        raise unknown("0 times inf")
    corners = [(_product(a, b), a_in and b_in) for a, a_in in x.ends for b, b_in in y.ends]

    def within(end: Number) -> bool:
        if isinstance(end, float):
            return x.infinite or y.infinite
        side = order(end, _ZERO)
        if side in (0, None):
            return side is None or x.sign in (0, None) or y.sign in (0, None)
        return any(inside and order(value, end) in (0, None) for value, inside in corners)

    values = [value for value, _ in corners]
    low, high = (
        -reduce(numbers.larger, [-value for value in values]),
        reduce(numbers.larger, values),
    )
    return between((low, within(low)), (high, within(high)))


def _product(a: Number, b: Number) -> Number:
    """Of ends: 0 times a limit that is infinite adds nothing to the set."""
    return _ZERO if order(a, _ZERO) == 0 or order(b, _ZERO) == 0 else product(a, b)


def inverse(x: Range) -> Range:
    """1/x for finite x that is nowhere 0."""
    if x.sign not in (1, -1) or x.infinite:
        raise unknown("a division by what may be 0, or infinite")
    if x.sign == -1:
        return negative(inverse(negative(x)))
    high = INF if order(x.low, _ZERO) == 0 else product(fmpq(1), 1 / x.low)
    low = _ZERO if x.high == INF else product(fmpq(1), 1 / x.high)
    return between((low, x.high_in), (high, x.low_in))


def power(x: Range, y: Range) -> Range:
    """The power with a finite exponent of known sign: a whole number, or x >= 0."""
    exponent = y.number
    if x.infinite or isinstance(exponent, float):
        raise unknown("a power of inf, or one that is infinite")
    side = order(exponent, _ZERO)
    if side == -1:
        return inverse(power(x, point(-exponent)))
    if side == 0:
        return point(fmpq(1))
    if side is None:
        raise unknown("an exponent of unknown sign")
    whole = isinstance(exponent, fmpq) and exponent.q == 1
    if isinstance(exponent, fmpq) and whole and exponent.p % 2 == 0:
        x = magnitude(x)
    elif not whole and not at_least(x.low, _ZERO):
        raise unknown("a root of what may be negative")
    low, high = (a if isinstance(a, float) else numbers.power(a, exponent) for a in x[:2])
    return between((low, x.low_in), (high, x.high_in))


def magnitude(x: Range) -> Range:
    """|x|."""
    if at_least(x.low, _ZERO):
        return x
    if at_least(-x.high, _ZERO):
        return negative(x)
    low, high = x.ends
    return between((_ZERO, True), greater(minus(low), high, any))


def function(name: str, x: Range) -> Range:
    """A function of the language: all but waves increase where they are defined, some in |x|."""
    if name in ("sqrt", "cbrt"):
        return power(x, point(fmpq(1, 2 if name == "sqrt" else 3)))
    if name in ("abs", "cosh"):
        x = magnitude(x)
    if name == "abs":
        return x
    if x.value is not None:
        return point(called(name, x.value))
    if x.infinite:
        raise unknown(f"{name} of inf")
    if name in ("sin", "cos"):
        wide = isinstance(x.low, float) or isinstance(x.high, float)
        wave = Range(fmpq(-1), fmpq(1))
        return wave if wide else meet(wave, point(called(name, x.number)))
    if name not in _LIMITS:
        raise unknown("a function is not in the language")
    if name == "log" and not at_least(x.low, _ZERO):
        raise unknown("the logarithm of what may be negative")
    low, high = (_LIMITS[name](a) if isinstance(a, float) else called(name, a) for a in x[:2])
    return between((low, x.low_in), (high, x.high_in))


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
