"""A status is a function of the statement: change a word, a formula or a theorem, and it falls.

Every mutation is made on every claim that has earned something; the tests name those on which the
status did not fall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from empirics.frame import claims as measured
from empirics.frame.claims import claim_id, stored
from empirics.frame.registry import NAMES, experiment
from proofs import record, reviews
from proofs.errors import RecordError
from proofs.kernel import evidence as kernel_pages
from proofs.kernel.evidence import KernelTheorem
from proofs.ledger import full_ledger
from proofs.record import ClaimRecord
from proofs.reviews import Covers, Link, Review
from sparsity_theory.ledger.claims import Claim, Kind, Status

LEDGER = full_ledger()
ENTRIES = record.read()
REVIEWS = reviews.read()
THEOREMS = kernel_pages.theorems()
RANK = {status: place for place, status in enumerate(Status)}
EARNED = (Status.KERNEL, Status.DERIVED, Status.CERTIFIED)


def _status(
    claim: Claim,
    entry: ClaimRecord | None = None,
    theorems: Mapping[str, KernelTheorem] = THEOREMS,
) -> Status:
    """The status as if the checks had just run on this claim, with the answers of the record."""
    found = entry or ENTRIES[claim.id]
    rerun = replace(found, statement=claim.statement_hash)
    return reviews.status(claim, {claim.id: rerun}, REVIEWS, theorems)


CLAIMS = [
    claim
    for claim in LEDGER
    if claim.id in ENTRIES
    and any(evidence.kind is not Kind.EMPIRICAL for evidence in claim.evidence)
]
STRONG = [claim for claim in CLAIMS if _status(claim) in EARNED]


def _opposite(claim: Claim) -> Iterator[Claim]:
    yield replace(claim, conclusion=f"It is not the case that: {claim.conclusion}")


def _dropped_hypotheses(claim: Claim) -> Iterator[Claim]:
    for place in range(len(claim.hypotheses)):
        rest = claim.hypotheses[:place] + claim.hypotheses[place + 1 :]
        yield replace(claim, hypotheses=rest or ("none",))


_SWAPS = {
    "every": "some", "some": "every", "all": "some", "any": "some", "each": "one",
    "for all": "for some", "there is": "for every choice there is", "only": "also",
}  # fmt: skip


def _swapped_quantifiers(claim: Claim) -> Iterator[Claim]:
    for old, new in _SWAPS.items():
        changed = re.sub(rf"\b{old}\b", new, claim.conclusion)
        if changed != claim.conclusion:
            yield replace(claim, conclusion=changed)
        hypotheses = tuple(re.sub(rf"\b{old}\b", new, text) for text in claim.hypotheses)
        if hypotheses != claim.hypotheses:
            yield replace(claim, hypotheses=hypotheses)


def _wrong_parts(claim: Claim) -> Iterator[Claim]:
    for control in claim.controls:
        yield replace(claim, parts={**claim.parts, **control.changes}, controls=(), evidence=())


@pytest.mark.parametrize(
    "mutate", [_opposite, _dropped_hypotheses, _swapped_quantifiers, _wrong_parts]
)
def test_a_status_falls_when_the_statement_changes(mutate: object) -> None:
    assert callable(mutate)
    kept = [
        f"{claim.id}: {changed.conclusion}"
        for claim in STRONG
        for changed in mutate(claim)
        if RANK[_status(changed)] <= RANK[_status(claim)]
    ]
    assert len(STRONG) > 40
    assert not kept, f"{len(kept)} statuses did not fall: {kept}"


def test_a_status_falls_when_the_steps_are_emptied_or_changed() -> None:
    kept = []
    for claim in STRONG:
        entry = ENTRIES[claim.id]
        emptied = replace(entry, evidence=tuple(replace(each, steps=()) for each in entry.evidence))
        without = {name: each for name, each in THEOREMS.items() if name not in _linked(claim)}
        if RANK[_status(claim, emptied, without)] <= RANK[_status(claim)]:
            kept.append(claim.id)
        first, *rest = entry.evidence
        step = replace(first.steps[0], formulas=(record.FormulaRecord("0 = 1", "holds"),))
        shown = replace(first, steps=(step, *first.steps[1:]))
        changed = replace(entry, evidence=(shown, *rest))
        if RANK[_status(claim, changed, without)] <= RANK[_status(claim)]:
            kept.append(claim.id)
    assert not kept, f"statuses that did not fall: {kept}"


def _linked(claim: Claim) -> set[str]:
    review = REVIEWS.get(claim.id, Review(""))
    return {link.theorem for link in review.links}


IN_KERNEL = [claim for claim in STRONG if _status(claim) is Status.KERNEL]


def test_a_status_falls_when_a_coq_theorem_is_deleted_changed_or_not_accepted() -> None:
    assert len(IN_KERNEL) > 10
    kept = []
    for claim in IN_KERNEL:
        links = REVIEWS[claim.id].links
        needed = [link for link in links if link.covers in (Covers.FULL, Covers.TOGETHER)]
        for link in needed:
            without = {name: found for name, found in THEOREMS.items() if name != link.theorem}
            others = [each for each in needed if each.covers is Covers.FULL and each != link]
            if not others and _status(claim, None, without) is Status.KERNEL:
                kept.append(f"{claim.id} without {link.theorem}")
            changed = replace(THEOREMS[link.theorem], hash="0" * 16)
            unaccepted = replace(THEOREMS[link.theorem], run=None)
            for other in (changed, unaccepted):
                theorems = {**THEOREMS, link.theorem: other}
                if not others and _status(claim, None, theorems) is Status.KERNEL:
                    kept.append(f"{claim.id} with another {link.theorem}")
    assert not kept, f"statuses that did not fall: {kept}"


def test_an_axiom_beyond_the_allow_list_is_not_accepted() -> None:
    name = next(iter(THEOREMS))
    found = THEOREMS[name]
    assert found.run is not None
    forged = replace(found, run=replace(found.run, axioms=("Anything.goes",)))
    assert found.accepted
    assert not forged.accepted


def test_every_review_is_current_and_every_theorem_has_its_place() -> None:
    assert reviews.problems(LEDGER, ENTRIES, REVIEWS, THEOREMS) == []


def test_a_partial_theorem_says_what_is_missing() -> None:
    silent = [
        f"{id_}: {link.theorem}"
        for id_, review in REVIEWS.items()
        for link in review.links
        if link.covers in (Covers.PARTIAL, Covers.BESIDE) and not link.note
    ]
    assert not silent


def test_a_partial_theorem_alone_proves_nothing() -> None:
    claim = IN_KERNEL[0]
    links = tuple(replace(each, covers=Covers.PARTIAL) for each in REVIEWS[claim.id].links)
    weaker = {claim.id: replace(REVIEWS[claim.id], links=links, steps="")}
    assert reviews.status(claim, ENTRIES, weaker, THEOREMS) not in EARNED


def test_a_review_survives_being_written_and_read(tmp_path: Path) -> None:
    review = Review(
        "0123", "4567", 'Steps 1 to 3 say "so": $\\log x$', ("a limit",),
        (Link("t", "89ab", Covers.PARTIAL, "not for $x < 0$"), Link("u", "cdef", Covers.CONTROL)),
    )  # fmt: skip
    reviews.write("lemma-0", review, tmp_path)
    assert reviews.read(tmp_path) == {"lemma-0": review}


@pytest.mark.parametrize(
    "text",
    [
        "statement = ",
        'statement = "a"\nother = 1',
        'statement = "a"\n[[coq]]\ntheorem = "t"\nstatement = "b"\ncovers = "mostly"',
        'statement = "a"\n[[coq]]\ntheorem = "t"\nstatement = "b"\ncovers = "partial"',
    ],
)
def test_a_bad_review_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "lemma-0.toml").write_text(text)
    with pytest.raises(RecordError, match=r"lemma-0\.toml is not a review"):
        reviews.read(tmp_path)


MEASURED = [claim for claim in LEDGER if claim.predicted]


@pytest.mark.parametrize("mutate", [_opposite, _dropped_hypotheses, _swapped_quantifiers])
def test_a_measured_status_falls_when_the_prediction_or_its_test_changes(mutate: object) -> None:
    """Nobody reviews data: they speak for the words in the plan of the recorded run, or not."""
    assert callable(mutate)
    assert MEASURED
    kept = [
        f"{claim.id}: {changed.conclusion}"
        for claim in MEASURED
        for changed in mutate(claim)
        if _status(changed) is not Status.NOT_RUN
    ]
    assert not kept, f"{len(kept)} statuses did not fall: {kept}"
    assert any(_status(claim) is Status.SUPPORTED for claim in MEASURED)


@pytest.mark.parametrize("part", ["text", "test"])
def test_a_prediction_that_is_reworded_after_its_run_has_not_run(part: str) -> None:
    reworded = []
    for name in filter(stored, NAMES):
        of = experiment(name)
        for prediction in of.predictions:
            other = replace(prediction, **{part: getattr(prediction, part) + " Or the opposite."})
            reworded.append(measured.claim(of, other))
    assert reworded
    assert {_status(claim) for claim in reworded} == {Status.NOT_RUN}
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
    assert _status(measured.claim(of, other)) is Status.NOT_RUN


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
