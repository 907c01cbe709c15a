"""Is a trained VAE at a stationary point?  The identities of claim entropy-sums."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, positive, posterior


@dataclass(frozen=True)
class Stationarity:
    """How far a VAE is from the identities that hold where the loss is stationary.

    They need gamma learned without a bound, and for every latent dimension an encoder head and a
    first decoder layer that can be rescaled against each other (no weight decay, no clamping).

    Attributes:
        second_moments: p_k + mean sigma_k^2, each 1 at a stationary point; shape (kappa,).
        gamma_ratio: A / (d gamma), 1 at a stationary point (eq. (6)).
        loss: L_beta of eq. (3), from A, gamma, mu and sigma.
        stationary_loss: d + d log gamma + beta (kappa - mean sum log sigma^2), equal to it there.
    """

    second_moments: Floats
    gamma_ratio: float
    loss: float
    stationary_loss: float

    @property
    def coordinates(self) -> Floats:
        """Residuals of the coordinates, p_k + mean sigma_k^2 - 1."""
        return self.second_moments - 1

    @property
    def total(self) -> float:
        """Residual of the total, loss - stationary_loss.

        It is ``d (gamma_ratio - 1) + beta sum(coordinates)``: no independent check, and residuals
        of opposite sign cancel in it.
        """
        return self.loss - self.stationary_loss


def stationarity(
    mu: ArrayLike, sigma: ArrayLike, *, A: float, d: int, gamma: float, beta: float = 1.0
) -> Stationarity:
    """The residuals for encoder outputs (n, kappa) and an expected squared error A (summed over d).

    A has to be the expectation over the posterior: the error of ``decode(mu)`` is smaller.

    One active dimension of the affine VAE, eigenvalue 2, gamma = 1/2, d = kappa = 1:

    >>> codes = np.sqrt(0.75) * np.array([[1.0], [-1.0]])
    >>> found = stationarity(codes, np.full((2, 1), 0.5), A=0.5, d=1, gamma=0.5)
    >>> found.second_moments, found.gamma_ratio, abs(found.total) < 1e-12
    (array([1.]), 1.0, True)

    Raises:
        MeasureError: on shapes that differ, a sigma that is 0, or A, gamma, beta not positive.
    """
    means, deviations = posterior(mu, sigma)
    if (deviations == 0).any():
        raise MeasureError("sigma has entries 0: the identities are those of a VAE")
    if d < 1:
        raise MeasureError(f"d must be at least 1, not {d}")
    A, gamma, beta = positive("A", A), positive("gamma", gamma), positive("beta", beta)
    variances = deviations**2
    moments = (means**2 + variances).mean(axis=0)
    entropy = np.log(variances).mean(axis=0).sum()
    scale = d * math.log(gamma)
    return Stationarity(
        second_moments=moments,
        gamma_ratio=A / (d * gamma),
        loss=float(A / gamma + scale + beta * (moments.sum() - entropy)),
        stationary_loss=float(d + scale + beta * (means.shape[1] - entropy)),
    )
