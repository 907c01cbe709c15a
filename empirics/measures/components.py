"""Principal components: eigenvalues, rank, and how many components an error takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, matrix

# Relative error allowed for centring, QR and SVD in double precision.
_ROUNDING = 100 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Components:
    """Principal components of data (n, d), centred; covariance divided by n.

    Attributes:
        mean: shape (d,).
        directions: orthonormal rows, shape (min(n, d), d).
        deviations: roots of the eigenvalues, descending, shape (min(n, d),).
        resolution: deviations up to this one may be rounding alone, and count as 0 in `rank`: by
            Weyl's inequality rounding moves none by more than its own norm.
    """

    mean: Floats
    directions: Floats
    deviations: Floats
    resolution: float

    @cached_property
    def eigenvalues(self) -> Floats:
        """Of the covariance, descending, padded with zeros to d."""
        missing = len(self.mean) - len(self.deviations)
        return np.concatenate([self.deviations**2, np.zeros(missing)])

    @property
    def rank(self) -> int:
        """Directions whose deviation exceeds the resolution."""
        return int((self.deviations > self.resolution).sum())

    def errors(self, x: ArrayLike | None = None) -> Floats:
        """Error per coordinate, e of eq. (7), with 0, 1, 2, ... components; default: on its data.

        Raises:
            MeasureError: if x has another number of coordinates.
        """
        d = len(self.mean)
        if x is None:
            kept = self.deviations**2
            tails = np.append(np.cumsum(kept[::-1])[::-1], 0.0)
            return np.asarray(tails / d)
        samples = matrix("x", x)
        if samples.shape[1] != d:
            raise MeasureError(f"x has {samples.shape[1]} coordinates, the components {d}")
        centred = samples - self.mean
        powers = ((centred @ self.directions.T) ** 2).mean(axis=0)
        total = (centred**2).sum(axis=1).mean()
        return np.asarray((total - np.append(0.0, np.cumsum(powers))) / d)

    def needed(self, error: float, x: ArrayLike | None = None) -> int | None:
        """The fewest components whose error per coordinate is at most this; None if none is."""
        enough = np.flatnonzero(self.errors(x) <= error)
        return int(enough[0]) if enough.size else None


def pca(x: ArrayLike) -> Components:
    """Principal components of samples (n, d), as Remark 1 needs them.

    >>> found = pca([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [2.0, 1.0]])
    >>> found.eigenvalues, found.rank, found.needed(0.2)
    (array([1.  , 0.25]), 2, 1)

    Raises:
        MeasureError: if x is no finite matrix.
    """
    samples = matrix("x", x)
    centred = samples.astype(np.float64)
    norm = float(np.linalg.norm(centred)) / np.sqrt(len(samples))
    mean = centred.mean(axis=0)
    centred -= mean
    singular, directions = _singular(centred)
    return Components(
        mean=mean,
        directions=directions,
        deviations=singular / np.sqrt(len(samples)),
        resolution=norm * (float(np.finfo(samples.dtype).eps) / 2 + _ROUNDING),
    )


def _singular(matrix: Floats) -> tuple[Floats, Floats]:
    """Singular values and right singular vectors, through the smaller triangular factor."""
    n, d = matrix.shape
    if n >= d:
        _, singular, directions = np.linalg.svd(np.linalg.qr(matrix, mode="r"))
        return singular, directions
    orthogonal, triangle = np.linalg.qr(matrix.T)
    _, singular, directions = np.linalg.svd(triangle.T)
    return singular, directions @ orthogonal.T
