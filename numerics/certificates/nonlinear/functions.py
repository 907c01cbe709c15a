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
