"""One line of a diagnosis, and the claims of the ledger that lines rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from sparsity_theory.claims import Claim
from sparsity_theory.statements import (
    affine_collapse,
    affine_vae,
    beta_scaling,
    decoder_gradient,
    generation,
    latent_variances,
    mmd,
    optimal_variance,
    stationarity,
)


class Kind(Enum):
    """How a line is to be read."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"
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

    kind: Kind
    topic: str
    statement: str
    consequence: str
    claims: tuple[str, ...]

    def text(self) -> str:
        """The line as prose, with its claims and who makes them: the paper [P] or we [X]."""
        sources = ", ".join(f"{name} [{claim(name).mark.value}]" for name in self.claims)
        source = f" ({sources})" if sources else ""
        return f"[{self.kind.value}] {self.topic}: {self.statement} {self.consequence}{source}"


_MODULES = (
    latent_variances,
    optimal_variance,
    beta_scaling,
    affine_vae,
    affine_collapse,
    stationarity,
    decoder_gradient,
    generation,
    mmd,
)


@cache
def claim(name: str) -> Claim:
    """The claim of the ledger that a line rests on."""
    claims: dict[str, Claim] = {each.id: each for module in _MODULES for each in module.CLAIMS}
    return claims[name]
