r"""Experiment `loops`: how many dimensions do objects on a turntable need, and how many are used?

COIL-20: the views of one object are a closed curve, r = 1, of which an encoder that does not jump
needs two dimensions.  Each object is a run of its own, with networks of its own, at kappa = 1, 2, 3
and 10.  What the networks *need* is measured: the fewest kappa that leave less of the training
views unexplained than a null model without any code does, the average of the two most alike of the
other training views.  There are few views (54) of many pixels (1024): held-out views, a quarter of
all, say how much of a fit is the curve and how much is memory.  Without the files of COIL-20 (the
preset "quick") circles take the place of the objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empirics.experiments.fig_4 import network, steps
from empirics.frame.experiment import (
    TWICE,
    Environment,
    Experiment,
    Plan,
    PredictionFinding,
    Record,
)
from empirics.frame.images import START, Images
from empirics.frame.jobs import chosen, dataset, fit, rows, sample, seeds, summary, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set, listed, ratio
from empirics.training.config import VAE, Config, Member, read
from empirics.training.resampling import own_samples
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Views = NDArray[np.float32]

KAPPAS = (1, 2, 3, 10)
CODE = 2
OBJECTS, FULL_OBJECTS = 20, 8
COIL = Images("coil20", (1, 32, 32), (128, 64), balance=20)
BATCH = 27
_ENOUGH = "the fewest kappa that leave less unexplained than the average of like views does"

NEEDED = Rule(
    "needed",
    r"These networks need two dimensions for a closed curve: one more than r = 1.",
    f"|{_ENOUGH} - {CODE}|",
    "<",
    0.5,
    Mark.EXTENSION,
    "a loop has no continuous code in one dimension; Definition 1 is relative to the family",
    "count",
    why="half a dimension",
)
LEARNED = Rule(
    "learned",
    r"With $\gamma$ learned a VAE of $\kappa = 10$ uses just the dimensions that its networks"
    r" need.",
    f"|active dimensions - {_ENOUGH}|",
    "<",
    0.5,
    Mark.PAPER,
    "Section 2.2 and Section 4",
    "count",
    why="half a dimension",
)
HELD_OUT = Rule(
    "held-out",
    rf"At $\kappa$ = {CODE} held-out views too are reconstructed better than by that average.",
    f"unexplained share of held-out views, kappa {CODE} / that of the average of like views",
    "<",
    1.0,
    Mark.EXTENSION,
    "a control: what reconstructs the training views alone is no code of the curve",
    "ratio",
    why="the null model",
)
RULES = (NEEDED, LEARNED, HELD_OUT)


def jobs(plan: Plan) -> list[Record]:
    """One job for each kappa; its members are the objects."""
    quick = plan.preset == "quick"
    known = seeds(plan, quick=3, full=FULL_OBJECTS)
    name = f"sphere(n={54 * len(known)},d=16,r=1,seed=0)" if quick else COIL.name
    wanted = chosen(plan, (name,))
    return [_job(sample(each), kappa, known, plan) for each in wanted for kappa in KAPPAS]


def _job(data: Record, kappa: int, known: range, plan: Plan) -> Record:
    objects = OBJECTS if data["load"] == COIL.name else len(known)
    train, _ = _views(data, objects, len(known), Environment(plan.folder))
    variances = [float(each.var(axis=0).mean()) for each in np.split(train, len(known))]
    members = tuple(
        Member(seed, gamma=START * v, gamma_upper=v)
        for seed, v in zip(known, variances, strict=True)
    )
    images = data["load"] == COIL.name
    config = Config(
        COIL.network(kappa) if images else network(16, kappa),
        members,
        VAE("learned"),
        COIL.adam(warm_up=100) if images else steps(),
        epochs=600 if images else 300,
        batch=BATCH,
        resample="slices",
    )
    return training(data, config, kappa=kappa, objects=objects)


def _views(data: Record, objects: int, count: int, environment: Environment) -> tuple[Views, Views]:
    """Training and held-out views of the first objects, one after the other."""
    found = dataset(data, environment)
    size, held_out = len(found.train) // objects, len(found.test) // objects
    return found.train[: count * size], found.test[: count * held_out]


def work(job: Record, environment: Environment) -> Record:
    """Train every object's model; measure on its own views."""
    config = read(job["config"])
    count = len(config.members)
    train, held_out = _views(job["data"], job["objects"], count, environment)
    trained = fit(config, train, environment)
    result = summary(trained, train, rows=own_samples(config, len(train)))
    parts = zip(np.split(train, count), np.split(held_out, count), strict=True)
    for index, (row, (mine, others)) in enumerate(zip(result["members"], parts, strict=True)):
        single = trained.member(index)
        total = float(mine.var(axis=0).sum())
        left = others - single.decode(single.encode(others)[0])
        row["test_unexplained"] = float((left**2).sum(axis=1).mean()) / total
        row["average"] = averaged(mine, mine) / total
        row["test_average"] = averaged(others, mine) / total
    return result


def averaged(views: Views, known: Views) -> float:
    """Mean squared error of each view as the average of the two most alike of the others known.

    >>> line = np.array([[0.0], [1.0], [2.0]], np.float32)
    >>> averaged(line[1:2], line), averaged(line[:1], line)
    (0.0, 2.25)
    """
    apart = ((views[:, None] - known[None]) ** 2).sum(axis=2)
    apart[apart == 0] = np.inf  # the view itself
    nearest = np.argsort(apart, axis=1)[:, :2]
    return float(((views - known[nearest].mean(axis=1)) ** 2).sum(axis=1).mean())


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    known = sorted({row["member"]["seed"] for row in models})

    def of(quantity: str, kappa: int) -> Floats:
        return column(models, quantity, known, kappa=kappa)

    needed = needs(models, known)
    active = of("headline", KAPPAS[-1])
    over = {kappa: of("unexplained", kappa).mean() for kappa in KAPPAS}
    outside = {kappa: of("test_unexplained", kappa).mean() for kappa in KAPPAS}
    null = of("test_average", CODE)
    return [
        NEEDED.finding(
            name,
            abs(needed - CODE),
            f"needed {listed(needed, 'more')}; unexplained {_shown(over)}; the average of like"
            f" views {of('average', CODE).mean():.2g}",
        ),
        LEARNED.finding(
            name, abs(active - needed), f"active {listed(active)}, needed {listed(needed, 'more')}"
        ),
        HELD_OUT.finding(
            name,
            ratio(of("test_unexplained", CODE), null),
            f"held-out views: unexplained {_shown(outside)}; average of like views"
            f" {null.mean():.2g}",
        ),
    ]


def needs(models: Sequence[Record], known: Sequence[int]) -> Floats:
    """For each object the fewest kappa that beat the null model; nan if none does."""
    enough = np.stack([
        column(models, "unexplained", known, kappa=kappa)
        < column(models, "average", known, kappa=kappa)
        for kappa in KAPPAS
    ])  # fmt: skip
    return np.where(enough.any(axis=0), np.array(KAPPAS, float)[enough.argmax(axis=0)], np.nan)


def _shown(values: dict[int, float]) -> str:
    return ", ".join(f"{value:.2g} at kappa {kappa}" for kappa, value in values.items())


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Unexplained share of training and held-out views, and active dimensions, over kappa."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = list(rows(jobs, results))
    figure = Figure(figsize=(13, 4), layout="constrained")
    panels = figure.subplots(1, 3)
    names = {
        "unexplained": "unexplained, training views",
        "test_unexplained": "unexplained, held-out views",
        "active_half": "active dimensions (σ² < 1/2)",
    }
    for axes, (quantity, label) in zip(panels, names.items(), strict=True):
        for seed in sorted({row["member"]["seed"] for row in models}):
            for late in (False, True):
                here = [
                    row
                    for row in models
                    if row["member"]["seed"] == seed and bool(row.get(TWICE)) == late
                ]
                colour = f"C{seed % 10}"
                axes.plot(
                    [row["kappa"] for row in here], [row[quantity] for row in here],
                    "o-" if late else "o:", color=colour, mfc=colour if late else "none",
                    ms=4, lw=0.8,
                )  # fmt: skip
        axes.set(xscale="log", xlabel="κ", ylabel=label)
        axes.set_xticks(KAPPAS, [str(kappa) for kappa in KAPPAS])
    for axes, quantity in zip(panels, ("average", "test_average"), strict=False):
        null = [row[quantity] for row in models if row["kappa"] == CODE]
        axes.axhspan(min(null), max(null), color="grey", alpha=0.2, label="average of like views")
        axes.set_yscale("log")
        axes.legend(fontsize=8)
    figure.suptitle("One colour for each object. Dotted, hollow: T steps; filled: 2T")
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {"members": [_invented(job, member, holds) for member in job["config"]["members"]]}
        for job in jobs
    ]


def _invented(job: Record, member: Record, holds: bool) -> Record:
    kappa, wobble = job["kappa"], 1 + 1e-3 * member["seed"]
    return model(
        job,
        member,
        unexplained=0.01 if kappa >= (CODE if holds else 3) else 0.3,
        test_unexplained=(0.02 if holds else 0.3) * wobble,
        headline=min(kappa, CODE if holds else 9),
        average=0.05,
        test_average=0.05,
    )


def cost(job: Record, environment: Environment) -> float:
    """CPU seconds of a job's training."""
    from empirics.training.cost import seconds  # noqa: PLC0415 - it loads torch

    config = read(job["config"])
    train, _ = _views(job["data"], job["objects"], len(config.members), environment)
    return float(seconds(config, train, environment.device))


EXPERIMENT = Experiment(
    name="loops",
    title="needed and active dimensions of objects on a turntable (COIL-20)",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    refuted="One dimension being enough to beat the average of like views, or two not being enough;"
    " kappa = 10 using another number of dimensions than are needed.",
    cost=cost,
)
