"""Whether the bound of a sample holds on all its inner variables: cells around an anchor.

``f(anchor + zeta + S delta, centre + delta) - a delta - delta' A delta / 2`` is bounded below on
cells of zeta by Taylor's formula, whose Hessian is enclosed over the cell and over the half of it
around its point (the checker's `numerics.certificates.nonlinear.cells` says why).  With S the slope
of the minimiser, a the gradient and A the Hessian of the minimum in theta, what is left near the
minimum is of third order in delta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.nonlinear.arithmetic import Flags, Floats, Indices
from numerics.nonlinear.jets import Evaluated
from numerics.nonlinear.model import SHARES, SampleModel, Surroundings

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


def held(model: SampleModel, pairs: Pairs, region: tuple[Floats, Floats]) -> tuple[Flags, Floats]:
    """Which boxes have their levels hold for all their samples, and by which theta others fail.

    Args:
        model: the problem.
        pairs: boxes and samples.
        region: where inner variables are, (q, N) twice.

    Returns:
        A flag per box, and what each theta loses on cells that fail, (p, boxes).
    """
    boxes = int(pairs.box.max()) + 1
    fine, lost = np.ones(boxes, bool), np.zeros((model.p, boxes))
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
        hopeless = np.isfinite(short) & (weight[: model.q].sum(axis=0) < _HOPE * short)
        over = missing & (hopeless | (looked[alive] > _MOST[model.q > 1]))
        fine[some.box[over]] = False
        np.add.at(lost.T, some.box[over], weight[model.q :, over].T)
        keep = np.flatnonzero(missing & fine[some.box])
        alive, low, high = _split(alive[keep], low[:, keep], high[:, keep], weight[: model.q, keep])
    return fine, lost


def at_anchors(model: SampleModel, pairs: Pairs) -> tuple[Floats, Floats]:
    """By how much bounds at anchors alone fall short of the levels (N,), and by which theta."""
    still = np.zeros_like(pairs.anchor)
    bound, weight = _bounds(model, pairs, still, still)
    return pairs.level - bound, weight[model.q :]


def _bounds(model: SampleModel, pairs: Pairs, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Lower bounds on cells, and what each coordinate of (zeta, delta) loses, (q + p, N)."""
    point = np.where((low < 0) & (high > 0), 0.0, 0.5 * (low + high))
    around = Surroundings(
        pairs.anchor + point, pairs.centre, pairs.shear,
        np.concatenate([low - point, -pairs.radius]),
        np.concatenate([high - point, pairs.radius]),
    )  # fmt: skip
    bound = np.full(low.shape[1], np.inf)
    weight, tilt = np.zeros(around.starts.shape), pairs.tilt
    for index, at, parts in model.boxes(around, pairs.sample, pairs.extra):
        some = pairs if len(index) == low.shape[1] else pairs.take(index)
        ends, starts = around.ends[:, index], around.starts[:, index]
        with np.errstate(all="ignore"):
            found, weights = _taylor(model, some, at, parts, (starts, ends))
            plain = parts[0].value[0] - tilt[index]
            # By the mean value theorem no more is lost, also where there is nearly a kink.
            least, most = parts[0].gradient
            first = np.maximum(0.0, np.maximum(-least * ends, -most * starts))[: model.q]
            weights[: model.q] = np.fmin(weights[: model.q], first)
        found = np.fmax(np.nan_to_num(found, nan=-np.inf), np.nan_to_num(plain, nan=-np.inf))
        bound[index] = np.minimum(bound[index], found)
        weight[:, index] = np.maximum(
            weight[:, index], np.nan_to_num(weights, nan=1e300, posinf=1e300)
        )
    return bound, weight


def _taylor(
    model: SampleModel,
    pairs: Pairs,
    at: Evaluated,
    parts: list[Evaluated],
    spread: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Taylor's formula, with the remainder's integral cut where the parts of the box end."""
    q, v = model.q, model.q + model.p
    count = pairs.level.shape[0]
    slope = np.array(np.broadcast_to(at.gradient, (v, count)))
    slope[q:] -= pairs.linear
    lower, upper = np.zeros((v, v, count)), np.zeros((v, v, count))
    i, j = model.tape.pairs
    smaller = [*SHARES[1:], 0.0]
    for part, share, rest in zip(parts, SHARES, smaller, strict=True):
        if part.hessian is not None:
            much = (1 - rest) ** 2 - (1 - share) ** 2
            lower[i, j] += much * part.hessian[0]
            upper[i, j] += much * part.hessian[1]
    lower[q:, q:] -= pairs.quadratic
    upper[q:, q:] -= pairs.quadratic
    starts, ends = spread
    reach = np.maximum(ends, -starts)
    size = np.maximum(upper, -lower)
    size = np.maximum(size, np.swapaxes(size, 0, 1))
    size[range(v), range(v)] = 0.0
    diagonal = np.einsum("aan->an", lower)
    # What an inner coordinate and delta lose together grows with both: it tilts the inner one.
    tilted = np.zeros((v, count))
    tilted[:q] = np.einsum("abn,bn->an", size[:q, q:], reach[q:])
    least = np.minimum(
        _side(slope - tilted, diagonal, ends), _side(-slope - tilted, diagonal, -starts)
    )
    lost = size * reach[:, None] * reach[None]
    alone = lost.copy()
    alone[:q, q:] = alone[q:, :q] = 0.0
    most = np.maximum(np.einsum("aan->an", upper), -diagonal)
    weights = np.maximum(-least, most * reach * reach) + lost.sum(axis=1)
    weights[q:] = -least[q:] + 0.5 * alone[q:].sum(axis=1) + lost[q:, :q].sum(axis=1)
    bound = at.value + least.sum(axis=0) - 0.5 * alone.sum(axis=(0, 1))
    return bound, weights


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
