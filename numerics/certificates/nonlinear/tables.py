"""Functions on arrays of floats, with proved error bounds.

A table has Taylor polynomials around the multiples of `STEP` whose coefficients and remainders are
enclosed in ball arithmetic (python-flint).  Evaluating one in floats by Horner's rule errs by at
most gamma_{2D} times the sum of the absolute terms (Higham, Accuracy and Stability of Numerical
Algorithms, section 5.1); the distance from the centre is exact.  All that is added up, four times
over, in the table's error for that centre.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from flint import arb, arb_series, ctx

from numerics.certificates.limits import BITS
from numerics.certificates.nonlinear.intervals import FloatInterval, Floats, down, up

STEP, DEGREE = 2.0**-5, 8
_REACH = 0.51 * STEP  # rounding may choose the neighbour of the nearest centre
_UNIT = 2.0**-53
Series = Callable[[arb_series], arb_series]


class TaylorTable:
    """A function on [low, high], by its power series.

    Args:
        series: of the function at an argument that is a series.
        low: where it begins, a multiple of `STEP`.
        high: where it ends, another.
    """

    def __init__(self, series: Series, low: float, high: float) -> None:
        self.low, self.high = low, high
        count = round((high - low) / STEP) + 1
        before = ctx.cap, ctx.prec
        ctx.cap, ctx.prec = DEGREE + 2, BITS
        try:
            rows = [_entry(series, low + STEP * k) for k in range(count)]
        finally:
            ctx.cap, ctx.prec = before
        self._coefficients = np.array([row for row, _ in rows]).T
        self._errors = np.array([error for _, error in rows])

    def __call__(self, x: Floats) -> FloatInterval:
        """Enclosures; of what lies outside the table, at its nearest end."""
        x = np.clip(x, self.low, self.high)
        at = np.rint((np.where(np.isfinite(x), x, self.low) - self.low) / STEP).astype(np.intp)
        distance = x - (self.low + STEP * at)
        value = self._coefficients[DEGREE][at]
        for k in range(DEGREE - 1, -1, -1):
            value = value * distance + self._coefficients[k][at]
        error = self._errors[at]
        return FloatInterval(down(value - error), up(value + error))


def _entry(series: Series, centre: float) -> tuple[list[float], float]:
    """Coefficients around a centre, and the error of what is made of them."""
    reach = arb(_REACH)
    exact = series(arb_series([arb(centre), arb(1)], DEGREE + 1)).coeffs()
    around = series(arb_series([arb(centre, _REACH), arb(1)], DEGREE + 2)).coeffs()
    exact += [arb(0)] * (DEGREE + 1 - len(exact))
    around += [arb(0)] * (DEGREE + 2 - len(around))
    floats = [float(a.mid()) for a in exact]
    rest = abs(around[DEGREE + 1]) * reach ** (DEGREE + 1)
    powers = [reach**k for k in range(DEGREE + 1)]
    pairs = zip(exact, floats, powers, strict=True)
    rounded = sum((abs(a - arb(f)) * r for a, f, r in pairs), arb(0))
    terms = sum((abs(arb(f)) * r for f, r in zip(floats, powers, strict=True)), arb(0))
    error = 4 * (rest + rounded + terms * (2 * DEGREE + 2) * arb(_UNIT)) + arb(1e-300)
    return floats, float(error.upper()) * (1 + 2.0**-40)


def _tanh(x: arb_series) -> arb_series:
    return 1 - 2 * ((2 * x).exp() + 1).inv()


def _cdf(x: arb_series) -> arb_series:
    return (1 + (x / arb(2).sqrt()).erf()) / 2


def _density(x: arb_series) -> arb_series:
    return (-x * x / 2).exp() / (2 * arb.pi()).sqrt()


@cache
def tanh_table() -> TaylorTable:
    """The function tanh; beyond 20 it is within 1e-17 of 1."""
    return TaylorTable(_tanh, -20.0, 20.0)


@cache
def exp_table() -> TaylorTable:
    """The function exp around 0; `functions.exp` reduces other arguments to that."""
    return TaylorTable(lambda x: x.exp(), -0.375, 0.375)


@cache
def log_table() -> TaylorTable:
    """The function log on [1/2, 1]."""
    return TaylorTable(lambda x: x.log(), 0.5, 1.0)


@cache
def cdf_table() -> TaylorTable:
    """The distribution function of N(0, 1); beyond 9 it is within 1e-18 of 0 or 1."""
    return TaylorTable(_cdf, -9.0, 9.0)


@cache
def density_table() -> TaylorTable:
    """The density of N(0, 1); beyond 9 it is below 1.1e-18."""
    return TaylorTable(_density, -9.0, 9.0)
