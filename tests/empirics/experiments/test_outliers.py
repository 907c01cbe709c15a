"""Experiment `outliers`: scores are right, and known outliers are told apart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from empirics.data import load
from empirics.experiments.outliers import (
    EXPERIMENT,
    LARGE,
    OUTLIERS,
    SMALL,
    outliers,
    residuals,
    scored,
    turned,
)
from empirics.frame.experiment import Environment, Outcome, Plan, Record
from empirics.frame.jobs import compact, sample
from empirics.measures import auroc, pca
from empirics.training.config import read, to_record

JOBS = EXPERIMENT.jobs(Plan())
HERE = Environment(threads=1)


def test_a_digit_upside_down_is_the_digit_read_backwards() -> None:
    x = load("digits").test
    np.testing.assert_array_equal(turned(x, (1, 8, 8)), x[:, ::-1])
    np.testing.assert_array_equal(turned(turned(x, (1, 8, 8)), (1, 8, 8)), x)


def test_channels_stay_where_they_are() -> None:
    image = np.arange(12, dtype=np.float32).reshape(1, 12)
    expected = [[3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8]]
    assert turned(image, (3, 2, 2)).tolist() == expected


def test_outliers_are_the_other_set_or_the_same_one_turned() -> None:
    (job, *_) = JOBS
    same = outliers(job, HERE)
    x = load("digits").limited(5000, 1000, 0).test
    np.testing.assert_array_equal(same, turned(x, (1, 8, 8)))
    other = {**job, "data": sample("linear(n=100,d=64,r=2,seed=0)", train=50, test=10)}
    np.testing.assert_array_equal(outliers(other, HERE), x)


@pytest.mark.parametrize("count", [1, 7, 30])
def test_residuals_agree_with_another_implementation(count: int) -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    data = load("digits")
    reference = decomposition.PCA(count).fit(data.train.astype(np.float64))
    x = data.test.astype(np.float64)
    left = x - reference.inverse_transform(reference.transform(x))
    np.testing.assert_allclose(
        residuals(pca(data.train), data.test, count), (left**2).sum(axis=1), rtol=1e-4, atol=1e-6
    )


def test_full_runs_set_each_of_the_two_against_the_other() -> None:
    pairs = {
        (job["data"]["load"], job["outliers"]["load"]) for job in EXPERIMENT.jobs(Plan("full"))
    }
    assert pairs == {("mnist", "fashion-mnist"), ("fashion-mnist", "mnist")}
    assert OUTLIERS["digits"] == "digits"


def test_kappa_runs_from_8_to_128_with_both_fixed_gammas_at_each() -> None:
    met = {
        (job["kappa"], job["gamma_mode"], member["gamma"])
        for job in EXPERIMENT.jobs(Plan("full"))
        for member in job["config"]["members"]
    }
    kinds = {("learned", 1.0), ("fixed", SMALL), ("fixed", LARGE)}
    assert met == {(kappa, *kind) for kappa in (8, 32, 128) for kind in kinds}


def test_a_score_that_falls_with_kappa_is_not_steady() -> None:
    results = list(EXPERIMENT.made_up(JOBS, True))
    for job, result in zip(JOBS, results, strict=True):
        for row in result["members"]:
            row["auroc"] -= 0.001 * job["kappa"]
    found = {each.prediction: each.outcome for each in EXPERIMENT.conclude(JOBS, results)}
    assert found.pop("steady") is Outcome.FAILS
    assert set(found.values()) == {Outcome.HOLDS}


@pytest.fixture(scope="module")
def result() -> Record:
    """Inliers on a plane of dimension 2; digits are far from it."""
    pytest.importorskip("torch")
    job = JOBS[0]
    config = dataclasses.replace(read(job["config"]), epochs=30, batch=50)
    data = sample("linear(n=500,d=64,r=2,seed=0)", train=400, test=100)
    short = {**job, "data": data, "config": to_record(config)}
    found: Record = compact(EXPERIMENT.work(short, HERE))
    return found


def test_points_off_the_plane_are_told_from_points_on_it(result: Record) -> None:
    assert len(result["members"]) == 3
    for row in result["members"]:
        assert row["pca"] == 1.0
        assert row["auroc"] > 0.95


def test_scores_are_squared_distances_to_the_reconstruction() -> None:
    pytest.importorskip("torch")
    from empirics.training.train import train

    data = load("digits").limited(100, 20, 0)
    config = dataclasses.replace(read(JOBS[0]["config"]), epochs=1)
    trained = train(config, data.train)
    found = scored(trained, data.test)
    model = trained.member(1)
    x_hat = model.decode(model.encode(data.test)[0])
    direct = [float(((a - b) ** 2).sum()) for a, b in zip(data.test, x_hat, strict=True)]
    np.testing.assert_allclose(found[1], direct, rtol=1e-5)
    assert auroc(found[1], found[1]) == 0.5
