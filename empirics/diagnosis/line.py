"""One line of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sparsity_theory.ledger.headings import heading


class LineKind(Enum):
    """How a line is to be read."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"
    SCOPE = "outside the theory"
    MISTAKE = "likely mistake in the input"


@dataclass(frozen=True)
class Line:
    """One thing that the arrays say.

    Attributes:
        kind: how it is to be read.
        topic: one word or two.
        statement: what is the case, with its numbers.
        consequence: what follows from it.
        claims: ids of the ledger's claims behind it (``python -m proofs status`` lists them).
    """

    kind: LineKind
    topic: str
    statement: str
    consequence: str
    claims: tuple[str, ...]

    def text(self) -> str:
        """The line as prose, with its claims and who makes them: the paper [P] or we [X]."""
        sources = ", ".join(f"{name} [{heading(name).mark}]" for name in self.claims)
        source = f" ({sources})" if sources else ""
        return f"[{self.kind.value}] {self.topic}: {self.statement} {self.consequence}{source}"
