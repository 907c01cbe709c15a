"""Eq. (3) in floats, and the affine beta-VAE: its loss, and its minimum by eigenvalues.

Samples are rows here: data (n, d), encoder means and deviations (n, kappa), decoder weights
(d, kappa).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import sympy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def entries(base: sympy.IndexedBase, array: Floats) -> dict[sympy.Indexed, sympy.Float]:
    return {
        base[tuple(int(i) + 1 for i in index)]: sympy.Float(float(value), 17)
        for index, value in np.ndenumerate(array)
    }


def beta_vae_loss(
    errors: Floats,
    means: Floats,
    deviations: Floats,
    *,
    gamma: float,
    dimension: int,
    beta: float = 1.0,
) -> float:
    """L_beta of eq. (3) from the expected squared error of every sample, shape (n,).

    >>> beta_vae_loss(np.zeros(1), np.zeros((1, 2)), np.ones((1, 2)), gamma=1.0, dimension=3)
    2.0
    """
    latent = deviations**2 - np.log(deviations**2) + means**2
    per_sample = errors / gamma + dimension * np.log(gamma) + beta * latent.sum(axis=1)
    return float(per_sample.mean())


def affine_errors(
    data: Floats, weights: Floats, offset: Floats, means: Floats, deviations: Floats
) -> Floats:
    """Expected squared error of every sample under the decoder ``weights @ z + offset``.

    >>> affine_errors(np.ones((1, 1)), np.ones((1, 1)), *np.zeros((3, 1, 1)))
    array([1.])
    """
    residual = data - means @ weights.T - offset
    noise = deviations**2 @ (weights**2).sum(axis=0)
    errors: Floats = (residual**2).sum(axis=1) + noise
    return errors


def affine_minimum(eigenvalues: Floats, kappa: int, gamma: float, beta: float = 1.0) -> float:
    """The minimum of L_beta over decoder and encoder (claim beta-affine).

    ``eigenvalues`` are all d of the centred covariance, in descending order.

    >>> f"{affine_minimum(np.array([2.0, 0.0]), kappa=1, gamma=1.0):.6f}"
    '2.693147'
    """
    floor = beta * gamma
    kept, rest = eigenvalues[:kappa], eigenvalues[kappa:]
    best = np.maximum(kept, floor)
    spectral = np.sum(np.log(best / floor) + kept / best) + np.sum(rest) / floor
    return float(beta * (spectral + kappa) + len(eigenvalues) * np.log(gamma))
