r"""Experiment `starts` (Sections 1, 4, 5): where gamma starts, and a second constant, on images.

As `fig-4-images`, on small images and with more arms.  The same networks, initial weights and
bootstrap samples learn gamma from half the mean variance v (below v: "learned"), from 15 v without
a bound ("high", what log gamma = 0 is on grey images of mean variance v = 1/15), and from v/100
("low"); and train with gamma constant at gamma* ("fixed") and at four times that ("4x"), in search
of a constant of equal error.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.experiments import fig_4
from empirics.frame.curves import ends, measured, mmd_scale
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.images import DIGITS, FASHION, MNIST, Images, variance, whole
from empirics.frame.jobs import chosen, dataset, fit, rows, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set
from empirics.training.config import Config, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STARTS = {"high": 15.0, "low": 0.01}
ARMS = ("learned", *STARTS, *fig_4.MULTIPLES)
SETS: dict[str, tuple[Images, ...]] = {
    "quick": (DIGITS,),
    "full": (DIGITS,),
    "paper": (DIGITS, MNIST, FASHION),
}
EPOCHS = {"quick": 30, "full": 100, "paper": 100}

HIGH_LOSS = Rule(
    "high-loss",
    r"From $\gamma_0 = 15\,v$ without a bound it ends at a higher loss (3).",
    "(loss at A/d, from 15 v - from v/2)/d",
    ">",
    0.0,
    Mark.PAPER,
    "Sections 1 and 5: gamma too large risks collapse, an upper bound lowers the risk",
)
HIGH_ACTIVE = Rule(
    "high-active",
    r"From $\gamma_0 = 15\,v$ it ends with fewer active dimensions.",
    "active dimensions, from v/2 - from 15 v",
    ">",
    0.0,
    Mark.PAPER,
    "Sections 1 and 5",
    "count",
)
LOW_LOSS = Rule(
    "low-loss",
    r"From $\gamma_0 = v/100$ it ends at a higher loss: the large start is what smooths it.",
    "(loss at A/d, from v/100 - from v/2)/d",
    ">",
    0.0,
    Mark.PAPER,
    "Section 4",
)
SHARED = (fig_4.EQUAL_MMD, fig_4.EQUAL_LOSS)
RULES = (HIGH_LOSS, HIGH_ACTIVE, LOW_LOSS, *SHARED)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set; its members are the seeds."""
    known = {of.name: of for of in SETS[plan.preset]}
    return [_job(known[name], plan) for name in chosen(plan, list(known))]


def _job(of: Images, plan: Plan) -> Record:
    data = whole(of.name)
    v = variance(data, plan)
    config = of.learned(16, seeds(plan, quick=3, full=5), v, epochs=EPOCHS[plan.preset])
    return training(data, config, v=v, trainings=len(ARMS))


def work(job: Record, environment: Environment) -> Record:
    """Learn gamma from every start; train again at constants."""
    data, config = dataset(job["data"], environment), read(job["config"])
    trained = {"learned": fit(config, data.train, environment, part="learned")}
    gammas = [float(value) for value in trained["learned"].gamma]
    others = {arm: _from(config, share * job["v"], job["v"]) for arm, share in STARTS.items()}
    for arm, multiple in fig_4.MULTIPLES.items():
        others[arm] = fig_4.constant(config, [multiple * gamma for gamma in gammas])
    for arm, again in others.items():
        trained[arm] = fit(again, data.train, environment, part=arm)
    members = []
    for arm in ARMS:
        first, last = (trained[arm].probes[at]["gradient_z"] for at in (0, -1))
        members += [
            {"arm": arm, **row, "gradient_growth": b / a}
            for row, a, b in zip(measured(trained[arm], data)["members"], first, last, strict=True)
        ]
    return {"members": members}


def _from(config: Config, start: float, v: float) -> Config:
    """The same with another start; one above v has no bound."""
    upper = v if start < v else None
    members = tuple(
        dataclasses.replace(member, gamma=start, gamma_upper=upper) for member in config.members
    )
    return dataclasses.replace(config, members=members)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    shared = {rule.id for rule in SHARED}
    constants = [each for each in fig_4.findings(name, models) if each.prediction in shared]
    known = sorted({row["member"]["seed"] for row in models})
    d = float(models[0]["dimension"])

    def of(arm: str, quantity: str) -> Floats:
        return column(models, quantity, known, arm=arm)

    def shown(arm: str) -> str:
        counts = ", ".join(f"{count:g}" for count in of(arm, "headline"))
        return f"unexplained {np.mean(of(arm, 'unexplained')):.3g}, active {counts}"

    higher = {arm: (of(arm, "profile_loss") - of("learned", "profile_loss")) / d for arm in STARTS}
    return [
        HIGH_LOSS.finding(name, higher["high"], f"{shown('high')}; from v/2 {shown('learned')}"),
        HIGH_ACTIVE.finding(name, of("learned", "headline") - of("high", "headline")),
        LOW_LOSS.finding(name, higher["low"], shown("low")),
        *constants,
    ]


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Error, MMD, active dimensions and loss of every arm, T and 2T."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = list(rows(jobs, results))
    names = list(dict.fromkeys(row["data"] for row in models))
    figure = Figure(figsize=(16, 3.8 * len(names)), layout="constrained")
    for panels, name in zip(figure.subplots(len(names), 4, squeeze=False), names, strict=True):
        here = [row for row in models if row["data"] == name]
        quantities = ("unexplained", "mmd", "headline", "profile_loss")
        for axes, quantity in zip(panels, quantities, strict=True):
            ends(axes, here, quantity, ARMS)
            axes.set_title(name, fontsize=9)
        panels[0].set_yscale("log")
        mmd_scale(panels[1])
    figure.suptitle("Hollow: T steps; filled: 2T")
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {"members": [row for arm in ARMS for row in _invented(job, arm, holds)]} for job in jobs
    ]


def _invented(job: Record, arm: str, holds: bool) -> list[Record]:
    better = (arm == "learned") == holds
    return [
        model(
            job,
            member,
            arm=arm,
            error=10.0 * (1 + 1e-4 * member["seed"]),
            mmd=(0.001 if better else 0.1) * (1 + 1e-3 * member["seed"]),
            profile_loss=(-99 if better else -50) * (1 + 1e-3 * member["seed"]),
            headline=9 if better else 5,
            gradient_growth=9.0,
        )
        for member in job["config"]["members"]
    ]


EXPERIMENT = Experiment(
    name="starts",
    title="where gamma starts, and a second constant gamma, on images",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    refuted="A start of gamma fifteen times too high or a hundred times too low ending at the loss"
    " of v/2, at twice the steps too; or a constant gamma of equal error with as low an MMD and"
    " loss.",
)
