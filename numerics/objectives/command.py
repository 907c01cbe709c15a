"""What ``--objective`` and ``--ranks`` of `numerics.counterexample` do."""

from __future__ import annotations

import argparse
import math
from typing import Any

from numerics.errors import NumericsError
from numerics.objectives.certificate import ObjectiveCertificate, dump
from numerics.objectives.check import CheckedFailure, lines, verify
from numerics.objectives.instance import objective_instance
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.tables import table
from numerics.running.values import about, dimensions
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.infinite_values import LEMMAS
from sparsity_theory.objectives.decision import (
    ObjectiveDecision,
    characterise_objective,
    characterise_ranks,
)
from sparsity_theory.objectives.extremes import Bound

_ABOUT_PAIRS = ("h", "g", "plot", "coq", "dense_power", "sparse_power", "samples", "zero_error")

LEGEND = """\
S is the largest loss of an exact code with r active rows; D the least of exact codes with more; I
the least of points with an error e > 0. By Theorem A0 (this project's) optimal sparsity is
guaranteed if and only if every such code is strictly better than every such point."""


def run(options: argparse.Namespace) -> int:
    """Answer for an objective; returns the exit status."""
    given = [name for name in _ABOUT_PAIRS if getattr(options, name) is not None]
    if given:
        name = given[0].replace("_", "-")
        raise NumericsError(
            f"--{name} is about a pair g, h: leave it out with --objective, which is the whole loss"
        )
    if options.ranks and options.certificate:
        raise NumericsError("--certificate is about one rank: leave out --ranks")
    check_outputs(options.json, files=[options.certificate])
    dims = dimensions(options.dims)
    with about("--objective"):
        if options.ranks:
            found = characterise_ranks(options.objective, dims.d, dims.kappa)
        else:
            found = {dims.r: characterise_objective(options.objective, dims)}
    answers = [
        _answer(Dimensions(dims.d, dims.kappa, r), decision) for r, decision in found.items()
    ]
    records = [record for record, _ in answers]
    if options.certificate:
        certificate = answers[0][1]
        if certificate is None:
            raise NumericsError(
                "there is no certificate to write: only a failure that two points show has one"
            )
        write_atomically(options.certificate, dump(certificate))
    write_json(options.json, records if options.ranks else records[0])
    if not is_stdout(options.json):
        print(_shown(records, answers[0][1], ranks=options.ranks))
    return _status(list(found.values()))


def _answer(
    dims: Dimensions, decision: ObjectiveDecision
) -> tuple[dict[str, Any], ObjectiveCertificate | None]:
    """The record, and the certificate, which the checker has verified."""
    certificate, checked = None, None
    if decision.witness is not None:
        instance = objective_instance(decision.witness, dims.d)
        certificate = ObjectiveCertificate(
            decision.objective,
            (dims.d, dims.kappa, dims.r),
            instance.scale,
            instance.data,
            instance.decoders,
            instance.sparse,
            instance.other,
        )
        checked = verify(certificate)
    return _record(dims, decision, checked), certificate


def _record(
    dims: Dimensions, decision: ObjectiveDecision, checked: CheckedFailure | None
) -> dict[str, Any]:
    return {
        "objective": decision.objective,
        "dims": [dims.d, dims.kappa, dims.r],
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "explanation": decision.explanation,
        "S": _extreme(decision.sparse),
        "D": _extreme(decision.dense),
        "I": _extreme(decision.imperfect),
        "sparse_powers": None if checked is None else list(map(str, checked.sparse_powers)),
        "error": None if checked is None else str(checked.error),
        "powers": None if checked is None else list(map(str, checked.powers)),
        "certified": checked is not None,
        "by": "the checker"
        if checked is not None
        else None
        if decision.verdict is Guarantee.UNDECIDED
        else "the prover alone",
    }


def _extreme(bound: Bound) -> str:
    return f"{bound}, not reached" if bound.attained is False else str(bound)


def _shown(
    records: list[dict[str, Any]], certificate: ObjectiveCertificate | None, *, ranks: bool
) -> str:
    rows = [
        (str(x["dims"][2]), x["verdict"], x["by"] or "", x["S"], x["D"], x["I"]) for x in records
    ]
    parts = [table(("r", "verdict", "by", "S", "D", "I"), rows)]
    if ranks:
        parts.append(_summary(records))
    elif certificate is not None:
        found = verify(certificate)
        parts.append("\n".join(lines(certificate, found)[1:]))
        if found.sparse_loss == -math.inf:
            parts += ["A tie at -oo, as with h = log. What is meant by it is a limit:", *LEMMAS]
            parts.append("What can be asked: the objective with p + gamma for p, gamma > 0.")
    if not ranks:
        parts.append(f"Theorem A0: {records[0]['explanation']}.")
    return "\n\n".join([*parts, LEGEND])


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


def _status(decisions: list[ObjectiveDecision]) -> int:
    if any(decision.verdict is Guarantee.UNDECIDED for decision in decisions):
        return Exit.UNDECIDED
    shown = all(decision.witness is not None for decision in decisions)
    return Exit.DONE if shown else Exit.UNCHECKED
