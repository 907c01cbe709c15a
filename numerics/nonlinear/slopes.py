"""Slopes of the minorants of h: the dual of the powers, at the centres of boxes."""

from __future__ import annotations

import numpy as np

from numerics.nonlinear.arithmetic import Floats
from numerics.nonlinear.inner import newton
from numerics.nonlinear.model import SampleModel

_ROUNDS, _STEPS = 14, 4
_FACTOR = 4.0  # a slope is moved by at most that in one step
_SMALLEST, _LARGEST = 1e-8, 1e8


def best_slopes(
    model: SampleModel, values: Floats, squares: Floats, low: Floats, high: Floats
) -> Floats:
    """Slopes (rows, K) that about maximise the bound at the centres.

    The dual ``c(b) + min over codes`` is concave in b, and its slope there is the power of the
    codes less the end of [low, high] at which ``h(u) - b u`` is least.

    Args:
        model: the problem.
        values: sample losses without slopes on a grid, (K, n, M).
        squares: of the grid's codes, (rows, M).
        low: powers (rows, K).
        high: powers.
    """
    penalty = model.penalty
    assert penalty is not None
    chord = np.clip(np.nan_to_num(penalty.chord(low, high), nan=1.0), _SMALLEST, _LARGEST)
    slope, least, most = chord.copy(), np.full_like(low, _SMALLEST), np.full_like(low, _LARGEST)
    for number in range(_ROUNDS):
        tilted = values + np.tensordot(slope.T, squares, axes=1)[:, None, :]
        where = tilted.argmin(axis=2)
        power = squares[:, where].mean(axis=2)
        above, below = power > high, power < low
        inside = ~above & ~below
        # Inside the interval the chord is best; there is nothing between it and the other side.
        rise = above | (inside & (slope < chord * (1 - 1e-9)))
        fall = below | (inside & (slope > chord * (1 + 1e-9)))
        if number == 0 and inside.all():
            break
        least, most = np.where(rise, slope, least), np.where(fall, slope, most)
        least = np.where(~rise & ~fall, slope, least)
        most = np.where(~rise & ~fall, slope, most)
        slope = np.sqrt(least * most)
    return slope


def polished_slopes(
    model: SampleModel, slope: Floats, theta: Floats, z: Floats, ends: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Slopes from a grid made better by Newton's method, and the inner variables there.

    Where the codes' power leaves [low, high] at the chord's slope, the best slope has it at the
    nearer end.

    Args:
        model: the problem.
        slope: (rows, K).
        theta: (p, K).
        z: inner variables (q, K, n) from which minimisers are sought.
        ends: low and high powers, (rows, K).
    """
    penalty, n = model.penalty, model.n
    assert penalty is not None
    low, high = ends
    chord = np.clip(np.nan_to_num(penalty.chord(low, high), nan=1.0), _SMALLEST, _LARGEST)
    sample, wide = np.tile(np.arange(n), theta.shape[1]), np.repeat(theta, n, axis=1)

    def powers(b: Floats, start: Floats) -> tuple[Floats, Floats, Floats]:
        extra = np.repeat(b, n, axis=1)
        flat = newton(model, start.reshape(model.q, -1), wide, extra, sample)
        found = model.derivatives(flat, wide, extra, sample)
        bend = np.array([found.hessian[k, k] for k in range(model.rows)])
        with np.errstate(all="ignore"):
            pull = np.where(bend > 1e-9, -4 * flat[: model.rows] ** 2 / bend, 0.0)
        codes = flat.reshape(model.q, -1, n)
        change = pull.reshape(model.rows, -1, n).mean(axis=2)
        return codes, (codes[: model.rows] ** 2).mean(axis=2), change

    codes, power, _ = powers(chord, z)
    goal = np.where(power > high, high, np.where(power < low, low, np.nan))
    free = np.isnan(goal)
    slope = np.where(free, chord, slope)
    if free.all():
        return slope, codes
    for _ in range(_STEPS):
        codes, power, change = powers(slope, z)
        with np.errstate(all="ignore"):
            moved = slope + np.where(change < -1e-12, (goal - power) / change, 0.0)
        moved = np.where(moved > 0, moved, slope / _FACTOR)
        moved = np.clip(moved, slope / _FACTOR, slope * _FACTOR)
        beyond = np.where(goal >= high, np.maximum(moved, chord), np.minimum(moved, chord))
        slope = np.where(free, chord, np.clip(beyond, _SMALLEST, _LARGEST))
    return slope, codes
