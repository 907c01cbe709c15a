"""What an answer is worth: each point in the exact loss, each claim against the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.benchmarks.cases import Case
from numerics.benchmarks.peers import PeerOutcome, PeerStatus, Task
from numerics.certificates.balls import ball
from numerics.certificates.linear_family import Floats
from numerics.solver.exact_loss import loss_at


class Judgement(Enum):
    """The worth of one answer; the value is its name in records."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "not closed"
    NOT_MODELLED = "not modelled"
    NOT_RUN = "not run"
    FAILED = "failed"


@dataclass(frozen=True)
class Judged:
    """A verdict, the ball around the loss of the point, and why it is wrong if it is."""

    verdict: Judgement
    value: arb | None = None
    reason: str = ""


_WITHOUT_ANSWER = {
    PeerStatus.NOT_MODELLED: Judgement.NOT_MODELLED,
    PeerStatus.NOT_RUN: Judgement.NOT_RUN,
    PeerStatus.FAILED: Judgement.FAILED,
}


def exact_value(case: Case, task: Task, x: Floats) -> arb:
    """A ball around the loss at a point whose floats are taken as exact numbers."""
    theta, codes = task.split(x)
    point = (
        tuple(Fraction(t) for t in theta.tolist()),
        tuple(tuple(Fraction(z) for z in row) for row in codes.tolist()),
    )
    return loss_at(case.family, point, case.g, case.h)


def judge(
    outcome: PeerOutcome, gap: float, case: Case, task: Task, known: tuple[arb, arb | None]
) -> Judged:
    """Judge a peer's outcome.

    Args:
        outcome: what the peer answered.
        gap: what it was asked for.
        case: the loss.
        task: how the peer's vector is to be read.
        known: the loss of the best certified point, and the lower bound certified for this gap, or
            for another if this one was not closed.

    A peer is wrong if it claims to have closed the gap, or ends by itself, and its point is worse
    than the best known one by more than the gap; or, however it ends, if a value that it claims
    is below the certified lower bound, or its lower bound above the best known value by more than
    the gap.
    """
    if outcome.status in _WITHOUT_ANSWER:
        return Judged(_WITHOUT_ANSWER[outcome.status], reason=outcome.note)
    if outcome.point is None or not np.isfinite(outcome.point).all():
        return Judged(Judgement.OPEN if outcome.status is PeerStatus.STOPPED else Judgement.FAILED)
    value = exact_value(case, task, outcome.point)
    false = _false_claim(outcome, gap, known)
    if false:
        return Judged(Judgement.WRONG, value, false)
    if outcome.status is PeerStatus.STOPPED:
        return Judged(Judgement.OPEN, value)
    excess = value - known[0]
    if not excess > ball(Fraction(gap)):
        return Judged(Judgement.RIGHT, value)
    return Judged(Judgement.WRONG, value, f"its point is {float(excess):.2g} too high")


def _false_claim(outcome: PeerOutcome, gap: float, known: tuple[arb, arb | None]) -> str:
    """What the peer says that the certificate refutes."""
    best, lower = known
    allowed = ball(Fraction(gap))
    if outcome.bound is not None and np.isfinite(outcome.bound):
        beyond = ball(Fraction(outcome.bound)) - best
        if beyond > allowed:
            return f"its lower bound is {float(beyond):.2g} above a known point"
    if lower is not None and outcome.claimed is not None and np.isfinite(outcome.claimed):
        below = lower - ball(Fraction(outcome.claimed))
        if below > 0:
            return f"its value is {float(below):.2g} below the certified lower bound"
    return ""


def refuted(lower: arb | None, values: Sequence[arb]) -> bool:
    """Whether some point has a loss below a certified lower bound: the certificate is wrong."""
    return lower is not None and any(value < lower for value in values)
