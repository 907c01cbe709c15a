"""From the conclusions at T and at 2T steps to verdicts.

- The verdicts of one run of an experiment are one family: p-values at 2T are corrected by Holm's
  method over all of its predictions and data sets, and so are those at T.  A corrected p-value of
  at most 5 % decides, by the sign of the effect; otherwise the outcome is UNDECIDED.
- A decided verdict stands only if twice the training keeps its sign and moves the effect by less
  than half of what it was at T; otherwise, and where an effect that was clear at T is clear no
  more, it is TRANSIENT.
- Where training stopped (a quantity became infinite, say), nothing is concluded from those runs
  that went well: every verdict on that data set is UNDECIDED.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from empirics.frame.experiment import (
    TWICE,
    Experiment,
    PredictionFinding,
    PredictionVerdict,
    Record,
)
from empirics.frame.statistics import LEVEL, holm

STOPPED = "stopped"
_MOST_MOVED = 0.5


def concluded(
    of: Experiment, jobs: Sequence[Record], results: Sequence[Record]
) -> list[PredictionFinding]:
    """The verdicts of an experiment on the results of all its jobs."""
    pairs = list(zip(jobs, results, strict=True))
    whole = [of.conclude(*part) for part in (_part(pairs, twice=False), _part(pairs, twice=True))]
    once, again = whole
    lost = [job for job, result in pairs if STOPPED in result]
    doubled = of.twice is not None
    findings = judged(once if doubled else None, again if doubled else once)
    return [_with_losses(finding, lost) for finding in findings]


def intact(jobs: Sequence[Record], results: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The jobs that ran to their end, and their results."""
    pairs = [pair for pair in zip(jobs, results, strict=True) if STOPPED not in pair[1]]
    return [job for job, _ in pairs], [result for _, result in pairs]


def judged(
    before: Sequence[PredictionFinding] | None, after: Sequence[PredictionFinding]
) -> list[PredictionFinding]:
    """Findings with their final outcomes; without ``before`` there is no test by doubling."""
    corrected, corrected_before = _corrected(after), _corrected(before or ())
    earlier = {_key(finding): finding for finding in before or ()}
    found = []
    for finding in after:
        p = corrected.get(_key(finding))
        at_half = earlier.get(_key(finding))
        outcome = finding.outcome if p is None else _decided(finding.effect, p)
        if before is not None and p is not None:
            p_before = corrected_before.get(_key(finding))
            outcome = _standing(outcome, at_half, p_before, finding)
        found.append(
            replace(
                finding,
                outcome=outcome,
                note=_moved(outcome, at_half, finding),
                corrected=p,
                before=None if at_half is None else at_half.estimate,
            )
        )
    return found


def _corrected(findings: Sequence[PredictionFinding]) -> dict[tuple[str, str], float]:
    """Holm's p-value of each finding that has one."""
    tested = {_key(finding): finding.p for finding in findings if finding.p is not None}
    return dict(zip(tested, holm(list(tested.values())), strict=True))


def _decided(effect: float, p: float) -> PredictionVerdict:
    if not p <= 1 - LEVEL:
        return PredictionVerdict.UNDECIDED
    return PredictionVerdict.HOLDS if effect > 0 else PredictionVerdict.FAILS


def _standing(
    outcome: PredictionVerdict,
    before: PredictionFinding | None,
    p_before: float | None,
    after: PredictionFinding,
) -> PredictionVerdict:
    if before is None or p_before is None:
        return PredictionVerdict.UNDECIDED
    moved = abs(after.effect - before.effect)
    stands = before.effect * after.effect > 0 and moved < _MOST_MOVED * abs(before.effect)
    if stands:
        return outcome
    clear_before = p_before <= 1 - LEVEL
    return (
        PredictionVerdict.TRANSIENT
        if outcome is not PredictionVerdict.UNDECIDED or clear_before
        else outcome
    )


def _moved(
    outcome: PredictionVerdict, before: PredictionFinding | None, after: PredictionFinding
) -> str:
    """The note; of what is TRANSIENT it says which way twice the training moved the effect."""
    if outcome is not PredictionVerdict.TRANSIENT or before is None:
        return after.note
    if before.effect * after.effect <= 0:
        how = "turned or removed"
    else:
        how = "enlarged" if abs(after.effect) > abs(before.effect) else "lessened"
    moved = f"twice the training {how} the effect"
    return f"{moved}; {after.note}" if after.note else moved


def _part(
    pairs: Sequence[tuple[Record, Record]], *, twice: bool
) -> tuple[list[Record], list[Record]]:
    jobs, results = intact([job for job, _ in pairs], [result for _, result in pairs])
    kept = [pair for pair in zip(jobs, results, strict=True) if bool(pair[0].get(TWICE)) == twice]
    return [job for job, _ in kept], [result for _, result in kept]


def _with_losses(finding: PredictionFinding, lost: Sequence[Record]) -> PredictionFinding:
    here = [job for job in lost if job.get("data", {}).get("load", finding.data) == finding.data]
    if not here:
        return finding
    note = f"training stopped in {len(here)} of the jobs; {finding.note}"
    return replace(finding, outcome=PredictionVerdict.UNDECIDED, note=note)


def _key(finding: PredictionFinding) -> tuple[str, str]:
    return finding.prediction, finding.data
