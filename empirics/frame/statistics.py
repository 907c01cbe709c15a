"""From runs to verdicts: confidence intervals over seeds, and the rule that decides.

A prediction HOLDS when the whole interval lies in the predicted region, FAILS when all of it lies
outside, and is UNDECIDED otherwise.  With fewer than three runs no interval is finite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import beta, t

from empirics.errors import MeasureError
from empirics.frame.experiment import Outcome
from empirics.measures.arrays import Floats, real

Interval = tuple[float, float]

LEVEL = 0.95
FEWEST_RUNS = 3
_EVERYTHING = (-math.inf, math.inf)


@dataclass(frozen=True)
class Estimate:
    """A number estimated from independent runs.

    Attributes:
        value: the estimate.
        interval: two-sided confidence interval.
        level: its confidence.
        runs: number of runs.
    """

    value: float
    interval: Interval
    level: float
    runs: int


def mean_interval(values: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """Mean over runs, with Student's t interval.

    Runs that all agree give an interval of length 0.

    >>> found = mean_interval([1.0, 2.0, 3.0])
    >>> found.value, [round(end, 3) for end in found.interval]
    (2.0, [-0.484, 4.484])

    Raises:
        MeasureError: if there are no values, one is not finite, or level is not in (0, 1).
    """
    runs = _runs("values", values)
    _check_level(level)
    mean, n = float(runs.mean()), len(runs)
    if n < FEWEST_RUNS:
        return Estimate(mean, _EVERYTHING, level, n)
    reach = float(t.ppf((1 + level) / 2, n - 1)) * float(runs.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean, (mean - reach, mean + reach), level, n)


def paired_ratio(a: ArrayLike, b: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """Geometric mean of a/b over runs, with the t interval of the mean log ratio.

    Entry i of both comes from run i (the same seed).

    >>> found = paired_ratio([2.0, 2.2, 1.8], [1.0, 1.0, 1.0])
    >>> round(found.value, 2), decide(found.interval, ">", 1.0)
    (1.99, <Outcome.HOLDS: 'HOLDS'>)

    Raises:
        MeasureError: if the lengths differ, a value is not positive, or level is not in (0, 1).
    """
    above, below = _runs("a", a), _runs("b", b)
    if len(above) != len(below):
        raise MeasureError(f"pairs are needed: a has {len(above)} runs and b {len(below)}")
    if min(above.min(), below.min()) <= 0:
        raise MeasureError(
            "a ratio needs positive values; given"
            f" {min(above.min(), below.min()):.3g}: compare differences (mean_interval) instead"
        )
    logs = mean_interval(np.log(above / below), level=level)
    if logs.runs < FEWEST_RUNS:
        return Estimate(math.exp(logs.value), (0.0, math.inf), level, logs.runs)
    low, high = (math.exp(end) for end in logs.interval)
    return Estimate(math.exp(logs.value), (low, high), level, logs.runs)


def proportion(successes: int, runs: int, *, level: float = LEVEL) -> Estimate:
    """Share of runs in which something happened, with the Clopper-Pearson interval.

    >>> [round(end, 3) for end in proportion(5, 5).interval]
    [0.478, 1.0]

    Raises:
        MeasureError: unless 0 <= successes <= runs, runs >= 1 and level is in (0, 1).
    """
    _check_level(level)
    if not 0 <= successes <= runs or runs < 1:
        raise MeasureError(f"{successes} of {runs} runs is no proportion")
    value = successes / runs
    if runs < FEWEST_RUNS:
        return Estimate(value, (0.0, 1.0), level, runs)
    tail, failures = (1 - level) / 2, runs - successes
    low = float(beta.ppf(tail, successes, failures + 1)) if successes else 0.0
    high = float(beta.ppf(1 - tail, successes + 1, failures)) if failures else 1.0
    return Estimate(value, (low, high), level, runs)


def decide(
    interval: Interval, predicted: Literal["<", ">", "in"], bounds: float | Interval
) -> Outcome:
    """The verdict on "the quantity is below / above / within the bounds".

    >>> decide((0.2, 0.7), "<", 1.0), decide((0.2, 1.7), "<", 1.0), decide((2.0, 3.0), "in", (0, 1))
    (<Outcome.HOLDS: 'HOLDS'>, <Outcome.UNDECIDED: 'UNDECIDED'>, <Outcome.FAILS: 'FAILS'>)

    Raises:
        MeasureError: on bounds that do not fit the relation, or ends that are reversed or nan.
    """
    low, high = interval
    if not low <= high:
        raise MeasureError(f"an interval has its lower end first and no nan; given {interval}")
    if predicted == "in":
        return _decide_within(interval, bounds)
    if isinstance(bounds, tuple) or math.isnan(bounds):
        raise MeasureError(f"'{predicted}' needs one number as its bound, not {bounds}")
    if predicted == ">":
        return decide((-high, -low), "<", -bounds)
    if predicted != "<":
        raise MeasureError(f"a prediction is '<', '>' or 'in', not {predicted!r}")
    if high < bounds:
        return Outcome.HOLDS
    return Outcome.FAILS if low >= bounds else Outcome.UNDECIDED


def _decide_within(interval: Interval, bounds: float | Interval) -> Outcome:
    if not isinstance(bounds, tuple) or not bounds[0] <= bounds[1]:
        raise MeasureError(f"'in' needs two bounds, lower first, not {bounds}")
    low, high = interval
    if bounds[0] <= low and high <= bounds[1]:
        return Outcome.HOLDS
    apart = high < bounds[0] or low > bounds[1]
    return Outcome.FAILS if apart else Outcome.UNDECIDED


def _runs(name: str, values: ArrayLike) -> Floats:
    array = real(name, values).astype(np.float64)
    if array.ndim != 1 or not array.size:
        raise MeasureError(f"{name} must be a list with one number per run; given {array.shape}")
    return array


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise MeasureError(f"a confidence level lies between 0 and 1, not at {level}")
