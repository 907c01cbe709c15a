"""One-sided limits and eventual signs, from asymptotic expansions with a proved remainder.

Near a place (0+, a+, a-, oo) let s > 0 be the distance (1/u at oo), so s -> 0+. With
l = log(1/s) and ll = log(l), a function is written as a finite sum of c*M plus a remainder O(R),
where c is an exact constant, and M and R are monomials

    exp(sum_i k_i s^(-m_i)) * s^a * l^b * ll^c      (m_i > 0 rational; a, b, c real).

Such monomials are totally ordered by growth. Sums and products are exact up to the remainder;
powers, log, exp and analytic functions follow from the Taylor series of (1+x)^p, log(1+x), exp(x)
and f(c+x) at a term x that tends to 0; erf at oo from its asymptotic series. No step guesses: where
no rule applies the answer is None.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce

from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    S,
    atan,
    cos,
    diff,
    erf,
    exp,
    factorial2,
    log,
    pi,
    sin,
    sqrt,
)

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.constants import resolved, sign, sign_at
from sparsity_theory.exact.elementary import ELEMENTARY
from sparsity_theory.exact.variable import U

_SIZES = (2, 8)
"""How many terms of an expansion are kept: few at first, more if these cancel."""

_MAX_COEFFICIENT = 400
"""Operations in a coefficient; with more the expansion is given up."""

_VANISHING = Rational(64)
"""exp(-x), with x growing faster than log(1/s), is O(s**64); only that bound is kept."""


class _NoRuleError(Exception):
    """No rule decides this expansion."""


@dataclass(frozen=True)
class Place:
    """Where u tends to: a rational point from the right (+1) or the left (-1), or oo."""

    point: Expr
    side: int

    def __str__(self) -> str:
        return "oo" if self.point is S.Infinity else f"{self.point}{'+' if self.side > 0 else '-'}"


AT_ZERO = Place(S.Zero, 1)
AT_INFINITY = Place(S.Infinity, -1)


def limit(expr: Expr, place: Place) -> Expr | None:
    """The limit of a smooth expression in u, an extended real, or None when undecided.

    >>> limit(U * log(U), AT_ZERO), limit((U**2 + 1)/(U - 1), Place(S.One, -1))
    (0, -oo)
    """
    value = _value_where_continuous(expr, place)
    if value is not None:
        return value
    for size in _SIZES:
        try:
            return _limit(_expand(expr, place, size))
        except (_NoRuleError, bounded.NotFormedError):
            continue
    return _extended_limit(expr, place)


def eventual_sign(expr: Expr, place: Place) -> int | None:
    """The sign of an expression close enough to the place; 0 for the zero function.

    >>> eventual_sign(1 - exp(-U) - U, AT_ZERO)
    -1
    """
    value = _value_where_continuous(expr, place)
    if value is not None and sign(value) in {1, -1}:
        return sign(value)
    for size in _SIZES:
        try:
            expansion = _expand(expr, place, size)
        except (_NoRuleError, bounded.NotFormedError):
            continue
        if expansion.terms:
            return sign(expansion.terms[0][0])
        if expansion.remainder is None:
            return 0
    return None


def _value_where_continuous(expr: Expr, place: Place) -> Expr | None:
    """The value at a point inside (0, oo) where every part of the expression is continuous."""
    if place.point in {S.Zero, S.Infinity} or not analytic_at(expr, place.point):
        return None
    value = bounded.at(expr, place.point)
    return None if value is None else resolved(value)


def analytic_at(expr: Expr, point: Rational) -> bool:
    """Whether every root, logarithm and quotient of an expression is smooth at a point u > 0.

    >>> from sympy import sqrt
    >>> analytic_at(sqrt(U**2 - 2*U + 1), S.One), analytic_at(sqrt(U), S.One)
    (False, True)
    """
    for part in expr.atoms(Pow, log, Max, Min, Abs):
        if not part.has(U) or (part.is_Pow and part.exp.is_Integer and part.exp > 0):
            continue
        if isinstance(part, Max | Min | Abs):
            return False
        inner = sign_at(part.args[0], point)
        if inner != 1 and not (inner == -1 and part.is_Pow and part.exp.is_Integer):
            return False
    return True


def _extended_limit(expr: Expr, place: Place) -> Expr | None:
    """The limit by arithmetic of extended reals, where it is determinate."""
    if expr.func not in {Add, Mul, exp, log, atan, erf}:
        return None
    limits = [limit(argument, place) for argument in expr.args]
    known = [value for value in limits if value is not None]
    if len(known) < len(limits):
        return None
    infinite = [value for value in known if value in (S.Infinity, S.NegativeInfinity)]
    if isinstance(expr, Add):
        if len(set(infinite)) > 1:
            return None
        return infinite[0] if infinite else Add(*known)
    if isinstance(expr, Mul):
        if not infinite:
            return Mul(*known)
        found = [sign(value) for value in known]
        if None in found or 0 in found:
            return None
        return math.prod(s for s in found if s is not None) * S.Infinity
    return _limit_of_function(expr, known[0])


def _limit_of_function(expr: Expr, inner: Expr) -> Expr | None:
    """The limit of exp, log, atan or erf from that of its argument."""
    if inner is S.Infinity:
        return {atan: pi / 2, erf: S.One}.get(expr.func, S.Infinity)
    if inner is S.NegativeInfinity:
        return {exp: S.Zero, atan: -pi / 2, erf: S.NegativeOne}.get(expr.func)
    if isinstance(expr, log):
        side = sign(inner)
        # The argument of a logarithm is positive, so a limit 0 is approached from above.
        return {1: log(inner), 0: S.NegativeInfinity}.get(side) if side is not None else None
    try:
        return bounded.rebuilt(expr, [inner])
    except bounded.NotFormedError:
        return None


@dataclass(frozen=True)
class _Monomial:
    """exp(sum k s^-m over `exponential`) * s^power * l^log_power * ll^loglog_power."""

    exponential: tuple[tuple[Rational, Expr], ...] = ()  # (m, k), largest m first, k nonzero
    power: Rational = S.Zero
    log_power: Rational = S.Zero
    loglog_power: Rational = S.Zero

    def __mul__(self, other: _Monomial) -> _Monomial:
        rates = dict(self.exponential)
        for m, k in other.exponential:
            rates[m] = rates.get(m, S.Zero) + k
        kept = [(m, k) for m, k in rates.items() if _certain_sign(k) != 0]
        return _Monomial(
            tuple(sorted(kept, key=lambda pair: -pair[0])),
            self.power + other.power,
            self.log_power + other.log_power,
            self.loglog_power + other.loglog_power,
        )

    def __pow__(self, p: Expr) -> _Monomial:
        if p == 0:
            return _ONE
        return _Monomial(
            tuple((m, k * p) for m, k in self.exponential),
            self.power * p,
            self.log_power * p,
            self.loglog_power * p,
        )

    def growth(self) -> int:
        """1 if it tends to oo, 0 if it is 1, -1 if it tends to 0."""
        if self.exponential:
            return _certain_sign(self.exponential[0][1])
        for rate in (-self.power, self.log_power, self.loglog_power):
            side = _certain_sign(rate)
            if side != 0:
                return side
        return 0

    @property
    def is_real(self) -> bool:
        """Whether an exponent is not rational: then it may have several names."""
        return not all(e.is_Rational for e in (self.power, self.log_power, self.loglog_power))

    def dominates(self, other: _Monomial) -> bool:
        quotient: _Monomial = self * other ** Rational(-1)
        return quotient.growth() > 0


def _known_name(monomial: _Monomial, known: Iterable[_Monomial]) -> _Monomial:
    """The same monomial as it is already known: sqrt(2)*sqrt(3) and sqrt(6) are one exponent."""
    if monomial.is_real:
        for other in known:
            if (monomial * other**S.NegativeOne).growth() == 0:
                return other
    return monomial


_ONE = _Monomial()
_LOG = _Monomial(log_power=S.One)
_LOGLOG = _Monomial(loglog_power=S.One)


@dataclass(frozen=True)
class _Expansion:
    """Terms (coefficient, monomial), largest first, plus O(remainder); None means exact."""

    terms: tuple[tuple[Expr, _Monomial], ...]
    remainder: _Monomial | None = None

    @property
    def bound(self) -> _Monomial | None:
        """A monomial M with the function O(M); None for the zero function."""
        return self.terms[0][1] if self.terms else self.remainder


_ZERO = _Expansion(())


def _is_large(coefficient: Expr) -> bool:
    long = coefficient.is_Rational and bounded.bits(coefficient) > bounded.MOST_BITS
    return bool(long or coefficient.count_ops() > _MAX_COEFFICIENT)


def _certain_sign(value: Expr) -> int:
    found = sign(value)
    if found is None:
        raise _NoRuleError
    return found


def _larger(first: _Monomial | None, second: _Monomial | None) -> _Monomial | None:
    if first is None or second is None:
        return second if first is None else first
    return second if second.dominates(first) else first


def _is_polar(monomial: _Monomial) -> bool:
    """Whether the monomial is s^(-m) with a rational m > 0."""
    return bool(monomial.power.is_Rational and monomial.power < 0) and monomial == _Monomial(
        power=monomial.power
    )


class _Calculus:
    """Arithmetic of expansions of at most `size` terms."""

    def __init__(self, size: int) -> None:
        self.size = size

    def constant(self, value: Expr) -> _Expansion:
        return self.collect([(value, _ONE)], None)

    def collect(
        self, terms: list[tuple[Expr, _Monomial]], remainder: _Monomial | None
    ) -> _Expansion:
        """Merge equal monomials, sort, and drop what the remainder swallows."""
        sums: dict[_Monomial, Expr] = {}
        for coefficient, given in terms:
            effort.check()
            monomial = _known_name(given, sums)
            sums[monomial] = sums.get(monomial, S.Zero) + coefficient
        kept: list[tuple[Expr, _Monomial]] = []
        for monomial, coefficient in sums.items():
            if remainder is not None and not monomial.dominates(remainder):
                continue
            if _is_large(coefficient):
                raise _NoRuleError
            if _certain_sign(coefficient) == 0:
                continue
            place = sum(1 for _, other in kept if other.dominates(monomial))
            kept.insert(place, (coefficient, monomial))
        if len(kept) > self.size:
            remainder = kept[self.size][1]
            kept = kept[: self.size]
        return _Expansion(tuple(kept), remainder)

    def add(self, first: _Expansion, second: _Expansion) -> _Expansion:
        remainder = _larger(first.remainder, second.remainder)
        return self.collect([*first.terms, *second.terms], remainder)

    def multiply(self, first: _Expansion, second: _Expansion) -> _Expansion:
        if first.bound is None or second.bound is None:
            return _ZERO
        remainder = None
        if first.remainder is not None:
            remainder = first.remainder * second.bound
        if second.remainder is not None:
            remainder = _larger(remainder, second.remainder * first.bound)
        products = [(c * d, m * n) for c, m in first.terms for d, n in second.terms]
        return self.collect(products, remainder)

    def scale(self, factor: Expr, expansion: _Expansion) -> _Expansion:
        return self.multiply(self.constant(factor), expansion)

    def series(self, coefficients: list[Expr], x: _Expansion) -> _Expansion:
        """sum_j coefficients[j] x^j + O(x^n), n = len(coefficients), for x tending to 0."""
        if x.bound is None:
            return self.constant(coefficients[0])
        if x.bound.growth() >= 0:
            raise _NoRuleError
        total = _Expansion((), x.bound ** Rational(len(coefficients)))
        power = self.constant(S.One)
        for coefficient in coefficients:
            total = self.add(total, self.scale(coefficient, power))
            power = self.multiply(power, x)
        return total

    def relative_rest(self, f: _Expansion) -> _Expansion:
        """X with f = c*M*(1 + x), c*M the leading term."""
        coefficient, monomial = f.terms[0]
        inverse = _Expansion(((1 / coefficient, monomial ** Rational(-1)),))
        return self.multiply(_Expansion(f.terms[1:], f.remainder), inverse)

    def power(self, f: _Expansion, p: Expr) -> _Expansion:
        if f.bound is None and _certain_sign(p) > 0:
            return _ZERO
        if not f.terms:
            raise _NoRuleError
        coefficient, monomial = f.terms[0]
        if not p.is_Integer and _certain_sign(coefficient) < 0:
            raise _NoRuleError
        leading = _Expansion(((bounded.power(coefficient, p), monomial**p),))
        return self.multiply(leading, self.series(self.binomials(p), self.relative_rest(f)))

    def binomials(self, p: Expr) -> list[Expr]:
        """P choose 0, 1, 2, ..., for a real p."""
        found: list[Expr] = [S.One]
        for j in range(1, self.size):
            found.append(found[-1] * (p - j + 1) / j)
        return found

    def log(self, f: _Expansion) -> _Expansion:
        if not f.terms:
            raise _NoRuleError
        coefficient, monomial = f.terms[0]
        if monomial.loglog_power != 0 or _certain_sign(coefficient) <= 0:
            raise _NoRuleError
        terms = [(k, _Monomial(power=-m)) for m, k in monomial.exponential]
        terms += [(-monomial.power, _LOG), (monomial.log_power, _LOGLOG), (log(coefficient), _ONE)]
        tail = [S.Zero] + [Rational((-1) ** (j + 1), j) for j in range(1, self.size)]
        return self.add(self.collect(terms, None), self.series(tail, self.relative_rest(f)))

    def exp(self, f: _Expansion) -> _Expansion:
        if f.remainder is not None and f.remainder.growth() >= 0:
            raise _NoRuleError
        if f.terms and f.terms[0][1].dominates(_LOG) and not _is_polar(f.terms[0][1]):
            if _certain_sign(f.terms[0][0]) < 0:
                return _Expansion((), _Monomial(power=_VANISHING))
            raise _NoRuleError
        factor, monomial = S.One, _ONE
        small: list[tuple[Expr, _Monomial]] = []
        for coefficient, term in f.terms:
            if term.growth() < 0:
                small.append((coefficient, term))
            elif term == _ONE:
                factor = bounded.exponential(coefficient)
            elif _is_polar(term):
                monomial = monomial * _Monomial(exponential=((-term.power, coefficient),))
            elif term == _LOG:
                monomial = monomial * _Monomial(power=-coefficient)
            elif term == _LOGLOG:
                monomial = monomial * _Monomial(log_power=coefficient)
            else:
                raise _NoRuleError
        rest = _Expansion(tuple(small), f.remainder)
        series = self.series([Rational(1, math.factorial(j)) for j in range(self.size)], rest)
        return self.multiply(_Expansion(((factor, monomial),)), series)

    def atan(self, f: _Expansion) -> _Expansion:
        if f.bound is not None and f.bound.growth() > 0:
            if not f.terms:
                raise _NoRuleError
            side = _certain_sign(f.terms[0][0])
            inverse = self.atan(self.power(f, Rational(-1)))
            return self.add(self.constant(side * pi / 2), self.scale(S.NegativeOne, inverse))
        return self.analytic(atan, f)

    def erf(self, f: _Expansion) -> _Expansion:
        """For f -> oo, 1 - exp(-f^2)/(f sqrt(pi)) (1 - 1/(2 f^2) + 3/(4 f^4) - ...).

        That series envelops the function: what is left out is at most the first term left out.
        """
        if f.bound is None or f.bound.growth() <= 0:
            return self.analytic(erf, f)
        if not f.terms:
            raise _NoRuleError
        side = S(_certain_sign(f.terms[0][0]))
        size = self.scale(side, f)
        inverse = self.power(size, S.NegativeOne)
        decay = self.exp(self.scale(S.NegativeOne, self.multiply(f, f)))
        coefficients = [
            (-1) ** j * factorial2(2 * j - 1) / Rational(2) ** j for j in range(self.size)
        ]
        series = self.series(coefficients, self.multiply(inverse, inverse))
        tail = self.scale(1 / sqrt(pi), self.multiply(decay, self.multiply(inverse, series)))
        return self.scale(side, self.add(self.constant(S.One), self.scale(S.NegativeOne, tail)))

    def wave(self, function: type[Expr], f: _Expansion) -> _Expansion:
        """Sine or cosine: of what has no limit it is bounded, no more."""
        try:
            return self.analytic(function, f)
        except (_NoRuleError, bounded.NotFormedError):
            return _Expansion((), _ONE)

    def analytic(self, function: type[Expr], f: _Expansion) -> _Expansion:
        """A function that is analytic on the real line, of what has a finite limit."""
        centre: Expr = S.Zero
        if f.terms and f.terms[0][1] == _ONE:
            centre = f.terms[0][0]
        elif f.bound is not None and f.bound.growth() >= 0:
            raise _NoRuleError
        x = self.add(f, self.constant(-centre))
        derivative, coefficients = function(U), []
        for j in range(self.size):
            value = bounded.at(derivative, centre)
            if value is None:
                raise _NoRuleError
            coefficients.append(value / math.factorial(j))
            derivative = diff(derivative, U)
        return self.series(coefficients, x)

    def variable(self, place: Place) -> _Expansion:
        """The expansion of u itself."""
        if place.point is S.Infinity:
            return _Expansion(((S.One, _Monomial(power=S.NegativeOne)),))
        step = (Rational(place.side), _Monomial(power=S.One))
        return self.collect([(place.point, _ONE), step], None)


def _limit(f: _Expansion) -> Expr:
    if not f.terms:
        if f.remainder is None or f.remainder.growth() < 0:
            return S.Zero
        raise _NoRuleError
    coefficient, monomial = f.terms[0]
    growth = monomial.growth()
    if growth > 0:
        return S.Infinity if _certain_sign(coefficient) > 0 else S.NegativeInfinity
    return S.Zero if growth < 0 else coefficient


@lru_cache(maxsize=8192)
def _expand(expr: Expr, place: Place, size: int) -> _Expansion:
    effort.check()
    calculus = _Calculus(size)
    if expr == U:
        return calculus.variable(place)
    if not expr.has(U):
        return calculus.constant(expr)
    head, parts = expr.func, [_expand(a, place, size) for a in expr.args if a.has(U)]
    if head in {Add, Mul}:
        combine = calculus.add if head is Add else calculus.multiply
        parts += [calculus.constant(a) for a in expr.args if not a.has(U)]
        return reduce(combine, parts)
    if head is Pow and not expr.exp.has(U):
        return calculus.power(parts[0], expr.exp)
    if head is exp:
        return calculus.exp(parts[0])
    if head is log:
        return calculus.log(parts[0])
    if head is atan:
        return calculus.atan(parts[0])
    if head is erf:
        return calculus.erf(parts[0])
    if head in {sin, cos}:
        return calculus.wave(head, parts[0])
    if head in ELEMENTARY:
        return _expand(ELEMENTARY[head](expr.args[0]), place, size)
    raise _NoRuleError
