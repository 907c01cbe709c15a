"""The whole ledger: every claim, with the evidence that each package has for it.

>>> full_ledger()["eq-6"].title
'Optimal decoder variance'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from sparsity_theory.ledger.claims import Claim, Evidence, Ledger

# Modules with a tuple CLAIMS, in the order of the paper.
CLAIM_MODULES = (
    "sparsity_theory.statements.affine.remark_1",
    "sparsity_theory.statements.vae.eq_2_3",
    "sparsity_theory.statements.vae.eq_5",
    "sparsity_theory.statements.vae.eq_6",
    "sparsity_theory.statements.vae.beta_scaling",
    "sparsity_theory.statements.affine.beta_affine",
    "sparsity_theory.statements.affine.ppca_identity",
    "sparsity_theory.statements.affine.beta_slope",
    "sparsity_theory.statements.affine.beta_collapse",
    "sparsity_theory.statements.affine.beta_no_minimiser",
    "sparsity_theory.statements.vae.entropy_sums",
    "sparsity_theory.statements.vae.gradients_gamma",
    "sparsity_theory.statements.generation.eq_10",
    "sparsity_theory.statements.generation.mmd",
    "sparsity_theory.statements.theorem_4.eq_7",
    "sparsity_theory.statements.lemma_2.variance",
    "sparsity_theory.statements.lemma_2.scale",
    "sparsity_theory.statements.lemma_2.a",
    "sparsity_theory.statements.lemma_2.b",
    "sparsity_theory.statements.lemma_2.c",
    "sparsity_theory.statements.lemma_2.literal",
    "sparsity_theory.statements.lemma_3.lemma_3",
    "sparsity_theory.statements.lemma_3.log",
    "sparsity_theory.statements.theorem_4.instance_family",
    "sparsity_theory.statements.theorem_4.theorem_4",
    "sparsity_theory.statements.labyrinth.eq_8_9",
    "sparsity_theory.statements.labyrinth.labyrinth",
    "sparsity_theory.statements.labyrinth.winding_family",
    "sparsity_theory.statements.labyrinth.winding_rows",
    "sparsity_theory.statements.labyrinth.winding_local",
    "sparsity_theory.statements.theorem_a.a0",
    "sparsity_theory.statements.theorem_a.a1_a2_a3",
    "sparsity_theory.statements.theorem_a.criterion",
    "sparsity_theory.statements.theorem_a.continuity",
    "sparsity_theory.statements.theorem_a.slopes",
    "sparsity_theory.statements.theorem_a.ranks",
    "sparsity_theory.statements.theorem_a.a4",
    "sparsity_theory.statements.fig_3.fig_3",
    "sparsity_theory.statements.fig_3.wells",
    "sparsity_theory.statements.theorem_b.slope",
    "sparsity_theory.statements.theorem_b.near",
    "sparsity_theory.statements.theorem_b.families",
    "sparsity_theory.statements.theorem_b.log",
    "sparsity_theory.statements.theorem_b.error",
    "sparsity_theory.statements.theorem_c.c1",
    "sparsity_theory.statements.theorem_c.c2",
    "sparsity_theory.statements.theorem_c.c3",
    "sparsity_theory.statements.theorem_d.theorem_d",
    "sparsity_theory.statements.affine.a1",
    "sparsity_theory.statements.affine.bound",
    "sparsity_theory.statements.affine.threshold",
    "sparsity_theory.statements.affine.separating",
    "sparsity_theory.statements.affine.weights",
    "sparsity_theory.statements.affine.shares",
    "sparsity_theory.statements.affine.bracket",
    "empirics.frame.claims",
)
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
    """All claims with all their evidence."""
    claims: list[Claim] = []
    for name in CLAIM_MODULES:
        claims += import_module(name).CLAIMS
    tables: list[Mapping[str, tuple[Evidence, ...]]] = [
        import_module(name).EVIDENCE for name in EVIDENCE_MODULES
    ]
    return Ledger(claims, *tables)
