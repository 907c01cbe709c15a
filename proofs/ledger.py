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
CLAIM_MODULES = ("sparsity_theory.optimal_variance",)
# Modules with a table EVIDENCE: claim id -> evidence.
EVIDENCE_MODULES: tuple[str, ...] = ()


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
