r"""Sums of any number of terms: identities that hold for every size.

A symbolic ``Sum`` over samples or coordinates is split term by term and freed of factors that do
not depend on its index; two expressions whose split forms agree are equal for every size.

>>> i, n = sympy.symbols("i n", integer=True, positive=True)
>>> x = sympy.IndexedBase("x", real=True)
>>> sum_identity(sympy.Sum(2 * x[i] + 1, (i, 1, n)), 2 * sympy.Sum(x[i], (i, 1, n)) + n, {n: 2})
<Verdict.HOLDS: 'holds'>
>>> sum_identity(sympy.Sum(x[i] + 1, (i, 1, n)), sympy.Sum(x[i], (i, 1, n)) + 1, {n: 2})
<Verdict.FAILS: 'fails'>
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy

from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving.derivations import zero


def expand_sums(expression: sympy.Expr) -> sympy.Expr:
    """The expression with every sum split into its terms and its constant factors taken out."""
    return sympy.expand(expression.replace(lambda part: isinstance(part, sympy.Sum), _split))


def _split(whole: sympy.Sum) -> sympy.Expr:
    total = whole.function
    for index, first, last in whole.limits:  # innermost first
        total = sympy.Add(*(_term(part, index, first, last) for part in _terms(total)))
    return total


def _terms(expression: sympy.Expr) -> tuple[sympy.Expr, ...]:
    return tuple(sympy.Add.make_args(sympy.expand(expression)))


def _term(term: sympy.Expr, index: sympy.Symbol, first: sympy.Expr, last: sympy.Expr) -> sympy.Expr:
    constant, rest = term.as_independent(index, as_Add=False)
    if rest == 1:
        return constant * (last - first + 1)
    return constant * sympy.Sum(rest, (index, first, last))


def instantiate(
    expression: sympy.Expr,
    sizes: Mapping[sympy.Symbol, int],
    entries: Mapping[sympy.Indexed, sympy.Expr] | None = None,
) -> sympy.Expr:
    """The expression at concrete sizes, its sums written out and its entries replaced.

    >>> i, n = sympy.symbols("i n", integer=True, positive=True)
    >>> x = sympy.IndexedBase("x")
    >>> instantiate(sympy.Sum(x[i], (i, 1, n)), {n: 2}, {x[1]: sympy.Integer(3)})
    x[2] + 3
    """
    return expression.subs(dict(sizes)).doit().xreplace(dict(entries or {}))


def sum_identity(lhs: sympy.Expr, rhs: sympy.Expr, sizes: Mapping[sympy.Symbol, int]) -> Verdict:
    """Is ``lhs = rhs`` for all sizes and entries?

    ``sizes`` serve to look for a witness when the split forms differ: they never give HOLDS.
    """
    difference = expand_sums(lhs - rhs)
    if difference == 0:
        return Verdict.HOLDS
    instance = instantiate(difference, sizes)
    entries = sorted(instance.atoms(sympy.Indexed), key=sympy.default_sort_key)
    free = {entry: _like(entry, position) for position, entry in enumerate(entries)}
    found = zero(instance.xreplace(free))
    return Verdict.FAILS if found is Verdict.FAILS else Verdict.UNKNOWN


def _like(entry: sympy.Indexed, position: int) -> sympy.Symbol:
    """A plain symbol with the sign assumptions of an indexed entry."""
    names = ("positive", "nonnegative")
    known = {name: True for name in names if getattr(entry, f"is_{name}")}
    return sympy.Symbol(f"entry{position}", real=True, **known)
