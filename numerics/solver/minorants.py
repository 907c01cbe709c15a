"""Affine minorants of a penalty on intervals, in floats and vectorised.

On [l, v] and for any slope b >= 0, ``h(u) >= b u + c`` with ``c = min over [l, v] of h(u) - b u``.
Where h is concave that minimum is at an end; where it is convex it is where ``h' = b``; where only
monotonicity is proved, ``h(l) - b v`` is a bound.  Nothing here is trusted: the checker repeats
the evaluation of c rigorously.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import sympy
from numpy.typing import NDArray

from numerics.certificates.balls import enclose
from numerics.errors import NumericsError
from numerics.formulas import written
from sparsity_theory.exact.pieces import Curvature, Monotone
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty

Floats: TypeAlias = NDArray[np.float64]
Function: TypeAlias = Callable[[Floats], Floats]
_KINK = 1e-9  # a jump of the slope is seen from this share of the slopes on
_BISECTIONS = 48
_SHORT = 1e-6
_STEEP = 1e9


@dataclass(frozen=True)
class FloatPiece:
    """A smooth piece of a penalty, as float functions."""

    left: float
    right: float
    value: Function
    slope: Function
    bend: Function
    monotone: Monotone
    curvature: Curvature
    left_closed: bool
    right_closed: bool

    def contains(self, u: Floats) -> NDArray[np.bool_]:
        """Which of the points lie in the piece."""
        above = u >= self.left if self.left_closed else u > self.left
        below = u <= self.right if self.right_closed else u < self.right
        return above & below


class FloatPenalty:
    """A penalty evaluated in floats: value, slope, and the constant of an affine minorant.

    The indicator is treated on [0, 0] only, where every slope gives a minorant; a steep one is
    used.

    Raises:
        NumericsError: if the penalty has no proved pieces, or one about which nothing is proved.
    """

    def __init__(self, penalty: Penalty) -> None:
        self.finite = penalty.finite
        self.at_zero = as_float(penalty.at_zero)
        pieces = penalty.pieces if penalty.finite else ()
        if pieces is None:
            raise NumericsError(
                f"the penalty {penalty.name} could not be cut into smooth pieces with rational"
                " breakpoints: its minimiser cannot be certified"
            )
        self.pieces = tuple(
            FloatPiece(
                float(piece.left),
                float(piece.right),
                _function(piece.formula),
                _function(sympy.diff(piece.formula, U)),
                # Where a piece is not smooth the bend only guides the search.
                _function(sympy.diff(piece.formula, U, 2) if piece.smooth else sympy.S.Zero),
                piece.monotone,
                piece.curvature,
                piece.left_closed,
                piece.right_closed,
            )
            for piece in pieces
        )
        for piece in self.pieces:
            known = (Monotone.INCREASING, Monotone.NONDECREASING, Monotone.CONSTANT)
            if piece.curvature is Curvature.UNKNOWN and piece.monotone not in known:
                raise NumericsError(
                    f"the penalty {penalty.name} is neither proved concave or convex nor proved"
                    f" nondecreasing on ({piece.left:g}, {piece.right:g}]: its minimiser cannot be"
                    " certified"
                )
        self._whole = [(piece.left, piece.right) for piece in self.pieces] == [(0.0, np.inf)]
        self.concave = bool(penalty.facts.concave)
        limit = penalty.facts.right_limit_at_zero
        self._limit_at_zero = None if limit is None else as_float(limit)
        self._everywhere = self._whole and self._gives_its_value_at_zero()

    @cached_property
    def kinks(self) -> list[tuple[float, float, float]]:
        """Points where h is continuous and its slope jumps up, with the slopes on both sides."""
        found = []
        for before, after in pairwise(self.pieces):
            at = np.array([after.left])
            if not np.isclose(before.value(at), after.value(at), rtol=1e-9).all():
                continue
            s, w = float(before.slope(at)[0]), float(after.slope(at)[0])
            if w - s > _KINK * (abs(s) + abs(w)):
                found.append((after.left, s, w))
        return found

    @property
    def linear_pieces(self) -> list[tuple[float, float]]:
        """The ends of the pieces on which h is linear."""
        linear = [piece for piece in self.pieces if piece.curvature is Curvature.LINEAR]
        return [(piece.left, piece.right) for piece in linear]

    @property
    def jumps_at_zero(self) -> bool:
        """Whether h(0) is below the limit from the right."""
        return self._limit_at_zero is not None and self.at_zero < self._limit_at_zero

    def _gives_its_value_at_zero(self) -> bool:
        """Whether the one formula for u > 0 gives h(0) too, and serves everywhere."""
        with np.errstate(all="ignore"):
            return bool(self.pieces[0].value(np.zeros(1))[0] == self.at_zero)

    def value(self, u: Floats) -> Floats:
        """h(u), elementwise, u >= 0."""
        if self._everywhere:
            return self.pieces[0].value(u)
        return self._apply(u, lambda piece: piece.value, self.at_zero)

    def slope(self, u: Floats) -> Floats:
        """h'(u) for u > 0 (from the left at breakpoints); infinite at u = 0."""
        return self._apply(u, lambda piece: piece.slope, np.inf)

    def bend(self, u: Floats) -> Floats:
        """h''(u) for u > 0 (from the left at breakpoints); infinite at u = 0."""
        return self._apply(u, lambda piece: piece.bend, np.inf)

    @property
    def has_convex_piece(self) -> bool:
        """Whether h is strictly convex somewhere."""
        return any(piece.curvature is Curvature.CONVEX for piece in self.pieces)

    @property
    def linear(self) -> bool:
        """Whether h(u) = h(0) + b u for all u >= 0: its minorant is exact everywhere."""
        if not self.finite:
            return True
        continuous = self._limit_at_zero == self.at_zero
        return continuous and [p.curvature for p in self.pieces] == [Curvature.LINEAR]

    def chord(self, low: Floats, high: Floats) -> Floats:
        """Slope of the chord over [low, high].

        On a very short interval, where the difference of two values would be rounding noise, it
        is the slope in the middle.
        """
        if not self.finite:
            return np.full(low.shape, _STEEP)
        width = high - low
        short = width <= _SHORT * high
        chord = (self.value(high) - self.value(low)) / np.where(short, 1.0, width)
        return np.where(short, self.slope(0.5 * (low + high)), chord)

    def convex_slope(self, u: Floats) -> Floats:
        """h'(u) where h is convex around u, nan elsewhere."""
        result = np.full(u.shape, np.nan)
        for piece in self.pieces:
            if piece.curvature is Curvature.CONVEX:
                inside = piece.contains(u)
                result[inside] = piece.slope(u[inside])
        return result

    def _apply(
        self, u: Floats, function: Callable[[FloatPiece], Function], at_zero: float
    ) -> Floats:
        if not self.finite:
            return np.where(u > 0, np.inf, at_zero)
        if self._whole:  # one formula for all u > 0, which may say nothing of 0
            positive = u > 0
            return np.where(positive, function(self.pieces[0])(np.where(positive, u, 1.0)), at_zero)
        result = np.full(u.shape, at_zero)
        for piece in self.pieces:
            inside = piece.contains(u)
            if inside.all():
                return function(piece)(u)
            if inside.any():
                result[inside] = function(piece)(u[inside])
        return result

    def constant(self, slope: Floats, low: Floats, high: Floats) -> Floats:
        """C with ``h(u) >= slope u + c`` on [low, high], elementwise."""
        at_low = self.value(low) - slope * low
        constant = np.minimum(at_low, self.value(high) - slope * high)
        if self.concave:
            return constant
        for piece in self.pieces:
            a, b = np.maximum(low, piece.left), np.minimum(high, piece.right)
            inside = a < b
            if inside.any():
                found = self._piece_constant(piece, slope[inside], a[inside], b[inside])
                constant[inside] = np.minimum(constant[inside], found)
        return constant

    def wanted(
        self, slope: Floats, power: Floats, low: Floats, high: Floats, chord: Floats | None
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """What keeps a slope from being the best one, for `solver.slopes`; arrays of one shape.

        Args:
            slope: b.
            power: p, the relaxed power.
            low: left ends of the intervals.
            high: right ends.
            chord: for a concave h the slopes of its chords.

        Returns:
            miss, bend and smooth.  Where smooth, h is convex around p and miss is ``h'(p) - b``,
            bend is h''(p).  Elsewhere miss is the distance of p from the points at which
            ``h(u) - b u`` is least, negative if p is to the left of them.
        """
        inside = np.clip(power, low, high)
        none = np.zeros(slope.shape, dtype=bool)
        if chord is not None:
            near = abs(slope - chord) <= 1e-12 * chord
            below = np.where(near | (slope < chord), low, high)
            above = np.where(near | (slope > chord), high, low)
            return power - np.clip(power, below, above), np.zeros(slope.shape), none
        tangent, bend = np.full(slope.shape, np.nan), np.zeros(slope.shape)
        for piece in self.pieces:
            if piece.curvature in (Curvature.CONVEX, Curvature.LINEAR):
                here = piece.contains(inside)
                tangent[here], bend[here] = piece.slope(inside[here]), piece.bend(inside[here])
        outside_left = power < low
        outside_right = power > high
        smooth = ~np.isnan(tangent) & ~outside_left & ~outside_right
        miss = np.where(smooth, tangent - slope, power - inside)
        for at, before, after in self.kinks:  # slopes between these touch h at the kink alone
            settled = ((slope <= before) & (power <= at)) | ((slope >= after) & (power >= at))
            kink = (low < at) & (at < high) & ~settled
            miss, smooth = np.where(kink, power - at, miss), smooth & ~kink
        return miss, bend, smooth

    def _touching(self, piece: FloatPiece, slope: Floats, a: Floats, b: Floats) -> Floats:
        """Where the slope of a convex piece is the given one, inside [a, b] or at an end."""
        low, high = a.copy(), b.copy()
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            below = piece.slope(middle) < slope
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return high

    def _piece_constant(self, piece: FloatPiece, slope: Floats, a: Floats, b: Floats) -> Floats:
        left = self._value_right_of(piece, a)
        if piece.curvature in (Curvature.CONCAVE, Curvature.LINEAR):
            return np.minimum(left - slope * a, piece.value(b) - slope * b)
        if piece.curvature is Curvature.CONVEX:
            t = self._touching(piece, slope, a, b)
            return np.minimum(piece.value(t) - slope * t, left - slope * a)
        return left - slope * b

    def _value_right_of(self, piece: FloatPiece, a: Floats) -> Floats:
        """Limit of the piece from the right at a; at 0 the formula may not be defined."""
        if not (a == 0).any():
            return piece.value(a)
        limit = self.at_zero if self._limit_at_zero is None else self._limit_at_zero
        safe = np.where(a > 0, a, 1.0)
        return np.where(a > 0, piece.value(safe), limit)


def as_float(constant: sympy.Expr) -> float:
    """About its value; SymPy leaves some constants unevaluated, such as the least of two."""
    try:
        return float(constant)
    except TypeError:
        return float(enclose(constant, {}).mid())


@lru_cache(maxsize=64)
def float_penalty(penalty: Penalty) -> FloatPenalty:
    """The penalty in floats; its formulas are differentiated and compiled once."""
    return FloatPenalty(penalty)


@lru_cache(maxsize=256)
def _function(formula: sympy.Expr) -> Function:
    names: dict[str, object] = {}
    if formula.has(sympy.erf):
        from scipy.special import erf  # noqa: PLC0415 - seldom needed, slow to load

        names["erf"] = erf
    compiled = written(U, formula, names)
    if formula.has(U):
        return compiled
    constant = as_float(formula)
    return lambda u: np.full(np.shape(u), constant)
