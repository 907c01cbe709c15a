"""Splitting a function into factors, the sign of each of which is easier to find."""

from __future__ import annotations

from functools import lru_cache

from sympy import Add, Dummy, Expr, Mul, Pow, factor_list, factor_terms, floor, fraction, together
from sympy.polys.polyerrors import BasePolynomialError

from sparsity_theory.exact.variable import U


@lru_cache(maxsize=8192)
def factors(f: Expr) -> tuple[tuple[Expr, bool], ...]:
    """Factors whose product has the sign of f, each with whether its power is odd.

    >>> factors(U**2 - 3 * U + 2)
    ((1, True), (u - 2, True), (u - 1, True), (1, True))
    """
    hidden, meaning = _hide_radicals(f)
    found: list[tuple[Expr, bool]] = []
    for side in fraction(together(hidden)):
        product = factor_terms(side) if isinstance(side, Add) else side
        for base in Mul.make_args(product):
            found.extend(_factors_of_sum(base) if isinstance(base, Add) else [(base, True)])
    return tuple((base.xreplace(meaning), odd) for base, odd in found)


def _hide_radicals(f: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """Replace b^(n + p/q) by b^n*D, D a new symbol for b^(p/q), 0 < p/q < 1.

    So equal radicals are seen to be equal, and no polynomial in b^(1/q) is made of them.
    """
    symbols: dict[Expr, Expr] = {}
    shown: dict[Expr, Expr] = {}
    for power in f.atoms(Pow):
        base, exponent = power.base, power.exp
        if power.has(U) and exponent.is_Rational and not exponent.is_Integer:
            whole = floor(exponent)
            symbol = symbols.setdefault(base ** (exponent - whole), Dummy(positive=True))
            shown[power] = base**whole * symbol
    return f.xreplace(shown), {symbol: radical for radical, symbol in symbols.items()}


def _factors_of_sum(f: Expr) -> list[tuple[Expr, bool]]:
    try:
        coefficient, powers = factor_list(f)
    except BasePolynomialError:
        return [(f, True)]
    return [(coefficient, True)] + [(base, power % 2 == 1) for base, power in powers]
