"""From the conclusions at T and at 2T steps to verdicts.

- The verdicts of one run of an experiment are one family: p-values at 2T are corrected by Holm's
  method over all of its predictions and data sets, and so are those at T.  A corrected p-value of
  at most 5 % decides, by the sign of the effect; otherwise the outcome is UNDECIDED.
- A decided verdict stands only if twice the training keeps its sign and moves the effect by less
  than half of what it was at T; otherwise, and where an effect that was clear at T is clear no
  more, it is TRANSIENT.
- Where an estimate is undefined at T or at 2T (a count that is withheld, say) nothing can be said
  about what doubling did: UNDECIDED.
- Where training stopped (a quantity became infinite, say), nothing is concluded from those runs
  that went well: every verdict on that data set is UNDECIDED.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from empirics.frame.experiment import (
    TWICE,
    Experiment,
    PredictionFinding,
    PredictionVerdict,
    Record,
)
from empirics.frame.jobs import about
from empirics.frame.statistics import LEVEL, holm

STOPPED = "stopped"
MOST_MOVED = 0.5
MOVED = ("lessened", "enlarged", "turned or removed")
"""What twice the training does to an effect, in the notes of what is TRANSIENT."""


def concluded(
    of: Experiment, jobs: Sequence[Record], results: Sequence[Record]
) -> list[PredictionFinding]:
    """The verdicts of an experiment on the results of all its jobs."""
    once, again = halves(of, jobs, results)
    lost = [job for job, result in zip(jobs, results, strict=True) if STOPPED in result]
    doubled = of.twice is not None
    findings = judged(once if doubled else None, again if doubled else once)
    return [_with_losses(finding, lost) for finding in findings]


def halves(
    of: Experiment, jobs: Sequence[Record], results: Sequence[Record]
) -> tuple[Sequence[PredictionFinding], Sequence[PredictionFinding]]:
    """What is found at T and at 2T, each for itself: not corrected, not compared."""
    pairs = list(zip(jobs, results, strict=True))
    once, again = (of.conclude(*_part(pairs, twice=twice)) for twice in (False, True))
    return once, again


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
        p, p_before = corrected.get(_key(finding)), corrected_before.get(_key(finding))
        at_half = earlier.get(_key(finding))
        outcome = finding.outcome if p is None else _decided(finding.effect, p)
        if before is not None and p is not None:
            outcome = _standing(outcome, at_half, p_before, finding)
        found.append(
            replace(
                finding,
                outcome=outcome,
                note=_noted(outcome, at_half, p_before, finding),
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
    if before is None or p_before is None or not _defined(before, after):
        return PredictionVerdict.UNDECIDED
    moved = abs(after.effect - before.effect)
    stands = before.effect * after.effect > 0 and moved < MOST_MOVED * abs(before.effect)
    if stands:
        return outcome
    clear_before = p_before <= 1 - LEVEL
    return (
        PredictionVerdict.TRANSIENT
        if outcome is not PredictionVerdict.UNDECIDED or clear_before
        else outcome
    )


def _defined(*findings: PredictionFinding) -> bool:
    return all(math.isfinite(finding.estimate) for finding in findings)


def _noted(
    outcome: PredictionVerdict,
    before: PredictionFinding | None,
    p_before: float | None,
    after: PredictionFinding,
) -> str:
    """The note, with what there is to say of the effect at half the training."""
    if before is None:
        return after.note
    half = _half(outcome, before, p_before, after)
    return "; ".join(part for part in (half, after.note) if part)


def _half(
    outcome: PredictionVerdict,
    before: PredictionFinding,
    p_before: float | None,
    after: PredictionFinding,
) -> str:
    """Of what is TRANSIENT which way it was moved; of what is UNDECIDED why it is not TRANSIENT."""
    if not _defined(after):
        return ""
    if not _defined(before):
        return f"{before.note.partition(';')[0]} at half the training"
    if outcome is PredictionVerdict.TRANSIENT:
        if before.effect * after.effect <= 0:
            how = MOVED[2]
        else:
            how = MOVED[1] if abs(after.effect) > abs(before.effect) else MOVED[0]
        return f"twice the training {how} the effect"
    if outcome is PredictionVerdict.UNDECIDED and before.p is not None and p_before is not None:
        if p_before <= 1 - LEVEL:
            return f"clear at half the training, p = {p_before:.1g}"
        if before.p <= 1 - LEVEL:
            return f"at half the training p = {before.p:.1g}, clear only before the correction"
    return ""


def _part(
    pairs: Sequence[tuple[Record, Record]], *, twice: bool
) -> tuple[list[Record], list[Record]]:
    jobs, results = intact([job for job, _ in pairs], [result for _, result in pairs])
    kept = [pair for pair in zip(jobs, results, strict=True) if bool(pair[0].get(TWICE)) == twice]
    return [job for job, _ in kept], [result for _, result in kept]


def _with_losses(finding: PredictionFinding, lost: Sequence[Record]) -> PredictionFinding:
    here = [job for job in lost if "data" not in job or about(job) == finding.data]
    if not here:
        return finding
    note = f"training stopped in {len(here)} of the jobs; {finding.note}"
    return replace(finding, outcome=PredictionVerdict.UNDECIDED, note=note)


def _key(finding: PredictionFinding) -> tuple[str, str]:
    return finding.prediction, finding.data
