"""Experiment `gradients` (Section 4): gamma fixed small from scratch, its remedies, or learned.

Every condition trains the same networks from the same initial weights for the same number of
epochs: whether a remedy pays is asked at equal cost.  Rprop compares the signs of successive
gradients, so its batches are a tenth of the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.curves import band, measured, mmd_scale
from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
from empirics.frame.images import Images, images
from empirics.frame.jobs import dataset, fit, rows, sample, seeds, training
from empirics.frame.made_up import curve, models
from empirics.frame.rules import Floats, Rule, for_each_data_set, per_seed, ratio
from empirics.training.config import VAE, Config, Member, Optimiser, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# As predicted, and the other way round, by condition.
_HOLDS: dict[str, Record] = {
    "learned": {"early": 1, "mmd": 0.001, "active": 5, "loss": -100},
    "learned, shrinking": {"loss": -150},
    "fixed": {"early": 50, "mmd": 0.2, "active": 12, "loss": 500},
    "smaller": {"mmd": 0.1, "loss": 300},
    "shrinking": {"mmd": 0.1, "loss": 300},
    "rprop": {"mmd": 0.1, "loss": 300},
}
_FAILS: dict[str, Record] = {
    "learned": {"early": 50, "mmd": 0.2, "active": 12, "loss": -150},
    "learned, shrinking": {"loss": -100},
    "fixed": {"early": 1, "mmd": 0.001, "active": 5, "loss": 300},
    "smaller": {"mmd": 0.01, "loss": 500},
    "shrinking": {"mmd": 0.01, "loss": 500},
    "rprop": {"mmd": 0.01, "loss": 500},
}


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    world = _HOLDS if holds else _FAILS
    return [
        {"members": models(job, world[job["condition"]]), **curve(job, world[job["condition"]])}
        for job in jobs
    ]


# Rprop and steps that are smaller or shrink are tried with gamma fixed small.
COLOURS = {
    "learned": "C0",
    "learned, shrinking": "C9",
    "fixed": "C3",
    "smaller": "C1",
    "shrinking": "C4",
    "rprop": "C2",
}
ENDS = (
    ("error", "reconstruction error"),
    ("active", "active dimensions"),
    ("mmd", "squared MMD"),
)


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of panels for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(20, 4.2 * len(names)), layout="constrained")
    grid = figure.subplots(len(names), 5, squeeze=False)
    models = list(rows(jobs, results))
    for panels, name in zip(grid, names, strict=True):
        for job, result in zip(jobs, results, strict=True):
            if job["data"]["load"] == name:
                colour, label = COLOURS[job["condition"]], job["condition"]
                band(panels[0], result["probes"], "gradient_encoder", label, colour)
                band(panels[1], result["probes"], "gradient_decoder", label, colour)
        panels[0].set(title=name, ylabel="gradient norm, encoder")
        panels[1].set_ylabel("gradient norm, decoder")
        panels[1].legend(fontsize=8)
        here = [row for row in models if row["data"] == name]
        for axes, (quantity, label) in zip(panels[2:], ENDS, strict=True):
            _draw_ends(axes, here, quantity)
            axes.set_ylabel(label)
        mmd_scale(panels[4], [row["mmd"] for row in here])
    figure.suptitle("γ learned, or fixed small; steps plain, smaller, shrinking or by sign (Rprop)")
    return figure


def _draw_ends(axes: Axes, models: Sequence[Record], quantity: str) -> None:
    """Every model's value at the end, by condition."""
    for at, (condition, colour) in enumerate(COLOURS.items()):
        values = [row[quantity] for row in models if row["condition"] == condition]
        axes.plot(at + np.linspace(-0.15, 0.15, len(values)), values, "o", color=colour)
    axes.set_xticks(range(len(COLOURS)), list(COLOURS), rotation=25, ha="right")
    axes.axhline(0, color="black", lw=0.5)


SMALL = 1e-3
SLOWER = 3
# A tenth of the samples.
LARGE_BATCH = {"quick": 144, "full": 500}
FIRST = f"at the very first step it is {1 / SMALL:g} by eq. (3)"
_SECTION = "Section 4"
_REMEDY = "Section 4, 'stability countermeasures'"

ENCODER = Rule(
    "early-encoder",
    rf"With $\gamma = {SMALL:g}$ from the start the encoder's gradient is large from the start.",
    "encoder gradient in the first 128 steps, fixed / learned",
    ">",
    2.0,
    Mark.PAPER,
    _SECTION,
    ratio=True,
)
DECODER = Rule(
    "early-decoder",
    rf"With $\gamma = {SMALL:g}$ from the start the decoder's gradient is large from the start.",
    "decoder gradient in the first 128 steps, fixed / learned",
    ">",
    2.0,
    Mark.PAPER,
    _SECTION,
    ratio=True,
)
MMD = Rule(
    "mmd",
    r"It ends under-regularised: with a higher MMD than learned $\gamma$.",
    "squared MMD, fixed - learned",
    ">",
    0.0,
    Mark.PAPER,
    "Section 5, 'under-regularized local minima'",
)
ACTIVE = Rule(
    "active",
    r"It wastes latent dimensions.",
    "active dimensions, fixed - learned",
    ">",
    0.0,
    Mark.PAPER,
    "Section 5, 'wasteful deployment'",
)
SMALLER = Rule(
    "smaller-steps",
    rf"With $\gamma$ fixed small, steps {SLOWER} times smaller end at a lower loss.",
    "(loss with full steps - loss with smaller steps)/d",
    ">",
    0.0,
    Mark.PAPER,
    f"{_REMEDY}: reduced step size",
)
SHRINKING = Rule(
    "shrinking-steps",
    r"With $\gamma$ fixed small, steps that shrink to 0 (cosine) end at a lower loss.",
    "(loss with constant - loss with shrinking steps)/d",
    ">",
    0.0,
    Mark.PAPER,
    f"{_REMEDY}: reduced step size",
)
RPROP = Rule(
    "rprop",
    r"With $\gamma$ fixed small, sign-based steps (Rprop) end at a lower loss than Adam's.",
    "(loss with Adam - loss with Rprop)/d",
    ">",
    0.0,
    Mark.PAPER,
    f"{_REMEDY}: checks for oscillating gradient signs",
)
LEARNED = Rule(
    "learned-shrinking",
    r"With $\gamma$ learned, steps that shrink to 0 as the error falls end at a lower loss.",
    "(loss with constant - loss with shrinking steps)/d, learned",
    ">",
    0.0,
    Mark.PAPER,
    f"{_REMEDY}, needed 'when the reconstruction error becomes small'",
)
REMEDIES = Rule(
    "remedies-mmd",
    r"No remedy makes up for learning $\gamma$: their MMD stays higher.",
    "least squared MMD of the three remedies - that of learned gamma",
    ">",
    0.0,
    Mark.EXTENSION,
    "our reading of Section 4: smoothing, not stability, avoids bad minima",
)
RULES = (ENCODER, DECODER, MMD, ACTIVE, SMALLER, SHRINKING, RPROP, LEARNED, REMEDIES)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set and condition."""
    return [job for each in images(plan) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    quick = plan.preset == "quick"
    data = sample(of.name, train=5000, test=2000)
    plain, shrinking = of.adam(), of.adam(schedule="cosine")
    smaller = of.adam(learning_rate=of.learning_rate / SLOWER)
    signs = Optimiser("rprop", learning_rate=1e-3)
    learned, fixed = VAE(gamma="learned"), VAE(gamma="fixed")
    conditions = {
        "learned": (learned, plain, of.batch),
        "learned, shrinking": (learned, shrinking, of.batch),
        "fixed": (fixed, plain, of.batch),
        "smaller": (fixed, smaller, of.batch),
        "shrinking": (fixed, shrinking, of.batch),
        "rprop": (fixed, signs, LARGE_BATCH[plan.preset]),
    }
    for condition, (loss, optimiser, batch) in conditions.items():
        start = SMALL if loss is fixed else 1.0
        config = Config(
            of.network(16 if quick else 32),
            tuple(Member(seed, gamma=start) for seed in seeds(plan)),
            loss,
            optimiser,
            epochs=150 if quick else 30,
            batch=batch,
        )
        yield training(data, config, condition=condition)


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on training samples."""
    data = dataset(job["data"], environment)
    return measured(fit(read(job["config"]), data.train, environment), data)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[Finding]:
    def values(condition: str, quantity: str) -> Floats:
        return per_seed((row for row in models if row["condition"] == condition), quantity)

    def early(part: str) -> Floats:
        quantity = f"gradient_{part}_early"
        return ratio(values("fixed", quantity), values("learned", quantity))

    def gain(before: str, after: str) -> Floats:
        losses = values(before, "loss") - values(after, "loss")
        return losses / float(models[0]["dimension"])

    def mean(condition: str, quantity: str) -> str:
        return f"{np.mean(values(condition, quantity)):.3g}"

    mmd, active = values("learned", "mmd"), values("learned", "active")
    remedies = ("smaller", "shrinking", "rprop")
    least = np.min([values(remedy, "mmd") for remedy in remedies], axis=0)
    errors = f"error {mean('learned', 'error')} learned, {mean('fixed', 'error')} fixed"
    counts = f"{mean('learned', 'active')} learned, {mean('fixed', 'active')} fixed"
    each = ", ".join(f"{mean(remedy, 'mmd')} {remedy}" for remedy in remedies)
    return [
        ENCODER.finding(name, early("encoder"), FIRST),
        DECODER.finding(name, early("decoder"), FIRST),
        MMD.finding(name, values("fixed", "mmd") - mmd, errors),
        ACTIVE.finding(name, values("fixed", "active") - active, counts),
        SMALLER.finding(name, gain("fixed", "smaller")),
        SHRINKING.finding(name, gain("fixed", "shrinking")),
        RPROP.finding(name, gain("fixed", "rprop")),
        LEARNED.finding(
            name, gain("learned", "learned, shrinking"), "the step of log gamma shrinks too"
        ),
        REMEDIES.finding(
            name, least - mmd, f"squared MMD {each}, {mean('learned', 'mmd')} learned"
        ),
    ]


EXPERIMENT = Experiment(
    name="gradients",
    title="gamma fixed small from scratch, with smaller and sign-based steps, against learned",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
)
