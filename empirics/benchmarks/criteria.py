"""What `diagnose` has to name, how often, and whether a stored confusion matrix shows it.

A mistake counts as named where it is named alone or, for x_hat in other units, refused in words; as
listed where it is one of several that are listed with the question that settles it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from empirics.benchmarks.zoo.mistakes import HEALTHY

LEARNED, FIXED = "gamma learned or closed", "gamma fixed"
KINDS = {
    "sigma": ("sigma: variance", "sigma: precision"),
    "units": ("units: both x 255", "units: x_hat x 255"),
    "rows": ("rows",),
    "exchanged": ("exchanged",),
    "gamma": ("gamma: deviation", "gamma: precision", "gamma: summed", "gamma: twice"),
    "beta": ("beta: / 2", "beta: x 4", "beta: x kappa"),
    "draws": ("mu: draws", "mu and x_hat: draws", "x_hat: draws"),
    "decode": ("decode: random",),
}
"""Mistakes by what they are about."""
# The right question counts: among others, a deviation near the variance's own error is not told
# from it, nor are draws whose noise the loss hardly pushes back from means.
_OPEN = ("gamma: deviation", "mu and x_hat: draws")
_ALARMED = {"decoder": 0, "arrays": 2}
_WRONG = {"decoder": 0.02, "arrays": 0.05}


@dataclass(frozen=True)
class Criterion:
    """An aim, and what was counted.

    Attributes:
        what: is counted.
        hits: how often it was so.
        cases: of so many.
        aim: least share; where `most` is set, the largest share or number.
        most: whether fewer are better.
    """

    what: str
    hits: int
    cases: int
    aim: float
    most: bool = False

    @property
    def met(self) -> bool:
        """Whether the counts reach the aim.

        >>> Criterion("named", 7, 10, 0.7).met, Criterion("wrong", 1, 10, 0.05, most=True).met
        (True, False)
        """
        if self.most and (self.aim >= 1 or self.aim == 0):
            return self.hits <= self.aim
        # In whole numbers: 0.7 * 10 is not 7.
        needed = round(self.aim * 1000) * self.cases
        return 1000 * self.hits <= needed if self.most else 1000 * self.hits >= needed

    def line(self) -> str:
        """As text, with MET or NOT MET."""
        share = f" ({self.hits / self.cases:.0%})" if self.cases else ""
        whole = self.aim == 0 or self.aim >= 1
        aim = f"{self.aim:.0f}" if whole else f"{self.aim:.0%}"
        bound = f"at {'most' if self.most else 'least'} {aim}"
        verdict = "MET" if self.met else "NOT MET"
        return f"{self.what}: {self.hits} of {self.cases}{share}, {bound}: {verdict}"


def criteria(found: dict[str, Any]) -> list[Criterion]:
    """The aims for one stored matrix, as `empirics.benchmarks.confusion.measure` gives it."""
    seen = found["seen"]
    models = sum(n for group, n in found["models"].items() if "not converged" not in group)
    rows = [
        Criterion("converged models with a mistake named though the input was right",
                  len(found["alarms"]), models, _ALARMED[seen], most=True),
        Criterion("converged models with a problem named that they do not have",
                  len(found["problems"]), models, _ALARMED[seen], most=True),
    ]  # fmt: skip
    rows += _arrays(found) if seen == "arrays" else _decoder(found)
    wrong = [counts(found, LEARNED, _every(found))]
    if seen == "arrays":
        wrong.append(counts(found, FIXED, _every(found)))
    total = sum(wrong, Counter[str]())
    where = "" if seen == "arrays" else f", {LEARNED}"
    rows.append(
        Criterion(f"wrong causes named{where}", total["wrong"], total.total(), _WRONG[seen], True)
    )
    return rows


def _arrays(found: dict[str, Any]) -> list[Criterion]:
    rows = []
    for kind in ("sigma", "units", "rows", "exchanged", "gamma", "beta", "draws"):
        learned = kind in {"gamma", "beta"}
        groups = (LEARNED,) if learned else (LEARNED, FIXED)
        where = f", {LEARNED}" if learned else ""
        aim = 0.4 if kind == "draws" else 0.7
        parts = KINDS[kind] if len(KINDS[kind]) > 1 else ()
        for name, causes in [(kind, KINDS[kind]), *((part, (part,)) for part in parts)]:
            total = sum((counts(found, group, causes) for group in groups), Counter[str]())
            label = f"{name} named{where}" if causes == KINDS[kind] else f"— {name} alone{where}"
            rows.append(Criterion(label, _named(total), total.total(), aim))
    return rows


def _decoder(found: dict[str, Any]) -> list[Criterion]:
    rows = []
    for cause in _every(found):
        total = counts(found, LEARNED, (cause,))
        lists = cause in _OPEN
        hits = _named(total) + (total["listed"] if lists else 0)
        how = "named or listed" if lists else "named"
        rows.append(Criterion(f"{cause} {how}, {LEARNED}", hits, total.total(), 0.9))
    for cause in _every(found):
        total = counts(found, FIXED, (cause,))
        hits = _named(total) + total["listed"]
        rows.append(Criterion(f"{cause} named or listed, {FIXED}", hits, total.total(), 0.9))
    return rows


def counts(found: dict[str, Any], group: str, causes: Iterable[str]) -> Counter[str]:
    """Outcomes of some causes in a group of models."""
    stored = found["outcomes"].get(group, {})
    return sum((Counter(stored.get(cause, {})) for cause in causes), Counter[str]())


def _named(total: Counter[str]) -> int:
    return total["named"] + total["refused"]


def _every(found: dict[str, Any]) -> list[str]:
    causes = {cause for group in found["outcomes"].values() for cause in group}
    return sorted(causes - {HEALTHY})


def compact(founds: list[dict[str, Any]]) -> str:
    """One row for each kind of mistake, as a Markdown table: the matrix in a dozen lines."""
    heads = [f"named, {each['seen']} | listed, {each['seen']}" for each in founds]
    rows = [f"| mistake | {' | '.join(heads)} |", "| --- " * (1 + 2 * len(founds)) + "|"]
    for kind, causes in KINDS.items():
        cells = []
        for each in founds:
            total = sum((counts(each, g, causes) for g in (LEARNED, FIXED)), Counter[str]())
            whole = total.total()
            cells += [f"{_named(total)} of {whole}", str(total["listed"])] if whole else ["", ""]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    cells = []
    for each in founds:
        models = sum(n for group, n in each["models"].items() if "not converged" not in group)
        cells += [f"{len(each['alarms'])} of {models} models", ""]
    rows.append(f"| none (a false alarm) | {' | '.join(cells)} |")
    return "\n".join(rows)
