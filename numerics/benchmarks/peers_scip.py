"""SCIP through PySCIPOpt: spatial branch and bound with linear relaxations.

What it is given, the best of the models that were tried: theta and Z in the box; a free variable
for each residual, ``r = x - sum_k W_k(theta) z_k``; variables for the powers with the *convex*
constraints ``p_k >= |z_k|^2 / n``, and for the penalties ``h_k >= h(p_k)``, which lose nothing as
the minimiser makes them tight; the error likewise.  For a linear g its factor stands inside the
convex constraint, so that SCIP's feasibility tolerance is in units of the loss: with the factor in
the objective its value was up to a thousand tolerances below the true one.  Pieces are written
with ``abs``, since the language has no ``min``.  A penalty that is not nondecreasing gets
equalities.  Options: time, absolute gap, no relative gap, seed, feasibility tolerance 1e-9 (the
default of 1e-6 gave wrong values), one thread, quiet.
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
from numerics.benchmarks.peers_quiet import silenced
from sparsity_theory.penalties.penalties import Penalty

FEASIBILITY = 1e-9
"""SCIP's feasibility tolerance here."""


def peer(*, informed: bool = False) -> Peer:
    """SCIP; ``informed`` starts from the certified point.

    Raises:
        ImportError: if PySCIPOpt is not installed.
    """
    import pyscipopt  # noqa: F401, PLC0415 - an optional peer

    name = f"PySCIPOpt {version('pyscipopt')}" + (" from our point" if informed else "")
    return Peer(name, proves=True, run=for_each_gap(partial(_solve, informed=informed)))


def _solve(task: Task, gap: float, seed: int, budget: float, *, informed: bool) -> PeerOutcome:
    import pyscipopt  # noqa: PLC0415 - an optional peer

    began = time.process_time()
    with silenced():
        model = pyscipopt.Model()
        _set_options(model, gap, seed, budget)
        x = _build(model, task)
        if informed and task.start is not None:
            solution = model.createPartialSol()
            for variable, at in zip(x, task.start.tolist(), strict=True):
                model.setSolVal(solution, variable, at)
            model.addSol(solution)
        model.optimize()
        found = model.getNSols() > 0
        point = np.array([model.getVal(variable) for variable in x]) if found else None
        claimed = model.getObjVal() if found else None
        bound, status = model.getDualbound(), model.getStatus()
    seconds = time.process_time() - began
    closed = status in ("optimal", "gaplimit")
    return PeerOutcome(
        PeerStatus.CLOSED
        if closed
        else PeerStatus.STOPPED
        if status == "timelimit"
        else PeerStatus.FAILED,
        seconds,
        ended=closed,
        point=point,
        claimed=claimed,
        bound=bound,
        note="" if closed else status,
    )


def _set_options(model: Any, gap: float, seed: int, budget: float) -> None:
    model.hideOutput()
    for option, value in {
        "limits/time": budget,
        "timing/clocktype": 1,  # of the processor
        "limits/absgap": gap,
        "limits/gap": 0.0,
        "numerics/feastol": FEASIBILITY,
        "randomization/randomseedshift": seed,
        "misc/catchctrlc": False,
        "lp/threads": 1,
    }.items():
        model.setParam(option, value)


def _build(model: Any, task: Task) -> list[Any]:
    """Add the model of the loss; returns the variables of `Task`, in its order."""
    from pyscipopt import quicksum  # noqa: PLC0415 - an optional peer

    objective = task.objective
    x = [model.addVar(lb=low, ub=high) for low, high in task.bounds]
    theta = x[: task.parameters]
    z = np.array(x[task.parameters :], dtype=object).reshape(task.kappa, task.n)
    residuals = _residuals(model, task, theta, z)
    error = quicksum(r * r for r in residuals) / (task.d * task.n)
    terms = [_penalised(model, objective.g, error, None)]
    for row in z:
        power = quicksum(entry * entry for entry in row) / task.n
        terms.append(_penalised(model, objective.h, power, task.largest**2) / task.d)
    model.setObjective(quicksum(terms))
    return x


def _residuals(model: Any, task: Task, theta: list[Any], z: Any) -> list[Any]:
    from pyscipopt import quicksum  # noqa: PLC0415 - an optional peer

    data, start, directions = task.objective.arrays
    residuals = []
    for j, i in np.ndindex(data.shape):
        image = [
            float(weight) * z[k, i] if move is None else float(weight) * move * z[k, i]
            for matrix, move in [(start, None), *zip(directions, theta, strict=True)]
            for k, weight in enumerate(matrix[j])
            if weight
        ]
        residual = model.addVar(lb=None, ub=None)
        model.addCons(residual == float(data[j, i]) - quicksum(image))
        residuals.append(residual)
    return residuals


def _penalised(model: Any, penalty: Penalty, square: Any, largest: float | None) -> Any:
    """A variable that equals the penalty of a convex quadratic expression at a minimum."""
    value = model.addVar(lb=None, ub=None)
    linear = factor(penalty)
    if linear is not None:
        model.addCons(linear * square <= value)
        return value
    argument = model.addVar(lb=0, ub=largest)
    monotone = penalty.facts.nondecreasing
    model.addCons(square <= argument if monotone else square == argument)
    model.addCons(express(penalty, argument, _algebra()) <= value)
    return value


def _algebra() -> Algebra:
    import pyscipopt  # noqa: PLC0415 - an optional peer

    return Algebra(
        {sympy.log: pyscipopt.log, sympy.exp: pyscipopt.exp, sympy.Abs: abs},
        lambda base, exponent: base ** float(exponent),
        lambda expression, number: (expression + number - abs(expression - number)) / 2,
        lambda expression, number: (expression + number + abs(expression - number)) / 2,
    )
