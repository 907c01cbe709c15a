"""Values of formulas at exact rationals, and the certified evidence that compares them.

>>> x = sympy.Symbol("x")
>>> evaluate(x**2, {x: Fraction(1, 2)}) == 0.25
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import sympy
from flint import arb

from numerics.certificates import balls
from numerics.certificates.balls import BITS, Value, precision
from numerics.evidence.propositions import Enclosed
from sparsity_theory.ledger.claims import Check, Evidence, Kind, Parts, Report
from sparsity_theory.proving.sums import instantiate


def certified(
    scope: str,
    check: Check,
    *,
    complete: bool = False,
    blind_to: Mapping[str, str] | None = None,
) -> Evidence:
    """One piece of certified evidence, its check run at `BITS` bits throughout."""

    def precise(parts: Parts) -> Report:
        with precision(BITS):
            report = check(parts)
            _ = report.verdict  # balls are compared at the precision at which they were made
            return report

    return Evidence(Kind.CERTIFIED, scope, precise, complete, blind_to or {})


def add(values: Iterable[arb]) -> arb:
    """The sum of balls; 0 for none."""
    return sum(values, arb(0))


def entries(
    base: sympy.IndexedBase, array: Sequence[Fraction | int] | Sequence[Sequence[Fraction | int]]
) -> dict[sympy.Indexed, sympy.Expr]:
    """A vector or matrix of exact numbers as values of ``base[i]`` or ``base[i, j]``, from 1."""
    found: dict[sympy.Indexed, sympy.Expr] = {}
    for row, item in enumerate(array, start=1):
        if isinstance(item, Sequence):
            for column, number in enumerate(item, start=1):
                found[base[row, column]] = sympy.Rational(number)
        else:
            found[base[row]] = sympy.Rational(item)
    return found


def enclose(
    expression: sympy.Expr, values: Mapping[sympy.Symbol, Value], bits: int = BITS
) -> Enclosed:
    """A ball around an expression at these values, which remembers the formula it encloses.

    >>> x = sympy.Symbol("x")
    >>> enclose(x + 1, {x: Fraction(1, 2)}).formula
    'x + 1'
    """
    return Enclosed.of(expression, lambda formula: balls.enclose(formula, values, bits))


def evaluate(
    expression: sympy.Expr,
    values: Mapping[sympy.Symbol, Value],
    table: Mapping[sympy.Indexed, sympy.Expr] | None = None,
) -> Enclosed:
    """A ball around an expression with sums: sizes and entries first, then the other symbols."""
    sizes = {
        symbol: value
        for symbol, value in values.items()
        if symbol.is_integer and isinstance(value, int)
    }
    sized, entries = frozenset(sizes.items()), frozenset((table or {}).items())
    return Enclosed.of(
        expression, lambda formula: balls.enclose(_written_out(formula, sized, entries), values)
    )


@lru_cache(maxsize=512)
def _written_out(
    expression: sympy.Expr,
    sizes: frozenset[tuple[sympy.Symbol, int]],
    table: frozenset[tuple[sympy.Indexed, sympy.Expr]],
) -> sympy.Expr:
    return instantiate(expression, dict(sizes), dict(table))
