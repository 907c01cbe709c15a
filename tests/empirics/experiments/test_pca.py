"""Experiment `pca`: components are counted rightly, on data where the answer is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from empirics.experiments.pca import EXPERIMENT
from empirics.frame.experiment import Environment, Outcome, Plan, Record
from empirics.frame.jobs import compact, dataset, sample
from empirics.training.config import Optimiser, read, to_record

RANK, DIMENSION, KAPPA = 3, 10, 2
DATA = sample(f"linear(n=600,d={DIMENSION},r={RANK},seed=0)", train=400, test=100)


@pytest.fixture(scope="module")
def result() -> Record:
    """An affine VAE with fewer dimensions than the data's subspace: at best it is PCA."""
    pytest.importorskip("torch")
    job = EXPERIMENT.jobs(Plan())[-1]
    config = read(job["config"])
    architecture = dataclasses.replace(
        config.architecture, shape=(DIMENSION,), latent=KAPPA, hidden=()
    )
    config = dataclasses.replace(
        config,
        architecture=architecture,
        optimiser=Optimiser(learning_rate=1e-2, gamma_rate=1e-2),
        epochs=100,
        batch=50,
    )
    short = {**job, "data": DATA, "config": to_record(config), "kappa": KAPPA}
    found: Record = compact(EXPERIMENT.work(short, Environment(threads=1)))
    return found


def test_components_are_the_fewest_that_reach_the_error_of_the_model(result: Record) -> None:
    errors = result["pca"]
    assert len(result["members"]) == 3
    for row in result["members"]:
        count = row["components"]
        assert errors[count] <= row["error_per_coordinate"] < errors[count - 1]


def test_an_affine_vae_is_no_better_than_pca(result: Record) -> None:
    for row in result["members"]:
        assert row["active"] == KAPPA
        # By chance it may be a little better on samples that neither has seen.
        assert (
            row["components"] <= KAPPA or row["error_per_coordinate"] > 0.9 * result["pca"][KAPPA]
        )


def test_errors_of_pca_agree_with_another_implementation(result: Record) -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    data = dataset(DATA, Environment())
    for count in (1, 2):
        reference = decomposition.PCA(count).fit(data.train.astype(np.float64))
        x = data.test.astype(np.float64)
        left = x - reference.inverse_transform(reference.transform(x))
        assert result["pca"][count] == pytest.approx((left**2).mean(), rel=1e-4)
    assert result["pca"][RANK] == pytest.approx(0, abs=1e-10)


def test_only_the_largest_kappa_is_tested() -> None:
    jobs = EXPERIMENT.jobs(Plan())
    results = list(EXPERIMENT.made_up(jobs, True))
    reversed_ = EXPERIMENT.made_up(jobs, False)
    mixed = [*reversed_[:-1], results[-1]]
    assert {each.outcome for each in EXPERIMENT.conclude(jobs, mixed)} == {Outcome.HOLDS}


def test_a_collapsed_model_leaves_the_ratio_undecided() -> None:
    jobs = EXPERIMENT.jobs(Plan())
    results = list(EXPERIMENT.made_up(jobs, True))
    for row in results[-1]["members"]:
        row |= {"active": 0, "components": 0}
    found = {each.prediction: each for each in EXPERIMENT.conclude(jobs, results)}
    assert found["components"].outcome is Outcome.UNDECIDED
    assert found["components"].note.startswith("undefined for 3 of 3 seeds")
