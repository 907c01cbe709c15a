"""Which kernel-checked theorems stand on which claim's page.

A theorem belongs to the claim whose id its headline names; when there is none, to every claim of
that family (``lemma-2``: ``lemma-2a``, ``lemma-2-scale``, ...), or else to the claim with the
longest id that the name begins with (``lemma-3-log-derived``: ``lemma-3-log``).  It also belongs to
the claim that its own name begins with: ``theorem_A1_segment`` to ``theorem-a1``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache

from proofs.errors import ToolError
from proofs.kernel import gate as kernel
from proofs.kernel import record as kernel_record
from proofs.kernel.record import KernelRun


@dataclass(frozen=True)
class KernelTheorem:
    """What a page shows of a theorem; ``run`` is None when its statement has not been checked."""

    claim: str
    file: str
    theorem: str
    statement: str
    axioms: str
    role: str
    text: str
    run: KernelRun | None


@cache
def theorems() -> tuple[KernelTheorem, ...]:
    """All theorems that the headline files list and whose statements are there."""
    found = map(_read, kernel.theorems())
    return tuple(each for each in found if isinstance(each, KernelTheorem))


def _read(found: kernel.KernelTheorem) -> KernelTheorem | str:
    """The theorem with its text, or what is wrong with it."""
    try:
        text, hash_ = kernel.statement_text(found).strip("\n"), kernel.statement_hash(found)
    except ToolError as problem:
        return str(problem)
    run = _runs().get(found.theorem)
    current = run if run and run.statement == hash_ else None
    return KernelTheorem(**asdict(found), text=text, run=current)


@cache
def _runs() -> dict[str, KernelRun]:
    return kernel_record.read()


def claims_of(headline: str, theorem: str, ids: Iterable[str]) -> set[str]:
    """The claims on whose pages a theorem stands.

    >>> ids = ["lemma-2a", "lemma-2b", "theorem-a", "theorem-a1"]
    >>> sorted(claims_of("lemma-2", "min_over_scale", ids))
    ['lemma-2a', 'lemma-2b']
    >>> sorted(claims_of("theorem-a", "theorem_A1_segment", ids))
    ['theorem-a', 'theorem-a1']
    >>> claims_of("lemma-2b-derived", "rate", ids)
    {'lemma-2b'}
    """
    known = set(ids)
    own = _beginning(theorem.lower().replace("_", "-"), known)
    if headline in known:
        return {headline} | own
    family = {id_ for id_ in known if _in_family(id_, headline)}
    return (family or _beginning(headline, known)) | own


def _beginning(name: str, known: set[str]) -> set[str]:
    """The longest known id that the name begins with, word by word, if there is one."""
    words = name.split("-")
    beginnings = ("-".join(words[:end]) for end in range(len(words), 0, -1))
    found = next((each for each in beginnings if each in known), None)
    return {found} if found else set()


def _in_family(id_: str, family: str) -> bool:
    return id_.startswith(family) and not id_[len(family)].isdigit()


def theorems_of(claim: str, ids: Iterable[str]) -> list[KernelTheorem]:
    """The theorems for one claim's page."""
    known = list(ids)
    return [found for found in theorems() if claim in claims_of(found.claim, found.theorem, known)]


def problems(ids: Iterable[str]) -> list[str]:
    """Theorems without a statement, without a claim, or not checked as they stand, in words."""
    known = list(ids)
    found = [each for each in map(_read, kernel.theorems()) if isinstance(each, str)]
    found += [
        f"coq/{each.file}.v, {each.theorem}: no claim {each.claim!r} in the ledger"
        for each in theorems()
        if not claims_of(each.claim, each.theorem, known)
    ]
    unchecked = [each.theorem for each in theorems() if each.run is None]
    if unchecked:
        found.append(
            f"coq: {len(unchecked)} theorems not checked as they stand ({unchecked[0]}, ...);"
            " run `python -m proofs run --kernel` (needs Coq)"
        )
    return found
