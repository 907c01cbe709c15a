"""The facts about a penalty, derived from its pieces and its one-sided limits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from sympy import Expr, Rational, S

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.asymptotics import AT_INFINITY, AT_ZERO, Place, analytic_at, limit
from sparsity_theory.exact.constants import beside, compare, sign_at
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.intervals import HALF_LINE, UnorderedError
from sparsity_theory.exact.narrowed import narrowed
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece, pieces
from sparsity_theory.exact.piecewise import branch_at
from sparsity_theory.exact.ranges import Bracket, end_value, extent, is_infinite, steepest
from sparsity_theory.exact.smooth import cells
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.adversary import Claims, ShapeClaim
from sparsity_theory.penalties.facts import Bounds, Facts

if TYPE_CHECKING:
    from sparsity_theory.penalties.definition import Penalty


@dataclass(frozen=True)
class Analysis:
    """What was found out about a penalty, before or after its time ran out.

    Attributes:
        facts: what was proved.
        pieces: with rational ends, an irrational breakpoint being inside a narrow rough piece; None
            where they were not found, or the penalty has a value of its own at a point.
        sections: with exact ends, one-point pieces included; None where they were not found.
        bounds: brackets.
        defined: whether the penalty is proved to be finite and real on u > 0.
    """

    facts: Facts
    pieces: tuple[Piece, ...] | None = None
    sections: tuple[Piece, ...] | None = None
    bounds: Bounds = field(default_factory=Bounds)
    defined: bool = False

    @property
    def doubted(self) -> Analysis:
        """Without anything that rests on the pieces."""
        told = self.facts
        known = Facts(
            value_at_zero=told.value_at_zero,
            right_limit_at_zero=told.right_limit_at_zero,
            right_slope_at_zero=told.right_slope_at_zero,
            continuous_at_zero=told.continuous_at_zero,
        )
        return Analysis(known, defined=self.defined)

    @property
    def claims(self) -> Claims:
        """The same as claims that points can refute."""
        facts, found = self.facts, self.bounds
        shown = self.sections or self.pieces or ()
        parts = [_claim(piece) for piece in shown if piece.left != piece.right]
        if facts.nondecreasing:
            parts.append(ShapeClaim(Fraction(0), None, monotone=1))
        if facts.concave:
            parts.append(ShapeClaim(Fraction(0), None, convex=-1))
        return Claims(
            self.defined,
            found.supremum.high if facts.supremum is None else facts.supremum,
            facts.supremum_attained if facts.supremum is not None else None,
            found.infimum.low if facts.infimum is None else facts.infimum,
            facts.infimum_attained if facts.infimum is not None else None,
            found.slope_bound.high if facts.slope_bound is None else facts.slope_bound,
            facts.value_at_zero if facts.constant else None,
            tuple(parts),
            tuple(_fraction(end) for p in shown if p.left != 0 for end in _around(p.left)),
        )


_DIRECTIONS = {
    Monotone.INCREASING: 1, Monotone.NONDECREASING: 1, Monotone.CONSTANT: 0,
    Monotone.DECREASING: -1, Monotone.NONINCREASING: -1,
}  # fmt: skip
_BENDS = {Curvature.CONVEX: 1, Curvature.LINEAR: 0, Curvature.CONCAVE: -1}


def _around(end: Expr) -> tuple[Rational, ...]:
    """A rational by itself, an irrational number between two rationals."""
    return (end,) if end.is_Rational else beside(end)


def _fraction(value: Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _claim(p: Piece) -> ShapeClaim:
    return ShapeClaim(
        _fraction(_around(p.left)[-1]),
        None if p.right is S.Infinity else _fraction(_around(p.right)[0]),
        _DIRECTIONS.get(p.monotone),
        _BENDS.get(p.curvature),
        strict=p.smooth,
    )


def analyse(penalty: Penalty) -> Analysis:
    """Every fact that can be proved in the time allowed; the others are None."""
    if not penalty.finite:
        return Analysis(INDICATOR_FACTS, bounds=INDICATOR_BOUNDS, defined=True)
    found = Analysis(Facts(value_at_zero=penalty.at_zero, constant=_constant_by_samples(penalty)))
    if penalty.defined is not True:
        return found
    found = replace(found, defined=True)
    try:
        with effort.analysis():
            at_zero = _near_zero(penalty)
            found = replace(found, facts=_with_start(found.facts, at_zero))
            cut = pieces(penalty.expression)
            found = replace(found, sections=cut, pieces=narrowed(cut))
            found = _with_pieces(penalty, found, cut, at_zero)
    except (effort.OutOfTimeError, UnorderedError):
        pass
    return found


def _with_start(facts: Facts, at_zero: NearZero) -> Facts:
    return replace(
        facts,
        right_limit_at_zero=at_zero.limit,
        right_slope_at_zero=at_zero.slope,
        bounded_gradient=False if at_zero.steep else None,
        continuous_at_zero=at_zero.continuous,
    )


def _with_pieces(
    penalty: Penalty, found: Analysis, cut: tuple[Piece, ...], at_zero: NearZero
) -> Analysis:
    joints = [Joint.between(*pair) for pair in pairwise(cut)]
    values = extent(cut)
    slope_bound, slope_bracket = _slope_bound(cut, joints)
    facts = replace(
        found.facts,
        slope_bound=slope_bound,
        supremum=values.supremum,
        supremum_attained=values.supremum_attained,
        infimum=values.infimum,
        infimum_attained=values.infimum_attained,
        nondecreasing=_nondecreasing(cut, joints),
        concave=_concave(cut, joints),
        bounded_gradient=_bounded_gradient(cut, joints, at_zero),
        constant=_constant(penalty, cut, joints, at_zero),
    )
    bounds = Bounds(values.supremum_bracket, values.infimum_bracket, slope_bracket)
    return replace(found, facts=facts, bounds=bounds)


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

_INFINITE = Bracket(S.Infinity, S.Infinity)
INDICATOR_BOUNDS = Bounds(_INFINITE, _INFINITE, _INFINITE)


@dataclass(frozen=True)
class NearZero:
    """How the penalty leaves its value at 0."""

    limit: Expr | None
    slope: Expr | None
    continuous: bool | None

    @property
    def steep(self) -> bool:
        """The slope at 0 is proved to be infinite."""
        return is_infinite(self.slope)


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
    first = cells(expression, HALF_LINE[0])[0]
    return first.formula if first.smooth else None


def limit_at_zero(expression: Expr) -> Expr | None:
    """The right limit at 0 of an expression on u > 0, or None when undecided."""
    try:
        with effort.analysis():
            formula = formula_near_zero(expression)
            return None if formula is None else limit(formula, AT_ZERO)
    except effort.OutOfTimeError:
        return None


@dataclass(frozen=True)
class Joint:
    """How two neighbouring pieces meet: the signs of the jump and of the change of slope."""

    jump: int | None
    bend: int | None

    @classmethod
    def between(cls, before: Piece, after: Piece) -> Joint:
        """Look at the point that the two pieces share.

        Equal formulas on both sides prove nothing by themselves: sqrt((u - 1)**2) has a kink.
        """
        same = before.formula == after.formula and before.smooth and after.smooth
        if same and analytic_at(before.formula, after.left):
            return cls(0, 0)
        low, high = end_value(before, 1), end_value(after, -1)
        jump = None if low is None or high is None else compare(high, low)
        return cls(jump, _change_of_slope(before, after))


def _change_of_slope(before: Piece, after: Piece) -> int | None:
    low, high = _end_slope(before, 1), _end_slope(after, -1)
    return None if low is None or high is None else compare(high, low)


def _end_slope(piece: Piece, side: int) -> Expr | None:
    """The limit of h' at the left (-1) or right (1) end of a piece, from inside."""
    end = piece.left if side < 0 else piece.right
    place = AT_INFINITY if end is S.Infinity else Place(end, -side)
    if piece.smooth:
        return limit(derivative(piece.formula), place)
    value = end_value(piece, side)
    if value is None:
        return None
    # A rough piece follows, next to its end, the one choice that has its value there.
    active = [choice for choice in piece.choices if _may_be(choice, end, value)]
    return limit(derivative(active[0]), place) if len(active) == 1 else None


def _may_be(f: Expr, point: Expr, value: Expr) -> bool:
    found = bounded.at(f, point)
    return found is None or compare(found, value) in (0, None)


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _nondecreasing(pieces: tuple[Piece, ...], joints: list[Joint]) -> bool | None:
    moves = {
        Monotone.INCREASING: True, Monotone.CONSTANT: True, Monotone.NONDECREASING: True,
        Monotone.DECREASING: False, Monotone.NONINCREASING: None, Monotone.UNKNOWN: None,
    }  # fmt: skip
    steps = [None if j.jump is None else j.jump >= 0 for j in joints]
    return _all([moves[p.monotone] for p in pieces] + steps)


def _concave(pieces: tuple[Piece, ...], joints: list[Joint]) -> bool | None:
    bends = [_is_concave(p) for p in pieces]
    jumps = [None if j.jump is None else j.jump == 0 for j in joints]
    kinks = [None if j.bend is None else j.bend <= 0 for j in joints]
    return _all(bends + jumps + kinks)


def _is_concave(piece: Piece) -> bool | None:
    if piece.curvature in (Curvature.CONCAVE, Curvature.LINEAR):
        return True
    return False if piece.curvature is Curvature.CONVEX and piece.smooth else None


def _slope_bound(pieces: tuple[Piece, ...], joints: list[Joint]) -> tuple[Expr | None, Bracket]:
    """Sup |h'| on u > 0, and a bracket of it: h' is monotone on a piece of known curvature."""
    if any(j.jump not in (0, None) for j in joints):
        return S.Infinity, Bracket(S.Infinity, S.Infinity)
    value, found = steepest(pieces)
    if any(j.jump is None for j in joints):
        return (value if value is S.Infinity else None), Bracket(found.low, S.Infinity)
    return value, found


def _end_slopes(pieces: tuple[Piece, ...]) -> list[Expr | None]:
    return [_end_slope(p, side) for p in pieces for side in (-1, 1)]


def _bounded_gradient(
    pieces: tuple[Piece, ...], joints: list[Joint], at_zero: NearZero
) -> bool | None:
    """A continuous derivative with finite limits at both ends of each piece is bounded."""
    if at_zero.steep or any(j.jump not in (0, None) for j in joints):
        return False
    ends = _end_slopes(pieces)
    if any(is_infinite(s) for s in ends):
        return False
    known = [True if s is not None else None for s in ends]
    # Between its ends a smooth piece has a continuous slope; a rough one that of its choices.
    inside = [True if p.smooth or (p.choices and p.left > 0) else None for p in pieces]
    smooth = [True if j.jump == 0 else None for j in joints]
    start = True if at_zero.continuous and at_zero.slope is not None else None
    return _all(known + inside + smooth + [start])


def _constant(
    penalty: Penalty, pieces: tuple[Piece, ...], joints: list[Joint], at_zero: NearZero
) -> bool | None:
    level = {Monotone.CONSTANT: True, Monotone.INCREASING: False, Monotone.DECREASING: False}
    jumps = [None if j.jump is None else j.jump == 0 for j in joints]
    found = _all([level.get(p.monotone) for p in pieces] + jumps + [at_zero.continuous])
    return _constant_by_samples(penalty) if found is None else found


def _constant_by_samples(penalty: Penalty) -> bool | None:
    """False when a value differs from that at 0; samples prove nothing else."""
    for u in (Rational(1, 100), S.One, Rational(100)):
        if sign_at(branch_at(penalty.expression, u) - penalty.at_zero, u) in (1, -1):
            return False
    return None
