"""Is a real algebraic constant zero? Decided by a separation bound.

A number made of integers by + - * / and real roots is zero or at least 2^-b in size, where b
follows from the expression alone: with u and l bounding numerator and denominator (Burnikel,
Fleischer, Mehlhorn, Schirra 2001, the BFMSS bound) and D the product of the roots' degrees,
|x| >= 1/(l u^(D^2 - 1)) unless x = 0.
"""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow

from sparsity_theory.exact.enclosures import enclose

_MAX_BITS = 60000
"""Separation bounds below 2^-60000 are given up."""


def algebraic_sign(value: Expr) -> int | None:
    """The sign of a real algebraic constant; None when it is not one, or is too complicated.

    >>> from sympy import sqrt
    >>> algebraic_sign(sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)))
    0
    """
    if not is_algebraic(value):
        return None
    needed = separation_bits(value)
    if needed is None:
        return None
    found = enclose(value, needed + 64)
    if found is None:
        return None
    if found > 0:
        return 1
    if found < 0:
        return -1
    # 2^-needed is a lower bound of |value| unless value = 0.
    return 0 if found.abs_upper() * 2 ** (needed + 1) < 1 else None


def is_algebraic(value: Expr) -> bool:
    """Made of rationals by field operations and rational powers."""
    if value.is_Rational:
        return True
    if isinstance(value, Pow):
        return bool(value.exp.is_Rational) and is_algebraic(value.base)
    return isinstance(value, Add | Mul) and all(is_algebraic(a) for a in value.args)


def separation_bits(value: Expr) -> int | None:
    """A number b with |value| >= 2^-b unless value = 0; None when b would be too large."""
    roots = {p.base: 1 for p in value.atoms(Pow)}
    degree = 1
    for power in value.atoms(Pow):
        if not power.exp.is_Integer:
            roots[power.base] = max(roots[power.base], 1) * int(power.exp.q)
    for root in roots.values():
        degree *= root
        if degree > 64:
            return None
    above, below = _bounds(value)
    bits = (degree**2 - 1) * above + below
    return bits if bits <= _MAX_BITS else None


def _bounds(value: Expr) -> tuple[int, int]:
    """Bits of u and l."""
    if value.is_Rational:
        return abs(int(value.p)).bit_length(), int(value.q).bit_length()
    if isinstance(value, Pow):
        return _bounds_of_power(value)
    parts = [_bounds(a) for a in value.args]
    above, below = parts[0]
    for u, v in parts[1:]:
        if isinstance(value, Mul):
            above, below = above + u, below + v
        else:
            above, below = max(above + v, u + below) + 1, below + v
    return above, below


def _bounds_of_power(value: Pow) -> tuple[int, int]:
    above, below = _bounds(value.base)
    p, q = int(value.exp.p), int(value.exp.q)
    if q > 1:
        if above >= below:
            above = -(-(above + (q - 1) * below) // q)
        else:
            below = -(-((q - 1) * above + below) // q)
    above, below = above * abs(p), below * abs(p)
    return (above, below) if p > 0 else (below, above)
