"""Constants of affine minorants for many intervals at once, in floats, rounded towards safety.

What a penalty is at the ends of the intervals is enclosed in ball arithmetic, once for each
distinct end; everything after that is float arithmetic whose rounding is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, reduce

import numpy as np
import sympy
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.balls import ball, compiled
from numerics.certificates.linear_family import Floats
from numerics.certificates.penalty_balls import fraction, limit_at_zero, proved_pieces, value
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty

# One rounding of IEEE double precision, and how many of them an expression below has at most.
UNIT = 2.0**-53
_ROUNDINGS = 16
_BISECTIONS = 30


class FloatConstants:
    """Lower bounds of ``h(u) - slope u`` on intervals; -oo where there is no quick proof.

    Args:
        function: the penalty.
        grid: tangents are taken at multiples of this number, so that few distinct ones are needed.
    """

    def __init__(self, function: Penalty, grid: float) -> None:
        self.function = function
        self.grid = grid
        self.pieces = [_Part(p) for p in proved_pieces(function)] if function.finite else []
        self._least_at = cache(self._least_value)  # most ends are shared by several boxes
        inner = [part.left for part in self.pieces if part.left > 0]
        self.breakpoints = [(_below(at), -_below(-at), self._least_at(at)) for at in inner]
        # A tangent must touch inside its piece: that needs ends which are floats.
        bent = any(not part.least_at_ends for part in self.pieces)
        self.usable = not bent or all(Fraction(float(at)) == at for at in inner)

    def __call__(self, slope: Floats, low: Floats, high: Floats) -> Floats:
        """Elementwise, arrays of one shape."""
        if not self.function.finite:
            return np.where((low == 0) & (high == 0), 0.0, -np.inf)
        if not self.usable:
            return np.full(low.shape, -np.inf)
        constant = np.minimum(
            _minus(self._floor(low), slope, low), _minus(self._floor(high), slope, high)
        )
        for below, above, least in self.breakpoints:
            inside = (low < above) & (below < high)
            if inside.any():
                there = np.full(int(inside.sum()), above)
                found = _minus(np.full(there.shape, least), slope[inside], there)
                constant[inside] = np.minimum(constant[inside], found)
        for part in self.pieces:
            if part.least_at_ends:
                continue
            left = np.maximum(low, float(part.left))
            right = np.minimum(high, float(part.right))
            inside = left < right
            if inside.any():
                found = self._inside(part, slope[inside], left[inside], right[inside])
                constant[inside] = np.minimum(constant[inside], found)
        return constant

    def _inside(self, part: _Part, slope: Floats, left: Floats, right: Floats) -> Floats:
        if part.tangents is not None:
            return part.tangents.bound(slope, left, right, self.grid)
        if part.rises:
            return _minus(self._floor(left), slope, right)
        return np.full(slope.shape, -np.inf)

    def _floor(self, u: Floats) -> Floats:
        """Lower bounds of h at u and of its limits there from both sides."""
        return _at_distinct(u, self._least_at)

    def _least_value(self, u: float | Fraction) -> float:
        if u == 0:
            return _down(value(self.function, Fraction(0)).min(limit_at_zero(self.function)))
        at = {U: ball(u) if isinstance(u, Fraction) else arb(u)}
        touching = [part for part in self.pieces if part.from_ <= u <= part.to]
        return _down(reduce(arb.min, [part.formula(at) for part in touching]))


class _Part:
    """What the bounds need of a piece."""

    def __init__(self, piece: Piece) -> None:
        self.left = fraction(piece.left)
        # Floats around the piece: a neighbour taken in by rounding only lowers a lower bound.
        self.from_ = _below(self.left)
        self.right = np.inf if piece.right is sympy.oo else fraction(piece.right)
        self.to = np.inf if piece.right is sympy.oo else -_below(-fraction(piece.right))
        self.formula = compiled(piece.formula)
        self.least_at_ends = piece.curvature in (Curvature.CONCAVE, Curvature.LINEAR)
        self.tangents = _Tangents(piece) if piece.curvature is Curvature.CONVEX else None
        self.rises = piece.monotone in (Monotone.INCREASING, Monotone.CONSTANT)


class _Tangents:
    """Tangents of a convex piece: it lies above each of them."""

    def __init__(self, piece: Piece) -> None:
        derivative = sympy.diff(piece.formula, U)
        self._guess = sympy.lambdify(U, derivative, "numpy")
        self._value, self._slope = compiled(piece.formula), compiled(derivative)

    def bound(self, slope: Floats, left: Floats, right: Floats, grid: float) -> Floats:
        """Lower bounds of formula - slope u on [left, right]: any point of tangency is valid."""
        low, high = left.copy(), right.copy()
        with np.errstate(all="ignore"):
            for _ in range(_BISECTIONS):
                middle = 0.5 * (low + high)
                below = self._guess(middle) < slope
                low, high = np.where(below, middle, low), np.where(below, high, middle)
        t = np.clip(np.rint(high / grid) * grid, left, right)
        at = _at_distinct(t, lambda u: _down(self._value({U: arb(u)})))
        least = _at_distinct(t, lambda u: _down(self._slope({U: arb(u)})))
        most = _at_distinct(t, lambda u: -_down(-self._slope({U: arb(u)})))
        steep, reach = np.maximum(abs(least), abs(most)) + slope, abs(right) + abs(left)
        tilt = np.minimum((most - slope) * (left - t), (least - slope) * (right - t))
        size = abs(at) + slope * abs(t) + steep * reach
        return np.asarray(at - slope * t + np.minimum(tilt, 0.0) - _ROUNDINGS * UNIT * size)


def _minus(value_: Floats, slope: Floats, u: Floats) -> Floats:
    """``value - slope u``, rounded down."""
    product = slope * u
    return np.asarray(value_ - product - _ROUNDINGS * UNIT * (abs(value_) + product))


def _at_distinct(u: Floats, function: Callable[[float], float]) -> Floats:
    """A function of one number, evaluated once for each distinct one."""
    distinct: Floats
    where: NDArray[np.intp]
    distinct, where = np.unique(u, return_inverse=True)
    return np.array([function(x) for x in distinct.tolist()])[where].reshape(u.shape)


def _below(x: Fraction) -> float:
    """A float that is not above x."""
    nearest = float(x)
    return nearest if Fraction(nearest) <= x else float(np.nextafter(nearest, -np.inf))


def _down(x: arb) -> float:
    """A float below everything in the ball."""
    if not x.is_finite():
        return -np.inf
    return float(np.nextafter(float(x.lower()), -np.inf))
