"""The bound on one cell of inner variables and one box of theta, for many at once.

A cell is the set of ``z = anchor + zeta + S delta`` with zeta in a box and delta = theta - centre.
With x = (zeta, delta), x_0 = (a point of the cell, 0), y = x - x_0 and F the difference
``f - a delta - delta' A delta / 2``, on every piece of the relus

    F(x) = F(x_0) + F'(x_0) y + int_0^1 (1 - s) y' F''(x_0 + s y) y ds.

On s in [r, t] the argument lies in the cell shrunk to t around x_0, over which the Hessian is
enclosed by an interval matrix H_t, and ``2 int_r^t (1 - s) ds = (1 - r)^2 - (1 - t)^2``: so the
integral is ``y' H y / 2`` for some H in ``sum_t ((1 - r)^2 - (1 - t)^2) H_t``.  Derivatives are
taken along S, and values are cut down by the mean value theorem on the way, so that what cancels
does.  Terms of one coordinate are minimised exactly; the product of an inner coordinate with the
delta_j is at least ``-|y_k| sum_j |H_kj| |delta_j|``, which adds to the slope of the inner one on
either side; others are bounded by their size.  The interval bound of f, which is cut down in that
way too, is used where it is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    Indices,
    add,
    down,
    multiply,
    negative,
    scale,
    thin,
    up,
)
from numerics.certificates.nonlinear.jets import (
    Flags,
    Jet,
    JetInputs,
    MeanValue,
    evaluate,
    pairs,
)
from numerics.certificates.nonlinear.terms import SampleLoss
from numerics.errors import CertificateError

_MOST_RELUS = 4
_SHARES = 0.5, 1.0  # to which cells are shrunk, the whole cell last


@dataclass(frozen=True)
class Rows:
    """N pairs of a box of theta and a sample; all arrays end with N.

    Attributes:
        low: lower ends of theta, (p, N).
        high: upper ends.
        centre: points of the boxes.
        data: x, then what else the loss of a sample takes.
        level: L (N,).
        anchor: (q, N).
        shear: S (q, p, N).
        linear: a (p, N).
        quadratic: A (p, p, N).
    """

    low: Floats
    high: Floats
    centre: Floats
    data: tuple[FloatInterval, ...]
    level: Floats
    anchor: Floats
    shear: Floats
    linear: Floats
    quadratic: Floats

    def take(self, index: Indices) -> Rows:
        """Some rows, perhaps several times."""
        return Rows(
            self.low[:, index], self.high[:, index], self.centre[:, index],
            tuple(x.rows(index) if x.low.ndim else x for x in self.data),
            self.level[index], self.anchor[:, index], self.shear[:, :, index],
            self.linear[:, index], self.quadratic[:, :, index],
        )  # fmt: skip

    @property
    def delta(self) -> FloatInterval:
        """The box of delta, (p, N)."""
        return FloatInterval(down(self.low - self.centre), up(self.high - self.centre))

    def tilt_size(self) -> Floats:
        """An upper bound of |a delta + delta' A delta / 2|."""
        r = self.delta.size
        total = np.zeros_like(self.level)
        for i, at in enumerate(r):
            total = up(total + up(abs(self.linear[i]) * at))
            for j, other in enumerate(r):
                total = up(total + 0.5 * up(up(abs(self.quadratic[i, j]) * at) * other))
        return total

    def moved(self, k: int) -> FloatInterval:
        """The interval of row k of S delta."""
        total = thin(np.zeros_like(self.level))
        for j in range(len(self.centre)):
            total = add(total, multiply(thin(self.shear[k, j]), self.delta.rows(j)))
        return total


def value_at_anchor(loss: SampleLoss, rows: Rows) -> FloatInterval:
    """About what f is at anchors and centres: not more than a quick look at what cannot hold."""
    relus = [at for at in loss.graph.needed(loss.root) if loss.graph.ops[at].kind == "relu"]
    at = JetInputs(list(map(thin, rows.anchor)), list(map(thin, rows.centre)), rows.data)
    inactive = {relu: np.zeros(len(rows.level), bool) for relu in relus}
    return evaluate(loss.graph, loss.root, at, inactive, second=False).jet.value


def lower_bounds(loss: SampleLoss, rows: Rows, zeta: FloatInterval) -> tuple[Floats, Floats]:
    """Lower bounds of ``f - a delta - delta' A delta / 2`` on the cells, and where to split them.

    Args:
        loss: f.
        rows: of each cell.
        zeta: the cells, (q, N).

    Returns:
        The bounds (N,), and how much each inner coordinate contributes to what is lost, (q, N).
    """
    point = np.where((zeta.low < 0) & (zeta.high > 0), 0.0, zeta.low + 0.5 * (zeta.high - zeta.low))
    relus = [at for at in loss.graph.needed(loss.root) if loss.graph.ops[at].kind == "relu"]
    if len(relus) > _MOST_RELUS:
        raise CertificateError(f"more than {_MOST_RELUS} relus: their pieces would be too many")
    bound, weight = np.full(rows.level.shape, np.inf), np.zeros_like(zeta.low)
    straddling = np.zeros((len(relus), len(rows.level)), bool)
    for number, pattern in enumerate(product((False, True), repeat=len(relus))):
        on = np.array(pattern, bool)[:, None]
        index = (
            np.flatnonzero((straddling | ~on).all(axis=0)) if number else np.arange(len(rows.level))
        )
        if not len(index):
            continue
        active = {at: np.full(len(index), flag) for at, flag in zip(relus, pattern, strict=True)}
        some = rows.take(index) if number else rows
        cells = FloatInterval(zeta.low[:, index], zeta.high[:, index])
        found, weights, straddles = _piece(loss, some, cells, point[:, index], active)
        bound[index] = np.minimum(bound[index], found)
        weight[:, index] = np.maximum(weight[:, index], weights)
        if not number and relus:
            straddling = np.array([np.broadcast_to(straddles[at], bound.shape) for at in relus])
    return bound, weight


def _piece(
    loss: SampleLoss, rows: Rows, zeta: FloatInterval, point: Floats, active: dict[int, Flags]
) -> tuple[Floats, Floats, dict[int, Flags]]:
    """The bound for one choice of the pieces of relus."""
    q, p = len(rows.anchor), len(rows.centre)
    delta = rows.delta
    spread = FloatInterval(
        np.concatenate([down(zeta.low - point), delta.low]),
        np.concatenate([up(zeta.high - point), delta.high]),
    )

    def arguments(share: float) -> JetInputs:
        """Of f, in the cell shrunk to a share."""
        part = scale(share, spread)
        inner = [
            add(add(thin(rows.anchor[k]), thin(point[k])), add(part.rows(k), scale(share, moved)))
            for k in range(q)
            for moved in [rows.moved(k)]
        ]
        theta = [add(thin(rows.centre[j]), part.rows(q + j)) for j in range(p)]
        return JetInputs(inner, theta, rows.data, rows.shear)

    _, _, pieces = evaluate(loss.graph, loss.root, arguments(1.0), active, second=False)
    chosen = {at: on for at, (on, _) in pieces.items()}
    # The piece at the point and in shrunk cells is the one that was chosen for the cell.
    middle, jets, _ = evaluate(
        loss.graph, loss.root, arguments(0.0), chosen, second=False, forced=True
    )
    hessian: dict[tuple[int, int], FloatInterval] = {}
    for rest, share in pairwise((0.0, *_SHARES)):
        around = MeanValue(jets, scale(share, spread))
        part, _, _ = evaluate(
            loss.graph, loss.root, arguments(share), chosen,
            second=True, forced=True, around=around,
        )  # fmt: skip
        much = (1 - rest) ** 2 - (1 - share) ** 2
        for pair, entry in _full_hessian(part, q + p).items():
            known = hessian.get(pair, thin(np.zeros_like(rows.level)))
            hessian[pair] = add(known, scale(much, entry))
    taylor, weights = _taylor(middle, hessian, rows, spread)
    plain = down(part.value.low - rows.tilt_size())
    assert part.gradient is not None
    firsts = -multiply(part.gradient, spread).low[:q]
    # A kink has no second derivative, but by the mean value theorem nothing more is lost.
    straddling = {at: straddles for at, (_, straddles) in pieces.items()}
    return np.maximum(plain, taylor), np.fmin(weights, firsts), straddling


def _full_hessian(jet: Jet, size: int) -> dict[tuple[int, int], FloatInterval]:
    i, j = pairs(size)
    zero = thin(np.zeros_like(jet.value.low))
    rows = jet.hessian
    return {
        pair: zero if rows is None else rows.rows(at)
        for at, pair in enumerate(zip(i.tolist(), j.tolist(), strict=True))
    }


def _taylor(
    middle: Jet,
    hessian: dict[tuple[int, int], FloatInterval],
    rows: Rows,
    spread: FloatInterval,
) -> tuple[Floats, Floats]:
    """The bound by Taylor's formula in (zeta, delta), and the inner coordinates' weights."""
    q, p = len(rows.anchor), len(rows.centre)
    assert middle.gradient is not None
    first, second = [middle.gradient.rows(k) for k in range(q + p)], dict(hessian)
    for i in range(p):
        first[q + i] = add(first[q + i], negative(thin(rows.linear[i])))
        for j in range(i, p):
            pair = q + i, q + j
            second[pair] = add(second[pair], negative(thin(rows.quadratic[i, j])))
    size = spread.size
    bound, weights = middle.value.low, np.zeros((q, len(rows.level)))
    for a in range(q + p):
        curve, tilt = second[a, a], np.zeros_like(rows.level)
        for b in range(a + 1, q + p):
            if a < q <= b:  # grows with both: it tilts the inner one
                tilt = up(tilt + up(second[a, b].size * size[b]))
                continue
            lost = up(up(second[a, b].size * size[a]) * size[b])
            bound = down(bound - lost)
            if a < q:
                weights[a] += lost
            if b < q:
                weights[b] += lost
        least = np.minimum(
            _side(down(first[a].low - tilt), curve.low, spread.high[a]),
            _side(down(-first[a].high - tilt), curve.low, -spread.low[a]),
        )
        bound = down(bound + least)
        if a < q:
            weights[a] += np.maximum(-least, curve.size * size[a] * size[a]) + tilt * size[a]
    return np.where(np.isnan(bound), -np.inf, bound), np.nan_to_num(
        weights, nan=1e300, posinf=1e300
    )


def _side(slope: Floats, curve: Floats, reach: Floats) -> Floats:
    """A lower bound of ``slope x + curve x^2 / 2`` over 0 <= x <= reach."""
    half = 0.5 * curve  # exact: no end that was rounded outwards is subnormal
    end = down(down(slope * reach) + down(down(half * reach) * reach))
    with np.errstate(all="ignore"):
        vertex = np.where(slope >= 0, 0.0, down(-up(up(slope * slope) / (4 * half))))
    # Where it falls all the way, the end is the least; else the vertex bounds it from below.
    falls = -slope >= up(curve * reach)
    convex = np.where(falls, end, vertex)
    found = np.where(curve > 0, convex, np.minimum(0.0, end))
    return np.where(reach <= 0, 0.0, found)
