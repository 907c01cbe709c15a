"""Rules decide from one number per seed, and every experiment that states them can go both ways."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Experiment, Outcome, Plan, Record
from empirics.frame.registry import experiment
from empirics.frame.rules import Rule, per_seed, ratio
from empirics.training.config import read
from sparsity_theory.ledger.claims import Mark

NAMES = ("learned-gamma", "outliers", "pca", "gradients")
GROWS = Rule("grows", "It grows.", "last / first", ">", 1.0, Mark.PAPER, "Fig. 4", ratio=True)
NEAR = Rule("near", "It is near.", "difference", "in", (-1.0, 1.0), Mark.EXTENSION, "ours")


@pytest.fixture(params=NAMES)
def studied(request: pytest.FixtureRequest) -> Experiment:
    return experiment(request.param)


def rows_of(results: list[Record]) -> list[Record]:
    return [row for result in results for row in result["members"]]


def test_a_ratio_is_averaged_in_logarithms() -> None:
    found = GROWS.finding("digits", [2.0, 4.0, 8.0])
    assert found.estimate == pytest.approx(4.0)
    assert found.interval is not None
    low, high = found.interval
    assert low * high == pytest.approx(16.0)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([0.0, 0.1, -0.1], Outcome.HOLDS),
        ([5.0, 5.1, 4.9], Outcome.FAILS),
        ([0.0, 2.0, -2.0], Outcome.UNDECIDED),
        ([0.0, 0.0], Outcome.UNDECIDED),
    ],
)
def test_the_interval_decides(values: list[float], outcome: Outcome) -> None:
    assert NEAR.finding("digits", values).outcome is outcome


@pytest.mark.parametrize("bad", [math.nan, math.inf, 0.0, -2.0])
def test_an_undefined_ratio_is_undecided_and_said(bad: float) -> None:
    found = GROWS.finding("digits", [2.0, bad, 2.0], "as given")
    assert found.outcome is Outcome.UNDECIDED
    assert found.note == "undefined for 1 of 3 seeds; as given"
    assert math.isnan(found.estimate)


def test_the_words_of_a_test_come_from_what_decides() -> None:
    assert NEAR.prediction.test == (
        "Mean over the seeds of difference; its 95 % t interval lies between -1 and 1."
    )


def test_numbers_are_ordered_by_seed_and_conditions_are_not_mixed() -> None:
    rows = [{"member": {"seed": s}, "x": 10 * s} for s in (2, 0, 1)]
    assert per_seed(rows, "x").tolist() == [0, 10, 20]
    with pytest.raises(ValueError, match="too many values"):
        per_seed(rows + rows, "x")


def test_a_quotient_by_zero_is_undefined_without_a_warning() -> None:
    np.testing.assert_array_equal(ratio([1.0, 0.0], [0.0, 2.0]), [math.nan, 0.0])


@pytest.mark.parametrize("preset", ["quick", "full"])
def test_every_prediction_can_hold_and_can_fail(studied: Experiment, preset: str) -> None:
    jobs = studied.jobs(Plan(preset=preset))  # type: ignore[arg-type]
    names = {job["data"]["load"] for job in jobs}
    for holds, outcome in ((True, Outcome.HOLDS), (False, Outcome.FAILS)):
        found = studied.conclude(jobs, studied.made_up(jobs, holds))
        assert {each.outcome for each in found} == {outcome}
        told = [(each.prediction, each.data) for each in found]
        asked = [(each.id, name) for each in studied.predictions for name in names]
        assert sorted(told) == sorted(asked)


def test_two_seeds_decide_nothing(studied: Experiment) -> None:
    jobs = studied.jobs(Plan(seeds=2))
    found = studied.conclude(jobs, studied.made_up(jobs, True))
    assert {each.outcome for each in found} == {Outcome.UNDECIDED}


def test_models_are_paired_by_seed_not_by_place(studied: Experiment) -> None:
    jobs = studied.jobs(Plan())
    results = list(studied.made_up(jobs, True))
    straight = studied.conclude(jobs, results)
    for result in results:
        result["members"].reverse()
    assert studied.conclude(jobs, results) == straight


def test_what_was_not_finite_is_undecided_not_left_out(studied: Experiment) -> None:
    jobs = studied.jobs(Plan())
    results = list(studied.made_up(jobs, True))
    for row in rows_of(results):
        if row["member"]["seed"] == 1:
            row |= {k: None for k, v in row.items() if isinstance(v, float | int) and k in MEASURED}
    found = studied.conclude(jobs, results)
    assert {each.outcome for each in found} == {Outcome.UNDECIDED}


MEASURED = {
    "error", "mmd", "loss", "active", "auroc", "pca", "components", "gamma_ratio",
    *(f"gradient_{of}_{at}" for of in ("z", "encoder", "decoder") for at in ("early", "late")),
}  # fmt: skip


def test_the_full_preset_has_five_seeds_on_real_data(studied: Experiment) -> None:
    jobs = studied.jobs(Plan(preset="full"))
    assert {job["data"]["load"] for job in jobs} == {"mnist", "fashion-mnist"}
    for job in jobs:
        assert len({member["seed"] for member in job["config"]["members"]}) == 5
    with pytest.raises(EmpiricsError, match="no data set olivetti"):
        studied.jobs(Plan(data=("olivetti",)))


def test_conditions_share_all_but_what_they_compare(studied: Experiment) -> None:
    configs = [read(job["config"]) for job in studied.jobs(Plan())]
    assert len({config.epochs for config in configs}) == 1
    assert len({config.architecture.hidden for config in configs}) == 1
    assert len({tuple(sorted({m.seed for m in config.members})) for config in configs}) == 1


def test_the_figure_needs_results_alone_and_labels_its_axes(studied: Experiment) -> None:
    pytest.importorskip("matplotlib")
    jobs = studied.jobs(Plan(preset="full"))
    figure = studied.draw(jobs, studied.made_up(jobs, True))
    figure.draw_without_rendering()
    for axes in figure.axes:
        assert axes.get_ylabel()
        assert axes.get_xlabel() or any(tick.get_text() for tick in axes.get_xticklabels())


def test_predictions_say_whose_they_are(studied: Experiment) -> None:
    for prediction in studied.predictions:
        assert isinstance(prediction.mark, Mark)
        assert prediction.mark is Mark.PAPER or re.search(r"our|Adam", prediction.source)
