"""Formulas that are used on one side of an irrational point c, with u held at c beyond it.

``min(u, c)`` stands for u on the side -1, where u < c, and ``max(u, c)`` on the side 1. Cases of a
formula that lie wholly beyond c are never met, and go.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Dummy, Expr, Piecewise, S

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact.constants import compare, resolved, with_fewer_constants
from sparsity_theory.exact.intervals import Interval
from sparsity_theory.exact.opaque import Maximum, Minimum, own
from sparsity_theory.exact.piecewise import assemble, branches
from sparsity_theory.exact.variable import U


def joined(first: Expr, second: Expr, point: Expr) -> Expr | None:
    """Two formulas that meet at an irrational c: a(min(u, c)) + b(max(u, c)) - b(c).

    None where they are not proved to have one finite value there: then c is the end of a case.

    >>> from sympy import sqrt
    >>> joined(U, sqrt(2), sqrt(2)), joined(U, S(3), sqrt(2))
    (Min(sqrt(2), u), None)
    """
    try:
        ends = [resolved(value_at(formula, point)) for formula in (first, second)]
        if any(end.has(*_NO_NUMBERS) for end in ends) or compare(*ends) != 0:
            return None
        return held(first, point, -1) + held(second, point, 1) - ends[1]
    except ExpressionError:
        return None


_NO_NUMBERS = (S.Infinity, S.NegativeInfinity, S.ComplexInfinity, S.NaN, S.ImaginaryUnit)


def held(formula: Expr, point: Expr, side: int) -> Expr:
    """The formula with u held at the point beyond it.

    >>> from sympy import sqrt
    >>> from sparsity_theory.penalties.expressions import parse
    >>> held(parse("u if u < 1 else (1 if u < 2 else u**3)"), sqrt(2), -1)
    Piecewise((Min(sqrt(2), u), u < 1), (1, True))

    Raises:
        ExpressionError: a case begins or ends at the point, or it cannot be told.
    """
    moved = Minimum(U, point) if side < 0 else Maximum(U, point)
    cases = {case: Dummy() for case in _outermost(formula)}
    found = with_fewer_constants(own(formula.xreplace(cases).xreplace({U: moved})))
    return found.xreplace({name: _held_case(case, point, side) for case, name in cases.items()})


def value_at(formula: Expr, point: Expr) -> Expr:
    """The value at the point.

    Raises:
        ExpressionError: a case begins or ends there.
    """
    while cases := _outermost(formula):
        formula = formula.xreplace({case: _case_at(case, point) for case in cases})
    return own(formula.xreplace({U: point}))


def _outermost(formula: Expr) -> list[Piecewise]:
    cases = formula.atoms(Piecewise)
    return [c for c in cases if not any(c != other and other.has(c) for other in cases)]


def _held_case(case: Piecewise, point: Expr, side: int) -> Expr:
    kept = [pair for pair in branches(case) if _reaches(pair[0], point, side)]
    met = _holding(kept, point)
    pairs = []
    for where, branch in kept:
        wide = where
        if where == met[0]:
            wide = replace(where, right=S.Infinity, right_closed=False) if side < 0 else (
                replace(where, left=S.Zero, left_closed=False)
            )  # fmt: skip
        pairs.append((wide, held(branch, point, side)))
    return assemble(pairs)


def _case_at(case: Piecewise, point: Expr) -> Expr:
    return _holding(branches(case), point)[1]


def _holding(pairs: list[tuple[Interval, Expr]], point: Expr) -> tuple[Interval, Expr]:
    for pair in pairs:
        if _reaches(pair[0], point, -1) and _reaches(pair[0], point, 1):
            return pair
    raise ExpressionError(f"a case begins or ends at {point}: write that number as a fraction")


def _reaches(where: Interval, point: Expr, side: int) -> bool:
    """Whether an interval has points on that side of an irrational point.

    Raises:
        ExpressionError: it cannot be told.
    """
    end = where.right if side > 0 else where.left
    order = compare(end, point)
    if order is None:
        raise ExpressionError(f"cannot tell {point} from {end}: write that number as a fraction")
    return order == side
