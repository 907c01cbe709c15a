"""The ledger: claims, the evidence for them, and what came of running it.  No mathematics.

A claim is declared once.  Its formulas are named *parts*; the text of the statement, the checkers
and the false variants all read the same parts, so a page cannot say one thing and a test check
another.  A checker takes the parts and returns a `Report`; a `Control` replaces some parts by
wrong ones, and every checker has to answer FAILS to it.

>>> import sympy
>>> from sparsity_theory.proving.propositions import Equal
>>> x = sympy.Symbol("x", real=True)
>>> def check(parts):
...     return Report((Step("Expand.", Equal((x + 1) ** 2, parts["square"]), "algebra"),))
>>> claim = Claim(
...     id="binomial", title="Binomial square", mark=Mark.EXTENSION,
...     source=Source("elementary algebra"), hypotheses=("$x$ is real",),
...     conclusion="$(x+1)^2 = [[square]]$", parts={"square": x**2 + 2*x + 1},
...     evidence=(Evidence(Kind.SYMBOLIC, "every real x", check, complete=True),),
...     controls=(Control("lost middle term", {"square": x**2 + 1}),),
... )
>>> run = run_claim(claim)
>>> run.status(reviewed=True), run.status(reviewed=False)
(<Status.DERIVED: 'derived'>, <Status.OPEN: 'open'>)
>>> claim.statement()
'$(x+1)^2 = x^{2} + 2 x + 1$'
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import sympy

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger import digests
from sparsity_theory.ledger.proposition import Proposition
from sparsity_theory.ledger.status import EvidenceAnswer, Kind, Status, assess
from sparsity_theory.ledger.verdict import Verdict, all_of

__all__ = [
    "OURS",
    "PAPER",
    "Check",
    "Claim",
    "ClaimRun",
    "Control",
    "Evidence",
    "EvidenceRun",
    "Kind",
    "Ledger",
    "Mark",
    "Outcome",
    "Parts",
    "Report",
    "Source",
    "Status",
    "Step",
    "Witness",
    "attempt",
    "run_claim",
    "run_control",
    "run_evidence",
    "typeset",
    "words",
]

# A part is a SymPy object, a number, a text, or anything with a `repr` that fixes its meaning.
Parts: TypeAlias = Mapping[str, Any]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIELD = re.compile(r"\[\[(\w+)\]\]")


class Mark(Enum):
    """Who claims it: the paper, or this project."""

    PAPER = "P"
    EXTENSION = "X"


@dataclass(frozen=True)
class Source:
    """Where a statement stands, e.g. ``Source("Dai, Wenliang & Wipf 2021", "eq. (6)")``."""

    work: str
    locator: str = ""


PAPER = "Dai, Wenliang & Wipf, NeurIPS 2021"
OURS = "this project"


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    A step without a proposition is words: it is printed as such, and it makes nothing hold.

    Attributes:
        text: what the step says, Markdown with ``$...$``.
        proposition: what is checked; its lines are the formulas that the page shows as checked.
        why: the argument, in a few words.
        shown: a formula that only illustrates, SymPy object or LaTeX; printed as not checked.
    """

    text: str
    proposition: Proposition | None
    why: str = ""
    shown: sympy.Basic | str = ""

    @cached_property
    def answers(self) -> tuple[tuple[Proposition, Verdict], ...]:
        """Every statement that the step consists of, with the verdict on it."""
        lines = self.proposition.lines if self.proposition else ()
        return tuple((line, line.decide()) for line in lines)

    @property
    def verdict(self) -> Verdict:
        """The verdict on all of its statements; UNKNOWN for words."""
        verdicts = [verdict for _, verdict in self.answers]
        return all_of(verdicts) if verdicts else Verdict.UNKNOWN

    @property
    def illustration(self) -> str:
        """The formula that is shown and not checked, as LaTeX; empty if a checked line has it."""
        latex = self.shown if isinstance(self.shown, str) else sympy.latex(self.shown)
        return "" if any(latex in line.latex for line, _ in self.answers) else latex


def words(text: str, shown: sympy.Basic | str = "") -> Step:
    """A step that checks nothing and says so."""
    return Step(text, None, shown=shown)


@dataclass(frozen=True)
class Report:
    """The steps of one check; it holds when some check something and every one of those holds."""

    steps: tuple[Step, ...]

    @property
    def verdict(self) -> Verdict:
        """FAILS if any step fails, else UNKNOWN if any is unknown or none checks anything."""
        checking = [step for step in self.steps if step.proposition]
        return all_of(step.verdict for step in checking) if checking else Verdict.UNKNOWN


Check: TypeAlias = Callable[[Parts], Report]


@dataclass(frozen=True)
class Evidence:
    """A checker for a claim.

    Attributes:
        kind: what sort of evidence it is.
        scope: which part of the statement it covers, in words.
        check: from the parts of a statement to a report.
        complete: it covers the whole statement under all of its hypotheses.
        blind_to: names of controls it cannot see, each with the reason (printed on the page).
        decides: functions that the check calls through data and not by name.
        files: the stored data that the check reads.
    """

    kind: Kind
    scope: str
    check: Check
    complete: bool = False
    blind_to: Mapping[str, str] = field(default_factory=dict)
    decides: tuple[Callable[..., Any], ...] = ()
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Control:
    """A false variant: the same statement with some parts replaced by wrong ones."""

    name: str
    changes: Parts
    because: str = ""


@dataclass(frozen=True)
class Witness:
    """A checked example: one that meets all hypotheses, or one that drops a hypothesis.

    Attributes:
        text: what the example is.
        check: holds when the example does what the text says.
        drops: the hypothesis that it violates; empty for the example that meets them all.
    """

    text: str
    check: Callable[[], Report]
    drops: str = ""


@dataclass(frozen=True)
class Claim:
    """A statement with everything that is known about it.

    ``hypotheses`` and ``conclusion`` are Markdown; ``[[name]]`` stands for the LaTeX of a part.
    ``divergence`` says how the statement differs from the paper's wording, and ``corrects`` what is
    false or incomplete in that wording where the statement repairs it: a page then carries the mark
    *corrected*.  ``details`` are explicit constants and constructions that belong to the derivation
    and not to the conclusion.  ``uses`` lists ids of claims it rests on.  ``example`` meets the
    hypotheses; each of ``counterexamples`` drops one.  ``predicted`` is for claims from data: the
    hash of the statement as it was written down before the recorded run.  The data speak for that
    statement only, so where `statement_hash` differs the claim counts as not run.

    Raises:
        ClaimError: if the declaration is malformed; the message names the field.
    """

    id: str
    title: str
    mark: Mark
    source: Source
    hypotheses: tuple[str, ...]
    conclusion: str
    parts: Parts = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    divergence: str = ""
    evidence: tuple[Evidence, ...] = ()
    controls: tuple[Control, ...] = ()
    example: Witness | None = None
    counterexamples: tuple[Witness, ...] = ()
    corrects: str = ""
    details: str = ""
    predicted: str = ""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise ClaimError(f"claim {self.id!r}: {problem}")

    def __repr__(self) -> str:
        return f"<Claim {self.id} [{self.mark.value}]: {self.title}>"

    def _repr_markdown_(self) -> str:
        """How notebooks show it."""
        hypotheses = "\n".join(f"- {self.statement(each)}" for each in self.hypotheses)
        head = f"**{self.title}** ({self.id}, {self.mark.value})"
        return f"{head}\n\n{hypotheses}\n\n{self.statement()}"

    def statement(self, text: str | None = None) -> str:
        """The conclusion (or another text of the claim) with every ``[[part]]`` typeset."""
        source = self.conclusion if text is None else text
        return _FIELD.sub(lambda found: typeset(self.parts[found[1]]), source)

    @property
    def tested_as_stated(self) -> bool:
        """Whether the evidence is for this statement; data are for what was predicted."""
        return self.predicted in ("", self.statement_hash)

    @cached_property
    def statement_hash(self) -> str:
        """Twelve hex digits that change with any word, part, or meaning of a letter."""
        return digests.statement(self)

    @cached_property
    def declaration_hash(self) -> str:
        """Twelve hex digits that change when evidence, variants, examples or uses do."""
        return digests.declaration(self)


def _problems(claim: Claim) -> Iterator[str]:
    """What is wrong with a declaration, in words."""
    if not _ID.fullmatch(claim.id):
        yield "an id is lower-case words joined by '-', such as lemma-2a"
    if not (claim.title and claim.conclusion and claim.hypotheses):
        yield "title, hypotheses and conclusion must not be empty"
    if claim.mark is Mark.PAPER and not claim.source.locator:
        yield "a claim of the paper needs the number of an equation, statement or section"
    texts = (*claim.hypotheses, claim.conclusion, claim.details)
    fields = {name for text in texts for name in _FIELD.findall(text)}
    if fields - set(claim.parts):
        yield f"the text names unknown parts {sorted(fields - set(claim.parts))}"
    names = [control.name for control in claim.controls]
    if len(set(names)) != len(names):
        yield "two controls have the same name"
    for control in claim.controls:
        if not control.changes or not set(control.changes) <= set(claim.parts):
            yield f"control {control.name!r} must change some of the parts {sorted(claim.parts)}"
        elif all(claim.parts[name] == part for name, part in control.changes.items()):
            yield f"control {control.name!r} changes nothing"
    if claim.predicted == "" and any(e.kind is Kind.EMPIRICAL for e in claim.evidence):
        yield "evidence from data needs `predicted`, the hash of what was predicted before the run"
    for evidence in claim.evidence:
        if not set(evidence.blind_to) <= set(names):
            yield f"evidence is blind to controls that do not exist; there are {names}"


def typeset(part: Any) -> str:
    """LaTeX of one part.

    >>> typeset(sympy.Symbol("x") ** 2)
    'x^{2}'
    """
    return sympy.latex(part) if isinstance(part, sympy.Basic) else str(part)


@dataclass(frozen=True)
class Outcome:
    """What came of running one check: a report, or the text of the exception it died with."""

    report: Report | None
    error: str
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """The report's verdict; UNKNOWN when the check crashed."""
        return self.report.verdict if self.report is not None else Verdict.UNKNOWN


@dataclass(frozen=True)
class EvidenceRun:
    """One evidence run on the true statement and on every control."""

    evidence: Evidence
    outcome: Outcome
    controls: Mapping[str, Outcome]

    @property
    def accepted_controls(self) -> tuple[str, ...]:
        """Controls that were not answered with FAILS and are not declared invisible."""
        return tuple(
            name
            for name, outcome in self.controls.items()
            if outcome.verdict is not Verdict.FAILS and name not in self.evidence.blind_to
        )

    @property
    def refuted(self) -> int:
        """How many controls were answered with FAILS."""
        return sum(outcome.verdict is Verdict.FAILS for outcome in self.controls.values())


@dataclass(frozen=True)
class ClaimRun:
    """All evidence, examples and controls of a claim, run."""

    claim: Claim
    evidence: tuple[EvidenceRun, ...]
    witnesses: tuple[tuple[Witness, Outcome], ...]

    @property
    def unseen_controls(self) -> tuple[str, ...]:
        """Controls that no evidence rejects."""
        return tuple(
            control.name
            for control in self.claim.controls
            if not any(
                run.controls[control.name].verdict is Verdict.FAILS
                for run in self.evidence
                if control.name in run.controls
            )
        )

    @property
    def sound(self) -> bool:
        """No check crashed, every false variant was refuted, every example does what it says."""
        outcomes = [run.outcome for run in self.evidence]
        outcomes += [outcome for _, outcome in self.witnesses]
        return not (
            any(outcome.error for outcome in outcomes)
            or any(run.accepted_controls for run in self.evidence)
            or self.unseen_controls
            or any(outcome.verdict is not Verdict.HOLDS for _, outcome in self.witnesses)
        )

    @property
    def answers(self) -> tuple[EvidenceAnswer, ...]:
        """What each evidence said of the statement."""
        return tuple(
            EvidenceAnswer(
                run.evidence.kind, run.evidence.complete, run.outcome.verdict, run.refuted
            )
            for run in self.evidence
        )

    def status(self, *, reviewed: bool = False, in_kernel: bool = False) -> Status:
        """The status of the claim; see `sparsity_theory.ledger.status.assess`."""
        if not self.claim.tested_as_stated:
            return Status.NOT_RUN
        return assess(self.answers, sound=self.sound, reviewed=reviewed, in_kernel=in_kernel)


def attempt(check: Callable[[], Report]) -> Outcome:
    """Run a check and time it; an exception becomes an `Outcome` with its text."""
    start = time.perf_counter()
    try:
        report, error = check(), ""
        _ = report.verdict  # decided here, so that its time and its crashes count
    except Exception as failure:  # any crash of a checker is a result: Status.ERROR
        report, error = None, f"{type(failure).__name__}: {failure}"
    return Outcome(report, error, time.perf_counter() - start)


def run_evidence(claim: Claim, evidence: Evidence) -> EvidenceRun:
    """Run one evidence on the statement and on each of its false variants."""
    outcome = attempt(lambda: evidence.check(claim.parts))
    controls = {}
    for control in claim.controls:
        if control.name not in evidence.blind_to:
            controls[control.name] = run_control(claim, evidence, control)
    return EvidenceRun(evidence, outcome, controls)


def run_control(claim: Claim, evidence: Evidence, control: Control) -> Outcome:
    """Run one evidence on one false variant."""
    return attempt(lambda: evidence.check({**claim.parts, **control.changes}))


def run_claim(claim: Claim) -> ClaimRun:
    """Run everything a claim carries."""
    witnesses = ((claim.example,) if claim.example else ()) + claim.counterexamples
    return ClaimRun(
        claim,
        tuple(run_evidence(claim, evidence) for evidence in claim.evidence),
        tuple((witness, attempt(witness.check)) for witness in witnesses),
    )


class Ledger:
    """Claims by id, in an order in which every claim comes after those it uses.

    Args:
        claims: the declarations.
        evidence: further evidence by claim id, from packages that may import more than SymPy.

    Raises:
        ClaimError: on a repeated id, evidence for an unknown claim, or a circular ``uses``.
    """

    def __init__(
        self, claims: Iterable[Claim], *evidence: Mapping[str, tuple[Evidence, ...]]
    ) -> None:
        by_id: dict[str, Claim] = {}
        for claim in claims:
            if claim.id in by_id:
                raise ClaimError(f"two claims have the id {claim.id!r}")
            by_id[claim.id] = claim
        for table in evidence:
            for id_, more in table.items():
                if id_ not in by_id:
                    raise ClaimError(f"evidence for {id_!r}: no such claim; ids: {sorted(by_id)}")
                by_id[id_] = replace(by_id[id_], evidence=by_id[id_].evidence + more)
        self._claims = _sorted_by_use(by_id)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims.values())

    def __len__(self) -> int:
        return len(self._claims)

    def __getitem__(self, id_: str) -> Claim:
        if id_ not in self._claims:
            raise ClaimError(f"no claim {id_!r}; there are: {', '.join(self._claims)}")
        return self._claims[id_]

    def below(self, ids: Iterable[str]) -> set[str]:
        """These claims and all that they use, directly or not."""
        found: set[str] = set()
        todo = list(ids)
        while todo:
            id_ = todo.pop()
            if id_ not in found:
                found.add(id_)
                todo += self[id_].uses
        return found

    def named_by(self, id_: str) -> tuple[str, ...]:
        """The claims that the words of a claim name, that the words of those name, and so on."""
        found: set[str] = set()
        todo = [id_]
        while todo:
            text = " \n".join(digests.words(self[todo.pop()]))
            new = digests.named(text, self._claims) - found - {id_}
            found |= new
            todo += new
        return tuple(sorted(found))

    def reading(self, id_: str) -> str:
        """Twelve hex digits for the words of a claim and of all that they name."""
        others = [[other, self[other].statement_hash] for other in self.named_by(id_)]
        return digests.digest([self[id_].statement_hash, others])


def _sorted_by_use(by_id: Mapping[str, Claim]) -> dict[str, Claim]:
    ordered: dict[str, Claim] = {}

    def place(id_: str, path: tuple[str, ...]) -> None:
        if id_ in path:
            raise ClaimError(f"claims use each other in a circle: {' -> '.join((*path, id_))}")
        if id_ not in by_id:
            raise ClaimError(f"claim {path[-1]} uses {id_!r}, which does not exist")
        if id_ in ordered:
            return
        for used in by_id[id_].uses:
            place(used, (*path, id_))
        ordered[id_] = by_id[id_]

    for id_ in by_id:
        place(id_, ())
    return ordered
