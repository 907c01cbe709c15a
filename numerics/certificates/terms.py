"""The terms of a penalty: rational functions in normal form, and operations on them.

A term that is a rational function of u is kept as ``top/bottom`` in lowest terms, with the
polynomial ``hole`` of the factors that cancelled: where it vanishes the text has no value.  So what
is zero or constant in disguise is plainly so, and the square root of a square is an absolute value,
whose kink is seen.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from flint import arb, fmpq, fmpq_poly
from flint.utils.flint_exceptions import DomainError

from numerics.certificates.limits import NoInfoError
from numerics.errors import CertificateError

MAX_BITS = 2048
MAX_EXPONENT, MAX_DENOMINATOR = 200, 10**12
MAX_DEGREE = 24  # beyond it terms are not expanded: factoring large polynomials takes for ever

Value: TypeAlias = fmpq | arb


class RefusedError(CertificateError):
    """A text that is not in the language, or too large."""


@dataclass(frozen=True, eq=False)
class Rational:
    """``top/bottom`` where ``hole`` does not vanish."""

    top: fmpq_poly
    bottom: fmpq_poly
    hole: fmpq_poly

    @property
    def degree(self) -> int:
        """The largest degree of the three."""
        return max(p.degree() for p in (self.top, self.bottom, self.hole))

    @property
    def is_polynomial(self) -> bool:
        """Whether it is a polynomial on all of the real line."""
        return self.bottom.degree() == 0 and self.hole.degree() == 0

    @cached_property
    def derivative(self) -> Rational:
        """Exactly, in lowest terms."""
        top = self.top.derivative() * self.bottom - self.top * self.bottom.derivative()
        bottom = self.bottom * self.bottom
        common = top.gcd(bottom)
        return Rational(top // common, bottom // common, self.hole)


@dataclass(frozen=True, eq=False)
class Term:
    """A node of the expression.

    ``kind`` with ``data``: rational (a `Rational`), constant ("pi" or "e"), power (its exponent),
    function (its name), if (the condition, a function of an exact u); add, multiply, divide, min,
    max and real (base, constant exponent) have none.
    """

    kind: str
    parts: tuple[Term, ...] = ()
    data: Any = None

    @property
    def rational(self) -> Rational | None:
        """The rational function that the term is, where it is kept as one."""
        return self.data if self.kind == "rational" else None

    @property
    def number(self) -> fmpq | None:
        """Its value if it is a rational constant."""
        r = self.rational
        constant = r is not None and r.is_polynomial and r.top.degree() <= 0
        return fmpq(r.top[0]) if constant and r is not None else None

    @property
    def constant(self) -> bool:
        """Whether u does not occur in it."""
        leaves = (part.rational for part in self.walk() if part.kind in ("rational", "if"))
        return all(r is not None and r.degree == 0 for r in leaves)

    def at(self, u: fmpq, known: dict[Term, Value] | None = None) -> Value:
        """The value at u: exactly where it is plainly rational, else in a ball.

        What is ``known`` of a part is kept: it may occur in many others.

        Raises:
            NoInfoError: if there is none, or none is known.
        """
        known = {} if known is None else known
        if self not in known:
            known[self] = self._at(u, known)
        return known[self]

    def _at(self, u: fmpq, known: dict[Term, Value]) -> Value:
        if self.kind == "if":
            return self.parts[0 if self.data(u) else 1].at(u, known)
        r = self.rational
        if r is not None:
            if r.bottom(u) == 0 or r.hole(u) == 0:
                raise NoInfoError(f"a division by zero at u = {u}")
            return fmpq(r.top(u)) / fmpq(r.bottom(u))
        parts = [part.at(u, known) for part in self.parts]
        power = self.kind == "power"
        found = arb(parts[0]) ** self.data if power else _RULES[self.data or self.kind](*parts)
        if isinstance(found, arb) and not found.is_finite():
            raise NoInfoError(f"no value is known at u = {u}")
        return found

    def walk(self) -> Iterable[Term]:
        """The term and everything in it, each part once however often it occurs."""
        found, pending = {self: None}, [self]
        while pending:
            new = [part for part in pending.pop().parts if part not in found]
            found |= dict.fromkeys(new)
            pending += new
        return found


# Of balls: where one may be outside of the domain there is no finite ball.
_BALLS: dict[str, Any] = {
    "atan": arb.atan, "cos": arb.cos, "divide": operator.truediv, "e": arb.const_e, "erf": arb.erf,
    "exp": arb.exp, "log": arb.log, "pi": arb.pi, "real": operator.pow, "sin": arb.sin,
    "tanh": arb.tanh,
}  # fmt: skip
_RULES: dict[str, Callable[..., Value]] = {  # the first ones keep rational numbers rational
    "add": operator.add, "multiply": operator.mul, "abs": abs,
    "min": lambda a, b: (a + b - abs(a - b)) / 2, "max": lambda a, b: (a + b + abs(a - b)) / 2,
    **{name: lambda *parts, of=of: of(*map(arb, parts)) for name, of in _BALLS.items()},
}  # fmt: skip
ONE = fmpq_poly([1])
U = fmpq_poly([0, 1])


def to_fmpq(x: Fraction | float) -> fmpq:
    """The same number."""
    return fmpq(*x.as_integer_ratio())


def polynomial(*coefficients: fmpq | int) -> Term:
    """A polynomial, the constant coefficient first, as a term."""
    return _bounded(Rational(fmpq_poly(list(coefficients)), ONE, ONE))


def _bounded(r: Rational) -> Term:
    coefficients = (c for p in (r.top, r.bottom, r.hole) for c in p.coeffs())
    if any(c.height_bits() > MAX_BITS for c in coefficients):
        raise RefusedError(f"its numbers grow beyond {MAX_BITS} bits")
    return Term("rational", (), r)


def _joined(kind: str, a: Term, b: Term, rule: Callable[[Rational, Rational], Rational]) -> Term:
    """By the rule for rational functions where both are, of small degree; else a plain node."""
    x, y = a.rational, b.rational
    if x is None or y is None or x.degree + y.degree > MAX_DEGREE:
        return Term(kind, (a, b))
    found = rule(x, y)
    if found.bottom.degree() < 0:
        raise RefusedError("it divides by zero")
    common = found.top.gcd(found.bottom)
    top, bottom, hole = found.top // common, found.bottom // common, found.hole * common
    if hole.degree() > MAX_DEGREE:
        return Term(kind, (a, b))
    lead = fmpq(bottom[bottom.degree()])
    return _bounded(Rational(top / lead, bottom / lead, hole / fmpq(hole[hole.degree()])))


def add(a: Term, b: Term) -> Term:
    """The sum."""
    return _joined("add", a, b, lambda x, y: Rational(
        x.top * y.bottom + y.top * x.bottom, x.bottom * y.bottom, x.hole * y.hole))  # fmt: skip


def multiply(a: Term, b: Term) -> Term:
    """The product."""
    if a.number == 1 or b.number == 1:
        return b if a.number == 1 else a
    return _joined("multiply", a, b, lambda x, y: Rational(
        x.top * y.top, x.bottom * y.bottom, x.hole * y.hole))  # fmt: skip


def divide(a: Term, b: Term) -> Term:
    """The quotient."""
    return _joined("divide", a, b, lambda x, y: Rational(
        x.top * y.bottom, x.bottom * y.top, x.hole * y.hole * y.bottom))  # fmt: skip


def negative(a: Term) -> Term:
    """``-a``."""
    return multiply(polynomial(-1), a)


def power(a: Term, e: fmpq) -> Term:
    """``a^e`` for a rational e."""
    if abs(e) > MAX_EXPONENT or e.q > MAX_DENOMINATOR:
        raise RefusedError(
            f"an exponent is above {MAX_EXPONENT}, or its denominator above {MAX_DENOMINATOR}"
        )
    r, whole = a.rational, e.q == 1
    if e == 1:
        return a
    if a.kind == "power" and a.data > 0 and e > 0 and _is_u(a.parts[0]):
        return power(a.parts[0], a.data * e)  # u >= 0
    if whole and e < 0:
        return divide(polynomial(1), power(a, -e))
    if r is None or (whole and r.degree * e > MAX_DEGREE):
        return Term("power", (a,), e)
    if whole:
        n = int(e)
        return _bounded(Rational(r.top**n, r.bottom**n, r.hole))
    root = _root(r.top) if r.is_polynomial else None
    return Term("power", (a,), e) if root is None else power(root, 2 * e)


def _is_u(a: Term) -> bool:
    return a.rational is not None and a.rational.is_polynomial and a.rational.top == U


def _root(p: fmpq_poly) -> Term | None:
    """The absolute value of the polynomial whose square p is, if there is one up to a constant."""
    lead = p.leading_coefficient()
    if p.degree() < 1 or not lead > 0:
        return None
    try:
        root = (p / lead).sqrt()
    except (DomainError, ValueError):  # python-flint raises the one or the other, by the terms
        return None
    size = Term("function", (_bounded(Rational(root, ONE, ONE)),), "abs")
    exact, inexact = square_root(lead), Term("power", (polynomial(lead),), fmpq(1, 2))
    return multiply(inexact if exact is None else polynomial(exact), size)


def square_root(x: fmpq) -> fmpq | None:
    """The square root of a rational, where it is rational."""
    try:
        return fmpq(x.sqrt())
    except DomainError:
        return None


def rational_roots(p: fmpq_poly) -> list[fmpq]:
    """Its rational roots; none of a polynomial that is too large to factor."""
    return [x for x, _ in p.roots()] if 0 < p.degree() <= MAX_DEGREE else []
