"""Functions on arrays of floats, with proved error bounds.

A table has Taylor polynomials around the multiples of `STEP` whose coefficients and remainders are
enclosed in ball arithmetic (python-flint).  Evaluating one in floats by Horner's rule errs by at
most gamma_{2D} times the sum of the absolute terms (Higham, Accuracy and Stability of Numerical
Algorithms, section 5.1); the distance from the centre is exact.  All that is added up, four times
over, in the table's error for that centre.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property

import numpy as np
from flint import arb, arb_series, ctx

from numerics.certificates.limits import BITS
from numerics.certificates.nonlinear.intervals import FloatInterval, Floats, Indices, down, up

STEP, DEGREE = 2.0**-5, 8
_REACH = 0.51 * STEP  # rounding may choose the neighbour of the nearest centre
_UNIT = 2.0**-53
_WIDTH = STEP / 8  # of short cells
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
        self._coefficients = np.array([row for row, _, _ in rows]).T
        self._errors = np.array([error for _, error, _ in rows])
        self._slopes = np.array([slope for _, _, slope in rows])

    def __call__(self, x: Floats) -> FloatInterval:
        """Enclosures; of what lies outside the table, at its nearest end."""
        x = np.clip(x, self.low, self.high)
        at = self._nearest(x)
        distance = x - (self.low + STEP * at)
        value = self._coefficients[DEGREE][at]
        for k in range(DEGREE - 1, -1, -1):
            value = value * distance + self._coefficients[k][at]
        error = self._errors[at]
        return FloatInterval(down(value - error), up(value + error))

    def _nearest(self, x: Floats) -> Indices:
        return np.rint((np.where(np.isfinite(x), x, self.low) - self.low) / STEP).astype(np.intp)

    def over(self, of: FloatInterval) -> FloatInterval:
        """Ranges over intervals, of what of them lies in the table."""
        a, b = np.clip(of.low, self.low, self.high), np.clip(of.high, self.low, self.high)
        ends, runs = (self(a), self(b)), self._runs
        beyond = up(0.5 * up(b - a) * self._slopes.max())
        most = runs.low.shape[1] - 1
        first, last = (np.minimum((x - self.low) / _WIDTH, most).astype(np.intp) for x in (a, b))
        size = np.frexp(last - first + 1.0)[1] - 1  # 2^size cells from either end meet
        second = last + 1 - 2**size
        low = np.minimum(runs.low[size, first], runs.low[size, second])
        high = np.maximum(runs.high[size, first], runs.high[size, second])
        return FloatInterval(
            np.maximum(low, down(np.minimum(ends[0].low, ends[1].low) - beyond)),
            np.minimum(high, up(np.maximum(ends[0].high, ends[1].high) + beyond)),
        )

    @cached_property
    def _runs(self) -> FloatInterval:
        """Ranges over 2^k short cells from every one on; rounding may have chosen a neighbour."""
        count = round((self.high - self.low) / _WIDTH)
        middle = np.asarray(self.low + _WIDTH * (np.arange(count) + 0.5), np.float64)
        at, reach = self(middle), up(0.51 * _WIDTH * self._slopes[self._nearest(middle)])
        low, high = [down(at.low - reach)], [up(at.high + reach)]
        for k in range(len(middle).bit_length() - 1):
            a, b = low[-1], high[-1]
            low.append(np.append(np.minimum(a[: -(2**k)], a[2**k :]), a[-(2**k) :]))
            high.append(np.append(np.maximum(b[: -(2**k)], b[2**k :]), b[-(2**k) :]))
        return FloatInterval(np.array(low), np.array(high))


def _entry(series: Series, centre: float) -> tuple[list[float], float, float]:
    """Coefficients around a centre, the error of what is made of them, a bound of the slope."""
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
    slope = float(abs(around[1]).upper())
    return floats, float(error.upper()) * (1 + 2.0**-40), slope * (1 + 2.0**-40)


def _tanh(x: arb_series) -> arb_series:
    return 1 - 2 * ((2 * x).exp() + 1).inv()


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
