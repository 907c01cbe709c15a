"""Pairs that the checker of pairs does not read: answered by theorems, shown as objectives.

They have infinite values, or cases that end at irrational points.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from numerics.counterexamples.options import INSTANCE
from numerics.errors import NumericsError
from numerics.objectives.answer import ObjectiveAnswer, answered
from numerics.objectives.command import write_certificate
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.values import GivenParameters, read_penalty
from sparsity_theory import infinite_values
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.errors import ContradictionError, SparsityTheoryError
from sparsity_theory.exact.intervals import ordered
from sparsity_theory.exact.writer import to_text
from sparsity_theory.infinite_values import InfiniteAnswer
from sparsity_theory.objectives.decision import characterise_objective
from sparsity_theory.objectives.pairs import Side, objective_of
from sparsity_theory.penalties.infinite import Infinite, InfinitePenaltyError
from sparsity_theory.penalties.penalties import Penalty

OF_INSTANCES = INSTANCE | {"--plot", "--tolerance"}
NO_INSTANCE = (
    "describes an instance and its certified minimum, and such a pair, with infinite values or"
    " cases that end at irrational points, is answered by the theorems: leave it out"
)


def read_pair(g: str, h: str, given: GivenParameters) -> list[Penalty | Infinite]:
    """Both penalties, infinite ones as what was understood of them."""
    pair: list[Penalty | Infinite] = []
    for option, text in (("--g", g), ("--h", h)):
        try:
            pair.append(read_penalty(option, text, given))
        except InfinitePenaltyError as infinite_one:
            pair.append(infinite_one.question)
    return pair


def is_plain(p: Penalty | Infinite) -> bool:
    """Whether the checker of pairs reads a penalty: it is finite, its cases end at rationals."""
    return isinstance(p, Penalty) and not p.irrational_ends


def answer(
    g: str, h: str, dims: Dimensions, given: GivenParameters, options: argparse.Namespace
) -> int:
    """Answer about such a pair; returns the exit status."""
    pair = read_pair(g, h, given)
    found = infinite_values.answer(pair[0], pair[1], dims)
    found = replace(found, lines=(*_why(pair), *found.lines))
    shown = _shown(pair[0], pair[1], dims, found)
    verdict = shown.decision.verdict if shown is not None else found.verdict
    check_outputs(options.json, files=[options.certificate])
    if options.certificate:
        if shown is None:
            raise NumericsError(
                "there is no certificate to write: as an objective the pair has no value at some"
                " point, or was not decided"
            )
        write_certificate(options.certificate, shown)
    if options.json is not None:
        write_json(
            options.json,
            {
                "g": g,
                "h": h,
                "dims": [dims.d, dims.kappa, dims.r],
                "verdict": verdict.value,
                "reason": found.part,
                "explanation": " ".join(found.lines),
                "certified": shown is not None and shown.certified,
                "by": _by(verdict) if shown is None else shown.by,
            },
        )
    if not is_stdout(options.json):
        by = f" by {found.part}" if found.part else ""
        at = f"(d, kappa, r) = ({dims.d}, {dims.kappa}, {dims.r})"
        print(f"h = {h}, g = {g}, {at}: {verdict.value}{by}.")
        print(*found.lines, *([] if shown is None else _certified(shown)), sep="\n")
    if verdict is Guarantee.UNDECIDED:
        return Exit.UNDECIDED
    return Exit.DONE if shown is not None and shown.certified else Exit.UNCHECKED


def _why(pair: list[Penalty | Infinite]) -> list[str]:
    """Why such a pair is shown as an objective, where that is not told otherwise."""
    ends = ordered(end for p in pair if isinstance(p, Penalty) for end in p.irrational_ends)
    if not ends:
        return []
    points = f"point{'s' if len(ends) > 1 else ''} {', '.join(map(to_text, ends))}"
    return [f"A case ends at the irrational {points}: so the pair is shown as an objective."]


def _by(verdict: Guarantee) -> str | None:
    return None if verdict is Guarantee.UNDECIDED else "the prover alone"


def _shown(g: Side, h: Side, dims: Dimensions, found: InfiniteAnswer) -> ObjectiveAnswer | None:
    """The pair as an objective, with its certificate; None where it does not say the same."""
    try:
        answer = answered(characterise_objective(objective_of(g, h), dims), dims)
    except SparsityTheoryError:
        return None
    verdicts = {answer.decision.verdict, found.verdict} - {Guarantee.UNDECIDED}
    if len(verdicts) > 1:
        raise ContradictionError(
            f"the pair {g!r}, {h!r} is taken to be {found.verdict.value}, and"
            f" {answer.decision.verdict.value} as an objective. This is an error of this package,"
            " not of the input; please report it"
        )
    return None if answer.decision.verdict is Guarantee.UNDECIDED else answer


def _certified(answer: ObjectiveAnswer) -> list[str]:
    """What the checker says of the pair as an objective."""
    said = ["The prover alone says so."] if not answer.certified else answer.lines
    return ["", f"As an objective, d L = {answer.decision.objective}:", *said]
