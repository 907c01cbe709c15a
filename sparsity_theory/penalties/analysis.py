"""The facts about a penalty, derived from its pieces and its one-sided limits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sympy import Expr, Rational, S, diff

from sparsity_theory.exact.asymptotics import AT_INFINITY, AT_ZERO, Place, limit
from sparsity_theory.exact.constants import compare, largest, sign
from sparsity_theory.exact.intervals import Interval
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece, smooth_parts
from sparsity_theory.exact.ranges import Extent, extent
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.facts import Facts

if TYPE_CHECKING:
    from sparsity_theory.penalties.definition import Penalty


def derive(penalty: Penalty) -> Facts:
    """Every fact that can be proved; the others are None."""
    if not penalty.finite:
        return INDICATOR_FACTS
    if penalty.defined is not True:
        return Facts(value_at_zero=penalty.at_zero, constant=_constant_by_samples(penalty))
    at_zero = _near_zero(penalty)
    if penalty.pieces is None:
        return Facts(
            value_at_zero=penalty.at_zero,
            right_limit_at_zero=at_zero.limit,
            right_slope_at_zero=at_zero.slope,
            bounded_gradient=False if at_zero.steep else None,
            continuous_at_zero=at_zero.continuous,
            constant=_constant_by_samples(penalty),
        )
    joints = [Joint.between(*pair) for pair in pairwise(penalty.pieces)]
    values = extent(penalty.pieces)
    slope_bound = _slope_bound(penalty.pieces, joints)
    return Facts(
        value_at_zero=penalty.at_zero,
        right_limit_at_zero=at_zero.limit,
        right_slope_at_zero=at_zero.slope,
        slope_bound=slope_bound,
        supremum=values.supremum,
        supremum_attained=values.supremum_attained,
        infimum=values.infimum,
        infimum_attained=values.infimum_attained,
        nondecreasing=_nondecreasing(penalty.pieces, joints),
        concave=_concave(penalty.pieces, joints),
        bounded_gradient=_bounded_gradient(penalty.pieces, joints, at_zero),
        continuous_at_zero=at_zero.continuous,
        constant=_constant(penalty, joints, at_zero),
    )


INDICATOR_FACTS = Facts(
    value_at_zero=S.Zero,
    right_limit_at_zero=S.Infinity,
    right_slope_at_zero=S.Infinity,
    supremum=S.Infinity,
    supremum_attained=True,
    infimum=S.Infinity,
    infimum_attained=True,
    nondecreasing=True,
    bounded_gradient=False,
    continuous_at_zero=False,
    constant=False,
)
"""I_oo is oo on u > 0, so its slope there and its curvature have no meaning (None)."""


@dataclass(frozen=True)
class NearZero:
    """How the penalty leaves its value at 0."""

    limit: Expr | None
    slope: Expr | None
    continuous: bool | None

    @property
    def steep(self) -> bool:
        """The slope at 0 is proved to be infinite."""
        return self.slope is not None and bool(self.slope.is_infinite)


def _near_zero(penalty: Penalty) -> NearZero:
    formula = formula_near_zero(penalty.expression)
    value = None if formula is None else limit(formula, AT_ZERO)
    if formula is None or value is None:
        return NearZero(None, None, None)
    jump = compare(value, penalty.at_zero)
    if jump is None:
        return NearZero(value, None, None)
    if jump != 0:
        return NearZero(value, jump * S.Infinity, False)
    return NearZero(value, limit((formula - penalty.at_zero) / U, AT_ZERO), True)


def formula_near_zero(expression: Expr) -> Expr | None:
    """The smooth formula of an expression on some (0, a), or None when it was not found."""
    for right in (S.Infinity, S.One, Rational(1, 2**20)):
        smooth = smooth_parts(expression, Interval(S.Zero, right))
        if smooth:
            return smooth[0][1]
    return None


def limit_at_zero(expression: Expr) -> Expr | None:
    """The right limit at 0 of an expression on u > 0, or None when undecided."""
    formula = formula_near_zero(expression)
    return None if formula is None else limit(formula, AT_ZERO)


def left_place(piece: Piece) -> Place:
    """The left end of a piece, approached from inside."""
    return Place(piece.left, 1)


def right_place(piece: Piece) -> Place:
    """The right end of a piece, approached from inside."""
    return AT_INFINITY if piece.right is S.Infinity else Place(piece.right, -1)


@dataclass(frozen=True)
class Joint:
    """How two neighbouring pieces meet: the signs of the jump and of the change of slope."""

    jump: int | None
    bend: int | None

    @classmethod
    def between(cls, before: Piece, after: Piece) -> Joint:
        """Look at the point that the two pieces share."""
        if before.formula == after.formula:
            return cls(0, 0)
        jump = _change(before.formula, after.formula, after.left)
        bend = _change(diff(before.formula, U), diff(after.formula, U), after.left)
        return cls(jump, bend)


def _change(before: Expr, after: Expr, point: Rational) -> int | None:
    low, high = limit(before, Place(point, -1)), limit(after, Place(point, 1))
    return None if low is None or high is None else compare(high, low)


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _nondecreasing(pieces: tuple[Piece, ...], joints: list[Joint]) -> bool | None:
    moves = {
        Monotone.INCREASING: True, Monotone.CONSTANT: True, Monotone.DECREASING: False,
        Monotone.UNKNOWN: None,
    }  # fmt: skip
    steps = [None if j.jump is None else j.jump >= 0 for j in joints]
    return _all([moves[p.monotone] for p in pieces] + steps)


def _concave(pieces: tuple[Piece, ...], joints: list[Joint]) -> bool | None:
    bends = {
        Curvature.CONCAVE: True, Curvature.LINEAR: True, Curvature.CONVEX: False,
        Curvature.UNKNOWN: None,
    }  # fmt: skip
    jumps = [None if j.jump is None else j.jump == 0 for j in joints]
    kinks = [None if j.bend is None else j.bend <= 0 for j in joints]
    return _all([bends[p.curvature] for p in pieces] + jumps + kinks)


def _slope_bound(pieces: tuple[Piece, ...], joints: list[Joint]) -> Expr | None:
    """Sup |h'| on u > 0: h' is monotone on a piece of known curvature."""
    if any(j.jump not in (0, None) for j in joints):
        return S.Infinity
    if any(j.jump is None for j in joints):
        return None
    monotone_slope = {
        Curvature.CONVEX: Monotone.INCREASING, Curvature.CONCAVE: Monotone.DECREASING,
        Curvature.LINEAR: Monotone.CONSTANT, Curvature.UNKNOWN: Monotone.UNKNOWN,
    }  # fmt: skip
    slopes = [
        Piece(p.left, p.right, diff(p.formula, U), monotone_slope[p.curvature], Curvature.UNKNOWN)
        for p in pieces
    ]
    found: Extent = extent(tuple(slopes))
    if found.supremum is None or found.infimum is None:
        return S.Infinity if _some_slope_infinite(pieces) else None
    return largest([found.supremum, -found.infimum])


def _end_slopes(pieces: tuple[Piece, ...]) -> list[Expr | None]:
    return [
        limit(diff(p.formula, U), place)
        for p in pieces
        for place in (left_place(p), right_place(p))
    ]


def _some_slope_infinite(pieces: tuple[Piece, ...]) -> bool:
    return any(s is not None and s.is_infinite for s in _end_slopes(pieces))


def _bounded_gradient(
    pieces: tuple[Piece, ...], joints: list[Joint], at_zero: NearZero
) -> bool | None:
    """A continuous derivative with finite limits at both ends of each piece is bounded."""
    if at_zero.steep or any(j.jump not in (0, None) for j in joints):
        return False
    ends = _end_slopes(pieces)
    if any(s is not None and s.is_infinite for s in ends):
        return False
    known = [True if s is not None else None for s in ends]
    smooth = [True if j.jump == 0 else None for j in joints]
    start = True if at_zero.continuous and at_zero.slope is not None else None
    return _all(known + smooth + [start])


def _constant(penalty: Penalty, joints: list[Joint], at_zero: NearZero) -> bool | None:
    assert penalty.pieces is not None
    level = {
        Monotone.CONSTANT: True, Monotone.INCREASING: False, Monotone.DECREASING: False,
        Monotone.UNKNOWN: None,
    }  # fmt: skip
    jumps = [None if j.jump is None else j.jump == 0 for j in joints]
    found = _all([level[p.monotone] for p in penalty.pieces] + jumps + [at_zero.continuous])
    return _constant_by_samples(penalty) if found is None else found


def _constant_by_samples(penalty: Penalty) -> bool | None:
    """False when two exact values differ; samples prove nothing else."""
    for u in (Rational(1, 100), S.One, Rational(100)):
        difference = penalty(u) - penalty.at_zero
        if sign(difference) in (1, -1):
            return False
    return None
