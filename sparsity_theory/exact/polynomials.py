"""The exact signs of rational functions of u^(1/q) over Q, by isolating real roots."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from flint import acb, fmpq, fmpq_poly
from sympy import Expr, Integer, Rational, S

from sparsity_theory.exact import effort
from sparsity_theory.exact.enclosures import precision, sympy_rational
from sparsity_theory.exact.forms import form
from sparsity_theory.exact.partitions import Part, Parts, absolute, combine
from sparsity_theory.exact.variable import U

RESOLUTION = Rational(1, 2**24)
"""Relative width to which irrational zeros are isolated."""

_MAX_DEGREE = 120
_ROOT_BITS = 64


def rational_function(f: Expr) -> tuple[fmpq_poly, fmpq_poly, int] | None:
    """Numerator and denominator over Q in t = u^(1/q), with q; None if f is not one."""
    found = form(f)
    if found is None or len(found.meaning) != 1:
        return None
    degree = max(found.numerator.total_degree(), found.denominator.total_degree())
    if degree > _MAX_DEGREE:
        return None
    q = int((1 / found.meaning[0].exp).p) if found.meaning[0] != U else 1
    sides = []
    for poly in (found.numerator, found.denominator):
        coefficients = [fmpq(0)] * (poly.total_degree() + 1 if not poly.is_zero() else 1)
        for exponents, coefficient in poly.terms():
            coefficients[int(exponents[0])] = coefficient
        sides.append(fmpq_poly(coefficients))
    return sides[0], sides[1], q


def polynomial(f: Expr) -> tuple[fmpq_poly, int] | None:
    """A function as a polynomial over Q in t = u^(1/q), with q; None if it is not one."""
    found = rational_function(f)
    if found is None or found[1].degree() > 0:
        return None
    return found[0] / found[1][0], found[2]


@lru_cache(maxsize=4096)
def rational_signs(f: Expr) -> Parts | None:
    """The sign partition on (0, oo) of a rational function of u^(1/q) over Q, or None.

    It vanishes identically only where its numerator does: then its sign is 0, not -1.

    >>> [(p.left, p.right, p.sign) for p in rational_signs(U - 3 * U ** Rational(1, 2) + 2)]
    [(0, 1, 1), (1, 4, -1), (4, oo, 1)]
    >>> rational_signs((U + 1)**2 - U**2 - 2*U - 1)
    (Part(left=0, right=oo, sign=0),)
    """
    found = rational_function(f)
    if found is None:
        return None
    numerator, denominator, q = found
    whole = Part(S.Zero, S.Infinity, 1)
    if numerator.is_zero():
        return (Part(S.Zero, S.Infinity, 0),)
    result: Parts = (whole,)
    for side in (numerator, denominator):
        coefficient, powers = side.factor()
        if coefficient < 0:
            result = tuple(
                Part(p.left, p.right, None if p.sign is None else -p.sign) for p in result
            )
        for irreducible, multiplicity in powers:
            parts = _irreducible_signs(irreducible, q)
            result = combine(result, parts if multiplicity % 2 else absolute(parts))
    return result


def _irreducible_signs(poly: fmpq_poly, q: int) -> Parts:
    """The sign partition, in u, of an irreducible polynomial in t = u^(1/q)."""
    parts: list[Part] = []
    left: Rational = S.Zero
    for low, high in _positive_roots(poly, q):
        if left < low:
            parts.append(Part(left, low, _sign_between(poly, q, left, low)))
        if low < high:
            parts.append(Part(low, high, None))
        left = high
    parts.append(Part(left, S.Infinity, _sign_between(poly, q, left, S.Infinity)))
    return tuple(parts)


def _positive_roots(poly: fmpq_poly, q: int) -> list[tuple[Rational, Rational]]:
    """Disjoint rational brackets in u of the roots t > 0, exact ones as (root, root)."""
    degree = poly.degree()
    coefficients = poly.coeffs()
    if degree == 1:
        root = sympy_rational(-coefficients[0] / coefficients[1]) ** q
        return [(root, root)] if coefficients[0] * coefficients[1] < 0 else []
    if not any(coefficients[1:-1]) and q % degree == 0:
        # c t^k + b with k | q: a rational root u even where t is not rational.
        ratio = sympy_rational(-coefficients[0] / coefficients[-1])
        root = ratio ** Integer(q // degree) if ratio > 0 else None
        return [(root, root)] if root is not None else []
    for bits in (_ROOT_BITS, 4 * _ROOT_BITS, 16 * _ROOT_BITS, 64 * _ROOT_BITS):
        found = _brackets(poly, q, bits)
        if all(high < low for (_, high), (low, _) in pairwise(found)):
            return found
    raise effort.OutOfTimeError  # roots that close are left undecided


def _brackets(poly: fmpq_poly, q: int, bits: int) -> list[tuple[Rational, Rational]]:
    """Brackets of u = t^q, rounded outwards to about `bits`/2 bits."""
    effort.check()
    with precision(bits):
        roots = [root.real for root, _ in _complex_roots(poly) if root.imag == 0]
        positive = [t**q for t in roots if t > 0]
    found = [
        (_rounded(u.lower(), bits // 2, -1), _rounded(u.upper(), bits // 2, 1)) for u in positive
    ]
    return sorted(found)


def _complex_roots(poly: fmpq_poly) -> list[tuple[acb, int]]:
    """Isolated roots with multiplicities; the imaginary part of real ones is exactly 0."""
    return poly.numer().complex_roots()  # type: ignore[return-value]


def _rounded(end: object, bits: int, side: int) -> Rational:
    """An exact ball end, rounded down (-1) or up (+1) to a short binary fraction."""
    mantissa, exponent = (int(x) for x in end.mid().man_exp())  # type: ignore[attr-defined]
    drop = mantissa.bit_length() - bits
    if drop > 0:
        mantissa = (mantissa >> drop) if side < 0 else -((-mantissa) >> drop)
        exponent += drop
    return Rational(mantissa) * Rational(2) ** exponent


def _sign_between(poly: fmpq_poly, q: int, left: Rational, right: Expr) -> int:
    """The sign of a polynomial between two consecutive root brackets (given in u)."""
    t = _rational_root_between(q, left, right)
    return 1 if poly(fmpq(int(t.p), int(t.q))) > 0 else -1


def _rational_root_between(q: int, left: Rational, right: Expr) -> Rational:
    """A rational t with left < t^q < right."""
    if right is S.Infinity:
        return left + 1  # (left + 1)^q >= left + 1 > left
    if q == 1:
        return (left + right) / 2
    low, high = S.Zero, right + 1
    while True:
        effort.check()
        t = (low + high) / 2
        if t**q <= left:
            low = t
        elif t**q >= right:
            high = t
        else:
            return t
