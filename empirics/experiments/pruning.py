r"""Experiment `pruning`: how many latent dimensions stay in use on data of known dimension.

Samples of manifolds with 0.1 % noise, another sample for each seed.  What a decoder family
*needs* is measured, not assumed: the fewest kappa at which these networks leave no more than
twice the noise unexplained.  It is compared with the dimension of a continuous code (r, or r + 1
on a sphere), and with what a VAE of kappa = 10 uses when it learns gamma, from three starts: half
the mean variance v (below v), 15 v, and v/100.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.experiments.fig_4 import network, steps
from empirics.frame.curves import measured
from empirics.frame.experiment import (
    TWICE,
    Environment,
    Experiment,
    Plan,
    PredictionFinding,
    Record,
)
from empirics.frame.images import variance
from empirics.frame.jobs import chosen, dataset, fit, rows, sample, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set, listed
from empirics.training.config import VAE, Config, Member, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NOISE, KAPPA = 0.001, 10
ENOUGH = 2 * NOISE
MANIFOLDS = {"linear": 3, "sphere": 2, "sigmoid": 3}
# Start of gamma in units of v: with an upper bound v where it begins below.
MAIN, HIGH, LOW = 0.5, 15.0, 0.01
_MEASURED = f"the fewest kappa with at most {ENOUGH:g} of the variance unexplained"

NEEDED = Rule(
    "needed",
    r"These networks need as many dimensions as a continuous code does: $r$, or $r + 1$ on a"
    r" sphere.",
    f"|{_MEASURED} - that number|",
    "<",
    0.5,
    Mark.EXTENSION,
    "Definition 1 is relative to the decoder family; a loop or sphere has no continuous r-code",
    "count",
    why="half a dimension",
)
LEARNED = Rule(
    "learned",
    r"With $\gamma$ learned a VAE of $\kappa = 10$ uses just the dimensions that its networks"
    r" need.",
    f"|active dimensions - {_MEASURED}|",
    "<",
    0.5,
    Mark.PAPER,
    "Section 2.2 and Section 4",
    "count",
    why="half a dimension",
)
START_HIGH = Rule(
    "high-start",
    r"From $\gamma_0 = 15\,v$ it ends with fewer: an over-large start over-prunes.",
    "active dimensions, from v/2 - from 15 v",
    ">",
    0.0,
    Mark.PAPER,
    "Sections 1 and 5: gamma too large risks collapse, an upper bound lowers the risk",
    "count",
)
START_LOW = Rule(
    "low-start",
    r"From $\gamma_0 = v/100$ it ends with more: the large start is what smooths the loss.",
    "active dimensions, from v/100 - from v/2",
    ">",
    0.0,
    Mark.PAPER,
    "Section 4",
    "count",
)
RULES = (NEEDED, LEARNED, START_HIGH, START_LOW)


def jobs(plan: Plan) -> list[Record]:
    """One job for each manifold and kappa."""
    quick = plan.preset == "quick"
    known = seeds(plan, quick=3, full=8)
    n = 1000 * len(known)
    names = {
        f"{kind}(n={n},d=16,r={r},noise={NOISE},seed=0)": kind for kind, r in MANIFOLDS.items()
    }
    wanted = chosen(plan, list(names))
    return [
        job for name in (wanted[:2] if quick else wanted) for job in _jobs(name, names[name], plan)
    ]


def _jobs(name: str, kind: str, plan: Plan) -> Iterator[Record]:
    data, known = sample(name), seeds(plan, quick=3, full=8)
    v, r = variance(data, plan), MANIFOLDS[kind]
    code = r + 1 if kind == "sphere" else r
    for kappa in (code - 1, code, KAPPA):
        starts = (MAIN, HIGH, LOW) if kappa == KAPPA else (MAIN,)
        members = tuple(
            Member(seed, gamma=start * v, gamma_upper=v if start < 1 else None)
            for start in starts
            for seed in known
        )
        config = Config(
            network(16, kappa),
            members,
            VAE("learned"),
            steps(),
            epochs=40 if plan.preset == "quick" else 100,
            batch=100,
            resample="slices",
        )
        yield training(data, config, kappa=kappa, code=code, v=v)


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on each seed's own samples."""
    data = dataset(job["data"], environment)
    result = measured(fit(read(job["config"]), data.train, environment), data)
    for row in result["members"]:
        row["start"] = _start(row["member"], job["v"])
    return result


def _start(member: Record, v: float) -> str:
    share = member["gamma"] / v
    return "high" if share > 1 else "low" if share < 0.1 else "main"


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    known = sorted({row["member"]["seed"] for row in models})
    needed = needs(models, known)

    def active(start: str) -> Floats:
        return column(models, "headline", known, kappa=KAPPA, start=start)

    main, high, low = active("main"), active("high"), active("low")
    missed = column(models, "unexplained", known, kappa=KAPPA, start="main")
    return [
        NEEDED.finding(name, abs(needed - models[0]["code"]), f"needed {listed(needed, 'more')}"),
        LEARNED.finding(
            name,
            abs(main - needed),
            f"active {listed(main)}, unexplained {missed.mean():.2g}, needed"
            f" {listed(needed, 'more')}",
        ),
        START_HIGH.finding(name, main - high, f"active {listed(high)} from 15 v"),
        START_LOW.finding(name, low - main, f"active {listed(low)} from v/100"),
    ]


def needs(models: Sequence[Record], known: Sequence[int]) -> Floats:
    """For each seed the fewest kappa that reconstruct to the noise; nan if none does."""
    kappas = sorted({row["kappa"] for row in models})
    missed = np.stack([
        column(models, "unexplained", known, kappa=kappa, start="main") for kappa in kappas
    ])  # fmt: skip
    enough = missed <= ENOUGH
    return np.where(enough.any(axis=0), np.array(kappas, float)[enough.argmax(axis=0)], np.nan)


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Active dimensions against the unexplained share, one panel per data set; T and 2T."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = list(rows(jobs, results))
    names = list(dict.fromkeys(row["data"] for row in models))
    figure = Figure(figsize=(5 * len(names), 4), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        here = [row for row in models if row["data"] == name]
        kinds = list(dict.fromkeys((row["kappa"], row["start"]) for row in here))
        for index, kind in enumerate(kinds):
            for row in here:
                if (row["kappa"], row["start"]) == kind:
                    face = f"C{index}" if row.get(TWICE) else "none"
                    axes.plot(
                        row["unexplained"], row["active_half"], "o", color=f"C{index}", mfc=face
                    )
            axes.plot([], [], "o", color=f"C{index}", label=f"κ = {kind[0]}, start {kind[1]}")
        axes.axhline(here[0]["code"], color="grey", lw=0.8, ls="--")
        axes.axvline(NOISE, color="grey", lw=0.8, ls=":")
        axes.set(xscale="log", xlabel="unexplained share of the variance")
        axes.set(ylabel="active dimensions (σ² < 1/2)", ylim=(0, KAPPA + 0.5))
        axes.set_title(name, fontsize=8)
        axes.legend(fontsize=7)
    figure.suptitle("Hollow: T steps; filled: 2T. Dashed: a continuous code; dotted: the noise")
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {"members": [_invented(job, member, holds) for member in job["config"]["members"]]}
        for job in jobs
    ]


def _invented(job: Record, member: Record, holds: bool) -> Record:
    code, start = job["code"], _start(member, job["v"])
    reached = job["kappa"] >= code if holds else job["kappa"] > code
    counts = {
        "main": code if holds else 6,
        "high": code - 2 if holds else 9,
        "low": 9 if holds else 3,
    }
    return model(
        job,
        member,
        start=start,
        unexplained=0.001 if reached else 0.05,
        headline=min(job["kappa"], counts[start]),
    )


EXPERIMENT = Experiment(
    name="pruning",
    title="needed and active dimensions on data of known dimension, over the start of gamma",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    refuted="More or fewer active dimensions than the networks need to reconstruct to the noise; or"
    " a start of gamma that makes no difference.",
)
