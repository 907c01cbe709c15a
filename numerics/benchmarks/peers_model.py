"""Penalties in the algebra of a modelling language, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add, mul
from typing import Any

import sympy

from numerics.errors import NumericsError
from sparsity_theory.exact.constants import compare
from sparsity_theory.exact.pieces import Piece
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty


@dataclass(frozen=True)
class Algebra:
    """What a modelling language offers beyond sums and products.

    Attributes:
        functions: its functions of one argument, by their SymPy class.
        power: a base >= 0 to a rational exponent.
        least: the smaller of an expression and a number.
        greatest: the larger of an expression and a number.
    """

    functions: Mapping[type, Callable[[Any], Any]]
    power: Callable[[Any, sympy.Rational], Any]
    least: Callable[[Any, float], Any]
    greatest: Callable[[Any, float], Any]


def express(penalty: Penalty, variable: Any, algebra: Algebra) -> Any:
    """h(variable) for a continuous penalty h.

    A penalty of several pieces is h(0) plus the rise of each: the rise of the piece f on [a, b] is
    ``f(min(max(u, a), b)) - f(a)``.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> plain = Algebra({}, lambda base, exponent: base ** float(exponent), min, max)
    >>> express(penalty("mcp"), 1.0, plain), express(penalty("mcp"), 5.0, plain)
    (0.75, 1.0)

    Raises:
        NumericsError: if the penalty jumps, or has a function that the language lacks.
    """
    pieces = penalty.pieces
    if pieces is None or not penalty.finite:
        raise NumericsError(f"{penalty.text} has no finite pieces")
    if not _continuous(penalty, pieces):
        raise NumericsError(f"{penalty.text} jumps")
    if len(pieces) == 1:
        return _expression(pieces[0].formula, variable, algebra)
    total: Any = float(penalty.at_zero)
    for piece in pieces:
        if not piece.formula.has(U):
            continue
        inside = variable if piece.left == 0 else algebra.greatest(variable, float(piece.left))
        if piece.right is not sympy.oo:
            inside = algebra.least(inside, float(piece.right))
        begins = penalty.at_zero if piece.left == 0 else piece.formula.subs(U, piece.left)
        total = total + _expression(piece.formula, inside, algebra) - float(begins)
    return total


def factor(penalty: Penalty) -> float | None:
    """The c of a penalty c u with c > 0, None for any other.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> factor(penalty("10*u")), factor(penalty("sqrt"))
    (10.0, None)
    """
    if not penalty.finite or penalty.at_zero != 0:
        return None
    factor = penalty.expression / U
    return float(factor) if factor.is_number and factor.is_positive else None


def _continuous(penalty: Penalty, pieces: tuple[Piece, ...]) -> bool:
    if not penalty.facts.continuous_at_zero:
        return False
    neighbours = pairwise(pieces)
    return all(
        compare(left.formula.subs(U, left.right), right.formula.subs(U, left.right)) == 0
        for left, right in neighbours
    )


def _expression(expression: sympy.Expr, variable: Any, algebra: Algebra) -> Any:
    if expression == U:
        return variable
    if expression.is_number:
        return float(expression)
    if expression.is_Pow and expression.exp.is_Rational:
        return algebra.power(_expression(expression.base, variable, algebra), expression.exp)
    arguments = [_expression(part, variable, algebra) for part in expression.args]
    if expression.is_Add:
        return reduce(add, arguments)
    if expression.is_Mul:
        return reduce(mul, arguments)
    if expression.func not in algebra.functions:
        raise NumericsError(f"{expression.func.__name__} is not in its language")
    return algebra.functions[expression.func](arguments[0])
