"""Experiment `pruning`: how many latent dimensions stay in use on data of known dimension.

All models of a data set have the same networks, with kappa far above the dimension that a
continuous code needs: r on a linear or a graph-like manifold, r + 1 on an r-sphere, 2 on a loop.
The autoencoders of eq. (7) share ``g = log(u + c)``, so that only h differs.

A pilot run on the sphere preceded the predictions about autoencoders: ablation found all their
dimensions active, whatever h, so that they are compared by the powers of their rows (`RESOLUTION`),
and the weight 3 of h was chosen there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
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
from empirics.training.config import VAE, Architecture, Autoencoder, Config, Member, Optimiser, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(models: Sequence[Record]) -> Figure:
    """Active dimensions against the unexplained share of the variance, one panel per data set."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    names = list(dict.fromkeys(row["data"] for row in models))
    columns = min(3, len(names))
    lines = -(-len(names) // columns)
    figure = Figure(figsize=(4.6 * columns, 3.6 * lines), layout="constrained")
    panels = figure.subplots(lines, columns, squeeze=False, sharey=True).ravel()
    kinds = list(dict.fromkeys(_kind(row) for row in models))
    markers = "oovvv^sPXD*"
    for panel, name in zip(panels, names, strict=False):
        here = [row for row in models if row["data"] == name]
        for index, kind in enumerate(kinds):
            group = [row for row in here if _kind(row) == kind]
            panel.plot(
                [row["unexplained"] for row in group],
                [row["active"] for row in group],
                markers[index % len(markers)],
                color=f"C{index % 10}",
                alpha=0.7,
                label=kind,
            )
        panel.axhline(here[0]["needed"], color="grey", lw=0.8, ls="--")
        panel.set(xscale="log", xlabel="unexplained share of the variance", title=name)
        panel.xaxis.set_minor_formatter("")
        panel.set_ylim(0, here[0]["latent"] + 1)
        panel.title.set_fontsize(9)
        panel.set_ylabel("active dimensions (ablation)")
    for panel in panels[len(names) :]:
        panel.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=8)
    return figure


def _kind(row: Record) -> str:
    gamma = row["member"]["gamma"]
    return {
        "learned": f"VAE, γ learned from {gamma:g}",
        "fixed": f"VAE, γ = {gamma:g}",
        "sharp": "h = log(u + c), c lowered",
        "bounded": f"h = {row.get('h')}",
    }[row["condition"]]


# Share of the data's variance that a model may miss and still count as reconstructing.
UNEXPLAINED = 0.01
STARTS = (1.0, 0.1, 0.01)
MODERATE, SMALL = 1e-2, 1e-4
BOUNDED = {"u": "u", "log1p": "log(1+u)", "scad": "scad", "mcp": "mcp"}
STAGES = tuple(f"log(u+1/{10**k})" for k in range(6))
G = "log(u+1/100000)"
# Share of the largest row power below which a row of an autoencoder counts as shut off: without
# noise a row of any power, however small, still carries information, which ablation sees.
RESOLUTION = 1e-3

_KEPT = f"active dimensions (kappa where more than {UNEXPLAINED:.0%} of the variance is missed)"
_ROWS = f"code rows with more than {RESOLUTION:g} of the largest row's power"
LEARNED = Rule(
    "learned",
    r"A VAE with $\gamma$ learned from 1 ends with the dimensions that the data need.",
    f"|{_KEPT} - needed|",
    "<",
    0.5,
    Mark.PAPER,
    "Section 2.2, Theorem 4 and Section 4",
)
START = Rule(
    "small-start",
    rf"From $\gamma_0 = {STARTS[-1]}$ it keeps more than from $\gamma_0 = 1$: the large start is"
    " what smooths the loss.",
    f"{_KEPT}, small start - large start",
    ">",
    0.0,
    Mark.PAPER,
    "Section 4",
)
SHARP = Rule(
    "sharp",
    r"An autoencoder with $h = \log(u + c)$, c lowered in stages, ends with the needed number too.",
    f"|{_KEPT} - needed|, at the best of the weights of h",
    "<",
    0.5,
    Mark.EXTENSION,
    "our Theorem C, for the loss of eq. (7)",
)
SHARP_ROWS = Rule(
    "sharp-rows",
    r"It leaves fewer rows of any size than the best bounded-gradient $h$.",
    f"{_ROWS}, bounded - sharp, each at its best weight",
    ">",
    0.0,
    Mark.EXTENSION,
    "our Theorem C2, for the loss of eq. (7)",
)
BOUNDED_RULES = {
    name: Rule(
        f"bounded-{name}",
        rf"An autoencoder with the bounded-gradient $h$ `{h}` keeps more than the data need.",
        f"{_ROWS} - needed, at the best of the weights of h",
        ">",
        0.5,
        Mark.PAPER,
        "Theorem 4, which asserts it on some data only",
    )
    for name, h in BOUNDED.items()
}
FIXED_SMALL = Rule(
    "fixed-small",
    rf"With $\gamma = {SMALL}$ from the start a VAE keeps more than with $\gamma$ learned from 1.",
    f"{_KEPT}, fixed - learned",
    ">",
    0.0,
    Mark.PAPER,
    "Section 4",
)
FIXED_MODERATE = Rule(
    "fixed-moderate",
    rf"With $\gamma = {MODERATE}$ throughout it reconstructs worse than with $\gamma$ learned.",
    "error, fixed / learned from 1",
    ">",
    1.0,
    Mark.PAPER,
    "Section 2.3",
    ratio=True,
)
RULES = (LEARNED, START, SHARP, SHARP_ROWS, *BOUNDED_RULES.values(), FIXED_SMALL, FIXED_MODERATE)


def jobs(plan: Plan) -> list[Record]:
    """For each data set one job for each loss."""
    quick = plan.preset == "quick"
    names = (
        "linear(n=1000,d=16,r=3,seed=0)",
        "sphere(n=1000,d=16,r=2,seed=0)",
        "sigmoid(n=1000,d=16,r=3,seed=0)",
    )
    loops = () if quick else ("coil20/1", "coil20/3")
    return [job for name in chosen(plan, names + loops) for job in _jobs(name, plan, quick)]


def _jobs(name: str, plan: Plan, quick: bool) -> Iterator[Record]:
    found = dataset(sample(name), Environment(plan.folder))
    loop = name.startswith("coil20")
    architecture = Architecture(
        "mlp", (found.dimension,), latent=10, hidden=(128,) if loop else (64, 64)
    )
    optimiser = Optimiser(learning_rate=2e-3, gamma_rate=1e-2, schedule="cosine")
    epochs = 2000 if loop else (200 if quick else 300)
    for condition, loss, gammas, labels in _losses((3,) if quick or loop else (1, 3)):
        config = Config(
            architecture,
            tuple(Member(seed, gamma=gamma) for gamma in gammas for seed in seeds(plan)),
            loss,
            optimiser,
            epochs=epochs,
            batch=min(100, len(found.train)),
        )
        needed = needs(name, found.rank)
        yield training(sample(name), config, condition=condition, needed=needed, **labels)


def needs(name: str, rank: int | None) -> int:
    """The fewest latent dimensions of a continuous code without error.

    >>> needs("sphere(n=9,d=5,r=2)", 2), needs("sigmoid(n=9,d=5,r=2)", 2)
    (3, 2)
    """
    assert rank is not None
    return rank + 1 if name.startswith(("sphere", "coil20/")) else rank


def _losses(
    weights: tuple[int, ...],
) -> Iterator[tuple[str, VAE | Autoencoder, tuple[float, ...], Record]]:
    """Condition, loss, initial gammas, and labels, for these weights of h."""
    yield "learned", VAE("learned"), STARTS, {}
    yield "fixed", VAE("fixed"), (MODERATE, SMALL), {}
    for weight in weights:  # a name such as scad takes no factor: g/w, not w h
        yield "sharp", Autoencoder(f"{G}/{weight}", STAGES), (1.0,), {"weight": weight}
        for name, h in BOUNDED.items():
            loss = Autoencoder(f"{G}/{weight}", (h,))
            yield "bounded", loss, (1.0,), {"h": name, "weight": weight}


def work(job: Record, environment: Environment) -> Record:
    """Train, and measure on the training samples, which is what the theory speaks of."""
    data = dataset(job["data"], environment)
    trained = fit(read(job["config"]), data.train, environment)
    return summary(trained, data.train)


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and data set."""
    models = list(rows(jobs, results))
    return [
        finding
        for name in dict.fromkeys(row["data"] for row in models)
        for finding in _findings(name, [row for row in models if row["data"] == name])
    ]


def _findings(name: str, models: Sequence[Record]) -> Iterator[Finding]:
    def of(condition: str, gamma: float = 1.0) -> list[Record]:
        return [
            row
            for row in models
            if row["condition"] == condition and row["member"]["gamma"] == gamma
        ]

    learned, late = of("learned"), of("learned", STARTS[-1])
    small, moderate = of("fixed", SMALL), of("fixed", MODERATE)
    sharp, bounded = of("sharp"), of("bounded")
    counts = by_seed(learned, kept, min)
    yield LEARNED.finding(name, by_seed(learned, _misses, min), _shown(learned))
    yield START.finding(name, _differences(by_seed(late, kept, min), counts), _shown(late))
    yield SHARP.finding(name, by_seed(sharp, _misses, min), _shown(sharp))
    sizes = [by_seed(group, _rows_of_size, min) for group in (bounded, sharp)]
    note = f"sharp {sizes[1]}, bounded {sizes[0]}, needed {models[0]['needed']}"
    yield SHARP_ROWS.finding(name, _differences(*sizes), note)
    for h, rule in BOUNDED_RULES.items():
        tried = [row for row in bounded if row["h"] == h]
        excess = by_seed(tried, lambda row: _rows_of_size(row) - row["needed"], min)
        yield rule.finding(name, excess, _shown(tried))
    difference = _differences(by_seed(small, kept, min), counts)
    yield FIXED_SMALL.finding(name, difference, _shown(small))
    errors = [by_seed(group, lambda row: row["error"], min) for group in (moderate, learned)]
    ratios = [above / below for above, below in zip(*errors, strict=True)]
    yield FIXED_MODERATE.finding(name, ratios, _shown(moderate))


def kept(row: Record) -> int:
    """Active dimensions of a model that reconstructs; kappa of one that does not."""
    return int(row["active"] if row["unexplained"] <= UNEXPLAINED else row["latent"])


def _rows_of_size(row: Record) -> int:
    """Rows above the resolution; all, if the model does not reconstruct."""
    if row["unexplained"] > UNEXPLAINED:
        return int(row["latent"])
    return sum(power > RESOLUTION * max(row["powers"]) for power in row["powers"])


def _misses(row: Record) -> float:
    return float(abs(kept(row) - row["needed"]))


def _differences(a: Sequence[float], b: Sequence[float]) -> list[float]:
    return [x - y for x, y in zip(a, b, strict=True)]


def _shown(group: Sequence[Record]) -> str:
    counts = ", ".join(str(row["active"]) for row in group)
    worst = max(row["unexplained"] for row in group)
    return f"active {counts} of {group[0]['latent']}, unexplained up to {worst:.1g}"


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Invented results."""
    return [
        {"members": [_made_up(job, member, holds) for member in job["config"]["members"]]}
        for job in jobs
    ]


def _made_up(job: Record, member: Record, holds: bool) -> Record:
    modest = job["condition"] == "sharp" or (job["condition"], member["gamma"]) in {
        ("learned", STARTS[0]),
        ("fixed", MODERATE),
    }
    sparse = modest == holds
    error = 0.1 if (job["condition"], member["gamma"]) == ("fixed", MODERATE) else 0.01
    active = job["needed"] + (0 if sparse else 4)
    return {
        "member": member,
        "active": active,
        "powers": [1.0] * active + [0.0] * (10 - active),
        "latent": 10,
        "unexplained": 1e-3,
        "error": (error if holds else 1 / error) * (1 + 0.01 * member["seed"]),
    }


EXPERIMENT = Experiment(
    name="pruning",
    title="active dimensions on data of known dimension, for every kind of loss",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=lambda jobs, results: draw(list(rows(jobs, results))),
    made_up=made_up,
)
