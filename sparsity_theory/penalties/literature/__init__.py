"""The penalties of the literature, under the field's names and with its parameters.

>>> from sparsity_theory.penalties.penalties import penalty
>>> penalty("mcp_skglm(sqrt(u), alpha=1, gamma=3)")(16)
3/2
"""

from __future__ import annotations

from sparsity_theory.penalties.literature import bayes, folded, smooth
from sparsity_theory.penalties.literature.named import Listed
from sparsity_theory.penalties.literature.sources import NOT_CONFIRMED, SOURCES, confirmed

__all__ = [
    "LITERATURE", "NAMED", "NOT_CONFIRMED", "PARAMETERS", "SOURCES", "Listed", "confirmed",
]  # fmt: skip

LITERATURE: tuple[Listed, ...] = (*folded.PENALTIES, *smooth.PENALTIES, *bayes.PENALTIES)
NAMED = {named.name: named for named in LITERATURE}
PARAMETERS = {n.name: frozenset(p.name for p in n.parameters) for n in LITERATURE}
