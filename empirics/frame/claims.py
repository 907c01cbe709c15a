"""What was measured on data: one claim for each prediction of an experiment.

The checker concludes anew from the stored results of the last full run; it trains nothing and needs
no torch.  Its false variant is an invented record in which every predicted effect is reversed: the
same test has to answer FAILS to it.  Data never prove a statement: HOLDS makes a claim "supported",
FAILS on any data set "contradicted", UNDECIDED "open".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from empirics.frame.committed import digest_of
from empirics.frame.experiment import (
    Experiment,
    Plan,
    Prediction,
    PredictionFinding,
    PredictionVerdict,
    Record,
)
from empirics.frame.records import PLAN, RESULTS, SUMMARY, RecordedRun, runs
from empirics.frame.registry import NAMES, experiment
from empirics.frame.report import number
from empirics.frame.verdicts import concluded, halves
from sparsity_theory.ledger.claims import (
    OURS,
    PAPER,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.ledger.proposition import Proposition
from sparsity_theory.ledger.verdict import Verdict

_FAMILY = (
    "The verdict is taken at T and at 2T steps: it stands if twice the training keeps its sign and"
    " moves the effect by less than half; else it is TRANSIENT. p-values are corrected by Holm's"
    " method over the verdicts of the experiment, at 5 %."
)
_REFUTED = (
    "What would have refuted it: that statistic clearly on the other side of its bound, after T and"
    " after 2T steps alike."
)
STORED = Path(__file__).parent.parent / "stored"
_VERDICTS = {
    PredictionVerdict.HOLDS: Verdict.HOLDS,
    PredictionVerdict.FAILS: Verdict.FAILS,
    PredictionVerdict.UNDECIDED: Verdict.UNKNOWN,
    PredictionVerdict.TRANSIENT: Verdict.UNKNOWN,
}


def stored(name: str, folder: Path = STORED) -> RecordedRun | None:
    """The last complete full run of an experiment among the records that come with the library."""
    complete = [run for run in runs(folder, name) if run.complete and run.preset == "full"]
    return complete[-1] if complete else None


def check(of: Experiment, prediction: Prediction, parts: Parts) -> Report:
    """Conclude from the results that the parts name: stored, as predicted, or reversed."""
    if parts["results"] == "stored":
        drawn = today(of.name)
    else:
        drawn = _of_invented(of.name, parts["results"] == "as predicted")
    found = (each for each in drawn if each.prediction == prediction.id)
    return Report(tuple(_step(each, drawn) for each in found))


@cache
def today(name: str) -> tuple[PredictionFinding, ...]:
    """What the stored results of an experiment give today; nothing where no run is stored."""
    run = stored(name)
    return findings(experiment(name), run) if run else ()


@cache
def halfway(name: str) -> dict[tuple[str, str], PredictionFinding]:
    """What was found after half the training, by prediction and data set; not corrected."""
    run, of = stored(name), experiment(name)
    if run is None or of.twice is None:
        return {}
    return {(each.prediction, each.data): each for each in halves(of, *run.jobs_and_results())[0]}


@cache
def _of_invented(name: str, holds: bool) -> tuple[PredictionFinding, ...]:
    of, run = experiment(name), stored(name)
    jobs = run.plan["jobs"] if run else _quick_jobs(name)
    return tuple(concluded(of, jobs, of.made_up(jobs, holds)))


def findings(of: Experiment, run: RecordedRun) -> tuple[PredictionFinding, ...]:
    """What today's rule and that of the run decide alike; the rest is undecided.

    Every estimate is computed anew from the numbers of each run; where a summary has another one
    than its results give, it is not the summary of these results, and nothing is decided.
    """
    drawn = concluded(of, *run.jobs_and_results())
    then = {(each.prediction, each.data): each for each in run.findings()}
    return tuple(_unless_otherwise(each, then.get((each.prediction, each.data))) for each in drawn)


def _unless_otherwise(now: PredictionFinding, then: PredictionFinding | None) -> PredictionFinding:
    for mine, said, at in _estimates(now, then):
        if not _agree(mine, said):
            return _undecided(
                now, f"the results give {number(mine)} {at}, the summary says {number(said)}"
            )
    if _VERDICTS[now.outcome] is Verdict.UNKNOWN or (then and then.outcome is now.outcome):
        return now
    said_then = then.outcome.value if then else "nothing"
    return _undecided(now, f"today's rule says {now.outcome.value}, the run said {said_then}")


def _estimates(
    now: PredictionFinding, then: PredictionFinding | None
) -> Iterator[tuple[float, float, str]]:
    """Pairs of estimates: what the results give, what the summary says, and when."""
    if then is None:
        return
    yield now.estimate, then.estimate, "at the end"
    if now.before is not None:
        before = math.nan if then.before is None else then.before
        yield now.before, before, "after half the training"


def _agree(a: float, b: float) -> bool:
    """Equal but for the rounding of another machine; results are kept to seven digits."""
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)


def _undecided(finding: PredictionFinding, why: str) -> PredictionFinding:
    note = f"{why}; {finding.note}" if finding.note else why
    return replace(finding, outcome=PredictionVerdict.UNDECIDED, note=note)


@cache
def _quick_jobs(name: str) -> Sequence[Record]:
    """Jobs to invent results for where no run is stored: these need no data files."""
    return experiment(name).all_jobs(Plan(preset="quick", seeds=8))


@dataclass(frozen=True)
class Concluded(Proposition):
    """What an experiment concluded about a prediction: the estimate, its interval, the outcome.

    ``drawn`` is everything that the results give by the rule that was written down before the run;
    a finding that is not among it is false, whatever its outcome.
    """

    finding: PredictionFinding
    drawn: tuple[PredictionFinding, ...]

    @property
    def latex(self) -> str:
        """Estimate and interval, and the outcome by the prediction's rule."""
        finding = self.finding
        if finding.interval is None:
            value = rf"{_latex(finding.estimate)}\ \text{{(exact)}}"
        else:
            low, high = (_latex(end) for end in finding.interval)
            value = rf"{_latex(finding.estimate)} \in [{low}, {high}]"
        return rf"{value}\quad\Rightarrow\quad\text{{{finding.outcome.value}}}"

    def decide(self) -> Verdict:
        """By the rule that was written down before the run."""
        if self.finding not in self.drawn:
            return Verdict.FAILS
        return _VERDICTS[self.finding.outcome]

    def denied(self) -> Proposition:
        """The opposite outcome."""
        holds = self.finding.outcome is PredictionVerdict.HOLDS
        return self._but(outcome=PredictionVerdict.FAILS if holds else PredictionVerdict.HOLDS)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """The estimate and each end of its interval, moved up and down."""
        finding = self.finding
        yield (self._but(estimate=other) for other in _moved(finding.estimate))
        if finding.interval is not None:
            low, high = finding.interval
            yield (self._but(interval=(other, high)) for other in _moved(low))
            yield (self._but(interval=(low, other)) for other in _moved(high))

    def _but(self, **changes: Any) -> Concluded:
        return replace(self, finding=replace(self.finding, **changes))


def _moved(number: float) -> tuple[float, ...]:
    return (number + 1, number - 1) if math.isfinite(number) else (0.0,)


def _step(finding: PredictionFinding, drawn: tuple[PredictionFinding, ...]) -> Step:
    note = f" ({finding.note})" if finding.note else ""
    half = "" if finding.before is None else f", {number(finding.before)} after half the training"
    about = f"On {finding.data}: {finding.quantity}, {finding.runs} runs{half}{note}."
    return Step(about, Concluded(finding, drawn), _grounds(finding))


def _grounds(finding: PredictionFinding) -> str:
    """What the outcome rests on."""
    text = f"estimate and {100 * finding.level:g} % interval"
    if finding.standardised is not None:
        text += f"; {number(finding.standardised)} standard deviations over the runs from its bound"
    if finding.corrected is not None:
        text += f"; p = {finding.corrected:.2g} by Holm's method over the experiment's verdicts"
    return text


def _latex(value: float) -> str:
    text = number(value)
    if not math.isfinite(value):
        return text.replace("∞", r"\infty").replace("undefined", r"\text{undefined}")
    mantissa, e, exponent = text.partition("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if e else text


def claim_id(of: Experiment, prediction: Prediction) -> str:
    """The id of a prediction's claim in the ledger."""
    return f"data-{of.name}-{prediction.id}"


def claim(of: Experiment, prediction: Prediction) -> Claim:
    """The claim of one prediction, pinned to what the plan of its recorded run says of it."""
    run, stated = stored(of.name), _stated(of, prediction)
    if run is None:
        return stated
    found = [recorded for recorded in _recorded(run) if recorded.id == prediction.id]
    planned = [_stated(replace(of, title=run.plan["title"]), recorded) for recorded in found]
    predicted = planned[0].statement_hash if planned else "not predicted"
    which = f"the stored run {run.folder.name} of {of.name}"
    evidence = Evidence(
        Kind.EMPIRICAL,
        which,
        lambda parts: check(of, prediction, parts),
        decides=(check, concluded, of.conclude, of.made_up),
        files=tuple(run.folder / name for name in (PLAN, RESULTS, SUMMARY)),
    )
    return replace(stated, evidence=(evidence,), predicted=predicted)


def _recorded(run: RecordedRun) -> list[Prediction]:
    """The predictions in the plan of a run; none where they are not those of its digest."""
    planned = run.plan.get("predictions", [])
    if digest_of(planned) != run.plan.get("predictions_digest"):
        return []
    return [Prediction(**{**each, "mark": Mark(each["mark"])}) for each in planned]


def _stated(of: Experiment, prediction: Prediction) -> Claim:
    """The claim without its evidence."""
    paper = prediction.mark is Mark.PAPER
    return Claim(
        id=claim_id(of, prediction),
        title=f"Measured, {of.name}: {prediction.id.replace('-', ' ')}",
        mark=prediction.mark,
        source=Source(PAPER if paper else OURS, prediction.source),
        hypotheses=(
            f"Experiment `{of.name}`: {of.title}. On the data, networks and seeds of its record.",
            f"The test, committed before the recorded run, after pilot runs. {prediction.test}",
            _FAMILY,
            _REFUTED + (f" Of the experiment as a whole: {of.refuted}" if of.refuted else ""),
        ),
        conclusion=prediction.text,
        parts={"results": "stored"},
        controls=(
            Control(
                "every predicted effect reversed, on invented results",
                {"results": "reversed"},
                "the test must be able to fail",
            ),
        ),
        example=Witness(
            "Invented results in which the effect is strong: the test holds.",
            lambda: check(of, prediction, {"results": "as predicted"}),
        ),
    )


CLAIMS = tuple(
    claim(each, prediction) for each in map(experiment, NAMES) for prediction in each.predictions
)
EXPERIMENT_OF = {
    claim_id(each, prediction): each.name
    for each in map(experiment, NAMES)
    for prediction in each.predictions
}
"""The experiment that measured each of these claims."""
