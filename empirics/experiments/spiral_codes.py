r"""Experiment `spiral-codes`: which exact code does a penalty prefer, without any network?

Data on a spiral (`empirics.data.spiral`).  By Kirszbraun's theorem a decoder of Lipschitz
constant 1 reproduces x_i from z_i, all i, if and only if ``|z_i - z_j| >= |x_i - x_j|`` for all
pairs.  So the best exact code under a penalty on the row powers is an optimisation over codes
alone.  It is started from the arc length (one row of power M^2; the other rows are 0 and stay 0:
the best code in one row), from the point itself (two rows, powers a and b) and from noise, at
several tau around the value at which Theorem B, from M^2, a and b alone, says that the preference
flips: ``h(M^2) = h(a) + h(b)``.  Codes are scaled up at the end until every pair satisfies the
constraint, so that what is compared is feasible.

On both sides of the flip the codes are kept, and whoever concludes checks in ball arithmetic that
they are exact and which one is better (`empirics.measures.exact_codes`).  That no other code is
better still is not certified, but for h = u: no code has less than the total variance, which the
points themselves have.  For h = u^t the exponent takes the place of tau.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import sympy
from numpy.typing import NDArray
from scipy.optimize import brentq

from empirics.data.spiral import Spiral, spiral
from empirics.frame.experiment import (
    TWICE,
    Environment,
    Experiment,
    Plan,
    PredictionFinding,
    Record,
)
from empirics.frame.jobs import seeds
from empirics.frame.rules import Rule
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

TURNS, D, KAPPA = 2.5, 4, 3
FACTORS = (0.6, 0.75, 0.9, 1.1, 1.3, 1.6)
STARTS = ("sparse", "dense", "noise")
SPARSE, OTHERS = STARTS[0], STARTS[1:]
RATE, LEAST_RATE = 1e-2, 1e-5
STIFF, STIFFER = 1e2, 1e5
"""Weight of a violated constraint, at the start and at the end."""
NEAR = 0.02
"""Violations are measured relative to the distance plus this."""
LEAST_POWER = 1e-30
"""Below it a power moves no more: u^p has an infinite slope at 0."""
PENALTIES = ("log(1+u/t)", "u/(u+t)", "1-exp(-u/t)", "atan(u/t)", "u^t")
WITHOUT_TAU = ("u", "sqrt(u)")
"""Penalties without tau: a change of scale multiplies them."""
_CELL = FACTORS[3] / FACTORS[2]

FLIP = Rule(
    "flip",
    r"The best exact code found turns from dense to sparse at the $\tau$ of Theorem B.",
    "tau at which the best code in one row and the best other are equal / that of Theorem B",
    "in",
    (1 / _CELL, _CELL),
    Mark.EXTENSION,
    "Theorem B, from the powers of the two codes before any optimisation",
    "ratio",
    why="the width of the grid's cell around 1",
)
DENSE = Rule(
    "dense",
    r"Penalties $h = u$ and $h = \sqrt u$ prefer the dense code, at any scale: an infinite slope at"
    r" 0 is not enough.",
    "objective of the best code in one row / of the best other",
    ">",
    1.0,
    Mark.EXTENSION,
    "Theorem B, from the powers of the two codes: h(M^2) > h(a) + h(b)",
    "ratio",
)
SCRATCH = Rule(
    "scratch",
    r"Started from noise, at the smallest $\tau$, the optimisation ends above the code in one row.",
    "objective from noise / of the best code in one row, smallest tau",
    ">",
    1.0,
    Mark.EXTENSION,
    "what the objective prefers is not what descent finds",
    "ratio",
)
RULES = (FLIP, DENSE, SCRATCH)


def jobs(plan: Plan) -> list[Record]:
    """One job for each penalty and seed."""
    quick = plan.preset == "quick"
    return [
        {
            "penalty": penalty,
            "curve": {"n": 48 if quick else 64, "turns": TURNS, "d": D, "seed": seed},
            "steps": 400 if quick else 1500,
        }
        for penalty in (*PENALTIES, *WITHOUT_TAU)
        for seed in seeds(plan, quick=3, full=5)
    ]


def twice(job: Record) -> Record:
    """The same with twice the steps."""
    return {**job, "steps": 2 * job["steps"], TWICE: True}


class Functions(NamedTuple):
    """Elementary functions of one library."""

    exp: Callable[[Any], Any]
    log1p: Callable[[Any], Any]
    atan: Callable[[Any], Any]
    sqrt: Callable[[Any], Any]


NUMPY = Functions(np.exp, np.log1p, np.arctan, np.sqrt)
SYMPY = Functions(sympy.exp, lambda value: sympy.log(1 + value), sympy.atan, sympy.sqrt)


def penalty(name: str, u: Any, t: Any, use: Functions) -> Any:
    """The penalties by name, for numpy, torch and SymPy alike.

    >>> penalty("u/(u+t)", 1.0, 3.0, NUMPY)
    0.25
    """
    forms = {
        "log(1+u/t)": lambda: use.log1p(u / t),
        "u/(u+t)": lambda: u / (u + t),
        "1-exp(-u/t)": lambda: 1 - use.exp(-u / t),
        "atan(u/t)": lambda: use.atan(u / t),
        "u^t": lambda: u**t,
        "u": lambda: u,
        "sqrt(u)": lambda: use.sqrt(u),
    }
    return forms[name]()


def threshold(name: str, sparse: float, dense: Sequence[float]) -> float:
    """Theorem B for r = 1 and unequal dense powers: the tau below which the sparse code wins.

    >>> round(threshold("log(1+u/t)", 8.0, (0.25, 0.25)), 6) == round(0.0625 / 7.5, 6)
    True
    """

    def difference(log_t: float) -> float:
        t = math.exp(log_t)
        value = [float(penalty(name, u, t, NUMPY)) for u in (sparse, *dense)]
        return value[0] - sum(value[1:])

    return float(math.exp(brentq(difference, math.log(1e-9), math.log(1e2))))


def work(job: Record, environment: Environment) -> Record:
    """Optimise the codes from every start at every tau."""
    import torch  # noqa: PLC0415 - only a job loads it

    if environment.threads is not None:
        torch.set_num_threads(environment.threads)
    curve = spiral(**job["curve"])
    powers = [float((curve.arc**2).mean()), *(curve.x[:, :2] ** 2).mean(axis=0).tolist()]
    fixed = job["penalty"] in WITHOUT_TAU
    expected = 1.0 if fixed else threshold(job["penalty"], powers[0], powers[1:])
    taus = [1.0] if fixed else [expected * factor for factor in FACTORS]
    starts = np.stack([_start(curve, start, job["curve"]["seed"]) for start in STARTS])
    codes = torch.from_numpy(np.concatenate([starts] * len(taus))).requires_grad_()
    tau = torch.tensor(taus, dtype=torch.float64).repeat_interleave(len(STARTS)).unsqueeze(1)
    _optimise(codes, tau, torch.from_numpy(curve.x), job["penalty"], job["steps"])
    found = _feasible(codes.detach(), torch.from_numpy(curve.x))
    power = found.square().mean(dim=1)
    values = penalty(job["penalty"], power, tau, _in_torch()).sum(dim=1)
    points = [
        {
            "tau": taus[index // len(STARTS)],
            "start": STARTS[index % len(STARTS)],
            "objective": float(values[index]),
            "powers": sorted(power[index].tolist(), reverse=True),
        }
        for index in range(len(values))
    ]
    result = {"points": points, "expected": expected, "geometry": powers}
    return {**result, "kept": _kept(result, found.numpy(), curve.x)}


def _kept(result: Record, codes: NDArray[np.float64], x: NDArray[np.float64]) -> list[Record]:
    """The codes on both sides of the flip, rounded: in one row, and the best of the others."""
    from empirics.measures.exact_codes import rounded  # noqa: PLC0415 - only a job needs it

    def code(tau: float, start: str) -> list[list[float]]:
        index = next(
            i
            for i, point in enumerate(result["points"])
            if (point["tau"], point["start"]) == (tau, start)
        )
        return [list(row) for row in rounded(codes[index], x).tolist()]

    return [
        {"tau": tau, "row": code(tau, SPARSE), "other": code(tau, _best_other(result, tau)[1])}
        for tau in _cell_of(result)
    ]


def _start(curve: Spiral, start: str, seed: int) -> NDArray[np.float64]:
    rng = np.random.default_rng([seed, STARTS.index(start)])
    z = 0.003 * rng.standard_normal((len(curve.x), KAPPA))
    if start == SPARSE:
        z[:, 0] += curve.arc
        z[:, 1:] = 0
    elif start == "dense":
        z[:, :2] += curve.x[:, :2]
    else:
        z = 1.5 * rng.standard_normal(z.shape)
    return z


def _optimise(codes: Tensor, tau: Tensor, x: Tensor, name: str, steps: int) -> None:
    """Adam on the penalty and the violated constraints, whose weight grows."""
    import torch  # noqa: PLC0415

    first, second = torch.triu_indices(len(x), len(x), 1)
    distance = (x[first] - x[second]).norm(dim=1)
    adam, use = torch.optim.Adam([codes], lr=RATE), _in_torch()
    for step in range(steps):
        share = step / steps
        adam.param_groups[0]["lr"] = RATE * (1 + math.cos(math.pi * share)) / 2 + LEAST_RATE
        between = torch.linalg.vector_norm(codes[:, first] - codes[:, second], dim=2)
        violated = ((distance - between).clamp(min=0) / (distance + NEAR)).square()
        power = codes.square().mean(dim=1).clamp(min=LEAST_POWER)
        objective = penalty(name, power, tau, use).sum(dim=1)
        weight = STIFF * (STIFFER / STIFF) ** share
        loss = objective + weight * violated.sum(dim=1) / len(x)
        adam.zero_grad()
        loss.sum().backward()
        adam.step()


def _in_torch() -> Functions:
    import torch  # noqa: PLC0415 - only a job loads it

    return Functions(torch.exp, torch.log1p, torch.atan, torch.sqrt)


def _feasible(codes: Tensor, x: Tensor) -> Tensor:
    """Scale each code up until no pair is nearer than its points."""
    import torch  # noqa: PLC0415

    first, second = torch.triu_indices(len(x), len(x), 1)
    distance = (x[first] - x[second]).norm(dim=1)
    ratio = distance / (codes[:, first] - codes[:, second]).norm(dim=2)
    scaled: Tensor = codes * ratio.amax(dim=1).clamp(min=1).view(-1, 1, 1)
    return scaled


def flip(result: Record) -> float:
    """The tau at which one row and the best other code are equally good, nan if they never are.

    Interpolated in log tau.
    """
    cell = _cell_of(result)
    if len(cell) != 2:
        return math.nan
    (low, high), (a, b) = cell, (_gap(result, tau) for tau in cell)
    return float(math.exp(math.log(low) + a / (a - b) * (math.log(high) - math.log(low))))


def _cell_of(result: Record) -> tuple[float, ...]:
    """The neighbouring tau between which the preference flips; all there is for `WITHOUT_TAU`."""
    taus = sorted({point["tau"] for point in result["points"]})
    if len(taus) == 1:
        return (taus[0],)
    pairs = pairwise(taus)
    return next((c for c in pairs if _gap(result, c[0]) <= 0 < _gap(result, c[1])), ())


def _gap(result: Record, tau: float) -> float:
    return _value(result, tau, SPARSE) - _best_other(result, tau)[0]


def _value(result: Record, tau: float, start: str) -> float:
    return next(
        float(point["objective"])
        for point in result["points"]
        if point["tau"] == tau and point["start"] == start
    )


def _best_other(result: Record, tau: float) -> tuple[float, str]:
    return min((_value(result, tau, start), start) for start in OTHERS)


def certified(job: Record, result: Record) -> bool:
    """Whether the codes kept are exact and compared as `flip` says, checked in ball arithmetic."""
    from empirics.measures.exact_codes import T, U, exact, objective  # noqa: PLC0415

    h = penalty(job["penalty"], U, T, SYMPY)
    x, kept = spiral(**job["curve"]).x, result.get("kept", [])
    signs = []
    for each in kept:
        if not (exact(each["row"], x) and exact(each["other"], x)):
            return False
        row, other = (objective(h, each["tau"], each[name]) for name in ("row", "other"))
        signs.append(1 if row > other else -1 if row < other else 0)
    return signs == ([1] if job["penalty"] in WITHOUT_TAU else [-1, 1])


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and penalty."""
    found = []
    pairs = list(zip(jobs, results, strict=True))
    for name in dict.fromkeys(job["penalty"] for job in jobs):
        mine = [(job, result) for job, result in pairs if job["penalty"] == name]
        here = [result for _, result in mine]
        sure = f"{sum(certified(*pair) for pair in mine)} of {len(mine)} certified in balls"
        if name in WITHOUT_TAU:
            ratios = [_value(r, 1.0, SPARSE) / _best_other(r, 1.0)[0] for r in here]
            near = f"; {_least(here)}" if name == "u" else ""
            note = f"both codes exact and in this order: {sure}{near}"
            found.append(DENSE.finding(f"spiral, h = {name}", ratios, note))
            continue
        flips = [flip(result) for result in here]
        expected = [result["expected"] for result in here]
        note = (
            f"flips at {', '.join(f'{value:.3g}' for value in flips)}; Theorem B"
            f" {', '.join(f'{value:.3g}' for value in expected)}; the codes on both sides exact and"
            f" their order: {sure}"
        )
        ratios = [a / b for a, b in zip(flips, expected, strict=True)]
        found.append(FLIP.finding(f"spiral, h = {name}", ratios, note))
        least = [min(point["tau"] for point in result["points"]) for result in here]
        scratch = [
            _value(r, tau, "noise") / _value(r, tau, SPARSE)
            for r, tau in zip(here, least, strict=True)
        ]
        found.append(SCRATCH.finding(f"spiral, h = {name}", scratch))
    return found


def _least(results: Sequence[Record]) -> str:
    """How near to the least possible sum of the powers, the total variance, a code came."""
    over = [_best_other(result, 1.0)[0] / sum(result["geometry"][1:]) for result in results]
    return f"the best other at {max(over):.4g} times the total variance, below which no code is"


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One panel for each penalty: what the starts come to over tau."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = [name for name in PENALTIES if any(job["penalty"] == name for job in jobs)]
    across = min(len(names), 3)
    down = -(-len(names) // across)
    figure = Figure(figsize=(5.2 * across, 4 * down), layout="constrained")
    panels = list(figure.subplots(down, across, squeeze=False).flat)
    for axes in panels[len(names) :]:
        axes.set_axis_off()
    for axes, name in zip(panels, names, strict=False):
        for job, result in zip(jobs, results, strict=True):
            if job["penalty"] != name or not job.get(TWICE):
                continue
            taus = sorted({point["tau"] for point in result["points"]})
            scaled = [tau / result["expected"] for tau in taus]
            gaps = [_gap(result, tau) for tau in taus]
            axes.plot(scaled, gaps, "o-", color="C0", ms=3, lw=0.8, alpha=0.7)
        axes.axhline(0, color="black", lw=0.6)
        axes.axvline(1, color="grey", lw=0.8, ls="--", label="Theorem B")
        axes.set(xscale="log", xlabel="τ / τ of Theorem B", title=f"h = {name}")
        axes.set_ylabel("objective, best code in one row − best other")
        axes.legend(fontsize=8)
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [_invented(job, holds) for job in jobs]


def _invented(job: Record, holds: bool) -> Record:
    turn = (1.0 if holds else 1.5) * (1 + 0.001 * job["curve"]["seed"])
    points = []
    for factor in [1.0] if job["penalty"] in WITHOUT_TAU else FACTORS:
        sparse = 2.0 + math.log(factor / turn)
        if job["penalty"] in WITHOUT_TAU:
            sparse = (4.0 if holds else 1.0) * (1 + 0.001 * job["curve"]["seed"])
        above = holds == (factor < 1) or job["penalty"] in WITHOUT_TAU
        noise = sparse + 1 if above else sparse - 0.1
        for start, value in (("sparse", sparse), ("dense", 2.0), ("noise", max(noise, 0.1))):
            points.append({"tau": factor, "start": start, "objective": value, "powers": [1.0]})
    return {"points": points, "expected": 1.0, "geometry": [8.0, 0.25, 0.25]}


def cost(job: Record, environment: Environment) -> float:
    """CPU seconds of a job, from what a few of its steps add."""
    import time  # noqa: PLC0415

    few = max(10, job["steps"] // 30)
    marks = []
    for steps in (1, few, 2 * few):
        work({**job, "steps": steps}, environment)
        marks.append(time.process_time())
    return float(max(0.0, marks[2] - 2 * marks[1] + marks[0]) * job["steps"] / few)


EXPERIMENT = Experiment(
    name="spiral-codes",
    title="the best exact codes under a Lipschitz decoder flip where Theorem B says",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    twice=twice,
    refuted="A flip elsewhere than at Theorem B's tau: some third code, neither the arc length"
    " nor the identity, would then be better than both. Only a local optimisation looked for one:"
    " certified are the codes found and their order on both sides of the flip, not that none is"
    " better.",
    cost=cost,
)
