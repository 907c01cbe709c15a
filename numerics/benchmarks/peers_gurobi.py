"""Gurobi, whose wheel has a licence for small models: spatial branch and bound, no certificate.

The model is that of `numerics.benchmarks.peers_scip`: theta and Z in the box, a free variable for
each residual, convex constraints for error and powers, nonlinear constraints for the penalties;
pieces are written with its minimum and maximum constraints.  The factor of a linear g stands in the
objective.  Options: time, absolute gap, no relative gap, seed, feasibility tolerance 1e-9, one
thread, quiet; a callback stops it after so many CPU seconds.
"""

from __future__ import annotations

import time
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
import sympy

from numerics.benchmarks.peers import Peer, PeerOutcome, PeerStatus, Task, for_each_gap
from numerics.benchmarks.peers_model import Algebra, express, factor
from sparsity_theory.penalties.penalties import Penalty

FEASIBILITY = 1e-9
"""Gurobi's feasibility tolerance here, the least that it takes."""


def peer(*, informed: bool = False) -> Peer:
    """Gurobi; ``informed`` starts from the certified point.

    Raises:
        ImportError: if gurobipy is not installed.
    """
    import gurobipy  # noqa: F401, PLC0415 - an optional peer

    name = f"Gurobi {version('gurobipy')}" + (" from our point" if informed else "")
    return Peer(name, proves=True, run=for_each_gap(partial(_solve, informed=informed)))


def _solve(task: Task, gap: float, seed: int, budget: float, *, informed: bool) -> PeerOutcome:
    import gurobipy  # noqa: PLC0415 - an optional peer

    began = time.process_time()
    try:
        with gurobipy.Env(empty=True) as environment:
            environment.setParam("OutputFlag", 0)
            environment.start()
            with gurobipy.Model(env=environment) as model:
                return _optimised(model, task, gap, (seed, budget), began, informed=informed)
    except gurobipy.GurobiError as problem:  # such as a model beyond the licence
        return PeerOutcome(PeerStatus.FAILED, note=f"GurobiError: {problem}")


def _optimised(
    model: Any, task: Task, gap: float, limits: tuple[int, float], began: float, *, informed: bool
) -> PeerOutcome:
    from gurobipy import GRB  # noqa: PLC0415 - an optional peer

    seed, budget = limits
    for option, value in {
        "Threads": 1, "MIPGapAbs": gap, "MIPGap": 0.0, "Seed": seed,
        "FeasibilityTol": FEASIBILITY, "IntFeasTol": FEASIBILITY, "OptimalityTol": FEASIBILITY,
    }.items():  # fmt: skip
        model.setParam(option, value)
    x = _Model(model, task).build()
    if informed and task.start is not None:
        for variable, at in zip(x, task.start.tolist(), strict=True):
            variable.Start = at
    model.optimize(
        lambda here, _: here.terminate() if time.process_time() - began > budget else None
    )
    found = model.SolCount > 0
    closed = model.Status == GRB.OPTIMAL
    stopped = model.Status == GRB.INTERRUPTED
    return PeerOutcome(
        PeerStatus.CLOSED if closed else PeerStatus.STOPPED if stopped else PeerStatus.FAILED,
        time.process_time() - began,
        ended=closed,
        point=np.array([variable.X for variable in x]) if found else None,
        claimed=model.ObjVal if found else None,
        bound=model.ObjBound,
        note="" if closed or stopped else f"status {model.Status}",
    )


class _Model:
    """Adds the loss of a task to a model."""

    def __init__(self, model: Any, task: Task) -> None:
        from gurobipy import nlfunc  # noqa: PLC0415 - an optional peer

        self.model, self.task = model, task
        self.algebra = Algebra(
            {sympy.log: nlfunc.log, sympy.exp: nlfunc.exp},
            self._power,
            lambda expression, number: self._extreme("Min", expression, number),
            lambda expression, number: self._extreme("Max", expression, number),
        )

    def build(self) -> list[Any]:
        """The variables of `Task`, in its order."""
        task, add = self.task, self.model.addVar
        x = [add(lb=low, ub=high) for low, high in task.bounds]
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
            residual = add(lb=-float("inf"))
            self.model.addConstr(residual == float(data[j, i]) - image)
            error = error + residual * residual
        total = self._penalised(task.objective.g, error / (task.d * task.n), None)
        for row in z:
            power = sum(entry * entry for entry in row) / task.n
            total = total + self._penalised(task.objective.h, power, task.largest**2) / task.d
        self.model.setObjective(total)
        return x

    def _penalised(self, penalty: Penalty, square: Any, largest: float | None) -> Any:
        """The penalty of a convex quadratic expression at a minimum."""
        linear = factor(penalty)
        if linear is not None:
            return linear * square
        argument = self.model.addVar(lb=0, ub=float("inf") if largest is None else largest)
        if penalty.facts.nondecreasing:
            self.model.addConstr(square <= argument)
        else:
            self.model.addConstr(square == argument)
        return self._variable(express(penalty, argument, self.algebra))

    def _variable(self, expression: Any) -> Any:
        """A variable that equals an expression."""
        from gurobipy import NLExpr, Var  # noqa: PLC0415 - an optional peer

        if isinstance(expression, Var):
            return expression
        variable = self.model.addVar(lb=-float("inf"))
        if isinstance(expression, NLExpr):
            self.model.addGenConstrNL(variable, expression)
        else:
            self.model.addConstr(variable == expression)
        return variable

    def _extreme(self, name: str, expression: Any, number: float) -> Any:
        result = self.model.addVar(lb=-float("inf"))
        add = getattr(self.model, f"addGenConstr{name}")
        add(result, [self._variable(expression)], number)
        return result

    def _power(self, base: Any, exponent: sympy.Rational) -> Any:
        from gurobipy import nlfunc  # noqa: PLC0415 - an optional peer

        if exponent == -1:
            return 1 / base
        if exponent == sympy.Rational(1, 2):
            return nlfunc.sqrt(base)
        return base ** float(exponent)
