"""The whole ledger: every claim, with the evidence that each package has for it.

>>> full_ledger()["eq-6"].title
'Optimal decoder variance'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from sparsity_theory.claims import Claim, Evidence, Ledger

# Modules with a tuple CLAIMS, in the order of the paper.
CLAIM_MODULES = (
    "sparsity_theory.statements.pca",
    "sparsity_theory.statements.vae_loss",
    "sparsity_theory.statements.latent_variances",
    "sparsity_theory.statements.optimal_variance",
    "sparsity_theory.statements.beta_scaling",
    "sparsity_theory.statements.affine_vae",
    "sparsity_theory.statements.ppca",
    "sparsity_theory.statements.affine_path",
    "sparsity_theory.statements.affine_collapse",
    "sparsity_theory.statements.no_minimiser",
    "sparsity_theory.statements.stationarity",
    "sparsity_theory.statements.decoder_gradient",
    "sparsity_theory.statements.generation",
    "sparsity_theory.statements.mmd",
    "sparsity_theory.statements.autoencoder",
    "sparsity_theory.statements.lemma2",
    "sparsity_theory.statements.lemma2_scale",
    "sparsity_theory.statements.lemma2_error",
    "sparsity_theory.statements.lemma2_order",
    "sparsity_theory.statements.lemma2_counts",
    "sparsity_theory.statements.lemma2_literal",
    "sparsity_theory.statements.lemma3",
    "sparsity_theory.statements.lemma3_log",
    "sparsity_theory.statements.instance_family",
    "sparsity_theory.statements.theorem4",
    "sparsity_theory.statements.eq_8_9",
    "sparsity_theory.statements.labyrinth",
    "sparsity_theory.statements.winding",
    "sparsity_theory.statements.winding_rows",
    "sparsity_theory.statements.winding_local",
    "sparsity_theory.statements.theorem_a0",
    "sparsity_theory.statements.theorem_a",
    "sparsity_theory.statements.theorem_a_criterion",
    "sparsity_theory.statements.theorem_a_jumps",
    "sparsity_theory.statements.theorem_a_slopes",
    "sparsity_theory.statements.theorem_a_ranks",
    "sparsity_theory.statements.theorem_a4",
    "sparsity_theory.statements.fig_3",
    "sparsity_theory.statements.wells",
    "sparsity_theory.statements.theorem_b",
    "sparsity_theory.statements.theorem_b_near",
    "sparsity_theory.statements.theorem_b_families",
    "sparsity_theory.statements.theorem_b_log",
    "sparsity_theory.statements.theorem_b_error",
    "sparsity_theory.statements.theorem_c1",
    "sparsity_theory.statements.theorem_c2",
    "sparsity_theory.statements.theorem_c3",
    "sparsity_theory.statements.theorem_d",
    "sparsity_theory.statements.affine_instances",
    "sparsity_theory.statements.affine_bound",
    "sparsity_theory.statements.affine_threshold",
    "sparsity_theory.statements.affine_separating",
    "sparsity_theory.statements.affine_weights",
    "sparsity_theory.statements.affine_shares",
    "sparsity_theory.statements.affine_bracket",
    "empirics.claims",
)
# Modules with a table EVIDENCE: claim id -> evidence.
EVIDENCE_MODULES: tuple[str, ...] = (
    "numerics.evidence.vae_loss",
    "numerics.evidence.variances",
    "numerics.evidence.affine_vae",
    "numerics.evidence.affine_path",
    "numerics.evidence.pca",
    "numerics.evidence.generation",
    "numerics.evidence.lemma2",
    "numerics.evidence.lemma2_limits",
    "numerics.evidence.landscape",
    "numerics.evidence.lemma3",
    "numerics.evidence.theorem4",
    "numerics.evidence.theorem_a",
    "numerics.evidence.theorem_d",
    "numerics.evidence.affine",
    "numerics.evidence.affine_threshold",
    "numerics.evidence.affine_separating",
    "numerics.evidence.theorem_a_consequences",
    "numerics.evidence.theorem_b",
    "numerics.evidence.theorem_c",
    "numerics.evidence.autoencoder",
    "numerics.evidence.winding",
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
