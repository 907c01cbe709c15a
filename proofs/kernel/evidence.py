"""The kernel-checked theorems as the pages need them: statement, hash, what Coq said of it.

Which claim a theorem belongs to, and how much of it the theorem says, is a reviewed decision: see
`proofs.reviews`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from proofs.checkout import is_checkout
from proofs.errors import ToolError
from proofs.kernel import headlines
from proofs.kernel import record as kernel_record
from proofs.kernel.headlines import HeadlineTheorem, allowed_axioms, statement_text
from proofs.kernel.pins import proof_hash, statement_hash
from proofs.kernel.record import KernelRun
from proofs.kernel.sources import Sources, read_sources


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
    hash: str
    run: KernelRun | None

    @property
    def accepted(self) -> bool:
        """Whether Coq accepted it as it stands, on no other axioms than its group allows."""
        if self.run is None or not is_checkout():
            return self.run is not None  # an installation has the record, made under the allow list
        return set(self.run.axioms) <= allowed_axioms(self.axioms)


@cache
def theorems() -> dict[str, KernelTheorem]:
    """All theorems that the headline files list and whose statements are there, by name.

    An installation has no Coq sources: there they are those of the record, without their texts.
    """
    if not is_checkout():
        return {
            name: KernelTheorem("", "", name, "", "", "theorem", "", run.statement, run)
            for name, run in _runs().items()
        }
    sources = read_sources()
    found = (_read(each, sources) for each in headlines.theorems())
    return {each.theorem: each for each in found if isinstance(each, KernelTheorem)}


def _read(found: HeadlineTheorem, sources: Sources) -> KernelTheorem | str:
    """The theorem with its text, or what is wrong with it."""
    try:
        text, hash_ = statement_text(found, sources).strip("\n"), statement_hash(found, sources)
        proof = proof_hash(found, sources)
    except ToolError as problem:
        return str(problem)
    run = _runs().get(found.theorem)
    current = run if run and (run.statement, run.proof) == (hash_, proof) else None
    return KernelTheorem(**asdict(found), text=text, hash=hash_, run=current)


@cache
def _runs() -> dict[str, KernelRun]:
    return kernel_record.read()


def problems() -> list[str]:
    """Theorems without a statement, or not checked as they stand, in words."""
    sources = read_sources()
    read = (_read(each, sources) for each in headlines.theorems())
    found = [each for each in read if isinstance(each, str)]
    unchecked = [name for name, each in theorems().items() if each.run is None]
    if unchecked:
        found.append(
            f"coq: {len(unchecked)} theorems not checked since their statements or proofs last"
            f" changed ({unchecked[0]}, ...);"
            " run `python -m proofs run --kernel` (needs Coq)"
        )
    return found
