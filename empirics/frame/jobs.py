"""What the experiments share: jobs that train one configuration on one named data set.

A job is JSON and says everything that decides its result: data by name, size and seed, and the
configuration.  Where the data files lie and what trains is the `Environment`, no part of the job.

    def jobs(plan):
        return [training(sample("digits", test=200), config, condition="learned")]

    def work(job, environment):             # `train_and_evaluate` does just this
        data = dataset(job["data"], environment)
        trained = fit(read(job["config"]), data.train, environment)
        return summary(trained, data.test)

    def conclude(jobs, results):
        for row in rows(jobs, results): ...  # one per model
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from empirics.data import Dataset, load
from empirics.errors import EmpiricsError
from empirics.frame.experiment import Environment, Plan
from empirics.training.config import Config, Record, read, to_record
from numerics.running.sweep import key
from sparsity_theory.near import did_you_mean

if TYPE_CHECKING:
    from torch import Tensor

    from empirics.training.train import Trained

MOST_LINES = 100
_DIGITS = 7


def sample(
    name: str, *, train: int | None = None, test: int | None = None, seed: int = 0
) -> Record:
    """What a job says about data: a set of `empirics.data.load`, with at most so many samples.

    >>> sample("digits", test=200)
    {'load': 'digits', 'train': None, 'test': 200, 'seed': 0}
    """
    return {"load": name, "train": train, "test": test, "seed": seed}


def training(data: Record, config: Config, **labels: Any) -> Record:
    """A job that trains ``config`` on a `sample`; labels are what `conclude` groups by."""
    return {"data": data, "config": to_record(config), **labels}


def chosen(plan: Plan, names: Sequence[str]) -> list[str]:
    """Those of an experiment's data sets that the plan asks for.

    Raises:
        EmpiricsError: if it asks for others.
    """
    for name in plan.data:
        if name not in names:
            hint = did_you_mean(name, names)
            raise EmpiricsError(
                f"this preset has no data set {name}; it has {', '.join(names)}{hint}"
            )
    return [name for name in names if not plan.data or name in plan.data]


def seeds(plan: Plan, *, quick: int = 3, full: int = 5) -> range:
    """The seeds of a plan, or else of its preset."""
    usual = {"quick": quick, "full": full, "paper": full}
    return range(plan.seeds or usual[plan.preset])


def about(job: Record) -> str:
    """What findings call the data of a job: by name, and whether its networks are convolutional.

    >>> about({"data": {"load": "mnist"}, "config": {"architecture": {"kind": "conv"}}})
    'mnist, convolutional'
    """
    name = str(job["data"]["load"])
    kind = job.get("config", {}).get("architecture", {}).get("kind")
    return f"{name}, convolutional" if kind == "conv" else name


def samples(job: Record) -> Iterator[Record]:
    """Every `sample` among the values of a job."""
    return (value for value in job.values() if isinstance(value, dict) and "load" in value)


def digest(job: Record) -> str:
    """Twelve hex digits by which a job is known."""
    return hashlib.sha256(key(job).encode()).hexdigest()[:12]


def dataset(data: Record, environment: Environment) -> Dataset:
    """The data that a `sample` names; no more are read where one limit is for both parts.

    Raises:
        DataError: if they are missing or damaged.
    """
    train, test, seed = data["train"], data["test"], data["seed"]
    if train and train == test:
        return load(data["load"], environment.data, limit=train, seed=seed)
    whole = load(data["load"], environment.data)
    return whole.limited(train or len(whole.train), test or len(whole.test), seed)


def fit(
    config: Config,
    x: NDArray[Any],
    environment: Environment,
    *,
    part: str = "model",
    start: Tensor | None = None,
    trace: int = 0,
) -> Trained:
    """Train where the environment says; ``part`` names the run among those of one job.

    With ``start`` from these parameters, with ``trace`` measuring codes on the way, as
    `empirics.training.train.train` has it.
    An interrupted run of the same job goes on from its last checkpoint.
    """
    import torch  # noqa: PLC0415 - only a job that trains loads it

    from empirics.training.train import train  # noqa: PLC0415

    if environment.threads is not None:
        torch.set_num_threads(environment.threads)
    folder = None if environment.folder is None else environment.folder / part
    return train(config, x, folder=folder, device=environment.device, start=start, trace=trace)


def summary(trained: Trained, x: NDArray[Any], *, rows: NDArray[np.int64] | None = None) -> Record:
    """What is kept of trained models, measured on x: JSON without nan or infinity (null there).

    With ``rows`` each model is measured on its own samples, see
    `empirics.training.evaluate.evaluate`.

    "members" has one record per model: what `empirics.training.evaluate.evaluate` measures, and
    "member", its entry in the configuration.  "history" has at most `MOST_LINES` epochs, the first
    and the last among them; "probes" are the first steps, "trace" is what was traced, if anything.
    """
    from empirics.training.evaluate import evaluate  # noqa: PLC0415 - it loads torch

    members = [
        {"member": dataclasses.asdict(member), **measured}
        for member, measured in zip(
            trained.config.members, evaluate(trained, x, rows=rows), strict=True
        )
    ]
    found = {"members": members, "history": thinned(trained.history), "probes": trained.probes}
    if trained.trace:
        found["trace"] = trained.trace
    return dict(compact(found))


def train_and_evaluate(job: Record, environment: Environment) -> Record:
    """The work of most experiments: train on the training samples, measure on the others."""
    data = dataset(job["data"], environment)
    trained = fit(read(job["config"]), data.train, environment)
    return summary(trained, data.test)


def rows(jobs: Sequence[Record], results: Sequence[Record]) -> Iterator[Record]:
    """One record for each trained model: its job's labels, its "member" and its measurements."""
    for job, result in zip(jobs, results, strict=True):
        labels = {name: value for name, value in job.items() if name not in ("data", "config")}
        for measured in result["members"]:
            yield {"data": about(job), **labels, **measured}


def thinned(lines: Sequence[Record], most: int = MOST_LINES) -> list[Record]:
    """At most so many of the lines, evenly spaced, with the first and the last.

    >>> [line["epoch"] for line in thinned([{"epoch": e} for e in range(9)], most=3)]
    [0, 4, 8]
    """
    if len(lines) <= most:
        return list(lines)
    return [lines[round(i * (len(lines) - 1) / (most - 1))] for i in range(most)]


def compact(value: Any) -> Any:
    """JSON with numbers to seven digits, which is what single precision holds.

    >>> compact({"a": [1/3, float("nan"), 2]})
    {'a': [0.3333333, None, 2]}
    """
    if isinstance(value, dict):
        return {name: compact(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [compact(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    return value
