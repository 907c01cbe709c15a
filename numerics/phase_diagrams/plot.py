"""Pictures of phase diagrams: certified outcomes, with the boundary of Theorem B drawn over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerics.phase_diagrams.families import against_dense
from numerics.running.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numerics.phase_diagrams.diagram import Diagram

# Colours that stay apart for colour-blind readers and in grey: (outcome, colour, marker).
_STYLES = (
    ("success", "#2166ac", "s"),
    ("failure", "#f4a582", "s"),
    ("undecided", "black", "x"),
)
_COLUMNS = 3
_CURVE_POINTS = 120
_FEW_DECADES = 50  # a shorter axis gets tick labels at 1, 2 and 5
_PANEL = (4.1, 3.7)


def draw(diagrams: Sequence[Diagram], path: Path) -> None:
    """Draw one panel a family."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    columns = min(_COLUMNS, len(diagrams))
    rows = -(-len(diagrams) // columns)
    figure = Figure(
        figsize=(_PANEL[0] * max(columns, 1.3), _PANEL[1] * rows + 0.9), layout="constrained"
    )
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, diagram in zip(panels, diagrams, strict=False):
        _panel(axes, diagram)
    for axes in panels[len(diagrams) :]:
        axes.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=9)
    first = diagrams[0]
    dims = first.dims
    how = "exact codes" if first.g is None else f"all codes, g = {first.g}"
    figure.suptitle(
        f"Where the sparse code is preferred: (d, κ, r) = ({dims.d}, {dims.kappa}, {dims.r}),"
        f" M = {first.M}, {how}",
        fontsize=11,
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _curve(diagram: Diagram) -> list[tuple[float, float]]:
    """The boundary, also between the columns of the grid."""
    first, last = float(diagram.epsilons[0]), float(diagram.epsilons[-1])
    curve = []
    for epsilon in np.geomspace(first, last, _CURVE_POINTS):
        at = diagram.family.boundary(
            against_dense(diagram.dims.r, diagram.M, Fraction(float(epsilon)))
        ).at
        if at is not None:
            curve.append((float(epsilon), float(at)))
    return curve


def _panel(axes: Axes, diagram: Diagram) -> None:
    from matplotlib.ticker import LogLocator, NullFormatter  # noqa: PLC0415 - optional

    size = min(7.0, 190 / max(len(diagram.epsilons), len(diagram.parameters)))
    for outcome, color, marker in _STYLES:
        points = [
            (float(epsilon), float(parameter))
            for parameter, row in zip(diagram.parameters, diagram.outcomes, strict=True)
            for epsilon, found in zip(diagram.epsilons, row, strict=True)
            if found == outcome
        ]
        across, up = zip(*points, strict=True) if points else ((), ())
        label = outcome if outcome == "undecided" else f"certified {outcome}"
        axes.plot(across, up, marker, color=color, ms=size, mec=color, label=label)
    known = _curve(diagram)
    if known:
        axes.plot(*zip(*known, strict=True), color="black", lw=1.6, label="boundary of Theorem B")
    axes.set(xscale="log", yscale="log", xlabel="ε", ylabel=diagram.family.symbol)
    if diagram.epsilons[-1] < _FEW_DECADES * diagram.epsilons[0]:
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
    low, high = float(diagram.parameters[0]), float(diagram.parameters[-1])
    if low < high:
        axes.set_ylim(low / 1.2, high * 1.2)
    axes.set_title(f"h(u) = {diagram.family.formula}", fontsize=10)
