r"""Sums over rows with generic terms: vectors of unspecified length, and a termwise comparison.

A vector is an ``IndexedBase`` that carries the sign of its entries.  Two expressions are equal
for every length when the generic terms of their sums are, and what stands outside: unlike
`sparsity_theory.proving.sums.sum_identity`, which compares split forms as they stand, the generic
terms are compared by every exact rewriting that `derivations.zero` has (logarithms, fractions).

>>> from sympy import Symbol, log
>>> m = Symbol("m", integer=True, positive=True)
>>> a = vector("a", positive=True)
>>> equal_sums(total(log(1 + 1 / a[k]), m), total(log(1 + a[k]) - log(a[k]), m))
<Verdict.HOLDS: 'holds'>
>>> equal_sums(total(a[k] + 1, m), 1 + total(a[k], m))
<Verdict.FAILS: 'fails'>
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import k
from sparsity_theory.proving.derivations import zero
from sparsity_theory.proving.sums import instantiate

# Lengths at which a false equation is looked for: more than one term shows a lost count.
_WITNESS_LENGTHS = (2, 3)


def vector(name: str, **assumptions: bool) -> sympy.IndexedBase:
    """A vector of unspecified length whose entries all satisfy the assumptions."""
    return sympy.IndexedBase(name, **assumptions)


def total(term: sympy.Expr, length: sympy.Expr) -> sympy.Sum:
    """The sum of the term over ``k = 1, ..., length``."""
    return sympy.Sum(term, (k, 1, length))


def generic(expression: sympy.Expr) -> sympy.Expr:
    """Vector entries as free symbols with the same sign: what holds for these holds for all.

    >>> a = vector("a", positive=True)
    >>> generic(a[k] + 1).is_positive
    True
    """
    entries = sorted(expression.atoms(sympy.Indexed), key=sympy.default_sort_key)
    return expression.xreplace({entry: _symbol(entry) for entry in entries})


def _symbol(entry: sympy.Indexed) -> sympy.Symbol:
    signs = {"positive": entry.is_positive, "nonnegative": entry.is_nonnegative}
    known = {name: True for name, holds in signs.items() if holds}
    index = "".join(str(position) for position in entry.indices)
    return sympy.Symbol(f"{entry.base.label}_{index}", real=True, **known)


def generic_term(expression: sympy.Expr) -> sympy.Expr:
    """The generic term of the only sum in an expression.

    >>> a = vector("a", positive=True)
    >>> generic_term(3 + total(a[k] ** 2, sympy.Symbol("m")))
    a_k**2
    """
    (only,) = expression.atoms(sympy.Sum)
    return generic(only.function)


def rows(base: sympy.IndexedBase, values: Sequence[sympy.Expr]) -> dict[sympy.Indexed, sympy.Expr]:
    """Values for the entries 1, 2, ... of a vector.

    >>> rows(vector("a"), (3, 4))
    {a[1]: 3, a[2]: 4}
    """
    return {
        base[place]: sympy.sympify(value, strict=True)
        for place, value in enumerate(values, start=1)
    }


def equal_sums(lhs: sympy.Expr, rhs: sympy.Expr) -> Verdict:
    """Is ``lhs = rhs`` for every length of the sums and all admitted values?"""
    difference = sympy.sympify(lhs, strict=True) - sympy.sympify(rhs, strict=True)
    parts = _split(difference)
    if parts is not None and all_of(zero(part) for part in parts) is Verdict.HOLDS:
        return Verdict.HOLDS
    return _witness(difference)


def _split(expression: sympy.Expr) -> list[sympy.Expr] | None:
    """Generic terms and what is outside the sums; all of them zero makes the expression zero."""
    outside: sympy.Expr = sympy.Integer(0)
    inside: dict[sympy.Tuple, sympy.Expr] = {}
    for term in sympy.Add.make_args(sympy.expand_mul(expression)):
        found = term.atoms(sympy.Sum)
        if not found:
            outside += term
            continue
        (only, *others) = found
        factor = term / only
        if others or factor.has(sympy.Sum) or len(only.limits) != 1:
            return None
        inside[only.limits[0]] = inside.get(only.limits[0], 0) + only.function * factor
    outside = sympy.expand(outside)
    for limits in inside:
        # A multiple of the number of terms is a constant added to each of them.
        length = limits[2]
        constant = outside.coeff(length)
        outside -= length * constant
        inside[limits] += constant
    return [generic(part) for part in (*inside.values(), sympy.expand(outside))]


def _witness(difference: sympy.Expr) -> Verdict:
    ends = {limits[2] for found in difference.atoms(sympy.Sum) for limits in found.limits}
    lengths = {end for end in ends if isinstance(end, sympy.Symbol)}
    for length in _WITNESS_LENGTHS:
        written = generic(instantiate(difference, dict.fromkeys(lengths, length)))
        if zero(written) is Verdict.FAILS:
            return Verdict.FAILS
    return Verdict.UNKNOWN
