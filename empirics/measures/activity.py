"""Active latent dimensions, by three rules, and where the rules disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, Mask, matrix, posterior
from empirics.measures.reconstruction import Decode, decoded, squared_error

# The rules' limits: relative increase of the error, mean variance, KL divergence in nats.
INCREASE_ABOVE, VARIANCE_BELOW, KL_ABOVE = 0.01, 0.9, 0.01


@dataclass(frozen=True)
class Active:
    """Which latent dimensions a model uses; masks of shape (kappa,).

    Attributes:
        ablation: replacing the code by its mean raises the error by more than INCREASE_ABOVE.
        variance: mean sigma^2 below VARIANCE_BELOW; None for a deterministic autoencoder.
        kl: KL divergence to the prior above KL_ABOVE; None for a deterministic autoencoder.
        increases: relative increase of the error when the dimension is ablated.
        error: the squared error without ablation, summed over coordinates.
    """

    ablation: Mask
    variance: Mask | None
    kl: Mask | None
    increases: Floats
    error: float

    @property
    def count(self) -> int:
        """The number of active dimensions, by ablation."""
        return int(self.ablation.sum())

    @property
    def disagreements(self) -> int:
        """The number of dimensions that some of the rules call active and others do not."""
        masks = np.array([m for m in (self.ablation, self.variance, self.kl) if m is not None])
        return int((masks.any(axis=0) & ~masks.all(axis=0)).sum())


def divergences(mu: ArrayLike, sigma: ArrayLike) -> Floats:
    """KL divergence of q(z_k|x) from N(0, 1), mean over the samples, in nats; shape (kappa,).

    Half the latent terms of eq. (3), less the constant 1/2.

    >>> divergences([[0.0, 2.0]], [[1.0, 1.0]])
    array([0., 2.])

    Raises:
        MeasureError: on shapes that differ, or a deviation that is not positive.
    """
    means, deviations = posterior(mu, sigma)
    if (deviations == 0).any():
        raise MeasureError("sigma has entries 0, whose KL divergence is infinite")
    variances = deviations**2
    return np.asarray((means**2 + variances - 1 - np.log(variances)).mean(axis=0) / 2)


def by_posterior(mu: ArrayLike, sigma: ArrayLike) -> tuple[Mask, Mask]:
    """The masks of the variance and of the KL rule, which need no decoder."""
    _, deviations = posterior(mu, sigma)
    return (deviations**2).mean(axis=0) < VARIANCE_BELOW, divergences(mu, sigma) > KL_ABOVE


def active(mu: ArrayLike, sigma: ArrayLike, decode: Decode, x: ArrayLike) -> Active:
    """Active dimensions of a model on samples x (n, d), with mu and sigma (n, kappa).

    A sigma of zeros throughout is a deterministic autoencoder, for which only ablation is defined.
    Codes go to ``decode`` in the type that mu has.

    >>> x = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]])
    >>> mu = np.column_stack([x[:, 0], x[:, 0]])  # the decoder below ignores the second
    >>> found = active(mu, np.zeros((3, 2)), lambda z: np.column_stack([z[:, 0], [1, 0, 4]]), x)
    >>> found.count, found.ablation
    (1, array([ True, False]))

    Raises:
        MeasureError: on shapes that do not fit, and on a sigma that is 0 only here and there.
    """
    means, samples = matrix("mu", mu), matrix("x", x)
    _, deviations = posterior(mu, sigma)
    if len(means) != len(samples):
        raise MeasureError(f"mu has {len(means)} samples and x {len(samples)}; they must agree")
    error = squared_error(samples, decoded(decode, means, samples.shape))
    increases = np.empty(means.shape[1])
    for k in range(means.shape[1]):
        codes = means.copy()
        codes[:, k] = means[:, k].mean(dtype=np.float64)
        ablated = squared_error(samples, decoded(decode, codes, samples.shape))
        increases[k] = _relative(ablated - error, error)
    stochastic = bool(deviations.any())
    variance, kl = by_posterior(mu, sigma) if stochastic else (None, None)
    return Active(increases > INCREASE_ABOVE, variance, kl, increases, error)


def _relative(change: float, base: float) -> float:
    """Any increase from an error of 0 is an infinite one."""
    if base > 0:
        return change / base
    return float("inf") if change > 0 else 0.0
