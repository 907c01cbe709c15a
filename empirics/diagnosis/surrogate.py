"""A smooth map fitted to arrays: it stands in for a decoder that was not given.

Kernel ridge regression, a Gaussian kernel plus a linear one; width and ridge by the leave-one-out
error.  Directions in which the code hardly varies carry little weight: the arrays say nothing of
the decoder there.
"""

from __future__ import annotations

import numpy as np

from empirics.diagnosis.encoder import LEAST_ESTIMATE
from empirics.measures.arrays import Floats

_RIDGES = (1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6)
_NARROW, _WIDE = (8.0, 1.0), (64.0, 16.0, 4.0)
_MANY = 12
# The smoothest fit whose error is at most this many times the least.
_SLACK = 1.2


class Surrogate:
    """Codes (n, kappa) to targets (n, m).

    Attributes:
        weights: of the code's coordinates, (kappa,).
        error: squared error of each target when its own sample is left out, (m,).
        shrinks: that error in sum with half of the samples, over the one with all: 1 for noise,
            more for an error of interpolation.
    """

    def __init__(self, codes: Floats, targets: Floats) -> None:
        variances = codes.var(axis=0)
        varies = np.where(variances > 0.05, np.minimum(variances, 1.0), 0.0)
        self.weights = varies if (variances > 0.3).any() else np.ones(len(variances))
        self._codes = codes * self.weights
        self._mean = targets.mean(axis=0)
        n, centred = len(codes), targets - self._mean
        distances = _distances(self._codes, self._codes)
        norms = (self._codes**2).sum(axis=1).mean()
        self._linear = 10 / max(float(norms), LEAST_ESTIMATE)
        typical = float(np.median(distances)) + LEAST_ESTIMATE
        fits = []
        for width in _NARROW if (self.weights > 0.3).sum() <= _MANY else _WIDE:
            values, vectors = np.linalg.eigh(self._kernel(distances, self._codes, width * typical))
            for ridge in _RIDGES:
                dual, left_out = _solve(values, vectors, centred, ridge * n / 100)
                errors = (left_out**2).mean(axis=0)
                fits.append((float(errors.sum()), width * typical, ridge, dual, errors))
        least = min(each[0] for each in fits)
        floor = 1e-9 * float((centred**2).sum(axis=1).mean())
        _, self._width, ridge, self._dual, self.error = next(
            each for each in fits if each[0] <= _SLACK * least + floor
        )
        half = n // 2
        some = self._codes[:half]
        kernel = self._kernel(distances[:half, :half], some, self._width)
        _, left_out = _solve(*np.linalg.eigh(kernel), centred[:half], ridge * n / 100)
        self.shrinks = float((left_out**2).sum(axis=1).mean()) / max(self.total, 1e-300)

    @property
    def total(self) -> float:
        """`error`, summed over the targets."""
        return float(self.error.sum())

    def __call__(self, codes: Floats) -> Floats:
        """The fitted map."""
        weighted = codes * self.weights
        distances = _distances(weighted, self._codes)
        kernel = np.exp(-distances / (2 * self._width)) + self._linear * weighted @ self._codes.T
        return np.asarray(kernel @ self._dual + self._mean)

    def _kernel(self, distances: Floats, codes: Floats, width: float) -> Floats:
        return np.asarray(np.exp(-distances / (2 * width)) + self._linear * codes @ codes.T)


def _distances(one: Floats, two: Floats) -> Floats:
    found = (one**2).sum(axis=1)[:, None] + (two**2).sum(axis=1) - 2 * one @ two.T
    return np.asarray(np.maximum(found, 0))


def _solve(values: Floats, vectors: Floats, y: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Dual coefficients, and the residuals when each sample is left out."""
    spectrum = values.clip(0)
    damped = spectrum + ridge
    dual = vectors @ ((vectors.T @ y) / damped[:, None])
    kept = 1 - (vectors**2) @ (spectrum / damped)
    return dual, ridge * dual / np.maximum(kept, 1e-9)[:, None]
