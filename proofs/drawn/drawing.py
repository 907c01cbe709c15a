"""What the figures share: types, colours, style, and saving without a date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = dict[str, object]

RED, BLUE, GREEN, GREY = "#c0392b", "#2060a0", "#2e8b57", "#888888"
STYLE: Any = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.dpi": 160,
    "savefig.dpi": 160,
    "backend": "agg",
}


def save(figure: mpl.figure.Figure, path: Path) -> None:
    """Write and close; no date and no program name, so that the same drawing is the same file."""
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def short(value: float) -> str:
    r"""Two significant digits, as LaTeX.

    >>> short(0.0123), short(4e-7)
    ('0.012', '4.0\\cdot 10^{-7}')
    """
    mantissa, exponent = f"{value:.1e}".split("e")
    if -2 <= int(exponent) <= 2:
        return f"{value:.2g}"
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
