"""Telling outliers from inliers by a score."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import real


def auroc(inliers: ArrayLike, outliers: ArrayLike) -> float:
    """Area under the ROC curve: P(outlier's score > inlier's) + P(equal) / 2.

    Higher scores mean "more of an outlier", as a reconstruction error does.

    >>> auroc([1.0, 2.0], [2.0, 3.0])
    0.875

    Raises:
        MeasureError: if there are no scores of one kind, or one is not finite.
    """
    from scipy.stats import rankdata  # noqa: PLC0415 - it takes a second to load

    inside = real("inlier scores", inliers).ravel()
    outside = real("outlier scores", outliers).ravel()
    if not inside.size or not outside.size:
        raise MeasureError(f"scores of both kinds are needed; given {inside.size}, {outside.size}")
    ranks = rankdata(np.concatenate([inside, outside]))[inside.size :]
    above = float(ranks.sum()) - outside.size * (outside.size + 1) / 2
    return above / (inside.size * outside.size)
