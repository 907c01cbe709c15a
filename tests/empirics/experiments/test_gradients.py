"""Experiment `gradients`: what its conditions are, and one short run of three of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from empirics.experiments.gradients import EXPERIMENT, SMALL
from empirics.frame.curves import EARLY_STEPS, GRADIENTS, gradient_summary
from empirics.frame.experiment import Environment, Outcome, Plan, Record
from empirics.frame.jobs import compact
from empirics.training.config import Config, read, to_record

JOBS = {job["condition"]: job for job in EXPERIMENT.jobs(Plan())}
CONFIGS: dict[str, Config] = {name: read(job["config"]) for name, job in JOBS.items()}


@pytest.fixture(scope="module")
def results() -> dict[str, Record]:
    """Three of the conditions, made short."""
    pytest.importorskip("torch")
    found = {}
    for name in ("learned", "fixed", "rprop"):
        config = dataclasses.replace(CONFIGS[name], epochs=20, batch=50)
        data = {**JOBS[name]["data"], "train": 200, "test": 50}
        job = {**JOBS[name], "config": to_record(config), "data": data}
        found[name] = compact(EXPERIMENT.work(job, Environment(threads=1)))
    return found


def test_conditions_differ_in_gamma_or_in_steps() -> None:
    kinds = {
        name: (config.loss.gamma, config.optimiser.name, config.optimiser.schedule)  # type: ignore[union-attr]
        for name, config in CONFIGS.items()
    }
    assert kinds == {
        "learned": ("learned", "adam", "constant"),
        "learned, shrinking": ("learned", "adam", "cosine"),
        "fixed": ("fixed", "adam", "constant"),
        "smaller": ("fixed", "adam", "constant"),
        "shrinking": ("fixed", "adam", "cosine"),
        "rprop": ("fixed", "rprop", "constant"),
    }
    rates = {name: config.optimiser.learning_rate for name, config in CONFIGS.items()}
    assert rates["smaller"] < rates["fixed"] == rates["learned"] == rates["shrinking"]
    starts = {name: {m.gamma for m in config.members} for name, config in CONFIGS.items()}
    assert starts["learned"] == starts["learned, shrinking"] == {1.0}
    assert starts["fixed"] == starts["smaller"] == starts["rprop"] == {SMALL}


@pytest.mark.parametrize(("preset", "samples"), [("quick", 1437), ("full", 5000)])
def test_batches_of_rprop_are_a_tenth_of_the_samples(preset: str, samples: int) -> None:
    jobs = EXPERIMENT.jobs(Plan(preset=preset))  # type: ignore[arg-type]
    batches = [job["config"]["batch"] for job in jobs if job["condition"] == "rprop"]
    assert {-(-samples // batch) for batch in batches} == {10}


def test_a_remedy_that_costs_loss_fails_alone() -> None:
    jobs = list(JOBS.values())
    results = list(EXPERIMENT.made_up(jobs, True))
    for job, result in zip(jobs, results, strict=True):
        for row in result["members"] if job["condition"] == "rprop" else ():
            row["loss"] = 900.0
    found = {each.prediction: each.outcome for each in EXPERIMENT.conclude(jobs, results)}
    assert found.pop("rprop") is Outcome.FAILS
    assert set(found.values()) == {Outcome.HOLDS}


def all_gradients(values: list[float]) -> Record:
    return dict.fromkeys(GRADIENTS, values)


def test_early_gradients_end_at_their_last_step_and_late_ones_are_the_last_tenth() -> None:
    probes = [
        {"step": step, **all_gradients([1.0, 2.0 if step <= EARLY_STEPS else 1e9])}
        for step in (1, 2, EARLY_STEPS, 2 * EARLY_STEPS)
    ]
    history = [all_gradients([0.0, value]) for value in [1e9] * 18 + [4.0, 9.0]]
    found = gradient_summary(probes, history, 1)
    for name in GRADIENTS:
        assert found[f"{name}_early"] == pytest.approx(2.0)
        assert found[f"{name}_late"] == pytest.approx(6.0)


def test_by_eq_3_gamma_scales_the_first_gradient_of_the_decoder(
    results: dict[str, Record],
) -> None:
    first = {name: result["probes"][0] for name, result in results.items()}
    for name in ("fixed", "rprop"):
        ratios = np.divide(first[name]["gradient_decoder"], first["learned"]["gradient_decoder"])
        np.testing.assert_allclose(ratios, 1 / SMALL, rtol=1e-4)


def test_every_condition_learns_something(results: dict[str, Record]) -> None:
    for result in results.values():
        first, last = result["history"][0]["loss"], result["history"][-1]["loss"]
        assert all(after < before for before, after in zip(first, last, strict=True))
