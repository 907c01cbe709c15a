"""Intervals cover what they should, and verdicts follow from intervals alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from empirics.errors import MeasureError
from empirics.frame.experiment import Outcome
from empirics.frame.statistics import decide, mean_interval, paired_ratio, proportion

TRIALS = 2000
# Three standard errors of a coverage of 95 % seen in so many trials.
SLACK = 3 * math.sqrt(0.95 * 0.05 / TRIALS)

floats = st.floats(-1e6, 1e6)


@pytest.mark.parametrize("runs", [3, 5, 12])
def test_the_interval_of_a_mean_covers_it_in_95_percent_of_normal_samples(runs: int) -> None:
    samples = np.random.default_rng(runs).normal(7, 3, size=(TRIALS, runs))
    intervals = [mean_interval(sample).interval for sample in samples]
    coverage = np.mean([low <= 7 <= high for low, high in intervals])
    assert abs(coverage - 0.95) < SLACK


def test_the_interval_of_a_ratio_covers_it_where_pairs_share_their_noise() -> None:
    generator = np.random.default_rng(1)
    seeds = generator.normal(0, 5, size=(TRIALS, 5))
    a = 3 * np.exp(seeds + generator.normal(0, 0.1, size=seeds.shape))
    b = np.exp(seeds + generator.normal(0, 0.1, size=seeds.shape))
    found = [paired_ratio(*pair) for pair in zip(a, b, strict=True)]
    assert abs(np.mean([f.interval[0] <= 3 <= f.interval[1] for f in found]) - 0.95) < SLACK
    # Pairing removes the noise that they share: without it no ratio could be told from 1.
    assert all(decide(f.interval, ">", 1.0) is Outcome.HOLDS for f in found)


@pytest.mark.parametrize("runs", [3, 10, 40])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.95])
def test_clopper_pearson_covers_at_least_95_percent_exactly(runs: int, share: float) -> None:
    covered = 0.0
    for successes in range(runs + 1):
        low, high = proportion(successes, runs).interval
        covered += binom.pmf(successes, runs, share) * (low <= share <= high)
    assert covered >= 0.95


def test_higher_levels_give_wider_intervals() -> None:
    values = [1.0, 2.0, 4.0]
    narrow, wide = (mean_interval(values, level=level).interval for level in (0.8, 0.99))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize("runs", [1, 2])
def test_fewer_than_three_runs_decide_nothing(runs: int) -> None:
    ones = [1.0] * runs
    assert decide(mean_interval(ones).interval, "<", 1e300) is Outcome.UNDECIDED
    assert decide(paired_ratio(ones, ones).interval, ">", 1e-300) is Outcome.UNDECIDED
    assert decide(proportion(runs, runs).interval, ">", 0.0) is Outcome.UNDECIDED


def test_runs_that_agree_decide_without_spread() -> None:
    assert mean_interval([4, 4, 4]).interval == (4.0, 4.0)
    assert decide((4.0, 4.0), "in", (4.0, 4.0)) is Outcome.HOLDS


@given(floats, floats, floats)
def test_a_verdict_is_that_of_every_point_of_the_interval(a: float, b: float, bound: float) -> None:
    low, high = min(a, b), max(a, b)
    for relation, inside in (("<", lambda v: v < bound), (">", lambda v: v > bound)):
        # A half-line holds all of an interval, or none of it, as it does with both ends.
        ends = {inside(low), inside(high)}
        expected = {(True,): Outcome.HOLDS, (False,): Outcome.FAILS}
        wanted = expected.get(tuple(ends), Outcome.UNDECIDED)
        assert decide((low, high), relation, bound) is wanted


@given(floats, floats, floats, floats)
def test_a_verdict_on_a_range(a: float, b: float, c: float, e: float) -> None:
    (low, high), (least, most) = sorted((a, b)), sorted((c, e))
    outcome = decide((low, high), "in", (least, most))
    inside, outside = least <= low and high <= most, high < least or most < low
    assert (outcome is Outcome.HOLDS) == inside
    assert (outcome is Outcome.FAILS) == outside


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_interval([]), "one number per run"),
        (lambda: mean_interval([[1.0, 2.0]]), "one number per run"),
        (lambda: mean_interval([1.0, math.nan, 2.0]), "nan or infinite"),
        (lambda: mean_interval([1.0, 2.0], level=1.0), "between 0 and 1"),
        (lambda: paired_ratio([1.0, 2.0], [1.0]), "pairs are needed"),
        (lambda: paired_ratio([1.0, -2.0], [1.0, 1.0]), "compare differences"),
        (lambda: paired_ratio([1.0, 2.0], [1.0, 0.0]), "compare differences"),
        (lambda: proportion(4, 3), "no proportion"),
        (lambda: proportion(0, 0), "no proportion"),
        (lambda: decide((2.0, 1.0), "<", 0.0), "lower end first"),
        (lambda: decide((math.nan, 1.0), "<", 0.0), "nan"),
        (lambda: decide((0.0, 1.0), "in", 3.0), "two bounds"),
        (lambda: decide((0.0, 1.0), "in", (3.0, 2.0)), "two bounds"),
        (lambda: decide((0.0, 1.0), "<", (3.0, 2.0)), "one number"),
        (lambda: decide((0.0, 1.0), "<", math.nan), "one number"),
        (lambda: decide((0.0, 1.0), "=", 1.0), "'<', '>' or 'in'"),
    ],
)
def test_what_is_no_data_is_refused(call, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        call()
