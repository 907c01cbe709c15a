"""Zeros of a function in closed form: an untrusted list of candidates, each then verified."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq_poly
from sympy import Expr, Integer, Rational, S, exp, log

from sparsity_theory.exact import bounded
from sparsity_theory.exact.constants import compare, sign, sign_at
from sparsity_theory.exact.enclosures import sympy_rational
from sparsity_theory.exact.forms import factors
from sparsity_theory.exact.polynomials import polynomial
from sparsity_theory.exact.variable import U


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
    """Possible zeros of one factor: algebraic, or of a + b log(w), a + b exp(w), w linear."""
    algebraic = polynomial(f)
    if algebraic is not None:
        poly, q = algebraic
        for t in _radical_roots(poly):
            yield bounded.power(t, Integer(q))
        return
    yield from _linear_root(f, S.Zero)
    for kernel in f.atoms(log, exp):
        if not kernel.has(U):
            continue
        slope = f.coeff(kernel)
        constant = f - slope * kernel
        if slope == 0 or slope.has(U) or constant.has(U):
            continue
        value = -constant / slope
        if isinstance(kernel, log):
            yield from _linear_root(kernel.args[0], bounded.exponential(value))
        elif sign(value) == 1:
            yield from _linear_root(kernel.args[0], log(value))


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


def _linear_root(w: Expr, value: Expr) -> Iterator[Expr]:
    """The u with w(u) = value, for w linear in u."""
    slope = w.diff(U)
    at_zero = None if slope == 0 or slope.has(U) else bounded.at(w, S.Zero)
    if at_zero is not None:
        yield (value - at_zero) / slope
