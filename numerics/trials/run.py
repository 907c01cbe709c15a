"""Run the trials: disguises, random expressions against samples, hostile expressions in bounds."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from numerics.trials.disguises import DISGUISES, outcomes
from numerics.trials.sampling import contradictions, text_sampler
from numerics.trials.texts import hostile_text, random_text
from sparsity_theory.errors import ContradictionError, SparsityTheoryError
from sparsity_theory.exact.effort import allowance
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.penalties import penalty

_RANDOM_SECONDS = 2.0
_GRACE = 8.0
"""Seconds (of processor time) beyond the allowance within which an answer must be there."""


@dataclass(frozen=True)
class Trial:
    """One kind of trial: how many ran, how they ended, what was wrong (nothing, one hopes)."""

    kind: str
    count: int
    seed: int
    ended: dict[str, int]
    wrong: list[str]
    slowest: float
    seconds: float

    @property
    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    def __str__(self) -> str:
        parts = ", ".join(f"{n} {word}" for word, n in sorted(self.ended.items()))
        return (
            f"{self.kind}: {self.count} (seed {self.seed}), {parts}; wrong: {len(self.wrong)};"
            f" slowest {self.slowest:.2f} s, together {self.seconds:.0f} s"
        )


def disguise_trial(names: list[str] | None = None, forms: list[str] | None = None) -> Trial:
    """Every penalty of the catalogue in every disguise: the same facts or fewer."""
    start, ended, wrong = time.monotonic(), Counter[str](), []
    chosen = [e.name for e in ENTRIES if e.name != "indicator"] if names is None else names
    found = list(outcomes(chosen, list(DISGUISES) if forms is None else forms))
    for outcome in found:
        ended["with fewer facts" if outcome.hidden else "with the same facts"] += 1
        wrong += [f"{outcome.name}, {outcome.disguise}: {c}" for c in outcome.changed]
    return Trial("disguises", len(found), 0, dict(ended), wrong, 0.0, time.monotonic() - start)


def random_trial(count: int, seed: int = 1) -> Trial:
    """Random expressions: no fact is contradicted by independent samples."""
    draw, ended, wrong, slowest = random.Random(seed), Counter[str](), [], 0.0  # noqa: S311
    start = time.monotonic()
    for _ in range(count):
        text = random_text(draw)
        began = time.process_time()
        how, found = examine(text)
        slowest = max(slowest, time.process_time() - began)
        ended[how] += 1
        wrong += [f"{text}: {w}" for w in found]
    return Trial("random", count, seed, dict(ended), wrong, slowest, time.monotonic() - start)


def examine(text: str) -> tuple[str, list[str]]:
    """How a text ends, and what is wrong with it.

    >>> examine("u/(1 + u)")
    ('all facts', [])
    """
    try:
        with allowance(_RANDOM_SECONDS):
            h = penalty(text)
            found = contradictions(h, text_sampler(text))
    except SparsityTheoryError:
        return "refused", []
    except ContradictionError as error:
        return "contradicted", [str(error)]
    if not h.defined:
        return "domain undecided", found
    return "all facts" if None not in vars(h.facts).values() else "some facts", found


def hostile_trial(count: int, seed: int = 1, megabytes: int = 1000) -> Trial:
    """Hostile expressions in a process with a memory limit: an answer or a refusal, in time."""
    start, ended, wrong, slowest = time.monotonic(), Counter[str](), [], 0.0
    done = 0
    while done < count:
        command = [sys.executable, "-m", "numerics.trials.hostile", str(count), str(seed),
                   str(done), str(megabytes)]  # fmt: skip
        process = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        lines = [json.loads(line) for line in process.stdout.splitlines()]
        for text, how, seconds in lines:
            ended[how] += 1
            slowest = max(slowest, seconds)
            if how == "contradicted" or seconds > _RANDOM_SECONDS + _GRACE:
                wrong.append(f"{text}: {how} after {seconds:.1f} s")
        done += len(lines)
        if done < count:
            draw = random.Random(seed)  # noqa: S311
            text = [hostile_text(draw) for _ in range(done + 1)][-1]
            wrong.append(f"{text}: the process ended with {process.returncode}")
            ended["crashed"] += 1
            done += 1
    return Trial("hostile", count, seed, dict(ended), wrong, slowest, time.monotonic() - start)


def endure(count: int, seed: int, skip: int, megabytes: int) -> None:
    """The child of `hostile_trial`: one JSON line for each text."""
    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    draw = random.Random(seed)  # noqa: S311
    for i in range(count):
        text = hostile_text(draw)
        if i < skip:
            continue
        began = time.process_time()
        try:
            with allowance(_RANDOM_SECONDS):
                known = list(vars(penalty(text).facts).values())
            how = "all facts" if None not in known else "some facts"
        except SparsityTheoryError:
            how = "refused"
        except ContradictionError:
            how = "contradicted"
        except MemoryError:
            how = "out of memory"
        sys.stdout.write(json.dumps([text, how, round(time.process_time() - began, 3)]) + "\n")
        sys.stdout.flush()
