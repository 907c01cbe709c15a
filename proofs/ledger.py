"""The whole ledger: every claim, with the evidence that each package has for it.

>>> full_ledger()["eq-6"].title
'Optimal decoder variance'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from empirics.frame import claims as measured
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Evidence, Ledger

# Modules with a table EVIDENCE: claim id -> evidence.
EVIDENCE_MODULES: tuple[str, ...] = (
    "numerics.evidence.vae.eq_2_3",
    "numerics.evidence.vae.table",
    "numerics.evidence.affine.beta_affine",
    "numerics.evidence.affine.beta_slope",
    "numerics.evidence.affine.remark_1",
    "numerics.evidence.generation.eq_10",
    "numerics.evidence.lemma_2.scale",
    "numerics.evidence.lemma_2.a",
    "numerics.evidence.fig_3.fig_3",
    "numerics.evidence.lemma_3.lemma_3",
    "numerics.evidence.theorem_4.theorem_4",
    "numerics.evidence.theorem_a.a1_a2_a3",
    "numerics.evidence.theorem_d.theorem_d",
    "numerics.evidence.affine.a1",
    "numerics.evidence.affine.threshold",
    "numerics.evidence.affine.separating",
    "numerics.evidence.theorem_a.continuity",
    "numerics.evidence.theorem_b.slope",
    "numerics.evidence.theorem_c.c1",
    "numerics.evidence.theorem_4.eq_7",
    "numerics.evidence.labyrinth.winding_rows",
)


@cache
def full_ledger() -> Ledger:
    """All claims with all their evidence: those of the paper's order, then those from data."""
    tables: list[Mapping[str, tuple[Evidence, ...]]] = [
        import_module(name).EVIDENCE for name in EVIDENCE_MODULES
    ]
    return Ledger((*places.claims(), *measured.CLAIMS), *tables)
