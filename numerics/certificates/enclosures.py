"""Enclosures of functions on an open cell of (0, oo), and arithmetic with them.

A function is enclosed by an interval with ends in [-oo, oo].  On a cell that touches 0 or oo it is
also enclosed by u^alpha times a bounded interval, its *weight*: so sqrt(u), u log u and u/(1+u)
keep their signs and limits there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flint import arb, fmpq, fmpq_poly

from numerics.certificates.extended import ALL, INF, NEG_INF, POSITIVE, ZERO, Between, around
from numerics.certificates.limits import NoInfoError

Weight = tuple[fmpq, Between]


class Enclosure(NamedTuple):
    """What is known of a function on a cell; ``apart``: it is known to vanish nowhere there."""

    cell: OpenCell
    interval: Between
    weight: Weight | None = None
    apart: bool = False

    @property
    def nonzero(self) -> bool:
        """Whether the function vanishes nowhere in the open cell."""
        return self.apart or any(i.low > 0 or i.high < 0 for i in self._bounds)

    @property
    def _bounds(self) -> tuple[Between, ...]:
        return (self.interval,) if self.weight is None else (self.interval, self.weight[1])

    @property
    def sign(self) -> int | None:
        """1, -1 or 0 if it is proved >= 0, <= 0 or identically 0; else None."""
        above, below = any(i.low >= 0 for i in self._bounds), any(i.high <= 0 for i in self._bounds)
        if above and below:
            return 0
        return 1 if above else -1 if below else None

    def __add__(self, other: Enclosure) -> Enclosure:  # type: ignore[override]
        x, y, cell, weight = self.weight, other.weight, self.cell, None
        if x and y:
            alpha = (max if cell.at_infinity else min)(x[0], y[0])
            v, w = (i if a == alpha else cell.factor(a - alpha) * i for a, i in (x, y))
            weight = alpha, v + w
        i, signs = self.interval + other.interval, {self.sign, other.sign}
        if signs <= {0, 1}:
            i &= POSITIVE
        if signs <= {0, -1}:
            i &= -POSITIVE
        apart = len(signs) == 1 and None not in signs and (self.nonzero or other.nonzero)
        return cell.make(i, weight, apart=apart)

    def __neg__(self) -> Enclosure:
        return self * -1

    def __mul__(self, other: Enclosure | fmpq | arb | int) -> Enclosure:  # type: ignore[override]
        y = other if isinstance(other, Enclosure) else self.cell.make(around(other))
        weight = None
        if self.weight and y.weight:
            weight = self.weight[0] + y.weight[0], self.weight[1] * y.weight[1]
        apart = self.nonzero and y.nonzero
        return self.cell.make(self.interval * y.interval, weight, apart=apart)

    def reciprocal(self) -> Enclosure:
        """1/x; raises NoInfoError where x may vanish."""
        if not self.nonzero:
            raise NoInfoError("a division by what may vanish")
        weight = None
        if self.weight and (self.weight[1].low > 0 or self.weight[1].high < 0):
            weight = -self.weight[0], self.weight[1].inverse()
        return self.cell.make(self.interval.inverse(), weight, apart=True)

    def real_power(self, e: fmpq | arb) -> Enclosure:
        """x^e for x >= 0, e a ball where it is irrational; NoInfoError where x may be outside."""
        if self.sign not in (0, 1):
            raise NoInfoError("a root of what may be negative")
        if not e >= 0 and not self.nonzero:
            raise NoInfoError("a negative power of what may vanish")
        weight = None
        if self.weight and isinstance(e, fmpq):
            alpha, w = self.weight
            if w.low > 0 or (w.low >= 0 and e >= 0):
                weight = alpha * e, w.real_power(e)
        i = (self.interval & POSITIVE).real_power(e)
        return self.cell.make(i, weight, apart=self.nonzero)

    def whole_power(self, k: int) -> Enclosure:
        """x^k for a natural k."""
        weight = self.weight and (self.weight[0] * k, self.weight[1].whole_power(k))
        return self.cell.make(self.interval.whole_power(k), weight, apart=self.nonzero)


class OpenCell:
    """The open cell (a, b), b = None for oo; with a = b, a point.

    >>> OpenCell(fmpq(1), None).polynomial(fmpq_poly([-1, 1])).sign
    1
    """

    def __init__(self, a: fmpq, b: fmpq | None) -> None:
        self.a, self.b = a, b
        self.at_infinity, self.at_zero = b is None, a == 0 and b is not None and b > 0
        self.ends = Between(around(a).low, INF if b is None else around(b).high)

    def factor(self, e: fmpq) -> Between:
        """The range of u^e."""
        return self.ends.real_power(e)

    def make(self, i: Between, weight: Weight | None = None, *, apart: bool = False) -> Enclosure:
        """An enclosure from what is known; each of interval and weight improves the other."""
        if not (self.at_infinity or self.at_zero):
            return Enclosure(self, i, None, apart)
        if weight is not None and weight[1].low.is_finite() and weight[1].high.is_finite():
            alpha, w = weight
            return Enclosure(self, i & (self.factor(alpha) * w if alpha else w), weight, apart)
        bounded = i.low.is_finite() and i.high.is_finite()
        return Enclosure(self, i, (fmpq(0), i) if bounded else None, apart)

    def polynomial(self, p: fmpq_poly) -> Enclosure:
        """A polynomial in u, exactly where that is cheap."""
        degree = p.degree()
        if degree <= 0 or self.a == self.b:
            return self.make(around(fmpq(p(self.a))))
        if degree > 2:
            lead, factors = p.factor()
            if len(factors) > 1 or factors[0][1] > 1:
                out = self.make(around(fmpq(lead)))
                for factor, times in factors:
                    out *= self.polynomial(factor).whole_power(times)
                return out
        i, apart = self._range(p) if degree <= 2 else (ALL, False)
        coefficients = list(map(fmpq, p.coeffs()))
        if self.at_zero:  # u^lowest times a polynomial in u
            lowest = next(k for k, c in enumerate(coefficients) if c)
            rest = _horner(coefficients[lowest:][::-1], Between(ZERO, self.ends.high))
            return self.make(i, (fmpq(lowest), rest), apart=apart)
        if self.at_infinity:  # u^degree times a polynomial in 1/u
            t = Between(ZERO, around(self.a).inverse().high if self.a > 0 else INF)
            return self.make(i, (fmpq(degree), _horner(coefficients, t)), apart=apart)
        return self.make(_horner(coefficients[::-1], self.ends) if degree > 2 else i, apart=apart)

    def _range(self, p: fmpq_poly) -> tuple[Between, bool]:
        """The range of degree 1 or 2, and whether p vanishes nowhere in the open cell."""
        lead = fmpq(p[p.degree()])
        found = [fmpq(p(end)) for end in (self.a, self.b) if end is not None]
        vertex = None
        if p.degree() == 2:
            at = -fmpq(p[1]) / (2 * lead)
            if at > self.a and (self.b is None or at < self.b):
                vertex = fmpq(p(at))
                found.append(vertex)
        i = around(min(found)) | around(max(found))
        if self.b is None:
            i |= around(INF if lead > 0 else NEG_INF)
        return i, vertex != 0 and (i.low >= 0 or i.high <= 0)


def _horner(coefficients: Iterable[fmpq], t: Between) -> Between:
    """The polynomial in t with these coefficients, the leading one first."""
    acc = Between(ZERO, ZERO)
    for c in coefficients:
        acc = acc * t + around(c)
    return acc
