"""SciPy's global optimisers, and local ones from many starts.

Settings are SciPy's defaults, but for the one that would stop DIRECT at once.  None of them knows
a lower bound.  Their time to a gap is that of the first evaluation within the gap of the certified
minimum, a favour, since they cannot know it; how long they take until they end by themselves, or
the budget is spent, is recorded beside it.  Those that use a gradient get the exact one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import scipy.optimize

from numerics.benchmarks.peers import Goals, Peer, PeerOutcome, PeerStatus, Task
from numerics.certificates.linear_family import Floats

MULTISTARTS = 50
SHGO_VARIABLES = 8
"""SHGO begins with the 2^N vertices of the box: it is not run with more variables."""


class _Enough(Exception):  # noqa: N818 - it stops a search that has no way to be stopped
    """The budget is spent."""


class Watch:
    """The loss, with a record of when each goal was reached, and of the best point."""

    def __init__(self, task: Task, goals: Goals, budget: float) -> None:
        self.task, self.goals = task, goals
        self.began = time.process_time()
        self.budget = budget
        self.reached: dict[float, tuple[float, Floats]] = {}
        self.best: Floats | None = None
        self.least = np.inf

    def value(self, x: Floats) -> float:
        """The loss, noted."""
        value = self.task.value(x)
        self._note(x, value)
        return value

    def value_and_gradient(self, x: Floats) -> tuple[float, Floats]:
        """The loss, noted, and its gradient."""
        value, gradient = self.task.value_and_gradient(x)
        self._note(x, value)
        return value, gradient

    def gradient(self, x: Floats) -> Floats:
        """The gradient alone."""
        return self.task.value_and_gradient(x)[1]

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.process_time() - self.began

    def _note(self, x: Floats, value: float) -> None:
        if value < self.least:
            self.best, self.least = np.array(x, dtype=float), value
            for gap, goal in self.goals.items():
                if value <= goal and gap not in self.reached:
                    self.reached[gap] = self.seconds, self.best
        if self.seconds > self.budget:
            raise _Enough


Method = Callable[[Watch, np.random.Generator], object]


def peers() -> list[Peer]:
    """Every method of this file."""
    methods: dict[str, Method] = {
        "differential_evolution": _differential_evolution,
        "dual_annealing": _dual_annealing,
        "shgo": _shgo,
        "direct": _direct,
        "basinhopping": _basinhopping,
        f"{MULTISTARTS} x L-BFGS-B": _multistart,
    }
    return [Peer(name, proves=False, run=partial(_run, method)) for name, method in methods.items()]


def _run(
    method: Method, task: Task, goals: Goals, seed: int, budget: float
) -> dict[float, PeerOutcome]:
    if method is _shgo and len(task.bounds) > SHGO_VARIABLES:
        reason = f"starts from all vertices of the box: at most {SHGO_VARIABLES} variables"
        return {gap: PeerOutcome(PeerStatus.NOT_RUN, note=reason) for gap in goals}
    watch = Watch(task, goals, budget)
    status = PeerStatus.ENDED
    try:
        with np.errstate(all="ignore"):
            method(watch, np.random.default_rng(seed))
    except _Enough:
        status = PeerStatus.STOPPED
    except (ArithmeticError, ValueError, MemoryError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        return {gap: PeerOutcome(PeerStatus.FAILED, watch.seconds, note=reason) for gap in goals}
    ended, total = status is PeerStatus.ENDED, watch.seconds
    last = PeerOutcome(status, total, ended=ended, point=watch.best, claimed=watch.least)
    outcomes = dict.fromkeys(goals, last)
    for gap, (seconds, point) in watch.reached.items():
        value = task.value(point)
        outcomes[gap] = PeerOutcome(PeerStatus.REACHED, seconds, total, ended, point, value)
    return outcomes


def _differential_evolution(watch: Watch, rng: np.random.Generator) -> None:
    scipy.optimize.differential_evolution(watch.value, watch.task.bounds, rng=rng)


def _dual_annealing(watch: Watch, rng: np.random.Generator) -> None:
    local = {"method": "L-BFGS-B", "jac": watch.gradient, "bounds": watch.task.bounds}
    scipy.optimize.dual_annealing(watch.value, watch.task.bounds, rng=rng, minimizer_kwargs=local)


def _shgo(watch: Watch, rng: np.random.Generator) -> None:
    del rng
    options = {"jac": watch.gradient}
    scipy.optimize.shgo(watch.value, watch.task.bounds, options=options)


def _direct(watch: Watch, rng: np.random.Generator) -> None:
    del rng
    # Its default limit on the volume of a box ends it after a few steps in many dimensions.
    scipy.optimize.direct(watch.value, watch.task.bounds, vol_tol=0.0)


def _basinhopping(watch: Watch, rng: np.random.Generator) -> None:
    local = {"method": "L-BFGS-B", "jac": True, "bounds": watch.task.bounds}
    start = watch.task.random_point(rng)
    scipy.optimize.basinhopping(watch.value_and_gradient, start, rng=rng, minimizer_kwargs=local)


def _multistart(watch: Watch, rng: np.random.Generator) -> None:
    for _ in range(MULTISTARTS):
        scipy.optimize.minimize(
            watch.value_and_gradient,
            watch.task.random_point(rng),
            jac=True,
            method="L-BFGS-B",
            bounds=watch.task.bounds,
        )
