"""The ledger as it is, and what is left of a claim's status when something is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from proofs import record, reviews
from proofs.code import code_hash, data_hash
from proofs.kernel import evidence as kernel_pages
from proofs.kernel.evidence import KernelTheorem
from proofs.ledger import full_ledger
from proofs.record import ClaimRecord
from proofs.reviews import Review
from proofs.standing import Standing, standings
from sparsity_theory.ledger.claims import Claim, Kind, Ledger, Status

LEDGER = full_ledger()
ENTRIES = record.read()
REVIEWS = reviews.read()
THEOREMS = kernel_pages.theorems()
EARNED = (Status.KERNEL, Status.DERIVED, Status.CERTIFIED)
RANK = {status: place for place, status in enumerate(Status)}


def with_claims(*changed: Claim) -> Ledger:
    """The ledger with these claims in the place of those of the same ids."""
    by_id = {claim.id: claim for claim in changed}
    return Ledger([by_id.get(claim.id, claim) for claim in LEDGER])


def rerun(claim: Claim, entry: ClaimRecord | None = None) -> ClaimRecord:
    """The record as if the checks had just run on this claim and answered as they did before."""
    return replace(
        entry or ENTRIES[claim.id],
        statement=claim.statement_hash,
        declaration=claim.declaration_hash,
        code=code_hash(claim),
        data=data_hash(claim),
    )


def standing(
    id_: str,
    *changed: Claim,
    entries: Mapping[str, ClaimRecord] | None = None,
    decided: Mapping[str, Review] = REVIEWS,
    theorems: Mapping[str, KernelTheorem] = THEOREMS,
) -> Standing:
    """Where a claim stands when these claims are changed and their checks have run again."""
    ledger = with_claims(*changed) if changed else LEDGER
    known = {**ENTRIES, **{claim.id: rerun(claim) for claim in changed}, **(entries or {})}
    return standings(ledger, known, decided, theorems, [id_])[id_]


@cache
def now(id_: str) -> Standing:
    """Where a claim stands as it is."""
    return standing(id_)


CLAIMS = [
    claim
    for claim in LEDGER
    if any(evidence.kind is not Kind.EMPIRICAL for evidence in claim.evidence)
]
STRONG = [claim for claim in CLAIMS if now(claim.id).status in EARNED]
MEASURED = [claim for claim in LEDGER if claim.predicted]


def kept(changes: Iterable[tuple[Claim, Claim]]) -> Iterator[str]:
    """Of pairs of a claim and a changed one, those whose status did not fall."""
    for claim, changed in changes:
        if RANK[standing(claim.id, changed).status] <= RANK[now(claim.id).status]:
            yield claim.id


def without_theorems(claim: Claim) -> dict[str, KernelTheorem]:
    """All theorems but those that the review of a claim names."""
    links = REVIEWS[claim.id].links if claim.id in REVIEWS else ()
    named = {link.theorem for link in links}
    return {name: found for name, found in THEOREMS.items() if name not in named}
