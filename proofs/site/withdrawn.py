"""Every verdict of a withdrawn record, beside what is measured today of the same question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from empirics.frame.claims import STORED, stored, today
from empirics.frame.records import SUMMARY
from empirics.frame.registry import NAMES, experiment

Question = tuple[str, str]
"""An experiment, and the id of one of its predictions."""

FOLDER = STORED / "withdrawn"
_FIG_4 = ("fig-4", "fig-4-images")
ASKED_ANEW: dict[Question, tuple[Question, ...]] = {
    **{
        ("learned-gamma", id_): tuple((name, id_) for name in _FIG_4)
        for id_ in ("error", "mmd", "loss", "active", "gradient-growth")
    },
    ("learned-gamma", "start"): (("starts", "high-loss"), ("pruning", "high-start")),
    ("pruning", "learned"): (("pruning", "learned"), ("loops", "learned")),
    ("pruning", "small-start"): (("pruning", "low-start"),),
    ("pruning", "sharp"): (("spiral-codes", "flip"), ("spiral", "sparse-at-small")),
    ("pca", "components"): (("components", "ratio"),),
    ("pca", "spare"): (("components", "prunes"), ("components", "pays")),
    ("outliers", "apart"): (("components", "other-apart"),),
    ("outliers", "steady"): (("components", "steady"),),
    ("outliers", "pca"): (("components", "other-apart"),),
    ("spiral-codes", "linear"): (("spiral-codes", "dense"),),
}
"""Where a question has another name today; one of the same name is the same question."""


def table() -> str:
    """One line for each prediction of each withdrawn record."""
    head = ("withdrawn record", "prediction", "verdicts then", "asked anew as: verdicts now")
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for path in sorted(FOLDER.glob(f"*/*/{SUMMARY}")):
        lines += (f"| {' | '.join(cells)} |" for cells in _of_record(path))
    return "\n".join(lines)


def _of_record(path: Path) -> Iterator[tuple[str, ...]]:
    name, which = path.parts[-3], path.parts[-2]
    findings = json.loads(path.read_text("utf-8"))["findings"]
    for id_ in dict.fromkeys(row["prediction"] for row in findings):
        then = _counted(row["outcome"] for row in findings if row["prediction"] == id_)
        now = "; ".join(map(_now, successors((name, id_)))) or "not asked again"
        yield f"`{name}`, {which[:8]}", id_, then, now


def successors(question: Question) -> tuple[Question, ...]:
    """Where it is asked today: nowhere, in one experiment, or in several."""
    name, id_ = question
    same = name in NAMES and any(each.id == id_ for each in experiment(name).predictions)
    return ASKED_ANEW.get(question, (question,) if same else ())


def _now(question: Question) -> str:
    name, id_ = question
    said = [each.outcome.value for each in today(name) if each.prediction == id_]
    link = f"[{name}: {id_}](../../../proofs/pages/data-{name}-{id_}.md)"
    return f"{link} {_counted(said)}" if stored(name) else f"{name}: {id_} not run"


def _counted(outcomes: Iterable[str]) -> str:
    """Verdicts with the number of data sets that have them.

    >>> _counted(["HOLDS", "FAILS", "HOLDS"])
    '2 HOLDS, 1 FAILS'
    """
    return ", ".join(f"{count} {outcome}" for outcome, count in Counter(outcomes).items())
