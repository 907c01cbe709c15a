r"""Experiment `spiral`: does the VAE's loss prefer the sparse code, and does training find it?

Data on a spiral (`empirics.data.spiral`), noiseless, one set of samples for each seed, kappa = 3,
gamma constant at several values.  The same training, at a step size that is small against
$\sqrt\gamma$, starts from the arc length (sparse), from the points themselves (dense), both made by
`empirics.training.anchored`, and from scratch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empirics.data.spiral import Spiral, spiral
from empirics.experiments.fig_4 import network
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.experiment import twice_the_epochs as twice
from empirics.frame.jobs import fit, rows, seeds, summary
from empirics.frame.made_up import model
from empirics.frame.rules import Floats, Rule, column
from empirics.training.config import VAE, Config, Member, Optimiser, read, to_record
from empirics.training.resampling import own_samples
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TURNS, D, KAPPA = 2.5, 4, 3
GAMMAS = (0.03, 0.005, 0.001)
STARTS = ("sparse", "dense", "scratch")
RATE = 2e-3
_SOURCE = "Theorems D and G, at gamma small enough; the paper's Fig. 2"

TURNS_SPARSE = Rule(
    "sparse-at-small",
    rf"At the smallest $\gamma$, {min(GAMMAS)}, the loss (3) is lower from the sparse start.",
    "loss from the dense start - from the sparse start, smallest gamma",
    ">",
    0.0,
    Mark.EXTENSION,
    _SOURCE,
)
DENSE = Rule(
    "dense-at-large",
    rf"At the largest, {max(GAMMAS)}, it is lower from the dense start.",
    "loss from the sparse start - from the dense start, largest gamma",
    ">",
    0.0,
    Mark.EXTENSION,
    "the preference is one of the limit: at finite gamma the powers decide",
)
GROWS = Rule(
    "grows",
    r"The advantage of the sparse start grows as $\gamma$ falls.",
    "slope of (loss dense - loss sparse) in log(1/gamma), all gammas",
    ">",
    0.0,
    Mark.PAPER,
    "Section 2.3: (d - r) log gamma, a slope of 1 for each spared dimension in the limit",
)
MISSED = Rule(
    "missed",
    r"At the smallest $\gamma$ training from scratch ends above the sparse start.",
    "loss from scratch - from the sparse start, smallest gamma",
    ">",
    0.0,
    Mark.EXTENSION,
    "Koehler et al. 2022: what the loss prefers is not what training finds",
)
RULES = (TURNS_SPARSE, DENSE, GROWS, MISSED)


def jobs(plan: Plan) -> list[Record]:
    """One job for all gammas, starts and seeds."""
    quick = plan.preset == "quick"
    gammas = (GAMMAS[0], GAMMAS[-1]) if quick else GAMMAS
    config = Config(
        network(D, KAPPA),
        tuple(
            Member(seed, gamma=gamma) for gamma in gammas for seed in seeds(plan, quick=3, full=5)
        ),
        VAE("fixed"),
        Optimiser("adam", RATE, schedule="cosine", constant_share=0.4, balance=20),
        epochs=200 if quick else 500,
        batch=100,
        resample="slices",
    )
    curve = {"n": 200 if quick else 400, "turns": TURNS, "d": D}
    anchor = {"steps": 1500, "rate": 3e-3}
    return [{"config": to_record(config), "curve": curve, "anchor": anchor, "start": start}
            for start in STARTS]  # fmt: skip


def work(job: Record, environment: Environment) -> Record:
    """Make the start, train from it, measure on each seed's own samples."""
    import torch  # noqa: PLC0415 - only a job loads it

    from empirics.training.anchored import anchored  # noqa: PLC0415

    if environment.threads is not None:
        torch.set_num_threads(environment.threads)
    config = read(job["config"])
    curves = {member.seed: spiral(**job["curve"], seed=member.seed) for member in config.members}
    x = np.concatenate([curves[seed].x for seed in sorted(curves)]).astype(np.float32)
    start = None
    if job["start"] != "scratch":
        mine = [curves[member.seed] for member in config.members]
        own = np.stack([curve.x for curve in mine]).astype(np.float32)
        targets = np.stack([_code(curve, job["start"]) for curve in mine])
        start = anchored(config, own, targets, **job["anchor"])
    trained = fit(config, x, environment, start=start)
    return summary(trained, x, rows=own_samples(config, len(x)))


def _code(curve: Spiral, start: str) -> NDArray[np.float32]:
    """A code of unit variance in each row that it uses."""
    code = np.zeros((len(curve.x), KAPPA), dtype=np.float32)
    if start == "sparse":
        code[:, 0] = curve.arc / curve.arc.std()
    else:
        code[:, :2] = curve.x[:, :2] / curve.x[:, :2].std(axis=0)
    return code


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[PredictionFinding]:
    """One finding for each prediction."""
    models = labelled(jobs, results)
    if not models:
        return []
    known = sorted({row["member"]["seed"] for row in models})
    gammas = sorted({row["gamma_fixed"] for row in models})

    def loss(start: str, gamma: float) -> Floats:
        return column(models, "loss", known, start=start, gamma_fixed=gamma)

    gaps = np.stack([loss("dense", gamma) - loss("sparse", gamma) for gamma in gammas])
    across = np.log(1 / np.array(gammas))
    slopes = ((across - across.mean()) @ (gaps - gaps.mean(axis=0))) / across.var() / len(across)
    small = gammas[0]
    active = {
        start: column(models, "headline", known, start=start, gamma_fixed=small) for start in STARTS
    }
    counts = ", ".join(
        f"{start} {'/'.join(f'{count:g}' for count in found)}" for start, found in active.items()
    )
    shown = "; ".join(
        f"{gap.mean():+.3g} at {gamma:g}" for gamma, gap in zip(gammas, gaps, strict=True)
    )
    return [
        TURNS_SPARSE.finding("spiral", gaps[0], f"active at the end: {counts}"),
        DENSE.finding("spiral", -gaps[-1]),
        GROWS.finding("spiral", slopes, f"dense - sparse: {shown}; the limit has slope 1"),
        MISSED.finding(
            "spiral", loss("scratch", small) - loss("sparse", small), f"active: {counts}"
        ),
    ]


def labelled(jobs: Sequence[Record], results: Sequence[Record]) -> list[Record]:
    """The models with their start and gamma."""
    named = [{**job, "data": {"load": "spiral"}} for job in jobs]
    return [{**row, "gamma_fixed": row["member"]["gamma"]} for row in rows(named, results)]


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """Loss from each start, less that from the sparse one, over gamma; T and 2T."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    models = labelled(jobs, results)
    gammas = sorted({row["gamma_fixed"] for row in models})
    known = sorted({row["member"]["seed"] for row in models})
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    for axes, late in zip(figure.subplots(1, 2), (False, True), strict=True):
        here = [row for row in models if bool(row.get("twice")) == late]
        for index, start in enumerate(STARTS[1:]):
            gaps = np.stack([
                column(here, "loss", known, start=start, gamma_fixed=gamma)
                - column(here, "loss", known, start="sparse", gamma_fixed=gamma)
                for gamma in gammas
            ])  # fmt: skip
            axes.plot(gammas, gaps, "o-", color=f"C{index}", lw=0.8, ms=4)
            axes.plot([], [], "o-", color=f"C{index}", label=f"{start} start − sparse start")
        axes.axhline(0, color="black", lw=0.6)
        axes.set(xscale="log", xlabel="γ", title="2T steps" if late else "T steps")
        axes.set_ylabel("difference of the loss (3)")
        axes.legend(fontsize=8)
    return figure


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [
        {"members": [_invented(job, member, holds) for member in job["config"]["members"]]}
        for job in jobs
    ]


def _invented(job: Record, member: Record, holds: bool) -> Record:
    steep = float(np.log(0.006 / member["gamma"])) * (1 if holds else -1)
    extra = {"sparse": 0.0, "dense": steep, "scratch": 1.0 if holds else -1.0}[job["start"]]
    loss = -10 + extra * (1 + 1e-3 * member["seed"])
    return model(job, member, loss=loss, headline=1 if job["start"] == "sparse" else 2)


def cost(job: Record, environment: Environment) -> float:
    """CPU seconds of a job: the training, and full batches of the start at their share."""
    from empirics.training.cost import seconds  # noqa: PLC0415 - it loads torch

    config = read(job["config"])
    known = len({member.seed for member in config.members})
    x = spiral(**{**job["curve"], "n": job["curve"]["n"] * known}, seed=0).x.astype(np.float32)
    training = seconds(config, x, environment.device)
    steps = config.epochs * -(-job["curve"]["n"] // config.batch)
    batches = job["curve"]["n"] / config.batch
    start = 0.0 if job["start"] == "scratch" else job["anchor"]["steps"] * batches
    return float(training * (1 + start / steps))


EXPERIMENT = Experiment(
    name="spiral",
    title="sparse, dense and random starts on a spiral: what the loss prefers, what training finds",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
    twice=twice,
    refuted="The dense start keeping the lower loss down to the smallest gamma, or its advantage"
    " not shrinking as gamma falls; or training from scratch ending as low as the sparse start.",
    cost=cost,
)
