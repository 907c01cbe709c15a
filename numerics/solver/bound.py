"""A lower bound of L_{g,h} on boxes of (theta, e, row powers), and where to split a box.

On a box, ``g(e) >= lam e + c_g`` and ``h(u_k) >= b_k u_k + c_k`` (`numerics.solver.minorants`), so
that

    L >= c_g + (1/d) sum_k c_k + min (lam e + (1/d) sum_k b_k p_k),

and the last term has the dual bound of `numerics.solver.third_order`.  It is concave in the slopes:
where the relaxed power lies outside its interval other slopes than those of the chord are better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from numerics.certificates.linear_family import Floats
from numerics.solver.objective import Objective
from numerics.solver.search import FoundPoint
from numerics.solver.slopes import SlopeSearch
from numerics.solver.third_order import DualBound, DualBounds


class _Attempt(Enum):
    """How the slopes b of the next try are chosen."""

    CHORD = "the chord of h"
    BEST = "those that are best at the middle of the box of theta"
    RAISED = "those tried last, raised against what the width in theta adds to the rows"
    AGAIN = "the same once more"


# Slopes are at least so large that all of them together cost this share of the tolerance.
_SLACK = 0.01
_ROUNDED = 2.0**-51  # share of the products of norms by which floats miss a row of W^T P
# Where h jumps at 0 an interval [0, v] is cut here: below, the row is as good as zero; above, h has
# already jumped, and its minorant is exact.
_JUMP_CUT = 1e-40
_JUMP_CUT_ERROR = 1e-12
# A split point keeps this share of the interval on either side.
_MARGIN = 0.02
_CUT_BITS = 6
# What the search goes on with keeps so many bits: NumPy and compiled loops round differently, and
# are to find the same proof.  Slopes other than chords are found to four digits only.
_SLOPE_BITS, _SHARE_BITS, _POINT_BITS = 20, 20, 32
# So much of the largest share makes a coordinate worth a split in the same step.
_NEXT = 0.05
# Shares of the gap below this part of the tolerance do not say where to split.
_NO_SHARE = 0.05


@dataclass(frozen=True)
class BoundedBatch:
    """Bounds of a batch of boxes, their slopes, and the relaxation that guides branching.

    Attributes:
        bound: the best lower bounds, shape (N,).
        lam: their slopes of g, (N,).
        slopes: their slopes of h, (N, kappa).
        guide_slopes: slopes of h of the relaxation whose point guides the branching: the chords
            where h is concave, else the best ones.
        codes: its codes at the middle of the box of theta, (N, kappa, n).
    """

    bound: Floats
    lam: Floats
    slopes: Floats
    guide_slopes: Floats
    codes: Floats


class Relaxation:
    """Dual bounds for batches of boxes, and the primal points that come with them.

    Columns of a box: theta_1 .. theta_p, e, u_1 .. u_kappa.
    """

    def __init__(self, objective: Objective, tolerance: float) -> None:
        self.objective = objective
        self.tolerance = tolerance
        self.d, self.kappa, self.n = objective.shape
        self.dn = float(self.d * self.n)
        self.p = objective.parameters
        self.error, self.powers = self.p, slice(self.p + 1, None)
        self.third_order = DualBound(objective.arrays, self.dn)
        self.slope_search = SlopeSearch(objective)
        data, *decoders = objective.arrays
        self.largest = float(np.sqrt((data**2).sum() * sum((w**2).sum() for w in decoders)))

    def bound(self, low: Floats, high: Floats, target: float) -> BoundedBatch:
        """Bounds on the boxes; those that miss the target are tried again with other slopes."""
        g, h = self.objective.float_g, self.objective.float_h
        powers, slack = self.powers, self._slack(low, high)
        lam = np.maximum(g.chord(low[:, self.error], high[:, self.error]), slack[:, 0])
        least = np.maximum(slack[:, 1:], self._felt(lam, (high - low)[:, powers]))
        chord = np.maximum(h.chord(low[:, powers], high[:, powers]), least)
        bound = np.full(len(low), -np.inf)
        slopes, last, excess = chord.copy(), chord.copy(), np.zeros(chord.shape)
        codes = np.zeros((len(low), self.kappa, self.n))
        last_codes, guide = codes.copy(), chord.copy()
        guides = (_Attempt.CHORD,) if h.concave else (_Attempt.CHORD, _Attempt.BEST)
        for attempt in _Attempt:
            todo = np.flatnonzero(bound < target)
            if not len(todo):
                break
            ends = low[todo, powers], high[todo, powers]
            if attempt is _Attempt.CHORD:
                tried = chord[todo]
            elif attempt is _Attempt.BEST:
                theta = 0.5 * (low[todo, : self.p] + high[todo, : self.p])
                tried = self.slope_search.best(theta, lam[todo], chord[todo], ends, least[todo])
            else:
                tried = self._raised(last[todo], excess[todo], last_codes[todo], ends[1])
            tried = np.where(tried == chord[todo], tried, _rounded(tried, _SLOPE_BITS))
            new = (tried != last[todo]).any(axis=1) | np.isinf(bound[todo])
            if not new.any():
                continue
            todo, tried = todo[new], tried[new]
            found = self._dual(low[todo], high[todo], lam[todo], tried)
            if attempt in guides:
                guide[todo], codes[todo] = tried, found.codes
            last[todo], excess[todo], last_codes[todo] = tried, found.excess, found.codes
            better = found.value > bound[todo]
            bound[todo[better]] = found.value[better]
            slopes[todo[better]] = tried[better]
        return BoundedBatch(bound, lam, slopes, guide, codes)

    def _raised(self, slopes: Floats, excess: Floats, codes: Floats, high: Floats) -> Floats:
        """Slopes at which the rows, longer by the excess, stand for a power at its upper end.

        A row of length ``b |z| / dn + excess`` has the derivative of the power
        ``(|z| + dn excess / b)^2 / n``.
        """
        room = np.sqrt(self.n * high) - np.sqrt((codes**2).sum(axis=2))
        needed = self.dn * excess / np.maximum(room, 1e-300)
        return np.where(room > 0, np.maximum(slopes, needed), slopes)

    def _slack(self, low: Floats, high: Floats) -> Floats:
        """Slopes too small to matter: shape (N, 1 + kappa), for e and the row powers."""
        width = (high - low)[:, self.error :]
        weight = np.full(1 + self.kappa, float(self.d))
        weight[0] = 1.0
        allowed = _SLACK * self.tolerance / (self.kappa + 1) * weight
        return np.minimum(allowed / np.where(width > 0, width, 1.0), self.tolerance)

    def _felt(self, lam: Floats, width: Floats) -> Floats:
        """Slopes below which rounding costs the replay more than the slope itself; (N, kappa).

        A row of ``W^T P`` is b z / dn in exact arithmetic, and the float P leaves delta beside it:
        delta^2 dn / b is lost.  A slope b costs up to b width / d.
        """
        delta = _ROUNDED * lam[:, None] / self.dn * self.largest
        return np.asarray(delta * np.sqrt(self.dn * self.d / np.where(width > 0, width, np.inf)))

    def _dual(self, low: Floats, high: Floats, lam: Floats, slopes: Floats) -> DualBounds:
        """The whole bound; what is relaxed is a sum of squares, and at least 0."""
        g, h, error, powers = (
            self.objective.float_g,
            self.objective.float_h,
            self.error,
            self.powers,
        )
        constant = g.constant(lam, low[:, error], high[:, error])
        constants = h.constant(slopes, low[:, powers], high[:, powers])
        found = self.third_order.bounds(low[:, : self.p], high[:, : self.p], lam, slopes)
        whole = np.maximum(found.value, 0.0) + constant + constants.sum(axis=1) / self.d
        return replace(found, value=whole)

    def branch(
        self, low: Floats, high: Floats, batch: BoundedBatch
    ) -> tuple[NDArray[np.intp], Floats, FoundPoint]:
        """Where to split each box, and the best relaxed point of the batch.

        Columns and values have the shape (N, 2): first where the box is split, then where both of
        its parts are if that is to be done at once; that column is -1 where the first is enough.
        """
        g, h, error, powers = (
            self.objective.float_g,
            self.objective.float_h,
            self.error,
            self.powers,
        )
        lam, slopes = batch.lam, batch.guide_slopes
        theta, codes = 0.5 * (low[:, : self.p] + high[:, : self.p]), batch.codes
        relaxed_powers = (codes**2).sum(axis=2) / self.n
        errors = self.objective.errors(theta, codes)
        share = np.zeros_like(low)
        constants = h.constant(slopes, low[:, powers], high[:, powers])
        inside = np.clip(relaxed_powers, low[:, powers], high[:, powers])
        share[:, powers] = (h.value(inside) - slopes * inside - constants) / self.d
        at_error = np.clip(errors, low[:, error], high[:, error])
        constant = g.constant(lam, low[:, error], high[:, error])
        share[:, error] = -1.0 if g.linear else g.value(at_error) - lam * at_error - constant
        relaxed = (slopes * relaxed_powers + constants).sum(axis=1) / self.d
        relaxed += lam * errors + constant
        share[:, : self.p] = self._theta_shares(low, high, codes, relaxed - batch.bound)
        at = np.column_stack([theta, at_error, inside])
        margin = _MARGIN * (high - low)
        at = np.clip(at, low + margin, high - margin)
        at = _shortened(at, low, high)
        at[:, powers] = self._placed(at[:, powers], inside, low[:, powers], high[:, powers])
        if h.jumps_at_zero:
            _cut_at_jump(at[:, powers], low[:, powers], high[:, powers], _JUMP_CUT)
        if g.jumps_at_zero:
            _cut_at_jump(at[:, error], low[:, error], high[:, error], _JUMP_CUT_ERROR)
        lost = share.max(axis=1) < _NO_SHARE * self.tolerance
        share[lost, powers] = self._bends(low[lost, powers], high[lost, powers])
        share = np.where((at > low) & (at < high), _rounded(share, _SHARE_BITS), -1.0)
        rows = np.arange(len(low))
        column = np.argmax(share, axis=1)
        least = _NEXT * share[rows, column]
        share[rows, column] = -np.inf
        following = np.argmax(share, axis=1)
        following[share[rows, following] < np.maximum(least, 0.0)] = -1
        columns = np.column_stack([column, following])
        # A row that is as good as zero is tried as zero: where h jumps that makes the difference.
        kept = (relaxed_powers > _JUMP_CUT)[:, :, None]
        codes = np.where(kept, _rounded(codes, _POINT_BITS), 0.0)
        values = self.objective.values(theta, codes)
        i = int(np.argmin(values))
        point = FoundPoint(theta[i], codes[i], float(values[i]))
        return columns, at[rows[:, None], columns], point

    def _bends(self, low: Floats, high: Floats) -> Floats:
        """How far h lies above its chord in the middle of each interval.

        Where relaxed powers lie outside their intervals they may hide which minorant is bad.
        """
        h, middle = self.objective.float_h, 0.5 * (low + high)
        return np.asarray(h.value(middle) - 0.5 * (h.value(low) + h.value(high)))

    def _placed(self, at: Floats, inside: Floats, low: Floats, high: Floats) -> Floats:
        """Cuts moved to the ends of linear pieces of h: inside such a piece a cut is of no use."""
        for left, right in self.objective.float_h.linear_pieces:
            within = (left < inside) & (inside < right)
            for end in (right, left):
                at = np.where(within & (low < end) & (end < high), end, at)
        return at

    def _theta_shares(self, low: Floats, high: Floats, codes: Floats, gap: Floats) -> Floats:
        """The gap of the relaxation in theta, divided by how far each coordinate moves the image.

        The coordinate that moves it most gets the whole gap.
        """
        width = high[:, : self.p] - low[:, : self.p]
        moved = (
            np.stack(
                [((move @ codes) ** 2).sum(axis=(1, 2)) for move in self.objective.arrays[2]],
                axis=1,
            )
            if self.p
            else np.zeros(width.shape)
        )
        weight = np.where(width > 0, width * np.sqrt(moved + 1e-300), 0.0)
        most = weight.max(axis=1, initial=0.0)
        share = weight / np.where(most > 0, most, 1.0)[:, None]
        return np.where(width > 0, share * gap[:, None], 0.0)


def _shortened(at: Floats, low: Floats, high: Floats) -> Floats:
    """Cuts rounded to a few bits where they stay inside: the checker meets fewer distinct ends."""
    at = _rounded(at, _POINT_BITS)
    short = _rounded(at, _CUT_BITS)
    return np.where((short > low) & (short < high), short, at)


def _rounded(x: Floats, bits: int) -> Floats:
    """The numbers with so many bits; what arithmetic in another order gives becomes the same."""
    mantissa, exponent = np.frexp(x)
    return np.asarray(np.ldexp(np.rint(np.ldexp(mantissa, bits)), exponent - bits))


def _cut_at_jump(at: Floats, low: Floats, high: Floats, cut: float) -> None:
    """Split intervals that start at a jump right behind it, and what is left of it no more."""
    at[...] = np.where(low == 0, np.where(high > cut, cut, high), at)
