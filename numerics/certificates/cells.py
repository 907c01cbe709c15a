"""A term on an open cell: enclosures of its value and of its first two derivatives.

Derivatives follow the term by the rules of calculus.  Where an absolute value, min or max may
bend inside the cell the first derivative is enclosed by its values on both sides and the second is
unknown.  A root, a logarithm or a quotient whose argument may reach the end of its domain has no
derivatives at all.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from numerics.certificates import extended as ext
from numerics.certificates.enclosures import ANYTHING, Enclosure, OpenCell, Weight
from numerics.certificates.extended import Interval, around, high, low
from numerics.certificates.limits import NoInfoError
from numerics.certificates.terms import Rational, Term

Jet = list[Enclosure]  # f, f', f''/2, or fewer
Rule = Callable[[], Enclosure]
_HALF = Fraction(1, 2)
_SLOW = Fraction(1, 8)  # |log u| is bounded by u^(+-1/8) / (e/8)
_DECAY = 24  # exp(-c u^alpha) is bounded by a power of u up to this one


class Cell(OpenCell):
    """Evaluates terms on the cell; conditions are decided at ``side``, by default inside it."""

    def __init__(self, a: fmpq, b: fmpq | None, side: fmpq | None = None) -> None:
        super().__init__(a, b)
        inside = a + 1 if b is None else (a + b) / 2
        self.side = inside if side is None else side
        self._jets: dict[tuple[int, int], Jet] = {}

    def value(self, term: Term) -> Enclosure:
        """An enclosure of the term; raises NoInfoError where it may be undefined."""
        return self.jet(term, 0)[0]

    def jet(self, term: Term, order: int) -> Jet:
        """(f, f', f''/2) up to the order; raises NoInfoError where nothing is known of one."""
        key = id(term), order
        if key not in self._jets:
            self._jets[key] = self._jet(term, order)
        return self._jets[key]

    def _jet(self, term: Term, order: int) -> Jet:
        if term.kind == "rational":
            return self._rational(term.data, order)
        if term.kind == "constant":
            pi_or_e = arb.pi() if term.data == "pi" else arb.const_e()
            return [self.make(around(x)) for x in (pi_or_e, arb(0), arb(0))][: order + 1]
        if term.kind == "if":
            return self.jet(term.parts[0 if term.data(self.side) else 1], order)
        x = self.jet(term.parts[0], order)
        if term.kind == "power":
            return self._power(x, term.data)
        if term.kind == "real":
            least, most = self.value(term.parts[1]).interval
            return self._power(x, least.union(most))
        if term.kind == "function":
            return self._function(term.data, x)
        y = self.jet(term.parts[1], order)
        if term.kind == "add":
            return [self.add(a, b) for a, b in zip(x, y, strict=True)]
        if term.kind == "multiply":
            same = term.parts[0] is term.parts[1]
            return self._power(x, Fraction(2)) if same else self._product(x, y)
        if term.kind == "divide":
            return self._product(x, self._reciprocal(y))
        return self._extreme(term.kind, x, y)

    def _rational(self, r: Rational, order: int) -> Jet:
        limit = self.a == self.b != self.side  # there what cancelled may vanish
        if r.hole.degree() > 0 and not limit and not self.polynomial(r.hole).nonzero:
            raise NoInfoError("0/0 may occur")
        out: Jet = []
        for k in range(order + 1):  # each derivative exactly: nothing is enclosed twice
            value = self.polynomial(r.top)
            if r.bottom.degree() > 0:
                value = self.multiply(value, self.reciprocal(self.polynomial(r.bottom)))
            out.append(self.scale(value, _HALF) if k == 2 else value)
            r = r.derivative if k < order else r
        return out

    def _product(self, x: Jet, y: Jet) -> Jet:
        out = []
        for k in range(len(x)):
            terms = [self.multiply(x[i], y[k - i]) for i in range(k + 1)]
            total = terms[0]
            for term in terms[1:]:
                total = self.add(total, term)
            out.append(total)
        return out

    def _reciprocal(self, x: Jet) -> Jet:
        r = self.reciprocal(x[0])
        square = self.whole_power(r, 2)
        return self._chain(x, r, lambda: self.negative(square), lambda: self.multiply(square, r))

    def _chain(self, x: Jet, f0: Enclosure, f1: Rule, f2: Rule) -> Jet:
        """F(x) from F, F' and F''/2 at x."""
        out = [f0]
        if len(x) > 1:
            slope = f1()
            out.append(self.multiply(slope, x[1]))
        if len(x) > 2:
            bent = self.multiply(f2(), self.whole_power(x[1], 2))
            out.append(self.add(self.multiply(slope, x[2]), bent))
        return out

    def _power(self, x: Jet, e: Any) -> Jet:  # a Fraction, or a ball where it is irrational
        whole = isinstance(e, Fraction) and e.denominator == 1
        if whole and e < 0:
            return self._reciprocal(self._power(x, -e))

        def raised(k: int) -> Enclosure:
            if whole:
                return self.whole_power(x[0], max(int(e) - k, 0))
            return self.real_power(x[0], e - k)

        return self._chain(
            x,
            raised(0),
            lambda: self.scale(raised(1), e),
            lambda: self.scale(raised(2), e * (e - 1) / 2),
        )

    def _absolute(self, x: Jet) -> Jet:
        sign = self._side_of(x[0])
        if sign is not None:
            return x if sign >= 0 else [self.negative(v) for v in x]
        a, b = x[0].interval
        out = [self.make((ext.ZERO, max(-a, b)))]
        if len(x) > 1:
            out.append(self.multiply(self.make((-ext.ONE, ext.ONE)), x[1]))
        return out + [ANYTHING] * (len(x) - 2)

    def _side_of(self, x: Enclosure) -> int | None:
        """The sign of x around here: at a point where x is 0 it may change."""
        return x.sign if x.nonzero or self.a != self.b else None

    def _extreme(self, kind: str, x: Jet, y: Jet) -> Jet:
        difference = self.add(x[0], self.negative(y[0]))
        sign = self._side_of(difference)
        if sign is not None:
            return x if (sign <= 0) == (kind == "min") else y
        choose = min if kind == "min" else max

        def of(i: Interval, j: Interval) -> Interval:
            return choose(i[0], j[0]), choose(i[1], j[1])

        weight: Weight | None = None
        v, w = x[0].weight, y[0].weight
        if v and w and v[0] == w[0]:
            weight = v[0], of(v[1], w[1])
        out = [self.make(of(x[0].interval, y[0].interval), weight)]
        if len(x) > 1:
            out.append(self.make(ext.hull(x[1].interval, y[1].interval)))
        return out + [ANYTHING] * (len(x) - 2)

    def _function(self, name: str, x: Jet) -> Jet:
        v = x[0]
        if name == "abs":
            return self._absolute(x)
        if name == "exp":
            f = self._exp(v)
            return self._chain(x, f, lambda: f, lambda: self.scale(f, _HALF))
        if name == "log":
            f = self._log(v)
            r = self.reciprocal(v)
            return self._chain(x, f, lambda: r, lambda: self.scale(self.whole_power(r, 2), -_HALF))
        if name in ("sin", "cos"):
            f, slope = self._wave(v, arb.sin), self._wave(v, arb.cos)
            if name == "cos":
                f, slope = slope, self.negative(f)
            return self._chain(x, f, lambda: slope, lambda: self.scale(f, -_HALF))
        if name == "atan":
            f = self._odd(v, arb.atan, arb.pi() / 2)
            slope = self.reciprocal(self.add(self.make(ext.UNIT), self.whole_power(v, 2)))
            bend = self.multiply(v, self.whole_power(slope, 2))
            return self._chain(x, f, lambda: slope, lambda: self.negative(bend))
        if name == "tanh":
            f = self._odd(v, arb.tanh, ext.ONE)
            # 1 - tanh(x)^2 = 4 E/(1+E)^2 with E = exp(-2|x|): no cancellation, and it decays
            e = self._exp(self.scale(self._absolute([v])[0], -2))
            inverse = self.reciprocal(self.add(self.make(ext.UNIT), e))
            slope = self.scale(self.multiply(e, self.whole_power(inverse, 2)), 4)
            return self._chain(x, f, lambda: slope, lambda: self.negative(self.multiply(f, slope)))
        f = self._odd(v, arb.erf, ext.ONE)
        gauss = self._exp(self.negative(self.whole_power(v, 2)))
        slope = self.multiply(self.make(around(2 / arb.pi().sqrt())), gauss)
        return self._chain(x, f, lambda: slope, lambda: self.negative(self.multiply(v, slope)))

    def _exp(self, v: Enclosure) -> Enclosure:
        a, b = v.interval
        i = ext.exponential(a, up=False), ext.exponential(b, up=True)
        if a == ext.INF or b == ext.NEG_INF:
            raise NoInfoError("an exponential that is too large")
        return self.make(i, self._decay(v), apart=True)

    def _decay(self, v: Enclosure) -> Weight | None:
        """With x <= -c u^alpha, growing towards the end that the cell touches: e^x <= C u^-+k."""
        if not v.weight or not v.weight[1][1] < 0 or v.weight[0] == 0:
            return None
        alpha, (_, most) = v.weight
        end = self.ends[0] if self.at_infinity else self.ends[1]
        if (alpha > 0) != self.at_infinity or not end > 0:
            return None
        there = ext.real_power((end, end), alpha)
        size = ext.times(ext.negated((most, most)), ext.times(there, around(abs(alpha))))[0]
        # u^(+-k) exp(-c u^alpha) falls towards that end where k <= c |alpha| u^alpha
        k = _DECAY if size > _DECAY else int(float(size))
        if k < 1:
            return None
        exponent = Fraction(k if self.at_infinity else -k)
        bound = ext.exponential(ext.times((most, most), there)[1], up=True)
        there = ext.times(ext.real_power((end, end), exponent), (ext.ZERO, bound))
        return -exponent, (ext.ZERO, there[1])

    def _log(self, v: Enclosure) -> Enclosure:
        if not v.nonzero or v.sign != 1:
            raise NoInfoError("a logarithm of what may not be positive")
        i = _logarithm(v.interval)
        if not v.weight or not v.weight[0] or not v.weight[1][0] > 0:
            return self.make(i)
        most = high(1 / (arb.const_e() * around(_SLOW)[0]))
        if self.at_infinity and self.a >= 1:
            u = self.make((low(self.ends[0].log()), ext.INF), (_SLOW, (ext.ZERO, most)))
        elif self.at_zero and self.b is not None and self.b <= 1:
            u = self.make((ext.NEG_INF, high(self.ends[1].log())), (-_SLOW, (-most, ext.ZERO)))
        else:
            return self.make(i)
        split = self.add(self.scale(u, v.weight[0]), self.make(_logarithm(v.weight[1])))
        return self.make(ext.meet(i, split.interval), split.weight)

    def _wave(self, v: Enclosure, f: Callable[[arb], arb]) -> Enclosure:
        """Sine or cosine."""
        found = around(f(v.interval[0].union(v.interval[1])))
        return self.make(ext.meet((-ext.ONE, ext.ONE), found))

    def _odd(self, v: Enclosure, f: Callable[[arb], arb], limit: arb) -> Enclosure:
        """Atan, erf and tanh: odd and increasing, to a limit."""
        a, b = (f(end) for end in v.interval)
        return self.make((max(low(a), -high(limit)), min(high(b), high(limit))), apart=v.nonzero)


def _logarithm(i: Interval) -> Interval:
    return (
        ext.NEG_INF if i[0] <= 0 else ext.INF if i[0] == ext.INF else low(i[0].log()),
        ext.INF if i[1] == ext.INF else high(i[1].log()),
    )
