"""``python -m numerics.landscapes``: slices of the loss as gamma falls (Fig. 3), minima counted.

The lines are those of claim fig-3 (one linear layer each, from an optimal sparse representation at
t = 0 to an exact one with more active rows) and more of the same kind from random integers.  Every
local minimum on the whole line is enclosed by root isolation of the slope
(`numerics.slices.minima`): the counts are certified, and so is which of the minima is the lowest.

Exit status: 0 certified, 2 bad input, 3 some minima could not be told apart.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import sympy
from tqdm import tqdm

from numerics.errors import NumericsError
from numerics.running.files import write_atomically
from numerics.running.options import check_outputs, guarded, positives
from numerics.slices.minima import least, minima
from sparsity_theory.notation import gamma, w
from sparsity_theory.statements.fig import fig_3
from sparsity_theory.statements.fig.lines import draw as draw_integers
from sparsity_theory.statements.fig.lines import t

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DEFAULT_GAMMAS = "1,3e-1,1e-1,3e-2,1e-2,3e-3,1e-3,3e-4,1e-4"
DEFAULT_LINES = 20
MAX_GAMMAS, MAX_LINES = 50, 500
_PRICE = sympy.log(1 + w**2 / gamma)
# Scale of the second end on the random lines, as on slice (a).
_SCALE = sympy.Rational(1, 8)
_COLOURS = 10


@dataclass(frozen=True)
class Slice:
    """The local minima of one line at one gamma.

    Attributes:
        noise: gamma.
        places: middles of the enclosures, from left to right.
        lowest: the index of the global minimiser; None when the values overlap.
    """

    noise: Fraction
    places: tuple[float, ...]
    lowest: int | None

    @property
    def minimiser(self) -> float | None:
        """The t of the global minimiser."""
        return None if self.lowest is None else self.places[self.lowest]


def count(loss: sympy.Expr, noise: Fraction) -> Slice:
    """Enclose and compare the local minima of a loss in t and gamma."""
    at = loss.subs(gamma, sympy.Rational(noise.numerator, noise.denominator))
    found = minima(at, t)
    return Slice(noise, tuple(float(point.mid()) for point in found), least(at, t, found))


def named_lines() -> dict[str, sympy.Expr]:
    """The two slices of the claim, in t and gamma."""
    parts = fig_3.CLAIM.parts
    return {name: fig_3.slice_loss(parts, name, gamma) for name in fig_3.SEEDS}


def random_lines(number: int) -> list[sympy.Expr]:
    """The first lines from random integers that are not deficient."""
    lines: list[sympy.Expr] = []
    seed = 0
    while len(lines) < number:
        integers = draw_integers(seed)
        if integers is not None:
            lines.append(integers.line(_SCALE).loss(_PRICE, w))
        seed += 1
    return lines


def table(named: dict[str, list[Slice]], lines: list[list[Slice]]) -> str:
    """Counts and minimisers of the two slices, and the counts of the random lines."""
    rows = [["gamma"]]
    for name in named:
        rows[0] += [f"minima ({name})", f"global minimiser ({name})"]
    rows[0] += ["random lines with 1, 2, 3, 4+ minima", "median |t|"]
    for i, first in enumerate(next(iter(named.values()))):
        row = [f"{float(first.noise):g}"]
        for slices in named.values():
            best = slices[i].minimiser
            row += [str(len(slices[i].places)), "undecided" if best is None else f"{best:.3g}"]
        numbers = Counter(min(len(line[i].places), 4) for line in lines)
        places = [abs(x) for line in lines if (x := line[i].minimiser) is not None]
        row.append(", ".join(str(numbers[k]) for k in (1, 2, 3, 4)))
        row.append(f"{float(np.median(places)):.2g}" if places else "-")
        rows.append(row)
    widths = [max(len(row[j]) for row in rows) for j in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


# --- figures -----------------------------------------------------------------------------------


def draw_slices(named: dict[str, list[Slice]], path: Path) -> None:
    """The two slices at each gamma, less their minimum, with every local minimum marked."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(11, 4.4), layout="constrained")
    losses = named_lines()
    panels = figure.subplots(1, len(named))
    for axes, (name, slices) in zip(panels, named.items(), strict=True):
        for i, each in enumerate(slices):
            _draw_slice(axes, losses[name], each, f"C{i % _COLOURS}")
        axes.set(title=f"slice ({name})", xlabel="t  (0: optimal sparse representation)")
        axes.set_yscale("asinh", linear_width=1)
        axes.set(xlim=(-0.35, 1.35), ylim=(-0.3, None), ylabel="loss, less its minimum")
        axes.set_yticks([0, 1, 10, 100, 1000, 10_000], ["0", "1", "10", "100", "1e3", "1e4"])
        axes.minorticks_off()
    panels[-1].legend(fontsize=8, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    _save(figure, path)


def _draw_slice(axes: Axes, loss: sympy.Expr, found: Slice, colour: str) -> None:
    value = sympy.lambdify(t, loss.subs(gamma, sympy.Rational(str(found.noise))), "numpy")
    places = np.array(found.places)
    grid = np.sort(np.concatenate([np.linspace(-0.35, 1.35, 3001), places]))
    least_value = float(value(places).min())
    axes.plot(
        grid, value(grid) - least_value, color=colour, lw=1, label=f"γ = {float(found.noise):g}"
    )
    axes.plot(places, value(places) - least_value, "o", ms=3, color=colour)


def draw_counts(named: dict[str, list[Slice]], lines: list[list[Slice]], path: Path) -> None:
    """Number of local minima, and distance of the global minimiser to 0, against gamma."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    noises = [float(each.noise) for each in next(iter(named.values()))]
    if lines:
        mean = [float(np.mean([len(line[i].places) for line in lines])) for i in range(len(noises))]
        left.plot(noises, mean, color="black", lw=2, label=f"mean of {len(lines)} random lines")
    for line in lines:
        right.plot(noises, _distances(line), color="0.8", lw=0.6)
    for index, (name, slices) in enumerate(named.items()):
        numbers = [len(each.places) for each in slices]
        left.plot(noises, numbers, "o-", color=f"C{index}", label=f"slice ({name})")
        right.plot(noises, _distances(slices), "o-", color=f"C{index}", label=f"slice ({name})")
    for axes in (left, right):
        axes.set(xscale="log", xlabel="γ")
        axes.invert_xaxis()
        axes.legend(fontsize=8, frameon=False)
    left.set(title="local minima on the line, certified", ylabel="number")
    left.yaxis.get_major_locator().set_params(integer=True)
    right.set(yscale="log", title="global minimiser (grey: random lines)", ylabel="|t|")
    _save(figure, path)


def _distances(slices: list[Slice]) -> list[float]:
    return [float("nan") if x.minimiser is None else abs(x.minimiser) for x in slices]


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


# --- the command -------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    return guarded("landscapes", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(options.json, pictures=[options.slices, options.counts])
    if not 0 <= options.lines <= MAX_LINES:
        raise NumericsError(f"--lines {options.lines}: give 0 to {MAX_LINES} random lines")
    noises = sorted(set(positives("--gammas", options.gammas, MAX_GAMMAS)), reverse=True)
    losses, others = named_lines(), random_lines(options.lines)
    with tqdm(total=len(losses) + len(others), unit="line", file=sys.stderr, leave=False) as bar:

        def along(loss: sympy.Expr) -> list[Slice]:
            found = [count(loss, noise) for noise in noises]
            bar.update()
            return found

        named = {name: along(loss) for name, loss in losses.items()}
        lines = [along(loss) for loss in others]
    if options.slices is not None:
        draw_slices(named, options.slices)
    if options.counts is not None:
        draw_counts(named, lines, options.counts)
    every = [each for slices in (*named.values(), *lines) for each in slices]
    if options.json is not None:
        content = json.dumps(_record(named, lines), indent=1, allow_nan=False) + "\n"
        if str(options.json) == "-":
            print(content, end="")
        else:
            write_atomically(options.json, content)
    if str(options.json) != "-":
        print(table(named, lines))
        print(
            "\nLocal minima on the whole line, every one enclosed; t = 0 is an optimal sparse"
            " representation."
        )
    return 0 if all(each.lowest is not None for each in every) else 3


def _record(named: dict[str, list[Slice]], lines: list[list[Slice]]) -> dict[str, object]:
    def entries(slices: list[Slice]) -> list[dict[str, object]]:
        return [
            {"gamma": str(x.noise), "minima": list(x.places), "global_minimiser": x.minimiser}
            for x in slices
        ]

    return {
        "slices": {name: entries(slices) for name, slices in named.items()},
        "random": [entries(slices) for slices in lines],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.landscapes",
        description="Count the local minima of slices of the loss as gamma falls (Fig. 3),"
        " certified on the whole line.",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add("--gammas", default=DEFAULT_GAMMAS, help=f"decoder variances (default {DEFAULT_GAMMAS})")
    add(
        "--lines",
        type=int,
        default=DEFAULT_LINES,
        help=f"random lines beside the two slices (default {DEFAULT_LINES})",
    )
    add("--slices", type=Path, metavar="FILE", help="draw the two slices at every gamma")
    add("--counts", type=Path, metavar="FILE", help="draw counts and minimisers against gamma")
    add("--json", type=Path, metavar="FILE", help="write the answers; - for standard output")
    return parser
