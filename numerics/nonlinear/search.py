"""Branch and bound over theta and the row powers, against a fixed target.

On a box, with slopes b of minorants of h, ``L >= c(b) + sum_i min f_i``; every ``f_i`` is tilted by
a linear and a quadratic function of theta, and these sums are minimised exactly over the box: a
Lagrangian bound for copies of theta, one for each sample.  A box on which it reaches the target is
a leaf, another is halved.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from numerics.certificates.nonlinear.proof import TiltedLeaf
from numerics.nonlinear.arithmetic import Flags, Floats, Indices
from numerics.nonlinear.cells import Pairs, at_anchors, held
from numerics.nonlinear.inner import beside_kinks, grid, newton, on_grid
from numerics.nonlinear.model import SampleModel
from numerics.nonlinear.slopes import best_slopes, polished_slopes
from numerics.nonlinear.tilts import least, rounded, tilts

_BATCH = 24
_SHARE = 0.9  # of the room below the levels that cells may use
_MARGIN = 1e-9
_LEAST_WIDTH = 4.0  # times narrower than the widest coordinate of a box is one that is not split
_MOST_BOXES = 200_000


@dataclass
class SplitTree:
    """The boxes of a search: a node has a split and two children, or a leaf.

    Attributes:
        splits: by node; None for a leaf.
        children: the first of two.
        leaves: by node.
    """

    splits: list[tuple[int, float] | None] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    leaves: dict[int, TiltedLeaf] = field(default_factory=dict)

    def node(self) -> int:
        """A new node."""
        self.splits.append(None)
        self.children.append(-1)
        return len(self.splits) - 1

    def in_order(self) -> tuple[tuple[tuple[int, float] | None, ...], tuple[TiltedLeaf, ...]]:
        """Splits and leaves, each node before its children, the lower child first."""
        splits, leaves, pending = [], [], [0]
        while pending:
            node = pending.pop()
            splits.append(self.splits[node])
            if self.splits[node] is None:
                leaves.append(self.leaves[node])
            else:
                pending += [self.children[node] + 1, self.children[node]]
        return tuple(splits), tuple(leaves)


@dataclass(frozen=True)
class _Open:
    node: int
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Found:
    """What a search ended with.

    Attributes:
        tree: of the boxes; whole where it closed.
        boxes: how many were looked at.
        better: a point that is better than the target allows, theta and inner variables.
        note: why it did not close; empty where it did.
    """

    tree: SplitTree
    boxes: int
    better: tuple[Floats, Floats] | None
    note: str


class Search:
    """The search for one target.

    Args:
        model: the problem.
        target: what the loss is to be shown to be at least.
        ceilings: of the row powers.
        reach: where inner variables are tried, (q, 2).
    """

    def __init__(self, model: SampleModel, target: float, ceilings: Floats, reach: Floats) -> None:
        self.model, self.target = model, target
        self.points = grid(model, reach)
        self.root_low = np.concatenate([model.low, np.zeros(model.rows)])
        self.root_high = np.concatenate([model.high, ceilings])
        self.goal = (target - model.offset) * model.scale
        self.floor = float(model.problem.latents) if model.vae else 0.0  # of a sample's loss
        self.tree = SplitTree()

    def run(self, seconds: float, progress: Callable[[int, int], None]) -> Found:
        """Search until every box is a leaf, or the time has gone."""
        end, boxes = time.monotonic() + seconds, 0
        pending = [_Open(self.tree.node(), self.root_low, self.root_high)]
        while pending:
            if time.monotonic() > end or boxes > _MOST_BOXES:
                note = f"{len(pending)} boxes of {boxes} are open: allow more with --time"
                return Found(self.tree, boxes, None, note)
            batch, pending = pending[-_BATCH:], pending[:-_BATCH]
            boxes += len(batch)
            splits, better = self._bound(batch)
            if better is not None:
                return Found(self.tree, boxes, better, "")
            for box, split in zip(batch, splits, strict=True):
                if split is not None:
                    pending += self._children(box, *split)
            progress(boxes, len(pending))
        return Found(self.tree, boxes, None, "")

    def _children(self, box: _Open, k: int, at: float) -> list[_Open]:
        self.tree.splits[box.node] = k, at
        first = self.tree.children[box.node] = self.tree.node()
        second = self.tree.node()
        high, low = box.high.copy(), box.low.copy()
        high[k] = low[k] = at
        return [_Open(first, box.low, high), _Open(second, low, box.high)]

    def _bound(
        self, batch: list[_Open]
    ) -> tuple[list[tuple[int, float] | None], tuple[Floats, Floats] | None]:
        """Make leaves of some boxes; where to split the others, or a better point."""
        model, p, n, count = self.model, self.model.p, self.model.n, len(batch)
        low, high = (np.array([getattr(box, end) for box in batch]).T for end in ("low", "high"))
        theta = low[:p] + 0.5 * (high[:p] - low[:p])
        radius = np.maximum(high[:p] - theta, theta - low[:p])
        slopes, constant, start = self._slopes(theta, low[p:], high[p:])
        sample, box = np.tile(np.arange(n), count), np.repeat(np.arange(count), n)
        wide, extra = np.repeat(theta, n, axis=1), np.repeat(slopes, n, axis=1)
        anchor = rounded(beside_kinks(model, start.reshape(model.q, -1), wide, extra, sample))
        found = model.derivatives(anchor, wide, extra, sample)
        z = anchor.reshape(model.q, count, n)
        losses = model.loss(theta, z)
        if losses.min() < self.target:
            k = int(losses.argmin())
            return [], (theta[:, k], z[:, k])
        shear, linear, quadratic = tilts(model, found)
        need = self.goal - constant * model.scale
        level = found.value.reshape(count, n)
        sums = [x.reshape(*x.shape[:-1], count, n).sum(axis=-1) for x in (linear, quadratic)]
        total = level.sum(axis=1)
        bottom = least(total, sums[0], sums[1], radius)
        room = bottom - need - _MARGIN * (1 + abs(need))
        pairs = Pairs(
            sample, box, wide, np.repeat(radius, n, axis=1), extra, level.ravel(), anchor, shear,
            linear, quadratic,
        )  # fmt: skip
        closed, levels, losses = self._leaves(pairs, room, np.repeat(high[p:], n, axis=1))
        rows = np.concatenate([
            levels[None], anchor, shear.reshape(-1, count * n), linear,
            quadratic[np.triu_indices(p)],
        ]).T.reshape(count, n, -1)  # fmt: skip
        splits: list[tuple[int, float] | None] = []
        centre = constant + (total / model.scale) + model.offset
        for k in range(count):
            if closed[k]:
                self.tree.leaves[batch[k].node] = TiltedLeaf(
                    tuple(slopes[:, k].tolist()), tuple(map(tuple, rows[k].tolist()))
                )
                splits.append(None)
            else:
                fall = (total[k] - bottom[k]) / model.scale
                powers = (z[: model.rows, k] ** 2).mean(axis=1)
                if room[k] > 0:  # only cells fail: no other slope would help
                    fall = math.inf
                where = (centre[k], fall, losses[:, k])
                splits.append(self._split(batch[k], slopes[:, k], powers, where))
        return splits, None

    def _leaves(self, pairs: Pairs, room: Floats, tops: Floats) -> tuple[Flags, Floats, Floats]:
        """Which of K boxes are leaves, the samples' levels, and what each theta loses elsewhere.

        Every sample gets what theta costs at its anchor, and a share of what is left of the room:
        samples that cost more may lose more, as far from the minimum that leaves little to show.

        Args:
            pairs: all pairs, box by box, with values at anchors as levels.
            room: between the least of values and tilts and the goal, (K,).
            tops: of the row powers, (rows, N).
        """
        closed, losses = room > 0, np.zeros((self.model.p, len(room)))
        levels = pairs.level.copy()
        if not closed.any():
            return closed, levels, losses
        index = np.flatnonzero(closed[pairs.box])
        some, shape = _renumbered(pairs, closed, index), (int(closed.sum()), self.model.n)
        needed, of_theta = at_anchors(self.model, some)
        losses[:, closed] = of_theta.reshape(-1, *shape).sum(axis=2)
        needed = np.maximum(needed, 0.0).reshape(shape)
        left = _SHARE * room[closed] - needed.sum(axis=1)
        above = some.level.reshape(shape) - self.floor
        share = above + above.mean(axis=1, keepdims=True)
        share /= share.sum(axis=1, keepdims=True)
        closed[closed] = enough = left > 0
        lower = some.level.reshape(shape) - needed - left[:, None] * share
        levels[index] = rounded(lower).ravel()
        if enough.any():
            index = np.flatnonzero(closed[pairs.box])
            some = _renumbered(replace(pairs, level=levels), closed, index)
            fine, lost = held(self.model, some, self._region(some, tops[:, index]))
            losses[:, closed] = lost
            closed[closed] = fine
        return closed, levels, losses

    def _slopes(self, theta: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
        """Slopes (rows, K), what their minorants add (K,), inner variables on a grid."""
        model = self.model
        values = on_grid(model, theta, self.points)
        slopes, constant = np.zeros((0, theta.shape[1])), np.zeros(theta.shape[1])
        if model.penalty is not None:
            squares = self.points[: model.rows] ** 2
            slopes = rounded(self._best(theta, values, squares, (low, high)))
            values = values + np.tensordot(slopes.T, squares, axes=1)[:, None, :]
            constant = model.penalty.constant(slopes, low, high).sum(axis=0) / model.d
        return slopes, constant, self.points[:, values.argmin(axis=2)]

    def _best(
        self, theta: Floats, values: Floats, squares: Floats, powers: tuple[Floats, Floats]
    ) -> Floats:
        """The better of a grid's slopes and those that Newton's method makes of them.

        Where minimisers jump as slopes change Newton's method goes astray.
        """
        penalty, low, high = self.model.penalty, *powers
        assert penalty is not None
        first = best_slopes(self.model, values, squares, low, high)
        tilted = values + np.tensordot(first.T, squares, axes=1)[:, None, :]
        z = self.points[:, tilted.argmin(axis=2)]
        second, _ = polished_slopes(self.model, first, theta, z, powers)

        sample = np.tile(np.arange(self.model.n), theta.shape[1])
        wide = np.repeat(theta, self.model.n, axis=1)

        def bound(slopes: Floats) -> Floats:
            tilted = values + np.tensordot(slopes.T, squares, axes=1)[:, None, :]
            z = self.points[:, tilted.argmin(axis=2)].reshape(self.model.q, -1)
            extra = np.repeat(slopes, self.model.n, axis=1)
            z = newton(self.model, z, wide, extra, sample)
            found = self.model.value(z, wide, extra, sample).reshape(theta.shape[1], -1)
            added = penalty.constant(slopes, low, high).sum(axis=0) / self.model.d
            return np.asarray(found.sum(axis=1) / self.model.scale + added)

        return np.where(bound(second) < bound(first), first, second)

    def _region(self, pairs: Pairs, tops: Floats) -> tuple[Floats, Floats]:
        """Where inner variables are."""
        if self.model.rows:
            reach = np.sqrt(self.model.n * tops) * (1 + 1e-12)
            return -reach, reach
        others = self.model.problem.latents - 1
        excess = np.maximum(pairs.level + pairs.tilt - others, 1.0) * (1 + 1e-9)
        mean, above = np.sqrt(excess - 1), np.sqrt(0.5 * (excess - 1))
        return np.array([-mean, -0.5 * excess]), np.array([mean, above])

    def _split(
        self, box: _Open, slopes: Floats, powers: Floats, bound: tuple[float, float, Floats]
    ) -> tuple[int, float]:
        """The coordinate that loses most, and where to split it."""
        model, p = self.model, self.model.p
        centre, fall, losses = bound
        width = (box.high - box.low)[:p] / (model.high - model.low)
        even = np.where(_LEAST_WIDTH * width >= width.max(), losses, 0.0)
        k = int((even if even.max() > 0 else width).argmax())
        if model.penalty is not None:
            low, high = box.low[p:], box.high[p:]
            inside = np.clip(powers, low, high)
            minorant = model.penalty.constant(slopes[:, None], low[:, None], high[:, None])[:, 0]
            lost = (model.penalty.value(inside) - slopes * inside - minorant) / model.d
            short = centre < self.target or lost.sum() > 2 * (centre - self.target)
            if (short and lost.max() > 1e-12) or lost.sum() > fall > 0:
                row = int(lost.argmax())
                k, margin = p + row, 0.1 * (high[row] - low[row])
                at = float(np.clip(powers[row], low[row] + margin, high[row] - margin))
                return k, at
        return k, float(box.low[k] + 0.5 * (box.high[k] - box.low[k]))


def _renumbered(pairs: Pairs, kept: Flags, index: Indices) -> Pairs:
    """The pairs of the boxes that are kept, whose numbers then have no gaps."""
    some = pairs.take(index)
    return replace(some, box=(np.cumsum(kept) - 1)[some.box])
