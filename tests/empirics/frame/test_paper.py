"""The preset "paper", which nobody ran here at its size: everything but the size is run small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from empirics.data import celeba, load
from empirics.errors import EmpiricsError
from empirics.frame import images
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionVerdict
from empirics.frame.jobs import compact, dataset, sample
from empirics.frame.registry import experiment
from empirics.frame.runner import costs, planned, run
from empirics.frame.verdicts import concluded
from numerics.running.sweep import inline

ON_IMAGES = ("fig-4-images", "fig-4-conv", "starts", "constants", "components", "strokes")


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any image set without its files, for what is planned and concluded only."""
    train = np.random.default_rng(0).random((4, 3), np.float32)
    monkeypatch.setattr(images, "dataset", lambda *_: SimpleNamespace(train=train))


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize("name", ON_IMAGES)
@pytest.mark.parametrize("preset", ["full", "paper"])
def test_networks_of_both_kinds_on_the_same_images_are_concluded_apart(
    name: str, preset: Any
) -> None:
    of = experiment(name)
    jobs = [compact(job) for job in of.all_jobs(Plan(preset, seeds=8))]
    kinds = {(job["data"]["load"], job["config"]["architecture"]["kind"]) for job in jobs}
    findings = concluded(of, jobs, compact(of.made_up(jobs, True)))
    assert {each.outcome for each in findings} == {PredictionVerdict.HOLDS}
    assert {each.runs for each in findings} == {8}
    assert len({each.data for each in findings}) == len(kinds)


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize("name", ON_IMAGES)
def test_it_trains_on_images_for_the_epochs_of_the_paper(name: str) -> None:
    jobs = experiment(name).all_jobs(Plan("paper", data=("mnist",)))
    lengths = {job["config"]["epochs"] for job in jobs}
    assert lengths == {images.PAPER_EPOCHS // 2, images.PAPER_EPOCHS}


@pytest.mark.usefixtures("blank")
def test_faces_are_of_the_paper_s_size_and_come_only_where_they_are_asked_for() -> None:
    of = experiment("fig-4-images")
    faces = of.jobs(Plan("paper", data=("celeba",)))
    assert {tuple(job["config"]["architecture"]["shape"]) for job in faces} == {(3, 128, 128)}
    assert not [job for job in of.jobs(Plan("paper")) if job["data"]["load"] == "celeba"]
    with pytest.raises(EmpiricsError, match="has no data set celeba; it has mnist"):
        experiment("components").jobs(Plan("paper", data=("celeba",)))


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    """A folder of CelebA with more images than are read without a limit."""
    image = pytest.importorskip("PIL.Image")
    folder = tmp_path / celeba.FOLDER
    folder.mkdir(parents=True)
    for number in (1, 2, 3, 182_638, 182_639):
        image.new("RGB", (178, 218), (number % 250, 90, 30)).save(folder / f"{number:06}.jpg")
    return tmp_path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    monkeypatch.setattr(images, "PAPER_EPOCHS", 2)
    monkeypatch.setattr(celeba, "MOST_UNLIMITED", 4)
    tiny = replace(images.CELEBA, hidden=(2, 2))
    monkeypatch.setitem(images.SETS, "paper", (tiny,))
    return experiment("fig-4-images")


def test_faces_go_from_a_folder_to_verdicts(small: Experiment, faces: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    plan = Plan("paper", ("celeba",), faces, seeds=1)
    ready = planned(small, plan, Environment(faces, threads=1))
    assert {job["config"]["epochs"] for job in ready.jobs} == {1, 2}
    assert costs(ready) > 0
    found, findings = run(ready, tmp_path / "records", inline)
    assert found.preset == "paper"
    assert {each.data for each in findings} == {"celeba, convolutional"}
    # One seed decides nothing; faces have no labels, so no classifier judges samples of them.
    assert {each.outcome for each in findings} == {PredictionVerdict.UNDECIDED}
    assert {each.prediction for each in findings} == {
        each.id for each in small.predictions if each.id != "generation"
    }
    assert not [result for result in found.jobs_and_results()[1] if "stopped" in result]


def test_one_limit_for_both_parts_keeps_what_it_keeps_of_the_whole() -> None:
    early = dataset(sample("digits", train=90, test=90), Environment())
    late = load("digits").limited(90, 90)
    assert np.array_equal(early.train, late.train)
    assert np.array_equal(early.test, late.test)
