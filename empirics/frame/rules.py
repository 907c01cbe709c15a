"""A prediction together with the rule that decides it, each said once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from empirics.frame.experiment import Prediction, PredictionFinding, PredictionVerdict, Record
from empirics.frame.jobs import rows
from empirics.frame.statistics import LEVEL, Estimate, Interval, Predicted, Scale, estimate
from sparsity_theory.ledger.claims import Mark

Floats = NDArray[np.float64]


def by_seed(
    rows: Iterable[Record],
    value: Callable[[Record], float],
    combine: Callable[[Sequence[float]], float],
) -> list[float]:
    """One number for each seed: its rows' values, combined (by `max`, say).

    >>> rows = [{"member": {"seed": s}, "x": x} for s, x in ((0, 1.0), (1, 5.0), (0, 3.0))]
    >>> by_seed(rows, lambda row: row["x"], max)
    [3.0, 5.0]
    """
    values: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        values[row["member"]["seed"]].append(value(row))
    return [combine(values[seed]) for seed in sorted(values)]


def per_seed(rows: Iterable[Record], quantity: str) -> Floats:
    """One number for each seed, in the order of the seeds; nan where a model has none.

    >>> rows = [{"member": {"seed": 1}, "error": 2.0}, {"member": {"seed": 0}, "error": None}]
    >>> per_seed(rows, "error")
    array([nan,  2.])
    """
    return np.array(by_seed(rows, lambda row: _number(row[quantity]), _single))


def ratio(a: ArrayLike, b: ArrayLike) -> Floats:
    """``a / b``; nan where b is 0.

    >>> ratio([1, 2], [2, 0])
    array([0.5, nan])
    """
    above, below = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    quotient: Floats = np.full(below.shape, np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient


def listed(values: ArrayLike, missing: str = "withheld") -> str:
    """One number per seed, for a note; a count that is None was withheld, as rules differ.

    >>> listed([3.0, float("nan"), 2.5])
    '3, withheld, 2.5'
    """
    numbers = np.asarray(values, float)
    return ", ".join(f"{value:.3g}" if np.isfinite(value) else missing for value in numbers)


def for_each_data_set(
    jobs: Sequence[Record],
    results: Sequence[Record],
    findings: Callable[[str, Sequence[Record]], list[PredictionFinding]],
) -> list[PredictionFinding]:
    """What ``findings`` makes of each data set's name and trained models, one after the other."""
    models: dict[str, list[Record]] = {}
    for row in rows(jobs, results):
        models.setdefault(row["data"], []).append(row)
    return [found for name, here in models.items() for found in findings(name, here)]


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _single(values: Sequence[float]) -> float:
    (value,) = values  # more would mean that conditions got mixed
    return value


def column(models: Iterable[Record], quantity: str, seeds: Sequence[int], **labels: Any) -> Floats:
    """A quantity of the models with these labels, one number per seed; nan where there is none.

    >>> rows = [{"member": {"seed": 1}, "arm": "a", "error": 2.0}]
    >>> column(rows, "error", [0, 1], arm="a")
    array([nan,  2.])
    """
    chosen = [row for row in models if all(row.get(key) == value for key, value in labels.items())]
    found = {row["member"]["seed"]: _number(row[quantity]) for row in chosen}
    if len(found) != len(chosen):
        raise ValueError(f"more than one model of a seed has the labels {labels}")
    return np.array([found.get(seed, math.nan) for seed in seeds])


@dataclass(frozen=True)
class Rule:
    r"""A prediction about one number per seed.

    Attributes:
        id: short name, unique in its experiment.
        text: the prediction, Markdown with ``$...$``.
        quantity: the number, in words.
        predicted: the number lies below, above or between the bounds.
        bounds: one number, or two for "in".
        why: where the bound comes from: the paper's numbers, a null model, a cost.
        mark: who predicts it.
        source: where it stands.
        scale: see `empirics.frame.statistics.estimate`.

    >>> rule = Rule("x", "$x$ grows.", "last over first x", ">", 1.0, Mark.PAPER, "Fig. 4", "ratio")
    >>> rule.prediction.test
    'Geometric mean over the seeds of last over first x, against the bound: above 1.'
    >>> rule.finding("digits", [2.0, 2.1, 1.9]).outcome
    <PredictionVerdict.HOLDS: 'HOLDS'>
    """

    id: str
    text: str
    quantity: str
    predicted: Predicted
    bounds: float | Interval
    mark: Mark
    source: str
    scale: Scale = "plain"
    why: str = ""

    @property
    def prediction(self) -> Prediction:
        """The prediction with its test in words."""
        why = f" ({self.why})" if self.why else ""
        test = f"{_MEANS[self.scale]} {self.quantity}, against the bound: {self._region}{why}."
        return Prediction(self.id, self.text, test, self.mark, self.source)

    @property
    def _region(self) -> str:
        if isinstance(self.bounds, tuple):
            return f"between {self.bounds[0]:.3g} and {self.bounds[1]:.3g}"
        return f"{'above' if self.predicted == '>' else 'below'} {self.bounds:.3g}"

    def finding(
        self, data: str, values: ArrayLike, note: str = "", *, least: float = 0.0
    ) -> PredictionFinding:
        """What one data set says, from one number per seed, before it is corrected and doubled.

        The spread over the seeds is taken to be at least ``least``.  Where the number is undefined
        for some seed (nan; or not positive, for a ratio), nothing is left out: the verdict is
        UNDECIDED.
        """
        numbers = np.asarray(values, dtype=np.float64)
        undefined = ~np.isfinite(numbers) | ((self.scale == "ratio") & (numbers <= 0))
        if undefined.any() or not numbers.size:
            count = f"undefined for {undefined.sum()} of {len(numbers)} seeds"
            note = f"{count}; {note}" if note else count
            nothing = (-math.inf, math.inf)
            found = Estimate(math.nan, nothing, LEVEL, len(numbers), 0.0, math.nan, 1.0)
        else:
            found = estimate(numbers, self.predicted, self.bounds, self.scale, least=least)
        outcome = PredictionVerdict.UNDECIDED
        if found.p <= 1 - LEVEL:
            outcome = PredictionVerdict.HOLDS if found.effect > 0 else PredictionVerdict.FAILS
        return PredictionFinding(
            prediction=self.id,
            data=data,
            outcome=outcome,
            quantity=self.quantity,
            estimate=found.value,
            interval=found.interval,
            level=found.level,
            runs=found.runs,
            note=note,
            effect=found.effect,
            standardised=found.standardised,
            p=found.p,
        )


_MEANS: dict[Scale, str] = {
    "plain": "Mean over the seeds of",
    "count": "Mean over the seeds of",
    "ratio": "Geometric mean over the seeds of",
    "share": "Share of the seeds with",
}
