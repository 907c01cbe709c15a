"""Outliers that are drawings still: a piece of the stroke erased, or a segment added to it.

Both keep to the middle line of what is drawn and to its own width, so that each part of the image
looks like a part of a digit; what is wrong is the drawing.  They change the amount of ink, by one
piece each: that baseline has something to say here.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]

GAP, SEGMENT = 1 / 9, 1 / 3
"""Radius of what is erased and length of what is added, in sides of the image."""
DIRECTIONS = 16


def erased(x: Image, shape: tuple[int, ...], *, seed: int = 0) -> Image:
    """Images (n, d) of this shape (1, height, width) with a gap in the stroke.

    Around a random point of its middle line everything is erased, far enough to cut it through.
    """
    return _edited(x, shape, seed, _erase)


def added(x: Image, shape: tuple[int, ...], *, seed: int = 0) -> Image:
    """Images (n, d) of this shape (1, height, width) with one stroke more.

    A straight segment, as wide as the stroke where it leaves it, from a random point of the middle
    line into the direction where it adds the most ink.
    """
    return _edited(x, shape, seed, _add)


Edit = Callable[[Image, NDArray[np.float64], NDArray[np.int64]], Image]


def _edited(x: Image, shape: tuple[int, ...], seed: int, edit: Edit) -> Image:
    rng = np.random.default_rng(seed)
    images = x.reshape(len(x), *shape)[:, 0]
    changed = []
    for image in images:
        width, points = _middle_line(image)
        changed.append(edit(image, width, points[rng.integers(len(points))]))
    return np.stack(changed).astype(x.dtype).reshape(x.shape)


def _middle_line(image: Image) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Distance of every pixel to where nothing is drawn, and where that is largest around."""
    from scipy.ndimage import distance_transform_edt, maximum_filter  # noqa: PLC0415 - slow to load

    drawn = image >= image.max() / 2
    width = np.asarray(distance_transform_edt(np.pad(drawn, 1)))[1:-1, 1:-1]
    return width, np.argwhere(drawn & (width >= maximum_filter(width, 3)))


def _erase(image: Image, width: NDArray[np.float64], point: NDArray[np.int64]) -> Image:
    rows, columns = np.indices(image.shape)
    radius = max(GAP * image.shape[0], width[tuple(point)] + 1)
    gone = np.hypot(rows - point[0], columns - point[1]) <= radius
    return np.where(gone, np.float32(0), image)


def _add(image: Image, width: NDArray[np.float64], point: NDArray[np.int64]) -> Image:
    half = width[tuple(point)] - 0.5  # its centre lies half a pixel further in than its edge
    angles = 2 * math.pi * np.arange(DIRECTIONS) / DIRECTIONS
    drawn = (np.maximum(image, _segment(image, point, angle, half)) for angle in angles)
    return max(drawn, key=lambda candidate: float(candidate.sum()))


def _segment(image: Image, point: NDArray[np.int64], angle: float, half: float) -> Image:
    """A segment from the point, of so much half-width, its edge one pixel soft."""
    rows, columns = np.indices(image.shape)
    down, right = rows - point[0], columns - point[1]
    along = np.clip(down * math.sin(angle) + right * math.cos(angle), 0, SEGMENT * image.shape[0])
    apart = np.hypot(down - along * math.sin(angle), right - along * math.cos(angle))
    ink: Image = (image.max() * np.clip(half + 0.5 - apart, 0, 1)).astype(np.float32)
    return ink
