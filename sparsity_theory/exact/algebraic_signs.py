"""The exact signs of polynomials in u^(1/q) over Q, by isolating their real roots."""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr, Integer, Poly, PolynomialError, Pow, Rational, S, Symbol, lcm
from sympy.polys.domains import QQ
from sympy.polys.polyerrors import BasePolynomialError

from sparsity_theory.exact.partitions import Part, Parts, absolute, combine
from sparsity_theory.exact.variable import U

RESOLUTION = Rational(1, 2**24)
"""Relative width to which irrational zeros are isolated."""

_MAX_DEGREE = 120
_T = Symbol("t", positive=True)


def polynomial(f: Expr) -> tuple[Poly, int] | None:
    """A function as a polynomial over Q in t = u^(1/q), with q; None if it is not one."""
    powers = [p.exp for p in f.atoms(Pow) if p.base == U]
    if not all(p.is_Rational for p in powers):
        return None
    q = int(lcm([Integer(p.q) for p in powers])) if powers else 1
    try:
        poly = Poly(f.subs(U, _T**q), _T, domain=QQ)
    except (PolynomialError, BasePolynomialError):
        return None
    return (poly, q) if poly.degree() <= _MAX_DEGREE else None


@lru_cache(maxsize=4096)
def rational_signs(f: Expr) -> Parts | None:
    """The sign partition on (0, oo) of a polynomial in u^(1/q) over Q, or None.

    >>> [(p.left, p.right, p.sign) for p in rational_signs(U - 3 * U ** Rational(1, 2) + 2)]
    [(0, 1, 1), (1, 4, -1), (4, oo, 1)]
    """
    found = polynomial(f)
    if found is None:
        return None
    poly, q = found
    coefficient, factors = poly.factor_list()
    result: Parts = (Part(S.Zero, S.Infinity, 1 if coefficient > 0 else -1),)
    for irreducible, multiplicity in factors:
        parts = _irreducible_signs(irreducible, q)
        result = combine(result, parts if multiplicity % 2 else absolute(parts))
    return result


def _irreducible_signs(poly: Poly, q: int) -> Parts:
    """The sign partition, in u, of an irreducible polynomial in t = u^(1/q)."""
    brackets = _positive_roots(poly, q)
    parts: list[Part] = []
    left: Rational = S.Zero
    for low, high in brackets:
        parts.append(Part(left, low, _sign_between(poly, q, left, low)))
        if low < high:
            parts.append(Part(low, high, None))
        left = high
    parts.append(Part(left, S.Infinity, _sign_between(poly, q, left, S.Infinity)))
    return tuple(part for part in parts if part.left != part.right)


def _positive_roots(poly: Poly, q: int) -> list[tuple[Rational, Rational]]:
    """Disjoint rational brackets in u of the roots t > 0, exact ones as (root, root)."""
    degree = poly.degree()
    if poly == Poly(_T, _T, domain=QQ):
        return []
    if poly.monoms() == [(degree,), (0,)] and q % degree == 0:
        # c t^k + b with k | q: a rational root u even where t is not rational.
        ratio = -poly.eval(0) / poly.LC()
        root = Rational(ratio) ** Integer(q // degree)
        return [(root, root)] if ratio > 0 else []
    found = []
    for low, high in _isolate(poly):
        if high > 0:
            found.append((Rational(low) ** q, Rational(high) ** q))
    return found


def _isolate(poly: Poly) -> list[tuple[Rational, Rational]]:
    """Isolating intervals of the roots t > 0, narrow relative to the root."""
    found = []
    for isolating, _ in poly.intervals(inf=0):
        low, high = isolating
        while low < high and (low <= 0 or high - low > RESOLUTION * low):
            # An irreducible polynomial of degree > 1 has no rational root: signs are strict.
            middle = (low + high) / 2
            if low <= 0 and middle < Rational(1, 10**30):
                break
            if (poly.eval(middle) > 0) == (poly.eval(high) > 0):
                high = middle
            else:
                low = middle
        found.append((max(low, S.Zero), high))
    return found


def _sign_between(poly: Poly, q: int, left: Rational, right: Expr) -> int:
    """The sign of a polynomial between two consecutive root brackets (given in u)."""
    t = _rational_root_between(q, left, right)
    return 1 if poly.eval(t) > 0 else -1


def _rational_root_between(q: int, left: Rational, right: Expr) -> Rational:
    """A rational t with left < t^q < right."""
    if right is S.Infinity:
        return left + 1  # (left + 1)^q >= left + 1 > left
    low, high = S.Zero, right + 1
    while True:
        t = (low + high) / 2
        if t**q <= left:
            low = t
        elif t**q >= right:
            high = t
        else:
            return t
