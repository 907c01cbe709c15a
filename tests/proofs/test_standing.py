"""A claim is no better than what it rests on; a Coq theorem counts for what was read, and alone."""

from __future__ import annotations

from dataclasses import replace

from proofs import pinned
from proofs.reviews import Covers, Review
from sparsity_theory.ledger.claims import Claim, Status
from tests.proofs.mutations import (
    EARNED,
    ENTRIES,
    LEDGER,
    RANK,
    REVIEWS,
    STRONG,
    THEOREMS,
    now,
    standing,
    without_theorems,
)

IN_KERNEL = [claim for claim in STRONG if now(claim.id).own is Status.KERNEL]


def _fallen(used: str) -> dict[str, Review]:
    """The reviews when nobody has reviewed this claim."""
    return {id_: review for id_, review in REVIEWS.items() if id_ != used}


def test_an_argument_falls_with_every_claim_that_it_uses() -> None:
    still, pairs = [], 0
    for claim in STRONG:
        alone = without_theorems(claim)
        if standing(claim.id, theorems=alone).own not in EARNED:
            continue  # only Coq says all of it
        for used in claim.uses:
            pairs += 1
            left = standing(claim.id, decided=_fallen(used), theorems=alone)
            if left.status is not Status.OPEN or used not in dict(left.below):
                still.append(f"{claim.id} without {used}: {left}")
    assert pairs > 60
    assert not still


def test_without_coq_an_argument_falls_with_all_that_is_below_it() -> None:
    derived = [c for c in STRONG if standing(c.id, theorems={}).status in EARNED]
    assert len(derived) > 60
    still = [
        f"{claim.id} without {used}"
        for claim in derived
        for used in LEDGER.below(claim.uses)
        if standing(claim.id, decided=_fallen(used), theorems={}).status is not Status.OPEN
    ]
    assert not still


def test_a_kernel_proof_that_takes_nothing_for_granted_needs_no_other_claim() -> None:
    alone = [claim for claim in IN_KERNEL if not _given(claim) and claim.uses]
    assert len(alone) > 20
    for claim in alone:
        others = {claim.id: REVIEWS[claim.id]}
        assert standing(claim.id, decided=others).status is Status.KERNEL, claim.id


def _given(claim: Claim) -> set[str]:
    return {id_ for link in REVIEWS[claim.id].links for id_ in link.given}


def test_a_kernel_proof_falls_with_what_it_takes_for_granted() -> None:
    pairs = [(claim, given) for claim in IN_KERNEL for given in _given(claim)]
    assert len(pairs) > 8
    for claim, given in pairs:
        bare = replace(REVIEWS[claim.id], steps="")
        left = standing(claim.id, decided={**_fallen(given), claim.id: bare})
        assert (left.status, left.own) == (Status.OPEN, Status.KERNEL), (claim.id, given)
        assert given in dict(left.below)


def test_collapse_is_no_better_than_the_value_that_it_minimises() -> None:
    """Coq minimises V; were it only derived that V is the minimum of the loss, so would this be."""
    value = next(claim for claim in LEDGER if claim.id == "beta-slope")
    found = standing("beta-collapse", theorems=without_theorems(value))
    assert (found.status, found.own) == (Status.DERIVED, Status.KERNEL)
    assert found.below == (("beta-slope", Status.DERIVED),)
    assert "kernel-proved by itself; it rests on beta-slope (derived)" in found.falls


def test_a_status_falls_when_a_coq_theorem_is_deleted_changed_or_not_accepted() -> None:
    assert len(IN_KERNEL) > 40
    still = []
    for claim in IN_KERNEL:
        links = REVIEWS[claim.id].links
        needed = [link for link in links if link.covers in (Covers.FULL, Covers.TOGETHER)]
        for link in needed:
            if any(each.covers is Covers.FULL and each != link for each in needed):
                continue  # another theorem says all of it
            found = THEOREMS[link.theorem]
            without = {name: each for name, each in THEOREMS.items() if name != link.theorem}
            for theorems in (
                without,
                {**THEOREMS, link.theorem: replace(found, hash="0" * 16)},
                {**THEOREMS, link.theorem: replace(found, run=None)},
                {**THEOREMS, link.theorem: replace(found, claim="another-claim")},
            ):
                if standing(claim.id, theorems=theorems).own is Status.KERNEL:
                    still.append(f"{claim.id}: {link.theorem}")
    assert not still, f"statuses that did not fall: {still}"


def test_every_theorem_is_read_for_the_claim_that_the_headline_files_say() -> None:
    """A link to a theorem that is listed for another claim says so, and cannot say otherwise."""
    others = [
        (id_, link.theorem)
        for id_, review in REVIEWS.items()
        for link in review.links
        if link.stated_for
    ]
    assert ("remark-4", "eq5") in others
    for id_, name in others:
        links = tuple(replace(link, stated_for="") for link in REVIEWS[id_].links)
        silent = {**REVIEWS, id_: replace(REVIEWS[id_], links=links)}
        found = pinned.problems(LEDGER, ENTRIES, silent, THEOREMS)
        assert any(f"{name} is listed for" in each for each in found), (id_, name)


def test_what_a_theorem_takes_for_granted_is_among_what_the_claim_uses() -> None:
    review = REVIEWS["beta-collapse"]
    links = tuple(replace(link, given=("eq-10",)) for link in review.links)
    wrong = {**REVIEWS, "beta-collapse": replace(review, links=links)}
    found = pinned.problems(LEDGER, ENTRIES, wrong, THEOREMS)
    assert any("takes 'eq-10' for granted" in each for each in found)


def test_an_axiom_beyond_the_allow_list_is_not_accepted() -> None:
    name = next(iter(THEOREMS))
    found = THEOREMS[name]
    assert found.run is not None
    forged = replace(found, run=replace(found.run, axioms=("Anything.goes",)))
    assert found.accepted
    assert not forged.accepted


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
    weaker = {**REVIEWS, claim.id: replace(REVIEWS[claim.id], links=links, steps="")}
    assert RANK[standing(claim.id, decided=weaker).status] >= RANK[Status.OPEN]
