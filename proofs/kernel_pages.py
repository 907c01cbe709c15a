"""Which kernel-checked theorems stand on which claim's page.

A theorem belongs to the claim whose id its headline names; when there is none, to every claim of
that family: ``lemma-2`` to ``lemma-2a``, ``lemma-2-scale``, ...  It also belongs to the claim that
its own name begins with: ``theorem_A1_segment`` to ``theorem-a1``.  The rest are mismatches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from proofs import kernel


@dataclass(frozen=True)
class KernelTheorem:
    """What a page shows of a theorem: its names, the Coq text of its statement, its axioms."""

    claim: str
    file: str
    theorem: str
    statement: str
    axioms: str
    role: str
    text: str


@cache
def theorems() -> tuple[KernelTheorem, ...]:
    """All theorems that the headline files list."""
    return tuple(
        KernelTheorem(
            found.claim,
            found.file,
            found.theorem,
            found.statement,
            found.axioms,
            found.role,
            kernel.statement_text(found).strip("\n"),
        )
        for found in kernel.theorems()
    )


def claims_of(headline: str, theorem: str, ids: Iterable[str]) -> set[str]:
    """The claims on whose pages a theorem stands.

    >>> ids = ["lemma-2a", "lemma-2b", "theorem-a", "theorem-a1"]
    >>> sorted(claims_of("lemma-2", "min_over_scale", ids))
    ['lemma-2a', 'lemma-2b']
    >>> sorted(claims_of("theorem-a", "theorem_A1_segment", ids))
    ['theorem-a', 'theorem-a1']
    """
    known = set(ids)
    words = theorem.lower().split("_")
    beginnings = ["-".join(words[:end]) for end in range(len(words), 0, -1)]
    own = {name for name in beginnings if name in known}
    if headline in known:
        return {headline} | own
    return {id_ for id_ in known if _in_family(id_, headline)} | own


def _in_family(id_: str, family: str) -> bool:
    return id_.startswith(family) and not id_[len(family)].isdigit()


def theorems_of(claim: str, ids: Iterable[str]) -> list[KernelTheorem]:
    """The theorems for one claim's page."""
    known = list(ids)
    return [found for found in theorems() if claim in claims_of(found.claim, found.theorem, known)]


def mismatches(ids: Iterable[str]) -> list[str]:
    """Theorems that name no claim of the ledger, in words."""
    known = list(ids)
    return [
        f"{found.file}.v, {found.theorem}: no claim {found.claim!r} in the ledger"
        for found in theorems()
        if not claims_of(found.claim, found.theorem, known)
    ]
