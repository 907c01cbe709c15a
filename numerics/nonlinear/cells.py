"""Whether the bound of a sample holds on all its inner variables: cells around an anchor.

``f(anchor + zeta + S delta, centre + delta) - a delta - delta' A delta / 2`` is bounded below on
cells of zeta by Taylor's formula, whose Hessian is enclosed over the cell.  With S the slope of the
minimiser, a the gradient and A the Hessian of the minimum in theta, what is left near the minimum
is of third order in delta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.nonlinear.arithmetic import Flags, Floats, Indices
from numerics.nonlinear.jets import Evaluated
from numerics.nonlinear.model import SampleModel

_MOST = 1500, 10_000  # cells of a pair, with one inner variable and with two
_HOPE = 0.25
_MARGIN = 1e-9  # of what the checker's rounding may take


@dataclass(frozen=True)
class Pairs:
    """N pairs of a box and a sample; arrays end with N.

    Attributes:
        sample: which sample.
        box: which box.
        centre: of theta (p, N).
        radius: of theta (p, N).
        extra: slopes of h (rows, N).
        level: L.
        anchor: (q, N).
        shear: S (q, p, N).
        linear: a (p, N).
        quadratic: A (p, p, N).
    """

    sample: Indices
    box: Indices
    centre: Floats
    radius: Floats
    extra: Floats
    level: Floats
    anchor: Floats
    shear: Floats
    linear: Floats
    quadratic: Floats

    def take(self, index: Indices) -> Pairs:
        """Some pairs, perhaps several times."""
        return Pairs(*(x[..., index] for x in vars(self).values()))

    @property
    def tilt(self) -> Floats:
        """How large the tilt can be."""
        size = np.einsum("in,in->n", abs(self.linear), self.radius)
        square = np.einsum("in,ijn,jn->n", self.radius, abs(self.quadratic), self.radius)
        return np.asarray(size + 0.5 * square)


def held(model: SampleModel, pairs: Pairs, region: tuple[Floats, Floats]) -> Flags:
    """Which boxes have their levels hold for all their samples: a flag per box.

    Args:
        model: the problem.
        pairs: boxes and samples.
        region: where inner variables are, (q, N) twice.
    """
    boxes = int(pairs.box.max()) + 1
    fine = np.ones(boxes, bool)
    alive: Indices = np.arange(len(pairs.level))
    moved = np.einsum("qpn,pn->qn", abs(pairs.shear), pairs.radius)
    low, high = region[0] - pairs.anchor - moved, region[1] - pairs.anchor + moved
    looked = np.zeros(len(pairs.level), np.int64)
    while len(alive):
        some = pairs.take(alive)
        bound, weight = _bounds(model, some, low, high)
        np.add.at(looked, alive, 1)
        short = some.level + _MARGIN * (1 + abs(some.level)) - bound
        missing = ~(short <= 0)
        # What is lost in theta alone does not become less on smaller cells.
        hopeless = np.isfinite(short) & (weight.sum(axis=0) < _HOPE * short)
        over = missing & (hopeless | (looked[alive] > _MOST[model.q > 1]))
        fine[some.box[over]] = False
        keep = np.flatnonzero(missing & fine[some.box])
        alive, low, high = _split(alive[keep], low[:, keep], high[:, keep], weight[:, keep])
    return fine


def _bounds(model: SampleModel, pairs: Pairs, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Lower bounds on cells, and what each inner coordinate loses (q, N)."""
    q, p = model.q, model.p
    point = np.where((low < 0) & (high > 0), 0.0, 0.5 * (low + high))
    moved = np.einsum("qpn,pn->qn", abs(pairs.shear), pairs.radius)
    data = [*model.data[:, pairs.sample], *pairs.extra]
    box = {
        "inner": [(pairs.anchor[k] + low[k] - moved[k], pairs.anchor[k] + high[k] + moved[k])
                  for k in range(q)],
        "theta": [(pairs.centre[j] - pairs.radius[j], pairs.centre[j] + pairs.radius[j])
                  for j in range(p)],
        "datum": [(x, x) for x in data],
    }  # fmt: skip
    middle = {"inner": list(pairs.anchor + point), "theta": list(pairs.centre), "datum": data}
    bound, weight = np.full(low.shape[1], np.inf), np.zeros_like(low)
    tilt = pairs.tilt
    for index, over, at in model.boxes(box, middle):
        whole = len(index) == low.shape[1]
        some = pairs if whole else pairs.take(index)
        ends = np.concatenate([high[:, index] - point[:, index], some.radius])
        starts = np.concatenate([low[:, index] - point[:, index], -some.radius])
        with np.errstate(all="ignore"):
            found, weights = _taylor(model, some, over, at, (starts, ends))
            plain = over.value[0] - tilt[index]
        found = np.fmax(np.nan_to_num(found, nan=-np.inf), np.nan_to_num(plain, nan=-np.inf))
        bound[index] = np.minimum(bound[index], found)
        weight[:, index] = np.maximum(
            weight[:, index], np.nan_to_num(weights, nan=1e300, posinf=1e300)
        )
    return bound, weight


def _taylor(
    model: SampleModel, pairs: Pairs, over: Evaluated, at: Evaluated, spread: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    q, v = model.q, model.q + model.p
    count = pairs.level.shape[0]
    gradient = np.broadcast_to(at.gradient, (v, count))
    middle, radius = np.zeros((v, v, count)), np.zeros((v, v, count))
    if over.hessian is not None:
        i, j = model.tape.pairs
        for matrix, x in (
            (middle, 0.5 * (over.hessian[0] + over.hessian[1])),
            (radius, 0.5 * (over.hessian[1] - over.hessian[0])),
        ):
            matrix[i, j] = x
            matrix[j, i] = x
    change = np.zeros((v, v, count))
    change[range(v), range(v)] = 1.0
    change[:q, q:] = pairs.shear
    size = abs(change)
    middle = np.einsum("abn,acn,cdn->bdn", change, middle, change, optimize=True)
    radius = np.einsum("abn,acn,cdn->bdn", size, radius, size, optimize=True)
    middle[q:, q:] -= pairs.quadratic
    slope = np.einsum("abn,an->bn", change, gradient)
    slope[q:] -= pairs.linear
    starts, ends = spread
    reach = np.maximum(ends, -starts)
    diagonal = np.einsum("aan->an", middle) - np.einsum("aan->an", radius)
    least = np.minimum(_side(slope, diagonal, ends), _side(-slope, diagonal, -starts))
    lost = (abs(middle) + radius) * reach[:, None] * reach[None]
    lost[range(v), range(v)] = 0.0
    most = abs(np.einsum("aan->an", middle)) + np.einsum("aan->an", radius)
    weights = np.maximum(-least, most * reach * reach) + lost.sum(axis=1)
    bound = at.value + least.sum(axis=0) - 0.5 * lost.sum(axis=(0, 1))
    return bound, weights[:q]


def _side(slope: Floats, bend: Floats, reach: Floats) -> Floats:
    """The least of ``slope x + bend x^2 / 2`` over 0 <= x <= reach."""
    end = (slope + 0.5 * bend * reach) * reach
    vertex = np.where(slope < 0, -slope * slope / (2 * bend), 0.0)
    inside = np.where(-slope >= bend * reach, end, vertex)
    return np.where(reach > 0, np.where(bend > 0, inside, np.minimum(0.0, end)), 0.0)


def _split(
    alive: Indices, low: Floats, high: Floats, weight: Floats
) -> tuple[Indices, Floats, Floats]:
    """Halve cells across the coordinate of largest weight; around 0 a middle half is kept."""
    if not len(alive):
        return alive, low, high
    k = weight.argmax(axis=0)
    n = np.arange(len(alive))
    a, b = low[k, n], high[k, n]
    central = (a < 0) & (b > 0)
    first = np.where(central, 0.5 * a, 0.5 * (a + b))
    last = np.where(central, 0.5 * b, first)
    parts = []
    for start, end, index in ((a, first, n), (first, last, np.flatnonzero(central)), (last, b, n)):
        lows, highs = low[:, index].copy(), high[:, index].copy()
        lows[k[index], np.arange(len(index))] = start[index]
        highs[k[index], np.arange(len(index))] = end[index]
        parts.append((alive[index], lows, highs))
    return (
        np.concatenate([x[0] for x in parts]),
        np.concatenate([x[1] for x in parts], axis=1),
        np.concatenate([x[2] for x in parts], axis=1),
    )
