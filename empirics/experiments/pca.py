"""Experiment `pca` (Section 3.3): principal components for the error of a VAE's active dimensions.

Components are those of the training samples; errors and active dimensions are those of the test
samples, the VAE's reconstruction from the mean code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
from empirics.frame.images import Images, images
from empirics.frame.jobs import dataset, fit, sample, seeds, summary, training
from empirics.frame.rules import Rule, for_each_data_set, per_seed, ratio
from empirics.measures import pca
from empirics.training.config import VAE, Config, Member, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One panel for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(6.5 * len(names), 4.8), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        here = [pair for pair in zip(jobs, results, strict=True) if pair[0]["data"]["load"] == name]
        errors = here[0][1]["pca"]
        axes.plot(range(len(errors)), errors, color="black", label="PCA: components")
        for index, (job, result) in enumerate(here):
            axes.plot(
                [row["active"] for row in result["members"]],
                [row["error_per_coordinate"] for row in result["members"]],
                "o",
                color=f"C{index}",
                alpha=0.7,
                label=f"VAE, κ = {job['kappa']}: active dimensions",
            )
        shown = [row["error_per_coordinate"] for _, result in here for row in result["members"]]
        below = [index for index, error in enumerate(errors) if error <= min(shown)]
        axes.set(
            title=name,
            xlim=(0, 1.2 * min([*below, len(errors)])),
            yscale="log",
            ylim=(0.5 * min(shown), 1.2 * max(errors)),
            xlabel="number of dimensions",
            ylabel="error per coordinate (test samples)",
        )
        axes.legend(fontsize=8)
    return figure


PAPER = "the paper says about 100 against 15 on MNIST, a ratio of 6.7"
MOST_COMPONENTS = 150

RATIO = Rule(
    "components",
    r"PCA needs more components than a VAE with learned $\gamma$ has active dimensions for the same"
    r" reconstruction error.",
    "components / active dimensions at equal test error, largest kappa",
    ">",
    1.0,
    Mark.PAPER,
    "Section 3.3",
    ratio=True,
)
SPARE = Rule(
    "spare",
    r"The VAE leaves latent dimensions unused when $\kappa$ is large.",
    "active dimensions / kappa, largest kappa",
    "<",
    1.0,
    Mark.PAPER,
    "Section 3.3, 'around 15 informative latent dimensions'",
    ratio=True,
)
RULES = (RATIO, SPARE)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set and kappa."""
    return [job for each in images(plan) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    quick = plan.preset == "quick"
    data = sample(of.name, train=10_000, test=2000)
    for kappa in (2, 4, 8, 16) if quick else (8, 16, 32):
        config = Config(
            of.network(kappa),
            tuple(Member(seed) for seed in seeds(plan)),
            VAE(gamma="learned"),
            of.adam(),
            epochs=200 if quick else 30,
            batch=of.batch,
        )
        yield training(data, config, kappa=kappa)


def work(job: Record, environment: Environment) -> Record:
    """Train, measure on test samples, and count the components for each model's error."""
    data = dataset(job["data"], environment)
    result = summary(fit(read(job["config"]), data.train, environment), data.test)
    components = pca(data.train)
    result["members"] = [
        {**row, "components": components.needed(row["error_per_coordinate"], data.test)}
        for row in result["members"]
    ]
    return {**result, "pca": components.errors(data.test)[: MOST_COMPONENTS + 1].tolist()}


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set, at the largest kappa."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[Finding]:
    kappa = max(row["kappa"] for row in models)
    largest = [row for row in models if row["kappa"] == kappa]
    components, active = per_seed(largest, "components"), per_seed(largest, "active")
    missed = 100 * np.mean(per_seed(largest, "unexplained"))
    counts = f"{np.mean(components):.3g} components against {np.mean(active):.3g} active dimensions"
    note = f"{counts}, {missed:.2g} % of the variance left; {PAPER}"
    return [
        RATIO.finding(name, ratio(components, active), note),
        SPARE.finding(name, active / kappa, f"kappa {kappa}"),
    ]


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [_made_up(job, active=5 if holds else 2 * job["kappa"]) for job in jobs]


def _made_up(job: Record, active: int) -> Record:
    members = [
        {
            "member": member,
            "active": active,
            "components": 10 + member["seed"],
            "unexplained": 0.1,
            "error_per_coordinate": 0.01,
        }
        for member in job["config"]["members"]
    ]
    return {"members": members, "pca": [0.1 / (1 + k) for k in range(40)]}


EXPERIMENT = Experiment(
    name="pca",
    title="principal components against active dimensions at equal error",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
)
