"""Piecewise expressions in canonical form: left to right, with conditions u < c and u <= c.

The numbers c are exact, and may be irrational.
"""

from __future__ import annotations

from sympy import Expr, Piecewise, S
from sympy.core.relational import LessThan, StrictLessThan

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact.intervals import Interval, position
from sparsity_theory.exact.variable import U


def branches(formula: Piecewise) -> list[tuple[Interval, Expr]]:
    """The intervals of a Piecewise that `assemble` made, with their formulas."""
    found: list[tuple[Interval, Expr]] = []
    left: Expr = S.Zero
    left_closed = False
    for branch, condition in formula.args:
        if isinstance(condition, StrictLessThan | LessThan) and condition.lhs == U:
            right, right_closed = condition.rhs, isinstance(condition, LessThan)
        elif condition == S.true:
            right, right_closed = S.Infinity, False
        else:
            raise ExpressionError(f"cannot use the condition {condition}: write it as u < number")
        found.append((Interval(left, right, left_closed, right_closed), branch))
        left, left_closed = right, not right_closed
    return found


def branch_at(expr: Expr, point: Expr) -> Expr:
    """The expression with every Piecewise decided, exactly, for one number u > 0.

    >>> from sympy import Rational, sqrt
    >>> from sparsity_theory.penalties.expressions import parse
    >>> branch_at(parse("u if u <= 1/100 else 1/100"), Rational(1, 100))
    u
    >>> branch_at(parse("u if u <= sqrt(2) else 1"), sqrt(2))
    u
    """
    while expr.has(Piecewise):
        case = max(expr.atoms(Piecewise), key=lambda c: c.count_ops())
        chosen = next(branch for where, branch in branches(case) if where.contains(point))
        expr = expr.xreplace({case: chosen})
    return expr


def assemble(pairs: list[tuple[Interval, Expr]]) -> Expr:
    """One expression from formulas on intervals that partition (0, oo), in canonical form."""
    pairs = sorted(pairs, key=lambda pair: position(pair[0]))
    arguments: list[tuple[Expr, object]] = []
    for interval, formula in pairs:
        if interval.right == S.Infinity:
            condition: object = S.true
        elif interval.right_closed:
            condition = LessThan(U, interval.right, evaluate=False)
        else:
            condition = StrictLessThan(U, interval.right, evaluate=False)
        if arguments and arguments[-1][0] == formula:
            arguments.pop()
        arguments.append((formula, condition))
    if len(arguments) == 1:
        return arguments[0][0]
    # Unevaluated: SymPy would simplify the branches by means of the conditions.
    return Piecewise(*arguments, evaluate=False)
