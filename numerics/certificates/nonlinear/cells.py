"""The bound on one cell of inner variables and one box of theta, for many at once.

A cell is the set of ``z = anchor + zeta + S delta`` with zeta in a box and delta = theta - centre.
There ``f - a delta - delta' A delta / 2`` is at least its Taylor polynomial of degree 2 at a point
of the cell, with a Hessian that is enclosed over the cell: terms of one coordinate are minimised
exactly, the others are bounded by their size.  The plain interval bound of f is used where it is
better.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    Indices,
    add,
    down,
    multiply,
    negative,
    thin,
    up,
)
from numerics.certificates.nonlinear.jets import Flags, Jet, JetInputs, evaluate, pairs
from numerics.certificates.nonlinear.terms import SampleLoss
from numerics.errors import CertificateError

_MOST_RELUS = 4


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
    return evaluate(loss.graph, loss.root, at, inactive, second=False)[0].value


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
    inner = [add(add(thin(rows.anchor[k]), zeta.rows(k)), rows.moved(k)) for k in range(q)]
    theta = [FloatInterval(rows.low[j], rows.high[j]) for j in range(p)]
    box, pieces = evaluate(
        loss.graph, loss.root, JetInputs(inner, theta, rows.data), active, second=True
    )
    chosen = {at: on for at, (on, _) in pieces.items()}
    at = JetInputs(
        [add(thin(rows.anchor[k]), thin(point[k])) for k in range(q)],
        [thin(rows.centre[j]) for j in range(p)],
        rows.data,
    )
    # The piece at the point is the one that was chosen for the box.
    middle, _ = evaluate(loss.graph, loss.root, at, chosen, second=False, forced=True)
    plain = down(box.value.low - rows.tilt_size())
    spread = [
        FloatInterval(down(zeta.low[k] - point[k]), up(zeta.high[k] - point[k])) for k in range(q)
    ]
    spread += [rows.delta.rows(j) for j in range(p)]
    taylor, weights = _taylor(middle, _full_hessian(box, q + p), rows, spread)
    bound = np.fmax(np.where(np.isnan(plain), -np.inf, plain), taylor)
    return bound, weights, {at: straddles for at, (_, straddles) in pieces.items()}


def _full_hessian(jet: Jet, size: int) -> dict[tuple[int, int], FloatInterval]:
    i, j = pairs(size)
    zero = thin(np.zeros_like(jet.value.low))
    rows = jet.hessian
    return {
        (a, b): zero if rows is None else rows.rows(at)
        for at, pair in enumerate(zip(i.tolist(), j.tolist(), strict=True))
        for a, b in (pair, pair[::-1])
    }


def _taylor(
    middle: Jet,
    hessian: dict[tuple[int, int], FloatInterval],
    rows: Rows,
    spread: list[FloatInterval],
) -> tuple[Floats, Floats]:
    """The bound by Taylor's formula in (zeta, delta), and the inner coordinates' weights."""
    q, p = len(rows.anchor), len(rows.centre)
    assert middle.gradient is not None
    slope = [middle.gradient.rows(k) for k in range(q + p)]
    shear = [[thin(rows.shear[k, j]) for j in range(p)] for k in range(q)]

    def along(values: list[FloatInterval], j: int) -> FloatInterval:
        """The chain rule: the derivative by delta_j, from those by z and theta_j."""
        total = values[q + j]
        for k in range(q):
            total = add(total, multiply(shear[k][j], values[k]))
        return total

    changed = {
        (a, j): along([hessian[a, b] for b in range(q + p)], j)
        for a in range(q + p) for j in range(p)
    }  # fmt: skip
    second = {(a, b): hessian[a, b] for a in range(q) for b in range(a, q)}
    second |= {(k, q + j): changed[k, j] for k in range(q) for j in range(p)}
    for i in range(p):
        for j in range(i, p):
            both = along([changed[a, j] for a in range(q + p)], i)
            second[q + i, q + j] = add(both, thin(-rows.quadratic[i, j]))
    first = slope[:q] + [add(along(slope, j), negative(thin(rows.linear[j]))) for j in range(p)]
    bound, weights = middle.value.low, np.zeros((q, len(rows.level)))
    for a in range(q + p):
        curve = second[a, a]
        least = np.minimum(
            _side(first[a].low, curve.low, spread[a].high),
            _side(-first[a].high, curve.low, -spread[a].low),
        )
        bound = down(bound + least)
        size = spread[a].size
        if a < q:
            weights[a] = np.maximum(-least, curve.size * size * size)
        for b in range(a + 1, q + p):
            lost = up(up(second[a, b].size * size) * spread[b].size)
            bound = down(bound - lost)
            if a < q:
                weights[a] += lost
            if b < q:
                weights[b] += lost
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
