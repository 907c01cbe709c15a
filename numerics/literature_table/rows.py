"""The rows of the table: one for each penalty, argument and choice of parameters."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sympy import Expr, S

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.exact.constants import sign
from sparsity_theory.exact.effort import allowance
from sparsity_theory.infinite_values import answer, read_any
from sparsity_theory.penalties.facts import FACT_NAMES
from sparsity_theory.penalties.infinite import Infinite
from sparsity_theory.penalties.literature import LITERATURE, SOURCES, Listed, confirmed
from sparsity_theory.penalties.penalties import Penalty

INFINITE = "infinite"
"""What stands for facts of a penalty with infinite values."""


Question = tuple[Listed, str, Mapping[str, str]]
"""A penalty, "norm" or "power", and the values of parameters that are not the default ones."""


@dataclass(frozen=True)
class LiteratureRow:
    """One penalty: what was asked, what it is, the verdict, CPU seconds.

    Attributes:
        name: in the catalogue of the literature.
        title: what the field calls it.
        argument: "norm" for f(sqrt(u)), as most publications have it, "power" for f(u).
        asked: the text that was read.
        parameters: name and value of each.
        source: author, year, title.
        looked_up: whether author, year and title were found in other bibliographies.
        convention: whose parameters these are.
        text: the penalty as a text in u.
        slope: the slope at 0, `INFINITE` where the penalty has infinite values, "?" if unknown.
        H_plus: sup h - h(0).
        H_minus: inf h - h(0) over u > 0.
        growth: "bounded", "unbounded" or "?".
        nondecreasing, concave, bounded_gradient: "yes", "no" or "?".
        unknown: facts that could not be derived.
        verdict: of Theorem A at the given g and dimensions.
        part: what decides.
        facts_seconds: CPU seconds of reading it and deriving all facts.
        verdict_seconds: CPU seconds of the verdict, once the facts are there.
    """

    name: str
    title: str
    argument: str
    asked: str
    parameters: str
    source: str
    looked_up: str
    convention: str
    text: str
    slope: str
    H_plus: str
    H_minus: str
    growth: str
    nondecreasing: str
    concave: str
    bounded_gradient: str
    unknown: tuple[str, ...]
    verdict: str
    part: str
    facts_seconds: float
    verdict_seconds: float

    @property
    def record(self) -> dict[str, object]:
        """Ready for JSON."""
        return {**asdict(self), "unknown": list(self.unknown)}


def questions(
    names: Sequence[str] | None = None,
) -> Iterator[Question]:
    """Every penalty with each argument and each choice of parameters that is in use.

    >>> [argument for _, argument, _ in questions(["psi"])]
    ['power', 'norm', 'power', 'norm']
    """
    for named in LITERATURE:
        if names is None or named.name in names:
            arguments = ("norm", "power") if named.of_norm else ("power", "norm")
            for values in ({}, *named.others):
                for argument in arguments:
                    yield named, argument, values


def asked(named: Listed, argument: str, values: Mapping[str, str]) -> str:
    """The text of a question, as a user would type it."""
    inner = "sqrt(u)" if argument == "norm" else "u"
    return f"{named.name}({', '.join([inner, *(f'{k}={v}' for k, v in values.items())])})"


def row(
    named: Listed,
    argument: str,
    values: Mapping[str, str],
    *,
    g: Penalty,
    dims: Dimensions,
    seconds: float,
) -> LiteratureRow:
    """The row of one question."""
    text = asked(named, argument, values)
    given = {p.name: str(p.default) for p in named.parameters} | dict(values)
    began = time.process_time()
    with allowance(seconds):
        h = read_any(text)
        facts = _facts(h)
        read = time.process_time()
        if isinstance(h, Penalty):
            decision = characterise(g, h, dims)
            verdict, part = decision.verdict, decision.part
        else:
            found = answer(g, h, dims)
            verdict, part = found.verdict, found.part
    ended = time.process_time()
    return LiteratureRow(
        named.name, named.title, argument, text,
        ", ".join(f"{k}={v}" for k, v in given.items()),
        SOURCES[named.source], confirmed(named.source), named.convention,
        **facts, verdict=verdict.value, part=part,
        facts_seconds=round(read - began, 4), verdict_seconds=round(ended - read, 4),
    )  # fmt: skip


def _facts(h: Penalty | Infinite) -> dict[str, Any]:
    if isinstance(h, Infinite):
        words = ("slope", "H_plus", "H_minus", "growth", "nondecreasing", "concave")
        return {
            "text": h.text, **dict.fromkeys(words, INFINITE), "bounded_gradient": "no",
            "unknown": (),
        }  # fmt: skip
    facts = h.facts
    supremum = facts.supremum
    growth = "?" if supremum is None else "unbounded" if supremum is S.Infinity else "bounded"
    if supremum is None and h.bounds.supremum.high is not S.Infinity:
        growth = "bounded"
    return {
        "text": h.name,
        "slope": _number(facts.right_slope_at_zero),
        "H_plus": _rise(supremum, h.at_zero, h.bounds.supremum.high),
        "H_minus": _rise(facts.infimum, h.at_zero, h.bounds.infimum.low),
        "growth": growth,
        "nondecreasing": _word(facts.nondecreasing),
        "concave": _word(facts.concave),
        "bounded_gradient": _word(facts.bounded_gradient),
        "unknown": tuple(name for name in FACT_NAMES if getattr(facts, name) is None),
    }


def _word(fact: bool | None) -> str:
    return {True: "yes", False: "no", None: "?"}[fact]


def _rise(value: Expr | None, at_zero: Expr, bound: Expr) -> str:
    """A rise above h(0), or about what it is where only a bracket is known."""
    if value is not None:
        return _number(value - at_zero)
    return "?" if not bound.is_finite else f"about {float(bound - at_zero):.6g}"


def _number(value: Expr | None) -> str:
    """A number in a few characters: exact if short, else six digits."""
    if value is None:
        return "?"
    text = "0" if sign(value) == 0 else str(value)
    return text if len(text) <= 12 or not value.is_finite else f"{float(value):.6g}"


def undecided(rows: Sequence[LiteratureRow]) -> list[LiteratureRow]:
    """The rows without a verdict."""
    return [r for r in rows if r.verdict == Guarantee.UNDECIDED.value]
