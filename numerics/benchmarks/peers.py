"""Other global optimisers on the same losses: what they are given, and what they answer.

Every peer searches theta in [0, 1]^p and codes in a box that contains the certified minimiser, in
floats.  Nothing a peer says about its own answer is believed: `numerics.benchmarks.judge`
evaluates its point in the exact objective.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from numerics.certificates.linear_family import Floats
from numerics.errors import NumericsError
from numerics.solver.objective import Objective

STEEPEST = 1e8
"""Slopes of g and h that a gradient method sees are cut here: some are infinite at 0."""


class PeerStatus(Enum):
    """How a run of a peer ended, in the peer's own view."""

    CLOSED = "claims the gap it was asked for"
    REACHED = "came within the gap of the certified minimum, without knowing it"
    ENDED = "ended by itself before it came within the gap"
    STOPPED = "stopped by the budget"
    NOT_MODELLED = "cannot model the penalty"
    NOT_RUN = "not run"
    FAILED = "failed"


@dataclass(frozen=True)
class PeerOutcome:
    """What one run of a peer gave.

    Attributes:
        status: how it ended.
        seconds: CPU time to the gap, or of the whole run where it did not get there; the
            building of the model included.
        total_seconds: of the whole run; None if that is the same.
        ended: it ended by itself, not by the budget.
        point: (theta, codes) flat as in `Task`, if there is one.
        claimed: the value that the peer gives its point.
        bound: the lower bound that the peer claims.
        note: why, where the status does not say it all.
    """

    status: PeerStatus
    seconds: float = 0.0
    total_seconds: float | None = None
    ended: bool = False
    point: Floats | None = None
    claimed: float | None = None
    bound: float | None = None
    note: str = ""


class Task:
    """A loss with one flat vector of variables: theta, then the codes row by row.

    Args:
        objective: the loss.
        largest: bound on the absolute value of a code entry.
        start: a point that is handed to the peers that take one.

    >>> from fractions import Fraction
    >>> from numerics.certificates.linear_family import LinearFamily
    >>> from sparsity_theory.penalties.penalties import penalty
    >>> one, two = ((Fraction(1),),), ((Fraction(2),),)
    >>> family = LinearFamily.between(one, one, two, connected=True)
    >>> task = Task(Objective(family, penalty("10*u"), penalty("u")), largest=2.0)
    >>> task.bounds, task.value(np.array([1.0, 0.5]))
    ([(0.0, 1.0), (-2.0, 2.0)], 0.25)
    """

    def __init__(self, objective: Objective, largest: float, start: Floats | None = None) -> None:
        self.objective, self.start = objective, start
        self.largest = largest
        self.parameters = objective.parameters
        self.d, self.kappa, self.n = objective.shape
        codes = self.kappa * self.n
        self.bounds = [(0.0, 1.0)] * self.parameters + [(-largest, largest)] * codes

    def split(self, x: Floats) -> tuple[Floats, Floats]:
        """Theta, moved into [0, 1]^p, and the codes of shape (kappa, n)."""
        theta = np.clip(x[: self.parameters], 0.0, 1.0)
        return theta, np.asarray(x[self.parameters :]).reshape(self.kappa, self.n)

    def value(self, x: Floats) -> float:
        """The loss."""
        theta, codes = self.split(x)
        return float(self.objective.values(theta[None], codes[None])[0])

    def value_and_gradient(self, x: Floats) -> tuple[float, Floats]:
        """The loss and its gradient; slopes beyond `STEEPEST` are cut."""
        objective, dn = self.objective, self.d * self.n
        data, start, directions = objective.arrays
        theta, z = self.split(x)
        decoder = start + np.tensordot(theta, directions, axes=1)
        residual = data - decoder @ z
        error = np.array([(residual**2).sum() / dn])
        power = (z**2).sum(axis=1) / self.n
        value = objective.float_g.value(error)[0] + objective.float_h.value(power).sum() / self.d
        slope_g = np.clip(objective.float_g.slope(error), -STEEPEST, STEEPEST)[0]
        slope_h = np.clip(objective.float_h.slope(power), -STEEPEST, STEEPEST)
        pull = -2 * slope_g / dn * residual
        by_theta = np.einsum("ji,pji->p", pull, directions @ z)
        by_code = decoder.T @ pull + 2 / dn * slope_h[:, None] * z
        return float(value), np.concatenate([by_theta, by_code.ravel()])

    def random_point(self, rng: np.random.Generator) -> Floats:
        """A uniform point of the box."""
        low, high = np.array(self.bounds).T
        return np.asarray(rng.uniform(low, high))


Goals = Mapping[float, float]
"""For each gap, from wide to narrow: a loss at most this is within the gap of the minimum."""


@dataclass(frozen=True)
class Peer:
    """Another optimiser.

    Attributes:
        name: for people, with its version where it is not SciPy.
        proves: whether it gives lower bounds, so that it knows its own gap.
        run: (task, goals, seed, budget in seconds) to an outcome for each gap of the goals.
    """

    name: str
    proves: bool
    run: Callable[[Task, Goals, int, float], dict[float, PeerOutcome]]


Solve = Callable[[Task, float, int, float], PeerOutcome]


def for_each_gap(
    solve: Solve,
) -> Callable[[Task, Goals, int, float], dict[float, PeerOutcome]]:
    """Run a solver that is asked for one gap once for each, from wide to narrow.

    After a gap that it did not close a narrower one is not tried.
    """

    def run(task: Task, goals: Goals, seed: int, budget: float) -> dict[float, PeerOutcome]:
        outcomes: dict[float, PeerOutcome] = {}
        given_up: PeerOutcome | None = None
        for gap in sorted(goals, reverse=True):
            outcomes[gap] = given_up or _guarded(solve, task, gap, seed, budget)
            if outcomes[gap].status is not PeerStatus.CLOSED:
                given_up = outcomes[gap]
        return outcomes

    return run


def _guarded(solve: Solve, *arguments: *tuple[Task, float, int, float]) -> PeerOutcome:
    """The outcome; what the peer's language lacks and what its library throws are outcomes too."""
    try:
        return solve(*arguments)
    except NumericsError as problem:
        return PeerOutcome(PeerStatus.NOT_MODELLED, note=str(problem))
    except RuntimeError as problem:
        return PeerOutcome(PeerStatus.FAILED, note=f"{type(problem).__name__}: {problem}")
