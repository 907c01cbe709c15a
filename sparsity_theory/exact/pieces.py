"""A penalty cut into smooth pieces, each with its proved monotonicity and curvature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sympy import Expr

from sparsity_theory.exact import bounded
from sparsity_theory.exact.asymptotics import Place, limit
from sparsity_theory.exact.changes import changes
from sparsity_theory.exact.constants import compare
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.intervals import HALF_LINE, Interval
from sparsity_theory.exact.partitions import refine
from sparsity_theory.exact.smooth import SmoothCell, cells


class Monotone(Enum):
    """How a piece moves; strictly where it says so."""

    INCREASING = "increasing"
    CONSTANT = "constant"
    DECREASING = "decreasing"
    NONDECREASING = "nondecreasing"
    NONINCREASING = "nonincreasing"
    UNKNOWN = "unknown"


class Curvature(Enum):
    """How a smooth piece bends, strictly unless LINEAR; not strictly where it is not smooth."""

    CONCAVE = "concave"
    CONVEX = "convex"
    LINEAR = "linear"
    UNKNOWN = "unknown"


MONOTONE = {1: Monotone.INCREASING, 0: Monotone.CONSTANT, -1: Monotone.DECREASING}
CURVATURE = {1: Curvature.CONVEX, 0: Curvature.LINEAR, -1: Curvature.CONCAVE}


@dataclass(frozen=True)
class Piece:
    """A formula on an interval of (0, oo) with exact ends (`right` may be oo).

    The formula is continuous up to a closed end, and smooth inside if `smooth`; else it contains
    a breakpoint that is not known exactly, and equals one of `choices` at each point (if any). A
    label that is not UNKNOWN is proved.
    """

    left: Expr
    right: Expr
    formula: Expr
    monotone: Monotone
    curvature: Curvature
    left_closed: bool = False
    right_closed: bool = False
    smooth: bool = True
    choices: tuple[Expr, ...] = ()


def pieces(expr: Expr) -> tuple[Piece, ...]:
    """Cut an expression on u > 0 into pieces that cover (0, oo), from left to right.

    They end at irrational points, too, where these are found in closed form; else a breakpoint is
    left inside a narrow piece that is not smooth, a change of direction inside one with an UNKNOWN
    label. Where the expression takes an isolated value at a point, that point is a piece.

    >>> from sparsity_theory.penalties.expressions import parse
    >>> for p in pieces(parse("min(u, 1)")):
    ...     print(p.left, p.right, p.formula, p.monotone.value, p.curvature.value)
    0 1 u increasing linear
    1 oo 1 constant linear
    """
    found = _without_points(cells(expr, HALF_LINE[0]))
    return tuple(piece for cell in found for piece in _labelled(cell))


def _labelled(cell: SmoothCell) -> list[Piece]:
    """The pieces of one cell."""
    interval, formula = cell.interval, cell.formula
    if interval.is_point:
        constant = MONOTONE[0], CURVATURE[0]
        return [Piece(interval.left, interval.left, _value(cell), *constant, True, True)]
    if not cell.smooth:
        return [_rough_piece(cell)]
    first = derivative(formula)
    parts = refine(
        [
            changes(first, interval.left, interval.right),
            changes(derivative(first), interval.left, interval.right),
        ]
    )
    merged: list[tuple[Expr, Expr, tuple[int | None, ...]]] = []
    for left, right, found in parts:
        if merged and merged[-1][2] == found:
            # The formula is smooth: its derivative vanishes at most at the point between.
            merged[-1] = (merged[-1][0], right, found)
        else:
            merged.append((left, right, found))
    return [
        Piece(
            left,
            right,
            formula,
            Monotone.UNKNOWN if slope is None else MONOTONE[slope],
            Curvature.UNKNOWN if bend is None else CURVATURE[bend],
            left_closed=interval.left_closed if left == interval.left else True,
            right_closed=interval.right_closed if right == interval.right else False,
        )
        for left, right, (slope, bend) in merged
    ]


def _rough_piece(cell: SmoothCell) -> Piece:
    """The label of a cell that equals one of its choices at each point."""
    left, right = cell.interval.left, cell.interval.right
    slopes = {_only_sign(derivative(choice), left, right) for choice in cell.choices}
    bends = {_only_sign(derivative(derivative(choice)), left, right) for choice in cell.choices}
    monotone, curvature = Monotone.UNKNOWN, Curvature.UNKNOWN
    if slopes and None not in slopes:
        if len(slopes) == 1:
            monotone = MONOTONE[next(s for s in slopes if s is not None)]
        elif -1 not in slopes:
            monotone = Monotone.NONDECREASING
        elif 1 not in slopes:
            monotone = Monotone.NONINCREASING
    if cell.bend is not None and bends and bends <= {0, cell.bend}:
        curvature = CURVATURE[cell.bend]
    return Piece(
        left, right, cell.formula, monotone, curvature,
        cell.interval.left_closed, cell.interval.right_closed, False, cell.choices,
    )  # fmt: skip


def _only_sign(f: Expr, left: Expr, right: Expr) -> int | None:
    """The sign of f on all of an interval, where it has one."""
    found = {part.sign for part in changes(f, left, right)}
    return found.pop() if len(found) == 1 else None


def _without_points(found: list[SmoothCell]) -> list[SmoothCell]:
    """Absorb one-point cells into a neighbour whose formula has the same limit there."""
    kept: list[SmoothCell] = []
    for cell in found:
        last = kept[-1] if kept else None
        point = cell.interval.left
        if cell.interval.is_point:
            value = _value(cell)
            if last is not None and _continues(last, point, -1, value):
                kept[-1] = _with_interval(last, last.interval.joined(cell.interval))
                continue
        elif (
            last is not None
            and last.interval.is_point
            and last.interval.left == point
            and _continues(cell, point, 1, _value(last))
        ):
            whole = Interval(point, cell.interval.right, True, cell.interval.right_closed)
            kept[-1] = _with_interval(cell, whole)
            continue
        kept.append(cell)
    return kept


def _value(cell: SmoothCell) -> Expr:
    """The value at a one-point cell; the formula itself where that is too long."""
    found = bounded.at(cell.formula, cell.interval.left)
    return cell.formula if found is None else found


def _with_interval(cell: SmoothCell, interval: Interval) -> SmoothCell:
    return SmoothCell(interval, cell.formula, cell.smooth, cell.choices, cell.bend)


def _continues(cell: SmoothCell, point: Expr, side: int, value: Expr) -> bool:
    found = limit(cell.formula, Place(point, side)) if cell.smooth else None
    return found is not None and compare(found, value) == 0
