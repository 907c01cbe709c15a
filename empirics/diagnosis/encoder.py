r"""The decoder variance that the encoder's own variances are optimal for, and what others cost.

At fixed decoder eq. (3) is stationary in the deviation sigma_k of dimension k where

    ``q_k = a_k / v + mean sigma_k^2 = 1,   a_k = 1/2 dA / d log sigma_k,   v = beta gamma``,

whatever the decoder's shape.  A dimension whose q is not 1 costs ``(q - 1 - log q) / 2`` nats per
sample, by scaling its deviations alone.  The same holds of ``p_k + mean sigma_k^2`` and the scale
of the code (claim entropy-sums).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from empirics.measures.arrays import Floats

Decoder = Callable[[Floats], Floats]
Loss = Callable[[Floats, Floats], Floats]
"""Samples and what is decoded, (n, d) both, to a loss per sample, (n,)."""

STEP = 0.15
"""Of the finite differences, relative to the deviation."""
_GRID, _REACH = 401, 5.0
_LEAST_SHARE = 1e-3
# Least correlation of the two logarithms in `power`.
_TOGETHER = 0.8
# What an estimate is raised to where noise makes it zero or negative and a logarithm or a quotient
# follows; it enters reported costs, and no definition of the theory.
LEAST_ESTIMATE = 1e-12


def gap(q: Floats) -> Floats:
    """``q - 1 - log q``: twice the nats that a factor q in the place of 1 costs.

    Estimates below `LEAST_ESTIMATE` are raised to it.

    >>> gap(np.array([1.0])).tolist()
    [0.0]
    """
    positive = np.maximum(q, LEAST_ESTIMATE)
    return np.asarray(positive - 1 - np.log(positive))


def squared(x: Floats, x_hat: Floats) -> Floats:
    """Half of the squared distance of each sample."""
    return np.asarray(((x - x_hat) ** 2).sum(axis=1) / 2)


def bernoulli(x: Floats, x_hat: Floats) -> Floats:
    """Minus the logarithm of the Bernoulli likelihood of each sample; both in [0, 1]."""
    likely = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return np.asarray(-(x * np.log(likely) + (1 - x) * np.log1p(-likely)).sum(axis=1))


def slopes(  # noqa: PLR0917
    x: Floats, mu: Floats, sigma: Floats, decode: Decoder, noise: Floats, loss: Loss = squared
) -> Floats:
    """``d loss / d log sigma_k`` of the expected loss, (kappa,): a_k where the loss is `squared`.

    Central differences; the same noise (draws, n, kappa) on both sides, with both signs.
    """
    n, kappa = mu.shape
    both = np.concatenate([noise, -noise])
    base = mu + sigma * both
    found = np.empty(kappa)
    for k in range(kappa):
        moved = np.concatenate([base, base])
        shift = STEP * sigma[:, k] * both[:, :, k]
        moved[: len(both), :, k] += shift
        moved[len(both) :, :, k] -= shift
        decoded = decode(moved.reshape(-1, kappa))
        losses = loss(np.tile(x, (len(moved), 1)), decoded).reshape(len(moved), n)
        rise = losses[: len(both)].mean() - losses[len(both) :].mean()
        found[k] = rise / (2 * STEP)
    return found


def spread_slopes(mu: Floats, sigma: Floats, decode: Decoder, noise: Floats, size: float) -> Floats:
    """``w_k^2 sigma_k^2`` of a locally affine decoder, (kappa,), by steps of a share of sigma.

    For a decoder that was fitted to arrays and is known near the means only.
    """
    here = decode(mu)
    found = np.empty(mu.shape[1])
    for k in range(mu.shape[1]):
        moved = mu.copy()
        moved[:, k] += size * sigma[:, k] * noise[:, k]
        found[k] = ((decode(moved) - here) ** 2).sum(axis=1).mean() / size**2
    return found


def steepness(mu: Floats, sigma: Floats, decode: Decoder) -> Floats:
    """|dx/dz_k|^2 at every mean, (n, kappa), by steps of a share of sigma both ways."""
    found = np.empty_like(mu)
    for k in range(mu.shape[1]):
        step = 2 * STEP * sigma[:, k]
        up, down = mu.copy(), mu.copy()
        up[:, k] += step
        down[:, k] -= step
        found[:, k] = ((decode(up) - decode(down)) ** 2).sum(axis=1) / (2 * step) ** 2
    return found


def power(steep: Floats, variances: Floats) -> float:
    """Minus the power of the decoder's steepness with which sigma^2 / (1 - sigma^2) goes.

    Each sample's loss is least where that ratio is v / |dx/dz_k|^2: the power is 1, whatever v is,
    from sample to sample and from dimension to dimension; 2 where sigma holds variances.  By the
    ratio of the logarithms' deviations, which errors in either leave about as it is; NaN where the
    two do not go together.

    >>> steep = np.array([[1.0, 4.0], [9.0, 25.0]])
    >>> round(power(steep, 0.1 / (0.1 + steep)), 6)
    1.0
    """
    share = np.clip(variances, LEAST_ESTIMATE, 1 - LEAST_ESTIMATE)
    ratio = np.log(share / (1 - share)).ravel()
    logarithms = np.log(np.maximum(steep, LEAST_ESTIMATE)).ravel()
    wide = float(logarithms.std())
    if wide == 0 or ratio.std() == 0 or np.corrcoef(logarithms, ratio)[0, 1] > -_TOGETHER:
        return math.nan
    return float(ratio.std()) / wide


@dataclass(frozen=True)
class VarianceFit:
    """What the encoder's variances say about v = beta gamma.

    Attributes:
        slopes: a_k, (kappa,).
        variances: mean sigma_k^2, (kappa,).
        v: the value they are nearest to being optimal for.
        rest: what they still cost at that value; in units of eq. (3) over beta, that is twice the
            nats per sample.
    """

    slopes: Floats
    variances: Floats
    v: float
    rest: float

    def cost(self, v: float) -> float:
        """The same at another value."""
        return float(gap(self.slopes / v + self.variances).sum())


def fit(slopes: Floats, variances: Floats) -> VarianceFit:
    """The v that minimises the summed cost.

    >>> found = fit(np.array([0.09, 0.02]), np.array([0.1, 0.8]))
    >>> round(found.v, 6), round(found.rest, 9)
    (0.1, 0.0)
    """
    share = max(float((1 - variances).sum()), _LEAST_SHARE)
    start = max(float(slopes.sum()) / share, 1e-300)
    values = start * np.exp(np.linspace(-_REACH, _REACH, _GRID))
    costs = gap(slopes[None] / values[:, None] + variances[None]).sum(axis=1)
    best = int(costs.argmin())
    return VarianceFit(slopes, variances, float(values[best]), float(costs[best]))


def logarithm(ratio: float) -> float:
    """|log ratio|, infinite where it has none."""
    return abs(math.log(ratio)) if 0 < ratio < math.inf else math.inf
