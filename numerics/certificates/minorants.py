"""Constants of affine minorants of a penalty, from the labels that the checker derived.

On [low, high] and for a slope b > 0, ``h(u) >= b u + c`` with ``c = min h(u) - b u``: at an end if
h is concave, above a tangent where it is convex, by branch and bound where nothing is known.  What
a penalty is at the ends of the intervals is enclosed in balls, once for each distinct end; after
that come a few float operations, whose rounding is bounded.
"""

from __future__ import annotations

import math
from collections import ChainMap
from functools import cache

import numpy as np
from flint import arb, fmpq

from numerics.certificates.family import Floats
from numerics.certificates.function import Function, LabelledInterval, split
from numerics.certificates.limits import NoInfoError
from numerics.certificates.terms import to_fmpq

# One rounding of IEEE double precision, and how many of them an expression below has at most.
UNIT = 2.0**-53
_ROUNDINGS = 16
_UNDERFLOW = 2.0**-1068  # more than so many operations lose below the least normal float
_LARGEST = 2**1023
_ROUNDS = 24
_KNOTS = 6  # twice so many tangents are tried first on a convex piece


class Constants:
    """Lower bounds of ``h(u) - slope u`` on intervals; -oo where there is no quick proof.

    Args:
        h: the penalty; None is the indicator.
        gap: about what a bound may lose.
    """

    def __init__(self, h: Function | None, gap: float) -> None:
        self.h, self.gap = h, gap
        # Rationals themselves are slow to hash.
        self._floors = ChainMap[tuple[int, int], float]({}, {} if h is None else h.floors)
        self._tangents: dict[fmpq, dict[float, tuple[float, float, float]]] = {}
        self._least = cache(self._search)
        self.pieces = [] if h is None else h.pieces

    def __call__(self, slope: Floats, low: Floats, high: Floats) -> Floats:
        """Elementwise, arrays of one shape."""
        if self.h is None:
            return np.where((low == 0) & (high == 0), 0.0, -np.inf)
        found = np.minimum(*(_minus(self._floor(u), slope, u) for u in (low, high)))
        for piece in self.pieces:
            below, above = _below(piece.left), _above(piece.left)
            inside = (low < above) & (below < high)
            if inside.any():
                here = _minus(np.array(self._floor_at(piece.left)), slope[inside], above)
                found[inside] = np.minimum(found[inside], here)
            left, right = np.maximum(low, below), np.minimum(high, _above(piece.right))
            inside = left < right
            if piece.label not in ("-", "0") and inside.any():
                bound = self._convex if piece.label == "+" else self._unknown
                here = bound(piece, slope[inside], left[inside], right[inside])
                found[inside] = np.minimum(found[inside], here)
        return found

    def _floor(self, u: Floats) -> Floats:
        """Lower bounds of h at u and of its limits there from both sides."""
        ends, where = np.unique(u, return_inverse=True)
        return np.array([self._floor_at(to_fmpq(x)) for x in ends.tolist()])[where].reshape(u.shape)

    def _floor_at(self, u: fmpq) -> float:
        assert self.h is not None
        key = int(u.p), int(u.q)
        if key not in self._floors:
            sides = [split(x.left, x.right) for x in self.pieces if u in (x.left, x.right)]
            try:
                least = [_down(self.h.point(u)), *(_down(self.h.side(u, x).low) for x in sides)]
            except NoInfoError:
                least = [-np.inf]
            (self.h.floors if sides else self._floors)[key] = min(least)
        return self._floors[key]

    def _unknown(self, piece: LabelledInterval, *given: Floats) -> Floats:
        triples = zip(*(x.tolist() for x in given), strict=True)
        return np.array([self._least(piece, *triple) for triple in triples])

    def _search(self, piece: LabelledInterval, slope: float, left: float, right: float) -> float:
        a, b = max(piece.left, to_fmpq(left)), to_fmpq(right)
        b = b if piece.right is None else min(piece.right, b)
        if not a < b:
            return np.inf
        assert self.h is not None
        return _down(self.h.tilted(slope).infimum(a, b, gap=self.gap).low)

    def _convex(self, piece: LabelledInterval, *given: Floats) -> Floats:
        """Above a tangent whose slope is about the one given; any point of it would be valid."""
        slope, left, right = given
        low = _above(piece.left)
        high = max(low, float(right.max())) if piece.right is None else _below(piece.right)
        if not low <= high < np.inf:
            return self._unknown(piece, slope, left, right)  # no float is in it
        known = self._tangents.setdefault(piece.left, {})
        if not known:
            near = np.geomspace(max(low, 1e-9), max(high, 2e-9), _KNOTS)
            self._tangents_at(np.clip([*np.linspace(low, high, _KNOTS), *near], low, high), piece)
        t, settled = slope, np.zeros(slope.shape, bool)
        for _ in range(_ROUNDS):
            knots = np.array(sorted(known))
            slopes = np.maximum.accumulate(np.nan_to_num(self._tangents_at(knots, piece)[0]))
            near = np.clip(np.clip(np.interp(slope, slopes, knots), left, right), low, high)
            t = np.where(settled, t, near)
            m, r, h = self._tangents_at(t, piece)
            at = h - slope * t
            least = np.minimum(*(at + (m - slope) * (u - t) for u in (left, right)))
            settled = least >= at - self.gap
            if settled.all():
                break
        reach = abs(right) + abs(left) + abs(t)
        size = abs(h) + (abs(m) + 2 * slope) * reach + r * reach / UNIT
        return np.asarray(least - (_ROUNDINGS * UNIT * size + _UNDERFLOW))

    def _tangents_at(self, t: Floats, piece: LabelledInterval) -> Floats:
        """Slopes at these points, by how much they may err, and lower bounds of h; (3, N)."""
        known = self._tangents[piece.left]
        for x in t.tolist():
            if x not in known:
                known[x] = self._tangent(to_fmpq(x), split(piece.left, piece.right))
        return np.array([known[x] for x in t.tolist()]).T.reshape(3, len(t))

    def _tangent(self, t: fmpq, side: fmpq) -> tuple[float, float, float]:
        assert self.h is not None
        try:
            at, slope = (x.interval for x in self.h.cell(t, t, side).jet(self.h.term, 1))
        except NoInfoError:
            return 0.0, 0.0, -np.inf
        middle = _down((slope.low + slope.high) / 2)
        return middle, -_down(slope.low - slope.high) + 4 * UNIT * abs(middle), _down(at.low)


def _minus(value: Floats, slope: Floats, u: Floats | float) -> Floats:
    """``value - slope u``, rounded down."""
    product = slope * u
    return np.asarray(value - product - (_ROUNDINGS * UNIT * (abs(value) + product) + _UNDERFLOW))


def _below(x: fmpq) -> float:
    """A float that is not above x >= 0, and near it where floats reach."""
    nearest = int(x.p) / int(x.q) if x < _LARGEST else float(_LARGEST)
    return nearest if to_fmpq(nearest) <= x else float(np.nextafter(nearest, -np.inf))


def _above(x: fmpq | None) -> float:
    """A float that is not below x >= 0; None stands for oo."""
    if x is None or x >= _LARGEST:
        return np.inf
    below = _below(x)
    return below if to_fmpq(below) == x else float(np.nextafter(below, np.inf))


def _down(x: arb) -> float:
    """A float below everything in the ball."""
    if not x.is_finite():
        return -np.inf
    return math.nextafter(float(x.lower()), -math.inf)
