"""A status is a function of what was read: change a word, a formula or a theorem, and it falls.

Every mutation is made on every claim that has earned something; the tests name those on which the
status did not fall.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from proofs import pinned, record, reviews
from proofs.errors import RecordError
from proofs.reviews import Covers, Link, Review
from sparsity_theory.ledger import digests
from sparsity_theory.ledger.claims import Claim, Mark, Source, Status
from sparsity_theory.notation import NOTATION
from tests.proofs.mutations import (
    ENTRIES,
    LEDGER,
    RANK,
    REVIEWS,
    STRONG,
    THEOREMS,
    kept,
    now,
    rerun,
    standing,
    without_theorems,
)


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


def _other_heads(claim: Claim) -> Iterator[Claim]:
    """What a reader reads besides hypotheses and conclusion."""
    yield replace(claim, title=f"Not {claim.title}")
    whose = {Mark.PAPER: Mark.EXTENSION, Mark.EXTENSION: Mark.PAPER}[claim.mark]
    yield replace(claim, mark=whose, source=Source(claim.source.work, "Theorem 9"))
    yield replace(claim, source=Source(claim.source.work, "Theorem 9"))
    yield replace(claim, divergence=f"Says more than the paper. {claim.divergence}")
    yield replace(claim, corrects="" if claim.corrects else "The paper is wrong.")
    yield replace(claim, details=f"{claim.details} And all of this is sharp.")


@pytest.mark.parametrize(
    "mutate",
    [_opposite, _dropped_hypotheses, _swapped_quantifiers, _wrong_parts, _other_heads],
)
def test_a_status_falls_when_the_statement_changes(
    mutate: Callable[[Claim], Iterator[Claim]],
) -> None:
    assert len(STRONG) > 60
    still = list(kept((claim, changed) for claim in STRONG for changed in mutate(claim)))
    assert not still, f"{len(still)} statuses did not fall: {still}"


def test_a_status_falls_when_a_claim_that_the_words_name_changes() -> None:
    """ "Hypotheses of theorem-e2" mean something else when those of theorem-e2 do."""
    pairs = [(claim, other) for claim in STRONG for other in LEDGER.named_by(claim.id)]
    assert ("theorem-e4", "theorem-e1") in {(claim.id, other) for claim, other in pairs}
    assert len(pairs) > 40
    still = [
        f"{claim.id}, when {other} changes"
        for claim, other in pairs
        for changed in _opposite(LEDGER[other])
        if RANK[standing(claim.id, changed).status] <= RANK[now(claim.id).status]
    ]
    assert not still


def test_no_words_name_a_claim_by_half_of_its_id() -> None:
    half = re.compile(r"(?:,| and| or) -[a-z]+\d")
    assert not [claim.id for claim in LEDGER if half.search("\n".join(digests.words(claim)))]


def test_a_status_falls_when_a_letter_of_the_notation_means_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken = {latex for claim in STRONG for latex, _ in digests.letters(claim)}
    assert {r"\gamma", "d", "A"} <= spoken
    other = tuple(replace(row, meaning=f"not the {row.meaning}") for row in NOTATION)
    letters = [claim for claim in STRONG if list(digests.letters(claim))]
    assert len(letters) > 60
    monkeypatch.setattr(digests, "NOTATION", other)
    assert not list(kept((claim, replace(claim)) for claim in letters))


def test_an_argument_falls_when_a_claim_that_it_uses_is_reworded() -> None:
    pairs = [(claim, used) for claim in STRONG for used in claim.uses]
    assert len(pairs) > 60
    still = []
    for claim, used in pairs:
        (changed,) = _opposite(LEDGER[used])
        left = standing(claim.id, changed, theorems=without_theorems(claim))
        if RANK[left.status] <= RANK[Status.CERTIFIED]:
            still.append(f"{claim.id}, when {used} changes")
    assert not still


def test_a_status_falls_when_the_steps_are_emptied_or_changed() -> None:
    still = []
    for claim in STRONG:
        entry, without = ENTRIES[claim.id], without_theorems(claim)
        first, *rest = entry.evidence
        step = replace(first.steps[0], formulas=(record.FormulaRecord("0 = 1", "holds"),))
        for evidence in (
            tuple(replace(each, steps=()) for each in entry.evidence),
            (replace(first, steps=(step, *first.steps[1:])), *rest),
            (replace(first, steps=first.steps[:-1]), *rest),
        ):
            changed = {claim.id: replace(entry, evidence=evidence)}
            left = standing(claim.id, entries=changed, theorems=without)
            if RANK[left.status] <= RANK[Status.CERTIFIED]:
                still.append(claim.id)
    assert not still, f"statuses that did not fall: {still}"


def _fewer_controls(claim: Claim) -> Iterator[Claim]:
    blind = tuple(replace(evidence, blind_to={}) for evidence in claim.evidence)
    yield replace(claim, controls=(), evidence=blind)
    kept_ = claim.controls[1:]
    names = {control.name for control in kept_}
    seen = tuple(
        replace(each, blind_to={name: why for name, why in each.blind_to.items() if name in names})
        for each in claim.evidence
    )
    yield replace(claim, controls=kept_, evidence=seen)


def _other_examples(claim: Claim) -> Iterator[Claim]:
    yield replace(claim, example=None, counterexamples=())
    if claim.example:
        yield replace(claim, example=replace(claim.example, text="Nothing at all."))


def _fewer_uses(claim: Claim) -> Iterator[Claim]:
    for used in claim.uses:
        yield replace(claim, uses=tuple(other for other in claim.uses if other != used))


def _incomplete(claim: Claim) -> Iterator[Claim]:
    changed = (replace(each, scope=f"not {each.scope}") for each in claim.evidence)
    yield replace(claim, evidence=tuple(changed))


@pytest.mark.parametrize("mutate", [_fewer_controls, _other_examples, _fewer_uses, _incomplete])
def test_an_argument_falls_when_its_variants_examples_or_uses_change(
    mutate: Callable[[Claim], Iterator[Claim]],
) -> None:
    still = [
        claim.id
        for claim in STRONG
        for changed in mutate(claim)
        if standing(claim.id, changed, theorems=without_theorems(claim)).status is not Status.OPEN
    ]
    assert not still


def test_a_claim_without_false_variants_earns_nothing_though_it_was_reviewed() -> None:
    still = []
    for claim in STRONG:
        changed = next(_fewer_controls(claim))
        entry = ENTRIES[claim.id]
        bare = tuple(replace(each, controls={}) for each in entry.evidence)
        entries = {claim.id: rerun(changed, replace(entry, evidence=bare))}
        ledger = type(LEDGER)([changed if one.id == claim.id else one for one in LEDGER])
        known = {**ENTRIES, **entries}
        again = pinned.renewed(claim.id, ledger, known, REVIEWS[claim.id], THEOREMS)
        left = standing(
            claim.id, changed, entries=entries, decided={**REVIEWS, claim.id: again},
            theorems=without_theorems(claim),
        )  # fmt: skip
        if left.status is not Status.OPEN:
            still.append(claim.id)
    assert not still


def test_a_record_of_other_code_or_other_variants_counts_for_nothing() -> None:
    for claim in (STRONG[0], next(claim for claim in LEDGER if claim.predicted)):
        for field in ("statement", "declaration", "code", "data"):
            other = {claim.id: replace(ENTRIES[claim.id], **{field: "0" * 12})}
            assert standing(claim.id, entries=other).status is Status.NOT_RUN, field
            assert record.problems([claim], other), field


def test_a_record_that_calls_itself_sound_has_to_be() -> None:
    claim = next(claim for claim in STRONG if ENTRIES[claim.id].witnesses)
    entry = ENTRIES[claim.id]
    first, *rest = entry.evidence
    accepted = replace(first, controls={**first.controls, next(iter(first.controls)): "holds"})
    witness, *others = entry.witnesses
    for forged in (
        replace(entry, evidence=(accepted, *rest)),
        replace(entry, evidence=(replace(first, error="RuntimeError: no"), *rest)),
        replace(entry, witnesses=(replace(witness, verdict="unknown"), *others)),
        replace(entry, sound=False),
    ):
        assert standing(claim.id, entries={claim.id: forged}).status is Status.ERROR


def test_every_review_is_current_and_every_theorem_has_its_place() -> None:
    assert pinned.problems(LEDGER, ENTRIES, REVIEWS, THEOREMS) == []


def test_a_review_survives_being_written_and_read(tmp_path: Path) -> None:
    review = Review(
        "0123", "4567", 'Steps 1 to 3 say "so": $\\log x$', ("a limit",),
        (Link("t", "89ab", Covers.PARTIAL, "not for $x < 0$"), Link("u", "cdef", Covers.CONTROL),
         Link("v", "0000", Covers.FULL, "all", "lemma-9", ("lemma-8",))),
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
