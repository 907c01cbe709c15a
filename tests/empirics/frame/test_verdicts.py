"""Verdicts survive twice the training, a correction for their number, and stopped jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from empirics.frame.experiment import (
    Experiment,
    Plan,
    Prediction,
    PredictionFinding,
    PredictionVerdict,
)
from empirics.frame.experiment import twice_the_epochs as twice
from empirics.frame.rules import Rule
from empirics.frame.verdicts import STOPPED, concluded, judged
from sparsity_theory.ledger.claims import Mark

RULE = Rule("gain", "It gains.", "gain", ">", 0.0, Mark.PAPER, "Fig. 4")
CLEAR, VAGUE = [1.0, 1.01, 0.99], [1.0, 5.0, -4.0]


def at(scale: float, values: list[float] = CLEAR, data: str = "digits") -> PredictionFinding:
    return RULE.finding(data, [scale * value for value in values])


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (at(1.0), at(1.2), PredictionVerdict.HOLDS),
        (at(1.0), at(0.6), PredictionVerdict.HOLDS),
        (at(1.0), at(0.4), PredictionVerdict.TRANSIENT),
        (at(1.0), at(1.6), PredictionVerdict.TRANSIENT),
        (at(1.0), at(-1.0), PredictionVerdict.TRANSIENT),
        (at(-1.0), at(-1.2), PredictionVerdict.FAILS),
        (at(1.0), at(0.1, VAGUE), PredictionVerdict.TRANSIENT),
        (at(1.0, VAGUE), at(0.1, VAGUE), PredictionVerdict.UNDECIDED),
        (at(1.0, VAGUE), at(1.2), PredictionVerdict.TRANSIENT),
    ],
)
def test_a_verdict_stands_if_doubling_moves_it_by_less_than_half(
    before: PredictionFinding, after: PredictionFinding, outcome: PredictionVerdict
) -> None:
    (found,) = judged([before], [after])
    assert found.outcome is outcome
    assert found.before == before.estimate


def test_one_verdict_of_many_needs_stronger_evidence() -> None:
    found = RULE.finding("digits", [1.0, 1.4, 0.6])
    assert found.p is not None
    assert 0.05 / 9 < found.p < 0.06
    alone = replace(found, p=0.02)
    others = [RULE.finding(f"data {i}", VAGUE) for i in range(8)]
    assert judged(None, [alone])[0].outcome is PredictionVerdict.HOLDS
    crowded = judged(None, [alone, *others])[0]
    assert crowded.outcome is PredictionVerdict.UNDECIDED
    assert crowded.corrected == pytest.approx(0.18)


def test_noise_that_is_clear_once_among_many_is_not_transient() -> None:
    lucky = RULE.finding("digits", [1.0, 1.4, 0.6])
    gone = at(0.1, VAGUE)
    others = [RULE.finding(f"data {i}", VAGUE) for i in range(8)]
    lucky = replace(lucky, p=0.02)
    assert judged([lucky], [gone])[0].outcome is PredictionVerdict.TRANSIENT
    crowded = judged([lucky, *others], [gone, *others])[0]
    assert crowded.outcome is PredictionVerdict.UNDECIDED
    assert crowded.note == "at half the training p = 0.02, clear only before the correction"
    vaguer = at(0.8, VAGUE)  # not moved by half, but not clear any more
    assert judged([lucky], [vaguer])[0].note == "clear at half the training, p = 0.02"


def test_what_was_not_measured_before_cannot_stand() -> None:
    assert judged([], [at(1.0)])[0].outcome is PredictionVerdict.UNDECIDED


def test_on_noise_few_families_of_verdicts_say_anything() -> None:
    draw = np.random.default_rng(0).standard_normal
    families = [
        [[RULE.finding(str(i), draw(5)) for i in range(30)] for _ in ("T", "2T")] for _ in range(60)
    ]
    outcomes = [{each.outcome for each in judged(*family)} for family in families]
    loud = [found for found in outcomes if found != {PredictionVerdict.UNDECIDED}]
    assert len(loud) <= 0.2 * len(families)  # 5 % each at T and at 2T; uncorrected at T: 3 of 4


@pytest.mark.parametrize("undefined", ["before", "after"])
def test_what_is_undefined_at_t_or_2t_is_not_said_to_have_moved(undefined: str) -> None:
    nothing = RULE.finding("digits", [1.0, float("nan"), 1.0])
    pair = (nothing, at(-1.0)) if undefined == "before" else (at(1.0), nothing)
    (found,) = judged([pair[0]], [pair[1]])
    assert found.outcome is PredictionVerdict.UNDECIDED
    assert found.note.startswith("undefined for 1 of 3 seeds")
    assert "training" not in found.note or "at half the training" in found.note


def trained(doubled: bool = True) -> Experiment:
    def conclude(jobs: Any, results: Any) -> list[PredictionFinding]:
        names = dict.fromkeys(job["data"]["load"] for job in jobs)
        return [
            RULE.finding(
                name,
                [r["x"] for j, r in zip(jobs, results, strict=True) if j["data"]["load"] == name],
            )
            for name in names
        ]

    prediction: Prediction = RULE.prediction
    return Experiment(
        "made", "made", (prediction,),
        lambda _plan: [
            {"data": {"load": name}, "config": {"epochs": 4}, "seed": seed}
            for name in ("a", "b") for seed in range(3)
        ],
        lambda _job, _environment: {}, conclude, lambda *_: pytest.fail("not drawn"),
        lambda *_: [], twice if doubled else None,
    )  # fmt: skip


def test_every_job_comes_twice_and_each_half_is_concluded_alone() -> None:
    of = trained()
    jobs = of.all_jobs(Plan())
    assert [job["config"]["epochs"] for job in jobs] == [4] * 6 + [8] * 6
    results = [{"x": 1.0 + 0.01 * job["seed"] + (0.1 if job.get("twice") else 0)} for job in jobs]
    found = concluded(of, jobs, results)
    assert {each.outcome for each in found} == {PredictionVerdict.HOLDS}
    assert found[0].before == pytest.approx(1.01)
    assert found[0].estimate == pytest.approx(1.11)
    alone = trained(doubled=False)
    assert len(alone.all_jobs(Plan())) == 6


def test_a_job_that_stopped_leaves_its_data_undecided_and_the_others_not() -> None:
    of = trained()
    jobs = of.all_jobs(Plan())
    results: list[dict[str, Any]] = [{"x": 1.0 + 0.01 * job["seed"]} for job in jobs]
    results[0] = {STOPPED: "gamma became 0", "members": []}
    first, second = concluded(of, jobs, results)
    assert first.outcome is PredictionVerdict.UNDECIDED
    assert "training stopped in 1 of the jobs" in first.note
    assert second.outcome is PredictionVerdict.HOLDS
