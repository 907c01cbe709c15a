"""Rules decide from one number per seed, and say in words what decides."""

from __future__ import annotations

import math

import numpy as np
import pytest

from empirics.frame.experiment import PredictionVerdict
from empirics.frame.rules import Rule, column, per_seed, ratio
from sparsity_theory.ledger.claims import Mark

GROWS = Rule("grows", "It grows.", "last / first", ">", 1.0, Mark.PAPER, "Fig. 4", "ratio")
NEAR = Rule("near", "It is near.", "difference", "in", (-1.0, 1.0), Mark.EXTENSION, "ours")
COUNT = Rule("count", "None is lost.", "lost", "<", 0.5, Mark.PAPER, "Fig. 4", "count", why="half")


def test_a_ratio_is_averaged_in_logarithms() -> None:
    found = GROWS.finding("digits", [2.0, 4.0, 8.0])
    assert found.estimate == pytest.approx(4.0)
    assert found.interval is not None
    low, high = found.interval
    assert low * high == pytest.approx(16.0)
    assert found.effect == pytest.approx(math.log(4))


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([0.0, 0.1, -0.1], PredictionVerdict.HOLDS),
        ([5.0, 5.1, 4.9], PredictionVerdict.FAILS),
        ([0.0, 2.0, -2.0], PredictionVerdict.UNDECIDED),
        ([0.0, 0.0], PredictionVerdict.UNDECIDED),
        ([], PredictionVerdict.UNDECIDED),
    ],
)
def test_the_distance_to_the_bound_decides(values: list[float], outcome: PredictionVerdict) -> None:
    assert NEAR.finding("digits", values).outcome is outcome


def test_counts_that_all_agree_are_not_known_exactly() -> None:
    few, many = COUNT.finding("digits", [0, 0, 0]), COUNT.finding("digits", [0] * 8)
    assert few.outcome is PredictionVerdict.UNDECIDED
    assert many.outcome is PredictionVerdict.HOLDS
    for found in (few, many):
        assert found.interval is not None
        assert found.interval[0] < 0 < found.interval[1]


@pytest.mark.parametrize("bad", [math.nan, math.inf, 0.0, -2.0])
def test_an_undefined_ratio_is_undecided_and_said(bad: float) -> None:
    found = GROWS.finding("digits", [2.0, bad, 2.0], "as given")
    assert found.outcome is PredictionVerdict.UNDECIDED
    assert found.note == "undefined for 1 of 3 seeds; as given"
    assert math.isnan(found.estimate)
    assert found.p == 1.0


def test_the_words_of_a_test_come_from_what_decides() -> None:
    assert NEAR.prediction.test == (
        "Mean over the seeds of difference, against the bound: between -1 and 1."
    )
    assert COUNT.prediction.test.endswith("below 0.5 (half).")


def test_numbers_are_ordered_by_seed_and_conditions_are_not_mixed() -> None:
    rows = [{"member": {"seed": s}, "x": 10 * s, "arm": "a"} for s in (2, 0, 1)]
    assert per_seed(rows, "x").tolist() == [0, 10, 20]
    np.testing.assert_array_equal(column(rows, "x", [0, 2, 3], arm="a"), [0, 20, math.nan])
    with pytest.raises(ValueError, match="too many values"):
        per_seed(rows + rows, "x")
    with pytest.raises(ValueError, match="more than one model"):
        column(rows + rows, "x", [0], arm="a")


def test_a_quotient_by_zero_is_undefined_without_a_warning() -> None:
    np.testing.assert_array_equal(ratio([1.0, 0.0], [0.0, 2.0]), [math.nan, 0.0])
