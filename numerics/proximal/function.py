"""A penalty as a function of arrays: value, slope, curvature, one-sided limits at its joints."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from flint import arb, ctx, fmpq
from sympy import Expr, Rational, S, diff

from numerics.errors import NumericsError
from numerics.proximal.compiled import Function, compiled
from numerics.proximal.tensors import Floats, floats, like, without_history
from sparsity_theory.exact.constants import beside, compare
from sparsity_theory.exact.enclosures import enclose, over
from sparsity_theory.exact.pieces import Piece
from sparsity_theory.exact.piecewise import branch_at
from sparsity_theory.exact.signs import signs
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.facts import Facts
from sparsity_theory.penalties.penalties import Penalty, penalty

_BITS = (128, 512, 4096)


class UnsuitableError(NumericsError):
    """A penalty that numbers cannot stand for: infinite, or with pieces that were not found."""


@dataclass(frozen=True)
class SmoothPart:
    """A smooth formula on (left, right) with rational ends; right may be oo.

    Attributes:
        left: the left end; of an irrational joint the next double above it, so that every double
            is on the right side.
        right: the right end.
        formula: h on it.
        joint: the exact left end; None where that is irrational and has no closed form, and h is
            proved to be continuous there.
    """

    left: Rational
    right: Expr
    formula: Expr
    joint: Expr | None

    @property
    def exact(self) -> bool:
        """Whether the left end is the joint itself."""
        return bool(self.left == self.joint)

    def derivative(self, order: int) -> Expr:
        """The derivative of the formula."""
        return diff(self.formula, U, order) if order else self.formula


def smooth_parts(h: Penalty) -> list[SmoothPart]:
    """The smooth pieces of a penalty, from left to right.

    Raises:
        UnsuitableError: it is infinite, or its pieces were not found, or one is not smooth.
    """
    sections = h.sections if h.finite else None
    if sections is not None and all(p.smooth for p in sections):
        return _parts_of_sections(h, sections)
    if not h.finite or h.pieces is None:
        raise UnsuitableError(
            f"{h.text!r} is infinite, or its smooth pieces were not found: choose a finite penalty,"
            " such as 'log(u + 1/100)'"
        )
    joined: list[SmoothPart] = []
    for index, p in enumerate(h.pieces):
        last = joined[-1] if joined else None
        if not p.smooth:
            end = irrational_joint(h, *h.pieces[max(0, index - 1) : index + 2])
            assert last is not None
            joined[-1] = replace(last, right=end)
        elif last is None:
            joined.append(SmoothPart(S.Zero, p.right, p.formula, S.Zero))
        elif not h.pieces[index - 1].smooth:
            joined.append(SmoothPart(last.right, p.right, p.formula, None))
        elif last.formula == p.formula:
            joined[-1] = replace(last, right=p.right)
        else:
            joined.append(SmoothPart(p.left, p.right, p.formula, p.left))
    return joined


def _parts_of_sections(h: Penalty, sections: tuple[Piece, ...]) -> list[SmoothPart]:
    found: list[SmoothPart] = []
    starts: list[Expr] = []
    for before, p in zip([None, *sections], sections, strict=False):
        if p.left == p.right:
            if p.left.is_Rational:
                raise UnsuitableError(f"{h.text!r} has a value of its own at u = {p.left}")
            continue  # no double is there
        if before is not None and before.formula == p.formula:
            found[-1] = replace(found[-1], right=p.right)
        else:
            found.append(SmoothPart(S.Zero, p.right, p.formula, p.left))
            starts.append(p.left)
    lefts = [start if start.is_Rational else double_above(start) for start in starts]
    parts = [
        replace(part, left=left, right=right)
        for part, left, right in zip(found, lefts, [*lefts[1:], S.Infinity], strict=True)
    ]
    return [part for part in parts if part.left != part.right]  # between doubles there is none


def double_above(point: Expr) -> Rational:
    """The least double that is not below a positive exact number.

    >>> from sympy import pi
    >>> found = double_above(pi)
    >>> float(found) == math.nextafter(math.pi, 4), double_above(Rational(1, 4))
    (True, 1/4)

    Raises:
        UnsuitableError: the number cannot be told from a double beside it, or is beyond all.
    """
    near = float(beside(point)[0])
    low, high = math.nextafter(near, 0), math.nextafter(near, math.inf)
    for double in (low, near, high, math.nextafter(high, math.inf)):
        if math.isinf(double):
            break
        exact = Fraction(double)
        value = Rational(exact.numerator, exact.denominator)
        side = compare(value, point)
        if side is None:
            break
        if side >= 0:
            return value
    raise UnsuitableError(f"the joint {point} cannot be told from the doubles beside it")


def irrational_joint(h: Penalty, *around: Piece) -> Rational:
    """The least double above an irrational joint, which lies in the middle one of three pieces.

    There h changes once from the formula before to the one after, which touch at most twice; on
    which side a double lies is decided by balls that tell h from one of the two.

    Raises:
        UnsuitableError: that was not proved.
    """
    refusal = UnsuitableError(
        f"{h.text!r} has an irrational breakpoint near u = {float(around[-1].left):.6g}, and how"
        " its formulas meet there was not proved: choose a rational one"
    )
    if len(around) < 3 or not (around[0].smooth and around[2].smooth):
        raise refusal
    before, rough, after = around
    if {before.formula, after.formula} != set(rough.choices):
        raise refusal
    gap = before.formula - after.formula
    if not any(_one_sign(diff(gap, U, order), rough) for order in (1, 2)):
        raise refusal
    low, high = _inside(rough)
    while (middle := low + (high - low) / 2) not in (low, high):
        side = _side(h, before.formula, after.formula, Fraction(middle))
        if side is None:
            raise refusal
        low, high = (middle, high) if side < 0 else (low, middle)
    top = Fraction(high)
    return Rational(top.numerator, top.denominator)


def _one_sign(f: Expr, rough: Piece) -> bool:
    found = {part.sign for part in signs(f, rough.left, rough.right)}
    return len(found) == 1 and found <= {1, -1}


def _inside(rough: Piece) -> tuple[float, float]:
    """The outermost doubles of an interval."""
    low, high = float(rough.left), float(rough.right)
    low = (
        low if Fraction(low) >= Fraction(rough.left.p, rough.left.q) else math.nextafter(low, high)
    )
    top = Fraction(rough.right.p, rough.right.q)
    return low, high if Fraction(high) <= top else math.nextafter(high, low)


def _side(h: Penalty, before: Expr, after: Expr, point: Fraction) -> int | None:
    """-1 where h differs from the formula after the joint, 1 where from the one before."""
    u = Rational(point.numerator, point.denominator)
    exact = branch_at(h.expression, u)
    for bits in _BITS:
        for formula, side in ((after, -1), (before, 1)):
            found = enclose(exact - formula, bits, at=over(u, u, bits))
            if found is not None and (found > 0 or found < 0):
                return side
    return None


class PenaltyFunction:
    """A penalty h(u), u >= 0, on NumPy arrays, in double precision.

    Values are in forms that do not overflow and seldom cancel (`numerics.proximal.compiled`); where
    a float is not finite all the same, and for second derivatives, it is found in ball arithmetic,
    which is slow. At 0 and at joints values are h's own, slopes those from the right.

    Args:
        source: a penalty, its name in the catalogue, or an expression in u.

    >>> h = PenaltyFunction("mcp(lam=1, tau=2)")
    >>> h.value([0.0, 1.0, 5.0]).tolist(), h.derivative([0.0, 1.0, 2.0]).tolist()
    ([0.0, 0.75, 1.0], [1.0, 0.5, 0.0])

    Raises:
        UnsuitableError: the indicator, or a penalty whose smooth pieces were not found.
        ExpressionError, PenaltyError: as `sparsity_theory.penalties.penalties.penalty`.
    """

    def __init__(self, source: Penalty | str) -> None:
        self.penalty = penalty(source) if isinstance(source, str) else source
        self.parts = smooth_parts(self.penalty)
        self.joints = [float(part.left) for part in self.parts[1:]]
        self.at_zero = float(self.penalty.at_zero)

    @property
    def facts(self) -> Facts:
        """What is proved about the penalty."""
        return self.penalty.facts

    @property
    def latex(self) -> str:
        """LaTeX of h(u)."""
        return self.penalty.latex

    @cached_property
    def slope_at_zero(self) -> float:
        """The limit of (h(u) - h(0))/u as u falls to 0; may be infinite; nan where unknown."""
        slope = self.facts.right_slope_at_zero
        return float("nan") if slope is None else float(slope)

    @cached_property
    def _functions(self) -> list[list[Function]]:
        return [[compiled(part.derivative(order), np) for order in (0, 1)] for part in self.parts]

    def value(self, u: Any) -> Any:
        """h(u), elementwise, an array; a tensor for a tensor.

        Raises:
            NumericsError: an argument is negative or nan, or a tensor that asks for a gradient.
        """
        found = self._evaluated(u, 0)
        points = _checked(u)
        for joint in (part.left for part in self.parts[1:]):
            found[points == float(joint)] = float(self.penalty(joint))
        found[points == 0] = self.at_zero
        return like(u, found)

    def derivative(self, u: Any) -> Any:
        """h'(u), from the right at joints; at 0 the slope from the right, which may be infinite."""
        found = self._evaluated(u, 1)
        found[_checked(u) == 0] = self.slope_at_zero
        return like(u, found)

    def second_derivative(self, u: Any) -> Any:
        """h''(u) for u > 0, in ball arithmetic.

        Raises:
            NumericsError: at 0 and at joints, where there is none, or it is not finite.
        """
        points = _checked(u)
        bad = np.isin(points, [0.0, *self.joints])
        if bad.any():
            raise NumericsError(
                f"no second derivative at u = {points[bad].flat[0]:g}: h has a joint there; ask"
                " beside it"
            )
        found = np.array([self._exactly(x, 2) for x in points.flat]).reshape(points.shape)
        if not np.isfinite(found).all():
            raise NumericsError("a second derivative was not found, or is beyond double precision")
        return like(u, found)

    def left_derivative(self, joint: float) -> float:
        """The slope from the left at a joint."""
        index = self.joints.index(joint)
        return self._limit(self.parts[index], joint)

    def _limit(self, part: SmoothPart, at: float) -> float:
        found = self._ball(part.derivative(1), Fraction(at))
        return float("nan") if found is None else float(found.mid())

    def _evaluated(self, u: Any, order: int) -> Floats:
        points = _checked(u)
        found = np.full(points.shape, np.nan)
        for part, functions in zip(self.parts, self._functions, strict=True):
            here = (points >= float(part.left)) & (points < float(part.right)) & (points > 0)
            if here.any():
                with np.errstate(all="ignore"):
                    found[here] = functions[order](points[here])
        for index in np.argwhere(~np.isfinite(found) & (points > 0)):
            exact = self._exactly(points[tuple(index)], order)
            if not np.isnan(exact):  # else what was beyond all doubles stays infinite
                found[tuple(index)] = exact
        return found

    def _exactly(self, x: float, order: int) -> float:
        """The value or a derivative at u > 0, rounded from a ball; infinite beyond all doubles."""
        if x == np.inf:
            return self._at_infinity(order)
        point = Fraction(x)
        part = [p for p in self.parts if p.left <= Rational(point.numerator, point.denominator)][-1]
        found = self._ball(part.derivative(order), point)
        return float("nan") if found is None else float(found.mid())

    def _at_infinity(self, order: int) -> float:
        limit = self.facts.supremum if self.facts.nondecreasing and order == 0 else None
        return float("nan") if limit is None else float(limit)

    def _ball(self, formula: Expr, point: Fraction) -> arb | None:
        before = ctx.prec
        try:
            for bits in _BITS:
                ctx.prec = bits
                at = arb(fmpq(point.numerator, point.denominator))
                found = enclose(formula, bits, at=at)
                if found is not None and (found == 0 or found.rel_accuracy_bits() > 53):
                    return found
        finally:
            ctx.prec = before
        return found

    def __repr__(self) -> str:
        return f"PenaltyFunction({self.penalty.text!r})"


def _checked(u: Any) -> Floats:
    without_history(u)
    points = floats(u)
    if not (points >= 0).all():
        raise NumericsError("a penalty takes powers or sizes u >= 0; one is negative or nan")
    return points
