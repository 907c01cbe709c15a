"""MAiNGO through maingopy: branch and bound with McCormick relaxations.

What it is given, the best of the models that were tried: its variables are theta and Z alone, in
the box, and the loss is one expression of them, so that relaxations of all that lies between are
made by MAiNGO itself (models with powers, or with the products theta z, as variables closed
later or never).  Flat pieces use its ``min`` and ``max``.  Options: time, absolute gap, no
relative gap, Kelley's linearisations (their bounds were the best of its five choices), no log.  It
looks at its clock between nodes only and can overrun the budget; it has no random seed.
"""

from __future__ import annotations

import os
import time
from importlib.metadata import version
from typing import Any

import numpy as np
import sympy

from numerics.benchmarks.peers import Peer, PeerOutcome, PeerStatus, Task, for_each_gap
from numerics.benchmarks.peers_model import Algebra, express
from numerics.benchmarks.peers_quiet import silenced
from numerics.errors import NumericsError

RELATIVE_GAP = 1e-12
"""Small enough that only the absolute gap ends a run."""
_LONGEST = 1e5


def peer() -> Peer:
    """MAiNGO.

    Raises:
        ImportError: if maingopy is not installed.
    """
    import maingopy  # noqa: F401, PLC0415 - an optional peer

    return Peer(f"MAiNGO {version('maingopy')}", proves=True, run=for_each_gap(_solve))


def _solve(task: Task, gap: float, seed: int, budget: float) -> PeerOutcome:
    import maingopy  # noqa: PLC0415 - an optional peer

    del seed
    began = time.process_time()
    with silenced():
        model = _model(task)  # the solver does not keep it alive
        solver = maingopy.MAiNGO(model)
        solver.set_result_file_name(os.devnull)  # else it leaves a file where the command runs
        for option, value in {
            "maxTime": budget,  # of the processor
            "maxwTime": _LONGEST,  # on the wall: the processor may be shared
            "epsilonA": gap,
            "epsilonR": RELATIVE_GAP,
            "LBP_linPoints": maingopy.LINP_KELLEY,
            "loggingDestination": maingopy.LOGGING_NONE,
        }.items():
            if not solver.set_option(option, value):
                raise RuntimeError(f"this version refuses the option {option} = {value}")
        try:
            status = solver.solve()
        except maingopy.MAiNGOException as problem:
            raise RuntimeError(str(problem)) from None
    seconds = time.process_time() - began
    known = {
        maingopy.GLOBALLY_OPTIMAL: PeerStatus.CLOSED,
        maingopy.FEASIBLE_POINT: PeerStatus.STOPPED,
        maingopy.NO_FEASIBLE_POINT_FOUND: PeerStatus.STOPPED,
    }
    found = status in (maingopy.GLOBALLY_OPTIMAL, maingopy.FEASIBLE_POINT)
    return PeerOutcome(
        known.get(status, PeerStatus.FAILED),
        seconds,
        ended=status == maingopy.GLOBALLY_OPTIMAL,
        point=np.array(solver.get_solution_point()) if found else None,
        claimed=float(solver.get_objective_value()) if found else None,
        bound=float(solver.get_final_LBD()) if found else None,
        note="" if status == maingopy.GLOBALLY_OPTIMAL else status.name,
    )


def _model(task: Task) -> Any:
    """The loss as a model of maingopy, whose base class exists only where it is installed."""
    import maingopy  # noqa: PLC0415 - an optional peer

    class Loss(maingopy.MAiNGOmodel):  # type: ignore[misc]
        def get_variables(self) -> list[Any]:
            return [
                maingopy.OptimizationVariable(
                    maingopy.Bounds(low, high), maingopy.VT_CONTINUOUS, f"x{index}"
                )
                for index, (low, high) in enumerate(task.bounds)
            ]

        def get_initial_point(self) -> list[float]:
            return []

        def evaluate(self, x: list[Any]) -> Any:
            result = maingopy.EvaluationContainer()
            result.objective = _loss(task, x)
            return result

    algebra = _algebra()
    for penalty in (task.objective.g, task.objective.h):
        express(penalty, maingopy.FFVar(), algebra)  # raises here, not inside the solver
    return Loss()


def _loss(task: Task, x: list[Any]) -> Any:
    import maingopy  # noqa: PLC0415 - an optional peer

    objective, algebra = task.objective, _algebra()
    data, start, directions = objective.arrays
    theta = x[: task.parameters]
    z = np.array(x[task.parameters :], dtype=object).reshape(task.kappa, task.n)
    moved = [move * z for move in theta]
    error: Any = 0.0
    for j, i in np.ndindex(data.shape):
        image = [
            float(weight) * code[k, i]
            for matrix, code in [(start, z), *zip(directions, moved, strict=True)]
            for k, weight in enumerate(matrix[j])
            if weight
        ]
        error = error + maingopy.sqr(sum(image) - float(data[j, i]))
    loss = express(objective.g, error / (task.d * task.n), algebra)
    for row in z:
        power = sum(maingopy.sqr(entry) for entry in row) / task.n
        loss = loss + express(objective.h, power, algebra) / task.d
    return loss


def _algebra() -> Algebra:
    import maingopy  # noqa: PLC0415 - an optional peer

    def power(base: Any, exponent: sympy.Rational) -> Any:
        if exponent.q == 1:
            return base ** int(exponent)
        halvings = int(exponent.q).bit_length() - 1
        if exponent.q != 2**halvings:
            raise NumericsError(f"the power {exponent} of 0 is not in its language")
        for _ in range(halvings):
            base = maingopy.sqrt(base)
        return base ** int(exponent.p)

    return Algebra(
        {
            sympy.log: maingopy.log,
            sympy.exp: maingopy.exp,
            sympy.Abs: maingopy.fabs,
            sympy.tanh: maingopy.tanh,
            sympy.atan: maingopy.atan,
        },
        power,
        maingopy.min,
        maingopy.max,
    )
