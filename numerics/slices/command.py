"""What `numerics.landscapes` does: slices of the loss as gamma falls (Fig. 3), minima counted.

The lines are those of claim fig-3 (one linear layer each, from an optimal sparse representation at
t = 0 to an exact one with more active rows) and more of the same kind from random integers.  Every
local minimum on the whole line is enclosed by root isolation of the slope
(`numerics.slices.minima`): the counts are certified, and so is which of the minima is the lowest.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import sympy

from numerics.formulas import compiled
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import prose
from numerics.running.tables import table as aligned
from numerics.running.values import positives
from numerics.slices.minima import least, minima
from sparsity_theory.notation import gamma, w
from sparsity_theory.statements.fig import fig_3
from sparsity_theory.statements.fig.lines import draw as draw_integers
from sparsity_theory.statements.fig.lines import t

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAX_GAMMAS = 50
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
    return aligned(rows[0], rows[1:])


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
    value = compiled(t, loss.subs(gamma, sympy.Rational(str(found.noise))))
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


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    check_outputs(options.json, pictures=[options.plot, options.counts])
    noises = sorted(set(positives("--gammas", options.gammas, MAX_GAMMAS)), reverse=True)
    losses, others = named_lines(), random_lines(options.lines)
    with bar(total=len(losses) + len(others), unit="line") as shown:

        def along(loss: sympy.Expr) -> list[Slice]:
            found = [count(loss, noise) for noise in noises]
            shown.update()
            return found

        named = {name: along(loss) for name, loss in losses.items()}
        lines = [along(loss) for loss in others]
    if options.plot is not None:
        draw_slices(named, options.plot)
    if options.counts is not None:
        draw_counts(named, lines, options.counts)
    every = [each for slices in (*named.values(), *lines) for each in slices]
    write_json(options.json, _record(named, lines))
    if not is_stdout(options.json):
        print(table(named, lines))
        print(
            "\n"
            + prose(
                "Local minima on the whole line, every one enclosed. (a) and (b) are the slices of"
                " Fig. 3, t the place on them: t = 0 is an optimal sparse representation. |t| is"
                " the distance of the global minimiser to it, its median over the random lines."
            )
        )
    decided = all(each.lowest is not None for each in every)
    return Exit.DONE if decided else Exit.UNDECIDED


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
