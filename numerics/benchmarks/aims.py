"""The aims of the comparison, and the numbers of a run that decide them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from numerics.benchmarks.cases import Origin
from numerics.benchmarks.judge import Judgement
from numerics.benchmarks.ratios import PeerRatios, comparisons, ratio
from numerics.benchmarks.runs import OWN, SolverRun

FASTER_FROM, TEN_TIMES_FROM, LARGEST = 7, 16, 33
REPLAY_SHARE = 0.1
STRONGEST, LEVEL_SHARE = "Gurobi", 14 / 16
THEOREM, NARROW, SMALL, SOLVING = Origin.THEOREM.value, 1e-6, (3, 7), 0.005


@dataclass(frozen=True)
class Aim:
    """An aim, whether this run meets it, and the numbers."""

    text: str
    met: bool
    numbers: str

    def __str__(self) -> str:
        return f"{'MET' if self.met else 'NOT MET':8} {self.text}: {self.numbers}"


def aims(runs: Sequence[SolverRun]) -> list[Aim]:
    """The aims that these runs can decide; one without runs is left out."""
    own = [run for run in runs if run.solver == OWN]
    found = [_never_wrong(own), _replay(own)]
    to_gap, to_end = comparisons(runs), comparisons(runs, to_end=True)
    measures = (
        ("peers with bounds, time to the gap", [c for c in to_gap if c.proves]),
        ("peers without bounds, time to a first point", [c for c in to_gap if not c.proves]),
        ("peers without bounds, time to their end", [c for c in to_end if not c.proves]),
    )
    for least, start, words in (
        (1.0, FASTER_FROM, "faster"),
        (10.0, TEN_TIMES_FROM, "ten times faster"),
    ):
        for name, every in measures:
            there = [c for c in every if c.variables >= start]
            if there:
                text = f"{words} from {start} variables on, {name}"
                found.append(_faster(text, least, there))
    found += _level(runs)
    largest = [run for run in runs if run.question.variables == LARGEST and run.proves]
    if any(run.solver != OWN for run in largest):
        found.append(_closes_alone(largest))
    return found


def _level(runs: Sequence[SolverRun]) -> list[Aim]:
    """The theorem's instances at the narrow gap: ours beside the strongest peer, and alone."""
    there = [run for run in runs if run.question.kind == THEOREM and run.gap == NARROW]
    own = {run.question: run for run in there if run.solver == OWN}
    small = [run.seconds - (run.replay_seconds or 0.0) for run in own.values()
             if run.question.variables in SMALL]  # fmt: skip
    found = []
    cold = [run for run in there if run.solver.startswith(STRONGEST) and " from " not in run.solver]
    ratios = [r.value for run in cold if (r := ratio(run, own[run.question])) is not None]
    if ratios:
        level = sum(value >= 1 for value in ratios)
        numbers = (
            f"{level} of {len(ratios)}; never slower than {1 / min(ratios):.2g} times, median"
            f" {statistics.median(ratios):.3g} times as fast"
        )
        met = level >= LEVEL_SHARE * len(ratios) and min(ratios) >= 0.5
        text = f"as fast as {STRONGEST} without our point in 14 of 16, never slower than 2 times"
        found.append(Aim(text, met, numbers))
    if small:
        numbers = f"{1e3 * min(small):.1f} to {1e3 * max(small):.1f} ms, the replay apart"
        text = f"theorem's instances at 3 and 7 variables in {1e3 * SOLVING:g} ms of solving"
        found.append(Aim(text, max(small) <= SOLVING, numbers))
    return found


def _never_wrong(own: Sequence[SolverRun]) -> Aim:
    count = Counter(run.verdict for run in own)
    wrong, right = count[Judgement.WRONG.value], count[Judgement.RIGHT.value]
    numbers = (
        f"{wrong} of {right + wrong} certified minima are refuted by a point that some solver"
        f" found; {count[Judgement.OPEN.value]} of {len(own)} not closed"
    )
    return Aim("ours never wrong", wrong == 0 and right > 0, numbers)


def _replay(own: Sequence[SolverRun]) -> Aim:
    shares = [
        run.replay_seconds / (run.seconds - run.replay_seconds)
        for run in own
        if run.replay_seconds is not None and run.verdict == Judgement.RIGHT.value
    ]
    text = f"certificates replay in at most {REPLAY_SHARE:g} of the solving time"
    if not shares:
        return Aim(text, met=False, numbers="no certificate was replayed")
    within = sum(share <= REPLAY_SHARE for share in shares)
    numbers = (
        f"median {statistics.median(shares):.2g}, worst {max(shares):.2g};"
        f" {within} of {len(shares)} within"
    )
    return Aim(text, within == len(shares), numbers)


def _faster(text: str, least: float, there: Sequence[PeerRatios]) -> Aim:
    beaten = [c for c in there if c.median.value > least]
    worst = min(there, key=lambda c: c.median.value)
    single = [found.value > least for c in there for found in c.ratios]
    numbers = (
        f"median ratio above {least:g} in {_by_kind([(c.kind, c in beaten) for c in there])};"
        f" the smallest {worst.median} ({worst}); {sum(single)} of {len(single)} single runs"
    )
    stopped = sum(c.median.at_least for c in there if c not in beaten)
    if stopped:
        numbers += f"; in {stopped} of the others the budget stopped the peer before it could show"
    return Aim(text, len(beaten) == len(there), numbers)


def _closes_alone(largest: Sequence[SolverRun]) -> Aim:
    closed = [
        (run.solver == OWN, run.question.kind, run.verdict == Judgement.RIGHT.value)
        for run in largest
    ]
    own = [(kind, right) for ours, kind, right in closed if ours]
    theirs = [(kind, right) for ours, kind, right in closed if not ours]
    return Aim(
        f"closes at {LARGEST} variables where peers with bounds do not",
        all(right for _, right in own) and not any(right for _, right in theirs),
        f"ours {_by_kind(own)}; theirs {_by_kind(theirs)}",
    )


def _by_kind(found: Sequence[tuple[str, bool]]) -> str:
    """How many are true, of all and of each kind of family."""
    parts = [
        f"{kind} {sum(true for at, true in found if at == kind)} of"
        f" {sum(at == kind for at, _ in found)}"
        for kind in dict.fromkeys(kind for kind, _ in found)
    ]
    return f"{sum(true for _, true in found)} of {len(found)} ({', '.join(parts)})"
