"""What ``--objective`` and ``--ranks`` of `numerics.counterexample` do."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from numerics.errors import NumericsError
from numerics.objectives.answer import ObjectiveAnswer, answered
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.tables import table
from numerics.running.values import GivenParameters, about, dimensions
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.infinite_values import LEMMAS
from sparsity_theory.objectives.decision import characterise_objective, characterise_ranks
from sparsity_theory.objectives.extremes import Bound
from sparsity_theory.objectives.language import with_parameters

_LONG = 400
LEGEND = """\
S is the largest loss of an exact code with r active rows; D the least of exact codes with more; I
the least of points with an error e > 0. By Theorem A0 (this project's) optimal sparsity is
guaranteed if and only if every such code is strictly better than every such point."""


def run(options: argparse.Namespace) -> int:
    """Answer for an objective; returns the exit status."""
    if options.ranks and options.certificate:
        raise NumericsError("--certificate is about one rank: leave out --ranks")
    check_outputs(options.json, files=[options.certificate])
    dims = dimensions(options.dims)
    parameters = GivenParameters(options.param)
    with about("--objective"):
        objective = options.objective
        if parameters.values:
            replaced = with_parameters(objective, parameters.values)
            objective, parameters.used = replaced.text, set(replaced.used)
        if options.ranks:
            found = characterise_ranks(objective, dims.d, dims.kappa)
        else:
            found = {dims.r: characterise_objective(objective, dims)}
    parameters.check_used()
    answers = [
        answered(decision, Dimensions(dims.d, dims.kappa, r)) for r, decision in found.items()
    ]
    records = list(map(_record, answers))
    if options.certificate:
        write_certificate(options.certificate, answers[0])
    write_json(options.json, records if options.ranks else records[0])
    if not is_stdout(options.json):
        print(_shown(records, answers, ranks=options.ranks))
    return status(answers)


def write_certificate(path: Path, answer: ObjectiveAnswer) -> None:
    """Write the certificate of an answer.

    Raises:
        NumericsError: there is none.
    """
    if answer.text is None:
        raise NumericsError(
            "there is no certificate to write: nothing was decided, or a failure that no two points"
            " show was"
        )
    write_atomically(path, answer.text)


def _record(answer: ObjectiveAnswer) -> dict[str, Any]:
    decision, dims, failure = answer.decision, answer.dims, answer.failure
    return {
        "objective": decision.objective,
        "dims": [dims.d, dims.kappa, dims.r],
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "explanation": decision.explanation,
        "S": _extreme(decision.sparse),
        "D": _extreme(decision.dense),
        "I": _extreme(decision.imperfect),
        "sparse_powers": None if failure is None else list(map(str, failure.sparse_powers)),
        "error": None if failure is None else str(failure.error),
        "powers": None if failure is None else list(map(str, failure.powers)),
        "certified": answer.certified,
        "by": answer.by,
    }


def _extreme(bound: Bound) -> str:
    return f"{bound}, not reached" if bound.attained is False else str(bound)


def _shown(records: list[dict[str, Any]], answers: list[ObjectiveAnswer], *, ranks: bool) -> str:
    rows = [
        (str(x["dims"][2]), x["verdict"], x["by"] or "", x["S"], x["D"], x["I"]) for x in records
    ]
    read = answers[0].decision.objective
    if (
        len(read) <= _LONG
    ):  # min and max of p are of all rows: what was typed may mean another thing
        read = f"Psi, as it was read: {read}"
    else:
        read = f"Psi, as it was read, begins: {read[:_LONG]} ..."
    parts = [read, table(("r", "verdict", "by", "S", "D", "I"), rows)]
    if ranks:
        return "\n\n".join([*parts, _summary(records), LEGEND])
    answer = answers[0]
    if answer.lines:
        parts.append("\n".join(answer.lines))
    if answer.failure is not None and answer.failure.sparse_loss == -math.inf:
        parts += ["A tie at -oo, as with h = log. What is meant by it is a limit:", *LEMMAS]
        parts.append("What can be asked: the objective with p + gamma for p, gamma > 0.")
    return "\n\n".join([*parts, f"Theorem A0: {records[0]['explanation']}.", LEGEND])


def _summary(records: list[dict[str, Any]]) -> str:
    by = {
        verdict: [str(x["dims"][2]) for x in records if x["verdict"] == verdict.value]
        for verdict in Guarantee
    }
    said = [f"{verdict.value} at r = {', '.join(ranks)}" for verdict, ranks in by.items() if ranks]
    if len(by[Guarantee.GUARANTEES]) == 1 < len(records):
        said.append("so it must be told r (Theorem F)")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def status(answers: list[ObjectiveAnswer]) -> int:
    """The exit status of answers."""
    if any(answer.decision.verdict is Guarantee.UNDECIDED for answer in answers):
        return Exit.UNDECIDED
    return Exit.DONE if all(answer.certified for answer in answers) else Exit.UNCHECKED
