"""Other global optimisers on the same losses, to measure ours against.

Each peer gets the float objective (and its gradient where it takes one) over theta in [0, 1] and
codes in a box that contains the minimiser, and its answer is re-evaluated in that same objective:
what a peer says about its own optimum is never believed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import scipy.optimize
import sympy

from numerics.instances import Floats
from numerics.objective import Objective
from sparsity_theory.expressions import U

_BOX = 2.0  # codes are searched within this multiple of the largest exact code entry
_MULTISTARTS = 50
_BASIN_HOPS = 100


@dataclass(frozen=True)
class PeerResult:
    """What a peer returned: the exact value at its point, and its time."""

    value: float
    seconds: float


class Task:
    """A loss as the peers want it: one flat vector (theta, codes) with bounds and a gradient."""

    def __init__(self, objective: Objective, largest: float) -> None:
        self.objective = objective
        _, self.kappa, self.n = objective.shape
        self.bounds = [(0.0, 1.0)] + [(-_BOX * largest, _BOX * largest)] * (self.kappa * self.n)

    def value(self, x: Floats) -> float:
        """The loss at one point."""
        codes = np.asarray(x[1:]).reshape(1, self.kappa, self.n)
        return float(self.objective.values(np.clip(x[:1], 0.0, 1.0), codes)[0])

    def value_and_gradient(self, x: Floats) -> tuple[float, Floats]:
        """The loss and its gradient; infinite slopes at a zero row are cut at 1e8."""
        objective, d = self.objective, self.objective.shape[0]
        data, start, difference = objective.arrays
        decoder, z = start + x[0] * difference, x[1:].reshape(self.kappa, self.n)
        residual = data - decoder @ z
        error = np.array([(residual**2).sum() / (d * self.n)])
        power = (z**2).sum(axis=1) / self.n
        value = objective.float_g.value(error)[0] + objective.float_h.value(power).sum() / d
        slope_g = min(float(objective.float_g.slope(error)[0]), 1e8)
        slope_h = np.clip(objective.float_h.slope(power), -1e8, 1e8)
        pull = -2 * slope_g / (d * self.n) * residual
        by_code = decoder.T @ pull + 2 / (d * self.n) * slope_h[:, None] * z
        gradient = np.concatenate([[(pull * (difference @ z)).sum()], by_code.ravel()])
        return float(value), gradient

    def random_point(self, rng: np.random.Generator) -> Floats:
        """A uniform point of the box."""
        low, high = np.array(self.bounds).T
        return np.asarray(rng.uniform(low, high))


Peer = Callable[[Task, int, float], Floats]


def measure(peer: Peer, task: Task, seed: int, budget: float) -> PeerResult:
    """Run a peer once and evaluate its point."""
    began = time.perf_counter()
    x = peer(task, seed, budget)
    seconds = time.perf_counter() - began
    return PeerResult(task.value(x), seconds)


def differential_evolution(task: Task, seed: int, budget: float) -> Floats:
    """SciPy's differential evolution, default settings."""
    deadline = time.perf_counter() + budget
    found = scipy.optimize.differential_evolution(
        task.value, task.bounds, rng=seed, callback=lambda *_, **__: time.perf_counter() > deadline
    )
    return np.asarray(found.x)


def dual_annealing(task: Task, seed: int, budget: float) -> Floats:
    """SciPy's dual annealing, default settings."""
    deadline = time.perf_counter() + budget
    found = scipy.optimize.dual_annealing(
        task.value, task.bounds, rng=seed, callback=lambda *_: time.perf_counter() > deadline
    )
    return np.asarray(found.x)


def shgo(task: Task, seed: int, budget: float) -> Floats:
    """SciPy's simplicial homology global optimisation (deterministic, so the seed is not used)."""
    del seed
    found = scipy.optimize.shgo(task.value, task.bounds, options={"maxtime": budget})
    return np.asarray(found.x if found.x is not None else np.zeros(len(task.bounds)))


def multistart(task: Task, seed: int, budget: float) -> Floats:
    """L-BFGS-B with gradients from many uniform starts."""
    deadline, rng = time.perf_counter() + budget, np.random.default_rng(seed)
    best, least = task.random_point(rng), np.inf
    for _ in range(_MULTISTARTS):
        found = scipy.optimize.minimize(
            task.value_and_gradient, task.random_point(rng), jac=True, bounds=task.bounds
        )
        if found.fun < least:
            best, least = found.x, found.fun
        if time.perf_counter() > deadline:
            break
    return np.asarray(best)


def basinhopping(task: Task, seed: int, budget: float) -> Floats:
    """SciPy's basin hopping with L-BFGS-B and gradients."""
    deadline, rng = time.perf_counter() + budget, np.random.default_rng(seed)
    found = scipy.optimize.basinhopping(
        task.value_and_gradient,
        task.random_point(rng),
        niter=_BASIN_HOPS,
        rng=rng,
        minimizer_kwargs={"jac": True, "bounds": task.bounds, "method": "L-BFGS-B"},
        callback=lambda *_: time.perf_counter() > deadline,
    )
    return np.asarray(found.x)


def scip(task: Task, seed: int, budget: float) -> Floats:
    """PySCIPOpt, spatial branch and bound on an algebraic model; smooth penalties only."""
    import pyscipopt  # noqa: PLC0415 - an optional peer

    objective = task.objective
    d, kappa, n = objective.shape
    data, start, difference = objective.arrays
    model = pyscipopt.Model()
    model.hideOutput()
    model.setParam("limits/time", budget)
    model.setParam("randomization/randomseedshift", seed)
    x = [model.addVar(lb=low, ub=high) for low, high in task.bounds]
    z = [[x[1 + k * n + i] for i in range(n)] for k in range(kappa)]
    residuals = [
        data[j, i]
        - pyscipopt.quicksum(
            (start[j, k] + difference[j, k] * x[0]) * z[k][i] for k in range(kappa)
        )
        for j in range(len(data))
        for i in range(n)
    ]
    error, loss = model.addVar(lb=0, ub=None), model.addVar(lb=None, ub=None)
    model.addCons(error >= pyscipopt.quicksum(r * r for r in residuals) / (d * n))
    penalties = []
    for k in range(kappa):
        power = model.addVar(lb=0, ub=None)
        model.addCons(power == pyscipopt.quicksum(value * value for value in z[k]) / n)
        penalties.append(_scip_expression(objective.h.expression, power))
    total = _scip_expression(objective.g.expression, error) + pyscipopt.quicksum(penalties) / d
    model.addCons(loss >= total)
    model.setObjective(loss)
    model.optimize()
    if not model.getNSols():
        return np.zeros(len(x))
    return np.array([model.getVal(variable) for variable in x])


def _scip_expression(expression: sympy.Expr, variable: Any) -> Any:
    """The SymPy expression as a SCIP expression.

    Raises:
        NotImplementedError: for piecewise expressions, which SCIP does not take directly.
    """
    import pyscipopt  # noqa: PLC0415 - an optional peer

    if expression == U:
        return variable
    if expression.is_number:
        return float(expression)
    arguments = [_scip_expression(argument, variable) for argument in expression.args]
    if expression.is_Add:
        return sum(arguments)
    if expression.is_Mul:
        product = arguments[0]
        for argument in arguments[1:]:
            product = product * argument
        return product
    if expression.is_Pow and expression.exp.is_number:
        return arguments[0] ** float(expression.exp)
    functions = {sympy.log: pyscipopt.log, sympy.exp: pyscipopt.exp}
    if expression.func not in functions:
        raise NotImplementedError(f"{expression.func.__name__} is not modelled for SCIP")
    return functions[expression.func](arguments[0])


def available() -> tuple[dict[str, Peer], dict[str, str]]:
    """The peers that can run here, and why the others cannot."""
    peers: dict[str, Peer] = {
        "scipy differential_evolution": differential_evolution,
        "scipy dual_annealing": dual_annealing,
        "scipy shgo": shgo,
        "50 x L-BFGS-B": multistart,
        "scipy basinhopping": basinhopping,
    }
    try:
        peers[f"PySCIPOpt {version('pyscipopt')}"] = scip
        return peers, {}
    except PackageNotFoundError:
        return peers, {"PySCIPOpt": "not installed: pip install 'sparsity-theory[peers]'"}
