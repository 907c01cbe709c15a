r"""Experiment `dimensions` (Remark 4, Section 3.3): what more latent dimensions pay, over kappa.

The VAE of `components`, gamma learned, at kappa that doubles from 8 to 64, for half of its epochs:
the price of dimensions in loss, on training and on held-out images, and how many of them are used.
A dimension that stays at the prior adds nothing to eq. (3), so the least loss cannot rise with
kappa: where it does, training has failed.  And beyond what the data need kappa should no longer
matter for how many are active.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.curves import measured
from empirics.frame.experiment import (
    TWICE,
    Environment,
    Experiment,
    Plan,
    PredictionFinding,
    Record,
)
from empirics.frame.images import CELEBA, Images, epochs, images, variance, whole
from empirics.frame.jobs import about, dataset, fit, rows, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set, listed
from empirics.measures.headline import HALF, MOST_APART
from empirics.training.config import read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KAPPAS = {"quick": (4, 8, 16), "full": (8, 16, 32, 64), "paper": (8, 16, 32, 64)}
_APART = f"{MOST_APART} is what the rules for counting may differ by"

PRUNES = Rule(
    "prunes",
    r"At the largest $\kappa$ the VAE switches latent dimensions off by itself.",
    "kappa - active dimensions, largest kappa",
    ">",
    float(MOST_APART),
    Mark.PAPER,
    "Section 3.3 with Remark 4",
    "count",
    why=_APART,
)
SETTLES = Rule(
    "settles",
    r"$\kappa$ beyond what is needed adds no active dimensions: they are as many at the largest"
    r" $\kappa$ as at half of it.",
    "active dimensions, largest kappa - half of it",
    "<",
    float(MOST_APART),
    Mark.PAPER,
    "Remark 4: a dimension that is not needed returns to the prior",
    "count",
    why=_APART,
)
FREE = Rule(
    "free",
    r"More dimensions cost nothing: the loss (3) on the training images at the largest $\kappa$ is"
    r" below that at half of it.",
    "(loss at half the largest kappa - at the largest)/d",
    ">",
    0.0,
    Mark.EXTENSION,
    "a dimension at the prior adds nothing to eq. (3): the least loss cannot rise with kappa",
)
PAYS = Rule(
    "pays",
    r"They pay on held-out images too: the loss (3) there is lower at the largest $\kappa$ than at"
    r" half of it.",
    "(test loss at half the largest kappa - at the largest)/d",
    ">",
    0.0,
    Mark.EXTENSION,
    "pilot runs at kappa 16 and 32: on MNIST more dimensions pay",
)
SLOWS = Rule(
    "slows",
    r"The last doubling of $\kappa$ pays less than the one before.",
    "held-out loss/d that the doubling before the last takes away - that the last does",
    ">",
    0.0,
    Mark.EXTENSION,
    "Section 3.3: data near a manifold need few dimensions, and the rest have little to add",
)
RULES = (PRUNES, SETTLES, FREE, PAYS, SLOWS)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set, kappa and seed."""
    return [job for each in images(plan, without=(CELEBA,)) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    data = whole(of.name)
    v = variance(data, plan)
    for kappa in KAPPAS[plan.preset]:
        for seed in seeds(plan, quick=3, full=3):
            config = of.learned(kappa, (seed,), v, epochs=epochs(plan, quick=15, full=4))
            yield training(data, config, kappa=kappa)


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on each seed's own samples and on held-out ones."""
    data = dataset(job["data"], environment)
    return measured(fit(read(job["config"]), data.train, environment), data)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    known = sorted({row["member"]["seed"] for row in models})
    kappas = sorted({row["kappa"] for row in models})
    d = float(models[0]["dimension"])

    def of(quantity: str, kappa: int) -> Floats:
        return column(models, quantity, known, kappa=kappa)

    def means(quantity: str, scale: float = 1.0) -> str:
        return listed([of(quantity, kappa).mean() / scale for kappa in kappas])

    before, half, largest = kappas[-3:]
    held = {kappa: of("test_loss", kappa) / d for kappa in kappas}
    over = f"at kappa {listed(kappas)}"
    counts = "; ".join(f"{listed(of('headline', kappa))} at kappa {kappa}" for kappa in kappas)
    missed = f"{means('test_unexplained', 0.01)} % unexplained on test images {over}"
    return [
        PRUNES.finding(name, largest - of("headline", largest), f"active {counts}"),
        SETTLES.finding(name, of("headline", largest) - of("headline", half), f"active {counts}"),
        FREE.finding(
            name,
            (of("loss", half) - of("loss", largest)) / d,
            f"loss/d {means('loss', d)} {over}",
        ),
        PAYS.finding(
            name, held[half] - held[largest], f"held-out loss/d {means('test_loss', d)} {over}"
        ),
        SLOWS.finding(name, (held[before] - held[half]) - (held[half] - held[largest]), missed),
    ]


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """For each data set loss, active dimensions and error over kappa; sigma^2 of the dimensions."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = list(rows(jobs, results))
    names = list(dict.fromkeys(map(about, jobs)))
    figure = Figure(figsize=(17, 4 * len(names)), layout="constrained")
    panels = figure.subplots(len(names), 4, squeeze=False)
    for (loss, count, error, variances), name in zip(panels, names, strict=True):
        here = [row for row in models if row["data"] == name]
        for at, (quantity, label) in enumerate(
            (("loss", "training images"), ("test_loss", "held-out images"))
        ):
            each = [{**row, "per": row[quantity] / row["dimension"]} for row in here]
            _over_kappa(loss, each, "per", f"C{at}", label)
        _over_kappa(count, here, "active_half", "C2", "")
        _over_kappa(error, here, "test_unexplained", "C3", "")
        kappas = sorted({row["kappa"] for row in here})
        count.plot(kappas, kappas, color="black", lw=0.5, ls="--")
        for at, kappa in enumerate(kappas):
            for row in (row for row in here if row["kappa"] == kappa and row.get(TWICE)):
                variances.plot(sorted(row["variances"]), color=f"C{at}", alpha=0.7)
            variances.plot([], [], color=f"C{at}", label=f"κ = {kappa}")
        loss.set(title=name, ylabel="loss (3) per coordinate")
        count.set_ylabel("dimensions with mean σ² below 1/2")
        error.set(yscale="log", ylabel="unexplained, held-out images")
        variances.axhline(HALF, color="grey", lw=0.6, ls="--")
        variances.set(xlabel="dimension, sorted", ylabel="mean σ², 2T steps")
        loss.legend(fontsize=8)
        variances.legend(fontsize=8)
    figure.suptitle("Hollow: T steps; filled, with the mean's line: 2T")
    return figure


def _over_kappa(
    axes: Axes, models: Sequence[Record], quantity: str, colour: str, label: str
) -> None:
    kappas = sorted({row["kappa"] for row in models})
    for row in models:
        face = colour if row.get(TWICE) else "none"
        axes.plot(row["kappa"], row[quantity], "o", color=colour, mfc=face, ms=5)
    lines = [
        [row[quantity] for row in models if row["kappa"] == kappa and row.get(TWICE)]
        for kappa in kappas
    ]
    if all(lines):
        axes.plot(kappas, [np.mean(line) for line in lines], color=colour, lw=1, label=label)
    axes.set(xscale="log", xlabel="κ")
    axes.set_xticks(kappas, [str(kappa) for kappa in kappas])
    axes.minorticks_off()


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [{"members": [_invented(job, holds)]} for job in jobs]


def _invented(job: Record, holds: bool) -> Record:
    (member,) = job["config"]["members"]
    wobble = 1 + 1e-4 * member["seed"]
    # Falling by less and less with kappa; or rising, by less and less.
    loss = (100.0 if holds else -100.0) / job["kappa"] * wobble
    count = min(job["kappa"], 6) if holds else job["kappa"]
    return model(
        job,
        member,
        headline=count,
        active_half=count,
        loss=loss,
        test_loss=loss,
    )


EXPERIMENT = Experiment(
    name="dimensions",
    title="over kappa from 8 to 64: the price of dimensions in loss, and pruning by itself",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    refuted="All of 64 dimensions in use, or more with every doubling of kappa; a loss that rises"
    " with kappa; or a last doubling that pays as much as the one before, at twice the steps too.",
)
