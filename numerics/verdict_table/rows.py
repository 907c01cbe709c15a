"""One row of the table: a penalty, what its verdict file claims, and what Coq says of it."""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from numerics.errors import NumericsError
from numerics.kernel.check import NotProvedError, check_file
from numerics.kernel.file import claim_for, coq_file
from numerics.kernel.library import Library
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.exact.effort import allowance

PROVED, REFUSED, UNSAID = "proved", "refused", "not written"


@dataclass(frozen=True)
class VerdictRow:
    """A verdict file and its check.

    Attributes:
        asked: the penalty on the row powers, as a user would type it.
        answer: `PROVED`; `REFUSED`: Coq does not accept the file; `UNSAID`: none could be written.
        part: what the file claims by, see `numerics.kernel.claim.PARTS`; empty where there is none.
        why: the reason, where it is not proved.
        writing_seconds: processor time of finding the numbers and writing the file.
        checking_seconds: processor time of Coq, for both compilations and the axioms.
    """

    asked: str
    answer: str
    part: str
    why: str
    writing_seconds: float
    checking_seconds: float


def verdict_row(
    asked: str, g: str, dims: Dimensions, library: Library, seconds: float
) -> VerdictRow:
    """Write the verdict file of a penalty and have Coq check it."""
    began = time.process_time()
    try:
        with allowance(seconds):
            claim = claim_for(g, asked, dims)
            text = coq_file(claim)
    except (NumericsError, SparsityTheoryError) as problem:
        return VerdictRow(asked, UNSAID, "", str(problem), _since(began), 0.0)
    written, before = _since(began), _children()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "proof.v"
        path.write_text(text, encoding="utf-8")
        try:
            check_file(path, library, seconds=seconds)
            answer, why = PROVED, ""
        except NotProvedError as problem:
            answer, why = REFUSED, str(problem)
    return VerdictRow(asked, answer, claim.part, why, written, round(_children() - before, 3))


def _since(began: float) -> float:
    return round(time.process_time() - began, 3)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
