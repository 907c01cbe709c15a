"""Zeros of a function in closed form: an untrusted list of candidates, each then verified."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq_poly
from sympy import Add, Expr, Integer, Rational, S, cos, exp, log, pi, sin

from sparsity_theory.exact import bounded
from sparsity_theory.exact.constants import compare, sign, sign_at
from sparsity_theory.exact.enclosures import sympy_rational
from sparsity_theory.exact.forms import factors
from sparsity_theory.exact.polynomials import polynomial
from sparsity_theory.exact.variable import U

_MOST_TURNS = 20


def zero_in(f: Expr, left: Rational, right: Rational) -> Expr | None:
    """A zero of f in (left, right) in closed form, or None when none was found.

    >>> zero_in(1 + log(U), Rational(1, 3), Rational(1, 2))
    exp(-1)
    """
    try:
        candidates = [c for factor, _ in factors(f) or ((f, 1),) for c in _candidates(factor)]
    except bounded.NotFormedError:
        return None
    for candidate in candidates:
        inside = compare(candidate, left) == 1 and compare(candidate, right) == -1
        if inside and sign_at(f, candidate) == 0:
            return candidate
    return None


def _candidates(f: Expr) -> Iterator[Expr]:
    """Possible zeros of one factor: algebraic, or of a + b k(w), k log, exp, sin or cos, w simple.

    Simple is what has two powers of u, or three like those of a quadratic.
    """
    algebraic = polynomial(f)
    if algebraic is not None:
        poly, q = algebraic
        for t in _radical_roots(poly):
            yield bounded.power(t, Integer(q))
        return
    yield from _roots_of_powers(f)
    for kernel in f.atoms(log, exp, sin, cos):
        if not kernel.has(U):
            continue
        slope = f.coeff(kernel)
        constant = f - slope * kernel
        if slope == 0 or slope.has(U) or constant.has(U):
            continue
        inner, value = kernel.args[0], -constant / slope
        if isinstance(kernel, log):
            yield from _roots_of_powers(inner - bounded.exponential(value))
        elif isinstance(kernel, exp):
            if sign(value) == 1:
                yield from _roots_of_powers(inner - log(value))
        elif value == 0:
            shift = S.Zero if isinstance(kernel, sin) else S.Half
            for turn in range(-_MOST_TURNS, _MOST_TURNS):
                yield from _roots_of_powers(inner - (turn + shift) * pi)


def _radical_roots(poly: fmpq_poly) -> Iterator[Expr]:
    """The positive roots of a quadratic or of c t^k + b."""
    degree = poly.degree()
    coefficients = [sympy_rational(c) for c in poly.coeffs()]
    if degree > 0 and not any(coefficients[1:-1]):
        ratio = -coefficients[0] / coefficients[-1]
        if ratio > 0:
            yield bounded.power(ratio, Rational(1, degree))
    elif degree == 2:
        c, b, a = coefficients
        discriminant = b**2 - 4 * a * c
        if discriminant > 0:
            root = bounded.power(discriminant, S.Half)
            yield (-b + root) / (2 * a)
            yield (-b - root) / (2 * a)


def _roots_of_powers(f: Expr) -> Iterator[Expr]:
    """The positive u with a u^p + b u^q = 0, or a u^(p + 2q) + b u^(p + q) + c u^p = 0."""
    terms: dict[Expr, Expr] = {}
    for term in Add.make_args(bounded.expanded(f)):
        factor, rest = term.as_independent(U, as_Add=False)
        base, exponent = rest.as_base_exp() if rest != 1 else (U, S.Zero)
        if base != U or exponent.has(U):
            return
        terms[exponent] = terms.get(exponent, S.Zero) + factor
    if len(terms) == 2:
        (p, a), (q, b) = terms.items()
        yield from _positive_power(-b / a, 1 / (p - q))
    elif len(terms) == 3 and all(exponent.is_Rational for exponent in terms):
        (low, c), (middle, b), (high, a) = sorted(terms.items())
        discriminant = b**2 - 4 * a * c
        if high - middle == middle - low and sign(discriminant) == 1:
            root = bounded.power(discriminant, S.Half)
            for t in ((-b + root) / (2 * a), (-b - root) / (2 * a)):
                yield from _positive_power(t, 1 / (high - middle))


def _positive_power(base: Expr, exponent: Expr) -> Iterator[Expr]:
    if sign(base) == 1:
        yield bounded.power(base, exponent)
