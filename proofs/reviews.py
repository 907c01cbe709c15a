"""Reviewed decisions: do these steps, does this Coq theorem, say what the claim says?

No program can answer that; a reader has to.  The answers are kept in ``reviews/``, one small file a
claim, and one an experiment for what was measured.  Each is pinned to what was read
(`proofs.pinned`): the words of the claim and of all that they name, the steps with false variants
and examples and the words of what they use, the Coq statement with its definitions, the code of a
test of data.  When one of them changes the answer is stale and counts for nothing until somebody
reads again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from numerics.running.files import write_atomically
from proofs.errors import RecordError

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
        stated_for: the claim that the headline files list it under, where that is another one.
        given: claims that it takes for granted: what its definitions stand for is shown there.
    """

    theorem: str
    statement: str
    covers: Covers
    note: str = ""
    stated_for: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """What was decided about one claim.

    Attributes:
        statement: the digest of the words that were read.
        steps: the digest of the argument, or of the code of a test, that was read; empty when it
            was not reviewed.
        yields: why the argument yields the statement, or how the code does what the words of the
            test say, in a sentence or two.
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
    given = tuple(data.get("given", ()))
    found = Link(**{**data, "covers": Covers(data["covers"]), "given": given})
    if found.covers is Covers.PARTIAL and not found.note:
        raise ValueError(f"the partial theorem {found.theorem} needs a note of what is missing")
    return found


def write(id_: str, review: Review, folder: Path | None = None) -> None:
    """Write one review."""
    lines = [f"statement = {_text(review.statement)}"]
    if review.yields:
        lines += ["", "[derivation]", f"steps = {_text(review.steps)}"]
        lines.append(f"yields = {_text(review.yields)}")
        if review.words:
            lines += ["words = [", *(f"  {_text(each)}," for each in review.words), "]"]
    for link in review.links:
        lines += ["", "[[coq]]", f"theorem = {_text(link.theorem)}"]
        lines += [f"statement = {_text(link.statement)}", f"covers = {_text(link.covers.value)}"]
        lines += [f"note = {_text(link.note)}"] if link.note else []
        lines += [f"stated_for = {_text(link.stated_for)}"] if link.stated_for else []
        lines += [f"given = {json.dumps(link.given)}"] if link.given else []
    write_atomically((folder or FOLDER) / f"{id_}.toml", "\n".join(lines) + "\n")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
