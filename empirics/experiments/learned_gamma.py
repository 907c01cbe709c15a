"""Experiment `learned-gamma` (Section 4, Fig. 4): gamma learned, or fixed at gamma* from scratch.

One job trains a VAE with gamma learned and, where it is the main condition, the same network from
the same initial weights with gamma fixed at the gamma* that was reached.  All measurements are on
training samples, as eqs. (3) and (10) are about them; the error on test samples stands beside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from empirics.frame.curves import band, measured, mmd_scale
from empirics.frame.experiment import (
    Environment,
    Experiment,
    Finding,
    Plan,
    Record,
)
from empirics.frame.images import Images, images
from empirics.frame.jobs import (
    dataset,
    fit,
    rows,
    sample,
    seeds,
    training,
)
from empirics.frame.made_up import curve, models
from empirics.frame.rules import Floats, Rule, for_each_data_set, per_seed, ratio
from empirics.training.config import VAE, Config, Member, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# As predicted, and the other way round: (condition, stage) -> what is measured.
_HOLDS: dict[tuple[str, str], Record] = {
    ("main", "learned"): {
        "error": 10,
        "mmd": 0.001,
        "loss": -99,
        "active": 5,
        "early": 1,
        "late": 9,
    },
    ("main", "fixed"): {
        "error": 10,
        "mmd": 0.1,
        "loss": -50,
        "active": 10,
        "early": 50,
        "late": 10,
    },
    ("fast", "learned"): {"active": 9},
    ("slow", "learned"): {"gamma_ratio": 0.1},
    ("low start", "learned"): {"mmd": 0.2},
}
_FAILS: dict[tuple[str, str], Record] = {
    ("main", "learned"): {"error": 9, "mmd": 0.1, "loss": -50, "active": 9, "early": 50, "late": 9},
    ("main", "fixed"): {"error": 2, "mmd": 0.001, "loss": -99, "active": 5, "early": 1, "late": 90},
    ("fast", "learned"): {"active": 2},
    ("slow", "learned"): {"gamma_ratio": 1.0},
    ("low start", "learned"): {"mmd": 0.001},
}


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [_result(job, _HOLDS if holds else _FAILS) for job in jobs]


def _result(job: Record, world: dict[tuple[str, str], Record]) -> Record:
    runs = {
        stage: run for (condition, stage), run in world.items() if condition == job["condition"]
    }
    members = [row for stage, run in runs.items() for row in models(job, run, stage=stage)]
    return {"members": members, "curves": {stage: curve(job, run) for stage, run in runs.items()}}


# (condition, stage): label, colour.
RUNS = {
    ("main", "learned"): ("γ learned", "C0"),
    ("main", "fixed"): ("γ fixed at γ*", "C3"),
    ("fast", "learned"): ("step 0.1", "C1"),
    ("slow", "learned"): ("step 0.001", "C2"),
    ("low start", "learned"): ("γ₀ = 0.001", "C4"),
}


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of panels for each data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(job["data"]["load"] for job in jobs))
    figure = Figure(figsize=(17, 4.2 * len(names)), layout="constrained")
    grid = figure.subplots(len(names), 4, squeeze=False)
    models = list(rows(jobs, results))
    for panels, name in zip(grid, names, strict=True):
        here = [row for row in models if row["data"] == name]
        curves = {
            (job["condition"], stage): curve
            for job, result in zip(jobs, results, strict=True)
            if job["data"]["load"] == name
            for stage, curve in result["curves"].items()
        }
        _draw_plane(panels[0], here)
        _draw_active(panels[1], here)
        for run, (label, colour) in RUNS.items():
            if run[0] == "main":
                band(panels[2], curves[run]["probes"], "gradient_z", label, colour)
            band(panels[3], curves[run]["probes"], "gamma", label, colour)
        panels[0].set_title(name)
        panels[2].set_ylabel("norm of ∂L/∂z per sample")
        panels[3].set_ylabel("γ")
        for axes in (panels[0], panels[2], panels[3]):
            axes.legend(fontsize=8)
    return figure


def _of(models: Sequence[Record], run: tuple[str, str], quantity: str) -> list[float]:
    return [row[quantity] for row in models if (row["condition"], row["stage"]) == run]


def _draw_plane(axes: Axes, models: Sequence[Record]) -> None:
    """Error and MMD of every model."""
    for run, (label, colour) in RUNS.items():
        axes.plot(
            _of(models, run, "error"), _of(models, run, "mmd"), "o", color=colour, label=label
        )
    mmd_scale(axes, [row["mmd"] for row in models])
    axes.set(xlabel="reconstruction error (training samples)")


def _draw_active(axes: Axes, models: Sequence[Record]) -> None:
    """Active dimensions of every model, by condition."""
    for at, (run, (_, colour)) in enumerate(RUNS.items()):
        counts = _of(models, run, "active")
        axes.plot(at + np.linspace(-0.15, 0.15, len(counts)), counts, "o", color=colour)
    axes.set_xticks(range(len(RUNS)), [label for label, _ in RUNS.values()], rotation=20)
    axes.set(ylabel=f"active dimensions of {models[0]['latent']}", ylim=(-0.5, None))


PAPER_RATIO = 291.8 / 93.3
_FIGURE = "Section 4, Fig. 4"
_STEPS = "our reading of Section 4: the smoothing has to start large and to go on long enough"

ERROR = Rule(
    "error",
    r"Learned and fixed $\gamma$ end at nearly the same reconstruction error.",
    "error fixed / learned",
    "in",
    (1 / 1.1, 1.1),
    Mark.PAPER,
    f"{_FIGURE}(a)",
    ratio=True,
)
MMD = Rule(
    "mmd",
    r"The MMD between $q(z)$ and $N(0, I)$ is lower with $\gamma$ learned.",
    "squared MMD, fixed - learned",
    ">",
    0.0,
    Mark.PAPER,
    f"{_FIGURE}(a)",
)
LOSS = Rule(
    "loss",
    r"Learned $\gamma$ finds the better local minimum of the loss (3).",
    "(loss fixed - loss learned)/d",
    ">",
    0.0,
    Mark.PAPER,
    "Section 4, 'a better local solution'",
)
ACTIVE = Rule(
    "active",
    r"Fixing $\gamma$ too early wastes latent dimensions.",
    "active dimensions, fixed - learned",
    ">",
    0.0,
    Mark.PAPER,
    "Section 5, 'wasteful deployment'",
)
EARLY = Rule(
    "early-gradient",
    r"$\|\partial L/\partial z\|$ is large from the start when $\gamma$ is fixed at $\gamma^*$.",
    "gradient of z in the first 128 steps, fixed / learned",
    ">",
    2.0,
    Mark.PAPER,
    f"{_FIGURE}(b)",
    ratio=True,
)
GROWTH = Rule(
    "gradient-growth",
    r"$\|\partial L/\partial z\|$ grows over the training when $\gamma$ is learned.",
    "gradient of z in the last tenth / in the first 128 steps, learned",
    ">",
    1.0,
    Mark.PAPER,
    f"{_FIGURE}(b)",
    ratio=True,
)
LATE = Rule(
    "late-gradient",
    r"Both curves of $\|\partial L/\partial z\|$ end at similar values.",
    "gradient of z in the last tenth, fixed / learned",
    "in",
    (0.5, 2.0),
    Mark.PAPER,
    f"{_FIGURE}(b)",
    ratio=True,
)
START = Rule(
    "start",
    r"Learning $\gamma$ prunes only if it starts large: from $\gamma_0 = 10^{-3}$ the MMD stays"
    r" higher than from $\gamma_0 = 1$.",
    "squared MMD, start 1e-3 - start 1",
    ">",
    0.0,
    Mark.EXTENSION,
    _STEPS,
)
FAST = Rule(
    "fast-step",
    r"The faster $\gamma$ falls, the less is pruned: steps of 0.1 in $\log\gamma$ leave more active"
    r" dimensions than steps of 0.01.",
    "active dimensions, step 0.1 - step 0.01",
    ">",
    0.0,
    Mark.EXTENSION,
    _STEPS,
)
SLOW = Rule(
    "slow-step",
    r"With steps of 0.001 in $\log\gamma$ these runs end before $\gamma$ reaches $A/d$, eq. (6).",
    "gamma d/A at the end, step 0.001",
    ">",
    1.1,
    Mark.EXTENSION,
    "Adam moves log gamma by at most about one step size per step",
    ratio=True,
)
RULES = (ERROR, MMD, LOSS, ACTIVE, EARLY, GROWTH, LATE, START, FAST, SLOW)

# Condition: step size of log gamma, gamma at the start.
CONDITIONS = {
    "main": (1e-2, 1.0),
    "fast": (1e-1, 1.0),
    "slow": (1e-3, 1.0),
    "low start": (1e-2, 1e-3),
}


def jobs(plan: Plan) -> list[Record]:
    """One job for each data set and condition."""
    return [job for each in images(plan) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    quick = plan.preset == "quick"
    data = sample(of.name, train=5000, test=2000)
    for condition, (step, start) in CONDITIONS.items():
        config = Config(
            of.network(16 if quick else 32),
            tuple(Member(seed, gamma=start) for seed in seeds(plan)),
            VAE(gamma="learned"),
            of.adam(gamma_rate=step),
            epochs=150 if quick else 40,
            batch=of.batch,
        )
        yield training(data, config, condition=condition)


def work(job: Record, environment: Environment) -> Record:
    """Learn gamma; in the main condition, train once more with gamma fixed at what was reached."""
    data, config = dataset(job["data"], environment), read(job["config"])
    stages = {"learned": fit(config, data.train, environment, part="learned")}
    if job["condition"] == "main":
        again = fixed_at(config, stages["learned"].gamma)
        stages["fixed"] = fit(again, data.train, environment, part="fixed")
    members, curves = [], {}
    for stage, trained in stages.items():
        found = measured(trained, data)
        members += [{"stage": stage, **row} for row in found.pop("members")]
        curves[stage] = found
    return {"members": members, "curves": curves}


def fixed_at(config: Config, gamma: Floats) -> Config:
    """The same run from the same initial weights, with each model's gamma fixed at its gamma*."""
    members = [
        dataclasses.replace(member, gamma=float(value))
        for member, value in zip(config.members, gamma, strict=True)
    ]
    return dataclasses.replace(config, members=tuple(members), loss=VAE(gamma="fixed"))


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[Finding]:
    def values(condition: str, quantity: str, stage: str = "learned") -> Floats:
        wanted = (condition, stage)
        return per_seed(
            (row for row in models if (row["condition"], row["stage"]) == wanted), quantity
        )

    def of_both(quantity: str) -> tuple[Floats, Floats]:
        return values("main", quantity, "fixed"), values("main", quantity)

    error, mmd, loss, active = (of_both(q) for q in ("error", "mmd", "loss", "active"))
    early, late = of_both("gradient_z_early"), of_both("gradient_z_late")
    dimension = models[0]["dimension"]
    tests = of_both("test_error")
    return [
        ERROR.finding(name, ratio(*error), f"{np.mean(ratio(*tests)):.3g} on test samples"),
        MMD.finding(
            name,
            mmd[0] - mmd[1],
            f"squared MMD {np.mean(mmd[1]):.2g} learned, {np.mean(mmd[0]):.2g} fixed,"
            f" {_times(mmd)}; the paper's MMD, kernel and power unstated:"
            f" {PAPER_RATIO:.2g} times",
        ),
        LOSS.finding(name, (loss[0] - loss[1]) / dimension),
        ACTIVE.finding(
            name,
            active[0] - active[1],
            f"{np.mean(active[1]):.3g} active learned, {np.mean(active[0]):.3g} fixed",
        ),
        EARLY.finding(name, ratio(*early)),
        GROWTH.finding(name, ratio(late[1], early[1])),
        LATE.finding(name, ratio(*late)),
        START.finding(name, values("low start", "mmd") - mmd[1]),
        FAST.finding(name, values("fast", "active") - active[1]),
        SLOW.finding(name, ratio(1.0, values("slow", "gamma_ratio"))),
    ]


def _times(pair: tuple[Floats, Floats]) -> str:
    """How many times the one mean is the other, where unbiased estimates are positive at all."""
    above, below = np.mean(pair[0]), np.mean(pair[1])
    return f"{above / below:.2g} times" if min(above, below) > 0 else "no ratio"


EXPERIMENT = Experiment(
    name="learned-gamma",
    title="gamma learned against gamma fixed from scratch at the value that was learned",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
)
