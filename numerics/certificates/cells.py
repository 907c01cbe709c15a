"""A term on an open cell: enclosures of its value and of its first two derivatives.

Derivatives follow the term by the rules of calculus.  Where an absolute value, min or max may
bend inside the cell the first derivative is enclosed by its values on both sides and the second is
unknown.  A root, a logarithm or a quotient whose argument may reach the end of its domain has no
derivatives at all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

from flint import arb, fmpq

from numerics.certificates.enclosures import Enclosure, OpenCell, Weight
from numerics.certificates.extended import ALL, INF, NEG_INF, ONE, UNIT, ZERO, Between, around
from numerics.certificates.limits import NoInfoError
from numerics.certificates.terms import Rational, Term

Jet = list[Enclosure]  # f, f', f''/2, or fewer
Rule = Callable[[], Enclosure]
_HALF, _SLOW = fmpq(1, 2), fmpq(1, 8)  # |log u| is bounded by u^(+-1/8) / (e/8)
_DECAY = 24  # exp(-c u^alpha) is bounded by a power of u up to this one
_WITHIN = Between(-ONE, ONE)


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
            numbers = term.at(self.side), fmpq(0), fmpq(0)
            return [self.make(around(x)) for x in numbers[: order + 1]]
        if term.kind == "if":
            return self.jet(term.parts[0 if term.data(self.side) else 1], order)
        x = self.jet(term.parts[0], order)
        if term.kind == "power":
            return self._power(x, term.data)
        if term.kind == "real":
            exponent = self.value(term.parts[1]).interval
            return self._power(x, exponent.low.union(exponent.high))
        if term.kind == "function":
            return self._function(term.data, x)
        y = self.jet(term.parts[1], order)
        if term.kind == "add":
            return [a + b for a, b in zip(x, y, strict=True)]
        if term.kind == "multiply":
            same = term.parts[0] is term.parts[1]
            return self._power(x, fmpq(2)) if same else self._product(x, y)
        if term.kind == "divide":
            return self._product(x, self._power(y, fmpq(-1)))
        return self._extreme(term.kind, x, y)

    def _rational(self, r: Rational, order: int) -> Jet:
        limit = self.a == self.b != self.side  # there what cancelled may vanish
        if r.hole.degree() > 0 and not limit and not self.polynomial(r.hole).nonzero:
            raise NoInfoError("0/0 may occur")
        out: Jet = []
        for k in range(order + 1):  # each derivative exactly: nothing is enclosed twice
            value = self.polynomial(r.top)
            if r.bottom.degree() > 0:
                value *= self.polynomial(r.bottom).reciprocal()
            out.append(value * _HALF if k == 2 else value)
            r = r.derivative if k < order else r
        return out

    def _product(self, x: Jet, y: Jet) -> Jet:
        return [reduce(add, (x[i] * y[k - i] for i in range(k + 1))) for k in range(len(x))]

    def _chain(self, x: Jet, f0: Enclosure, f1: Rule, f2: Rule) -> Jet:
        """F(x) from F, F' and F''/2 at x."""
        out = [f0]
        if len(x) > 1:
            slope = f1()
            out.append(slope * x[1])
        if len(x) > 2:
            out.append(slope * x[2] + f2() * x[1].whole_power(2))
        return out

    def _power(self, x: Jet, e: Any) -> Jet:  # a rational, or a ball where it is irrational
        whole = isinstance(e, fmpq) and e.q == 1
        base = x[0].reciprocal() if whole and e < 0 else x[0]

        def raised(k: int) -> Enclosure:
            if not whole:
                return base.real_power(e - k)
            return base.whole_power(abs(int(e - k)) if e < 0 else max(int(e) - k, 0))

        return self._chain(
            x, raised(0), lambda: raised(1) * e, lambda: raised(2) * (e * (e - 1) / 2)
        )

    def _absolute(self, x: Jet) -> Jet:
        value, *others = self._extreme("max", x, [-v for v in x])
        return [self.make(abs(x[0].interval), value.weight, apart=x[0].nonzero), *others]

    def _side_of(self, x: Enclosure) -> int | None:
        """The sign of x around here: at a point where x is 0 it may change."""
        return x.sign if x.nonzero or self.a != self.b else None

    def _extreme(self, kind: str, x: Jet, y: Jet) -> Jet:
        sign = self._side_of(x[0] + -y[0])
        if sign is not None:
            return x if (sign <= 0) == (kind == "min") else y
        choose = min if kind == "min" else max

        def of(i: Between, j: Between) -> Between:
            return Between(choose(i.low, j.low), choose(i.high, j.high))

        v, w = x[0].weight, y[0].weight
        weight = (v[0], of(v[1], w[1])) if v and w and v[0] == w[0] else None
        bent = [self.make(of(x[0].interval, y[0].interval), weight)]
        bent += [self.make(a.interval | b.interval) for a, b in zip(x[1:2], y[1:2], strict=True)]
        return bent + [self.make(ALL)] * (len(x) - 2)

    def _function(self, name: str, x: Jet) -> Jet:
        v, one = x[0], self.make(UNIT)
        match name:
            case "abs":
                return self._absolute(x)
            case "exp":
                f = self._exp(v)
                return self._chain(x, f, lambda: f, lambda: f * _HALF)
            case "log":
                f = self._log(v)
                slope = v.reciprocal()
                return self._chain(x, f, lambda: slope, lambda: slope.whole_power(2) * -_HALF)
            case "sin" | "cos":
                f, slope = self._wave(v, arb.sin), self._wave(v, arb.cos)
                if name == "cos":
                    f, slope = slope, -f
                return self._chain(x, f, lambda: slope, lambda: f * -_HALF)
            case "atan":
                f = self._odd(v, arb.atan, arb.pi() / 2)
                slope = (one + v.whole_power(2)).reciprocal()
                return self._chain(x, f, lambda: slope, lambda: -(v * slope.whole_power(2)))
            case "tanh":
                f = self._odd(v, arb.tanh, ONE)
                # 1 - tanh(x)^2 = 4 E/(1+E)^2 with E = exp(-2|x|): no cancellation, and it decays
                e = self._exp(self._absolute([v])[0] * -2)
                slope = e * (one + e).reciprocal().whole_power(2) * 4
                return self._chain(x, f, lambda: slope, lambda: -(f * slope))
        f = self._odd(v, arb.erf, ONE)
        slope = self._exp(-v.whole_power(2)) * (2 / arb.pi().sqrt())
        return self._chain(x, f, lambda: slope, lambda: -(v * slope))

    def _exp(self, v: Enclosure) -> Enclosure:
        if v.interval.low == INF or v.interval.high == NEG_INF:
            raise NoInfoError("an exponential that is too large")
        return self.make(v.interval.exponential(), self._decay(v), apart=True)

    def _decay(self, v: Enclosure) -> Weight | None:
        """With x <= -c u^alpha, growing towards the end that the cell touches: e^x <= C u^-+k."""
        if not v.weight or not v.weight[1].high < 0 or v.weight[0] == 0:
            return None
        alpha, most = v.weight[0], around(v.weight[1].high)
        end = around(self.ends.low if self.at_infinity else self.ends.high)
        if (alpha > 0) != self.at_infinity or not end.low > 0:
            return None
        there = end.real_power(alpha)
        size = (-most * there * around(abs(alpha))).low
        # u^(+-k) exp(-c u^alpha) falls towards that end where k <= c |alpha| u^alpha
        k = _DECAY if size > _DECAY else int(float(size))
        if k < 1:
            return None
        exponent = fmpq(k if self.at_infinity else -k)
        bound = end.real_power(exponent) * (most * there).exponential()
        return -exponent, Between(ZERO, bound.high)

    def _log(self, v: Enclosure) -> Enclosure:
        if not v.nonzero or v.sign != 1:
            raise NoInfoError("a logarithm of what may not be positive")
        i = v.interval.logarithm()
        if not v.weight or not v.weight[0] or not v.weight[1].low > 0:
            return self.make(i)
        most = (around(arb.const_e()) * around(_SLOW)).inverse().high
        if self.at_infinity and self.a >= 1:
            weight = _SLOW, Between(ZERO, most)
        elif self.at_zero and self.b is not None and self.b <= 1:
            weight = -_SLOW, Between(-most, ZERO)
        else:
            return self.make(i)
        log_u = self.make(self.ends.logarithm(), weight)
        split = log_u * v.weight[0] + self.make(v.weight[1].logarithm())
        return self.make(i & split.interval, split.weight)

    def _wave(self, v: Enclosure, f: Callable[[arb], arb]) -> Enclosure:
        """Sine or cosine."""
        return self.make(_WITHIN & around(f(v.interval.low.union(v.interval.high))))

    def _odd(self, v: Enclosure, f: Callable[[arb], arb], limit: arb) -> Enclosure:
        """Atan, erf and tanh: odd and increasing, to a limit."""
        ends = around(f(v.interval.low)) | around(f(v.interval.high))
        most = around(limit).high
        return self.make(ends & Between(-most, most), apart=v.nonzero)
