"""What an experiment is: predictions first, then jobs, then a verdict with an interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sparsity_theory.ledger.claims import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Record: TypeAlias = dict[str, Any]

TWICE = "twice"
"""Label of a job that trains twice as long as the one it doubles."""


class PredictionVerdict(Enum):
    """What the data say about a prediction."""

    HOLDS = "HOLDS"
    FAILS = "FAILS"
    UNDECIDED = "UNDECIDED"
    TRANSIENT = "TRANSIENT"  # twice the training changed it: see `empirics.frame.verdicts`


@dataclass(frozen=True)
class Prediction:
    """A statement about data, written down before they are looked at.

    Attributes:
        id: short name, unique in its experiment.
        text: the statement, Markdown with ``$...$``.
        test: the statistic and the rule by which it becomes HOLDS, FAILS, UNDECIDED or TRANSIENT.
        mark: who predicts it: the paper, or this project.
        source: where it stands, e.g. "Section 4, Fig. 4".
    """

    id: str
    text: str
    test: str
    mark: Mark
    source: str


@dataclass(frozen=True)
class PredictionFinding:
    """The verdict on one prediction, on one data set.

    Attributes:
        prediction: its id.
        data: the data set, by name.
        outcome: by the rule of the prediction, then by `empirics.frame.verdicts`.
        estimate: the statistic, ``quantity`` in words.
        interval: its confidence interval, or None where the statistic is exact.
        level: confidence of the interval, e.g. 0.95.
        runs: how many independent runs (seeds) stand behind it.
        note: what a reader has to know, in one sentence; may be empty.
        effect: distance of the estimate to its bound, positive as predicted.
        standardised: the effect in standard deviations over the runs, or None.
        p: two-sided p-value of no effect; None where the outcome does not rest on one.
        corrected: the same, by Holm's method over the verdicts of the experiment.
        before: the estimate after half the training, where there was such a run.
    """

    prediction: str
    data: str
    outcome: PredictionVerdict
    quantity: str
    estimate: float
    interval: tuple[float, float] | None
    level: float
    runs: int
    note: str = ""
    effect: float = 0.0
    standardised: float | None = None
    p: float | None = None
    corrected: float | None = None
    before: float | None = None


@dataclass(frozen=True)
class Plan:
    """What a user asked for.

    Attributes:
        preset: "quick" (digits and small manifolds: all experiments in ten minutes), "full" (six
            hours of one core at most) or "paper" (the paper's scale, for a GPU or a cluster).
        data: names of data sets (`empirics.data.load`); empty: the experiment's own choice.
        folder: where data files lie, or None.
        seeds: number of seeds, or None: the preset's (2 or 3 quick, at least 5 full).
    """

    preset: Literal["quick", "full", "paper"] = "quick"
    data: tuple[str, ...] = ()
    folder: Path | None = None
    seeds: int | None = None


@dataclass(frozen=True)
class Environment:
    """Where a job runs.  It is no part of what the job computes, so no part of its identity.

    Attributes:
        data: folder of the data files, or None.
        device: "cpu" or "cuda".
        threads: of torch on the CPU, or None: as many as torch takes.
        folder: where the job's own checkpoints lie while it runs, or None: it keeps none.
    """

    data: Path | None = None
    device: str = "cpu"
    threads: int | None = None
    folder: Path | None = None


def twice_the_epochs(job: Record) -> Record:
    """The same job with twice the epochs.

    >>> twice_the_epochs({"config": {"epochs": 8}, "condition": "learned"})
    {'config': {'epochs': 16}, 'condition': 'learned', 'twice': True}
    """
    return {**job, "config": {**job["config"], "epochs": 2 * job["config"]["epochs"]}, TWICE: True}


@dataclass(frozen=True)
class Experiment:
    """One experiment.

    Attributes:
        name: as on the command line.
        title: one line.
        predictions: what is tested.
        jobs: from a plan to the jobs, JSON objects; each trains one group of models or less.
        work: from a job and where it runs to its result, a JSON object; importable by name, runs
            on the workers.  See `empirics.frame.jobs` for what most experiments use.
        conclude: from jobs and their results, in order, to one finding for each prediction and
            data set; called on the jobs at T and on those at 2T, see `empirics.frame.verdicts`.
        draw: from jobs and results to a figure; reads nothing else.
        made_up: from jobs to invented results, with every predicted effect strongly present (True)
            or strongly reversed (False).  `conclude` has to answer HOLDS to all predictions on the
            former and FAILS to all on the latter: the ledger checks that the test can do both.
        twice: from a job to the same with twice the training; None: nothing is trained.
        refuted: what would have refuted the predictions, in one or two sentences.
        theory: which statements of the theory the predictions test, and of which no statement
            speaks, where their sources do not say it all.
        cost: from a job and where it runs to its CPU seconds, from a few steps; None: that of
            the training its "config" describes.

    A module that defines one imports torch nowhere but inside ``work``: conclusions and figures
    are drawn from records on machines without it.
    """

    name: str
    title: str
    predictions: tuple[Prediction, ...]
    jobs: Callable[[Plan], Sequence[Record]]
    work: Callable[[Record, Environment], Record]
    conclude: Callable[[Sequence[Record], Sequence[Record]], Sequence[PredictionFinding]]
    draw: Callable[[Sequence[Record], Sequence[Record]], Figure]
    made_up: Callable[[Sequence[Record], bool], Sequence[Record]]
    twice: Callable[[Record], Record] | None = twice_the_epochs
    refuted: str = ""
    theory: str = ""
    cost: Callable[[Record, Environment], float] | None = None

    def all_jobs(self, plan: Plan) -> list[Record]:
        """The jobs of a plan, and each of them again with twice the training."""
        once = list(self.jobs(plan))
        return once if self.twice is None else [*once, *map(self.twice, once)]
