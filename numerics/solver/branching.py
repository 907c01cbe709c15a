"""Branch and bound over (theta, e, row powers), with its tree recorded for the checker.

The codes are never branched on: the number of branching variables is p + 1 + kappa whatever n is.
The search runs in floats on batches of boxes; `numerics.certificates.verify` replays the tree
rigorously.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.certificates.linear_family import Floats
from numerics.solver.bound import Relaxation
from numerics.solver.loops import WORTH_LOADING, load, loaded
from numerics.solver.newton import at_minimum
from numerics.solver.objective import Objective
from numerics.solver.search import FoundPoint, polish

_BATCH = 1024
# Numbers in the largest array of a batch: fewer boxes at once where matrices are large.
_BATCH_NUMBERS = 20_000_000
# The tree is kept in memory.
MAX_BOXES = 2_000_000
# So few boxes are split twice in one step: a small batch costs as much as one of some dozens.
_FEW = 24
# A relaxed point this close to the best one (as a share of it) is worth polishing.
_POLISH_WITHIN = 0.05
_MAX_POLISHES = 4
# The next polish is made after so many boxes, twice as many for each that was made: what closes
# before had the best point from the start.
_POLISH_AFTER = 32
_ALIKE = 0.05
# So many boxes are bounded before the search for a point is made thorough.
_FIRST_BOXES = 500

Progress = Callable[[float, float, int], None]


@dataclass
class Tree:
    """The recorded splits, node by node; roots come first.

    Attributes:
        roots: the boxes that the roots stand for, each (low, high).
        split: per node (column, value, index of the first child) or None for a leaf.
        leaves: per leaf node its slopes (lam, b).
    """

    roots: list[tuple[Floats, Floats]]
    split: list[tuple[int, float, int] | None] = field(default_factory=list)
    leaves: dict[int, tuple[float, Floats]] = field(default_factory=dict)

    def in_order(
        self,
    ) -> tuple[tuple[tuple[int, float] | None, ...], list[tuple[float, Floats]]]:
        """Splits and leaves as certificates have them, each node before its children."""
        splits: list[tuple[int, float] | None] = []
        leaves, pending = [], list(range(len(self.roots)))[::-1]
        while pending:
            node = pending.pop()
            split = self.split[node]
            if split is None:
                splits.append(None)
                leaves.append(self.leaves[node])
            else:
                splits.append(split[:2])
                pending += [split[2] + 1, split[2]]
        return tuple(splits), leaves


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

    point: FoundPoint
    lower: float
    closed: bool
    tree: Tree
    boxes: int
    seconds: float


def minimise(
    objective: Objective,
    start: FoundPoint,
    roots: list[tuple[Floats, Floats]],
    *,
    tolerance: float,
    seconds: float,
    thorough: Callable[[], FoundPoint] | None = None,
    progress: Progress | None = None,
) -> Bounded:
    """Branch and bound until the gap is at most the tolerance, or time or `MAX_BOXES` is used up.

    Args:
        objective: what to minimise.
        start: a good point (`numerics.solver.search.search`).
        roots: boxes that contain every point that could be better than ``start``.
        tolerance: absolute gap at which to stop.
        seconds: time budget.
        thorough: a search for a better point, made once where `_FIRST_BOXES` do not close.
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
    boxes, polishes = 0, 0
    batch_size = max(1, min(_BATCH, _BATCH_NUMBERS // relaxation.third_order.numbers))
    worst_leaf = np.inf
    while len(nodes):
        if time.perf_counter() - began > seconds or boxes > MAX_BOXES:
            lower = min(float(bounds.min()), worst_leaf)
            return Bounded(best, lower, False, tree, boxes, time.perf_counter() - began)
        if boxes > WORTH_LOADING and loaded() is None:
            began += _seconds_of(load)
        if boxes > _FIRST_BOXES and thorough is not None and objective.g.finite:
            best, thorough = min(best, thorough(), key=lambda point: point.value), None
        chosen = _lowest(bounds, batch_size)
        rest = np.ones(len(nodes), bool)
        rest[chosen] = False
        batch = relaxation.bound(low[chosen], high[chosen], best.value - tolerance)
        column, cut, candidate = relaxation.branch(low[chosen], high[chosen], batch)
        boxes += len(chosen)
        near = candidate.value - best.value < _POLISH_WITHIN * abs(best.value)
        near &= not _alike(candidate, best)
        due = polishes < _MAX_POLISHES and boxes > _POLISH_AFTER * 2**polishes
        if near and due and objective.g.finite:
            polishes += 1
            polished = polish(objective, candidate.theta, candidate.codes, 1e-10)
            polished = at_minimum(objective, polished)
            candidate = min(candidate, polished, key=lambda point: point.value)
        if candidate.value < best.value:
            best = candidate
        closed = batch.bound >= best.value - tolerance
        for i in np.flatnonzero(closed):
            tree.leaves[int(nodes[chosen[i]])] = float(batch.lam[i]), batch.slopes[i].copy()
            worst_leaf = min(worst_leaf, float(batch.bound[i]))
        keep = np.flatnonzero(~closed)
        at_once = 2 if len(keep) <= _FEW else 1
        parts = _Parts(
            low[chosen[keep]], high[chosen[keep]], nodes[chosen[keep]], batch.bound[keep]
        )
        parts = _divided(tree, parts, column[keep, :at_once], cut[keep, :at_once])
        low = np.concatenate([low[rest], parts.low])
        high = np.concatenate([high[rest], parts.high])
        nodes = np.concatenate([nodes[rest], parts.nodes])
        bounds = np.concatenate([bounds[rest], parts.bounds])
        if progress is not None:
            lower = min(float(bounds.min(initial=np.inf)), worst_leaf)
            progress(best.value, lower, len(nodes))
    return Bounded(best, worst_leaf, True, tree, boxes, time.perf_counter() - began)


def _seconds_of(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _alike(point: FoundPoint, best: FoundPoint) -> bool:
    """Whether polishing the point would most likely lead to the best one again."""
    apart = np.linalg.norm(point.codes - best.codes) + np.linalg.norm(point.theta - best.theta)
    scale = np.linalg.norm(best.codes) + np.sqrt(len(best.theta))
    return bool(apart <= _ALIKE * scale and point.value >= best.value)


def _lowest(bounds: Floats, count: int) -> NDArray[np.intp]:
    if len(bounds) <= count:
        return np.arange(len(bounds))
    return np.argpartition(bounds, count)[:count]


class _Parts(NamedTuple):
    """Open boxes: ends, nodes of the tree, and bounds that are known."""

    low: Floats
    high: Floats
    nodes: NDArray[np.intp]
    bounds: Floats


def _divided(tree: Tree, boxes: _Parts, columns: NDArray[np.intp], cuts: Floats) -> _Parts:
    """The parts of boxes that are split in every column with its cut, -1 for none; (N, times)."""
    for k in range(columns.shape[1]):
        column, cut = columns[:, k], cuts[:, k]
        whole, split = np.flatnonzero(column < 0), np.flatnonzero(column >= 0)
        twice = np.concatenate([whole, np.repeat(split, 2)])
        nodes = np.concatenate(
            [boxes.nodes[whole], _split(tree, boxes.nodes[split], column[split], cut[split])]
        )
        boxes = _Parts(boxes.low[twice], boxes.high[twice], nodes, boxes.bounds[twice])
        first = np.arange(len(whole), len(twice), 2)
        boxes.high[first, column[split]] = cut[split]
        boxes.low[first + 1, column[split]] = cut[split]
        columns, cuts = columns[twice], cuts[twice]
    return boxes


def _split(
    tree: Tree, nodes: NDArray[np.intp], columns: NDArray[np.intp], cuts: Floats
) -> NDArray[np.intp]:
    first = len(tree.split)
    for i, node in enumerate(nodes):
        tree.split[int(node)] = (int(columns[i]), float(cuts[i]), first + 2 * i)
    tree.split += [None] * (2 * len(nodes))
    return np.arange(first, first + 2 * len(nodes))
