"""One member that diverges or collapses is named, and the others end as they would without it."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from empirics.errors import TrainingError
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.evaluate import evaluate
from empirics.training.lost import ScaleWarning
from empirics.training.train import TrainingRun, train

X = np.random.default_rng(0).standard_normal((60, 4)).astype(np.float32)
GOOD = Config(
    Architecture("mlp", (4,), latent=2, hidden=(6,)),
    (Member(0), Member(1), Member(2)), VAE("fixed"), Optimiser(schedule="cosine"), 4, 20,
)  # fmt: skip
# A/gamma is beyond single precision at its first step.
BAD = replace(GOOD, members=(Member(0), Member(1, gamma=1e-39), Member(2)))


def losses(history: list, member: int) -> list[float]:
    return [line["loss"][member] for line in history]


def test_a_member_that_diverges_is_named_and_the_others_keep_their_bits() -> None:
    whole, found = train(GOOD, X), train(BAD, X)
    assert list(found.lost) == [1]
    assert "member 1 (seed 1) became inf in epoch 1, step 1: try smaller steps" in found.lost[1]
    for member in (0, 2):
        assert losses(found.history, member) == losses(whole.history, member)
        np.testing.assert_array_equal(
            found.member(member).encode(X)[0], whole.member(member).encode(X)[0]
        )
    assert losses(found.history, 1) == [None] * 4
    assert "S = 3, 1 lost, 4 epochs" in repr(found)
    assert escape(found.lost[1]) in found._repr_html_()
    assert np.isnan(found.gamma[1])
    json.dumps([found.history, found.probes], allow_nan=False)


def test_what_is_asked_of_a_lost_member_says_why() -> None:
    found = train(BAD, X)
    with pytest.raises(TrainingError, match=r"of member 1 \(seed 1\) became inf"):
        found.member(1)
    with pytest.raises(TrainingError, match=r"of member 1 \(seed 1\) became inf"):
        evaluate(found, X)


def test_a_run_broken_off_after_a_loss_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(BAD, X)
    end = TrainingRun._end_epoch

    def killed(run: TrainingRun) -> dict:
        if run._epoch == 2:
            raise KeyboardInterrupt
        return end(run)

    monkeypatch.setattr(TrainingRun, "_end_epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        train(BAD, X, folder=tmp_path, checkpoint_seconds=0)
    monkeypatch.undo()
    again = train(BAD, X, folder=tmp_path)
    assert again.lost == whole.lost
    assert losses(again.history, 0) == losses(whole.history, 0)


def test_where_none_is_left_training_stops() -> None:
    members = tuple(Member(seed, gamma=1e-39) for seed in range(2))
    with pytest.raises(
        TrainingError, match=r"member 0 .* became inf .*, as did 1 others: training stopped"
    ):
        train(replace(GOOD, members=members), X)


def test_units_of_bytes_are_named_before_the_first_step() -> None:
    x = (255 * np.random.default_rng(0).uniform(size=(60, 4))).astype(np.float32)
    started = []
    with pytest.warns(ScaleWarning, match=r"lie in \[.*\]: scale them .*x / 255, say\), and gamma"):
        train(replace(GOOD, epochs=1), x, progress=started.append)
    with pytest.raises(ScaleWarning):  # warnings are errors in these tests: nothing was trained
        train(GOOD, x, progress=started.append)
    assert len(started) == 1
    assert train(replace(GOOD, epochs=1), X).lost == {}


def test_a_collapsed_member_is_named_with_what_to_do() -> None:
    members = (Member(0, gamma=0.01), Member(1, gamma=100.0))
    slow = replace(GOOD, members=members, epochs=30, optimiser=Optimiser(learning_rate=0.01))
    found = train(slow, X)
    assert list(found.collapsed) == [1]
    assert "member 1 (seed 1) has collapsed" in found.collapsed[1]
    assert "smaller gamma" in found.collapsed[1]
