"""A certified lower bound for L_{g,h}: branch and bound over (theta, e, row powers).

On a box, ``g(e) >= lam e + c_g`` and ``h(u_k) >= b_k u_k + c_k`` (`numerics.minorants`).  For any
matrix P, weak duality of the remaining ridge problem gives, with dn = d n,

    L >= c_g + (1/d) sum_k c_k + 2 <P, X> - dn |P|^2 / lam - dn sum_k |W_k(theta)^T P|^2 / b_k,

and the right-hand side is concave in theta, so its minimum over an interval is at an end.  Any P
is valid, so nothing that finds P has to be trusted.  The codes are never branched on: the number
of branching variables is 2 + kappa whatever n is.

The search runs in floats on batches of boxes and records its tree; `numerics.verify` replays the
tree exactly.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from numerics.instances import Floats
from numerics.objective import Objective
from numerics.search import Point

THETA, ERROR, POWERS = 0, 1, 2  # columns of a box: theta, e, u_1 .. u_kappa

_BATCH = 1024
MAX_BOXES = 2_000_000  # about 2 GiB of tree at 33 variables


class _Attempt(Enum):
    """How the slopes b of the next try are chosen."""

    CHORD = "the chord of h"
    IMPROVE = "those tried last, moved towards the best ones"
    LEAVE = "those tried last, but decisively where the relaxed power is outside its interval"
    STIFF = "the chord of h, raised in proportion to the width in theta"
    STIFFER = "the same, raised more"


# Tried in this order while the bound of a box misses its target; the best counts.  Where h is
# concave the relaxed point of the chord is also the best guide to where to split, so decisive
# moves, which improve one bound but hide that point, are for penalties with a convex piece.
_CONCAVE = (_Attempt.CHORD, _Attempt.STIFF, _Attempt.STIFFER)
_CONVEX = (
    _Attempt.CHORD,
    _Attempt.IMPROVE,
    _Attempt.LEAVE,
    _Attempt.IMPROVE,
    _Attempt.IMPROVE,
    _Attempt.STIFF,
    _Attempt.STIFFER,
)
_STIFFNESS = {_Attempt.STIFF: 0.1, _Attempt.STIFFER: 1.0}
_DECISIVE = 300.0
# Slopes are at least so large that all of them together cost this share of the tolerance.
_SLACK = 0.01
# Where h jumps at 0 an interval [0, v] is cut here: below, the row is as good as zero; above, h has
# already jumped, and its minorant is exact.
_JUMP_CUT = 1e-40
_JUMP_CUT_ERROR = 1e-12
# Added to a matrix before solving, relative to its trace: P need not be exact, only finite.
_JITTER = 1e-15
# A split point keeps this share of the interval on either side.
_MARGIN = 0.02


@dataclass
class Tree:
    """The recorded splits, node by node; roots come first.

    Attributes:
        roots: the boxes that the roots stand for, each (low, high).
        split: per node (column, value, index of the first child) or None for a leaf.
        leaves: per leaf node its certificate (lam, b, P).
    """

    roots: list[tuple[Floats, Floats]]
    split: list[tuple[int, float, int] | None] = field(default_factory=list)
    leaves: dict[int, tuple[float, Floats, Floats]] = field(default_factory=dict)


@dataclass(frozen=True)
class Bounded:
    """The outcome of a branch and bound.

    Attributes:
        point: the best point seen.
        lower: every point has a loss of at least this (in floats; the replay makes it rigorous).
        closed: ``point.value - lower`` is at most the tolerance.
        tree: the recorded splits; complete only when closed.
        boxes: how many boxes were bounded.
        seconds: time spent.
    """

    point: Point
    lower: float
    closed: bool
    tree: Tree
    boxes: int
    seconds: float


@dataclass(frozen=True)
class Batch:
    """Bounds of a batch of boxes and the proofs behind them: lam (N,), b (N, kappa), P."""

    bound: Floats
    lam: Floats
    slopes: Floats
    dual: Floats


def minimise(
    objective: Objective,
    start: Point,
    roots: list[tuple[Floats, Floats]],
    *,
    tolerance: float,
    seconds: float,
    progress: Callable[[float, float, int], None] | None = None,
) -> Bounded:
    """Branch and bound until the gap is at most the tolerance, or time or `MAX_BOXES` is used up.

    Args:
        objective: what to minimise.
        start: a good point (`numerics.search.search`).
        roots: boxes that contain every point that could be better than ``start``.
        tolerance: absolute gap at which to stop.
        seconds: time budget.
        progress: called with (upper, lower, open boxes) after every batch.
    """
    began = time.perf_counter()
    tree = Tree(roots=roots, split=[None] * len(roots))
    relaxation = Relaxation(objective, tolerance)
    best = start
    low = np.array([root[0] for root in roots])
    high = np.array([root[1] for root in roots])
    nodes = np.arange(len(roots))
    bounds = np.full(len(roots), -np.inf)
    boxes = 0
    worst_leaf = np.inf
    while len(nodes):
        if time.perf_counter() - began > seconds or boxes > MAX_BOXES:
            lower = min(float(bounds.min()), worst_leaf)
            return Bounded(best, lower, False, tree, boxes, time.perf_counter() - began)
        chosen = _lowest(bounds, _BATCH)
        rest = np.setdiff1d(np.arange(len(nodes)), chosen, assume_unique=True)
        batch = relaxation.bound(low[chosen], high[chosen], best.value - tolerance)
        column, cut, candidate = relaxation.branch(low[chosen], high[chosen], batch)
        boxes += len(chosen)
        if candidate.value < best.value:
            best = candidate
        closed = batch.bound >= best.value - tolerance
        for i in np.flatnonzero(closed):
            tree.leaves[int(nodes[chosen[i]])] = (
                float(batch.lam[i]),
                batch.slopes[i].copy(),
                batch.dual[i].copy(),
            )
            worst_leaf = min(worst_leaf, float(batch.bound[i]))
        keep = np.flatnonzero(~closed)
        children = _split(tree, nodes[chosen[keep]], column[keep], cut[keep])
        new_low, new_high = _halves(low[chosen[keep]], high[chosen[keep]], column[keep], cut[keep])
        low = np.concatenate([low[rest], new_low])
        high = np.concatenate([high[rest], new_high])
        nodes = np.concatenate([nodes[rest], children])
        bounds = np.concatenate([bounds[rest], np.repeat(batch.bound[keep], 2)])
        if progress is not None:
            lower = min(float(bounds.min(initial=np.inf)), worst_leaf)
            progress(best.value, lower, len(nodes))
    return Bounded(best, worst_leaf, True, tree, boxes, time.perf_counter() - began)


def _lowest(bounds: Floats, count: int) -> NDArray[np.intp]:
    if len(bounds) <= count:
        return np.arange(len(bounds))
    return np.argpartition(bounds, count)[:count]


def _split(
    tree: Tree, nodes: NDArray[np.intp], columns: NDArray[np.intp], cuts: Floats
) -> NDArray[np.intp]:
    first = len(tree.split)
    for i, node in enumerate(nodes):
        tree.split[int(node)] = (int(columns[i]), float(cuts[i]), first + 2 * i)
    tree.split += [None] * (2 * len(nodes))
    return np.arange(first, first + 2 * len(nodes))


def _halves(
    low: Floats, high: Floats, columns: NDArray[np.intp], cuts: Floats
) -> tuple[Floats, Floats]:
    low, high = np.repeat(low, 2, axis=0), np.repeat(high, 2, axis=0)
    first = np.arange(0, len(low), 2)
    high[first, columns] = cuts
    low[first + 1, columns] = cuts
    return low, high


class Relaxation:
    """Dual bounds for batches of boxes, and the primal points that come with them."""

    def __init__(self, objective: Objective, tolerance: float) -> None:
        self.objective = objective
        self.tolerance = tolerance
        self.data, self.start, self.difference = objective.arrays
        self.d, self.kappa, self.n = objective.shape
        self.dn = float(self.d * self.n)
        self.column_change = np.sqrt((self.difference**2).sum(axis=0))

    def bound(self, low: Floats, high: Floats, target: float) -> Batch:
        """Bounds on the boxes; those that miss the target are tried again with floored slopes."""
        g, h = self.objective.float_g, self.objective.float_h
        slack = self._slack(low, high)
        lam = np.maximum(g.chord(low[:, ERROR], high[:, ERROR]), slack[:, 0])
        least = slack[:, 1:]
        chord = np.maximum(h.chord(low[:, POWERS:], high[:, POWERS:]), least)
        width = high[:, THETA] - low[:, THETA]
        rough = np.outer(lam * width, self.column_change**2) * self.d
        bound = np.full(len(low), -np.inf)
        slopes, dual = chord.copy(), np.zeros((len(low), *self.data.shape))
        last, last_dual = slopes.copy(), dual.copy()
        for attempt in _CONVEX if h.has_convex_piece else _CONCAVE:
            todo = np.flatnonzero(bound < target)
            if not len(todo):
                break
            if attempt is _Attempt.CHORD:
                tried = chord[todo]
            elif attempt in _STIFFNESS:
                tried = np.maximum(chord[todo], _STIFFNESS[attempt] * rough[todo])
            else:
                move = self._improved if attempt is _Attempt.IMPROVE else self._left
                tried = move(low[todo], high[todo], last[todo], last_dual[todo])
                tried = np.maximum(tried, least[todo])
            new = (tried != last[todo]).any(axis=1) | np.isinf(bound[todo])
            if not new.any():
                continue
            todo, tried = todo[new], tried[new]
            value, p = self._dual(low[todo], high[todo], lam[todo], tried)
            last[todo], last_dual[todo] = tried, p
            better = value > bound[todo]
            bound[todo[better]] = value[better]
            slopes[todo[better]], dual[todo[better]] = tried[better], p[better]
        return Batch(bound, lam, slopes, dual)

    def _improved(self, low: Floats, high: Floats, slopes: Floats, dual: Floats) -> Floats:
        """Slopes nearer to the best ones, judged by the powers of the relaxed code.

        The relaxed code is W_k^T P d n / b_k, so its power falls about like b_k^-2: a power below
        its interval asks for a smaller slope, one above it for a larger one.  Where h is convex
        the best slope is h' at the relaxed power; the geometric mean with the old one converges.
        """
        powers = self._relaxed(low, high, slopes, dual)[2]
        inside = np.clip(powers, low[:, POWERS:], high[:, POWERS:])
        ratio = np.sqrt(np.maximum(powers, 1e-300) / np.maximum(inside, 1e-300))
        moved = slopes * np.clip(ratio, 1e-9, 1e9)
        tangent = self.objective.float_h.convex_slope(inside)
        convex = (powers == inside) & ~np.isnan(tangent)
        return np.where(convex, np.sqrt(slopes * np.maximum(tangent, 0.0)), moved)

    def _left(self, low: Floats, high: Floats, slopes: Floats, dual: Floats) -> Floats:
        """Slope 0 where the relaxed power is below its interval, a far larger one where above.

        Where the code hardly reacts to the slope, small moves would not get anywhere.
        """
        powers = self._relaxed(low, high, slopes, dual)[2]
        raised = np.where(powers > high[:, POWERS:], _DECISIVE * slopes, slopes)
        return np.where(powers < low[:, POWERS:], 0.0, raised)

    def _relaxed(
        self, low: Floats, high: Floats, slopes: Floats, dual: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Theta in the middle, the codes that the dual matrix stands for, and their powers."""
        theta = 0.5 * (low[:, THETA] + high[:, THETA])
        pull = self.objective.decoders(theta).transpose(0, 2, 1) @ dual
        codes = (self.dn / slopes)[:, :, None] * pull
        return theta, codes, (codes**2).sum(axis=2) / self.n

    def _relaxed_errors(self, width: Floats, lam: Floats, slopes: Floats, dual: Floats) -> Floats:
        """Errors of the relaxed codes, without the cancellation in X - W Z where lam is large.

        P solves its linear system, so with D = W_1 - W_0 the residual at the middle of the box is
        ``dn P / lam + (width/2)^2 D diag(dn / b) D^T P``.
        """
        bend = (self.dn / slopes)[:, :, None] * (self.difference.T @ dual)
        bend = (0.25 * width**2)[:, None, None] * (self.difference @ bend)
        residual = (self.dn / lam)[:, None, None] * dual + bend
        return np.asarray((residual**2).sum(axis=(1, 2)) / self.dn)

    def _slack(self, low: Floats, high: Floats) -> Floats:
        """Slopes too small to matter: shape (N, 1 + kappa), for e and the row powers."""
        width = (high - low)[:, ERROR:]
        weight = np.full(1 + self.kappa, float(self.d))
        weight[0] = 1.0
        allowed = _SLACK * self.tolerance / (self.kappa + 1) * weight
        return np.minimum(allowed / np.where(width > 0, width, 1.0), self.tolerance)

    def _dual(
        self, low: Floats, high: Floats, lam: Floats, slopes: Floats
    ) -> tuple[Floats, Floats]:
        """The bound and its P, which maximises the mean of the values at the two ends of theta."""
        g, h = self.objective.float_g, self.objective.float_h
        ends = [self.objective.decoders(side[:, THETA]) for side in (low, high)]
        weight = self.dn / slopes
        gram = sum(0.5 * (end * weight[:, None, :]) @ end.transpose(0, 2, 1) for end in ends)
        gram = gram + (self.dn / lam)[:, None, None] * np.eye(len(self.data))
        gram += _JITTER * np.trace(gram, axis1=1, axis2=2)[:, None, None] * np.eye(len(self.data))
        p = np.linalg.solve(gram, np.broadcast_to(self.data, (len(low), *self.data.shape)))
        pulls = [((end.transpose(0, 2, 1) @ p) ** 2).sum(axis=2) for end in ends]
        loss = np.max([(pull * weight).sum(axis=1) for pull in pulls], axis=0)
        quadratic = 2 * (p * self.data).sum(axis=(1, 2)) - loss
        quadratic -= self.dn / lam * (p**2).sum(axis=(1, 2))
        # P is best for the mean of the two ends; P = 0 may be better for the worse one.
        p[quadratic < 0] = 0.0
        quadratic = np.maximum(quadratic, 0.0)
        constant = g.constant(lam, low[:, ERROR], high[:, ERROR])
        constants = h.constant(slopes, low[:, POWERS:], high[:, POWERS:])
        return np.asarray(quadratic + constant + constants.sum(axis=1) / self.d), np.asarray(p)

    def branch(
        self, low: Floats, high: Floats, batch: Batch
    ) -> tuple[NDArray[np.intp], Floats, Point]:
        """Where to split each box (column and value), and the best relaxed point of the batch."""
        g, h = self.objective.float_g, self.objective.float_h
        lam, slopes, dual, bound = batch.lam, batch.slopes, batch.dual, batch.bound
        theta, codes, powers = self._relaxed(low, high, slopes, dual)
        errors = self._relaxed_errors(high[:, THETA] - low[:, THETA], lam, slopes, dual)
        share = np.zeros_like(low)
        constants = h.constant(slopes, low[:, POWERS:], high[:, POWERS:])
        inside = np.clip(powers, low[:, POWERS:], high[:, POWERS:])
        share[:, POWERS:] = (h.value(inside) - slopes * inside - constants) / self.d
        error = np.clip(errors, low[:, ERROR], high[:, ERROR])
        constant = g.constant(lam, low[:, ERROR], high[:, ERROR])
        share[:, ERROR] = -1.0 if g.linear else g.value(error) - lam * error - constant
        relaxed = lam * errors + constant + ((slopes * powers + constants).sum(axis=1)) / self.d
        share[:, THETA] = np.where(high[:, THETA] > low[:, THETA], relaxed - bound, 0.0)
        at = np.column_stack([theta, error, inside])
        margin = _MARGIN * (high - low)
        at = np.clip(at, low + margin, high - margin)
        if h.jumps_at_zero:
            _cut_at_jump(at[:, POWERS:], low[:, POWERS:], high[:, POWERS:], _JUMP_CUT)
        if g.jumps_at_zero:
            _cut_at_jump(at[:, ERROR], low[:, ERROR], high[:, ERROR], _JUMP_CUT_ERROR)
        share = np.where((at > low) & (at < high), share, -1.0)
        column = np.argmax(share, axis=1)
        rows = np.arange(len(low))
        values = self.objective.values(theta, codes)
        i = int(np.argmin(values))
        point = Point(float(theta[i]), codes[i], float(values[i]))
        return column, at[rows, column], point


def _cut_at_jump(at: Floats, low: Floats, high: Floats, cut: float) -> None:
    """Split intervals that start at a jump right behind it, and what is left of it no more."""
    at[...] = np.where(low == 0, np.where(high > cut, cut, high), at)
