r"""Experiment `collapse`: gamma too large shuts every dimension off; an upper bound as a remedy.

The natural scale of gamma is v, the mean variance of a coordinate of the data: it is the optimal
gamma (eq. (6)) of a decoder that ignores its codes, so gamma learned never needs to exceed it.  As
the largest eigenvalue of the covariance is at least v, a gamma at or below v (and beta = 1) leaves
an affine VAE at least one active dimension: v is the upper bound on gamma that is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
from empirics.frame.jobs import (
    chosen,
    dataset,
    fit,
    rows,
    sample,
    seeds,
    summary,
    training,
)
from empirics.frame.rules import Rule, by_seed
from empirics.measures import pca
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Gamma over training, and active dimensions at the end, one row of panels per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(9, 3.4 * len(names)), layout="constrained")
    axes = figure.subplots(len(names), 2, squeeze=False)
    for name, (left, right) in zip(names, axes, strict=True):
        labels: list[str] = []
        for job, result in zip(jobs, results, strict=True):
            if job["data"]["load"] != name:
                continue
            for index, model in enumerate(result["members"]):
                label = _label(job, model["member"])
                if label not in labels:
                    labels.append(label)
                color = f"C{labels.index(label)}"
                epochs = [line["epoch"] for line in result["history"]]
                gammas = [line["gamma"][index] / job["v"] for line in result["history"]]
                left.plot(epochs, gammas, color=color, lw=0.9)
                right.plot(model["active"], labels.index(label), "o", color=color, alpha=0.6)
        left.axhline(1, color="grey", lw=0.8, ls="--")
        left.set(yscale="log", xlabel="epoch", ylabel="γ / v", title=f"{name}: γ over training")
        right.set(xlabel="active dimensions at the end (ablation)", title=name)
        right.set_yticks(range(len(labels)), labels, fontsize=8)
        right.set_ylim(len(labels) - 0.5, -0.5)
    return figure


def _label(job: Record, member: Record) -> str:
    start, rate = member["gamma"] / job["v"], job["config"]["optimiser"]["gamma_rate"]
    if job["condition"] == "fixed":
        return f"fixed at {start:.3g} v"
    if job["condition"] == "bounded":
        return f"learned, γ ≤ {start:.3g} v, steps {rate:g}"
    return f"learned from {start:.3g} v, steps {rate:g}"


# Initial (learned) or constant (fixed) gammas: multiples of v, and of the largest eigenvalue.
HUGE, BOUND = 100.0, 1.0
TOO_LARGE = 1.5
SLOW, FAST = 1e-3, 1e-1

_LEARNED = "100 v, learned"
FIXED = Rule(
    "fixed-large",
    rf"With $\gamma$ fixed at {TOO_LARGE} times the largest eigenvalue every dimension collapses.",
    "active dimensions",
    "<",
    0.5,
    Mark.PAPER,
    "Sections 1 and 4",
)
SLOW_COLLAPSES = Rule(
    "slow",
    rf"Learned from $100\,v$ with small steps of $\log\gamma$ ({SLOW:g}), collapse persists.",
    "active dimensions",
    "<",
    0.5,
    Mark.EXTENSION,
    f"from the step size: log gamma moves by at most {SLOW:g} a step",
)
FAST_ESCAPES = Rule(
    "fast",
    rf"With large steps ({FAST:g}) $\gamma$ falls in time and dimensions come back.",
    "active dimensions",
    ">",
    0.5,
    Mark.EXTENSION,
    "Section 4: gamma learned follows the error",
)
LASTING = Rule(
    "lasting",
    r"But an initial collapse leaves its mark: from $100\,v$ fewer dimensions than from v.",
    "active dimensions from v - from 100 v, large steps",
    ">",
    0.0,
    Mark.EXTENSION,
    "Lucas et al. 2019: a large initial variance collapses although it is learned",
)
BOUNDED = Rule(
    "bound",
    r"The upper bound $\gamma \le v$ prevents the collapse, with small steps of $\log\gamma$ too.",
    "active dimensions, bounded - from 100 v, small steps",
    ">",
    0.5,
    Mark.PAPER,
    "Section 5: an upper bound on gamma lowers the risk",
)
BOUNDED_ERROR = Rule(
    "bound-error",
    r"It reconstructs better for it.",
    "error, bounded / from 100 v, small steps",
    "<",
    1.0,
    Mark.PAPER,
    "Section 5: an upper bound on gamma lowers the risk",
    scale="ratio",
)
RULES = (FIXED, SLOW_COLLAPSES, FAST_ESCAPES, LASTING, BOUNDED, BOUNDED_ERROR)


def jobs(plan: Plan) -> list[Record]:
    """For each data set one job for each way to treat gamma."""
    quick = plan.preset == "quick"
    names = chosen(plan, ("digits",) if quick else ("mnist", "fashion-mnist"))
    return [job for name in names for job in _jobs(name, plan, quick)]


def _jobs(name: str, plan: Plan, quick: bool) -> Iterator[Record]:
    data = sample(name, train=3000, test=1000)
    found = dataset(data, Environment(plan.folder))
    components = pca(found.train)
    v, largest = float(np.mean(components.eigenvalues)), float(components.eigenvalues[0])
    bound = BOUND * v
    conditions = {
        "fixed": (VAE("fixed"), (TOO_LARGE * largest,), SLOW, None),
        "slow": (VAE("learned"), (HUGE * v,), SLOW, None),
        "fast": (VAE("learned"), (HUGE * v, v), FAST, None),
        "bounded": (VAE("learned"), (bound,), SLOW, bound),
    }
    hidden, latent = ((64, 32), 16) if quick else ((256, 128), 16)
    for condition, (loss, gammas, rate, upper) in conditions.items():
        config = Config(
            Architecture("mlp", (found.dimension,), latent, hidden),
            tuple(
                Member(seed, gamma=gamma, gamma_upper=upper)
                for gamma in gammas
                for seed in seeds(plan)
            ),
            loss,
            Optimiser(learning_rate=2e-3 if quick else 1e-3, gamma_rate=rate),
            epochs=100 if quick else 30,
            batch=64 if quick else 128,
        )
        yield training(data, config, condition=condition, v=v)


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on training samples."""
    data = dataset(job["data"], environment)
    trained = fit(read(job["config"]), data.train, environment)
    return summary(trained, data.train)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set."""
    models = list(rows(jobs, results))
    return [
        finding
        for name in dict.fromkeys(row["data"] for row in models)
        for finding in _findings(name, [row for row in models if row["data"] == name])
    ]


def _findings(name: str, models: Sequence[Record]) -> Iterator[Finding]:
    def of(condition: str) -> list[Record]:
        return [row for row in models if row["condition"] == condition]

    huge = [row for row in of("fast") if row["member"]["gamma"] > 2 * row["v"]]
    modest = [row for row in of("fast") if row["member"]["gamma"] <= 2 * row["v"]]
    slow, bounded = of("slow"), of("bounded")
    yield FIXED.finding(name, _active(of("fixed")), _shown(of("fixed")))
    yield SLOW_COLLAPSES.finding(name, _active(slow), _shown(slow))
    yield FAST_ESCAPES.finding(name, _active(huge), _shown(huge))
    yield LASTING.finding(name, _active(modest) - _active(huge), _shown(modest))
    yield BOUNDED.finding(name, _active(bounded) - _active(slow), _shown(bounded))
    errors = [np.array(by_seed(group, lambda row: row["error"], min)) for group in (bounded, slow)]
    yield BOUNDED_ERROR.finding(name, errors[0] / errors[1])


def _active(models: Sequence[Record]) -> np.ndarray:
    return np.array(by_seed(models, lambda row: row["active"], min))


def _shown(models: Sequence[Record]) -> str:
    """What a reader has to know about a condition."""
    counts = ", ".join(str(row["active"]) for row in models)
    gammas = [row["gamma"] / row["v"] for row in models]
    return f"active {counts}; gamma ends at {min(gammas):.2g} to {max(gammas):.2g} v"


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Invented results."""
    return [
        {
            "members": [_made_up(job, member, holds) for member in job["config"]["members"]],
            "history": [],
        }
        for job in jobs
    ]


def _made_up(job: Record, member: Record, holds: bool) -> Record:
    start = (
        "" if job["condition"] != "fast" else ("v" if member["gamma"] <= 2 * job["v"] else "huge")
    )
    world = {"fixed": 0, "slow": 0, "fasthuge": 3, "fastv": 8, "bounded": 8}
    reverse = {"fixed": 8, "slow": 8, "fasthuge": 0, "fastv": 0, "bounded": 3}
    active = (world if holds else reverse)[job["condition"] + start]
    error = (9 - active) * (1 + 0.01 * member["seed"])
    return {"member": member, "active": active, "gamma": job["v"], "error": error}


EXPERIMENT = Experiment(
    name="collapse",
    title="gamma too large, and an upper bound on it as a remedy",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
)
