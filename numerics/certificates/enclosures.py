"""Enclosures of functions on an open cell of (0, oo), and arithmetic with them.

A function is enclosed by an interval with ends in [-oo, oo].  On a cell that touches 0 or oo it is
also enclosed by u^alpha times a bounded interval, its *weight*: so sqrt(u), u log u and u/(1+u)
keep their signs and limits there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq, fmpq_poly

from numerics.certificates import extended as ext
from numerics.certificates.extended import ALL, INF, NEG_INF, UNIT, ZERO, Interval, around
from numerics.certificates.limits import NoInfoError

Weight = tuple[Fraction, Interval]


@dataclass(frozen=True)
class Enclosure:
    """``interval``, ``weight`` (alpha, interval) if any, and whether it is known to vanish nowhere.

    >>> Enclosure((ZERO, INF)).sign
    1
    """

    interval: Interval
    weight: Weight | None = None
    apart: bool = False

    @property
    def nonzero(self) -> bool:
        """Whether the function vanishes nowhere in the open cell."""
        return self.apart or any(i[0] > 0 or i[1] < 0 for i in self._bounds)

    @property
    def _bounds(self) -> tuple[Interval, ...]:
        return (self.interval,) if self.weight is None else (self.interval, self.weight[1])

    @property
    def sign(self) -> int | None:
        """1, -1 or 0 if it is proved >= 0, <= 0 or identically 0; else None."""
        above, below = any(i[0] >= 0 for i in self._bounds), any(i[1] <= 0 for i in self._bounds)
        if above and below:
            return 0
        return 1 if above else -1 if below else None


ANYTHING = Enclosure(ALL)


class OpenCell:
    """The open cell (a, b), b = None for oo; with a = b, a point."""

    def __init__(self, a: fmpq, b: fmpq | None) -> None:
        self.a, self.b = a, b
        self.at_infinity, self.at_zero = b is None, a == 0 and b is not None and b > 0
        self.ends = around(a)[0], INF if b is None else around(b)[1]
        self.polynomials: dict[int, tuple[fmpq_poly, Enclosure]] = {}

    @property
    def weighted(self) -> bool:
        """Whether enclosures carry weights here."""
        return self.at_infinity or self.at_zero

    def factor(self, e: Fraction) -> Interval:
        """The range of u^e."""
        return ext.real_power(self.ends, e)

    def make(self, i: Interval, weight: Weight | None = None, *, apart: bool = False) -> Enclosure:
        """An enclosure from what is known; each of interval and weight improves the other."""
        if not self.weighted:
            return Enclosure(i, None, apart)
        if weight is not None and weight[1][0].is_finite() and weight[1][1].is_finite():
            alpha, w = weight
            return Enclosure(
                ext.meet(i, ext.times(self.factor(alpha), w) if alpha else w), weight, apart
            )
        bounded = i[0].is_finite() and i[1].is_finite()
        return Enclosure(i, (Fraction(0), i) if bounded else None, apart)

    def add(self, x: Enclosure, y: Enclosure) -> Enclosure:
        """X + y."""
        weight = None
        if x.weight and y.weight:
            alpha = (max if self.at_infinity else min)(x.weight[0], y.weight[0])
            w, v = (i if a == alpha else ext.times(self.factor(a - alpha), i)
                    for a, i in (x.weight, y.weight))  # fmt: skip
            weight = alpha, ext.plus(w, v)
        i = ext.plus(x.interval, y.interval)
        signs = {x.sign, y.sign}
        if signs <= {0, 1}:
            i = ext.meet(i, (ZERO, INF))
        if signs <= {0, -1}:
            i = ext.meet(i, (NEG_INF, ZERO))
        return self.make(i, weight, apart=len(signs) == 1 and None not in signs
                         and (x.nonzero or y.nonzero))  # fmt: skip

    def negative(self, x: Enclosure) -> Enclosure:
        """-x."""
        return self.scale(x, -1)

    def multiply(self, x: Enclosure, y: Enclosure) -> Enclosure:
        """X y."""
        weight = None
        if x.weight and y.weight:
            weight = x.weight[0] + y.weight[0], ext.times(x.weight[1], y.weight[1])
        return self.make(ext.times(x.interval, y.interval), weight, apart=x.nonzero and y.nonzero)

    def reciprocal(self, x: Enclosure) -> Enclosure:
        """1/x; raises NoInfoError where x may vanish."""
        if not x.nonzero:
            raise NoInfoError("a division by what may vanish")
        weight = None
        if x.weight and (x.weight[1][0] > 0 or x.weight[1][1] < 0):
            weight = -x.weight[0], ext.inverse(x.weight[1])
        return self.make(ext.inverse(x.interval), weight, apart=True)

    def scale(self, x: Enclosure, c: Fraction | int) -> Enclosure:
        """C x."""
        return self.multiply(self.make(around(c)), x)

    def real_power(self, x: Enclosure, e: Fraction | arb) -> Enclosure:
        """x^e for x >= 0, e a ball where it is irrational; NoInfoError where x may be outside."""
        if x.sign not in (0, 1):
            raise NoInfoError("a root of what may be negative")
        if not e >= 0 and not x.nonzero:
            raise NoInfoError("a negative power of what may vanish")
        weight = None
        if (
            x.weight
            and isinstance(e, Fraction)
            and x.weight[1][0] >= 0
            and (e >= 0 or x.weight[1][0] > 0)
        ):
            weight = x.weight[0] * e, ext.real_power(x.weight[1], e)
        i = ext.real_power(ext.meet(x.interval, (ZERO, INF)), e)
        return self.make(i, weight, apart=x.nonzero)

    def whole_power(self, x: Enclosure, k: int) -> Enclosure:
        """x^k for a natural k."""
        if k == 0:
            return self.make(UNIT)
        weight = None if x.weight is None else (x.weight[0] * k, ext.whole_power(x.weight[1], k))
        return self.make(ext.whole_power(x.interval, k), weight, apart=x.nonzero)

    def polynomial(self, p: fmpq_poly) -> Enclosure:
        """A polynomial in u, exactly where that is cheap."""
        if id(p) not in self.polynomials:
            self.polynomials[id(p)] = p, self._polynomial(p)  # p: its id is not given to another
        return self.polynomials[id(p)][1]

    def _polynomial(self, p: fmpq_poly) -> Enclosure:
        degree = p.degree()
        if degree <= 0 or self.a == self.b:
            return self.make(around(fmpq(p(self.a))))
        if degree > 2:
            lead, factors = p.factor()
            if len(factors) > 1 or factors[0][1] > 1:
                out = self.make(around(fmpq(lead)))
                for factor, times_ in factors:
                    out = self.multiply(out, self.whole_power(self.polynomial(factor), times_))
                return out
        i, apart = self._range(p) if degree <= 2 else (ALL, False)
        coefficients = list(map(fmpq, p.coeffs()))
        if self.at_zero:  # u^lowest times a polynomial in u
            lowest = next(k for k, c in enumerate(coefficients) if c)
            terms, t = coefficients[: lowest - 1 if lowest else None : -1], (ZERO, self.ends[1])
            return self.make(i, (Fraction(lowest), _horner(terms, t)), apart=apart)
        if self.at_infinity:  # u^degree times a polynomial in 1/u
            t = ZERO, ext.inverse(around(self.a))[1] if self.a > 0 else INF
            return self.make(i, (Fraction(degree), _horner(coefficients, t)), apart=apart)
        if degree > 2:  # by powers of the distance from the middle
            assert self.b is not None
            middle, radius = (self.a + self.b) / 2, around((self.b - self.a) / 2)[1]
            shifted = map(fmpq, p(fmpq_poly([middle, 1])).coeffs()[::-1])
            i = _horner(shifted, (-radius, radius))
        return self.make(i, apart=apart)

    def _range(self, p: fmpq_poly) -> tuple[Interval, bool]:
        """The range of degree 1 or 2, and whether p vanishes nowhere in the open cell."""
        lead = fmpq(p[p.degree()])
        found = [fmpq(p(end)) for end in (self.a, self.b) if end is not None]
        vertex = None
        if p.degree() == 2:
            at = -fmpq(p[1]) / (2 * lead)
            if at > self.a and (self.b is None or at < self.b):
                vertex = fmpq(p(at))
                found.append(vertex)
        least, most = min(found), max(found)
        i = around(least)[0], around(most)[1]
        falls, rises = self.b is None and lead < 0, self.b is None and lead > 0
        apart = vertex != 0 and self.a != self.b
        apart &= (least >= 0 and not falls) or (most <= 0 and not rises)
        return (NEG_INF if falls else i[0], INF if rises else i[1]), apart


def _horner(coefficients: Iterable[fmpq], t: Interval) -> Interval:
    """The polynomial in t with these coefficients, the leading one first."""
    acc = ZERO, ZERO
    for c in coefficients:
        acc = ext.plus(ext.times(acc, t), around(c))
    return acc
