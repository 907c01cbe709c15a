"""What `empirics.diagnose` names for one model of the zoo, handed over rightly and wrongly."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from empirics.benchmarks.zoo.mistakes import (
    HEALTHY,
    Given,
    drawn,
    mistaken,
    noisy_decoder,
    rewritten,
    right,
)
from empirics.benchmarks.zoo.training import Model
from empirics.diagnosis.causes import Finding, judge
from empirics.diagnosis.diagnosis import judged as whole_diagnosis
from empirics.diagnosis.evidence import ArrayEvidence, gather
from empirics.diagnosis.facts import measure
from empirics.diagnosis.inputs import read
from empirics.diagnosis.surrogate import Surrogate
from empirics.errors import MeasureError
from empirics.measures.arrays import Floats

Seen: TypeAlias = Literal["decoder", "arrays"]
Outcome: TypeAlias = Literal["silent", "named", "listed", "refused", "missed", "wrong"]


@dataclass(frozen=True)
class JudgedCase:
    """One case.

    Attributes:
        cause: what is wrong with it; `HEALTHY` where nothing is.
        outcome: what became of it.
        named: causes that were named, by name.
        problems: where nothing is wrong with the input, the topics of "problem" lines.
        numbers: that constants and sigma are judged by, see `_numbers`; of wrong inputs only.
    """

    cause: str
    outcome: Outcome
    named: list[str]
    problems: list[str]
    numbers: dict[str, float | None]

    @property
    def settled(self) -> bool:
        """Whether what is the case was said, and nothing else."""
        return self.outcome in {"silent", "named", "refused"}


def judged(model: Model, seen: Seen) -> list[JudgedCase]:
    """Every case of a model."""
    fits = _Fits()
    return [_case(given, seen, fits) for given in _cases(model, seen)]


class _Fits:
    """Most cases change one array or a constant: a map between two others is fitted once."""

    def __init__(self) -> None:
        self._made: dict[str, Surrogate] = {}

    def __call__(self, codes: Floats, targets: Floats) -> Surrogate:
        key = hashlib.sha256(codes.tobytes() + targets.tobytes()).hexdigest()
        if key not in self._made:
            self._made[key] = Surrogate(codes, targets)
        return self._made[key]


def _cases(model: Model, seen: Seen) -> Iterator[Given]:
    given = right(model)
    yield given
    yield drawn(model)
    yield from rewritten(given)
    yield from mistaken(model)
    if seen == "decoder":
        yield noisy_decoder(model)


def _case(given: Given, seen: Seen, fits: _Fits) -> JudgedCase:
    try:
        inputs = read(
            given.mu, given.sigma, given.x, given.x_hat, given.gamma,
            beta=given.beta, decode=given.decode if seen == "decoder" else None, rank=None,
            decoded_from=given.decoded_from, seed=0,
        )  # fmt: skip
    except MeasureError:
        # The only mistake among these that is certain enough for an error, which says what it is.
        return JudgedCase(given.cause, "refused", ["refused"], [], {})
    if given.cause == HEALTHY:
        whole = whole_diagnosis(measure(inputs, fits))
        found, problems = whole.finding, [line.topic for line in whole.problems]
        numbers: dict[str, float | None] = {}
    else:
        evidence = gather(inputs, given.gamma, fits)
        found, problems = judge(
            evidence, gamma=given.gamma, beta=given.beta, d=inputs.x.shape[1],
            source=given.decoded_from,
        ), []  # fmt: skip
        numbers = _numbers(evidence, given.gamma * inputs.x.shape[1])
    names = [cause.name for cause in found.causes]
    return JudgedCase(given.cause, _outcome(given, found), names, problems, numbers)


def _numbers(evidence: ArrayEvidence, expected: float) -> dict[str, float | None]:
    """The encoder's v and the error over those given; costs for each active dimension; powers.

    "best" is of sigma as given at the v it fits best, "variance" of its square root at the v given.
    """
    given, other = evidence.given, evidence.readings["variance"]
    found = {
        "encoder": evidence.ratio,
        "error": evidence.A / expected,
        "active": evidence.active,
        "best": given.best / evidence.active,
        "variance": other.given / evidence.active,
        "power": given.power,
        "power of variance": other.power,
    }
    return {k: float(f"{v:.3g}") if math.isfinite(v) else None for k, v in found.items()}


def _outcome(given: Given, found: Finding) -> Outcome:
    if not found.causes:
        return "silent" if given.cause == HEALTHY else "missed"
    if not set(found.causes) & set(given.truths):
        return "wrong"
    return "listed" if found.question or len(found.causes) > 1 else "named"
