"""What was measured counts for the words of before the run, judged by a test that was read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from empirics.frame import claims as measured
from empirics.frame import verdicts
from empirics.frame.claims import claim_id, findings, stored
from empirics.frame.experiment import PredictionFinding, PredictionVerdict
from empirics.frame.records import PLAN, RESULTS, SUMMARY, RecordedRun
from empirics.frame.registry import NAMES, experiment
from proofs import code, pinned, record
from proofs.__main__ import main
from sparsity_theory.ledger.claims import Claim, Source, Status
from tests.proofs.mutations import ENTRIES, LEDGER, MEASURED, REVIEWS, THEOREMS, now, standing


def _opposite(claim: Claim) -> Iterator[Claim]:
    yield replace(claim, conclusion=f"It is not the case that: {claim.conclusion}")


def _dropped_hypotheses(claim: Claim) -> Iterator[Claim]:
    for place in range(len(claim.hypotheses)):
        rest = claim.hypotheses[:place] + claim.hypotheses[place + 1 :]
        yield replace(claim, hypotheses=rest or ("none",))


def _swapped_words(claim: Claim) -> Iterator[Claim]:
    for old, new in (
        ("all", "some"),
        ("largest", "smallest"),
        ("Mean", "Maximum"),
        ("5 %", "50 %"),
    ):
        hypotheses = tuple(re.sub(rf"\b{old}", new, text) for text in claim.hypotheses)
        if hypotheses != claim.hypotheses:
            yield replace(claim, hypotheses=hypotheses)


def _other_heads(claim: Claim) -> Iterator[Claim]:
    yield replace(claim, title="Proved")
    yield replace(claim, source=Source(claim.source.work, "Theorem 4"))


@pytest.mark.parametrize("mutate", [_opposite, _dropped_hypotheses, _swapped_words, _other_heads])
def test_a_measured_status_falls_when_the_prediction_or_its_test_changes(
    mutate: Callable[[Claim], Iterator[Claim]],
) -> None:
    assert MEASURED
    kept = [
        f"{claim.id}: {changed.conclusion}"
        for claim in MEASURED
        for changed in mutate(claim)
        if standing(claim.id, changed).status is not Status.NOT_RUN
    ]
    assert not kept, f"{len(kept)} statuses did not fall: {kept}"
    assert any(now(claim.id).status is Status.SUPPORTED for claim in MEASURED)


@pytest.mark.parametrize("part", ["text", "test"])
def test_a_prediction_that_is_reworded_after_its_run_has_not_run(part: str) -> None:
    reworded = []
    for name in filter(stored, NAMES):
        of = experiment(name)
        for prediction in of.predictions:
            other = replace(prediction, **{part: getattr(prediction, part) + " Or the opposite."})
            reworded.append(measured.claim(of, other))
    assert reworded
    assert {standing(claim.id, claim).status for claim in reworded} == {Status.NOT_RUN}
    named = {problem.split(":")[0] for problem in record.problems(reworded, ENTRIES)}
    assert {claim.id for claim in reworded} <= named


def test_a_plan_that_is_reworded_after_its_run_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reworded in code and in the plan alike: the digest in the plan is another's."""
    name = next(filter(stored, NAMES))
    run, of = stored(name), experiment(name)
    assert run is not None
    other = replace(of.predictions[0], text="The opposite.")
    planned = [{**asdict(other), "mark": other.mark.value}, *run.plan["predictions"][1:]]
    forged = replace(run, plan={**run.plan, "predictions": planned})
    monkeypatch.setattr(measured, "stored", lambda _: forged)
    claim = measured.claim(of, other)
    assert standing(claim.id, claim).status is Status.NOT_RUN


def test_a_measured_claim_says_what_was_predicted_before_the_run() -> None:
    """Data speak for the prediction in the record's plan, so a claim may say nothing else."""
    changed = []
    for name in NAMES:
        run = stored(name)
        planned = {each["id"]: each for each in run.plan["predictions"]} if run else {}
        for prediction in experiment(name).predictions:
            if planned.get(prediction.id, {}).get("text", prediction.text) != prediction.text:
                changed.append(f"{name}-{prediction.id}")
            claim = LEDGER[claim_id(experiment(name), prediction)]
            assert claim.conclusion == prediction.text
    assert not changed, f"other words than before the recorded run: {changed}"


def test_words_that_no_plan_holds_are_reviewed_with_the_code_of_the_test() -> None:
    """What would have refuted it, and the rule of all verdicts, stand in no plan."""
    of = experiment("beta")
    reworded = measured.claim(replace(of, refuted="Nothing at all."), of.predictions[0])
    assert reworded.tested_as_stated
    assert standing(reworded.id, reworded).status is Status.OPEN
    (problem,) = pinned.problems(_ledger_with(reworded), ENTRIES, REVIEWS, THEOREMS)
    assert problem.startswith("data-beta: its words")


def _ledger_with(claim: Claim):  # type: ignore[no-untyped-def]
    return type(LEDGER)([claim if one.id == claim.id else one for one in LEDGER])


SUPPORTED = [claim for claim in MEASURED if now(claim.id).status is Status.SUPPORTED]


def test_data_speak_for_nothing_when_nobody_has_read_the_test() -> None:
    assert len(SUPPORTED) > 20
    unread = {name: found for name, found in REVIEWS.items() if not name.startswith("data-")}
    still = [c.id for c in SUPPORTED if standing(c.id, decided=unread).status is not Status.OPEN]
    assert not still


def test_an_experiment_whose_test_nobody_explained_is_named() -> None:
    """Its verdicts count for nothing, so `proofs check` may not pass over it."""
    silent = {**REVIEWS, "data-beta": replace(REVIEWS["data-beta"], steps="", yields="")}
    (problem,) = pinned.problems(LEDGER, ENTRIES, silent, THEOREMS)
    assert problem.startswith("data-beta: nobody has reviewed it")


def test_an_experiment_is_read_without_those_whose_names_begin_like_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["review", "data-fig-4"]) == 0
    said = capsys.readouterr().out
    assert "data-fig-4-error: " in said
    assert "data-fig-4-images-error: " not in said


def test_another_rule_for_verdicts_counts_for_nothing_until_it_is_run_and_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The words say "by less than half"; a rule that asks for less has another digest."""
    claim = SUPPORTED[0]
    place = (verdicts.__name__, "MOST_MOVED")
    text, names = code._read(*place)
    assert text == "MOST_MOVED = 0.5"
    real = code._read
    monkeypatch.setattr(
        code, "_read", lambda *at: ("MOST_MOVED = 50", names) if at == place else real(*at)
    )
    code.digest.cache_clear()
    try:
        assert standing(claim.id).status is Status.NOT_RUN
        assert standing(claim.id, claim).status is Status.OPEN  # run again, and not yet read
    finally:
        code.digest.cache_clear()


def _with_summary(folder: Path, **changes: object) -> tuple[PredictionFinding, ...]:
    """What is found in the stored run of `beta` when every row of its summary says this."""
    run = stored("beta")
    assert run is not None
    summary = json.loads((run.folder / SUMMARY).read_text())
    summary["findings"] = [{**row, **changes} for row in summary["findings"]]
    for name in (PLAN, RESULTS):
        (folder / name).write_bytes((run.folder / name).read_bytes())
    (folder / SUMMARY).write_text(json.dumps(summary))
    return findings(experiment("beta"), RecordedRun(folder, run.plan))


def test_what_the_run_did_not_conclude_is_undecided(tmp_path: Path) -> None:
    """A rule that decides otherwise today than when the run ended decides nothing."""
    assert PredictionVerdict.HOLDS in {each.outcome for each in _with_summary(tmp_path)}
    forged = _with_summary(tmp_path, outcome="FAILS")
    assert not {each.outcome for each in forged} & {PredictionVerdict.HOLDS}
    assert any(each.outcome is PredictionVerdict.UNDECIDED for each in forged)
    assert "today's rule says HOLDS, the run said FAILS" in forged[0].note


@pytest.mark.parametrize(
    ("part", "when"), [("estimate", "at the end"), ("before", "after half the training")]
)
def test_an_estimate_that_the_results_do_not_give_decides_nothing(
    tmp_path: Path, part: str, when: str
) -> None:
    """The outcome is left as it was: only a number was made nicer."""
    forged = _with_summary(tmp_path, **{part: 0.0123})
    assert {each.outcome for each in forged} == {PredictionVerdict.UNDECIDED}
    assert all(f"{when}, the summary says 0.0123" in each.note for each in forged)


def test_a_record_that_was_edited_by_hand_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was measured is concluded anew at every check, not only with ``--run``."""
    open_ = next(claim for claim in MEASURED if now(claim.id).status is Status.OPEN)
    entry = ENTRIES[open_.id]
    forged = tuple(replace(evidence, verdict="holds") for evidence in entry.evidence)
    path = tmp_path / "record.json"
    record.write({**ENTRIES, open_.id: replace(entry, evidence=forged)}, path)
    assert main(["check", "--record", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"{open_.id}: a fresh run says something else than the record" in said
