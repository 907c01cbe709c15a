"""What a reviewer read, as digests, and whether that is what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from empirics.frame.claims import EXPERIMENT_OF
from proofs.code import code_hash
from proofs.kernel.evidence import KernelTheorem
from proofs.record import ClaimRecord, current
from proofs.reviews import Covers, Link, Review
from sparsity_theory.ledger.claims import Claim, Ledger
from sparsity_theory.ledger.digests import digest


def key(id_: str) -> str:
    """Under which name a claim is reviewed: its own, or that of the experiment that measured it.

    >>> key("eq-6"), key("data-beta-falls")
    ('eq-6', 'data-beta')
    """
    return f"data-{EXPERIMENT_OF[id_]}" if id_ in EXPERIMENT_OF else id_


def together(id_: str, ledger: Ledger) -> list[str]:
    """The claims that are reviewed together with this one, itself among them."""
    return [claim.id for claim in ledger if key(claim.id) == key(id_)]


def words(id_: str, ledger: Ledger) -> str:
    """The digest of the words that a reviewer reads, with those of the claims that they name."""
    if id_ not in EXPERIMENT_OF:
        return ledger.reading(id_)
    return digest([ledger.reading(other) for other in together(id_, ledger)])


def argument(id_: str, ledger: Ledger, entries: Mapping[str, ClaimRecord]) -> str:
    """The digest of the argument: steps, variants, examples, and the words of what they use.

    For what was measured, the code of the tests; empty for a claim whose checks have not run.
    """
    if id_ in EXPERIMENT_OF:
        return digest([code_hash(ledger[other]) for other in together(id_, ledger)])
    claim = ledger[id_]
    found = current(claim, entries)
    if found is None:
        return ""
    return digest(
        [
            found.steps_hash,
            claim.declaration_hash,
            [[used, ledger.reading(used)] for used in sorted(claim.uses)],
        ]
    )


def argument_stands(
    id_: str, ledger: Ledger, entries: Mapping[str, ClaimRecord], review: Review
) -> bool:
    """Whether words and argument are those that were read."""
    read = (review.statement, review.steps)
    return bool(review.steps) and read == (words(id_, ledger), argument(id_, ledger, entries))


def in_kernel(
    id_: str, ledger: Ledger, review: Review, theorems: Mapping[str, KernelTheorem]
) -> tuple[Link, ...]:
    """The theorems that say all of a claim, as both were read; none where they do not."""
    if review.statement != words(id_, ledger):
        return ()
    full = [link for link in review.links if link.covers is Covers.FULL]
    current_ = [link for link in full if stands(id_, link, theorems)]
    if current_:
        return (min(current_, key=lambda link: len(link.given)),)
    parts = tuple(link for link in review.links if link.covers is Covers.TOGETHER)
    whole = len(parts) > 1 and all(stands(id_, link, theorems) for link in parts)
    return parts if whole else ()


def stands(id_: str, link: Link, theorems: Mapping[str, KernelTheorem]) -> bool:
    """Whether the kernel accepts the theorem as it was read, for the claim that was meant."""
    found = theorems.get(link.theorem)
    return bool(
        found and found.accepted and found.hash == link.statement and _belongs(id_, link, found)
    )


def _belongs(id_: str, link: Link, found: KernelTheorem) -> bool:
    """Whether the headline files list the theorem where the review says."""
    return not found.claim or found.claim == (link.stated_for or id_)


def renewed(
    id_: str,
    ledger: Ledger,
    entries: Mapping[str, ClaimRecord],
    review: Review,
    theorems: Mapping[str, KernelTheorem],
) -> Review:
    """The review with the digests of what stands there now: somebody has read it again."""
    links = tuple(
        replace(link, statement=theorems[link.theorem].hash)
        for link in review.links
        if link.theorem in theorems
    )
    steps = argument(id_, ledger, entries) if review.yields else ""
    return replace(review, statement=words(id_, ledger), steps=steps, links=links)


def problems(
    ledger: Ledger,
    entries: Mapping[str, ClaimRecord],
    reviews: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
) -> list[str]:
    """Stale reviews, links to nothing, and theorems without a place, in words."""
    members = {key(claim.id): claim.id for claim in ledger}
    found = [f"reviews/{name}.toml: no such claim" for name in reviews if name not in members]
    for name, id_ in members.items():
        if name in reviews and (reviews[name].yields or id_ not in EXPERIMENT_OF):
            found += _stale(id_, ledger, entries, reviews[name])
            found += _bad_links(ledger[id_], reviews[name].links, theorems)
        elif any(claim.evidence for claim in map(ledger.__getitem__, together(id_, ledger))):
            found.append(
                f"{name}: nobody has reviewed it; read `python -m proofs review {name}`, write"
                f" reviews/{name}.toml as its neighbours are, then add --accept"
            )
    placed = {link.theorem for review in reviews.values() for link in review.links}
    lost = [name for name in theorems if name not in placed]
    return found + [f"coq: {name} stands in no review; add it to a claim's" for name in lost]


def _again(name: str) -> str:
    return f"read it again, then run `python -m proofs review {name} --accept`"


def _stale(
    id_: str, ledger: Ledger, entries: Mapping[str, ClaimRecord], review: Review
) -> list[str]:
    name = key(id_)
    if review.statement != words(id_, ledger):
        named = ", or those of " + ", ".join(ledger.named_by(id_)) if ledger.named_by(id_) else ""
        return [f"{name}: its words{named} have changed since it was reviewed; {_again(name)}"]
    now = argument(id_, ledger, entries)
    if review.steps and now and review.steps != now:
        what = (
            "the code of its tests has"
            if id_ in EXPERIMENT_OF
            else ("steps, variants, examples or what it uses have")
        )
        return [f"{name}: {what} changed since it was reviewed; {_again(name)}"]
    return []


def _bad_links(
    claim: Claim, links: Iterable[Link], theorems: Mapping[str, KernelTheorem]
) -> list[str]:
    found = []
    for link in links:
        theorem = theorems.get(link.theorem)
        if theorem is None:
            found.append(
                f"{claim.id}: there is no Coq theorem {link.theorem!r}; {_again(claim.id)}"
            )
            continue
        if theorem.hash != link.statement:
            what = f"the Coq statement of {link.theorem} has changed"
            found.append(f"{claim.id}: {what}; {_again(claim.id)}")
        if not _belongs(claim.id, link, theorem):
            found.append(
                f"{claim.id}: {link.theorem} is listed for {theorem.claim}, the review says for"
                f" {link.stated_for or claim.id}; list it there, or write"
                f' stated_for = "{theorem.claim}" into the review'
            )
        for given in sorted(set(link.given) - set(claim.uses)):
            found.append(
                f"{claim.id}: {link.theorem} takes {given!r} for granted, which is not among what"
                " the claim uses; add it there, or take it from the review"
            )
    return found
