"""A spiral in the plane: of dimension one, and reproduced by two small coordinates.

The picture behind Fig. 2 of the paper: a curve much longer than the square it lies in.  Its sparse
code is the arc length; the dense one is the point itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]

INNER = 0.25
_FINE = 20_001


@dataclass(frozen=True)
class Spiral:
    """Samples of a spiral in d coordinates.

    Attributes:
        x: (n, d), centred; coordinates beyond the second are 0.
        arc: (n,), arc length, centred.
        length: of the whole curve.
    """

    x: Rows
    arc: Rows
    length: float


def spiral(n: int, *, turns: float, d: int, seed: int) -> Spiral:
    """Samples at random arc lengths, one in each of n equal pieces of the curve.

    The radius grows from `INNER` to 1 in so many turns.

    >>> found = spiral(200, turns=2.5, d=4, seed=0)
    >>> found.x.shape, round(found.length, 2)
    ((200, 4), 9.85)
    """
    share = np.linspace(0, 1, _FINE)
    radius, angle = INNER + (1 - INNER) * share, 2 * np.pi * turns * share
    curve = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    pieces = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(pieces)])
    at = (np.arange(n) + np.random.default_rng(seed).random(n)) / n * arc[-1]
    points = np.stack([np.interp(at, arc, curve[:, k]) for k in range(2)], axis=1)
    x = np.zeros((n, d))
    x[:, :2] = points - points.mean(axis=0)
    return Spiral(x, at - at.mean(), float(arc[-1]))
