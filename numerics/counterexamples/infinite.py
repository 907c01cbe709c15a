"""The answer of the theorems alone, for penalties that are infinite somewhere."""

from __future__ import annotations

from pathlib import Path

from numerics.running.outputs import is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.values import GivenParameters, read_penalty
from sparsity_theory import infinite_values
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.penalties.infinite import Infinite, InfinitePenaltyError
from sparsity_theory.penalties.penalties import Penalty


def answer(g: str, h: str, dims: Dimensions, given: GivenParameters, json: Path | None) -> int:
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
