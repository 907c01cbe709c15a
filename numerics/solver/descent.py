"""L-BFGS within bounds: a good local minimum, from a good start.

SciPy has one too, but loading ``scipy.optimize`` costs more than most searches.  Nothing found here
is trusted.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numerics.certificates.linear_family import Floats

_MEMORY = 6
_STEPS = 400
_ENOUGH = 1e-4  # share of the predicted decrease that a step has to reach
_RELATIVE = 2e-9  # a step that gains less is the last but one
_FIRST = 0.02  # the first step is to gain about so much of the loss
_SHORTER = 0.01, 0.5  # a step that is too long becomes so much of itself
_STILL, _LONGER = 0.9, 4.0
_CURVATURE = 1e-12


def descend(
    loss: Callable[[Floats], tuple[float, Floats]], start: Floats, low: Floats, high: Floats
) -> Floats:
    """A point with a loss not above that of the start, clipped to the bounds.

    Args:
        loss: value and gradient.
        start: where to begin.
        low: lower bounds, -oo where there is none.
        high: upper bounds.

    >>> far = np.full(2, np.inf)
    >>> descend(lambda x: (float(((x - 3) ** 2).sum()), 2 * (x - 3)), np.zeros(2), -far, far)
    array([3., 3.])
    """
    x = np.clip(start, low, high)
    value, slope = loss(x)
    pairs: list[tuple[Floats, Floats]] = []
    idle = 0
    for _ in range(_STEPS):
        free = ~(((x <= low) & (slope > 0)) | ((x >= high) & (slope < 0)))
        direction = np.where(free, -_inverse_times(pairs, np.where(free, slope, 0.0)), 0.0)
        if not slope @ direction < 0:
            pairs, direction = [], np.where(free, -slope, 0.0)
        if -(slope @ direction) <= _RELATIVE * max(1.0, abs(value)):
            break  # nothing to gain that floats would show
        found = _step(loss, (x, value, slope), direction, low, high, first=not pairs)
        if found is None:
            if not pairs:
                break
            pairs = []
            continue
        new, new_value, new_slope = found
        s, y = new - x, new_slope - slope
        if s @ y > _CURVATURE * float(np.linalg.norm(s) * np.linalg.norm(y)):
            pairs = [*pairs[-_MEMORY + 1 :], (s, y)]
        idle = idle + 1 if value - new_value <= _RELATIVE * max(1.0, abs(value)) else 0
        x, value, slope = new, new_value, new_slope
        if idle > 1:
            break
    return x


def _inverse_times(pairs: list[tuple[Floats, Floats]], slope: Floats) -> Floats:
    """The two-loop recursion: an inverse Hessian from recent steps, times the slope."""
    q = slope.copy()
    shares = []
    for s, y in reversed(pairs):
        share = (s @ q) / (s @ y)
        shares.append(share)
        q -= share * y
    if pairs:
        s, y = pairs[-1]
        q *= (s @ y) / (y @ y)
    for (s, y), share in zip(pairs, reversed(shares), strict=True):
        q += (share - (y @ q) / (s @ y)) * s
    return q


def _step(
    loss: Callable[[Floats], tuple[float, Floats]],
    at: tuple[Floats, float, Floats],
    direction: Floats,
    low: Floats,
    high: Floats,
    *,
    first: bool,
) -> tuple[Floats, float, Floats] | None:
    """A step by which the loss falls as it should; None where nothing is left to gain.

    One that is too long is shortened as a parabola says; one that ends where the loss still falls
    nearly as fast is lengthened.
    """
    x, value, slope = at
    length = float(np.linalg.norm(direction)) or 1.0
    fall = -float(slope @ direction)
    share = min(1.0, 1.0 / length, _FIRST * abs(value) / fall or 1.0) if first else 1.0
    best: tuple[Floats, float, Floats] | None = None
    while share * fall > _RELATIVE * max(1.0, abs(value)):
        new = np.clip(x + share * direction, low, high)
        new_value, new_slope = loss(new)
        falls = new_value <= value + _ENOUGH * float(slope @ (new - x)) and np.isfinite(new_value)
        if best is not None and not (falls and new_value < best[1]):
            return best
        if falls:
            best = new, new_value, new_slope
            if -float(new_slope @ direction) < _STILL * fall:
                break
            share *= _LONGER
        else:
            above = new_value - value + share * fall
            at_least = share * fall / (2 * above) if 0 < above < np.inf else 0.0
            share *= min(max(at_least, _SHORTER[0]), _SHORTER[1])
    return best if best is not None and (best[0] != x).any() else None
