"""What other global solvers do with the smallest problems: Gurobi and SCIP, where installed.

Both get the loss itself, codes as variables, the code box that our certificate uses, and the
incumbent's value is not handed to them.  They run on one thread for a given time.
"""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Any

from numerics.nonlinear.examples import hat, parabola

SECONDS = 20.0
GAP = 1e-4
_REACH = 4.0  # of codes: the ceilings of their power are below 1
_SMALLEST = {
    "polynomial, n = 5": ("polynomial", parabola(5)),
    "relu output weight, n = 5": ("relu", hat(5)),
    "polynomial, n = 20": ("polynomial", parabola(20)),
}


def peers() -> list[dict[str, Any]]:
    """Value and bound of every peer on every problem."""
    found = []
    for name, (kind, data) in _SMALLEST.items():
        rows = [[float(x) for x in row] for row in data]
        for peer, module, solve in (
            ("Gurobi", "gurobipy", _gurobi), ("SCIP", "pyscipopt", _scip),
        ):  # fmt: skip
            if find_spec(module) is None:
                continue
            began = time.process_time()
            version, value, bound = solve(kind, rows)
            found.append({
                "name": name, "peer": peer, "version": version, "value": value, "bound": bound,
                "closed": value - bound <= 1.1 * GAP, "cpu_seconds": time.process_time() - began,
            })  # fmt: skip
            print(f"{name}: {peer} {version}: {value:.6f}, bound {bound:.6f}", flush=True)
    return found


def _gurobi(kind: str, data: list[list[float]]) -> tuple[str, float, float]:
    import gurobipy as gp  # noqa: PLC0415 - optional
    from gurobipy import nlfunc  # noqa: PLC0415

    n = len(data[0])
    with gp.Env(empty=True) as environment:
        environment.setParam("OutputFlag", 0)
        environment.start()
        model = gp.Model(env=environment)
        model.Params.Threads = 1
        model.Params.TimeLimit = SECONDS
        model.Params.MIPGapAbs, model.Params.MIPGap = GAP, 0.0
        model.Params.NonConvex = 2
        a = model.addVar(lb=-2, ub=2)
        power, penalty = model.addVar(lb=0, ub=2), model.addVar(lb=0, ub=2)
        errors, squares = [], []
        for i in range(n):
            z = model.addVar(lb=-_REACH, ub=_REACH)
            square = model.addVar(lb=0, ub=_REACH**2)
            model.addConstr(square == z * z)
            squares.append(square)
            if kind == "polynomial":
                second = a * square
            else:
                positive, negative = (model.addVar(lb=0, ub=_REACH) for _ in range(2))
                model.addGenConstrMax(positive, [z], 0.0)
                minus = model.addVar(lb=-_REACH, ub=_REACH)
                model.addConstr(minus == -z)
                model.addGenConstrMax(negative, [minus], 0.0)
                second = positive + a * negative
            output = model.addVar(lb=-40, ub=40)
            model.addConstr(output == second)
            errors.append((z - data[0][i]) * (z - data[0][i]))
            errors.append((output - data[1][i]) * (output - data[1][i]))
        model.addConstr(power == gp.quicksum(squares) / n)
        model.addGenConstrNL(penalty, nlfunc.log(1 + power))
        model.setObjective(10 * gp.quicksum(errors) / (2 * n) + penalty / 2)
        model.optimize()
        version = ".".join(map(str, gp.gurobi.version()))
        value = float(model.ObjVal) if model.SolCount else float("inf")
        return version, value, float(model.ObjBound)


def _scip(kind: str, data: list[list[float]]) -> tuple[str, float, float]:
    from pyscipopt import Model, log, quicksum  # noqa: PLC0415 - optional

    n, model = len(data[0]), Model()
    model.hideOutput()
    model.setParam("limits/time", SECONDS)
    model.setParam("limits/absgap", GAP)
    a = model.addVar(lb=-2, ub=2)
    total = model.addVar(lb=0, ub=None)
    z = [model.addVar(lb=-_REACH, ub=_REACH) for _ in range(n)]
    error: Any = 0
    for i in range(n):
        if kind == "polynomial":
            second: Any = a * z[i] * z[i]
        else:
            second = (z[i] + abs(z[i])) / 2 + a * (abs(z[i]) - z[i]) / 2
        error += (z[i] - data[0][i]) ** 2 + (second - data[1][i]) ** 2
    power = quicksum(x * x for x in z) / n
    model.addCons(total >= 10 * error / (2 * n) + log(1 + power) / 2)
    model.setObjective(total)
    model.optimize()
    value = float(model.getObjVal()) if model.getNSols() else float("inf")
    return f"{model.version():g}", value, float(model.getDualbound())
