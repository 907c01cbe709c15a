r"""Experiment `strokes` (Section 2.2, Fig. 1): are digits with an edited stroke told apart?

As the outliers of `components`, nearer still: of each test image a piece of the stroke is erased,
or a segment is added to it (`empirics.frame.strokes`).  A VAE with gamma learned tells them by its
reconstruction error, beside PCA with as many components on the same (bootstrap) training samples
and the amount of ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.curves import ends, measured
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.images import CONV_MNIST, DIGITS, MNIST, Images, epochs, variance, whole
from empirics.frame.jobs import chosen, dataset, fit, rows, seeds, training
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column, for_each_data_set
from empirics.frame.strangers import SCORED, told_apart
from empirics.frame.strokes import added, erased
from empirics.measures import pca
from empirics.training.config import read
from empirics.training.resampling import own_samples
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SETS: dict[str, tuple[Images, ...]] = {
    "quick": (DIGITS,),
    "full": (MNIST,),
    "paper": (MNIST, CONV_MNIST),
}
EDITS = {"erased": "with a piece of their stroke erased", "added": "with a stroke added"}
APART = {
    kind: Rule(
        f"{kind}-apart",
        f"Digits {what} are told apart better than by PCA with as many components or by the amount"
        " of ink.",
        f"AUROC of the reconstruction error - the better of PCA and ink, stroke {kind}",
        ">",
        0.0,
        Mark.EXTENSION,
        "Section 2.2, Fig. 1, nearer outliers",
    )
    for kind, what in EDITS.items()
}
RULES = tuple(APART.values())


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set, kind of network and seed."""
    known = SETS[plan.preset]
    wanted = chosen(plan, list(dict.fromkeys(of.name for of in known)))
    return [job for of in known if of.name in wanted for job in _jobs(of, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    data = whole(of.name)
    v = variance(data, plan)
    kappa = 16 if plan.preset == "quick" else 32
    for seed in seeds(plan, quick=3, full=3):
        config = of.learned(kappa, (seed,), v, epochs=epochs(plan, quick=30, full=4))
        yield training(data, config)


def work(job: Record, environment: Environment) -> Record:
    """Train, measure, and score test images beside their edited copies."""
    data, config = dataset(job["data"], environment), read(job["config"])
    trained = fit(config, data.train, environment)
    result = measured(trained, data)
    inside = data.test[:SCORED]
    edited = {"erased": erased(inside, data.shape), "added": added(inside, data.shape)}
    components = pca(data.train[own_samples(config, len(data.train))[0]])
    (row,) = result["members"]
    row.update(told_apart(trained, 0, data, edited, components))
    return result


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[PredictionFinding]:
    known = sorted({row["member"]["seed"] for row in models})

    def of(quantity: str) -> Floats:
        return column(models, quantity, known)

    return [
        rule.finding(
            name,
            of(f"auroc_{kind}") - np.maximum(of(f"pca_{kind}"), of(f"ink_{kind}")),
            f"AUROC {of(f'auroc_{kind}').mean():.3g}, PCA {of(f'pca_{kind}').mean():.3g}, ink"
            f" {of(f'ink_{kind}').mean():.3g}; kappa {models[0]['latent']},"
            f" {100 * of('test_unexplained').mean():.3g} % unexplained on test images",
        )
        for kind, rule in APART.items()
    ]


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """For each edit the AUROC of the VAE, of PCA and of ink; T and 2T."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = list(rows(jobs, results))
    names = list(dict.fromkeys(row["data"] for row in models))
    scores = {"auroc": "VAE", "pca": "PCA", "ink": "ink"}
    figure = Figure(figsize=(9, 4 * len(names)), layout="constrained")
    panels = figure.subplots(len(names), len(EDITS), squeeze=False)
    for line, name in zip(panels, names, strict=True):
        for axes, kind in zip(line, EDITS, strict=True):
            here = [
                {**row, "score": label, "AUROC": row[f"{score}_{kind}"]}
                for row in models
                if row["data"] == name
                for score, label in scores.items()
            ]
            ends(axes, here, "AUROC", list(scores.values()), key="score")
            axes.set(xlabel="told apart by", title=f"{name}, stroke {kind}")
    figure.suptitle("Hollow: T steps; filled: 2T. 0.5: nothing is told")
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [{"members": [_invented(job, holds)]} for job in jobs]


def _invented(job: Record, holds: bool) -> Record:
    (member,) = job["config"]["members"]
    wobble = 1 + 1e-3 * member["seed"]
    return model(
        job,
        member,
        **dict.fromkeys((f"auroc_{kind}" for kind in EDITS), (0.95 if holds else 0.7) * wobble),
        **dict.fromkeys((f"pca_{kind}" for kind in EDITS), 0.8),
        **dict.fromkeys((f"ink_{kind}" for kind in EDITS), 0.6),
    )


EXPERIMENT = Experiment(
    name="strokes",
    title="digits of which a piece of the stroke is erased, or to which one is added",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    refuted="PCA with as many components, or the amount of ink alone, telling the edited digits"
    " apart as well as the reconstruction error of the VAE.",
)
