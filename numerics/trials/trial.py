"""A trial: many random cases of one kind, how they ended, and what was wrong with them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


class TrialOutcome(NamedTuple):
    """How one case ended, what is wrong with it, and the seconds of processor time it took."""

    ended: str
    wrong: list[str]
    seconds: float


Cases = Callable[[int, range], Iterator[TrialOutcome]]
"""The outcomes of the cases with these numbers; each case is drawn from the seed and its number."""


def draw(seed: int, number: int) -> random.Random:
    """The randomness of one case."""
    return random.Random(f"{seed}/{number}")  # noqa: S311


def each(case: Callable[[random.Random], tuple[str, list[str]]]) -> Cases:
    """Cases that need nothing but their randomness: how each ends, and what is wrong with it."""

    def cases(seed: int, numbers: range) -> Iterator[TrialOutcome]:
        for number in numbers:
            began = time.process_time()
            ended, wrong = case(draw(seed, number))
            yield TrialOutcome(ended, wrong, time.process_time() - began)

    return cases


@dataclass
class Trial:
    """One kind of trial: how many cases ran, how they ended, what was wrong (nothing, one hopes).

    ``slowest`` is the processor time of the slowest case, ``seconds`` that of all.
    """

    kind: str
    seed: int
    count: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    seconds: float = 0.0

    def grow(self, cases: Cases, count: int) -> Trial:
        """Run the cases that are missing up to this count."""
        for ended, wrong, seconds in cases(self.seed, range(self.count, count)):
            self.count += 1
            self.ended[ended] = self.ended.get(ended, 0) + 1
            self.wrong += wrong
            self.slowest = max(self.slowest, seconds)
            self.seconds += seconds
        return self

    @property
    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        rounded = {"seconds": round(self.seconds, 2), "slowest": round(self.slowest, 2)}
        return asdict(self) | rounded

    def __str__(self) -> str:
        parts = ", ".join(f"{n} {word}" for word, n in sorted(self.ended.items()))
        return (
            f"{self.kind}: {self.count} (seed {self.seed}), {parts}; wrong: {len(self.wrong)};"
            f" slowest {self.slowest:.2f} s, together {self.seconds:.0f} s"
        )
