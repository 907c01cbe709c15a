"""Figures 1, 2 and 3 of the paper, redrawn from computations, and those of stored experiments.

Each function computes, draws one picture and returns the numbers that its caption quotes;
`proofs.site.captions` puts them into words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl

from numerics.running.files import write_atomically
from proofs.drawn import figure_1, figure_2, figure_3
from proofs.drawn.drawing import STYLE, Numbers
from proofs.site import results

_FIGURES: dict[str, Callable[[Path], Numbers]] = {
    "fig-1": figure_1.outliers,
    "fig-2": figure_2.labyrinth,
    "fig-3": figure_3.slices,
    "fig-3-counts": figure_3.counts,
}


def draw(folder: Path) -> list[str]:
    """Draw every figure into the folder; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers: dict[str, Numbers] = {}
    with mpl.rc_context(STYLE):
        for name, make in _FIGURES.items():
            numbers[name] = make(folder / f"{name}.png")
    write_atomically(folder / "numbers.json", json.dumps(numbers, indent=1) + "\n")
    drawn = [f"figures/{name}.png" for name in _FIGURES]
    return [*drawn, "figures/numbers.json", *results.draw(folder)]
