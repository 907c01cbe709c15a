"""Intervals whose ends are exact binary numbers or infinite; every end is rounded outwards.

A ball cannot hold (0, oo), nor 0 as an exact end; pairs of exact balls (radius 0) can.
"""

from __future__ import annotations

from typing import NamedTuple

from flint import arb, fmpq

HUGE = arb(2) ** 128  # beyond it exp costs without bound: crude enclosures instead
INF, NEG_INF, ZERO, ONE = arb.pos_inf(), arb.neg_inf(), arb(0), arb(1)


class Between(NamedTuple):
    """The real numbers between two ends."""

    low: arb
    high: arb

    def __add__(self, other: Between) -> Between:  # type: ignore[override]
        return Between(lower(self.low + other.low), upper(self.high + other.high))

    def __neg__(self) -> Between:
        return Between(-self.high, -self.low)

    def __mul__(self, other: Between) -> Between:  # type: ignore[override]
        """0 times oo is 0, since the numbers themselves are finite."""
        if self.low >= 0 and other.low >= 0:
            products = [_product(*ends) for ends in zip(self, other, strict=True)]
        else:
            products = [_product(a, b) for a in self for b in other]
        return Between(min(map(lower, products)), max(map(upper, products)))

    def __and__(self, other: Between) -> Between:
        return Between(max(self.low, other.low), min(self.high, other.high))

    def __or__(self, other: Between) -> Between:
        """The least interval around both."""
        return Between(min(self.low, other.low), max(self.high, other.high))

    def __abs__(self) -> Between:
        return Between(max(self.low, -self.high, ZERO), max(-self.low, self.high))

    def inverse(self) -> Between:
        """1/x for numbers x that are not 0."""
        a, b = self
        if a < 0 < b:
            return ALL
        if b <= 0:
            return -(-self).inverse()
        return Between(ZERO if b == INF else lower(1 / b), INF if a == 0 else upper(1 / a))

    def real_power(self, e: fmpq | arb) -> Between:
        """x^e for x >= 0, which lies between the ends' powers."""
        ends = [_power(end, e) for end in self]
        return Between(min(map(lower, ends)), max(map(upper, ends)))

    def whole_power(self, k: int) -> Between:
        """x^k for a natural k."""
        if k % 2 == 0:
            return abs(self).real_power(fmpq(k))
        a, b = (-_power(-x, fmpq(k)) if x < 0 else _power(x, fmpq(k)) for x in self)
        return Between(lower(a), upper(b))

    def exponential(self) -> Between:
        """e^x, crudely where x is huge."""
        a, b = self
        least = ZERO if a < -HUGE else lower(min(a, HUGE).exp())
        return Between(least, INF if b > HUGE else upper(max(b, -HUGE).exp()))

    def logarithm(self) -> Between:
        """The logarithm of numbers above 0."""
        return Between(NEG_INF if self.low <= 0 else lower(self.low.log()), upper(self.high.log()))


ALL, POSITIVE, UNIT = Between(NEG_INF, INF), Between(ZERO, INF), Between(ONE, ONE)


def lower(x: arb) -> arb:
    """The lower end of a ball; -oo where there is none."""
    return x.lower() if x.is_finite() or x in (INF, NEG_INF) else NEG_INF


def upper(x: arb) -> arb:
    """The upper end of a ball; oo where there is none."""
    return x.upper() if x.is_finite() or x in (INF, NEG_INF) else INF


def around(x: arb | fmpq | int) -> Between:
    """The interval of a number."""
    x = arb(x)
    return Between(lower(x), upper(x))


def _product(a: arb, b: arb) -> arb:
    return ZERO if a == 0 or b == 0 else a * b


def _power(x: arb, e: fmpq | arb) -> arb:
    """x^e for an end x >= 0."""
    if e == 0:
        return ONE
    if x in (0, INF):
        return arb.nan() if not (e > 0 or e < 0) else ZERO if (x == 0) == (e > 0) else INF
    if isinstance(e, fmpq) and e.q == 1 and e > 0:
        return x ** int(e.p)
    return x.sqrt() if e == fmpq(1, 2) else x ** arb(e)
