"""What two more digits of the certified gap cost, on families on and off the axes of the growth.

The cost is CPU seconds of the whole, search and replay, and the number of boxes; one solve from
digits to digits + 2 is a step.  A step that costs more than twice as much is listed, with what the
solver says where it does not close.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from numerics.growth.sizes import G, Size
from numerics.running.progress import bar
from numerics.running.tables import table as aligned
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import Minimised, minimise_family
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.penalties import penalty

DIGITS = (2, 4, 6, 8, 10)
GRID_PARAMETERS = (0, 1, 2, 3)
GRID_SEEDS = 3
# Times below this many seconds are mostly overhead and noise: their steps are not judged.
SHORTEST = 0.05
MOST = 2.0
_LARGE_SHARE = 0.2  # of the new splits
_SEED = 17  # of the sizes off the axes


@dataclass(frozen=True)
class PrecisionCase:
    """A family and a penalty, solved to a gap of ``10^-digits``.

    Attributes:
        parameters: p, the number of theta.
        kappa: rows of the code.
        n: samples.
        d: data dimensions.
        digits: of the gap.
        h: the penalty.
        seed: of the family.
        closed: whether the minimum was certified.
        seconds: CPU seconds of search and replay.
        boxes: bounded by the search.
        note: why it did not close; else empty.
        splits: how many splits of the proof are in each coordinate: theta, the error, the powers of
            the rows; empty where there is no proof.
    """

    parameters: int
    kappa: int
    n: int
    d: int
    digits: int
    h: str
    seed: int
    closed: bool
    seconds: float
    boxes: int
    note: str
    splits: tuple[int, ...] = ()

    @property
    def family(self) -> tuple[int, int, int, int, str, int]:
        """All but the digits."""
        return (self.parameters, self.kappa, self.n, self.d, self.h, self.seed)


def grid() -> list[tuple[Size, str, int]]:
    """Every penalty of the catalogue, p = 0 to 3, three seeds, at the base size."""
    return [
        (Size(parameters=p), h, seed)
        for p in GRID_PARAMETERS
        for h in _penalties()
        for seed in range(GRID_SEEDS)
    ]


def off_the_axes(count: int) -> list[tuple[Size, str, int]]:
    """Random sizes, penalties and seeds, the same ones every time.

    >>> [(size.parameters, size.kappa, h) for size, h, _ in off_the_axes(2)] == [
    ...     (size.parameters, size.kappa, h) for size, h, _ in off_the_axes(3)[:2]
    ... ]
    True
    """
    draw = np.random.default_rng(_SEED)
    found = []
    for seed in range(count):
        kappa, n, spare, p = (
            int(draw.integers(*ends)) for ends in ((2, 7), (1, 13), (1, 9), (0, 4))
        )
        h = str(draw.choice(_penalties()))
        found.append((Size(kappa=kappa, n=n, d=kappa + spare, parameters=p), h, seed))
    return found


def _penalties() -> list[str]:
    return [entry.name for entry in ENTRIES if entry.name != "indicator"]


def measure(families: Sequence[tuple[Size, str, int]], seconds: float) -> list[PrecisionCase]:
    """Each family at every gap, with a progress bar.

    Args:
        families: sizes (their digits do not count), penalties, seeds.
        seconds: time limit of one search.
    """
    for h in {h for _, h, _ in families}:  # what is proved about a penalty is found once
        _ = penalty(h).facts
    asked = [(family, digits) for family in families for digits in DIGITS]
    shown = bar(asked, unit="case")
    return [_one(at, h, seed, digits, seconds) for (at, h, seed), digits in shown]


def _one(at: Size, h: str, seed: int, digits: int, seconds: float) -> PrecisionCase:
    family = random_family(at.d, at.kappa, at.n, at.parameters, seed)
    began = time.process_time()
    gap = Size(digits=digits).tolerance
    found = minimise_family(family, penalty(G), penalty(h), tolerance=gap, seconds=seconds)
    spent = time.process_time() - began
    return PrecisionCase(
        at.parameters, at.kappa, at.n, at.d, digits, h, seed,
        found.closed, spent, found.boxes, found.note, _splits(found),
    )  # fmt: skip


def _splits(found: Minimised) -> tuple[int, ...]:
    proof, family = found.certificate.minimum, found.certificate.family
    if proof is None:
        return ()
    columns = [split[0] for split in proof.splits if split is not None]
    size = family.parameters + 1 + family.shape[1]
    return tuple(np.bincount(columns, minlength=size).tolist()) if columns else (0,) * size


def _coordinates(case: PrecisionCase) -> list[str]:
    """What the columns of a box are called."""
    theta = [f"theta {j + 1}" for j in range(case.parameters)]
    return [*theta, "the error", *(f"the power of row {k + 1}" for k in range(case.kappa))]


@dataclass(frozen=True)
class TwoMoreDigits:
    """Two more digits for one family: the ratios of time and of boxes, both ends closed."""

    start: PrecisionCase
    end: PrecisionCase
    seconds: float
    boxes: float

    @property
    def why(self) -> str:
        """What the proof to the narrower gap splits that the other does not; read off the two."""
        before, after = self.start.splits, self.end.splits
        if not (before and after):
            return "its splits were not recorded"
        names = _coordinates(self.end)
        grown = [b - a for a, b in zip(before, after, strict=True)]
        new = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if b and not a]
        if sum(grown[i] for i in new) > _LARGE_SHARE * sum(grown):
            said = ", ".join(f"{names[i]} {after[i]}" for i in new)
            return f"the wider gap needs no split of what the narrower one splits too: {said}"
        most = max(range(len(grown)), key=grown.__getitem__)
        return f"most new splits are of {names[most]}: {before[most]}, then {after[most]}"

    @property
    def judged(self) -> bool:
        """Whether the dearer end takes long enough to be told from overhead."""
        return self.end.seconds >= SHORTEST


def steps(cases: Iterable[PrecisionCase]) -> list[TwoMoreDigits]:
    """All steps between closed cases."""
    closed = {(case.family, case.digits): case for case in cases if case.closed}
    found = []
    for (family, digits), end in closed.items():
        before = closed.get((family, digits - 2))
        if before is not None:
            boxes = end.boxes / max(before.boxes, 1)
            found.append(TwoMoreDigits(before, end, end.seconds / max(before.seconds, 1e-9), boxes))
    return found


def report(title: str, cases: Sequence[PrecisionCase]) -> str:
    """By number of parameters: what closed, and what two more digits cost; then the exceptions."""
    every = steps(cases)
    rows = []
    for p in sorted({case.parameters for case in cases}):
        here = [case for case in cases if case.parameters == p]
        mine = [step for step in every if step.end.parameters == p]
        mean = math.exp(np.mean([math.log(step.seconds) for step in mine])) if mine else None
        judged = [step.seconds for step in mine if step.judged]
        dear = sum(ratio > MOST for ratio in judged)
        rows.append(
            (
                str(p),
                f"{sum(case.closed for case in here)}/{len(here)}",
                str(len(mine)),
                "-" if mean is None else f"{mean:.2f}",
                f"{max(judged):.2f}" if judged else "-",
                f"{max(step.boxes for step in mine):.2f}" if mine else "-",
                f"{dear}/{len(judged)}",
            )
        )
    head = ("p", "closed", "steps", "mean", "worst time", "worst boxes", "above 2")
    lines = [f"{title}: what two more digits of the gap cost, 10^-2 to 10^-10", aligned(head, rows)]
    lines.append(
        "mean: geometric, of the ratios of CPU seconds; worst boxes: of all steps; worst time, and"
        f" what is above 2: of the steps to {SHORTEST} s or more, since less is overhead."
    )
    lines += [_dear(step) for step in every if step.judged and step.seconds > MOST]
    lines += [f"not closed: {_named(case)}: {case.note}" for case in cases if not case.closed]
    return "\n".join(lines)


def _dear(step: TwoMoreDigits) -> str:
    return (
        f"above 2: {_named(step.end)}: {step.seconds:.2f} times the seconds and {step.boxes:.2f}"
        f" times the boxes of 1e-{step.end.digits - 2}; {step.why}"
    )


def _named(case: PrecisionCase) -> str:
    return (
        f"p = {case.parameters}, (d, kappa, n) = ({case.d}, {case.kappa}, {case.n}), h = {case.h},"
        f" seed {case.seed}, gap 1e-{case.digits}"
    )
