"""Moments of ``max(y, 0)`` for a Gaussian y = c + s eps, as functions of c and s.

With a = c/s, M(a) = E max(a + eps, 0) and V(a) = Var max(a + eps, 0), the mean is ``s M(a)``, the
variance ``s^2 V(a)``, and the covariance with y ``s^2 cdf(a)``.  They are operations of their own,
since c and s cancel in them: by way of a, whose size is unbounded as s falls, second derivatives
would be small differences of large intervals.  All three increase in c and in s, so that corners of
a box have their ranges, and their derivatives are a power of s times a function of a alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import ndtr

Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]
Shape = Callable[[Floats], Floats]
KINDS = ("rectified_mean", "rectified_variance", "rectified_covariance")
_FAR = 39.0  # the density is no normal float beyond


def density(x: Floats) -> Floats:
    """Of N(0, 1)."""
    return np.asarray(np.exp(-0.5 * x * x) * 0.3989422804014327)


def _mean(a: Floats) -> Floats:
    below = -abs(a)
    tail = np.maximum(below * ndtr(below) + density(below), 0.0)
    return np.asarray(np.maximum(a, 0.0) + tail)


def _variance(a: Floats) -> Floats:
    """For a > 0 by ``max(y, 0) = y + max(-y, 0)``, where a^2 does not cancel."""
    b = -abs(a)
    phi, below = density(b), ndtr(b)
    mean = b * below + phi
    left = np.maximum((b * b + 1) * below + b * phi - mean * mean, 0.0)
    return np.asarray(np.where(a > 0, left + (1 - 2 * below), left))


# Of each kind: powers of s, and functions of a, for the derivatives c, s, cc, cs, ss.
_POWERS = {"rectified_mean": (0, -1), "rectified_variance": (1, 0), "rectified_covariance": (1, 0)}
_VALUES: dict[str, tuple[int, Shape]] = {
    "rectified_mean": (1, _mean), "rectified_variance": (2, _variance),
    "rectified_covariance": (2, ndtr),
}  # fmt: skip
_SHAPES: dict[str, tuple[Shape, ...]] = {
    "rectified_mean": (
        ndtr, density, density, lambda a: -a * density(a), lambda a: a * a * density(a),
    ),
    "rectified_variance": (
        lambda a: 2 * _mean(a) * ndtr(-a),
        lambda a: 2 * (ndtr(a) - _mean(a) * density(a)),
        lambda a: 2 * (ndtr(a) * ndtr(-a) - _mean(a) * density(a)),
        lambda a: 2 * density(a) * (ndtr(-a) + a * _mean(a)),
        lambda a: 2 * (ndtr(a) - density(a) * (a + density(a) + a * a * _mean(a))),
    ),
    "rectified_covariance": (
        density, lambda a: 2 * ndtr(a) - a * density(a), lambda a: -a * density(a),
        lambda a: (1 + a * a) * density(a), lambda a: 2 * ndtr(a) - (2 * a + a**3) * density(a),
    ),
}  # fmt: skip


def at_points(kind: str, c: Floats, s: Floats) -> tuple[Floats, ...]:
    """A moment, and its derivatives c, s, cc, cs, ss."""
    a = np.clip(c / s, -_FAR, _FAR)
    first, second = _POWERS[kind]
    powers = first, first, second, second, second
    return (
        _value(kind, c, s),
        *(_power(s, k) * shape(a) for k, shape in zip(powers, _SHAPES[kind], strict=True)),
    )


def over_boxes(kind: str, c: Ends, s: Ends) -> tuple[Ends, ...]:
    """Their ranges, factor by factor; s must not be negative."""
    quotients = c[0] / s[0], c[0] / s[1], c[1] / s[0], c[1] / s[1]
    low = np.nan_to_num(np.minimum(quotients[0], quotients[1]), nan=-_FAR)
    high = np.nan_to_num(np.maximum(quotients[2], quotients[3]), nan=_FAR)
    a = np.clip(low, -_FAR, _FAR), np.clip(high, -_FAR, _FAR)
    first, second = _POWERS[kind]
    found: list[Ends] = [(_value(kind, c[0], s[0]), _value(kind, c[1], s[1]))]
    for number, k in enumerate((first, first, second, second, second)):
        shape = _range(kind, number, a)
        least, most = (_power(s[0], k), _power(s[1], k))[:: 1 if k >= 0 else -1]
        # Both factors of a product with a positive one are at ends.
        found.append((
            np.where(shape[0] >= 0, least, most) * shape[0],
            np.where(shape[1] >= 0, most, least) * shape[1],
        ))  # fmt: skip
    return tuple(found)


def _value(kind: str, c: Floats, s: Floats) -> Floats:
    if kind == "rectified_mean":  # not as a product, which at large c/s has c rounded
        return np.asarray(np.maximum(c, 0.0) + s * _mean(np.clip(-abs(c / s), -_FAR, 0.0)))
    power, shape = _VALUES[kind]
    return np.asarray(_power(s, power) * shape(np.clip(c / s, -_FAR, _FAR)))


def _power(s: Floats, exponent: int) -> Floats:
    if exponent == 0:
        return np.ones_like(s)
    return 1 / s if exponent < 0 else s**exponent


def _range(kind: str, number: int, a: Ends) -> Ends:
    """Of a function of a: at ends and at extrema between them."""
    shape = _SHAPES[kind][number]
    ends = shape(a[0]), shape(a[1])
    low, high = np.minimum(*ends), np.maximum(*ends)
    for at, value in _extrema(kind, number):
        inside = (a[0] < at) & (at < a[1])
        low = np.where(inside, np.minimum(low, value), low)
        high = np.where(inside, np.maximum(high, value), high)
    return low, high


@cache
def _extrema(kind: str, number: int) -> tuple[tuple[float, float], ...]:
    """Where a function of a is largest or smallest nearby, and its values there."""
    shape = _SHAPES[kind][number]
    grid = np.linspace(-8.0, 8.0, 401)
    values, found = shape(grid), []
    for sign in (1.0, -1.0):
        v = sign * values
        lower = np.minimum(v[:-2], v[2:]) - v[1:-1]  # by more than rounding
        for k in np.flatnonzero(lower > 1e-9) + 1:
            bounds = grid[k - 1], grid[k + 1]
            best = minimize_scalar(
                lambda x, sign=sign: sign * float(shape(np.array(x))),
                bounds=bounds, method="bounded", options={"xatol": 1e-9},
            )  # fmt: skip
            found.append((float(best.x), sign * float(best.fun)))
    return tuple(found)
