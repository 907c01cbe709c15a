"""The answer of Theorem A alone, for a penalty that the checker of certificates does not read."""

from __future__ import annotations

from pathlib import Path

from numerics.running.outputs import is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.values import GivenParameters, read_penalty
from sparsity_theory import infinite_values
from sparsity_theory.characterisation import Decision, Dimensions, Guarantee, characterise
from sparsity_theory.penalties.infinite import Infinite, InfinitePenaltyError
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


def infinite(g: str, h: str, dims: Dimensions, given: GivenParameters, json: Path | None) -> int:
    """Answer about a pair of which one is infinite somewhere; returns the exit status."""
    pair: list[Penalty | Infinite] = []
    for option, text in (("--g", g), ("--h", h)):
        try:
            pair.append(read_penalty(option, text, given))
        except InfinitePenaltyError as infinite_one:
            pair.append(infinite_one.question)
    found = infinite_values.answer(pair[0], pair[1], dims)
    if json is not None:
        parts = {"g": g, "h": h, "dims": [dims.d, dims.kappa, dims.r]}
        write_json(
            json,
            {
                **parts,
                "verdict": found.verdict.value,
                "reason": found.part,
                "explanation": " ".join(found.lines),
                "certified": False,
            },
        )
    if not is_stdout(json):
        by = f" by {found.part}" if found.part else ""
        print(f"h = {h}, g = {g}, {_at(dims)}: {found.verdict.value}{by}.")
        print(*found.lines, sep="\n")
    return Exit.UNDECIDED if found.verdict is Guarantee.UNDECIDED else Exit.UNCHECKED


def _at(dims: Dimensions) -> str:
    return f"(d, kappa, r) = ({dims.d}, {dims.kappa}, {dims.r})"


def words(g: Penalty, h: Penalty, dims: Dimensions, decision: Decision, why: str) -> str:
    """The verdict in a few lines."""
    by = f" by {decision.part}" if decision.part else ""
    return "\n".join(
        [
            f"h = {h}, g = {g}, {_at(dims)}: {decision.verdict.value}{by}.",
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
