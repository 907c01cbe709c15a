"""The Fréchet distance of two sets of features: how far samples are from data."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import eigh

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, matrix


def frechet(a: ArrayLike, b: ArrayLike) -> float:
    r"""Squared Fréchet (Wasserstein-2) distance of the normal laws with the moments of a and b.

    ``|m_a - m_b|^2 + tr(S_a + S_b - 2 (S_a^{1/2} S_b S_a^{1/2})^{1/2})``, as in the FID, but on
    whatever features are given, (n, k) and (m, k).

    >>> x = np.random.default_rng(0).standard_normal((500, 3))
    >>> round(frechet(x, x), 6), round(frechet(x, x + [2.0, 0, 0]), 6)
    (0.0, 4.0)

    Raises:
        MeasureError: on shapes that do not fit, or fewer than two rows.
    """
    first, second = (matrix(name, x).astype(np.float64) for name, x in (("a", a), ("b", b)))
    if first.shape[1] != second.shape[1] or min(len(first), len(second)) < 2:
        raise MeasureError(
            f"features need the same columns and two rows at least; given {first.shape} and"
            f" {second.shape}"
        )
    means = first.mean(axis=0) - second.mean(axis=0)
    one, other = (np.atleast_2d(np.cov(x, rowvar=False, bias=True)) for x in (first, second))
    root = _root(one)
    cross = eigh(root @ other @ root, eigvals_only=True)
    overlap = np.sqrt(np.maximum(cross, 0)).sum()  # rounding may leave eigenvalues below 0
    return max(0.0, float(means @ means + np.trace(one) + np.trace(other) - 2 * overlap))


def _root(covariance: Floats) -> Floats:
    values, vectors = eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
