"""Time of a peer over ours, run by run and by its median."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from numerics.benchmarks.judge import Judgement
from numerics.benchmarks.runs import OWN, SolverRun


@dataclass(frozen=True)
class Ratio:
    """Time of a peer over ours; where the budget stopped the peer, the true ratio is larger.

    >>> str(Ratio(2.0)), str(Ratio(12.5, at_least=True)), str(Ratio(math.inf))
    ('2', '>=12.5', 'never')
    """

    value: float
    at_least: bool = False

    def __str__(self) -> str:
        if math.isinf(self.value):
            return "never"
        return f"{'>=' if self.at_least else ''}{self.value:.3g}"


@dataclass(frozen=True)
class PeerRatios:
    """A peer against ours on one kind, size and gap; the ratios in increasing order."""

    kind: str
    variables: int
    gap: float
    solver: str
    proves: bool
    ratios: tuple[Ratio, ...]

    @property
    def median(self) -> Ratio:
        """The lower of the two middle ones where their number is even."""
        return self.ratios[(len(self.ratios) - 1) // 2]

    def __str__(self) -> str:
        return f"{self.solver}, {self.kind}, {self.variables} variables, gap {self.gap:g}"


def ratio(peer: SolverRun, own: SolverRun, *, to_end: bool = False) -> Ratio | None:
    """Time to the gap of a peer over ours, our replay included; or its whole time over ours.

    A peer that ended with a wrong answer never gets there; 0 where we did not close and the peer
    did; None where there is nothing to compare: neither closed, or the peer did not run or cannot
    model the penalty.
    """
    verdict = Judgement(peer.verdict)
    if Judgement(own.verdict) is not Judgement.RIGHT:
        return Ratio(0.0) if verdict is Judgement.RIGHT else None
    whole = peer.total_seconds / own.seconds
    if verdict is Judgement.RIGHT:
        return Ratio(whole, not peer.ended) if to_end else Ratio(peer.seconds / own.seconds)
    if verdict not in (Judgement.OPEN, Judgement.WRONG):
        return None
    return Ratio(math.inf) if peer.ended else Ratio(whole, at_least=True)


def comparisons(runs: Sequence[SolverRun], *, to_end: bool = False) -> list[PeerRatios]:
    """Every peer at every kind, size and gap where there is something to compare."""
    own = {(run.question, run.gap): run for run in runs if run.solver == OWN}
    grouped: dict[tuple[str, int, float, str, bool], list[Ratio]] = defaultdict(list)
    for run in runs:
        if run.solver == OWN:
            continue
        found = ratio(run, own[run.question, run.gap], to_end=to_end)
        if found is not None:
            where = run.question
            grouped[where.kind, where.variables, run.gap, run.solver, run.proves].append(found)
    return [
        PeerRatios(*group, tuple(sorted(ratios, key=lambda found: found.value)))
        for group, ratios in grouped.items()
    ]
