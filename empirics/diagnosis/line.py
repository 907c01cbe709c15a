"""One line of a diagnosis, and the claims of the ledger that lines rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from sparsity_theory.ledger.claims import Claim
from sparsity_theory.statements.affine import beta_affine as affine_vae
from sparsity_theory.statements.affine import beta_collapse as affine_collapse
from sparsity_theory.statements.generation import eq_10 as generation
from sparsity_theory.statements.generation import mmd
from sparsity_theory.statements.vae import beta_scaling
from sparsity_theory.statements.vae import entropy_sums as stationarity
from sparsity_theory.statements.vae import eq_5 as latent_variances
from sparsity_theory.statements.vae import eq_6 as optimal_variance
from sparsity_theory.statements.vae import gradients_gamma as decoder_gradient


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
