"""Claims by the names that people use: an id, or the paper's own "Lemma 2", "eq. (6)".

>>> from proofs.ledger import full_ledger
>>> find("lemma-2", full_ledger())[:3]
['lemma-2-variance', 'lemma-2-scale', 'lemma-2a']
>>> find("eq. (6)", full_ledger()), find("eq-3", full_ledger())
(['eq-6'], ['eq-2-3'])
"""

from __future__ import annotations

import re

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.claims import Ledger
from sparsity_theory.near import did_you_mean


def find(name: str, ledger: Ledger) -> list[str]:
    """The claim with this id, or all parts of what the paper calls so, in the ledger's order.

    Raises:
        ClaimError: if there is none; the message has the ids near it.
    """
    asked = "-".join(re.findall(r"[a-z0-9]+", name.lower().replace("eqs", "eq")))
    ids = [claim.id for claim in ledger]
    if asked in ids:
        return [asked]
    parts = [id_ for id_ in ids if _is_part(id_, asked)]
    if not parts:
        hint = did_you_mean(name, ids)
        raise ClaimError(f"there is no claim {name!r}{hint}; `proofs status` lists them all")
    return parts


def _is_part(id_: str, asked: str) -> bool:
    """``lemma-2a`` and ``lemma-2-scale`` are parts of ``lemma-2``, ``eq-2-3`` one of ``eq-3``."""
    if asked and re.fullmatch(rf"{re.escape(asked)}([a-z]|-.*)", id_):
        return True
    kind, _, number = asked.partition("-")
    return (
        kind == "eq" and number.isdigit() and re.fullmatch(rf"eq(-\d+)*-{number}", id_) is not None
    )
