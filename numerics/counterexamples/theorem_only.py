"""The answer of Theorem A alone, for a penalty that the checker of certificates does not read."""

from __future__ import annotations

from pathlib import Path

from numerics.running.outputs import is_stdout, write_json
from numerics.running.statuses import Exit
from sparsity_theory.characterisation import Decision, Dimensions, Guarantee, characterise
from sparsity_theory.penalties.penalties import Penalty


def answer(g: Penalty, h: Penalty, dims: Dimensions, why: str, json: Path | None) -> int:
    """Say what the prover found, and that nobody checked it; returns the exit status."""
    decision = characterise(g, h, dims)
    if json is not None:
        write_json(json, record(g, h, dims, decision, why))
    if not is_stdout(json):
        print(words(g, h, dims, decision, why))
    undecided = decision.verdict is Guarantee.UNDECIDED
    return Exit.UNDECIDED if undecided else Exit.UNCHECKED


def words(g: Penalty, h: Penalty, dims: Dimensions, decision: Decision, why: str) -> str:
    """The verdict in a few lines."""
    by = f" by {decision.part}" if decision.part else ""
    at = f"(d, kappa, r) = ({dims.d}, {dims.kappa}, {dims.r})"
    return "\n".join(
        [
            f"h = {h}, g = {g}, {at}: {decision.verdict.value}{by}.",
            f"Theorem A: {decision.explanation or 'no part of it could be decided'}.",
            f"This is the prover's word; there is no certificate and no minimiser, because {why}.",
        ]
    )


def record(
    g: Penalty, h: Penalty, dims: Dimensions, decision: Decision, why: str
) -> dict[str, object]:
    """The same, ready for JSON."""
    return {
        "g": g.text,
        "h": h.text,
        "dims": [dims.d, dims.kappa, dims.r],
        "verdict": decision.verdict.value,
        "reason": decision.part,
        "explanation": decision.explanation,
        "certified": False,
        "by": "the prover alone" if decision.verdict is not Guarantee.UNDECIDED else None,
        "note": why,
    }
