"""The whole ledger: every claim, with the evidence that each package has for it.

>>> full_ledger()["eq-6"].title
'Optimal decoder variance'
"""

from __future__ import annotations

from functools import cache

from empirics.frame import claims as measured
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Evidence, Ledger

EVIDENCE = "numerics.evidence"


@cache
def full_ledger() -> Ledger:
    """All claims with all their evidence: in the order of the paper, then those from data.

    Raises:
        ClaimError: on a file that does not declare what its place says, or is no claim's place.
    """
    stated = places.claims()
    ids = {places.place(claim.id).module(EVIDENCE): claim.id for claim in stated}
    found: dict[str, tuple[Evidence, ...]] = {}
    for module, evidence in places.declared(EVIDENCE, "EVIDENCE", Evidence):
        if module.__name__ not in ids:
            raise ClaimError(f"{module.__name__} has evidence, but no claim's place is there")
        found[ids[module.__name__]] = (evidence,)
    return Ledger((*stated, *measured.CLAIMS), found)
