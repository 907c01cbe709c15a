"""FICO Xpress, whose wheel has a community licence for small models: global, no certificate.

The model is that of `numerics.benchmarks.peers_scip`: theta and Z in the box, a free variable for
each residual, convex constraints for error and powers, nonlinear ones for the penalties; pieces are
written with its ``min`` and ``max``, the factor of a linear g stands in the objective.  Options:
its global solver, absolute gap, no relative gap, seed, feasibility tolerance 1e-9, one thread,
quiet; a callback stops it after so many CPU seconds.
"""

from __future__ import annotations

import time
import warnings
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
import sympy

from numerics.benchmarks.peers import Peer, PeerOutcome, PeerStatus, Task, for_each_gap
from numerics.benchmarks.peers_model import Algebra, express, factor
from numerics.benchmarks.peers_quiet import silenced
from sparsity_theory.penalties.penalties import Penalty

FEASIBILITY = 1e-9
"""The feasibility tolerance of Xpress here."""
_GLOBAL = 2  # of its control nlpsolver


def peer(*, informed: bool = False) -> Peer:
    """Xpress; ``informed`` starts from the certified point.

    Raises:
        ImportError: if xpress is not installed.
    """
    import xpress  # noqa: F401, PLC0415 - an optional peer

    name = f"Xpress {version('xpress')}" + (" from our point" if informed else "")
    return Peer(name, proves=True, run=for_each_gap(partial(_solve, informed=informed)))


def _solve(task: Task, gap: float, seed: int, budget: float, *, informed: bool) -> PeerOutcome:
    import xpress  # noqa: PLC0415 - an optional peer

    began = time.process_time()
    try:
        with silenced(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its licence
            return _optimised(task, gap, seed, began + budget, informed=informed)
    except (xpress.SolverError, xpress.ModelError, xpress.InterfaceError) as problem:
        return PeerOutcome(PeerStatus.FAILED, note=f"{type(problem).__name__}: {problem}")


def _optimised(task: Task, gap: float, seed: int, until: float, *, informed: bool) -> PeerOutcome:
    import xpress  # noqa: PLC0415 - an optional peer

    began = time.process_time()
    model = xpress.problem()
    for control, value in {
        "outputlog": 0, "threads": 1, "randomseed": 1 + seed, "nlpsolver": _GLOBAL,
        "mipabsstop": gap, "miprelstop": 0.0, "feastol": FEASIBILITY, "optimalitytol": FEASIBILITY,
    }.items():  # fmt: skip
        model.setControl(control, value)
    x = _XpressModel(model, task).build()
    if informed and task.start is not None:
        model.addMipSol(task.start.tolist(), x)

    def stop(here: Any, _: Any) -> None:
        if time.process_time() > until:
            here.interrupt()

    model.addCheckTimeCallback(stop, None)
    model.optimize()
    attributes = model.attributes
    found = attributes.solstatus in (xpress.SolStatus.OPTIMAL, xpress.SolStatus.FEASIBLE)
    closed = attributes.solstatus == xpress.SolStatus.OPTIMAL
    stopped = attributes.solvestatus == xpress.SolveStatus.STOPPED
    return PeerOutcome(
        PeerStatus.CLOSED if closed else PeerStatus.STOPPED if stopped else PeerStatus.FAILED,
        time.process_time() - began,
        ended=closed,
        point=np.array(model.getSolution(x)) if found else None,
        claimed=attributes.objval if found else None,
        bound=attributes.bestbound,
        note="" if closed or stopped else str(attributes.solstatus),
    )


class _XpressModel:
    """Adds the loss of a task to a model."""

    def __init__(self, model: Any, task: Task) -> None:
        import xpress  # noqa: PLC0415 - an optional peer

        self.model, self.task = model, task
        self.algebra = Algebra(
            {sympy.log: xpress.log, sympy.exp: xpress.exp, sympy.atan: xpress.atan},
            lambda base, exponent: base ** float(exponent),
            xpress.min,
            xpress.max,
        )

    def build(self) -> list[Any]:
        """The variables of `Task`, in its order."""
        task = self.task
        x = [self.model.addVariable(lb=low, ub=high) for low, high in task.bounds]
        theta = x[: task.parameters]
        z = np.array(x[task.parameters :], dtype=object).reshape(task.kappa, task.n)
        data, start, directions = task.objective.arrays
        error: Any = 0
        for j, i in np.ndindex(data.shape):
            image = sum(
                weight * z[k, i] if move is None else weight * move * z[k, i]
                for matrix, move in [(start, None), *zip(directions, theta, strict=True)]
                for k, weight in enumerate(matrix[j].tolist())
                if weight
            )
            residual = self._free()
            self.model.addConstraint(residual == float(data[j, i]) - image)
            error = error + residual * residual
        total = self._penalised(task.objective.g, error / (task.d * task.n), None)
        for row in z:
            power = sum(entry * entry for entry in row) / task.n
            total = total + self._penalised(task.objective.h, power, task.largest**2) / task.d
        self.model.setObjective(total)
        return x

    def _free(self) -> Any:
        return self.model.addVariable(lb=-float("inf"))

    def _penalised(self, penalty: Penalty, square: Any, largest: float | None) -> Any:
        """The penalty of a convex quadratic expression at a minimum."""
        linear = factor(penalty)
        if linear is not None:
            return linear * square
        argument = self.model.addVariable(lb=0, ub=float("inf") if largest is None else largest)
        monotone = penalty.facts.nondecreasing
        self.model.addConstraint(square <= argument if monotone else square == argument)
        value = self._free()
        self.model.addConstraint(value >= express(penalty, argument, self.algebra))
        return value
