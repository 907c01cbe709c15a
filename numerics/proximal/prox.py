"""The proximal operator of z -> h(|z|), global also where h is not convex, and stationarity."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from flint import arb, fmpq
from numpy.typing import ArrayLike, NDArray
from sympy import Rational, S

from numerics.certificates.function import Function as CheckedFunction
from numerics.certificates.limits import checking
from numerics.errors import NumericsError
from numerics.proximal.compiled import Function, compiled
from numerics.proximal.function import PenaltyFunction, UnsuitableError
from numerics.proximal.stretches import FAR, SlopePart, Stretches
from numerics.proximal.tensors import Floats, floats, like
from sparsity_theory.exact import bounded
from sparsity_theory.exact.constants import compare, resolved
from sparsity_theory.exact.enclosures import enclose, over
from sparsity_theory.penalties.expressions import to_text
from sparsity_theory.penalties.penalties import Penalty

Mask: TypeAlias = NDArray[np.bool_]
_BITS = 64  # halvings of an interval of doubles
CHECKED_BITS = 128  # of balls in rigorous bounds
TIE = 1e-12
ROUNDING = 1e-14  # relative, of the slopes at a joint


@dataclass(frozen=True)
class ProxResult:
    """Global minimisers of ``(z - x)^2/2 + step h(|z|)``, elementwise.

    Attributes:
        nearest: the one nearest to 0.
        farthest: the one farthest from 0 among those that tie with it.
        value: the minimum.
        tied: where the two differ: their values agree to the relative tolerance.
    """

    nearest: Floats
    farthest: Floats
    value: Floats
    tied: Mask


class ProximalPenalty(PenaltyFunction):
    """A penalty of the size of a number, h(|z|), with its proximal operator.

    Every local minimum is looked at: (0, oo) is cut where h'' or h''' are proved to change sign, so
    that on each stretch the derivative of ``(z - x)^2/2 + step h(z)`` rises, or is convex, or is
    concave, and passes 0 upwards at most once, at a place that halving finds. (An irrational change
    of sign lies in a stretch of relative width 1e-7 at most, in which one place is taken.) Where h
    has no last stretch, as 1 - cos(u), those are cut that a minimiser can lie in. A jump is at the
    double nearest to its place. What is left is the rounding of doubles; `certified_gap` bounds it
    for one x.

    Args:
        source: as for `PenaltyFunction`; in the literature's convention, of |z|.

    >>> h = ProximalPenalty("mcp(lam=1, tau=3)")
    >>> h.prox([-4.0, 0.5, 2.0], 1.0).tolist()
    [-4.0, 0.0, 1.5]

    Raises:
        UnsuitableError: h jumps to a value above one beside it, or at an irrational point, or a
            sign of h'' or h''' was not proved.
    """

    def __init__(self, source: Penalty | str) -> None:
        super().__init__(source)
        self.jumps = self._jumps()
        self.stretches = Stretches(self)
        self._lowest = self._lower_bound() if self.stretches.endless else None

    def _jumps(self) -> dict[float, tuple[bool, bool]]:
        """The joints, and whether h jumps on their left and on their right."""
        h = self.penalty
        right = self.facts.right_limit_at_zero
        if right is None or compare(h.at_zero, right) not in (-1, 0):
            raise UnsuitableError(
                f"{h.text!r} falls right after 0, or is not known not to: then it has no proximal"
                " operator"
            )
        found = {}
        for before, after in zip(self.parts, self.parts[1:], strict=False):
            joint = after.joint
            if joint is None:
                found[float(after.left)] = False, False
                continue
            ends = [bounded.at(f, joint) for f in (h.expression, before.formula, after.formula)]
            value, *limits = (None if end is None else resolved(end) for end in ends)
            signs = [None if None in (value, e) else compare(value, e) for e in limits]
            if not set(signs) <= {-1, 0} or (-1 in signs and not after.exact):
                raise UnsuitableError(
                    f"{h.text!r} jumps at u = {joint}, or may do so: a proximal operator is given"
                    " for jumps at rational points, if the value there is the least around"
                )
            found[float(after.left)] = signs[0] == -1, signs[1] == -1
        return found

    def prox(self, x: Any, step: ArrayLike) -> Any:
        """The global minimiser, a tensor for a tensor; of several, the one nearest to 0.

        Args:
            x: any shape.
            step: positive, of a shape that goes with x.

        Raises:
            NumericsError: a step is not positive, an x not finite, or there is no minimiser.
        """
        return like(x, self.minimisers(x, step).nearest)

    def minimisers(self, x: Any, step: ArrayLike, tie: float = TIE) -> ProxResult:
        """The global minimisers, with ties.

        Args:
            x: see `prox`.
            step: see `prox`.
            tie: relative difference of values up to which two minimisers count as tied.

        >>> h = ProximalPenalty("l0")
        >>> found = h.minimisers([2.0, 3.0], 2.0)
        >>> found.tied.tolist(), found.nearest.tolist(), found.farthest.tolist()
        ([True, False], [0.0, 3.0], [2.0, 3.0])
        """
        signed, steps = np.broadcast_arrays(floats(x), floats(step))
        if not np.isfinite(signed).all() or not ((steps > 0) & np.isfinite(steps)).all():
            raise NumericsError("a proximal operator needs finite x and finite positive steps")
        size = np.abs(signed)
        if (size >= FAR).any():
            raise NumericsError(f"a proximal operator is computed for |x| below {FAR:g}")
        ends = [0.0, *self.joints]
        candidates = [np.where(self._passed(end, size, steps), np.nan, end) for end in ends]
        stretches = self.stretches.up_to(self._reach(size, steps))
        candidates += [self._minimum(stretch, size, steps) for stretch in stretches]
        points = np.stack(candidates)
        with np.errstate(all="ignore"):
            values = (points - size) ** 2 / 2 + steps * self.value(np.nan_to_num(points, nan=0.0))
        values[np.isnan(points)] = np.inf
        best = values.min(axis=0)
        if not np.isfinite(best).all():
            raise NumericsError(
                "floats end at 1.8e308, and (z - x)^2/2 + step h(|z|) is beyond it wherever it was"
                " looked at: divide x by a constant, and adapt h and step"
            )
        near = values <= best + tie * np.maximum(np.abs(best), steps * abs(self.at_zero))
        nearest = np.where(near, points, np.inf).min(axis=0)
        farthest = np.where(near, points, -np.inf).max(axis=0)
        sign = np.where(signed < 0, -1.0, 1.0)
        tied = farthest - nearest > np.maximum(1e-6 * farthest, ROUNDING * size)
        return ProxResult(sign * nearest, sign * farthest, best, tied)

    def _passed(self, point: float, x: Floats, step: Floats) -> Mask:
        """Where 0 or a joint is no local minimum, by its slopes: no tie of values makes it one.

        Within the rounding of a slope it stays a candidate, so that no minimum is lost.
        """
        found = np.zeros(x.shape, dtype=np.bool_)
        for side, slope in zip((1.0, -1.0), self.sides(point), strict=True):
            if math.isfinite(slope):
                scale = point + x + step * abs(slope)
                found |= side * (point - x + step * slope) > ROUNDING * scale
        return found

    def sides(self, point: float) -> tuple[float, float]:
        """The slopes on both sides of a joint or of 0, infinite where h jumps up."""
        if point > 0:
            return self.slopes_at(point)
        right = self.facts.right_limit_at_zero
        jumps = right is not None and compare(self.penalty.at_zero, right) == -1
        return -math.inf, math.inf if jumps else self.slope_at_zero

    def _lower_bound(self) -> float:
        """A bound of h from below on all doubles."""
        found = [self.at_zero]
        for part in self.parts:
            for left, right in _doubling(part.left, min(part.right, Rational(FAR))):
                ball = enclose(part.formula, CHECKED_BITS, at=over(left, right, CHECKED_BITS))
                if ball is None or not ball.is_finite():
                    raise UnsuitableError(
                        f"{self.penalty.text!r} bends again and again, and how low it falls is not"
                        " known: so nothing says where to look for its minima"
                    )
                found.append(math.nextafter(float(ball.lower()), -math.inf))
        return min(found)

    def _reach(self, x: Floats, step: Floats) -> float:
        """No minimiser is beyond: (z - x)^2/2 <= step (h(x) - inf h), with room for rounding."""
        if not self.stretches.endless or not x.size:
            return 0.0
        assert self._lowest is not None
        room = np.sqrt(2 * step * np.maximum(self.value(x) - self._lowest, 0.0))
        return float((1 + (x + room) * 1.001).max())

    def _minimum(self, stretch: SlopePart, x: Floats, step: Floats) -> Floats:
        """Where the derivative passes 0 upwards inside a stretch; nan where it does not."""
        low, high = np.full_like(x, stretch.low), np.full_like(x, stretch.high)

        def slope(z: Floats) -> Floats:
            with np.errstate(all="ignore"):
                found: Floats = z - x + step * self._slopes[stretch.part](z)
            return found

        def bend(z: Floats) -> Floats:
            with np.errstate(all="ignore"):
                found: Floats = 1 + step * self._bends[stretch.part](z)
            return found

        if stretch.turn is not None:
            if stretch.turn >= 0:  # the slope is convex: it rises beyond the zero of the bend
                low = _crossing(bend, low, high)
            else:
                high = _crossing(lambda z: -bend(z), low, high)
        inside = (slope(low) <= 0) & (slope(high) >= 0)
        if stretch.last and (slope(np.full_like(x, FAR)) < 0).any():
            raise NumericsError("there is no minimiser: the penalty falls faster than (z - x)^2/2")
        return np.where(inside, _crossing(slope, low, high), np.nan)

    @cached_property
    def _slopes(self) -> list[Function]:
        return [compiled(part.derivative(1), np) for part in self.parts]

    @cached_property
    def _bends(self) -> list[Function]:
        return [compiled(part.derivative(2), np) for part in self.parts]

    def subdiff_distance(self, x: Any, gradient: Any) -> Any:
        """How far minus the gradient of a smooth term is from the subdifferential of h(|z|) at x.

        The subdifferential is the limiting one. At 0 it is [-s, s] with s the slope from the right;
        where h bends down at a joint, it is the two one-sided slopes.

        >>> ProximalPenalty("u").subdiff_distance([0.0, 2.0], [1.5, -1.0]).tolist()
        [0.5, 0.0]
        """
        points, g = np.broadcast_arrays(floats(x), floats(gradient))
        size, sign = np.abs(points), np.where(points < 0, -1.0, 1.0)
        found = np.abs(g + sign * self.derivative(np.where(size == 0, 1.0, size)))
        zero, slope = size == 0, self.slope_at_zero
        at_zero = np.maximum(0.0, np.abs(g) - slope) if slope >= 0 else np.abs(np.abs(g) - slope)
        found = np.where(zero, at_zero, found)
        for joint in self.joints:
            left, right = self.slopes_at(joint)
            wanted = -sign * g
            if left <= right:
                gap = np.maximum(0.0, np.maximum(left - wanted, wanted - right))
            else:
                gap = np.minimum(np.abs(wanted - left), np.abs(wanted - right))
            found = np.where(size == joint, gap, found)
        return like(x, found)

    def slopes_at(self, joint: float) -> tuple[float, float]:
        """The slopes from the left and from the right at a joint; infinite where h jumps up."""
        left, right = self.jumps[joint]
        return (
            -math.inf if left else self.left_derivative(joint),
            math.inf if right else float(self.derivative(joint)),
        )

    def certified_gap(self, x: float, step: float, seconds: float = 10.0) -> float:
        """A rigorous bound on how far above the minimum `prox` is at one x, at these very doubles.

        The infimum is bounded from below by the checker of certificates, in ball arithmetic, from
        the text of the penalty.

        >>> ProximalPenalty("mcp").certified_gap(1.7, 0.5) < 1e-9
        True
        """
        z = Fraction(abs(float(self.prox(x, step))))
        size = Fraction(abs(x))
        with checking(seconds, CHECKED_BITS):
            function = self.checked_objective(str(size), step)
            at = function.point(fmpq(z.numerator, z.denominator))
            return rounded_up((at - lowest(function)).upper())

    def checked_objective(self, x: str, step: float) -> CheckedFunction:
        """``(u - x)^2/2 + step h(u)`` as the checker reads it, x the text of a number."""
        text = f"(u - ({x}))**2/2 + ({Fraction(step)})*({self.text_in_full})"
        return CheckedFunction(text)

    @property
    def text_in_full(self) -> str:
        """The penalty with its value at 0."""
        body = to_text(self.penalty.expression)
        return f"({to_text(self.penalty.at_zero)}) if u == 0 else ({body})"


def rounded_up(bound: arb) -> float:
    """A double that is not below an exact number."""
    near = float(bound)
    return near if arb(near) >= bound else math.nextafter(near, math.inf)


def lowest(function: CheckedFunction) -> arb:
    """A lower bound of a function on u >= 0."""
    lower, _ = function.infimum(fmpq(0), None)
    least: arb = lower.min(function.at_zero)
    return least


def _doubling(left: Rational, right: Rational) -> Iterator[tuple[Rational, Rational]]:
    """An interval in parts that get larger: a ball around u loses no more than half of its size."""
    while left < right:
        end = min(right, max(S.One, 2 * left))
        yield left, end
        left = end


def _crossing(function: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a function changes from negative to positive, by halving intervals of doubles.

    Nonnegative doubles are ordered as the integers that their bits spell.
    """
    a, b = low.view(np.int64).copy(), high.view(np.int64).copy()
    for _ in range(_BITS):
        middle = a + (b - a) // 2
        below = function(middle.view(np.float64)) < 0
        a, b = np.where(below, middle, a), np.where(below, b, middle)
    return b.view(np.float64)
