"""Every experiment: its tests can go every way, its jobs can be read, its figure is drawn."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from empirics.errors import EmpiricsError
from empirics.experiments import affine, components, loops, pruning, spiral_codes
from empirics.experiments.affine import between, exact_loss
from empirics.frame import committed
from empirics.frame.experiment import TWICE, Environment, Experiment, Plan, PredictionVerdict
from empirics.frame.jobs import compact, digest, sample, samples, thinned, training
from empirics.frame.registry import NAMES, experiment, experiments
from empirics.frame.rules import Rule
from empirics.frame.verdicts import concluded
from empirics.measures.affine import solve, spectrum
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, read
from sparsity_theory.ledger.claims import Mark


@pytest.fixture(params=NAMES)
def studied(request: pytest.FixtureRequest) -> Experiment:
    return experiment(request.param)


def jobs(of: Experiment, seeds: int | None = 8) -> list[dict[str, Any]]:
    return [compact(job) for job in of.all_jobs(Plan(seeds=seeds))]


@pytest.mark.parametrize(
    ("holds", "outcome"), [(True, PredictionVerdict.HOLDS), (False, PredictionVerdict.FAILS)]
)
def test_every_prediction_can_hold_and_can_fail(
    studied: Experiment, holds: bool, outcome: PredictionVerdict
) -> None:
    listed = jobs(studied)
    findings = concluded(studied, listed, compact(studied.made_up(listed, holds)))
    told = {finding.prediction for finding in findings}
    needs_others = {"other-apart", "steady"}  # digits have no second data set
    assert told | needs_others >= {each.id for each in studied.predictions}
    assert {finding.outcome for finding in findings} == {outcome}
    assert {finding.runs for finding in findings} == {8}


@pytest.mark.parametrize("holds", [True, False])
def test_with_two_seeds_nothing_is_decided(studied: Experiment, holds: bool) -> None:
    listed = jobs(studied, seeds=2)
    findings = concluded(studied, listed, compact(studied.made_up(listed, holds)))
    assert {finding.outcome for finding in findings} == {PredictionVerdict.UNDECIDED}


def test_what_half_the_training_contradicts_is_transient_or_undecided(studied: Experiment) -> None:
    listed = jobs(studied)
    before, after = (compact(studied.made_up(listed, holds)) for holds in (False, True))
    mixed = [
        late if job.get(TWICE) else early
        for job, early, late in zip(listed, before, after, strict=True)
    ]
    outcomes = {finding.outcome for finding in concluded(studied, listed, mixed)}
    assert outcomes <= {PredictionVerdict.TRANSIENT, PredictionVerdict.UNDECIDED}
    assert PredictionVerdict.TRANSIENT in outcomes


def test_models_are_paired_by_seed_not_by_place(studied: Experiment) -> None:
    listed = jobs(studied)
    results = compact(studied.made_up(listed, True))
    straight = concluded(studied, listed, results)
    for result in results:
        result.get("members", []).reverse()
    again = concluded(studied, listed, results)
    assert [each.outcome for each in again] == [each.outcome for each in straight]
    assert [each.estimate for each in again] == pytest.approx([e.estimate for e in straight])


def test_jobs_are_json_that_a_configuration_can_be_read_from(studied: Experiment) -> None:
    listed = jobs(studied, seeds=3)
    assert len({digest(job) for job in listed}) == len(listed)
    for job in json.loads(json.dumps(listed)):
        if "config" in job:
            assert read(job["config"]).members
        assert list(samples(job)) == ([job["data"]] if "data" in job else [])


def test_twice_the_training_changes_nothing_else(studied: Experiment) -> None:
    for job in studied.jobs(Plan(seeds=3)):
        assert studied.twice is not None
        doubled = studied.twice(job)
        flat = json.dumps(compact(job)), json.dumps(compact(doubled))
        changed = {key for key in doubled if key not in job or doubled[key] != job[key]}
        assert changed in ({TWICE, "config"}, {TWICE, "steps"})
        assert flat[0] != flat[1]


def test_the_figure_is_drawn_from_jobs_and_results_alone(studied: Experiment) -> None:
    pytest.importorskip("matplotlib")
    listed = jobs(studied, seeds=3)
    results = compact(studied.made_up(listed, True))
    if studied.name in WITH_CURVES:
        results = [{**result, "curves": curves(result)} for result in results]
    figure = studied.draw(listed, results)
    figure.draw_without_rendering()
    labelled = [axes for axes in figure.axes if axes.axison]
    assert labelled
    assert all(axes.get_ylabel() for axes in labelled if axes.get_xlabel())


WITH_CURVES = ("fig-4", "fig-4-images", "fig-4-conv", "starts", "constants")


def curves(result: dict[str, Any]) -> dict[str, Any]:
    """Two lines of a training run for each arm."""
    count = len({row["member"]["seed"] for row in result["members"]})
    lines = [
        {"epoch": step, "step": step, "loss": [1.0] * count, "gradient_z": [1.0] * count}
        for step in (1, 2)
    ]
    trace = [
        {"step": step, "mmd": [0.1 / step] * count, "active_half": [step] * count}
        for step in (1, 2)
    ]
    arms = {row["arm"] for row in result["members"]}
    return {arm: {"history": lines, "probes": lines, "trace": trace} for arm in arms}


def test_fig_4_draws_mmd_and_active_dimensions_of_every_arm_over_the_training() -> None:
    pytest.importorskip("matplotlib")
    of = experiment("fig-4")
    listed = jobs(of, seeds=3)
    results = [{**each, "curves": curves(each)} for each in compact(of.made_up(listed, True))]
    shown = {axes.get_ylabel(): axes for axes in of.draw(listed, results).axes[:4]}
    for label, last in (
        ("squared MMD(q(z), N(0, I)), unbiased", 0.05),
        ("dimensions with mean σ² below 1/2", 2),
    ):
        lines = [line for line in shown[label].lines if list(line.get_xdata()) == [1, 2]]
        assert [line.get_label() for line in lines] == ["learned", "fixed", "warm", "4x"]
        assert {line.get_ydata()[1] for line in lines} == {last}
    for each in results:
        for arm in each["curves"].values():
            del arm["trace"]  # as in records from before there were traces
    of.draw(listed, results).draw_without_rendering()


def test_every_experiment_says_what_would_have_refuted_it(studied: Experiment) -> None:
    assert len(studied.refuted) > 40


def test_predictions_say_whose_they_are_and_where_bounds_come_from(studied: Experiment) -> None:
    for prediction in studied.predictions:
        assert isinstance(prediction.mark, Mark)
        assert prediction.source
        if "against the bound: above 0." in prediction.test:
            continue  # no effect
        if "against the bound: above 1." in prediction.test:
            continue  # no effect, for a ratio
        assert "(" in prediction.test.split("against the bound")[1]


def test_the_committed_predictions_are_those_of_the_code(studied: Experiment) -> None:
    committed.check(studied)


def test_a_set_that_an_experiment_lacks_is_refused() -> None:
    with pytest.raises(EmpiricsError, match="has no data set mnits; it has digits"):
        affine.jobs(Plan(data=("mnits",)))


def test_an_unknown_experiment_is_refused_and_all_stands_for_each_once() -> None:
    with pytest.raises(EmpiricsError, match="there is no experiment 'afine'; there are fig-4,"):
        experiments(["affine", "afine"])
    assert [each.name for each in experiments(["beta", "all"])][:2] == ["beta", "fig-4"]
    assert len(experiments(["all", "all"])) == len(NAMES)


@pytest.mark.parametrize(("kappa", "gamma", "weight"), [(3, 0.3, 1.0), (5, 0.05, 2.5)])
def test_exact_loss_of_the_closed_form_solution_are_its_minimum(
    kappa: int, gamma: float, weight: float
) -> None:
    x = np.random.default_rng(0).standard_normal((80, 7)) @ np.diag(0.7 ** np.arange(7))
    best = solve(x, kappa, gamma=gamma, beta=weight)
    config = Config(
        Architecture("mlp", (7,), kappa), (Member(0, weight, gamma),), VAE("fixed", noise="exact"),
        Optimiser(), epochs=1, batch=1,
    )  # fmt: skip
    model = SimpleNamespace(encode=lambda _x: (best.mu, best.sigma), decode=best.decode)
    trained: Any = SimpleNamespace(
        config=config, gamma=np.array([gamma]), member=lambda _index: model
    )
    assert exact_loss(trained, 0, x) == pytest.approx(best.minimum.loss, rel=1e-6)
    model.encode = lambda _x: (1.1 * best.mu, best.sigma)
    assert exact_loss(trained, 0, x) > best.minimum.loss + 1e-3


def test_levels_lie_between_eigenvalues_and_clear_of_them() -> None:
    scales = np.sqrt([9.0, 8.9, 4.0, 1.0, 0.9, 0.2])
    x = np.random.default_rng(0).standard_normal((4000, 6)) * scales
    levels = between(x, 5)
    assert levels == pytest.approx([2.0, np.sqrt(0.9 * 0.2)], rel=0.1)
    assert len(between(x, 5, most=9)) < 5  # an eigenvalue next to a level is not seen by ablation


def test_needed_dimensions_are_the_fewest_that_reconstruct_to_the_noise() -> None:
    def row(seed: int, kappa: int, unexplained: float) -> dict[str, Any]:
        return {
            "member": {"seed": seed},
            "kappa": kappa,
            "start": "main",
            "unexplained": unexplained,
        }

    rows = [row(0, 2, 0.1), row(0, 3, 0.001), row(0, 10, 0.001)]
    rows += [row(1, 2, 0.1), row(1, 3, 0.1), row(1, 10, 0.1)]
    np.testing.assert_array_equal(pruning.needs(rows, [0, 1]), [3, np.nan])


def test_what_an_object_needs_beats_the_average_of_like_views() -> None:
    def row(seed: int, kappa: int, unexplained: float) -> dict[str, Any]:
        average = 0.1 * (1 + seed)
        return {
            "member": {"seed": seed},
            "kappa": kappa,
            "unexplained": unexplained,
            "average": average,
        }

    first = [row(0, kappa, 0.15 / kappa) for kappa in loops.KAPPAS]
    second = [row(1, kappa, 0.15) for kappa in loops.KAPPAS]
    third = [row(2, kappa, 0.4) for kappa in loops.KAPPAS]
    np.testing.assert_array_equal(loops.needs(first + second + third, [0, 1, 2]), [2, 1, np.nan])


def test_thinning_keeps_the_ends() -> None:
    lines = [{"epoch": epoch} for epoch in range(1, 1001)]
    kept = thinned(lines)
    assert (len(kept), kept[0], kept[-1]) == (100, lines[0], lines[-1])
    assert thinned(lines[:100]) == lines[:100]


def test_a_ratio_that_is_undefined_for_a_seed_decides_nothing() -> None:
    rule = Rule("x", "x", "x", ">", 1.0, Mark.EXTENSION, "here", "ratio")
    for value in (0.0, -1.0, float("nan")):
        assert rule.finding("data", [2.0, 2.0, value]).outcome is PredictionVerdict.UNDECIDED


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


def test_the_full_preset_is_on_real_data_and_the_paper_preset_is_larger(data_folder: Path) -> None:
    full, paper = Plan(preset="full", folder=data_folder), Plan(preset="paper", folder=data_folder)
    assert {job["data"]["load"] for job in affine.jobs(full)} == {"digits", "mnist"}
    images = {job["data"]["load"] for job in components.jobs(full)}
    assert images == {"mnist", "fashion-mnist"}
    kinds = {job["config"]["architecture"]["kind"] for job in components.jobs(paper)}
    assert kinds == {"mlp", "conv"}
    assert {job["config"]["epochs"] for job in components.jobs(paper)} == {200}  # doubled: 400


def test_the_codes_kept_on_both_sides_of_a_flip_are_certified_and_none_else() -> None:
    pytest.importorskip("torch")
    curve = {"n": 24, "turns": 2.5, "d": 4, "seed": 0}
    job = {"penalty": "u/(u+t)", "curve": curve, "steps": 300}
    result = compact(spiral_codes.work(job, Environment()))
    assert 0.8 < spiral_codes.flip(result) / result["expected"] < 1.3
    assert spiral_codes.certified(job, result)
    assert all(point["powers"][1:] == [0, 0] for point in result["points"][::3])  # one row
    first, second = result["kept"]
    turned = {**result, "kept": [{**first, "tau": second["tau"]}, second]}
    assert not spiral_codes.certified(job, turned)
    near = [[0.99 * value for value in row] for row in first["row"]]
    assert not spiral_codes.certified(job, {**result, "kept": [{**first, "row": near}, second]})
    assert not spiral_codes.certified(job, {**result, "kept": []})
