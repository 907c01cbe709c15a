"""That every sample's bound holds on all inner variables: they are covered by cells."""

from __future__ import annotations

import numpy as np

from numerics.certificates.limits import ask
from numerics.certificates.nonlinear.cells import Rows, lower_bounds, value_at_anchor
from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    Indices,
    add,
    down,
    negative,
    thin,
    up,
)
from numerics.certificates.nonlinear.terms import SampleLoss
from numerics.errors import CertificateError

_MOST_CELLS = 40_000  # of one pair of a box and a sample
_MOST_AT_ONCE = 2_000_000
_CHUNK = 4096
_SMALLEST = 1e-9
_HOPE = 0.01
_CLEARLY = 1e-6


def check_samples(loss: SampleLoss, rows: Rows, region: FloatInterval, names: list[str]) -> None:
    """That ``f - a delta - delta' A delta / 2 >= L`` for inner variables in a region.

    The region is cut into cells, and cells on which the bound does not reach L into smaller ones.

    Args:
        loss: f.
        rows: N pairs of a box and a sample.
        region: where inner variables are, (q, N).
        names: what a message calls each pair.

    Raises:
        CertificateError: if that is not shown.
    """
    with np.errstate(all="ignore"):
        for at in range(0, len(rows.level), _CHUNK):
            ask()
            some = rows.take(np.arange(at, min(at + _CHUNK, len(rows.level))))
            seen = value_at_anchor(loss, some).high
            low_already = seen < some.level - _CLEARLY * (1 + abs(some.level))
            if low_already.any():
                at_fault = names[at + int(low_already.argmax())]
                raise CertificateError(f"{at_fault}: its level is not reached")
    shift = [rows.moved(k) for k in range(loss.inner)]
    offset = [
        add(region.rows(k), negative(add(thin(rows.anchor[k]), shift[k])))
        for k in range(loss.inner)
    ]
    low, high = np.array([x.low for x in offset]), np.array([x.high for x in offset])
    pair = np.arange(len(rows.level))
    looked = np.zeros(len(rows.level), np.int64)
    while len(pair):
        kept: list[tuple[Indices, Floats, Floats]] = []
        for at in range(0, len(pair), _CHUNK):
            ask()
            part = slice(at, at + _CHUNK)
            index, cells = pair[part], FloatInterval(low[:, part], high[:, part])
            with np.errstate(all="ignore"):
                found, weights = lower_bounds(loss, rows.take(index), cells)
            missing = np.flatnonzero(~(found >= rows.level[index]))
            np.add.at(looked, index, 1)
            # What theta alone loses does not become less on smaller cells.
            short = rows.level[index] - found
            hopeless = np.isfinite(short) & (weights.sum(axis=0) < _HOPE * short)
            if hopeless[missing].any():
                at_fault = names[int(index[missing][hopeless[missing]][0])]
                raise CertificateError(f"{at_fault}: its level is not reached")
            if len(missing):
                kept.append(_split(index[missing], cells.rows((slice(None), missing)),
                                   weights[:, missing]))  # fmt: skip
        if (looked > _MOST_CELLS).any():
            raise CertificateError(f"{names[int(looked.argmax())]}: its level is not reached")
        pair = np.concatenate([k[0] for k in kept]) if kept else pair[:0]
        if kept:
            low, high = (np.concatenate([k[i] for k in kept], axis=1) for i in (1, 2))
            narrow = (high - low).max(axis=0) < _SMALLEST
            if len(pair) > _MOST_AT_ONCE:
                raise CertificateError("the levels of many samples are not reached")
            if narrow.any():
                raise CertificateError(f"{names[int(pair[narrow][0])]}: its level is not reached")


def _split(pair: Indices, cells: FloatInterval, weights: Floats) -> tuple[Indices, Floats, Floats]:
    """Cut each cell across the coordinate of largest weight: around 0 if that is inside."""
    n = np.arange(len(pair))
    k = weights.argmax(axis=0)
    low, high = cells.low[k, n], cells.high[k, n]
    around = (low < 0) & (high > 0)
    first = np.where(around, 0.5 * low, low + 0.5 * (high - low))
    last = np.where(around, 0.5 * high, first)
    parts = [(low, first), (first, last), (last, high)]
    chosen = [n, np.flatnonzero(around), n]
    lows, highs = [], []
    for (a, b), index in zip(parts, chosen, strict=True):
        lows.append(cells.low[:, index].copy())
        highs.append(cells.high[:, index].copy())
        where = np.arange(len(index))
        lows[-1][k[index], where], highs[-1][k[index], where] = a[index], b[index]
    return (
        np.concatenate([pair[index] for index in chosen]),
        np.concatenate(lows, axis=1),
        np.concatenate(highs, axis=1),
    )


def power_region(ceilings: Floats, samples: int) -> FloatInterval:
    """Codes of rows whose power is at most a ceiling: |z| <= sqrt(n ceiling)."""
    reach = up(np.sqrt(up(samples * ceilings)))
    return FloatInterval(-reach, reach)


def encoder_region(rows: Rows, base: int) -> FloatInterval:
    """Where (m, t) can have ``f - a delta - delta' A delta / 2 < L``.

    With K = L + sup |a delta + ...| - base: ``f - base >= m^2 + e^{2t} - 2 t``, which is at least
    m^2 + 1, -2 t, and for t >= 0 ``1 + 2 t^2``.

    Args:
        rows: the pairs.
        base: what other latents add at least.
    """
    excess = np.maximum(up(up(rows.level + rows.tilt_size()) - base), 1.0)
    mean = up(np.sqrt(up(excess - 1)))
    above = up(np.sqrt(up(0.5 * up(excess - 1))))
    return FloatInterval(np.array([-mean, down(-0.5 * excess)]), np.array([mean, above]))
