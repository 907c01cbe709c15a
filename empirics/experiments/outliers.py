"""Experiment `outliers` (Section 2.2): outliers by reconstruction error, as kappa grows.

A VAE is trained on one data set; the score of a test sample is its reconstruction error from the
mean code, |x - mu_x(mu_z(x))|^2.  Outliers are test samples of another data set: Fashion-MNIST
against MNIST, both ways.  The digits of scikit-learn are set against themselves, upside down
(turned by 180 degrees): the same strokes in the same region, but other shapes, 0 and 8 excepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empirics.frame.experiment import Environment, Experiment, Finding, Plan, Record
from empirics.frame.images import Images, images
from empirics.frame.jobs import dataset, fit, rows, sample, seeds, summary, training
from empirics.frame.rules import Floats, Rule, for_each_data_set, per_seed, ratio
from empirics.measures import auroc, pca
from empirics.measures.components import Components
from empirics.training.config import VAE, Config, Member, read
from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from empirics.training.train import Trained


def draw(jobs: Sequence[Record], results: Sequence[Record]) -> Figure:
    """One row of two panels for each data set of inliers."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    pairs = {job["data"]["load"]: job["outliers"]["load"] for job in jobs}
    figure = Figure(figsize=(11, 4.2 * len(pairs)), layout="constrained")
    models = list(rows(jobs, results))
    grid = figure.subplots(len(pairs), 2, squeeze=False)
    for (left, right), (inliers, outliers) in zip(grid, pairs.items(), strict=True):
        here = [row for row in models if row["data"] == inliers]
        against = f"{outliers} upside down" if outliers == inliers else outliers
        _draw_models(left, here, "auroc")
        curve = {row["kappa"]: row["pca"] for row in here}
        left.plot(list(curve), list(curve.values()), "s--", color="black", label="PCA")
        left.set(title=f"{inliers} in, {against} out", ylabel="AUROC of reconstruction error")
        left.legend(fontsize=8)
        _draw_models(right, here, "active")
        right.set_ylabel("active dimensions")
        for axes in (left, right):
            axes.set_xscale("log", base=2)
            axes.set_xticks(list(curve), [str(kappa) for kappa in curve])
            axes.set_xlabel("latent dimensions κ")
    return figure


def _draw_models(axes: Axes, models: Sequence[Record], quantity: str) -> None:
    """Mean over the seeds as a line, every model as a dot."""
    conditions = dict.fromkeys((row["gamma_mode"], row["member"]["gamma"]) for row in models)
    for index, (mode, gamma) in enumerate(conditions):
        found = [
            (row["kappa"], row[quantity])
            for row in models
            if (row["gamma_mode"], row["member"]["gamma"]) == (mode, gamma)
        ]
        kappas = sorted({kappa for kappa, _ in found})
        means = [np.mean([value for at, value in found if at == kappa]) for kappa in kappas]
        label = "γ learned" if mode == "learned" else f"γ = {gamma:g}"
        axes.plot(kappas, means, color=f"C{index}", label=label)
        axes.plot(*zip(*found, strict=True), "o", color=f"C{index}", ms=4)


# Inliers: outliers.
OUTLIERS = {"digits": "digits", "fashion-mnist": "mnist", "mnist": "fashion-mnist"}
SMALL, LARGE = 1e-3, 1.0
RELIABLE, MARGIN = 0.9, 0.02
_SECTION = "Section 2.2"

APART = Rule(
    "apart",
    r"With learned $\gamma$ the reconstruction error tells outliers from inliers reliably, even at"
    r" the largest $\kappa$.",
    "AUROC, learned, largest kappa",
    ">",
    RELIABLE,
    Mark.PAPER,
    _SECTION,
)
STEADY = Rule(
    "steady",
    r"With learned $\gamma$ it stays so as $\kappa$ grows.",
    "AUROC at the largest kappa - at the smallest, learned",
    ">",
    -MARGIN,
    Mark.PAPER,
    _SECTION,
)
SHUT = Rule(
    "shut-off",
    r"As $\kappa$ is raised far beyond what is needed, learned $\gamma$ shuts the unneeded"
    r" dimensions off: active dimensions stop growing.",
    "active dimensions at the largest kappa / at the one before, learned",
    "<",
    1.25,
    Mark.PAPER,
    _SECTION,
    scale="ratio",
)
COMPONENTS = Rule(
    "pca",
    r"At the largest $\kappa$ learned $\gamma$ beats PCA with $\kappa$ components.",
    "AUROC learned - AUROC of PCA, largest kappa",
    ">",
    0.0,
    Mark.PAPER,
    f"{_SECTION}, Fig. 1",
)
UNDER = Rule(
    "fixed-small",
    rf"At the largest $\kappa$ learned $\gamma$ beats $\gamma = {SMALL:g}$ fixed from scratch,"
    r" which keeps superfluous dimensions.",
    f"AUROC learned - AUROC at gamma = {SMALL:g}, largest kappa",
    ">",
    0.0,
    Mark.EXTENSION,
    f"our reading of {_SECTION} with Section 4",
)
OVER = Rule(
    "fixed-large",
    rf"At the largest $\kappa$ learned $\gamma$ beats $\gamma = {LARGE:g}$ fixed, which cannot"
    r" reconstruct inliers well.",
    f"AUROC learned - AUROC at gamma = {LARGE:g}, largest kappa",
    ">",
    0.0,
    Mark.EXTENSION,
    f"our reading of {_SECTION}: 'the learned gamma can converge to near zero'",
)
RULES = (APART, STEADY, SHUT, COMPONENTS, UNDER, OVER)


def jobs(plan: Plan) -> list[Record]:
    """For each data set and kappa one job with gamma learned and one with gamma fixed."""
    return [job for each in images(plan) for job in _jobs(each, plan)]


def _jobs(of: Images, plan: Plan) -> Iterator[Record]:
    quick = plan.preset == "quick"
    data = sample(of.name, train=5000, test=1000)
    others = sample(OUTLIERS[of.name], train=5000, test=1000)
    learned = tuple(Member(seed) for seed in seeds(plan))
    fixed = tuple(Member(seed, gamma=gamma) for gamma in (SMALL, LARGE) for seed in seeds(plan))
    for kappa in (4, 16, 32) if quick else (8, 32, 128):
        for loss, members in ((VAE("learned"), learned), (VAE("fixed"), fixed)):
            config = Config(
                of.network(kappa),
                members,
                loss,
                of.adam(),
                epochs=120 if quick else 30,
                batch=of.batch,
            )
            yield training(data, config, outliers=others, gamma_mode=loss.gamma, kappa=kappa)


def work(job: Record, environment: Environment) -> Record:
    """Train on inliers; score test samples of both kinds, by the models and by PCA."""
    data = dataset(job["data"], environment)
    outside = outliers(job, environment)
    trained = fit(read(job["config"]), data.train, environment)
    result = summary(trained, data.test)
    scores = [scored(trained, x) for x in (data.test, outside)]
    components = pca(data.train)
    remains = [residuals(components, x, job["kappa"]) for x in (data.test, outside)]
    result["members"] = [
        {**row, "auroc": auroc(scores[0][index], scores[1][index]), "pca": auroc(*remains)}
        for index, row in enumerate(result["members"])
    ]
    return result


def outliers(job: Record, environment: Environment) -> NDArray[np.float32]:
    """Test samples of the other data set, or of the same one, turned."""
    other = dataset(job["outliers"], environment)
    if job["outliers"]["load"] != job["data"]["load"]:
        return other.test
    return turned(other.test, other.shape)


def turned(x: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Images (n, d) of this shape (channels, height, width), turned by 180 degrees.

    >>> turned(np.array([[1, 2, 3, 4, 5, 6]], np.float32), (1, 2, 3))
    array([[6., 5., 4., 3., 2., 1.]], dtype=float32)
    """
    images = x.reshape(len(x), *shape)
    return images[..., ::-1, ::-1].reshape(x.shape)


def scored(trained: Trained, x: NDArray[np.float32]) -> Floats:
    """Squared error of every sample's reconstruction by every model, (S, n)."""
    residual = x.astype(np.float64) - trained.decode(trained.encode(x)[0])
    return np.asarray((residual**2).sum(axis=2))


def residuals(components: Components, x: NDArray[np.float32], count: int) -> Floats:
    """Squared distance of every sample to the plane of the first components, (n,).

    >>> components = pca(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [2.0, 1.0]]))
    >>> residuals(components, np.array([[1.0, 0.5], [5.0, 2.5]], np.float32), 1)
    array([0., 4.])
    """
    centred = x.astype(np.float64) - components.mean
    directions = components.directions[:count]
    left = centred - centred @ directions.T @ directions
    return np.asarray((left**2).sum(axis=1))


def conclude(jobs: Sequence[Record], results: Sequence[Record]) -> list[Finding]:
    """One finding for each prediction and pair of data sets."""
    return for_each_data_set(jobs, results, _findings)


def _findings(name: str, models: Sequence[Record]) -> list[Finding]:
    first, *_, before, last = sorted({row["kappa"] for row in models})

    def values(quantity: str, kappa: int, mode: str = "learned", start: float = 1.0) -> Floats:
        wanted = (kappa, mode, start)
        found = ((row["kappa"], row["gamma_mode"], row["member"]["gamma"]) for row in models)
        return per_seed(
            (row for row, key in zip(models, found, strict=True) if key == wanted), quantity
        )

    end = values("auroc", last)
    others = {
        "PCA": values("pca", last),
        f"gamma = {SMALL:g}": values("auroc", last, "fixed", SMALL),
        f"gamma = {LARGE:g}": values("auroc", last, "fixed", LARGE),
    }
    where = f"outliers: {named(name)}; kappa {last}; AUROC {np.mean(end):.4g} learned"
    beaten = [
        rule.finding(name, end - other, f"{where}, {np.mean(other):.4g} {label}")
        for rule, (label, other) in zip((COMPONENTS, UNDER, OVER), others.items(), strict=True)
    ]
    active = values("active", last), values("active", before)
    counts = f"{np.mean(active[0]):.3g} at kappa {last}, {np.mean(active[1]):.3g} at {before}"
    return [
        APART.finding(name, end, where),
        STEADY.finding(name, end - values("auroc", first), f"{where}, kappa from {first}"),
        SHUT.finding(name, ratio(*active), counts),
        *beaten,
    ]


def named(inliers: str) -> str:
    """What the outliers are, in words."""
    return f"{inliers} upside down" if OUTLIERS[inliers] == inliers else OUTLIERS[inliers]


def made_up(jobs: Sequence[Record], holds: bool) -> list[Record]:
    """Results in which every prediction holds, or every one fails."""
    return [{"members": [_made_up(job, member, holds) for member in _members(job)]} for job in jobs]


def _members(job: Record) -> list[Record]:
    members: list[Record] = job["config"]["members"]
    return members


def _made_up(job: Record, member: Record, holds: bool) -> Record:
    wobble, kappa = 1e-4 * member["seed"], job["kappa"]
    falling = 0.95 - kappa / 200
    good = job["gamma_mode"] == "learned" if holds else job["gamma_mode"] == "fixed"
    return {
        "member": member,
        "active": 4 if holds else kappa,
        "auroc": (0.96 if good else falling) + wobble,
        "pca": falling if holds else 0.96,
    }


EXPERIMENT = Experiment(
    name="outliers",
    title="telling outliers by their reconstruction error as kappa grows",
    predictions=tuple(rule.prediction for rule in RULES),
    jobs=jobs,
    work=work,
    conclude=conclude,
    draw=draw,
    made_up=made_up,
)
