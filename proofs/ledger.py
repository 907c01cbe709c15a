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
    "sparsity_theory.pca",
    "sparsity_theory.vae_loss",
    "sparsity_theory.latent_variances",
    "sparsity_theory.optimal_variance",
    "sparsity_theory.beta_scaling",
    "sparsity_theory.affine_vae",
    "sparsity_theory.ppca",
    "sparsity_theory.affine_path",
    "sparsity_theory.affine_collapse",
    "sparsity_theory.no_minimiser",
    "sparsity_theory.stationarity",
    "sparsity_theory.decoder_gradient",
    "sparsity_theory.generation",
    "sparsity_theory.mmd",
    "sparsity_theory.autoencoder",
    "sparsity_theory.lemma2",
    "sparsity_theory.lemma2_scale",
    "sparsity_theory.lemma2_error",
    "sparsity_theory.lemma2_order",
    "sparsity_theory.lemma2_counts",
    "sparsity_theory.lemma2_literal",
    "sparsity_theory.lemma3",
    "sparsity_theory.lemma3_log",
    "sparsity_theory.instance_family",
    "sparsity_theory.theorem4",
    "sparsity_theory.eq_8_9",
    "sparsity_theory.labyrinth",
    "sparsity_theory.theorem_a0",
    "sparsity_theory.theorem_a",
    "sparsity_theory.theorem_a_criterion",
    "sparsity_theory.theorem_a_jumps",
    "sparsity_theory.theorem_a_slopes",
    "sparsity_theory.theorem_a_ranks",
    "sparsity_theory.theorem_a4",
    "sparsity_theory.fig_3",
    "sparsity_theory.wells",
    "sparsity_theory.theorem_b",
    "sparsity_theory.theorem_b_near",
    "sparsity_theory.theorem_b_families",
    "sparsity_theory.theorem_b_log",
    "sparsity_theory.theorem_b_error",
    "sparsity_theory.theorem_c1",
    "sparsity_theory.theorem_c2",
    "sparsity_theory.theorem_c3",
    "sparsity_theory.theorem_d",
    "sparsity_theory.affine_instances",
    "sparsity_theory.affine_bound",
    "sparsity_theory.affine_threshold",
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
    "numerics.evidence.theorem_a_consequences",
    "numerics.evidence.theorem_b",
    "numerics.evidence.theorem_c",
    "numerics.evidence.autoencoder",
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
