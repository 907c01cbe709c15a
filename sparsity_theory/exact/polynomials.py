"""The exact signs of rational functions of u^(1/q) over Q, by isolating real roots."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

from flint import fmpq, fmpq_poly, fmpz_poly
from sympy import Expr, Integer, Rational, S

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.enclosures import sympy_rational
from sparsity_theory.exact.forms import form
from sparsity_theory.exact.partitions import Part, Parts, absolute, combine
from sparsity_theory.exact.variable import U

RESOLUTION = Rational(1, 2**24)
"""Relative width to which irrational zeros are isolated."""

_MAX_DEGREE = 120
_ROOT_BITS = 32


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
    if not any(coefficients[1:-1]) and q % degree == 0:
        # c t^k + b with k | q: a rational root u even where t is not rational.
        ratio = sympy_rational(-coefficients[0] / coefficients[-1])
        if ratio <= 0:
            return []
        with suppress(bounded.NotFormedError):
            root = bounded.power(ratio, Integer(q // degree))
            return [(root, root)]
    isolated = _isolated(poly.numer())
    for bits in (_ROOT_BITS, 4 * _ROOT_BITS, 16 * _ROOT_BITS, 64 * _ROOT_BITS):
        isolated = [_narrowed(poly, *ends, bits + q.bit_length()) for ends in isolated]
        found = [(_rounded(a**q, bits, -1), _rounded(b**q, bits, 1)) for a, b in isolated]
        if all(high < low for (_, high), (low, _) in pairwise(found)):
            return found
    raise effort.OutOfTimeError  # roots that close are left undecided


def _isolated(poly: fmpz_poly) -> list[tuple[fmpq, fmpq]]:
    """Disjoint intervals with one root each: all positive roots of an irreducible polynomial.

    By Descartes' rule of signs and halving (Vincent, Collins, Akritas): every step is short, so
    that the clock is asked, however close or far apart the roots are.
    """
    size = fmpq(2) ** max(1, _bits_of_roots(poly))
    whole = fmpq_poly(poly)(fmpq_poly([0, size])).numer()
    found: list[tuple[fmpq, fmpq]] = []
    waiting = [(whole, fmpq(0), size)]
    while waiting:
        effort.check()
        part, left, width = waiting.pop()
        changes = _sign_changes(_shifted(fmpz_poly(part.coeffs()[::-1])))
        if changes == 1:
            found.append((left, left + width))
        if changes > 1:
            degree, half = part.degree(), width / 2
            lower = fmpz_poly([c << (degree - i) for i, c in enumerate(part.coeffs())])
            waiting += [(_shifted(lower), left + half, half), (lower, left, half)]
    return found


def _narrowed(poly: fmpq_poly, low: fmpq, high: fmpq, bits: int) -> tuple[fmpq, fmpq]:
    """The ends of an interval around a simple root, high - low <= 2^-bits low."""
    before = poly(low) > 0
    while low == 0 or (high - low) * 2**bits > low:
        effort.check()
        middle = (low + high) / 2
        low, high = (middle, high) if (poly(middle) > 0) == before else (low, middle)
    return low, high


def _bits_of_roots(poly: fmpz_poly) -> int:
    """Every root is below 2 to this power (Fujiwara's bound)."""
    *others, leading = [abs(int(c)).bit_length() for c in poly.coeffs()]
    n = len(others)
    return 2 + max(-((leading - 1 - c) // (n - i)) for i, c in enumerate(others) if c)


def _shifted(poly: fmpz_poly) -> fmpz_poly:
    """The polynomial at x + 1."""
    return poly(fmpz_poly([1, 1]))


def _sign_changes(poly: fmpz_poly) -> int:
    signs = [c > 0 for c in poly.coeffs() if c != 0]
    return sum(a != b for a, b in pairwise(signs))


def _rounded(value: fmpq, bits: int, side: int) -> Rational:
    """A positive number rounded down (-1) or up (1) to a binary fraction of about these bits."""
    top, bottom = int(value.p), int(value.q)
    shift = bits - top.bit_length() + bottom.bit_length()
    top, bottom = (top << shift, bottom) if shift > 0 else (top, bottom << -shift)
    return Integer(top // bottom if side < 0 else -(-top // bottom)) * Rational(2) ** -shift


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
