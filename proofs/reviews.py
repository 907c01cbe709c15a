"""Reviewed decisions: do these steps, does this Coq theorem, say what the claim says?

No program can answer that; a reader has to.  The answers are kept in ``reviews/``, one small file a
claim.  Each is pinned to what was read: the hash of the claim (hypotheses, conclusion, parts), that
of the derivation's steps, that of the Coq statement with its definitions.  When one of them changes
the answer is stale and counts for nothing until somebody reads again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from numerics.running.files import write_atomically
from proofs.errors import RecordError
from proofs.kernel.evidence import KernelTheorem
from proofs.record import ClaimRecord, current
from sparsity_theory.ledger.claims import Claim
from sparsity_theory.ledger.status import Status, assess

FOLDER = Path(__file__).parent / "reviews"


class Covers(Enum):
    """How much of a claim a Coq theorem says."""

    FULL = "full"  # all of it, under hypotheses that are no stronger
    TOGETHER = "together"  # with the others so marked, all of it
    PARTIAL = "partial"  # a part, a special case or something weaker: `missing` says what
    BESIDE = "beside"  # something more, or something near, that the claim does not say
    CONTROL = "control"  # a variant of it is false
    EXAMPLE = "example"  # the hypotheses can be met, a definition says what it should


@dataclass(frozen=True)
class Link:
    """A Coq theorem as it was read beside the claim.

    Attributes:
        theorem: its name.
        statement: the hash of its statement that was read.
        covers: how much of the claim it says.
        note: what it says of the claim; for a partial one, what is missing.
    """

    theorem: str
    statement: str
    covers: Covers
    note: str = ""


@dataclass(frozen=True)
class Review:
    """What was decided about one claim.

    Attributes:
        statement: the hash of the claim that was read.
        steps: the hash of the steps that were read; empty when they were not reviewed.
        yields: why these steps yield the statement, in a sentence or two.
        words: the sentences of the argument that no formula checks.
        links: the Coq theorems.
    """

    statement: str
    steps: str = ""
    yields: str = ""
    words: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def read(folder: Path | None = None) -> dict[str, Review]:
    """All reviews by claim.

    Raises:
        RecordError: if a file is not a review; the message names it and what is wrong.
    """
    paths = sorted((folder or FOLDER).glob("*.toml"))
    return {path.stem: _read(path) for path in paths}


def _read(path: Path) -> Review:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        derivation = data.pop("derivation", {})
        links = tuple(_link(link) for link in data.pop("coq", []))
        words = tuple(derivation.pop("words", ()))
        return Review(**data, **derivation, words=words, links=links)
    except (tomllib.TOMLDecodeError, TypeError, ValueError, KeyError) as failure:
        raise RecordError(
            f"{path} is not a review: {failure}; compare with its neighbours"
        ) from None


def _link(data: Mapping[str, Any]) -> Link:
    found = Link(**{**data, "covers": Covers(data["covers"])})
    if found.covers is Covers.PARTIAL and not found.note:
        raise ValueError(f"the partial theorem {found.theorem} needs a note of what is missing")
    return found


def write(id_: str, review: Review, folder: Path | None = None) -> None:
    """Write one review."""
    lines = [f"statement = {_text(review.statement)}"]
    if review.steps:
        lines += ["", "[derivation]", f"steps = {_text(review.steps)}"]
        lines.append(f"yields = {_text(review.yields)}")
        if review.words:
            lines += ["words = [", *(f"  {_text(each)}," for each in review.words), "]"]
    for link in review.links:
        lines += ["", "[[coq]]", f"theorem = {_text(link.theorem)}"]
        lines += [f"statement = {_text(link.statement)}", f"covers = {_text(link.covers.value)}"]
        lines += [f"note = {_text(link.note)}"] if link.note else []
    write_atomically((folder or FOLDER) / f"{id_}.toml", "\n".join(lines) + "\n")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def status(
    claim: Claim,
    entries: Mapping[str, ClaimRecord],
    reviews: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
) -> Status:
    """The status that record, reviews and kernel earn for the claim as it stands."""
    found = current(claim, entries)
    if found is None:
        return Status.NOT_RUN
    review = reviews.get(claim.id, Review(""))
    return assess(
        found.answers,
        sound=found.sound,
        reviewed=derivation_stands(claim, found, review),
        in_kernel=kernel_stands(claim, review, theorems),
    )


def word(claim: Claim, found: Status) -> str:
    """The status, with the mark that the paper's wording had to be repaired."""
    return f"{found.value}, corrected" if claim.corrects else found.value


def derivation_stands(claim: Claim, found: ClaimRecord, review: Review) -> bool:
    """Whether the review of the steps was made for this statement and these steps."""
    return (review.statement, review.steps) == (claim.statement_hash, found.steps_hash)


def kernel_stands(claim: Claim, review: Review, theorems: Mapping[str, KernelTheorem]) -> bool:
    """Whether accepted theorems, as they were read, say all of the claim as it was read."""
    if review.statement != claim.statement_hash:
        return False
    together = [link for link in review.links if link.covers is Covers.TOGETHER]
    full = [link for link in review.links if link.covers is Covers.FULL]
    return any(stands(link, theorems) for link in full) or (
        len(together) > 1 and all(stands(link, theorems) for link in together)
    )


def stands(link: Link, theorems: Mapping[str, KernelTheorem]) -> bool:
    """Whether the kernel accepts the theorem as it was read, on axioms that are allowed."""
    found = theorems.get(link.theorem)
    return bool(found and found.accepted and found.hash == link.statement)


def pinned(
    claim: Claim, found: ClaimRecord | None, review: Review, theorems: Mapping[str, KernelTheorem]
) -> Review:
    """The review with the hashes of what stands there now: somebody has read it again."""
    links = tuple(
        replace(link, statement=theorems[link.theorem].hash)
        for link in review.links
        if link.theorem in theorems
    )
    steps = found.steps_hash if found and review.yields else ""
    return replace(review, statement=claim.statement_hash, steps=steps, links=links)


def problems(
    claims: Iterable[Claim],
    entries: Mapping[str, ClaimRecord],
    reviews: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
) -> list[str]:
    """Stale reviews, links to nothing, and theorems without a place, in words."""
    by_id = {claim.id: claim for claim in claims}
    problems_ = [f"reviews/{id_}.toml: no such claim" for id_ in reviews if id_ not in by_id]
    for id_, claim in by_id.items():
        if id_ in reviews:
            problems_ += _stale(claim, current(claim, entries), reviews[id_], theorems)
    placed = {link.theorem for review in reviews.values() for link in review.links}
    lost = [name for name in theorems if name not in placed]
    return problems_ + [f"coq: {name} stands in no review; add it to a claim's" for name in lost]


def _stale(
    claim: Claim,
    found: ClaimRecord | None,
    review: Review,
    theorems: Mapping[str, KernelTheorem],
) -> list[str]:
    again = f"read it again, then run `python -m proofs review {claim.id} --accept`"
    if review.statement != claim.statement_hash:
        return [f"{claim.id}: the statement has changed since it was reviewed; {again}"]
    problems_ = []
    if review.steps and found and review.steps != found.steps_hash:
        problems_.append(f"{claim.id}: the steps have changed since they were reviewed; {again}")
    for link in review.links:
        if link.theorem not in theorems:
            problems_.append(f"{claim.id}: there is no Coq theorem {link.theorem!r}; {again}")
        elif theorems[link.theorem].hash != link.statement:
            problems_.append(
                f"{claim.id}: the Coq statement of {link.theorem} has changed; {again}"
            )
    return problems_
