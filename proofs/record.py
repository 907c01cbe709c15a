"""The record: what each claim's checks answered when they last ran, and with which versions.

`proofs/record.json` holds one entry per claim.  An entry counts only for what it was made for: when
the statement, the declared variants and examples, the code of the checks or the data that they read
change, the claim is "not run" again.  Running some claims replaces their entries and leaves the
others alone.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from importlib import metadata
from pathlib import Path
from typing import Any

import sympy
from sympy.external.gmpy import GROUND_TYPES

from numerics.running.files import write_atomically
from numerics.running.sweep import processes as workers
from proofs.code import code_hash, data_hash
from proofs.errors import RecordError
from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Claim, ClaimRun, EvidenceRun, Outcome, Step, run_claim
from sparsity_theory.ledger.digests import digest
from sparsity_theory.ledger.status import EvidenceAnswer, Kind
from sparsity_theory.ledger.verdict import Verdict

RECORD = Path(__file__).parent / "record.json"
FORMAT = 3


@dataclass(frozen=True)
class FormulaRecord:
    """A formula that was checked, and the verdict on it."""

    latex: str
    verdict: str


@dataclass(frozen=True)
class StepRecord:
    """One step as it came out: what it says, the formulas that were checked, why.

    Attributes:
        shown: LaTeX that only illustrates and was not checked; empty for most steps.
        verdict: the verdict on all formulas; empty for a step that is only words.
    """

    text: str
    formulas: tuple[FormulaRecord, ...]
    why: str
    shown: str
    verdict: str


@dataclass(frozen=True)
class EvidenceRecord:
    """One evidence on the statement, and its verdict on every false variant that it reads."""

    kind: str
    scope: str
    complete: bool
    verdict: str
    error: str
    seconds: float
    steps: tuple[StepRecord, ...]
    controls: Mapping[str, str]


@dataclass(frozen=True)
class WitnessRecord:
    """An example or a counterexample, run."""

    text: str
    drops: str
    verdict: str
    error: str
    seconds: float
    steps: tuple[StepRecord, ...]


@dataclass(frozen=True)
class ClaimRecord:
    """Everything that came of one claim on one day.

    Attributes:
        statement: hash of the statement that was checked.
        declaration: hash of evidence, false variants, examples and uses as they were declared.
        code: hash of the code of all checks.
        data: hash of the files that they read; empty for most claims.
        date: ISO date of the run.
        versions: Python, SymPy, its ground types, python-flint, this package.
        sound: no check crashed or accepted a false variant, and every example does what it says.
    """

    statement: str
    declaration: str
    code: str
    data: str
    date: str
    versions: Mapping[str, str]
    sound: bool
    evidence: tuple[EvidenceRecord, ...]
    witnesses: tuple[WitnessRecord, ...]

    @property
    def seconds(self) -> float:
        """Time of all checks of the statement and its examples, false variants not counted."""
        return sum(e.seconds for e in self.evidence) + sum(w.seconds for w in self.witnesses)

    @property
    def says_so(self) -> bool:
        """Whether it is sound by its own answers, whatever it says of itself."""
        controls = (answer for e in self.evidence for answer in e.controls.values())
        examples = (w.verdict for w in self.witnesses)
        return (
            self.sound
            and not any(e.error for e in self.evidence)
            and not any(w.error for w in self.witnesses)
            and all(answer == Verdict.FAILS.value for answer in controls)
            and all(verdict == Verdict.HOLDS.value for verdict in examples)
        )

    @property
    def answers(self) -> tuple[EvidenceAnswer, ...]:
        """What each evidence said of the statement."""
        return tuple(
            EvidenceAnswer(
                Kind(e.kind),
                e.complete,
                Verdict(e.verdict) if not e.error else Verdict.UNKNOWN,
                sum(answer == Verdict.FAILS.value for answer in e.controls.values()),
            )
            for e in self.evidence
        )

    @cached_property
    def steps_hash(self) -> str:
        """Twelve hex digits that change with any step, its formulas, words or verdict.

        Those of the examples and the answers to the false variants count, too.
        """
        return digest(
            [
                [
                    [e.kind, e.scope, e.complete, e.verdict, dict(e.controls), _plain(e.steps)]
                    for e in self.evidence
                ],
                [[w.text, w.drops, w.verdict, _plain(w.steps)] for w in self.witnesses],
            ]
        )


def _plain(steps: tuple[StepRecord, ...]) -> list[Any]:
    return [asdict(step) for step in steps]


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    return {
        "Python": platform.python_version(),
        "SymPy": sympy.__version__,
        "SymPy ground types": GROUND_TYPES,
        "python-flint": metadata.version("python-flint"),
        "sparsity-theory": metadata.version("sparsity-theory"),
    }


def _steps(outcome: Outcome) -> tuple[StepRecord, ...]:
    steps = outcome.report.steps if outcome.report else ()
    return tuple(map(_step, steps))


def _step(step: Step) -> StepRecord:
    formulas = tuple(FormulaRecord(line.latex, verdict.value) for line, verdict in step.answers)
    verdict = step.verdict.value if step.proposition else ""
    return StepRecord(step.text, formulas, step.why, step.illustration, verdict)


def _evidence(run: EvidenceRun) -> EvidenceRecord:
    outcome, evidence = run.outcome, run.evidence
    return EvidenceRecord(
        evidence.kind.value,
        evidence.scope,
        evidence.complete,
        outcome.verdict.value,
        outcome.error,
        round(outcome.seconds, 3),
        _steps(outcome),
        {name: answer.error or answer.verdict.value for name, answer in run.controls.items()},
    )


def _digests(claim: Claim) -> tuple[str, str, str, str]:
    """What an entry is made for, in the order of its fields."""
    return claim.statement_hash, claim.declaration_hash, code_hash(claim), data_hash(claim)


def _made_for(entry: ClaimRecord) -> tuple[str, str, str, str]:
    return entry.statement, entry.declaration, entry.code, entry.data


def entry(run: ClaimRun, date: str) -> ClaimRecord:
    """The record of one run."""
    return ClaimRecord(
        *_digests(run.claim),
        date,
        versions(),
        run.sound,
        tuple(_evidence(each) for each in run.evidence),
        tuple(
            WitnessRecord(
                witness.text,
                witness.drops,
                outcome.verdict.value,
                outcome.error,
                round(outcome.seconds, 3),
                _steps(outcome),
            )
            for witness, outcome in run.witnesses
        ),
    )


def _run_one(date: str, id_: str) -> ClaimRecord:
    return entry(run_claim(full_ledger()[id_]), date)


def run(ids: Iterable[str], date: str, processes: int) -> dict[str, ClaimRecord]:
    """Run the named claims of the ledger, several at a time."""
    ordered = list(ids)
    work = partial(_run_one, date)
    if processes == 1:
        return dict(zip(ordered, map(work, ordered), strict=True))
    with workers(processes)() as pool:
        futures = [pool.executor.submit(work, id_) for id_ in ordered]
        return {id_: future.result() for id_, future in zip(ordered, futures, strict=True)}


def read(path: Path | None = None) -> dict[str, ClaimRecord]:
    """All entries of the record (`RECORD` unless another file is named); none before any run.

    Raises:
        RecordError: if the file is not a record of this version.
    """
    path = path or RECORD
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise RecordError(
                f"{path} has format {content['format']}, and this version reads {FORMAT}: delete it"
                " and run `python -m proofs run`"
            )
        return {id_: _from_json(data) for id_, data in content["claims"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise RecordError(
            f"{path} is not a record of runs ({failure}); name another file, or let `python -m"
            " proofs run --record FILE` write one"
        ) from None


def _from_json(data: dict[str, Any]) -> ClaimRecord:
    def with_steps(part: dict[str, Any]) -> dict[str, Any]:
        return {**part, "steps": tuple(map(read_step, part["steps"]))}

    def read_step(step: dict[str, Any]) -> StepRecord:
        formulas = tuple(FormulaRecord(**formula) for formula in step["formulas"])
        return StepRecord(**{**step, "formulas": formulas})

    for part in data["evidence"]:
        if not ({part["kind"]} <= {k.value for k in Kind}):
            raise ValueError(f"no kind of evidence is called {part['kind']!r}")
    evidence = tuple(EvidenceRecord(**with_steps(part)) for part in data["evidence"])
    witnesses = tuple(WitnessRecord(**with_steps(part)) for part in data["witnesses"])
    return ClaimRecord(**{**data, "evidence": evidence, "witnesses": witnesses})


def write(entries: Mapping[str, ClaimRecord], path: Path | None = None) -> None:
    """Write all entries at once or not at all, in the order of their ids."""
    claims = {id_: asdict(entries[id_]) for id_ in sorted(entries)}
    text = json.dumps({"format": FORMAT, "claims": claims}, indent=1, ensure_ascii=False)
    write_atomically(path or RECORD, text + "\n")


def merged(
    old: Mapping[str, ClaimRecord], new: Mapping[str, ClaimRecord], known: Iterable[str]
) -> dict[str, ClaimRecord]:
    """The new entries, and the old ones of claims that still exist and were not run now."""
    return {id_: new.get(id_) or old[id_] for id_ in known if id_ in new or id_ in old}


def current(claim: Claim, entries: Mapping[str, ClaimRecord]) -> ClaimRecord | None:
    """The entry made for this very statement by these very checks; None means "not run".

    Data that were collected to test another wording are no entry for this one.
    """
    found = entries.get(claim.id)
    made_for_this = found and _made_for(found) == _digests(claim) and claim.tested_as_stated
    return found if made_for_this else None


def answers(entry: ClaimRecord) -> tuple[object, ...]:
    """All that a run said, without how long it took, when and with which versions."""
    return (
        entry.sound,
        tuple(replace(evidence, seconds=0.0) for evidence in entry.evidence),
        tuple(replace(witness, seconds=0.0) for witness in entry.witnesses),
    )


def differences(old: Mapping[str, ClaimRecord], new: Mapping[str, ClaimRecord]) -> list[str]:
    """Claims whose fresh run says something else than the record, in words."""
    return [
        f"{id_}: a fresh run says something else than the record; run `python -m proofs run {id_}`"
        for id_, entry in new.items()
        if id_ in old and answers(old[id_]) != answers(entry)
    ]


def problems(claims: Iterable[Claim], entries: Mapping[str, ClaimRecord]) -> list[str]:
    """How the record differs from the ledger, in words, with the command that mends it."""
    found = []
    by_id = {claim.id: claim for claim in claims}
    for id_, claim in by_id.items():
        again = f"run `python -m proofs run {id_}`"
        if id_ not in entries:
            found.append(f"{id_}: its checks have not run; {again}")
        elif not claim.tested_as_stated:
            found.append(
                f"{id_}: this is not what was predicted before the recorded run; put the words"
                " back, or write the prediction down and run its experiment again"
            )
        else:
            pairs = zip(_WHAT, _made_for(entries[id_]), _digests(claim), strict=True)
            changed = [what for what, then, now in pairs if then != now]
            if changed:
                found.append(
                    f"{id_}: {' and '.join(changed)} changed since its checks ran; {again}"
                )
    gone = sorted(set(entries) - set(by_id))
    return found + [f"{id_}: recorded, but no such claim; `python -m proofs run`" for id_ in gone]


_WHAT = (
    "the statement",
    "evidence, variants, examples or uses",
    "the code of its checks",
    "the data that they read",
)
