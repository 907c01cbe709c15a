"""Intervals of floats, many at once, rounded outwards.

Trusted: floats are IEEE doubles rounded to nearest.  Then x, the float result of one operation
(+, -, *, /, square root), errs by at most 2^-53 |x| + 2^-1074, and `down` and `up`, which round
themselves, go farther than that.  Where an end is no number, as in 0 * inf, nothing is known: they
answer -inf and inf.  So no end of what this module returns is ever nan, which would choose one
branch of every `np.where` after it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]
_RELATIVE, _ABSOLUTE = 2.0**-51, 1e-300
_LARGEST = float(np.finfo(np.float64).max)


def down(x: Floats) -> Floats:
    """What is below every number that rounds to x."""
    below = x - (abs(x) * _RELATIVE + _ABSOLUTE)
    return np.where(np.isnan(below), -np.inf, below)


def up(x: Floats) -> Floats:
    """What is above every number that rounds to x."""
    above = x + (abs(x) * _RELATIVE + _ABSOLUTE)
    return np.where(np.isnan(above), np.inf, above)


class FloatInterval(NamedTuple):
    """Arrays of lower and upper ends."""

    low: Floats
    high: Floats

    def rows(self, index: Any) -> FloatInterval:
        """Some rows of the arrays."""
        return FloatInterval(self.low[index], self.high[index])

    @property
    def size(self) -> Floats:
        """The largest absolute value."""
        return np.asarray(np.maximum(-self.low, self.high))


def thin(x: Floats) -> FloatInterval:
    """Exact floats."""
    return FloatInterval(x, x)


def rational(x: Fraction) -> FloatInterval:
    """The floats next to a rational; itself where it is a float."""
    if abs(x) > _LARGEST:
        beyond = FloatInterval(np.array(_LARGEST), np.array(np.inf))
        return beyond if x > 0 else negative(beyond)
    near = float(x)
    a = near if Fraction(near) <= x else float(np.nextafter(near, -np.inf))
    b = near if Fraction(near) >= x else float(np.nextafter(near, np.inf))
    return FloatInterval(np.array(a), np.array(b))


def rationals(values: list[Fraction]) -> FloatInterval:
    """The same for a list, as one array."""
    found = [rational(x) for x in values]
    return FloatInterval(np.array([x.low for x in found]), np.array([x.high for x in found]))


def add(x: FloatInterval, y: FloatInterval) -> FloatInterval:
    """The sums x + y."""
    return FloatInterval(down(x.low + y.low), up(x.high + y.high))


def negative(x: FloatInterval) -> FloatInterval:
    """The opposites -x."""
    return FloatInterval(-x.high, -x.low)


def multiply(x: FloatInterval, y: FloatInterval) -> FloatInterval:
    """The products x y."""
    a, b, c, d = x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high
    return FloatInterval(
        down(np.minimum(np.minimum(a, b), np.minimum(c, d))),
        up(np.maximum(np.maximum(a, b), np.maximum(c, d))),
    )


def scale(factor: float, x: FloatInterval) -> FloatInterval:
    """Multiples by an exact float."""
    ends = (x.low, x.high) if factor >= 0 else (x.high, x.low)
    return FloatInterval(down(factor * ends[0]), up(factor * ends[1]))


def power(x: FloatInterval, exponent: int) -> FloatInterval:
    """Whole powers; exponents from 0."""
    if exponent == 0:
        one = np.ones_like(x.low)
        return FloatInterval(one, one)
    found, base = x, x
    for _ in range(exponent - 1):
        found = multiply(found, base)
    if exponent % 2:
        low, high = _odd_ends(x, exponent)
        return FloatInterval(np.maximum(found.low, low), np.minimum(found.high, high))
    least = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(abs(x.low), abs(x.high)))
    low, high = _positive_power(least, x.size, exponent)
    return FloatInterval(low, high)


def _positive_power(low: Floats, high: Floats, exponent: int) -> tuple[Floats, Floats]:
    a, b = low, high
    for _ in range(exponent - 1):
        a, b = np.maximum(down(a * low), 0.0), up(b * high)
    return a, b


def _odd_ends(x: FloatInterval, exponent: int) -> tuple[Floats, Floats]:
    """The power at either end, which is increasing."""
    below, above = _positive_power(abs(x.low), abs(x.low), exponent)
    left = np.where(x.low >= 0, below, -above)
    below, above = _positive_power(abs(x.high), abs(x.high), exponent)
    return left, np.where(x.high >= 0, above, -below)


def reciprocal(x: FloatInterval) -> FloatInterval:
    """1/x of x of one sign; anything elsewhere."""
    fine = (x.low > 0) | (x.high < 0)
    with np.errstate(all="ignore"):
        low = np.where(fine, down(1 / x.high), -np.inf)
        return FloatInterval(low, np.where(fine, up(1 / x.low), np.inf))
