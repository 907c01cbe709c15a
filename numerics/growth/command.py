"""What `numerics.scaling` does: how the cost of a certified minimum grows.

On random dense families (`numerics.solver.dense`), one size at a time is varied: kappa, n, d, the
number of parameters theta, and 1/tolerance.  Measured are the search, the replay of the
certificate, boxes and leaves, for a smooth h (log1p), one with flat pieces (capped) and one with a
convex piece (huber).  Then random sizes and penalties of the catalogue, off these axes, at every
gap; with ``--grid`` every penalty of the catalogue instead (`numerics.growth.precision`).  A case
that does not close, because time is up or nothing bounds its codes, is reported and drawn as such:
its time is when the search gave up.  Times are of this machine and this run: read the ratios.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from numerics.growth import precision
from numerics.growth.sizes import G, Size
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import table as aligned
from numerics.solver.dense import random_family
from numerics.solver.solve import minimise_family
from sparsity_theory.penalties.penalties import penalty

FORMAT, VERSION = "sparsity-theory scaling", 2
PENALTIES = ("log1p", "capped", "huber")


@dataclass(frozen=True)
class Preset:
    """What is varied, over what, for how many seeds, and the time limit of one search.

    Attributes:
        axes: the sizes of each axis.
        seeds: families of each.
        seconds: time limit of one search.
        off_the_axes: how many random sizes are solved at every gap.
    """

    axes: dict[str, tuple[int, ...]]
    seeds: int
    seconds: float
    off_the_axes: int


@dataclass(frozen=True)
class GrowthMedians:
    """Medians over the seeds of one size and penalty.

    Attributes:
        axis: what is varied.
        size: its value.
        h: the penalty.
        closed: how many of the seeds closed.
        seeds: how many there were.
        search_seconds: median, where a search that did not close counts as it was stopped.
        replay_seconds: median over the closed ones; None without any.
        boxes: median.
        leaves: median over the closed ones; None without any.
    """

    axis: str
    size: int
    h: str
    closed: int
    seeds: int
    search_seconds: float
    replay_seconds: float | None
    boxes: float
    leaves: float | None


QUICK = Preset(
    {"kappa": (2, 4, 6), "n": (1, 4, 16), "d": (6, 8, 16), "parameters": (0, 1, 2),
     "digits": (3, 6)},
    seeds=1,
    seconds=2.0,
    off_the_axes=2,
)  # fmt: skip
FULL = Preset(
    {"kappa": (2, 4, 6, 8, 10, 12), "n": (1, 4, 16, 64), "d": (6, 8, 16, 32),
     "parameters": (0, 1, 2, 3, 4), "digits": (2, 4, 6, 8)},
    seeds=3,
    seconds=30.0,
    off_the_axes=24,
)  # fmt: skip
# The decoders of the axis kappa stay injective: they have this many data dimensions more.
_SPARE_DIMENSIONS = 4


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    check_outputs(options.json, pictures=[options.plot])
    preset = QUICK if options.quick else FULL
    measured = [] if options.grid else measure(preset)
    families = precision.grid() if options.grid else precision.off_the_axes(preset.off_the_axes)
    solved = precision.measure(families, preset.seconds)
    record = {
        "format": FORMAT, "version": VERSION, "preset": "quick" if options.quick else "full",
        "g": G, "base": asdict(Size()), "seconds": preset.seconds,
        "cases": [asdict(case) for case in measured],
        "grid" if options.grid else "off_the_axes": [asdict(case) for case in solved],
    }  # fmt: skip
    write_json(options.json, record)
    if not is_stdout(options.json):
        where = "The catalogue, base size" if options.grid else "Random sizes off the axes"
        print(*([] if options.grid else [table(measured), ""]), sep="\n")
        print(precision.report(f"{where}, g = {G}", solved))
    if options.plot is not None:
        from numerics.growth.plot import draw  # noqa: PLC0415 - seldom needed

        draw(measured, options.plot)
    return Exit.DONE


def measure(preset: Preset) -> list[GrowthMedians]:
    """Everything of the preset, with a progress bar."""
    points = [(axis, size) for axis, sizes in preset.axes.items() for size in sizes]
    cases = [(axis, size, h) for axis, size in points for h in PENALTIES]
    for h in PENALTIES:  # what is proved about a penalty is found once, before the clock runs
        _one(h, Size(), 0, preset.seconds)
    shown = bar(cases, unit="case")
    return [_measured(axis, size, h, preset) for axis, size, h in shown]


def _measured(axis: str, size: int, h: str, preset: Preset) -> GrowthMedians:
    at = replace(Size(), **{axis: size})
    if axis == "kappa":
        at = replace(at, d=size + _SPARE_DIMENSIONS)
    found = [_one(h, at, seed, preset.seconds) for seed in range(preset.seeds)]
    closed = [each for each in found if each.closed]
    return GrowthMedians(
        axis,
        size,
        h,
        len(closed),
        len(found),
        statistics.median(each.search_seconds for each in found),
        statistics.median(each.replay_seconds for each in closed) if closed else None,
        statistics.median(each.boxes for each in found),
        statistics.median(each.leaves for each in closed) if closed else None,
    )


@dataclass(frozen=True)
class _One:
    closed: bool
    search_seconds: float
    replay_seconds: float
    boxes: int
    leaves: int


def _one(h: str, at: Size, seed: int, seconds: float) -> _One:
    family = random_family(at.d, at.kappa, at.n, at.parameters, seed)
    found = minimise_family(family, penalty(G), penalty(h), tolerance=at.tolerance, seconds=seconds)
    return _One(found.closed, found.search_seconds, found.replay_seconds, found.boxes, found.leaves)


def table(measured: Sequence[GrowthMedians]) -> str:
    """The measurements as aligned text."""
    rows = [
        (
            case.axis,
            str(case.size),
            case.h,
            f"{case.closed}/{case.seeds}",
            f"{case.search_seconds:.3f}",
            "-" if case.replay_seconds is None else f"{case.replay_seconds:.3f}",
            f"{case.boxes:.0f}",
            "-" if case.leaves is None else f"{case.leaves:.0f}",
        )
        for case in measured
    ]
    head = ("varied", "size", "h", "closed", "search s", "replay s", "boxes", "leaves")
    lines = [
        f"Random dense families, g = {G}; base: {asdict(Size())}; the tolerance is 10^-digits.",
        aligned(head, rows),
    ]
    lines.append(
        "closed: seeds whose minimum was certified; search s and replay s: seconds of finding it"
        " and of checking the proof; boxes: looked at in the search; leaves: of the proof. Medians."
    )
    undecided = sum(case.closed < case.seeds for case in measured)
    if undecided:
        lines.append(
            f"{undecided} rows have seeds that did not close: their times are when it gave up."
        )
    return "\n".join(lines)
