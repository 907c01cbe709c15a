"""Experiment `learned-gamma`: what is compared, and one short run of its two stages."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from empirics.experiments.learned_gamma import EXPERIMENT, fixed_at
from empirics.frame.experiment import Environment, Outcome, Plan, Record
from empirics.frame.jobs import compact
from empirics.frame.rules import per_seed
from empirics.training.config import Config, read, to_record

JOBS = EXPERIMENT.jobs(Plan())
CONFIGS: dict[str, Config] = {job["condition"]: read(job["config"]) for job in JOBS}
SEEDS = 3


@pytest.fixture(scope="module")
def job() -> Record:
    """The main condition, made short."""
    (main,) = (job for job in JOBS if job["condition"] == "main")
    config = dataclasses.replace(CONFIGS["main"], epochs=3, batch=200)
    data = {**main["data"], "train": 400, "test": 100}
    return {**main, "config": to_record(config), "data": data}


@pytest.fixture(scope="module")
def result(job: Record) -> Record:
    pytest.importorskip("torch")
    found: Record = compact(EXPERIMENT.work(job, Environment(threads=1)))
    return found


def changed(run: tuple[str, str], quantity: str, values: list[float]) -> list[Record]:
    """Results as predicted, but for one quantity of one condition and stage."""
    results = list(EXPERIMENT.made_up(JOBS, True))
    for job, result in zip(JOBS, results, strict=True):
        for row in result["members"]:
            if (job["condition"], row["stage"]) == run:
                row[quantity] = values[row["member"]["seed"]]
    return results


@pytest.mark.parametrize(
    ("run", "quantity", "values", "prediction", "outcome"),
    [
        (("main", "fixed"), "mmd", [0.1, -0.1, 0.05], "mmd", Outcome.UNDECIDED),
        (("main", "fixed"), "error", [10.5, 10.6, 10.7], "error", Outcome.HOLDS),
        (("main", "fixed"), "error", [8.0, 8.1, 8.2], "error", Outcome.FAILS),
        (("main", "fixed"), "loss", [-99.5, -100.5, -101.5], "loss", Outcome.FAILS),
        (("slow", "learned"), "gamma_ratio", [0.99, 1.01, 1.0], "slow-step", Outcome.FAILS),
        (("fast", "learned"), "active", [5, 5, 6], "fast-step", Outcome.UNDECIDED),
        (("low start", "learned"), "mmd", [0.0, 0.0, 0.0005], "start", Outcome.FAILS),
    ],
)
def test_each_prediction_looks_at_its_own_condition(
    run: tuple[str, str],
    quantity: str,
    values: list[float],
    prediction: str,
    outcome: Outcome,
) -> None:
    found = EXPERIMENT.conclude(JOBS, changed(run, quantity, values))
    outcomes = {each.prediction: each.outcome for each in found}
    assert outcomes.pop(prediction) is outcome
    assert set(outcomes.values()) == {Outcome.HOLDS}


def test_step_and_start_of_gamma_are_what_varies() -> None:
    steps = {name: config.optimiser.gamma_rate for name, config in CONFIGS.items()}
    starts = {name: config.members[0].gamma for name, config in CONFIGS.items()}
    assert steps == {"main": 1e-2, "fast": 1e-1, "slow": 1e-3, "low start": 1e-2}
    assert starts == {"main": 1.0, "fast": 1.0, "slow": 1.0, "low start": 1e-3}


def test_the_same_network_is_trained_again() -> None:
    learned = CONFIGS["main"]
    fixed = fixed_at(learned, np.array([0.1, 0.2, 0.3]))
    assert [member.gamma for member in fixed.members] == [0.1, 0.2, 0.3]
    same = ("architecture", "optimiser", "epochs", "batch")
    assert all(getattr(fixed, name) == getattr(learned, name) for name in same)
    assert [m.seed for m in fixed.members] == [m.seed for m in learned.members]


def test_the_second_stage_fixes_gamma_at_what_the_first_reached(result: Record) -> None:
    stages = {stage: _of(result, stage) for stage in ("learned", "fixed")}
    reached = per_seed(stages["learned"], "gamma")
    assert len(reached) == SEEDS
    assert (reached < 1).all()
    assert per_seed(stages["fixed"], "gamma").tolist() == reached.tolist()
    assert [row["member"]["gamma"] for row in stages["fixed"]] == reached.tolist()
    over_time = [line["gamma"] for line in result["curves"]["fixed"]["history"]]
    assert over_time == [over_time[0]] * 3


def test_from_the_same_weights_gamma_alone_scales_the_first_gradient(result: Record) -> None:
    learned, fixed = (result["curves"][stage]["probes"][0] for stage in ("learned", "fixed"))
    assert fixed["error"] == learned["error"]
    for before, after, gamma in zip(
        learned["gradient_z"], fixed["gradient_z"], fixed["gamma"], strict=True
    ):
        assert after / before == pytest.approx(1 / gamma, rel=1e-4)


def test_what_was_measured_is_what_conclusions_and_figures_use(job: Record, result: Record) -> None:
    pytest.importorskip("matplotlib")
    jobs = [job, *(each for each in JOBS if each["condition"] != "main")]
    results = [result, *EXPERIMENT.made_up(jobs[1:], True)]
    found = {each.prediction: each for each in EXPERIMENT.conclude(jobs, results)}
    errors = [per_seed(_of(result, stage), "error") for stage in ("fixed", "learned")]
    expected = float((errors[0] / errors[1]).prod() ** (1 / SEEDS))
    assert found["error"].estimate == pytest.approx(expected)
    EXPERIMENT.draw(jobs, results).draw_without_rendering()


def test_an_interrupted_job_goes_on_from_its_stages(
    job: Record, result: Record, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("job")
    environment = Environment(threads=1, folder=folder)
    first = compact(EXPERIMENT.work(job, environment))
    again = compact(EXPERIMENT.work(job, environment))
    assert {path.name for path in folder.iterdir()} == {"learned", "fixed"}
    assert first["members"] == again["members"] == result["members"]


def _of(result: Record, stage: str) -> list[Record]:
    return [row for row in result["members"] if row["stage"] == stage]
