"""Functions as quotients of polynomials over Q in symbols that stand for what is not rational.

The symbols are t = u^(1/q) and one for each radical, exponential, logarithm or other function.
What holds for all values of the symbols holds for the function: a vanishing numerator proves
that it vanishes identically, a factorisation is one of the function. Nothing else is claimed:
symbols may be related, and a numerator that does not vanish proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx
from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    exp,
    log,
)

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.enclosures import rational, sympy_rational
from sparsity_theory.exact.variable import U

_MAX_TERMS = 400
_MAX_PRODUCT = 20000
_MAX_DEGREE = 200
_MAX_FACTORED_DEGREE = 60
_MAX_BITS = 20000
_MAX_ROOT = 200
_MAX_MULTIPLE = 12
"""exp(a) and exp(n*a) share a symbol for n up to this; beyond it the degree would explode."""


Quotient = tuple[fmpq_mpoly, fmpq_mpoly]
"""Numerator and denominator."""


class TooLargeError(Exception):
    """A polynomial would grow beyond the bounds."""


@dataclass(frozen=True)
class Form:
    """numerator/denominator; `meaning` lists what the generators stand for."""

    numerator: fmpq_mpoly
    denominator: fmpq_mpoly
    meaning: tuple[Expr, ...]


@lru_cache(maxsize=4096)
def form(f: Expr) -> Form | None:
    """A function as a quotient of polynomials, in lowest terms; None when it is too large.

    >>> form((U + 1)**2 - U**2 - 2*U - 1).numerator
    0
    """
    try:
        generators = _Generators([f])
        top, bottom = generators.quotient(f)
        top, bottom = generators.without_high_powers(top, bottom)
    except (TooLargeError, ZeroDivisionError, bounded.NotFormedError):
        return None
    return Form(top, bottom, generators.meaning)


def vanishes(f: Expr) -> bool:
    """Whether f is proved to be zero wherever it is defined; False proves nothing.

    >>> vanishes(log(U**2 + 2*U + 1) - 2*log(1 + U)), vanishes(U - 1)
    (False, False)
    """
    if f == 0:
        return True
    found = form(f)
    return found is not None and found.numerator.is_zero()


@lru_cache(maxsize=8192)
def factors(f: Expr) -> tuple[tuple[Expr, int], ...] | None:
    """Factors with their exponents (negative in the denominator) whose product is f.

    >>> factors(U**2 - 3*U + 2)
    ((u - 2, 1), (u - 1, 1))
    """
    found = form(f)
    if found is None:
        return None
    if found.numerator.is_zero():
        return ((S.Zero, 1),)
    parts: list[tuple[Expr, int]] = []
    coefficient = fmpq(1)
    for poly, side in ((found.numerator, 1), (found.denominator, -1)):
        constant, powers = _factored(poly)
        coefficient *= constant**side
        parts += [(_expression(p, found.meaning), side * int(m)) for p, m in powers]
    if coefficient != 1:
        parts.insert(0, (sympy_rational(coefficient), 1))
    return tuple(parts) or ((S.One, 1),)


def reduced(f: Expr) -> Expr:
    """F as one factored quotient in lowest terms, or as it is where that is too large.

    >>> reduced(1/(U + 1) - 1/(U + 2))
    1/((u + 1)*(u + 2))
    """
    found = factors(f)
    return f if found is None else Mul(*[base**power for base, power in found])


def _factored(poly: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    """Constant and powers; a sum that is too large stays one factor."""
    effort.check()
    context = poly.context()
    least = [min(int(e[i]) for e in poly.monoms()) for i in range(context.nvars())]
    powers = [(context.gen(i), e) for i, e in enumerate(least) if e]
    rest = poly / context.from_dict({tuple(least): fmpq(1)}) if powers else poly
    if rest.is_constant():
        return rest.leading_coefficient(), powers
    if len(rest) > _MAX_TERMS // 2 or rest.total_degree() > _MAX_FACTORED_DEGREE:
        return fmpq(1), [*powers, (rest, 1)]
    constant, found = rest.factor()
    return constant, [*powers, *((p, int(m)) for p, m in found)]


def _expression(poly: fmpq_mpoly, meaning: tuple[Expr, ...]) -> Expr:
    terms = []
    for exponents, coefficient in poly.terms():
        powers = [
            bounded.power(m, Integer(e)) for m, e in zip(meaning, exponents, strict=True) if e
        ]
        terms.append(Mul(sympy_rational(coefficient), *powers))
    return Add(*terms)


def is_plain_power(f: Expr) -> bool:
    """Whether a power has a rational exponent of few digits; others are symbols of their own."""
    return bool(isinstance(f, Pow) and f.exp.is_Rational and f.exp.q <= _MAX_ROOT)


class _Generators:
    """The generators of some expressions, and the arithmetic of their quotients."""

    def __init__(self, expressions: Iterable[Expr]) -> None:
        self.root = 1  # t = u^(1/root)
        self.radicals: dict[Expr, int] = {}
        self.rates: dict[Expr, set[Rational]] = {}
        self.others: dict[Expr, None] = {}
        self.seen: set[Expr] = set()
        for f in expressions:
            self.collect(f)
        found: dict[object, Expr] = {U: U ** Rational(1, self.root)}
        for base, q in self.radicals.items():
            found["root", base] = bounded.power(base, Rational(1, q))
        self.steps: dict[Expr, list[tuple[Rational, int]]] = {}
        for rest, rates in self.rates.items():
            for size, _ in self.exponential_steps(rest, rates):
                found["exp", rest, size] = bounded.exponential(size * rest)
        for other in self.others:
            found[other] = other
        self.meaning = tuple(found.values())
        names = tuple(f"x{i}" for i in range(len(found)))
        context = fmpq_mpoly_ctx.get(names, Ordering.lex)
        self.context = context
        self.generators = dict(zip(found, context.gens(), strict=True))
        self.positions = {key: i for i, key in enumerate(found)}
        self.one = context.constant(1)
        self.known: dict[Expr, Quotient] = {}

    # ---- the generators

    def collect(self, f: Expr) -> None:
        if f in self.seen or f.is_Rational or f == U:
            return
        self.seen.add(f)
        if is_plain_power(f):
            self.collect(f.base)
            if not f.exp.is_Integer:
                q = int(f.exp.q)
                if f.base == U:
                    self.root = _lcm(self.root, q)
                else:
                    self.radicals[f.base] = _lcm(self.radicals.get(f.base, 1), q)
        elif isinstance(f, Add | Mul):
            for argument in f.args:
                self.collect(argument)
        elif isinstance(f, exp) or f is S.Exp1:
            for rate, rest in _rates(f):
                self.rates.setdefault(rest, set()).add(abs(rate))
        elif isinstance(f, log) and f.args[0].is_Rational:
            for prime in bounded.primes(f.args[0]):
                self.others[log(prime)] = None
        else:
            self.others[f] = None

    def exponential_steps(self, rest: Expr, rates: set[Rational]) -> list[tuple[Rational, int]]:
        """The sizes c for which exp(c*rest) is a generator."""
        base = _common(rates)
        if all(rate / base <= _MAX_MULTIPLE for rate in rates):
            return [(base, 1)]
        return [(rate, 1) for rate in sorted(rates)]

    # ---- arithmetic

    def quotient(self, f: Expr) -> Quotient:
        if f not in self.known:
            self.known[f] = self.new_quotient(f)
        return self.known[f]

    def new_quotient(self, f: Expr) -> Quotient:
        effort.check()
        if f.is_Rational:
            return self.context.constant(rational(f)), self.one
        if f == U:
            return self.raised(self.generators[U], self.root), self.one
        if is_plain_power(f):
            return self.power(f)
        if isinstance(f, Add):
            total: Quotient = self.context.constant(0), self.one
            for argument in f.args:
                total = self.sum(total, self.quotient(argument))
            return total
        if isinstance(f, Mul):
            total = self.one, self.one
            for argument in f.args:
                total = self.product(total, self.quotient(argument))
            return total
        if isinstance(f, exp) or f is S.Exp1:
            return self.exponential(f)
        if isinstance(f, log) and f.args[0].is_Rational:
            logarithm = self.context.constant(0)
            for prime, multiplicity in bounded.primes(f.args[0]).items():
                logarithm += multiplicity * self.generators[log(prime)]
            return logarithm, self.one
        return self.generators[f], self.one

    def power(self, f: Pow) -> Quotient:
        p, q = int(f.exp.p), int(f.exp.q)
        if f.base == U:
            raised = self.raised(self.generators[U], abs(p) * self.root // q)
            return (raised, self.one) if p > 0 else (self.one, raised)
        if q == 1:
            top, bottom = self.quotient(f.base)
            if p < 0:
                top, bottom = bottom, top
            if bottom.is_zero():
                raise ZeroDivisionError
            return self.raised(top, abs(p)), self.raised(bottom, abs(p))
        whole, rest = divmod(p, q)
        root = self.generators["root", f.base]
        radical = self.raised(root, rest * self.radicals[f.base] // q), self.one
        return self.product(radical, self.quotient(f.base**whole)) if whole else radical

    def exponential(self, f: Expr) -> Quotient:
        top, bottom = self.one, self.one
        for rate, rest in _rates(f):
            sizes = [s for s, _ in self.exponential_steps(rest, self.rates[rest])]
            size = sizes[0] if len(sizes) == 1 else abs(rate)
            factor = self.raised(self.generators["exp", rest, size], int(abs(rate) / size))
            top, bottom = (top * factor, bottom) if rate > 0 else (top, bottom * factor)
        return top, bottom

    def raised(self, poly: fmpq_mpoly, power: int) -> fmpq_mpoly:
        if power * max(1, poly.total_degree()) > _MAX_DEGREE * (1 if len(poly) > 1 else 50):
            raise TooLargeError
        if len(poly) <= 1:
            return poly**power
        result = self.one
        for _ in range(power):
            result = self.times(result, poly)
        return result

    def times(self, first: fmpq_mpoly, second: fmpq_mpoly) -> fmpq_mpoly:
        if len(first) * len(second) > _MAX_PRODUCT:
            raise TooLargeError
        result = first * second
        if len(result) > _MAX_TERMS or _too_long(result):
            raise TooLargeError
        effort.check()
        return result

    def sum(self, first: Quotient, second: Quotient) -> Quotient:
        (a, b), (c, d) = first, second
        if b == d:
            return self.lowest(a + c, b)
        return self.lowest(self.times(a, d) + self.times(c, b), self.times(b, d))

    def product(self, first: Quotient, second: Quotient) -> Quotient:
        (a, b), (c, d) = self.lowest(first[0], second[1]), self.lowest(second[0], first[1])
        return self.times(a, c), self.times(b, d)

    def lowest(self, top: fmpq_mpoly, bottom: fmpq_mpoly) -> Quotient:
        if bottom.is_zero():
            raise ZeroDivisionError
        if top.is_zero():
            return top, self.one
        if bottom.is_constant():
            return top / bottom, self.one
        common = top.gcd(bottom)
        return (top, bottom) if common.is_constant() else (top / common, bottom / common)

    def without_high_powers(self, top: fmpq_mpoly, bottom: fmpq_mpoly) -> Quotient:
        """Replace D^q by b where D = b^(1/q), until no power of a radical is q or more."""
        for _ in range(8):
            high = [b for b, q in self.radicals.items() if self.degree(top, b) >= q]
            if not high:
                break
            for base in high:
                value, divisor = self.quotient(base)
                if not divisor.is_constant():
                    return top, bottom
                top = self.folded(top, base, value / divisor)
        return self.lowest(top, bottom)

    def degree(self, poly: fmpq_mpoly, base: Expr) -> int:
        position = self.positions["root", base]
        return max((int(e[position]) for e in poly.monoms()), default=0)

    def folded(self, poly: fmpq_mpoly, base: Expr, value: fmpq_mpoly) -> fmpq_mpoly:
        position, q = self.positions["root", base], self.radicals[base]
        total = self.context.constant(0)
        for exponents, coefficient in poly.terms():
            times, rest = divmod(int(exponents[position]), q)
            low = (*exponents[:position], rest, *exponents[position + 1 :])
            term = self.context.from_dict({tuple(int(e) for e in low): coefficient})
            total += self.times(term, self.raised(value, times)) if times else term
        return total


def _too_long(poly: fmpq_mpoly) -> bool:
    return any(max(int(c.p).bit_length(), int(c.q).bit_length()) > _MAX_BITS for c in poly.coeffs())


def _lcm(a: int, b: int) -> int:
    found = a * b // gcd(a, b)
    if found > _MAX_DEGREE:
        raise TooLargeError
    return found


def _common(rates: Iterable[Rational]) -> Rational:
    """The largest rational of which all are whole multiples."""
    top, bottom = 0, 1
    for rate in rates:
        bottom = bottom * int(rate.q) // gcd(bottom, int(rate.q))
    for rate in rates:
        top = gcd(top, int(rate.p) * bottom // int(rate.q))
    return Rational(top, bottom)


@lru_cache(maxsize=1024)
def _rates(f: Expr) -> tuple[tuple[Rational, Expr], ...]:
    """The argument of an exponential as a sum of rate*rest with rational rates."""
    argument = f.args[0] if f.args else S.One
    if argument.count_ops() < 60:
        argument = bounded.expanded(argument)
    sums: dict[Expr, Rational] = {}
    for term in Add.make_args(argument):
        rate, rest = term.as_coeff_Mul()
        if not rate.is_Rational:
            rate, rest = S.One, term
        sums[rest] = sums.get(rest, S.Zero) + rate
    return tuple((rate, rest) for rest, rate in sums.items() if rate != 0)
