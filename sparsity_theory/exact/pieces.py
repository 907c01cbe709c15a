"""A penalty cut into smooth pieces, each with its proved monotonicity and curvature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sympy import Abs, Expr, Integer, Max, Min, Piecewise, Rational, S, diff

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact.asymptotics import Place, limit
from sparsity_theory.exact.constants import compare
from sparsity_theory.exact.intervals import HALF_LINE, Interval
from sparsity_theory.exact.partitions import refine
from sparsity_theory.exact.piecewise import branches
from sparsity_theory.exact.signs import signs
from sparsity_theory.exact.variable import U


class Monotone(Enum):
    """How a piece moves, strictly unless CONSTANT."""

    INCREASING = "increasing"
    CONSTANT = "constant"
    DECREASING = "decreasing"
    UNKNOWN = "unknown"


class Curvature(Enum):
    """How a piece bends, strictly unless LINEAR."""

    CONCAVE = "concave"
    CONVEX = "convex"
    LINEAR = "linear"
    UNKNOWN = "unknown"


_MONOTONE = {1: Monotone.INCREASING, 0: Monotone.CONSTANT, -1: Monotone.DECREASING}
_CURVATURE = {1: Curvature.CONVEX, 0: Curvature.LINEAR, -1: Curvature.CONCAVE}


@dataclass(frozen=True)
class Piece:
    """A smooth formula on an interval of (0, oo) with rational ends (`right` may be oo).

    The formula is continuous up to a closed end. A label that is not UNKNOWN is proved.
    """

    left: Rational
    right: Expr
    formula: Expr
    monotone: Monotone
    curvature: Curvature
    left_closed: bool = False
    right_closed: bool = False


def pieces(expr: Expr) -> tuple[Piece, ...] | None:
    """Cut an expression on u > 0 into pieces that cover (0, oo), from left to right.

    An irrational change of direction is left inside a narrow piece with an UNKNOWN label. None
    when the breakpoints of the expression cannot be found or are irrational, or when it takes an
    isolated value at a point.

    >>> from sparsity_theory.penalties.expressions import parse
    >>> for p in pieces(parse("min(u, 1)")):
    ...     print(p.left, p.right, p.formula, p.monotone.value, p.curvature.value)
    0 1 u increasing linear
    1 oo 1 constant linear
    """
    smooth = smooth_parts(expr, HALF_LINE[0])
    if smooth is None:
        return None
    smooth = _without_points(smooth)
    if smooth is None:
        return None
    return tuple(piece for interval, formula in smooth for piece in _labelled(interval, formula))


def _labelled(interval: Interval, formula: Expr) -> list[Piece]:
    """The pieces of one smooth formula."""
    first = diff(formula, U)
    cells = refine(
        [
            signs(first, interval.left, interval.right),
            signs(diff(first, U), interval.left, interval.right),
        ]
    )
    merged: list[tuple[Rational, Expr, tuple[int | None, ...]]] = []
    for left, right, found in cells:
        if merged and merged[-1][2] == found:
            # The derivative vanishes at most at the point between: the labels carry over.
            merged[-1] = (merged[-1][0], right, found)
        else:
            merged.append((left, right, found))
    return [
        Piece(
            left,
            right,
            formula,
            Monotone.UNKNOWN if slope is None else _MONOTONE[slope],
            Curvature.UNKNOWN if bend is None else _CURVATURE[bend],
            left_closed=interval.left_closed if left == interval.left else True,
            right_closed=interval.right_closed if right == interval.right else False,
        )
        for left, right, (slope, bend) in merged
    ]


def smooth_parts(expr: Expr, interval: Interval) -> list[tuple[Interval, Expr]] | None:
    """Cut an interval so that each part has a formula without Piecewise, Min, Max and Abs.

    None when a cut is not at a rational point or cannot be decided.
    """
    kink = _innermost_kink(expr)
    if kink is None:
        return [(interval, expr)]
    choices = _resolve(kink, interval)
    if choices is None:
        return None
    found: list[tuple[Interval, Expr]] = []
    for where, choice in choices:
        parts = smooth_parts(expr.xreplace({kink: choice}), where)
        if parts is None:
            return None
        for part, formula in parts:
            if found and found[-1][1] == formula:
                # Equal formulas on both sides of a cut need no cut.
                found[-1] = (found[-1][0].joined(part), formula)
            else:
                found.append((part, formula))
    return found


def _innermost_kink(expr: Expr) -> Expr | None:
    kinks = expr.atoms(Piecewise, Min, Max, Abs)
    plain = [k for k in kinks if not any(a.has(Piecewise, Min, Max, Abs) for a in k.args)]
    return min(plain, key=lambda k: k.sort_key()) if plain else None


def _resolve(kink: Expr, interval: Interval) -> list[tuple[Interval, Expr]] | None:
    """What a Piecewise, Min, Max or Abs of smooth parts is, interval by interval."""
    if isinstance(kink, Piecewise):
        try:
            cases = branches(kink)
        except ExpressionError:
            return None
        meets = ((where.meet(interval), branch) for where, branch in cases)
        return [(meet, branch) for meet, branch in meets if meet is not None]
    if isinstance(kink, Abs):
        inner = kink.args[0]
        return _choose(inner, -inner, inner, interval)
    first, *others = kink.args
    rest = kink.func(*others)
    if isinstance(kink, Max):
        return _choose(first - rest, rest, first, interval)
    return _choose(first - rest, first, rest, interval)


def _choose(
    test: Expr, negative: Expr, positive: Expr, interval: Interval
) -> list[tuple[Interval, Expr]] | None:
    """`negative` where test <= 0 and `positive` where test >= 0; they agree where it is 0."""
    if interval.is_point:
        point = test.subs(U, interval.left)
        order = compare(point, S.Zero)
        return None if order is None else [(interval, positive if order >= 0 else negative)]
    if test.has(Piecewise, Min, Max, Abs):
        inner = smooth_parts(test, interval)
        if inner is None:
            return None
    else:
        inner = [(interval, test)]
    found: list[tuple[Interval, Expr]] = []
    for where, smooth_test in inner:
        for part in signs(smooth_test, where.left, where.right):
            if part.sign is None:
                return None
            cell = Interval(
                part.left,
                part.right,
                where.left_closed if part.left == where.left else True,
                where.right_closed if part.right == where.right else False,
            )
            found.append((cell, positive if part.sign >= 0 else negative))
    return found


def _without_points(
    smooth: list[tuple[Interval, Expr]],
) -> list[tuple[Interval, Expr]] | None:
    """Absorb one-point intervals into a neighbour whose formula has the same value there."""
    kept: list[tuple[Interval, Expr]] = []
    pending: tuple[Rational, Expr] | None = None  # a point to be absorbed by the next interval
    for interval, formula in smooth:
        if interval.is_point:
            value = formula.subs(U, interval.left)
            before, rule = kept[-1] if kept else (None, None)
            if before is not None and _continues(rule, interval.left, -1, value):
                kept[-1] = (before.joined(interval), rule)
            else:
                pending = (interval.left, value)
            continue
        if pending is not None and not _continues(formula, pending[0], 1, pending[1]):
            return None
        starts_closed = interval.left_closed or pending is not None
        pending = None
        whole = Interval(interval.left, interval.right, starts_closed, interval.right_closed)
        kept.append((whole, formula))
    return kept


def _continues(formula: Expr, point: Rational, side: int, value: Expr) -> bool:
    found = limit(formula, Place(point, side))
    return found is not None and compare(found, value) == 0


def sample_point(left: Rational, right: Expr) -> Rational:
    """A rational inside an open interval."""
    return left + 1 if right is S.Infinity else (left + right) / Integer(2)
