"""Constants of affine minorants of a penalty, from the labels that the checker derived.

On [low, high] and for a slope b > 0, ``h(u) >= b u + c`` with ``c = min h(u) - b u``: at an end if
h is concave, above a tangent where it is convex, by branch and bound where nothing is known.  What
a penalty is at the ends of the intervals is enclosed in balls, once for each distinct end; after
that come a few float operations, whose rounding is bounded.
"""

from __future__ import annotations

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from numerics.certificates.family import Floats
from numerics.certificates.function import Function, LabelledInterval
from numerics.certificates.limits import NoInfoError

# One rounding of IEEE double precision, and how many of them an expression below has at most.
UNIT = 2.0**-53
_ROUNDINGS = 16
_UNDERFLOW = 2.0**-1068  # more than so many operations lose below the least normal float
_LARGEST = 2**1023
_ROUNDS = 4
_KNOTS = 48  # tangents that are tried first on a convex piece


def exact(x: float) -> fmpq:
    """The rational that a finite float is."""
    return fmpq(*x.as_integer_ratio())


class Constants:
    """Lower bounds of ``h(u) - slope u`` on intervals; -oo where there is no quick proof.

    Args:
        h: the penalty; None is the indicator.
        gap: about what a bound may lose.
    """

    def __init__(self, h: Function | None, gap: float) -> None:
        self.h, self.gap = h, gap
        self._floors: dict[fmpq, float] = {}
        self._tangents: dict[fmpq, dict[float, tuple[float, float, float]]] = {}
        self._knots: dict[fmpq, Floats] = {}
        self._found: dict[tuple[float, fmpq, fmpq], float] = {}
        self.pieces = [] if h is None else h.pieces
        self.inner = {piece.left for piece in self.pieces} - {fmpq(0)}

    def __call__(self, slope: Floats, low: Floats, high: Floats) -> Floats:
        """Elementwise, arrays of one shape."""
        if self.h is None:
            return np.where((low == 0) & (high == 0), 0.0, -np.inf)
        found = np.minimum(
            _minus(self._floor(low), slope, low), _minus(self._floor(high), slope, high)
        )
        for at in self.inner:
            above = _above(at)
            inside = (low < above) & (_below(at) < high)
            if inside.any():
                floor = np.full(int(inside.sum()), self._floor_at(at))
                found[inside] = np.minimum(found[inside], _minus(floor, slope[inside], above))
        for piece in self.pieces:
            if piece.label in ("-", "0"):
                continue
            end = np.inf if piece.right is None else _above(piece.right)
            left, right = np.maximum(low, _below(piece.left)), np.minimum(high, end)
            inside = left < right
            if inside.any():
                bound = self._convex if piece.label == "+" else self._unknown
                here = bound(piece, slope[inside], left[inside], right[inside])
                found[inside] = np.minimum(found[inside], here)
        return found

    def _floor(self, u: Floats) -> Floats:
        """Lower bounds of h at u and of its limits there from both sides."""
        distinct: Floats
        where: NDArray[np.intp]
        distinct, where = np.unique(u, return_inverse=True)
        floors = np.array([self._floor_at(exact(x)) for x in distinct.tolist()])
        return floors[where].reshape(u.shape)

    def _floor_at(self, u: fmpq) -> float:
        if u not in self._floors:
            assert self.h is not None
            try:
                least = _down(self.h.point(u))
                for piece in self.pieces:
                    if u in (piece.left, piece.right):
                        least = min(least, _down(self.h.side(u, piece.inside)[0]))
            except NoInfoError:
                least = -np.inf
            self._floors[u] = least
        return self._floors[u]

    def _unknown(
        self, piece: LabelledInterval, slope: Floats, left: Floats, right: Floats
    ) -> Floats:
        triples = zip(slope.tolist(), left.tolist(), right.tolist(), strict=True)
        return np.array([self._search(piece, b, exact(x), exact(y)) for b, x, y in triples])

    def _search(self, piece: LabelledInterval, slope: float, left: fmpq, right: fmpq) -> float:
        a = max(piece.left, left)
        b = right if piece.right is None else min(piece.right, right)
        if not a < b:
            return np.inf
        key = slope, a, b
        if key not in self._found:
            assert self.h is not None
            found = self.h.tilted(slope).infimum(a, b, gap=self.gap)
            self._found[key] = _down(found[0])
        return self._found[key]

    def _convex(
        self, piece: LabelledInterval, slope: Floats, left: Floats, right: Floats
    ) -> Floats:
        """Above a tangent whose slope is about ``slope``; any point of the piece would be valid."""
        if piece.right is not None and _above(piece.left) > _below(piece.right):
            return self._unknown(piece, slope, left, right)  # no float is in it
        knots = self._knots_of(piece, float(right.max()))
        for _ in range(_ROUNDS):
            slopes = np.maximum.accumulate(np.nan_to_num(self._tangents_at(knots, piece)[0]))
            t = np.clip(np.interp(slope, slopes, knots), left, right)
            t = np.clip(t, knots[0], knots[-1])
            m, r, h = self._tangents_at(t, piece)
            rough = abs(m - slope) * (right - left) > self.gap
            if not rough.any():
                break
            knots = self._knots[piece.left] = np.unique(np.concatenate([knots, t[rough]]))
        ends = [h - slope * t + (m - slope) * (u - t) for u in (left, right)]
        reach = abs(right) + abs(left) + abs(t)
        size = abs(h) + (abs(m) + 2 * slope) * reach + r * reach / UNIT
        return np.asarray(np.minimum(*ends) - (_ROUNDINGS * UNIT * size + _UNDERFLOW))

    def _knots_of(self, piece: LabelledInterval, reach: float) -> Floats:
        """Points of the piece (floats in its closure) where tangents are known."""
        if piece.left not in self._knots:
            low = _above(piece.left)
            high = max(low, reach if piece.right is None else _below(piece.right))
            even = np.linspace(low, high, _KNOTS)
            near = np.geomspace(max(low, 1e-9), max(high, 2e-9), _KNOTS)
            self._knots[piece.left] = np.unique(np.clip([*even, *near], low, high))
        return self._knots[piece.left]

    def _tangents_at(self, t: Floats, piece: LabelledInterval) -> Floats:
        """Slopes at these points, by how much they may err, and lower bounds of h; (3, N)."""
        known, side = self._tangents.setdefault(piece.left, {}), piece.inside
        for x in t.tolist():
            if x not in known:
                known[x] = self._tangent(x, side)
        return np.array([known[x] for x in t.tolist()]).T.reshape(3, len(t))

    def _tangent(self, t: float, side: fmpq) -> tuple[float, float, float]:
        assert self.h is not None
        try:
            at, (least, most) = self.h.tangent(exact(t), side)
        except NoInfoError:
            return 0.0, 0.0, -np.inf
        slope = _down((least + most) / 2)
        return slope, -_down(-(most - least)) + 4 * UNIT * abs(slope), _down(at)


def _minus(value: Floats, slope: Floats, u: Floats | float) -> Floats:
    """``value - slope u``, rounded down."""
    product = slope * u
    return np.asarray(value - product - (_ROUNDINGS * UNIT * (abs(value) + product) + _UNDERFLOW))


def _nearest(x: fmpq) -> float:
    return int(x.p) / int(x.q) if x < _LARGEST else float(_LARGEST)


def _below(x: fmpq) -> float:
    """A float that is not above x >= 0."""
    nearest = _nearest(x)
    return nearest if exact(nearest) <= x else float(np.nextafter(nearest, -np.inf))


def _above(x: fmpq) -> float:
    """A float that is not below x >= 0."""
    nearest = _nearest(x)
    return nearest if exact(nearest) >= x else float(np.nextafter(nearest, np.inf))


def _down(x: arb) -> float:
    """A float below everything in the ball."""
    if not x.is_finite():
        return -np.inf
    return float(np.nextafter(float(x.lower()), -np.inf))
