"""Experiments affine, pruning, beta and collapse: their tests can go every way."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from empirics.errors import EmpiricsError
from empirics.experiments import affine, beta, pruning
from empirics.experiments.affine import between, exact_losses
from empirics.frame.experiment import Environment, Experiment, Outcome, Plan
from empirics.frame.jobs import compact, digest, sample, samples, thinned, training
from empirics.frame.registry import NAMES, experiment, experiments
from empirics.frame.rules import Rule
from empirics.measures.affine import solve, spectrum
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, read
from sparsity_theory.ledger.claims import Mark

MINE = ("affine", "pruning", "beta", "collapse")


def jobs(of: Experiment, seeds: int | None = None) -> list[dict[str, Any]]:
    return [compact(job) for job in of.jobs(Plan(seeds=seeds))]


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize(("holds", "outcome"), [(True, Outcome.HOLDS), (False, Outcome.FAILS)])
def test_every_prediction_can_hold_and_can_fail(name: str, holds: bool, outcome: Outcome) -> None:
    of = experiment(name)
    listed = jobs(of)
    findings = of.conclude(listed, compact(of.made_up(listed, holds)))
    assert {finding.prediction for finding in findings} == {each.id for each in of.predictions}
    assert {finding.outcome for finding in findings} == {outcome}
    assert all(finding.runs == 3 for finding in findings)


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("holds", [True, False])
def test_with_two_seeds_nothing_is_decided(name: str, holds: bool) -> None:
    of = experiment(name)
    listed = jobs(of, seeds=2)
    findings = of.conclude(listed, compact(of.made_up(listed, holds)))
    assert {finding.outcome for finding in findings} == {Outcome.UNDECIDED}


@pytest.mark.parametrize("name", MINE)
def test_results_that_differ_between_seeds_leave_it_undecided(name: str) -> None:
    of = experiment(name)
    listed = jobs(of)
    good, bad = (compact(of.made_up(listed, holds)) for holds in (True, False))
    for one, other in zip(good, bad, strict=True):
        one["members"] = [
            wrong if wrong["member"]["seed"] == 0 else right
            for right, wrong in zip(one["members"], other["members"], strict=True)
        ]
    outcomes = {finding.outcome for finding in of.conclude(listed, good)}
    assert Outcome.HOLDS not in outcomes
    assert Outcome.UNDECIDED in outcomes


@pytest.mark.parametrize("name", MINE)
def test_jobs_are_json_that_a_configuration_can_be_read_from(name: str) -> None:
    listed = jobs(experiment(name))
    assert len({digest(job) for job in listed}) == len(listed)
    for job in json.loads(json.dumps(listed)):
        assert read(job["config"]).members
        assert list(samples(job)) == [job["data"]]


@pytest.mark.parametrize("name", MINE)
def test_the_figure_is_drawn_from_jobs_and_results_alone(name: str) -> None:
    pytest.importorskip("matplotlib")
    of = experiment(name)
    listed = jobs(of)
    figure = of.draw(listed, compact(of.made_up(listed, True)))
    labelled = [axes for axes in figure.axes if axes.axison]
    assert labelled
    assert all(axes.get_xlabel() for axes in labelled)


def test_the_full_preset_has_five_seeds() -> None:
    listed = beta.jobs(Plan(preset="full"))
    assert {member["seed"] for job in listed for member in job["config"]["members"]} == set(
        range(5)
    )


def test_a_set_that_an_experiment_lacks_is_refused() -> None:
    with pytest.raises(EmpiricsError, match="has no data set mnits; it has digits"):
        affine.jobs(Plan(data=("mnits",)))


def test_an_unknown_experiment_is_refused_and_all_stands_for_each_once() -> None:
    with pytest.raises(EmpiricsError, match="there is no experiment 'afine'; there are affine,"):
        experiments(["affine", "afine"])
    assert [each.name for each in experiments(["pca", "all"])][:2] == ["pca", "affine"]
    assert len(experiments(["all", "all"])) == len(NAMES)


@pytest.mark.parametrize(("kappa", "gamma", "weight"), [(3, 0.3, 1.0), (5, 0.05, 2.5)])
def test_exact_losses_of_the_closed_form_solution_are_its_minimum(
    kappa: int, gamma: float, weight: float
) -> None:
    x = np.random.default_rng(0).standard_normal((80, 7)) @ np.diag(0.7 ** np.arange(7))
    best = solve(x, kappa, gamma=gamma, beta=weight)
    config = Config(
        Architecture("mlp", (7,), kappa), (Member(0, weight, gamma),), VAE("fixed", noise="exact"),
        Optimiser(), epochs=1, batch=1,
    )  # fmt: skip
    trained: Any = SimpleNamespace(
        config=config,
        gamma=np.array([gamma]),
        encode=lambda _x: (best.mu[None], best.sigma[None]),
        decode=lambda z: best.decode(z[0])[None],
    )
    (loss,) = exact_losses(trained, x)
    assert loss == pytest.approx(best.minimum.loss, rel=1e-6)
    trained.encode = lambda _x: (1.1 * best.mu[None], best.sigma[None])
    assert exact_losses(trained, x)[0] > best.minimum.loss + 1e-3


def test_levels_lie_between_eigenvalues_and_clear_of_them() -> None:
    scales = np.sqrt([9.0, 8.9, 4.0, 1.0, 0.9, 0.2])
    x = np.random.default_rng(0).standard_normal((4000, 6)) * scales
    levels = between(x, 5)
    assert levels == pytest.approx([2.0, np.sqrt(0.9 * 0.2)], rel=0.1)
    assert len(between(x, 5, most=9)) < 5  # an eigenvalue next to a level is not seen by ablation


def test_the_needed_dimensions_are_those_of_a_continuous_code() -> None:
    names = {job["data"]["load"]: job["needed"] for job in pruning.jobs(Plan())}
    assert list(names.values()) == [3, 3, 3]


def test_a_model_that_does_not_reconstruct_counts_as_dense() -> None:
    row = {"active": 0, "unexplained": 0.9, "latent": 10}
    assert pruning.kept(row) == 10
    assert pruning.kept(row | {"unexplained": 0.001}) == 0


def test_thinning_keeps_the_ends() -> None:
    lines = [{"epoch": epoch} for epoch in range(1, 1001)]
    kept = thinned(lines)
    assert (len(kept), kept[0], kept[-1]) == (100, lines[0], lines[-1])
    assert thinned(lines[:100]) == lines[:100]


def test_a_ratio_that_is_undefined_for_a_seed_decides_nothing() -> None:
    rule = Rule("x", "x", "x", ">", 1.0, Mark.EXTENSION, "here", ratio=True)
    for value in (0.0, -1.0, float("nan")):
        assert rule.finding("data", [2.0, 2.0, value]).outcome is Outcome.UNDECIDED


def test_a_small_affine_experiment_reaches_the_closed_form_on_digits() -> None:
    pytest.importorskip("torch")
    data = sample("digits", train=400)
    x = affine.dataset(data, Environment()).train
    gamma = between(x, 3)[0]
    config = Config(
        Architecture("mlp", (64,), 3), tuple(Member(seed, 1.0, gamma) for seed in range(3)),
        VAE("fixed", noise="exact"), Optimiser(learning_rate=5e-2, schedule="cosine"),
        epochs=500, batch=400,
    )  # fmt: skip
    job = training(data, config, variant="fixed")
    result = affine.work(job, Environment())
    best = spectrum(x, 3).at(gamma)
    for member in result["members"]:
        assert member["active"] == best.active
        assert 0 <= member["exact_loss"] - best.loss < 0.1
    json.dumps(result, allow_nan=False)


def test_real_data_of_the_full_preset_are_found(data_folder: Path) -> None:
    plan = Plan(preset="full", folder=data_folder)
    assert {job["data"]["load"] for job in affine.jobs(plan)} == {"digits", "mnist"}
    loops = [job for job in pruning.jobs(plan) if job["data"]["load"].startswith("coil20")]
    assert {job["needed"] for job in loops} == {2}
