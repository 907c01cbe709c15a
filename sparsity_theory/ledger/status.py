"""What evidence amounts to: the status of a claim, computed and never declared.

>>> holds = EvidenceAnswer(Kind.SYMBOLIC, complete=True, verdict=Verdict.HOLDS, refuted=5)
>>> assess([holds], sound=True, reviewed=True, in_kernel=False)
<Status.DERIVED: 'derived'>
>>> assess([holds], sound=True, reviewed=False, in_kernel=False)
<Status.OPEN: 'open'>

A check that was never seen to refute anything earns nothing.

>>> from dataclasses import replace
>>> assess([replace(holds, refuted=0)], sound=True, reviewed=True, in_kernel=False)
<Status.OPEN: 'open'>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sparsity_theory.ledger.verdict import Verdict


class Kind(Enum):
    """What sort of evidence, and hence what a reader has to trust."""

    SYMBOLIC = "symbolic"
    CERTIFIED = "certified"
    EMPIRICAL = "empirical"

    @property
    def trusts(self) -> str:
        """The thing that must be right for this kind of evidence to mean anything."""
        return _TRUSTED_BY_KIND[self]


class Status(Enum):
    """What the evidence amounts to, strongest first."""

    KERNEL = "kernel-proved"
    DERIVED = "derived"
    CERTIFIED = "certified"
    SUPPORTED = "supported"
    OPEN = "open"
    CONTRADICTED = "contradicted"
    REFUTED = "refuted"
    NOT_RUN = "not run"
    ERROR = "error"

    @property
    def meaning(self) -> str:
        """What the word says of a claim."""
        return _MEANINGS[self]

    @property
    def trusts(self) -> str:
        """What a reader has to trust, in one line; empty where nothing is asserted."""
        return _TRUSTED.get(self, "")


_TRUSTED_BY_KIND = {
    Kind.SYMBOLIC: "SymPy's exact rules, and the words between the formulas",
    Kind.CERTIFIED: "ball arithmetic (python-flint) on exact rational data",
    Kind.EMPIRICAL: "the data, the training runs and the statistics",
}
_MEANINGS = {
    Status.KERNEL: "Coq's kernel accepts a theorem that was reviewed to say all of the statement",
    Status.DERIVED: (
        "an argument in words, reviewed to yield the statement, whose every formula is checked"
    ),
    Status.CERTIFIED: "checked by ball arithmetic on the instances that the page names",
    Status.SUPPORTED: "data speak for it",
    Status.OPEN: (
        "undecided, or nobody has reviewed that the checks yield the present statement, or"
        " something that it rests on is open"
    ),
    Status.CONTRADICTED: "data speak against it; data never refute a theorem",
    Status.REFUTED: "a check of the statement fails",
    Status.NOT_RUN: "the checks have not run since the statement last changed",
    Status.ERROR: "a check crashed or accepted a false variant",
}
_TRUSTED = {
    Status.KERNEL: (
        "Coq's kernel, the axioms listed, and the review that the Coq statement says the same"
    ),
    Status.DERIVED: (
        "SymPy's exact rules, the words between the formulas, and the review that these steps"
        " yield the statement"
    ),
    Status.CERTIFIED: "python-flint's ball arithmetic and the code that sets the instances up",
    Status.SUPPORTED: "the data, the training runs and the statistics",
    Status.CONTRADICTED: "the data, the training runs and the statistics",
}


@dataclass(frozen=True)
class EvidenceAnswer:
    """What one evidence said of the statement.

    Attributes:
        kind: what sort of evidence it is.
        complete: it covers all of the statement.
        verdict: its answer to the statement.
        refuted: how many false variants of the statement it refuted.
    """

    kind: Kind
    complete: bool
    verdict: Verdict
    refuted: int


def assess(
    answers: Sequence[EvidenceAnswer], *, sound: bool, reviewed: bool, in_kernel: bool
) -> Status:
    """The status that evidence earns.

    Args:
        answers: what the evidence said.
        sound: no check crashed, accepted a false variant, or has an example that fails.
        reviewed: someone has read that the evidence, as it is now, yields the statement as it is
            now, or that a test of data does what its words say.
        in_kernel: a Coq theorem that is reviewed to say all of the statement is accepted as it is.
    """
    if not answers and not in_kernel:
        return Status.NOT_RUN
    if not sound:
        return Status.ERROR
    failed = [answer.kind for answer in answers if answer.verdict is Verdict.FAILS]
    if failed:
        only_data = all(kind is Kind.EMPIRICAL for kind in failed)
        return Status.CONTRADICTED if only_data else Status.REFUTED
    if in_kernel:
        return Status.KERNEL
    if not reviewed:
        return Status.OPEN
    held = [answer for answer in answers if answer.verdict is Verdict.HOLDS and answer.refuted]
    kinds = {answer.kind for answer in held}
    if any(answer.kind is Kind.SYMBOLIC and answer.complete for answer in held):
        return Status.DERIVED
    if Kind.CERTIFIED in kinds:
        return Status.CERTIFIED
    return Status.SUPPORTED if kinds == {Kind.EMPIRICAL} else Status.OPEN
