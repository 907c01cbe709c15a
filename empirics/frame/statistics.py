"""From runs to evidence: intervals over seeds, the size of an effect, and Holm's correction.

An effect is the distance of an estimate to its bound, positive where it lies as predicted.  Its
p-value is two-sided: small means that the estimate lies clearly on one side of the bound, and the
sign of the effect says on which.  With fewer than three runs nothing is clear.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest, t

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, real

Interval = tuple[float, float]
Scale = Literal["plain", "ratio", "count", "share"]
Predicted = Literal["<", ">", "in"]

LEVEL = 0.95
FEWEST_RUNS = 3
ROUNDING = 1 / math.sqrt(12)
"""Standard deviation of what rounding to whole numbers hides: counts have at least this spread."""


@dataclass(frozen=True)
class Estimate:
    """A number estimated from independent runs, beside its bound.

    Attributes:
        value: the estimate.
        interval: two-sided confidence interval, not corrected for other estimates.
        level: its confidence.
        runs: number of runs.
        effect: distance to the bound (of logarithms for a ratio), positive as predicted.
        standardised: the effect in standard deviations over the runs (Cohen's d; h for a share).
        p: two-sided p-value of an effect of 0.
    """

    value: float
    interval: Interval
    level: float
    runs: int
    effect: float
    standardised: float
    p: float


def estimate(
    values: ArrayLike,
    predicted: Predicted,
    bounds: float | Interval,
    scale: Scale = "plain",
    *,
    least: float = 0.0,
    level: float = LEVEL,
) -> Estimate:
    """What the runs say about "the quantity lies below, above or between the bounds".

    - "plain": the mean, with Student's t;
    - "ratio": the geometric mean, by the mean of the logarithms;
    - "count": the mean of whole numbers, whose spread is taken to be at least `ROUNDING`: runs
      that all agree do not make an interval of length 0;
    - "share": of runs in which something happened (values 0 and 1), by the exact binomial law.

    Args:
        values: one number per run.
        predicted: where the quantity lies if it is as predicted.
        bounds: one number, or two for "in".
        scale: as above.
        least: standard deviation that the values have at least, of their logarithms for a ratio;
            for a ratio of counts see `counted`.
        level: confidence of the interval.

    >>> found = estimate([2.0, 2.2, 1.8], ">", 1.0, "ratio")
    >>> round(found.value, 2), found.p < 0.05, found.effect > 0
    (1.99, True, True)
    >>> found = estimate([7, 7, 7, 7, 7], "<", 8, "count")
    >>> [round(end, 2) for end in found.interval]
    [6.64, 7.36]
    >>> [round(end, 3) for end in estimate([1] * 5, ">", 0.5, "share").interval]
    [0.478, 1.0]

    Raises:
        MeasureError: on values that are empty, not finite, or do not fit the scale, or bounds that
            do not fit the relation.
    """
    runs = real("values", values).astype(np.float64)
    if runs.ndim != 1 or not runs.size:
        raise MeasureError(f"values must be a list with one number per run; given {runs.shape}")
    if not 0 < level < 1:
        raise MeasureError(f"a confidence level lies between 0 and 1, not at {level}")
    _check_bounds(predicted, bounds)
    if scale == "share":
        return _share(runs, predicted, bounds, level)
    if scale == "ratio":
        if runs.min() <= 0:
            raise MeasureError(f"a ratio is positive; given {runs.min():.3g}: compare differences")
        ends = bounds if isinstance(bounds, tuple) else (bounds, bounds)
        low, high = math.log(ends[0]), math.log(ends[1])
        found = _mean(
            np.log(runs), predicted, (low, high) if predicted == "in" else low, least, level
        )
        value, interval = math.exp(found.value), (_exp(found.interval[0]), _exp(found.interval[1]))
        return Estimate(
            value, interval, level, found.runs, found.effect, found.standardised, found.p
        )
    return _mean(runs, predicted, bounds, max(least, ROUNDING * (scale == "count")), level)


def counted(*counts: ArrayLike) -> float:
    """Standard deviation of the logarithm of a ratio of counts that rounding alone makes.

    >>> round(counted([75, 75, 75], [16, 16, 16]), 4)
    0.0184
    """
    return ROUNDING * math.hypot(*(1 / float(np.asarray(count, float).mean()) for count in counts))


def _mean(
    runs: Floats, predicted: Predicted, bounds: float | Interval, floor: float, level: float
) -> Estimate:
    mean, n = float(runs.mean()), len(runs)
    effect = distance(mean, predicted, bounds)
    if n < FEWEST_RUNS:
        return Estimate(mean, (-math.inf, math.inf), level, n, effect, math.nan, 1.0)
    spread = max(float(runs.std(ddof=1)), floor)
    error = spread / math.sqrt(n)
    reach = float(t.ppf((1 + level) / 2, n - 1)) * error
    p = 2 * float(t.sf(_over(abs(effect), error), n - 1))
    return Estimate(mean, (mean - reach, mean + reach), level, n, effect, _over(effect, spread), p)


def _share(runs: Floats, predicted: Predicted, bounds: float | Interval, level: float) -> Estimate:
    if not np.isin(runs, (0.0, 1.0)).all() or isinstance(bounds, tuple):
        raise MeasureError("a share needs values 0 and 1 and one bound")
    test = binomtest(int(runs.sum()), len(runs), bounds)
    low, high = test.proportion_ci(level)
    value = float(runs.mean())
    angle = 2 * math.asin(math.sqrt(value)) - 2 * math.asin(math.sqrt(bounds))
    return Estimate(
        value,
        (float(low), float(high)),
        level,
        len(runs),
        distance(value, predicted, bounds),
        angle if predicted == ">" else -angle,
        float(test.pvalue),
    )


def distance(value: float, predicted: Predicted, bounds: float | Interval) -> float:
    """How far a value lies on the predicted side of its bound, or of the nearer of two.

    >>> distance(3.0, ">", 1.0), distance(3.0, "<", 1.0), distance(0.5, "in", (0.0, 2.0))
    (2.0, -2.0, 0.5)
    """
    if isinstance(bounds, tuple):
        return min(value - bounds[0], bounds[1] - value)
    return value - bounds if predicted == ">" else bounds - value


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted by Holm's step-down method, for a family of tests.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, worst = [1.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = worst
    return adjusted


def _over(a: float, b: float) -> float:
    if b > 0:
        return a / b
    return math.copysign(math.inf, a) if a else 0.0


def _exp(value: float) -> float:
    return math.exp(value) if value < math.inf else math.inf


def _check_bounds(predicted: str, bounds: float | Interval) -> None:
    if predicted not in ("<", ">", "in"):
        raise MeasureError(f"a prediction is '<', '>' or 'in', not {predicted!r}")
    if predicted == "in":
        if not isinstance(bounds, tuple) or not bounds[0] <= bounds[1]:
            raise MeasureError(f"'in' needs two bounds, lower first, not {bounds}")
    elif isinstance(bounds, tuple) or math.isnan(bounds):
        raise MeasureError(f"'{predicted}' needs one number as its bound, not {bounds}")
