"""The exact supremum and infimum of a function cut into monotone pieces."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, S, diff

from sparsity_theory.exact.asymptotics import AT_INFINITY, Place, limit
from sparsity_theory.exact.constants import compare, largest, simplified, upper_end
from sparsity_theory.exact.crossings import enclose_on, sign_by_enclosure
from sparsity_theory.exact.partitions import Part
from sparsity_theory.exact.pieces import Monotone, Piece
from sparsity_theory.exact.roots import zero_in
from sparsity_theory.exact.variable import U


@dataclass(frozen=True)
class Extent:
    """Supremum and infimum over all pieces, and whether they are attained; None is UNKNOWN."""

    supremum: Expr | None
    supremum_attained: bool | None
    infimum: Expr | None
    infimum_attained: bool | None


@dataclass(frozen=True)
class _Top:
    """The supremum over one piece: a value (None: unknown), or only an upper bound for it."""

    value: Expr | None
    attained: bool | None
    bound: Expr | None = None


def extent(pieces: tuple[Piece, ...]) -> Extent:
    """The range of the function that the pieces make up.

    >>> from sparsity_theory.penalties.expressions import parse
    >>> from sparsity_theory.exact.pieces import pieces
    >>> extent(pieces(parse("u/(1 + u)**2")))
    Extent(supremum=1/4, supremum_attained=True, infimum=0, infimum_attained=False)
    """
    high = _highest([_top(p) for p in pieces])
    low = _highest([_top(_negated(p)) for p in pieces])
    infimum = None if low.value is None else -low.value
    return Extent(high.value, high.attained, infimum, low.attained)


_OPPOSITE = {
    Monotone.INCREASING: Monotone.DECREASING,
    Monotone.DECREASING: Monotone.INCREASING,
    Monotone.CONSTANT: Monotone.CONSTANT,
    Monotone.UNKNOWN: Monotone.UNKNOWN,
}


def _negated(p: Piece) -> Piece:
    return Piece(
        p.left, p.right, -p.formula, _OPPOSITE[p.monotone], p.curvature, p.left_closed,
        p.right_closed,
    )  # fmt: skip


def _top(p: Piece) -> _Top:
    """The supremum of one piece."""
    if p.monotone in (Monotone.INCREASING, Monotone.CONSTANT):
        place = AT_INFINITY if p.right is S.Infinity else Place(p.right, -1)
        return _Top(limit(p.formula, place), p.monotone is Monotone.CONSTANT or p.right_closed)
    if p.monotone is Monotone.DECREASING:
        return _Top(limit(p.formula, Place(p.left, 1)), p.left_closed)
    if p.left == 0 or p.right is S.Infinity:
        return _Top(None, None)
    return _top_of_bend(p)


def _top_of_bend(p: Piece) -> _Top:
    """The supremum of a narrow piece that may change direction once."""
    slope = diff(p.formula, U)
    bend = sign_by_enclosure(diff(slope, U), Part(p.left, p.right, None))
    if bend == 1:  # convex: the supremum is at an end
        ends = [(Place(p.left, 1), p.left_closed), (Place(p.right, -1), p.right_closed)]
        return _highest([_Top(limit(p.formula, place), closed) for place, closed in ends])
    if bend == -1:  # concave: the one zero of the slope is the maximum
        point = zero_in(slope, p.left, p.right)
        if point is not None:
            value = p.formula.subs(U, point)
            return _Top(simplified(value), True)
    found = enclose_on(p.formula, p.left, p.right)
    return _Top(None, None, None if found is None else upper_end(found))


def _highest(tops: list[_Top]) -> _Top:
    """The supremum over all pieces from those of each."""
    known = [t.value for t in tops if t.value is not None]
    best = largest(known) if known else None
    if best is None:
        return _Top(None, None)
    for top in tops:
        if top.value is not None:
            continue
        below = None if top.bound is None else compare(top.bound, best)
        if best is not S.Infinity and (below is None or below >= 0):
            return _Top(None, None)
    if best is S.Infinity:
        return _Top(best, False)
    attained: bool | None = False
    for top in tops:
        order = None if top.value is None else compare(top.value, best)
        if order == 0 and top.attained:
            return _Top(best, True)
        if order is None and top.value is not None:
            attained = None
    return _Top(best, attained)
