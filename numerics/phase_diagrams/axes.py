"""The axes of a phase diagram: exact rationals, evenly spaced in the logarithm."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

from numerics.errors import NumericsError
from numerics.running.values import positive

MAX_POINTS = 100_000
DEFAULT_COUNT = 24
# Grid values are rounded to so many digits: exact rationals that a person can read and repeat.
_DIGITS = 6


def axis(option: str, text: str) -> tuple[Fraction, ...]:
    """The values that LOW,HIGH,COUNT stands for.

    Raises:
        NumericsError: saying what is wrong with the three of them.
        SparsityTheoryError: if LOW or HIGH is no expression.
    """
    parts = text.split(",")
    if len(parts) != 3 or not parts[2].strip().isdecimal():
        raise NumericsError(f"{option} needs LOW,HIGH,COUNT such as 1/100,1/2,24, not {text!r}")
    low, high = (positive(option, part) for part in parts[:2])
    count = int(parts[2]) if len(parts[2]) < 10 else MAX_POINTS + 1
    if count > MAX_POINTS:
        raise NumericsError(
            f"{option} asks for {parts[2]} values, at most {MAX_POINTS} are allowed"
        )
    if count == 0:
        raise NumericsError(f"{option} {text} is empty: give a count of at least 1")
    if low > high:
        raise NumericsError(f"{option} {text} is reversed: give the smaller value first")
    if (low == high) != (count == 1):
        raise NumericsError(f"{option} {text}: one value needs LOW = HIGH, more need LOW < HIGH")
    return spaced(low, high, count)


def spaced(low: Fraction, high: Fraction, count: int) -> tuple[Fraction, ...]:
    """So many values from low to high.

    Raises:
        NumericsError: if rounding makes neighbours equal.
    """
    if count == 1:
        return (low,)
    ends = _logarithm(low), _logarithm(high)
    inner = [
        _short_power(ends[0] + (ends[1] - ends[0]) * i / (count - 1)) for i in range(1, count - 1)
    ]
    values = (low, *inner, high)
    if any(a >= b for a, b in pairwise(values)):
        raise NumericsError(
            f"{count} values from {low} to {high} are too close together: they are rounded to"
            f" {_DIGITS} digits"
        )
    return values


def short(value: Fraction) -> Fraction:
    """The value, rounded to a few digits."""
    return _short_power(_logarithm(value))


def _logarithm(value: Fraction) -> float:
    """The decimal logarithm, for numbers of any size."""
    return math.log10(value.numerator) - math.log10(value.denominator)


def _short_power(logarithm: float) -> Fraction:
    """10 to a power, to a few digits, for numbers of any size."""
    whole = math.floor(logarithm)
    return Fraction(f"{10 ** (logarithm - whole):.{_DIGITS - 1}f}") * Fraction(10) ** whole
