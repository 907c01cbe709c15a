"""Functions of one argument over intervals: enclosures of the value and of two derivatives."""

from __future__ import annotations

from functools import cache

import numpy as np
from flint import arb

from numerics.certificates.nonlinear import tables
from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    add,
    multiply,
    negative,
    power,
    reciprocal,
    scale,
    thin,
)

Three = tuple[FloatInterval, FloatInterval, FloatInterval]
_ZERO, _ONE = thin(np.array(0.0)), thin(np.array(1.0))
_EXP = 700.0  # beyond, 2^k would not be a float
_BEYOND = 1.1e-18  # bounds tanh - 1, the tails of the normal law and its density past the tables


def whole_power(x: FloatInterval, exponent: int) -> Three:
    """A whole power >= 2."""
    second = scale(exponent * (exponent - 1), power(x, exponent - 2))
    return power(x, exponent), scale(exponent, power(x, exponent - 1)), second


def exp(x: FloatInterval) -> Three:
    """The function exp."""
    low = np.where(x.low >= -_EXP, np.maximum(_exp(x.low).low, 0.0), 0.0)
    value = FloatInterval(low, np.where(x.high <= _EXP, _exp(x.high).high, np.inf))
    return value, value, value


def _exp(x: Floats) -> FloatInterval:
    """exp(r + k log 2) = 2^k exp(r)."""
    x = np.clip(np.where(np.isnan(x), 0.0, x), -_EXP, _EXP)
    k = np.rint(x / 0.6931471805599453)
    rest = add(thin(x), multiply(thin(-k), _log_two()))
    table, whole = tables.exp_table(), k.astype(int)
    return FloatInterval(
        np.ldexp(table(rest.low).low, whole), np.ldexp(table(rest.high).high, whole)
    )


@cache
def _log_two() -> FloatInterval:
    two = arb(2).log()
    ends = np.nextafter(float(two.lower()), 0.0), np.nextafter(float(two.upper()), 1.0)
    return FloatInterval(np.array(ends[0]), np.array(ends[1]))


def tanh(x: FloatInterval) -> Three:
    """The function tanh: t' = 1 - t^2, t'' = -2 t t'."""
    table = tables.tanh_table()
    low = np.where(x.low < table.low, -1.0, np.maximum(table(x.low).low, -1.0))
    high = np.where(x.high > table.high, 1.0, np.minimum(table(x.high).high, 1.0))
    value = FloatInterval(low, high)
    first = add(_ONE, negative(power(value, 2)))
    first = FloatInterval(np.maximum(first.low, 0.0), first.high)
    return value, first, scale(-2.0, multiply(value, first))


def log(x: FloatInterval) -> Three:
    """The function log of positive arguments."""
    inverse = reciprocal(x)
    low, high = _log(x.low).low, _log(x.high).high
    known = (x.low > 0) & (x.high < np.inf)
    value = FloatInterval(np.where(x.low > 0, low, -np.inf), np.where(known, high, np.inf))
    return value, inverse, negative(power(inverse, 2))


def _log(x: Floats) -> FloatInterval:
    mantissa, exponent = np.frexp(np.where((x > 0) & np.isfinite(x), x, 1.0))
    return add(tables.log_table()(mantissa), multiply(_log_two(), thin(exponent.astype(float))))


def inverse(x: FloatInterval) -> Three:
    """The function 1/x of positive arguments."""
    value = reciprocal(x)
    return value, negative(power(value, 2)), scale(2.0, power(value, 3))


def cdf(x: FloatInterval) -> Three:
    """The distribution function of N(0, 1)."""
    value, first = _cdf(x), _density(x)
    return value, first, _density_slope(x)


def rectified_mean(x: FloatInterval) -> Three:
    """E max(x + eps, 0) = x cdf(x) + density(x), increasing and convex."""
    low, high = _mean(x.low).low, _mean(x.high).high
    return FloatInterval(np.maximum(low, 0.0), high), _cdf(x), _density(x)


def rectified_variance(x: FloatInterval) -> Three:
    """V = Var max(x + eps, 0), increasing: with m the mean and F the cdf, V' = 2 m (1 - F).

    And V'' = 2 F (1 - F) - 2 m density.  For x >= 0, m <= x + 0.4 and 1 - F <= 1/2, density/x; for
    x < 0, m <= 0.4: so V' <= 1.2 and m density <= 0.45, with x density <= 0.25.
    """
    mean, below, density = rectified_mean(x)
    above = _clip(add(_ONE, negative(below)), 0.0, 1.0)
    # V is known at the ends of the tables; beyond, it lies between V there and its limits 0, 1.
    far = tables.cdf_table().high
    low, high = _variance(np.clip(x.low, -far, far)).low, _variance(np.clip(x.high, -far, far)).high
    value = FloatInterval(np.where(x.low < -far, 0.0, low), np.where(x.high > far, 1.0, high))
    first = scale(2.0, multiply(mean, above))
    second = scale(2.0, add(multiply(below, above), negative(multiply(mean, density))))
    return _clip(value, 0.0, 1.0), _clip(first, 0.0, 1.2), _clip(second, -0.9, 0.5)


def _clip(x: FloatInterval, low: float, high: float) -> FloatInterval:
    """What is known to lie in [low, high], whatever its enclosure says."""
    return FloatInterval(np.fmin(np.fmax(x.low, low), high), np.fmax(np.fmin(x.high, high), low))


def _at(x: Floats) -> tuple[FloatInterval, FloatInterval]:
    """The cdf and the density at points."""
    far = tables.cdf_table().high
    value, density = tables.cdf_table()(x), tables.density_table()(x)
    outside = abs(x) > far
    value = FloatInterval(
        np.where(x < -far, 0.0, np.where(x > far, 1 - 2.0**-53, np.clip(value.low, 0.0, 1.0))),
        np.where(x < -far, _BEYOND, np.where(x > far, 1.0, np.clip(value.high, 0.0, 1.0))),
    )
    low = np.where(outside, 0.0, np.maximum(density.low, 0.0))
    return value, FloatInterval(low, np.where(outside, _BEYOND, density.high))


def _cdf(x: FloatInterval) -> FloatInterval:
    return FloatInterval(_at(x.low)[0].low, _at(x.high)[0].high)


def _mean(x: Floats) -> FloatInterval:
    value, density = _at(x)
    return add(multiply(thin(x), value), density)


def _variance(x: Floats) -> FloatInterval:
    """(x^2 + 1) cdf + x density - mean^2, at points."""
    value, density = _at(x)
    second = add(multiply(add(power(thin(x), 2), _ONE), value), multiply(thin(x), density))
    return add(second, negative(power(_mean(x), 2)))


def _density(x: FloatInterval) -> FloatInterval:
    """The density over intervals: largest at 0."""
    a, b, top = _at(x.low)[1], _at(x.high)[1], _at(np.array(0.0))[1]
    inside = (x.low < 0) & (x.high > 0)
    return FloatInterval(
        np.minimum(a.low, b.low), np.where(inside, top.high, np.maximum(a.high, b.high))
    )


def _density_slope(x: FloatInterval) -> FloatInterval:
    """-x density(x) over intervals: least at 1, largest at -1."""
    a, b = (multiply(thin(-end), _at(end)[1]) for end in (x.low, x.high))
    top = float(_at(np.array(1.0))[1].high)
    low = np.where((x.low < 1) & (x.high > 1), -top, np.minimum(a.low, b.low))
    high = np.where((x.low < -1) & (x.high > -1), top, np.maximum(a.high, b.high))
    return _clip(FloatInterval(low, high), -top, top)
