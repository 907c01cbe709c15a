r"""Experiment `starts` (Sections 1, 4, 5): where gamma starts, and a second constant, on images.

As `fig-4-images`, with more arms and fewer steps on the large sets.  The same networks, initial
weights and bootstrap samples learn gamma from half the mean variance v (below v: "learned"), from
15 v without a bound ("high", what log gamma = 0 is on grey images of mean variance v = 1/15), and
from v/100 ("low"); and train with gamma constant at gamma* ("fixed") and at a second constant in
search of one of equal error ("second"), moved from gamma* by what the errors of learned and fixed
say, see `POWER`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.experiments import fig_4
from empirics.frame.curves import measured
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.images import (
    DIGITS,
    FASHION,
    MNIST,
    PAPER_EPOCHS,
    Images,
    variance,
    whole,
)
from empirics.frame.jobs import chosen, dataset, fit, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set, listed
from empirics.training.config import Config, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from empirics.training.train import Trained

STARTS = {"high": 15.0, "low": 0.01}
CONSTANTS = ("fixed", "second")
ARMS = ("learned", *STARTS, *CONSTANTS)
POWER, FURTHEST = 4.5, 4.0
"""The second constant is gamma* times (error of learned / error of fixed) to this power, at most so
many times larger or smaller: on digits, in a pilot run, the error grew as gamma to 0.19...0.24."""
SETS: dict[str, tuple[Images, ...]] = {
    "quick": (DIGITS,),
    "full": (DIGITS, MNIST),
    "paper": (DIGITS, MNIST, FASHION),
}
EPOCHS = {"quick": 30, "full": 100, "paper": PAPER_EPOCHS // 2}
LARGE_EPOCHS = 4
"""Of the preset "full" on a set of 60 000 samples."""

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
    large = of is not DIGITS
    count = seeds(plan, quick=3, full=3 if large else 5)
    length = LARGE_EPOCHS if large and plan.preset == "full" else EPOCHS[plan.preset]
    config = of.learned(32 if large else 16, count, v, epochs=length)
    return training(data, config, v=v, trainings=len(ARMS))


def work(job: Record, environment: Environment) -> Record:
    """Learn gamma from every start; train again at constants."""
    data, config = dataset(job["data"], environment), read(job["config"])
    members: dict[str, list[Record]] = {}
    curves: Record = {}

    def run(arm: str, config: Config) -> Trained:
        trained = fit(config, data.train, environment, part=arm)
        found = measured(trained, data)
        first, last = (trained.probes[at]["gradient_z"] for at in (0, -1))
        members[arm] = [
            {"arm": arm, **row, "gradient_growth": b / a}
            for row, a, b in zip(found.pop("members"), first, last, strict=True)
        ]
        curves[arm] = found
        return trained

    gammas = [float(value) for value in run("learned", config).gamma]
    for arm, share in STARTS.items():
        run(arm, _from(config, share * job["v"], job["v"]))
    run("fixed", fig_4.constant(config, gammas))
    errors = [[row["error"] for row in members[arm]] for arm in ("learned", "fixed")]
    run("second", fig_4.constant(config, _second(gammas, *errors)))
    return {"members": [row for arm in ARMS for row in members[arm]], "curves": curves}


def _second(
    gammas: Sequence[float], learned: Sequence[float], fixed: Sequence[float]
) -> list[float]:
    """Each seed's second constant, from the errors with gamma learned and at gamma*."""
    moved = (np.asarray(learned) / np.asarray(fixed)) ** POWER
    return [float(g) for g in np.asarray(gammas) * moved.clip(1 / FURTHEST, FURTHEST)]


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
    found = fig_4.findings(name, models, CONSTANTS)
    constants = [each for each in found if each.prediction in shared]
    known = sorted({row["member"]["seed"] for row in models})
    d = float(models[0]["dimension"])

    def of(arm: str, quantity: str) -> Floats:
        return column(models, quantity, known, arm=arm)

    def shown(arm: str) -> str:
        missed = np.mean(of(arm, "unexplained"))
        return f"unexplained {missed:.3g}, active {listed(of(arm, 'headline'))}"

    higher = {arm: (of(arm, "profile_loss") - of("learned", "profile_loss")) / d for arm in STARTS}
    return [
        HIGH_LOSS.finding(name, higher["high"], f"{shown('high')}; from v/2 {shown('learned')}"),
        HIGH_ACTIVE.finding(name, of("learned", "headline") - of("high", "headline")),
        LOW_LOSS.finding(name, higher["low"], shown("low")),
        *constants,
    ]


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {"members": [row for arm in ARMS for row in _invented(job, arm, holds)], "curves": {}}
        for job in jobs
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
    draw=fig_4.draw,
    made_up=made_up,
    refuted="A start of gamma fifteen times too high or a hundred times too low ending at the loss"
    " of v/2, at twice the steps too; or a constant gamma of equal error with as low an MMD and"
    " loss.",
)
