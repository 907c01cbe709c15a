"""Pieces with irrational ends as pieces with rational ones, which floats and boxes can use."""

from __future__ import annotations

from dataclasses import replace

from sympy import Rational, S

from sparsity_theory.exact import bounded
from sparsity_theory.exact.asymptotics import Place, analytic_at, limit
from sparsity_theory.exact.constants import beside, compare, resolved
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.opaque import Maximum, Minimum
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece
from sparsity_theory.exact.variable import U

_BITS = (32, 64, 256)
"""Relative widths of the pieces around irrational points, as powers of two."""


def narrowed(sections: tuple[Piece, ...]) -> tuple[Piece, ...] | None:
    """The pieces with a narrow one around each irrational end; None where a point is a piece.

    It is smooth where one formula is, on both sides; else it has the two as ``choices``, if they
    meet. Its labels are what is proved of both sides and of how they meet.

    >>> from sparsity_theory.penalties.expressions import parse
    >>> from sparsity_theory.exact.pieces import pieces
    >>> before, rough, after = narrowed(pieces(parse("min(u, sqrt(2))")))
    >>> rough.formula, rough.smooth, rough.curvature.value, after.left - rough.right
    (Min(sqrt(2), u), False, 'concave', 0)
    """
    if any(p.left == p.right for p in sections):
        return None
    for bits in _BITS:
        found = _with_width(sections, bits)
        if all(p.right is S.Infinity or p.left < p.right for p in found):
            return tuple(found)
    return None


def _with_width(sections: tuple[Piece, ...], bits: int) -> list[Piece]:
    found: list[Piece] = []
    for before, p in zip([None, *sections], sections, strict=False):
        left, right, left_closed, right_closed = p.left, p.right, p.left_closed, p.right_closed
        if before is not None and not left.is_Rational:
            low, left = beside(left, bits)
            left_closed = True
            found.append(_around(before, p, low, left))
        if not (right.is_Rational or right is S.Infinity):
            right, right_closed = beside(right, bits)[0], False
        found.append(
            replace(p, left=left, right=right, left_closed=left_closed, right_closed=right_closed)
        )
    return found


def _around(before: Piece, after: Piece, low: Rational, high: Rational) -> Piece:
    """The piece between two rationals around the irrational point at which two pieces meet."""
    point = after.left
    rough = Piece(low, high, before.formula, Monotone.UNKNOWN, Curvature.UNKNOWN, True, False)
    if not (before.smooth and after.smooth):
        return replace(rough, smooth=False)
    if before.formula == after.formula and analytic_at(before.formula, point):
        return replace(
            rough, monotone=_monotone(before, after), curvature=_curvature(before, after, 0)
        )
    ends = [bounded.at(f, point) for f in (before.formula, after.formula)]
    first, second = (None if end is None else resolved(end) for end in ends)
    if first is None or second is None or compare(first, second) != 0:
        return replace(rough, smooth=False)
    whole = (
        before.formula.xreplace({U: Minimum(U, point)})
        + after.formula.xreplace({U: Maximum(U, point)})
        - second
    )
    slopes = [
        limit(derivative(p.formula), Place(point, side)) for p, side in ((before, -1), (after, 1))
    ]
    bend = None if slopes[0] is None or slopes[1] is None else compare(slopes[1], slopes[0])
    return replace(
        rough,
        formula=whole,
        monotone=_monotone(before, after),
        curvature=_curvature(before, after, bend),
        smooth=False,
        choices=(before.formula, after.formula),
    )


_RISING = {Monotone.INCREASING, Monotone.NONDECREASING, Monotone.CONSTANT}
_FALLING = {Monotone.DECREASING, Monotone.NONINCREASING, Monotone.CONSTANT}


def _monotone(before: Piece, after: Piece) -> Monotone:
    """Of two pieces that meet."""
    labels = {before.monotone, after.monotone}
    if len(labels) == 1:
        return before.monotone
    if labels <= _RISING:
        return Monotone.NONDECREASING
    return Monotone.NONINCREASING if labels <= _FALLING else Monotone.UNKNOWN


def _curvature(before: Piece, after: Piece, bend: int | None) -> Curvature:
    """Of two pieces that meet, with the sign of the change of slope where they do."""
    labels = {before.curvature, after.curvature}
    if bend is None or Curvature.UNKNOWN in labels:
        return Curvature.UNKNOWN
    if labels == {Curvature.LINEAR} and bend == 0:
        return Curvature.LINEAR
    if bend <= 0 and labels <= {Curvature.CONCAVE, Curvature.LINEAR}:
        return Curvature.CONCAVE
    if bend >= 0 and labels <= {Curvature.CONVEX, Curvature.LINEAR}:
        return Curvature.CONVEX
    return Curvature.UNKNOWN
