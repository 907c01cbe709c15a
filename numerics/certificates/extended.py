"""Intervals whose ends are exact binary numbers or infinite; every end is rounded outwards.

A ball cannot hold (0, oo), nor 0 as an exact end; pairs of exact balls (radius 0) can.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from flint import arb, fmpq

from numerics.certificates.terms import to_fmpq

Interval: TypeAlias = tuple[arb, arb]

HUGE = arb(2) ** 128  # beyond it exp costs without bound: crude enclosures instead
INF, NEG_INF, ZERO, ONE = arb.pos_inf(), arb.neg_inf(), arb(0), arb(1)
ALL: Interval = (NEG_INF, INF)
UNIT: Interval = (ONE, ONE)


def low(x: arb) -> arb:
    """The lower end of a ball; -oo where there is none."""
    return x.lower() if x.is_finite() or x in (INF, NEG_INF) else NEG_INF


def high(x: arb) -> arb:
    """The upper end of a ball; oo where there is none."""
    return x.upper() if x.is_finite() or x in (INF, NEG_INF) else INF


def around(x: arb | fmpq | Fraction | int) -> Interval:
    """The interval of a number."""
    x = x if isinstance(x, arb) else arb(to_fmpq(x) if isinstance(x, Fraction) else x)
    return low(x), high(x)


def meet(x: Interval, y: Interval) -> Interval:
    """What is in both."""
    return max(x[0], y[0]), min(x[1], y[1])


def hull(x: Interval, y: Interval) -> Interval:
    """The least interval around both."""
    return min(x[0], y[0]), max(x[1], y[1])


def negated(x: Interval) -> Interval:
    """-x."""
    return -x[1], -x[0]


def plus(x: Interval, y: Interval) -> Interval:
    """X + y."""
    return low(x[0] + y[0]), high(x[1] + y[1])


def times(x: Interval, y: Interval) -> Interval:
    """X y; 0 times oo is 0, since the values themselves are finite."""
    if x[0] >= 0 and y[0] >= 0:
        return low(_product(x[0], y[0])), high(_product(x[1], y[1]))
    products = [_product(a, b) for a in x for b in y]
    return min(map(low, products)), max(map(high, products))


def _product(a: arb, b: arb) -> arb:
    return ZERO if a == 0 or b == 0 else a * b


def inverse(x: Interval) -> Interval:
    """1/x for values of x that are not 0."""
    a, b = x
    if a < 0 < b:
        return ALL
    if b <= 0:
        return negated(inverse(negated(x)))
    return (ZERO if b == INF else low(1 / b)), (INF if a == 0 else high(1 / a))


def real_power(x: Interval, e: Fraction | arb) -> Interval:
    """x^e for x >= 0, which lies between the ends' powers."""
    ends = [_end_power(end, e) for end in x]
    return min(map(low, ends)), max(map(high, ends))


def _end_power(x: arb, e: Fraction | arb) -> arb:
    if e == 0:
        return ONE
    if x in (0, INF):
        return arb.nan() if not (e > 0 or e < 0) else ZERO if (x == 0) == (e > 0) else INF
    if isinstance(e, arb):
        return x**e
    if e.denominator == 1 and e > 0:
        return x ** int(e)
    return x.sqrt() if e == Fraction(1, 2) else x ** arb(to_fmpq(e))


def whole_power(x: Interval, k: int) -> Interval:
    """x^k for a natural k."""
    e = Fraction(k)
    if x[0] >= 0:
        return real_power(x, e)
    if x[1] <= 0:
        mirrored = real_power(negated(x), e)
        return negated(mirrored) if k % 2 else mirrored
    below, above = real_power((ZERO, -x[0]), e), real_power((ZERO, x[1]), e)
    return (-below[1], above[1]) if k % 2 else (ZERO, max(below[1], above[1]))


def exponential(x: arb, *, up: bool) -> arb:
    """An upper or lower bound of e^x at an end x; crude where x is huge."""
    if x > HUGE:
        return INF if up else HUGE.exp().lower()
    if x < -HUGE:
        return (-HUGE).exp().upper() if up else ZERO
    return high(x.exp()) if up else low(x.exp())
