r"""Experiment `beta`: the threshold $\beta = d/r$, gamma learned, and what lies beyond it.

On linear data of rank r an affine beta-VAE is compared with the closed form at betas below and
above d/r.  On an r-sphere, where a continuous code needs r + 1 dimensions, a deep one is trained at
betas that lie clear of both d/(r + 1) and d/r.  Every seed has samples of its own, and the closed
form takes their eigenvalues.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
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
from empirics.frame.spectra import by_data_and_seed, spectra
from empirics.measures.affine import Affine, AffineMinimum
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, read
from empirics.training.resampling import own_samples
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(models: Sequence[Record]) -> Figure:
    """Final gamma and active dimensions against beta r/d, one row of panels per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(row["data"] for row in models))
    figure = Figure(figsize=(9, 3.2 * len(names)), layout="constrained")
    axes = figure.subplots(len(names), 2, squeeze=False)
    for name, (left, right) in zip(names, axes, strict=True):
        here = [row for row in models if row["data"] == name]
        factors = [row["factor"] for row in here]
        left.plot(factors, [row["gamma"] for row in here], "o", alpha=0.7, label="trained")
        right.plot(factors, [row["active"] for row in here], "o", alpha=0.7, label="trained")
        if here[0]["network"] == "affine":
            closed = {row["factor"]: row["predicted"] for row in here}
            kept = {factor: best for factor, best in closed.items() if best.gamma}
            style = {"color": "black", "ms": 16, "label": "closed form"}
            left.plot(list(kept), [best.gamma for best in kept.values()], "_", **style)
            right.plot(list(closed), [best.active for best in closed.values()], "_", **style)
        for axis in (left, right):
            axis.axvline(1, color="grey", lw=0.8, ls="--", label="β = d/r")
            axis.set(xlabel="β r/d", title=f"{here[0]['network']}, {name}")
            axis.title.set_fontsize(9)
            axis.legend(fontsize=8)
        left.set(yscale="log", ylabel="γ at the end")
        right.set(ylabel="active dimensions (ablation)", yticks=range(here[0]["r"] + 2))
    return figure


# Multiples of d/r, on both sides of 1.
AFFINE, DEEP = (0.5, 0.9, 1.1, 2.0), (0.4, 2.0)
# What counts as gamma having fallen, against the mean variance of a coordinate.
FALLEN = math.exp(-2)
_FALLEN = (
    "a fall by e^2 is worth a nat per coordinate; for every beta > d/r that is tried the closed"
    " form leaves more than a third"
)
LOG_GAMMA = 0.1
KAPPA = 6

_AFFINE = "our exact affine beta-VAE (claims beta-slope, beta-collapse)"
FALLS = Rule(
    "falls",
    r"Affine, $\beta < d/r$: $\gamma$ falls towards 0.",
    "gamma / mean variance of a coordinate, largest of the betas below d/r",
    "<",
    FALLEN,
    Mark.PAPER,
    "Section 2.3",
    scale="ratio",
    why=_FALLEN,
)
KEEPS = Rule(
    "keeps",
    r"Affine, $\beta < d/r$: r dimensions are active.",
    "|active dimensions - r|, largest of the betas below d/r",
    "<",
    0.5,
    Mark.PAPER,
    "Section 2.3",
    "count",
    why="half a dimension",
)
STAYS = Rule(
    "stays",
    r"Affine, $\beta > d/r$: $\gamma$ ends at $\sum_{j>m}\lambda_j/(d - \beta m)$.",
    "|log(gamma / that value)|, largest of the betas above d/r",
    "<",
    LOG_GAMMA,
    Mark.EXTENSION,
    _AFFINE,
    why="10 % of gamma cost less than 0.005 d of the loss",
)
PARTIAL = Rule(
    "partial",
    r"Affine, $\beta > d/r$: the collapse is partial, to the closed form's m active dimensions.",
    "|active dimensions - m|, largest of the betas above d/r",
    "<",
    0.5,
    Mark.EXTENSION,
    _AFFINE,
    "count",
    why="half a dimension",
)
DESTROYED = Rule(
    "destroyed",
    r"Affine, $\beta > d/r$: the optimal sparse representation is lost.",
    "r - active dimensions, smallest of the betas above d/r",
    ">",
    0.5,
    Mark.PAPER,
    "Section 2.3",
    "count",
    why="half a dimension",
)
DEEP_FALLS = Rule(
    "deep-falls",
    rf"Deep, on a sphere, $\beta = {DEEP[0]}\,d/r < d/(r+1)$: $\gamma$ falls towards 0.",
    "gamma / mean variance of a coordinate",
    "<",
    FALLEN,
    Mark.PAPER,
    "Section 2.3",
    scale="ratio",
    why=_FALLEN,
)
DEEP_STAYS = Rule(
    "deep-stays",
    rf"Deep, on a sphere, $\beta = {DEEP[1]:g}\,d/r$: $\gamma$ does not fall.",
    "gamma / mean variance of a coordinate",
    ">",
    FALLEN,
    Mark.PAPER,
    "Section 2.3",
    scale="ratio",
    why=_FALLEN,
)
DEEP_DESTROYED = Rule(
    "deep-destroyed",
    rf"Deep, on a sphere, $\beta = {DEEP[1]:g}\,d/r$: fewer than r dimensions are active.",
    "r - active dimensions",
    ">",
    0.5,
    Mark.PAPER,
    "Section 2.3",
    "count",
    why="half a dimension",
)
RULES = (FALLS, KEEPS, STAYS, PARTIAL, DESTROYED, DEEP_FALLS, DEEP_STAYS, DEEP_DESTROYED)


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set, a slice of it for each seed; its members are betas and seeds."""
    quick = plan.preset == "quick"
    n = (1000 if quick else 4000) * len(seeds(plan, full=8))
    affine = [f"linear(n={n},d=12,r=3,condition=2,seed=0)"]
    if not quick:
        affine.append(f"linear(n={n},d=30,r=5,condition=3,seed=0)")
    deep = [f"sphere(n={n},d=12,r=2,seed=0)"]
    return [
        _job(name, plan, quick=quick, deep=name in deep) for name in chosen(plan, affine + deep)
    ]


def _job(name: str, plan: Plan, *, quick: bool, deep: bool) -> Record:
    found = dataset(sample(name), Environment(plan.folder))
    d, r = found.dimension, found.rank
    assert r is not None
    members = tuple(
        Member(seed, beta=factor * d / r, gamma=float(found.train.var(axis=0).mean()))
        for factor in (DEEP if deep else AFFINE)
        for seed in seeds(plan, full=8)
    )
    config = Config(
        Architecture("mlp", (d,), latent=KAPPA, hidden=(64, 64) if deep else ()),
        members,
        VAE("learned", noise="sampled" if deep else "exact"),
        Optimiser(learning_rate=2e-3 if deep else 2e-2, gamma_rate=2e-2, schedule="cosine"),
        epochs=200 if quick else 80,
        batch=100,
        resample="slices",
    )
    return training(sample(name), config, network="deep" if deep else "affine", r=r)


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on each seed's own samples, whose eigenvalues the closed form takes."""
    x, config = dataset(job["data"], environment).train, read(job["config"])
    own = own_samples(config, len(x))
    result = summary(fit(config, x, environment), x, rows=own)
    return {**result, "spectra": spectra(config, x, KAPPA)}


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction and data set of its kind of network."""
    models = compared(jobs, results)
    findings: list[PredictionFinding] = []
    for name in dict.fromkeys(row["data"] for row in models):
        here = [row for row in models if row["data"] == name]
        conclusions = _deep if here[0]["network"] == "deep" else _affine
        findings += conclusions(name, here)
    return findings


def _affine(name: str, models: Sequence[Record]) -> Iterator[PredictionFinding]:
    below = [row for row in models if row["factor"] < 1]
    above = [row for row in models if row["factor"] > 1]
    yield FALLS.finding(name, by_seed(below, _fallen, max))
    yield KEEPS.finding(name, by_seed(below, lambda row: abs(row["active"] - row["r"]), max))
    yield STAYS.finding(name, by_seed(above, _log_ratio, max), _predictions(above))
    yield PARTIAL.finding(name, by_seed(above, _miss, max), _predictions(above))
    yield DESTROYED.finding(name, by_seed(above, lambda row: row["r"] - row["active"], min))


def _deep(name: str, models: Sequence[Record]) -> Iterator[PredictionFinding]:
    below = [row for row in models if row["factor"] < 1]
    above = [row for row in models if row["factor"] > 1]
    yield DEEP_FALLS.finding(name, by_seed(below, _fallen, max), _counts(below))
    yield DEEP_STAYS.finding(name, by_seed(above, _fallen, min), _counts(above))
    lost = by_seed(above, lambda row: row["r"] - row["active"], min)
    yield DEEP_DESTROYED.finding(name, lost, _counts(above))


def compared(jobs: Sequence[Record], results: Sequence[Record]) -> list[Record]:
    """Each model with its multiple of d/r and what the affine closed form predicts."""
    known, found = by_data_and_seed(jobs, results), []
    for row in rows(jobs, results):
        beta = row["member"]["beta"]
        eigenvalues = known[row["data"], row["member"]["seed"]]
        more = {
            "factor": beta * row["r"] / len(eigenvalues),
            "spread": sum(eigenvalues) / len(eigenvalues),
            "predicted": Affine(eigenvalues, KAPPA, beta).learned(),
        }
        found.append({**row, **more})
    return found


def _fallen(row: Record) -> float:
    return float(row["gamma"] / row["spread"])


def _log_ratio(row: Record) -> float:
    predicted: AffineMinimum = row["predicted"]
    return abs(math.log(row["gamma"] / predicted.gamma))


def _miss(row: Record) -> float:
    return float(abs(row["active"] - row["predicted"].active))


def _predictions(models: Sequence[Record]) -> str:
    pairs = {row["factor"]: row["predicted"] for row in models}
    return ", ".join(
        f"m = {predicted.active}, gamma = {predicted.gamma:.3g} at {factor:.3g} d/r"
        for factor, predicted in pairs.items()
    )


def _counts(models: Sequence[Record]) -> str:
    return f"active {', '.join(str(row['active']) for row in models)}"


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Invented results on data whose r eigenvalues fall from 1 to 1/2."""
    return [_made_up(job, holds) for job in jobs]


def _made_up(job: Record, holds: bool) -> Record:
    d, r = math.prod(job["config"]["architecture"]["shape"]), job["r"]
    eigenvalues = [0.5 ** (j / (r - 1)) for j in range(r)] + [0.0] * (d - r)
    members = []
    for member in job["config"]["members"]:
        best = Affine(tuple(eigenvalues), KAPPA, member["beta"]).learned()
        wobble = 1 + 0.01 * member["seed"]
        gamma = (best.gamma or 1e-5) if holds else (1e-5 if best.gamma else 1.0)
        active = best.active if holds else (r if best.gamma else 0)
        members.append({"member": member, "gamma": gamma * wobble, "active": active})
    known = {str(each["member"]["seed"]): eigenvalues for each in members}
    return {"members": members, "spectra": known}


EXPERIMENT = Experiment(
    name="beta",
    title="the threshold beta = d/r with gamma learned, and the partial collapse beyond it",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=lambda jobs, results: draw(compared(jobs, results)),
    made_up=made_up,
    refuted="Gamma staying up below d/r, or falling above it; active dimensions other than those of"
    " the closed form.",
)
