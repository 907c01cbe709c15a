"""The certified solver alone: every penalty of the catalogue, three g and all sizes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from numerics.benchmarks.cases import SIZES
from numerics.running.progress import bar
from numerics.solver.solve import Answer, Geometry, solve
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.penalties import penalty

G = ("10*u", "1000*u", "log(u + 1/10000)")
HEADER = (
    f"{'variables':>9} {'closed':>8} {'search median':>14} {'worst':>8}"
    f" {'replay median':>14} {'worst':>8} {'leaves, most':>13}"
)
QUICK_PENALTIES = ("log1p", "sqrt", "scad", "huber")


def catalogue(variables: Sequence[int], *, quick: bool) -> dict[int, list[Answer]]:
    """An answer for each g and h, by size; ``quick`` takes `QUICK_PENALTIES` and one g."""
    names = [entry.name for entry in ENTRIES if entry.name != "indicator"]
    pairs = [
        (penalty(g), penalty(h))
        for g in (G[1:2] if quick else G)
        for h in (QUICK_PENALTIES if quick else names)
    ]
    geometry = Geometry()
    answers: dict[int, list[Answer]] = {size: [] for size in variables}
    total = len(variables) * len(pairs)
    with bar(total=total, desc="catalogue", unit="case") as shown:
        for size in variables:
            for g, h in pairs:
                answers[size].append(solve(g, h, SIZES[size], geometry=geometry))
                shown.update()
    return answers


def table(answers: dict[int, list[Answer]]) -> str:
    """How many are closed, how long it took, and what is not closed."""
    every = [answer for group in answers.values() for answer in group]
    hs = len({answer.h.text for answer in every})
    gs = ", ".join(dict.fromkeys(answer.g.text for answer in every))
    lines = [
        f"Certified solver alone: {hs} penalties h of the catalogue x g in {{{gs}}},",
        "theorem's instances, dense power 1/100, gap 1e-6",
        HEADER,
    ]
    lines += [_row(str(size), group) for size, group in answers.items()]
    lines.append(_row("all", every))
    lines += [
        f"not closed: {answer.instance.dims} g = {answer.g.text}, h = {answer.h.text}:"
        f" {answer.note}"
        for answer in every
        if answer.lower is None
    ]
    return "\n".join(lines)


def _row(name: str, answers: Sequence[Answer]) -> str:
    search = [answer.seconds - answer.replay_seconds for answer in answers]
    replay = [answer.replay_seconds for answer in answers]
    closed = sum(answer.lower is not None for answer in answers)
    return (
        f"{name:>9} {closed:>4}/{len(answers):<3}"
        f" {statistics.median(search):>12.3f} s {max(search):>6.2f} s"
        f" {statistics.median(replay):>12.3f} s {max(replay):>6.2f} s"
        f" {max(answer.leaves for answer in answers):>13}"
    )
