"""One case of the benchmark: the certified solver and every peer, one after the other."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.benchmarks.cases import Case
from numerics.benchmarks.judge import Judged, Judgement, judge, refuted
from numerics.benchmarks.peers import Peer, PeerOutcome, Task
from numerics.certificates.linear_family import Floats, as_floats
from numerics.certificates.verify import verify
from numerics.solver.minimise_family import Minimised, minimise_family
from numerics.solver.objective import Objective

GAPS = (Fraction(1, 10**3), Fraction(1, 10**6))
OWN = "certified"
DECISIVE, AT_MOST = 12.0, 2.0
"""A peer gets 12 times our time where that is more than the budget, but at most twice the budget:
otherwise a ratio of ten could not show."""
_PATIENCE = 10.0  # our budget is in seconds on the wall, and the processor may be shared
BOX = 2.0
"""Peers search codes up to this multiple of the largest entry of the codes that are known."""


@dataclass(frozen=True)
class Question:
    """A case as a record says it: the kind of family, its size, the penalties and the seed."""

    kind: str
    variables: int
    g: str
    h: str
    seed: int


@dataclass(frozen=True)
class SolverRun:
    """One solver asked for one gap on one case.

    Attributes:
        question: the case.
        solver: its name; `OWN` is the certified solver.
        proves: whether the solver gives lower bounds.
        gap: what it was asked for.
        verdict: the value of a `Judgement`.
        seconds: time to the gap, or of the whole run where it did not get there.
        total_seconds: of the whole run.
        ended: the run ended by itself, not by the budget.
        value: the exact loss of its point, rounded.
        claimed: what the solver says its value is.
        bound: the lower bound that it claims.
        note: why there is no right answer.
        replay_seconds: of `seconds`, the replay of the certificate.
        boxes: how many boxes the certified solver bounded.
        repeats: how many runs the times are the median of: 1 where the budget stopped it.
    """

    question: Question
    solver: str
    proves: bool
    gap: float
    verdict: str
    seconds: float
    total_seconds: float
    ended: bool
    value: float | None = None
    claimed: float | None = None
    bound: float | None = None
    note: str = ""
    replay_seconds: float | None = None
    boxes: int | None = None
    repeats: int = 1


@dataclass(frozen=True)
class _Own:
    gap: Fraction
    found: Minimised
    seconds: float
    replay_seconds: float = 0.0
    repeats: int = 1


def run_case(
    case: Case,
    peers: Sequence[Peer],
    budget: float,
    step: Callable[[str], None],
    *,
    repeats: int = 1,
) -> list[SolverRun]:
    """Every solver on one case; ``step`` is called with the name of each before it runs.

    The budget is that of the certified solver; a peer's is `limit`.  Times are medians of so many
    rounds, in each of which every solver has its turn; what the budget stopped is not run again.
    """
    step(OWN)
    own = [_certified(case, gap, budget) for gap in GAPS]
    best = min(result.found.value for result in own)
    runs: list[SolverRun] = []
    values = [result.found.value for result in own]
    task = task_of(case, own[-1].found)
    allowed = limit(budget, max((r.seconds for r in own if r.found.closed), default=0.0))
    goals = {float(gap): float(best) + float(gap) for gap in GAPS}
    outcomes: dict[tuple[int, float], list[PeerOutcome]] = defaultdict(list)
    again = [own]
    for number in range(repeats):
        if number:
            again.append([_certified(case, gap, budget) for gap in GAPS])
        for index, peer in enumerate(peers):
            if not number:
                step(peer.name)
            ended = {gap: goal for gap, goal in goals.items() if _ended(outcomes[index, gap])}
            if ended:
                for gap, outcome in peer.run(task, ended, case.seed, allowed).items():
                    outcomes[index, gap].append(outcome)
    for (index, gap), found in outcomes.items():
        middle = sorted(found, key=lambda outcome: outcome.seconds)[(len(found) - 1) // 2]
        judged = judge(middle, gap, case, task, (best, _lower(own, gap)))
        run = _peer_run(case, peers[index], gap, middle, judged)
        runs.append(replace(run, repeats=len(found)))
        values += [] if judged.value is None else [judged.value]
    return [_own_run(case, _median(rounds), values) for rounds in zip(*again, strict=True)] + runs


def _ended(found: Sequence[PeerOutcome]) -> bool:
    """Whether the runs so far, if any, ended by themselves and with an answer."""
    return all(outcome.ended and outcome.point is not None for outcome in found)


def _median(rounds: Sequence[_Own]) -> _Own:
    middle = sorted(rounds, key=lambda one: one.seconds)[(len(rounds) - 1) // 2]
    return replace(middle, repeats=len(rounds))


def limit(budget: float, ours: float) -> float:
    """Seconds for a run of a peer.

    >>> limit(4.0, 0.1), limit(4.0, 0.5), limit(4.0, 3.0)
    (4.0, 6.0, 8.0)
    """
    return min(max(budget, DECISIVE * ours), AT_MOST * budget)


def task_of(case: Case, found: Minimised) -> Task:
    """The loss for the peers, in a box that contains the certified point.

    Its sides are `BOX` times the largest entry of that point and of the least-squares codes at
    both ends of theta: narrower than what a proof would need, which favours the peers.
    """
    family = case.family
    data = as_floats(family.data)
    point = point_of(found)
    codes = point[family.parameters :]
    ends = [np.linalg.lstsq(as_floats(end), data)[0] for end in (family.start, family.end)]
    largest = max(float(np.abs(code).max()) for code in (codes, *ends))
    return Task(Objective(family, case.g, case.h), BOX * largest, point)


def point_of(found: Minimised) -> Floats:
    """The certified point as one vector, in the order of `Task`, rounded to floats."""
    certificate = found.certificate
    codes = [z for row in certificate.best.codes for z in row]
    return np.array([float(x) for x in (*certificate.best.theta, *codes)])


def _certified(case: Case, gap: Fraction, budget: float) -> _Own:
    began = time.process_time()
    found = minimise_family(case.family, case.g, case.h, tolerance=gap, seconds=_PATIENCE * budget)
    seconds = time.process_time() - began
    if found.closed:
        began = time.process_time()
        verify(found.certificate)
        return _Own(gap, found, seconds, time.process_time() - began)
    return _Own(gap, found, seconds)


def _lower(own: Sequence[_Own], gap: float) -> arb | None:
    """The lower bound certified for the gap; if there is none, the greatest of the others."""
    certified = {
        float(result.gap): result.found.lower for result in own if result.found.lower is not None
    }
    return certified.get(gap, max(certified.values(), default=None))


def _own_run(case: Case, result: _Own, values: Sequence[arb]) -> SolverRun:
    found = result.found
    verdict, note = Judgement.RIGHT if found.closed else Judgement.OPEN, found.note
    if refuted(found.lower, values):
        verdict, note = Judgement.WRONG, "some solver found a point below the certified lower bound"
    return SolverRun(
        _question(case),
        solver=OWN,
        proves=True,
        gap=float(result.gap),
        verdict=verdict.value,
        seconds=result.seconds,
        total_seconds=result.seconds,
        ended=found.closed,
        value=float(found.value),
        bound=None if found.lower is None else float(found.lower),
        note=note,
        replay_seconds=result.replay_seconds,
        repeats=result.repeats,
        boxes=found.boxes,
    )


def _peer_run(
    case: Case, peer: Peer, gap: float, outcome: PeerOutcome, judged: Judged
) -> SolverRun:
    return SolverRun(
        _question(case),
        solver=peer.name,
        proves=peer.proves,
        gap=gap,
        verdict=judged.verdict.value,
        seconds=outcome.seconds,
        total_seconds=outcome.total_seconds or outcome.seconds,
        ended=outcome.ended,
        value=None if judged.value is None else _finite(float(judged.value)),
        claimed=_finite(outcome.claimed),
        bound=_finite(outcome.bound),
        note=judged.reason or outcome.note,
    )


def _question(case: Case) -> Question:
    return Question(case.kind.value, case.variables, case.g.text, case.h.text, case.seed)


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None
