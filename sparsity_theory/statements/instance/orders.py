r"""Identities in a generic coordinate j and latent row k, in every order of j, k, r and m.

The formulas see the indices only by comparing them, so one representative of each order in which
j, k, r and m can stand covers all dimensions.  Sums over coordinates have at most two nonzero
terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import sympy
from sympy import Eq, KroneckerDelta, Piecewise
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from sparsity_theory.ledger.claims import (
    Step,
)
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import j, k, m, r
from sparsity_theory.proving.propositions import All, Equal, Proposition

y = sympy.Function("y", real=True)  # rows of Y at a generic sample
p = sympy.Function("p", positive=True)
q = sympy.Function("q", positive=True)

Place: TypeAlias = Mapping[sympy.Symbol, int]
Places: TypeAlias = Callable[..., Iterable[Place]]
Levels: TypeAlias = tuple[tuple[sympy.Symbol, ...], ...]


def orders(*symbols: sympy.Symbol) -> Iterator[Place]:
    """Every order, ties included, of the symbols with r < m, as small integers.

    One representative of each order is enough for expressions that `see_only_order`.

    >>> len(list(orders(k))), len(list(orders(j, k)))
    (5, 31)
    """
    for levels in _weak_orders((r, m, *symbols)):
        rank = {symbol: at for at, level in enumerate(levels, 1) for symbol in level}
        if rank[r] < rank[m]:
            yield rank


def _weak_orders(symbols: tuple[sympy.Symbol, ...]) -> Iterator[Levels]:
    if not symbols:
        yield ()
        return
    first, rest = symbols[0], symbols[1:]
    for levels in _weak_orders(rest):
        for at in range(len(levels) + 1):
            yield (*levels[:at], (first,), *levels[at:])
            if at < len(levels):
                yield (*levels[:at], (first, *levels[at]), *levels[at + 1 :])


def see_only_order(*expressions: sympy.Expr) -> bool:
    """Whether j, k, r, m occur only in comparisons and as the row of y, p or q.

    Then an identity between the expressions depends on the indices through their order alone.
    """
    kinds = (Relational, KroneckerDelta, AppliedUndef)
    found = [
        sympy.sympify(e, strict=True).replace(lambda part: isinstance(part, kinds), _mark)
        for e in expressions
    ]
    return not any(e.free_symbols & {j, k, r, m} for e in found)


def _mark(part: sympy.Basic) -> sympy.Basic:
    return sympy.true if isinstance(part, Relational) else sympy.S.One


@dataclass(frozen=True)
class InEveryOrder(Proposition):
    """``lhs = rhs`` for all indices in any of the listed orders, of which there are so many.

    It is decided at one place of each order; that is enough where the two sides see the order only.
    """

    lhs: Any
    rhs: Any
    places: tuple[Place, ...]
    count: int

    @property
    def latex(self) -> str:
        """Both sides, and the number of orders."""
        sides = f"{sympy.latex(self.lhs)} = {sympy.latex(self.rhs)}"
        return rf"{sides}\quad\text{{in {self.count} orders of the indices}}"

    def decide(self) -> Verdict:
        """FAILS in the first order in which the sides differ, and with a wrong number of orders."""
        if self.count != len(self.places):
            return Verdict.FAILS
        for place in self.places:
            verdict = Equal(_at(self.lhs, place), _at(self.rhs, place)).decide()
            if verdict is not Verdict.HOLDS:
                return verdict
        return Verdict.of(True if see_only_order(self.lhs, self.rhs) else None)

    def denied(self) -> Proposition:
        """One added to the right side."""
        return replace(self, rhs=self.rhs + 1)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of the two sides, and how many orders there are."""
        yield from super().perturbed()
        yield (replace(self, count=self.count + move) for move in (1, -1))


def everywhere(lhs: sympy.Expr, rhs: sympy.Expr, places: Iterable[Place]) -> InEveryOrder:
    """The identity holds in every listed order."""
    listed = tuple(places)
    return InEveryOrder(sympy.sympify(lhs), sympy.sympify(rhs), listed, len(listed))


def _at(expression: sympy.Expr, place: Place) -> sympy.Expr:
    return (
        sympy.sympify(expression, strict=True)
        .xreplace({s: sympy.Integer(v) for s, v in place.items()})
        .doit()
    )


def _vanishes_off(
    entry: sympy.Expr, support: tuple[sympy.Symbol, ...], index: sympy.Symbol, places: Places
) -> Proposition:
    """The entry is 0 when ``index`` is none of the support."""
    off = [o for o in places(j, k) if all(o[index] != o[symbol] for symbol in support)]
    return everywhere(entry, sympy.S.Zero, off)


def _over_support(term: sympy.Expr, index: sympy.Symbol, other: sympy.Symbol) -> sympy.Expr:
    """The sum over ``index`` of a term that vanishes unless ``index`` is ``other`` or r."""
    at_r = Piecewise((0, Eq(other, r)), (term.xreplace({index: r}), True))
    return term.xreplace({index: other}) + at_r


def reproduces(
    name: str, decoder: sympy.Expr, code: sympy.Expr, data: sympy.Expr, places: Places = orders
) -> Step:
    """Row j of the decoder times the code is coordinate j of the data."""
    product = _over_support(decoder * code, k, j)
    return Step(
        f"{name} reproduces the data: row $j$ of the decoder has its nonzero entries in columns"
        " $j$ and $r$ only, so the product is a sum of at most two terms, equal to $x_j$.",
        All(_vanishes_off(decoder, (j, r), k, places), everywhere(product, data, places(j))),
        "all orders of $j$, $k$, $r$, $m$, ties included",
        shown=Eq(sympy.Symbol("x_j"), data, evaluate=False),
    )


def injective(name: str, decoder: sympy.Expr, inverse: sympy.Expr, places: Places = orders) -> Step:
    """A left inverse of the decoder, so that its exact code is unique."""
    column = sympy.Symbol("l", integer=True, positive=True)
    total = _over_support(inverse * decoder.xreplace({k: column}), j, k)
    return Step(
        f"{name} is injective, so its exact code is unique: $V$ below has $V W = I$.",
        All(
            _vanishes_off(inverse, (k, r), j, places),
            everywhere(total.xreplace({column: j}), KroneckerDelta(j, k), places(j, k)),
        ),
        "row $k$ of $V$ has its nonzero entries in columns $k$ and $r$ only; all orders",
        shown=Eq(sympy.Symbol("V_{kj}"), inverse, evaluate=False),
    )
