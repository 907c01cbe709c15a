"""The certified solver on random dense families of three, four and five decoder parameters.

(d, kappa, n) = (8, 4, 4), g = 1000 u, gap 1e-6, with a smooth h, one with a flat and one with a
convex piece.  Times are CPU seconds of this process: of the whole without the replay, and of a
replay of the certificate.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.benchmarks.aims import REPLAY_SHARE, Aim
from numerics.certificates.verify import verify
from numerics.running.progress import bar
from numerics.running.tables import table as aligned
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import minimise_family
from sparsity_theory.penalties.penalties import penalty

SIZE = 8, 4, 4
G, PENALTIES = "1000*u", ("log1p", "capped", "huber")
TOLERANCE = Fraction(1, 10**6)
QUICK_PARAMETERS, ALL_PARAMETERS = (3,), (3, 4, 5)
SEEDS = 3
CLOSED_BELOW = {3: (9, 60.0), 4: (7, 10.0), 5: (5, 60.0)}
"""For each number of parameters how many of the nine cases are to close, in how many seconds."""


@dataclass(frozen=True)
class ParametersRun:
    """One family.

    Attributes:
        parameters: p.
        h: the penalty on the row powers.
        seed: of the family.
        closed: whether the minimum was certified to the gap.
        seconds: CPU seconds of everything but the replay.
        replay_seconds: CPU seconds of a replay; None where nothing is certified.
        boxes: how many were bounded.
        leaves: of the certificate.
        note: why it is open.
    """

    parameters: int
    h: str
    seed: int
    closed: bool
    seconds: float
    replay_seconds: float | None
    boxes: int
    leaves: int
    note: str


def measure(parameters: Sequence[int], budget: float) -> list[ParametersRun]:
    """Every case, after one that is not measured; the budget is that of one search."""
    _one(1, PENALTIES[0], 0, budget)
    cases = [
        (p, h, seed) for p in parameters for h in PENALTIES for seed in range(SEEDS)
    ]  # fmt: skip
    return [_one(p, h, seed, budget) for p, h, seed in bar(cases, unit="family")]


def _one(p: int, h: str, seed: int, budget: float) -> ParametersRun:
    family = random_family(*SIZE, p, seed)
    g, of_h = penalty(G), penalty(h)
    began = time.process_time()
    found = minimise_family(family, g, of_h, tolerance=TOLERANCE, seconds=budget)
    whole, replay = time.process_time() - began, None
    if found.closed:
        began = time.process_time()
        verify(found.certificate)
        replay = time.process_time() - began
    seconds = whole - (replay or 0.0)
    return ParametersRun(
        p, h, seed, found.closed, seconds, replay, found.boxes, found.leaves, found.note
    )


def table(runs: Sequence[ParametersRun]) -> str:
    """The measurements as aligned text."""
    rows = [
        (
            str(run.parameters),
            run.h,
            str(run.seed),
            "yes" if run.closed else "no",
            f"{run.seconds:.2f}",
            "-" if run.replay_seconds is None else f"{run.replay_seconds:.2f}",
            str(run.boxes),
            str(run.leaves) if run.closed else "-",
        )
        for run in runs
    ]
    head = ("p", "h", "seed", "closed", "CPU s", "replay", "boxes", "leaves")
    return (
        f"Random dense families, (d, kappa, n) = {SIZE}, g = {G}, gap {float(TOLERANCE):g}\n"
        f"{aligned(head, rows)}"
    )


def aims(runs: Sequence[ParametersRun]) -> list[Aim]:
    """How many close and how fast, for each p that was run, and the share of the replay."""
    found = []
    for p in dict.fromkeys(run.parameters for run in runs):
        here = [run for run in runs if run.parameters == p]
        closed = [run for run in here if run.closed]
        wanted, limit = CLOSED_BELOW[p]
        fast = sum(run.seconds < limit for run in closed)
        slowest = max((run.seconds for run in closed), default=0.0)
        found.append(
            Aim(
                f"p = {p}: {wanted} of 9 close within {limit:g} CPU s",
                fast >= wanted,
                f"{fast} do, {len(closed)} close at all, the slowest of them in {slowest:.1f} s",
            )
        )
    shares = [run.replay_seconds / run.seconds for run in runs if run.replay_seconds is not None]
    if shares:
        text = f"a replay takes at most {REPLAY_SHARE:g} of the rest"
        worst = max(shares)
        found.append(Aim(text, worst <= REPLAY_SHARE, f"at most {worst:.2f}"))
    return found
