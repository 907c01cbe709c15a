"""The numbers of the drawn experiments: for a pointer over the picture, and as a table below it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from empirics.frame.claims import claim_id, stored
from empirics.frame.registry import NAMES, experiment
from empirics.frame.verdicts import intact
from proofs.errors import ToolError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D


@dataclass(frozen=True)
class Series:
    """What one line or group of dots of a figure shows.

    Attributes:
        panel: the title of its axes and what they measure.
        name: of the series, as its legend or the axis has it.
        along: what x is.
        points: (x, y) in the units of the axes.
        places: the same in shares of the picture's width and height, from its upper left corner.
    """

    panel: str
    name: str
    along: str
    points: tuple[tuple[float, float], ...]
    places: tuple[tuple[float, float], ...]


def experiments() -> dict[str, str]:
    """The experiment of each claim about data."""
    known = map(experiment, NAMES)
    return {claim_id(of, each): of.name for of in known for each in of.predictions}


def figure(name: str) -> Figure:
    """The figure of an experiment, drawn now from its stored run.

    Raises:
        ToolError: if there is no such run.
    """
    run = stored(name)
    if run is None:
        raise ToolError(f"no full run of {name} is stored: there is nothing to draw")
    made: Figure = experiment(name).draw(*intact(*run.jobs_and_results()))
    made.canvas.draw()  # the places of axes are known after that
    return made


def series(made: Figure) -> Iterator[Series]:
    """All lines and dots of a drawn figure; those that only guide the eye (two points) left out."""
    size = np.array([made.bbox.width, made.bbox.height])
    for axes in made.axes:
        for line in axes.lines:
            points = np.column_stack([line.get_xdata(), line.get_ydata()]).astype(float)
            places = line.get_transform().transform(points) / size
            shown = np.isfinite(places).all(axis=1) & (abs(places - 0.5) <= 0.5).all(axis=1)
            if _guide(line) or not shown.any():
                continue
            yield Series(
                " · ".join(text for text in (axes.get_title(), axes.get_ylabel()) if text),
                _name(axes, line),
                axes.get_xlabel(),
                tuple((float(x), float(y)) for x, y in points[shown]),
                tuple((float(x), float(1 - y)) for x, y in places[shown]),
            )


def _guide(line: Line2D) -> bool:
    return str(line.get_label()).startswith("_") and line.get_marker() in ("None", "", None)


def _name(axes: Axes, line: Line2D) -> str:
    """Its label; without one, the label of the tick that it stands at."""
    label = str(line.get_label())
    if not label.startswith("_"):
        return label
    ticks = {float(at): text.get_text() for at, text in
             zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)}  # fmt: skip
    if axes.get_xlabel() or not ticks:
        return ""
    at = float(np.mean(np.asarray(line.get_xdata(), dtype=float)))
    return ticks[min(ticks, key=lambda tick: abs(tick - at))]


def html(made: Figure) -> str:
    """What stands below the picture: the points for the pointer, and the table."""
    found = list(series(made))
    data: list[list[Any]] = [
        [round(left, 4), round(top, 4), _said(each, point)]
        for each in found
        for point, (left, top) in zip(each.points, each.places, strict=True)
    ]
    rows = "\n".join(map(_row, found))
    return (
        "```{raw} html\n"
        f'<script type="application/json" class="points">{json.dumps(data, ensure_ascii=False)}'
        "</script>\n"
        '<details class="step numbers"><summary>The numbers of this figure</summary>\n'
        '<div class="table-wrapper"><table><thead><tr><th scope="col">panel</th>'
        '<th scope="col">series</th><th scope="col">x</th><th scope="col">y</th></tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div></details>\n```"
    )


def _said(of: Series, point: tuple[float, float]) -> str:
    x, y = (f"{value:.4g}" for value in point)
    where = f"{of.along} = {x}: " if of.along else ""
    return f"{of.name}: {where}{y}" if of.name else f"{where}{y}"


def _row(of: Series) -> str:
    x = ", ".join(f"{a:.4g}" for a, _ in of.points) if of.along else ""
    y = ", ".join(f"{b:.4g}" for _, b in of.points)
    along = f"{of.along}: {x}" if x else "–"
    cells = (escape(text) for text in (of.panel, of.name or "–", along, y))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
