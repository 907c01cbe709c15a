"""Evidence from runs: intervals that cover, p-values that are right, Holm's correction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from empirics.errors import MeasureError
from empirics.frame.statistics import ROUNDING, counted, estimate, holm

RNG = np.random.default_rng(0)


def test_the_p_value_of_a_mean_is_that_of_the_t_test() -> None:
    values = RNG.normal(0.4, 1.0, 7)
    for predicted, sign in ((">", 1), ("<", -1)):
        found = estimate(values, predicted, 0.1)  # type: ignore[arg-type]
        test = ttest_1samp(values, 0.1)
        assert found.p == pytest.approx(test.pvalue)
        assert found.interval == pytest.approx(tuple(test.confidence_interval()))
        assert found.effect == pytest.approx(sign * (values.mean() - 0.1))
        assert found.standardised == pytest.approx(found.effect / values.std(ddof=1))


def test_within_two_bounds_the_nearer_one_counts() -> None:
    values = [0.8, 0.9, 1.0]
    assert estimate(values, "in", (0.0, 1.0)).p == pytest.approx(estimate(values, "<", 1.0).p)
    outside = estimate([1.8, 1.9, 2.0], "in", (0.0, 1.0))
    assert outside.effect < 0
    assert outside.p < 0.05


def test_intervals_cover_as_often_as_they_say() -> None:
    inside = 0
    for _ in range(1000):
        low, high = estimate(RNG.normal(1.0, 2.0, 5), ">", 0.0).interval
        inside += low <= 1.0 <= high
    assert 930 <= inside <= 970


def test_counts_have_the_spread_of_rounding_at_least() -> None:
    found = estimate([3, 3, 3, 3], "<", 4.0, "count")
    assert found.standardised == pytest.approx(1 / ROUNDING)
    spread = [1, 5, 9, 2]
    assert estimate(spread, "<", 4.0, "count") == estimate(spread, "<", 4.0)


def test_a_ratio_of_counts_that_all_agree_has_an_interval() -> None:
    bare = estimate([75 / 16] * 3, ">", 4.4, "ratio")
    assert bare.interval[0] == bare.interval[1]
    found = estimate([75 / 16] * 3, ">", 4.4, "ratio", least=counted([75] * 3, [16] * 3))
    assert found.interval[0] < 74.5 / 16 < found.value < 75.5 / 16 < found.interval[1]
    assert counted([7500], [1600]) == pytest.approx(counted([75], [16]) / 100)
    wide = [4.0, 4.7, 5.5]
    assert estimate(wide, ">", 4.4, "ratio", least=0.01) == estimate(wide, ">", 4.4, "ratio")


@pytest.mark.parametrize(("happened", "p"), [(8, 2 / 2**8), (5, 2 / 2**5), (0, 2 / 2**5)])
def test_a_share_is_decided_by_the_binomial_law(happened: int, p: float) -> None:
    found = estimate([1.0] * happened if happened else [0.0] * 5, ">", 0.5, "share")
    assert found.p == pytest.approx(p)
    assert (found.effect > 0) == bool(happened)
    assert found.interval[0] == 0 or found.interval[1] == 1


def test_fewer_than_three_runs_say_nothing() -> None:
    found = estimate([5.0, 5.0], ">", 0.0)
    assert (found.p, found.interval) == (1.0, (-math.inf, math.inf))
    assert estimate([5.0, 5.0], ">", 1.0, "ratio").interval == (0.0, math.inf)


def test_runs_without_spread_are_certain() -> None:
    assert estimate([1.0, 1.0, 1.0], ">", 0.0).p == 0.0
    assert estimate([1.0, 1.0, 1.0], ">", 1.0).p == 1.0


@pytest.mark.parametrize(
    ("values", "predicted", "bounds", "scale"),
    [
        ([], ">", 0.0, "plain"),
        ([1.0, math.nan], ">", 0.0, "plain"),
        ([1.0, -1.0, 2.0], ">", 1.0, "ratio"),
        ([0.5, 1.0, 1.0], ">", 0.5, "share"),
        ([1.0, 1.0, 1.0], "in", 0.5, "plain"),
        ([1.0, 1.0, 1.0], ">", (0.0, 1.0), "plain"),
        ([1.0, 1.0, 1.0], ">", math.nan, "plain"),
        ([1.0, 1.0, 1.0], "~", 0.0, "plain"),
        ([1.0, 1.0, 1.0], "in", (1.0, 0.0), "plain"),
    ],
)
def test_what_does_not_fit_is_refused(values, predicted, bounds, scale) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MeasureError):
        estimate(values, predicted, bounds, scale)


def test_holm_keeps_the_family_below_its_level() -> None:
    assert holm([]) == []
    assert holm([0.01]) == [0.01]
    assert holm([0.02, 0.01, 0.9]) == pytest.approx([0.04, 0.03, 0.9])
    wrong = sum(min(holm(list(RNG.random(20)))) <= 0.05 for _ in range(2000))
    assert 60 <= wrong <= 140
