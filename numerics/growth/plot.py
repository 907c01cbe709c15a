"""The figure of `numerics.scaling`: ratios to the smallest size, on logarithmic axes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from numerics.running.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numerics.growth.command import GrowthMedians

_LABELS = {
    "kappa": "code rows κ (d = κ + 4)", "n": "samples n", "d": "data dimensions d",
    "parameters": "parameters θ (placed at p + 1)", "digits": "1/tolerance",
}  # fmt: skip
_COLOURS = ("tab:blue", "tab:orange", "tab:green")


def draw(measured: Sequence[GrowthMedians], path: Path) -> None:
    """One panel a quantity and axis; open markers where some seed did not close."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    axes_names = list(dict.fromkeys(case.axis for case in measured))
    figure = Figure(figsize=(3 * len(axes_names), 6), layout="constrained")
    panels = figure.subplots(2, len(axes_names), squeeze=False, sharey="row")
    for column, name in enumerate(axes_names):
        cases = [case for case in measured if case.axis == name]
        _panel(panels[0][column], cases, lambda case: case.search_seconds, "-")
        _panel(panels[0][column], cases, lambda case: case.replay_seconds, ":")
        _panel(panels[1][column], cases, lambda case: case.boxes, "-")
        panels[1][column].set_xlabel(_LABELS[name])
        sizes = {_abscissa(case): f"1e{case.size}" if name == "digits" else str(case.size)
                 for case in cases}  # fmt: skip
        for panel in panels[:, column]:
            panel.set_xticks(list(sizes), list(sizes.values()), minor=False)
            panel.set_xticks([], minor=True)
    panels[0][0].set_ylabel("time, ratio to the smallest size\n(search —, replay ···)")
    panels[1][0].set_ylabel("boxes, ratio to the smallest size")
    panels[0][0].legend(fontsize=8)
    figure.suptitle("Cost of a certified minimum; open markers: some seeds did not close (≥)")
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())


def _panel(
    axes: Axes,
    cases: Sequence[GrowthMedians],
    quantity: Callable[[GrowthMedians], float | None],
    style: str,
) -> None:
    axes.set(xscale="log", yscale="log")
    axes.grid(visible=True, alpha=0.3)
    for colour, h in zip(_COLOURS, dict.fromkeys(case.h for case in cases), strict=False):
        points = [(case, quantity(case)) for case in cases if case.h == h]
        known = [(case, value) for case, value in points if value]
        if not known:
            continue
        first = known[0][1] or 1.0
        x = [_abscissa(case) for case, _ in known]
        y = [(value or 0.0) / first for _, value in known]
        axes.plot(x, y, style, color=colour, label=f"h = {h}" if style == "-" else None)
        for (case, _), at, ratio in zip(known, x, y, strict=True):
            closed = case.closed == case.seeds
            axes.plot(at, ratio, "o", color=colour, mfc=colour if closed else "white", ms=5)


def _abscissa(case: GrowthMedians) -> float:
    if case.axis == "digits":
        return 10.0**case.size
    return case.size + 1.0 if case.axis == "parameters" else float(case.size)
