"""Reconstruction error, deterministic and expected, in the units of eqs. (3) and (7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Real, matrix, posterior

# From codes (n, kappa) to samples (n, d), or of the samples' shape.
Decode = Callable[[Any], ArrayLike]

_CHUNK = 2**22


@dataclass(frozen=True)
class Errors:
    """Errors of a reconstruction.

    Attributes:
        squared: mean over the samples of the squared norm of the residual, summed over the d
            coordinates.  With codes drawn from the posterior it estimates A of eq. (3).
        dimension: d.
        variance: the same for the mean of the data in place of the reconstruction.
    """

    squared: float
    dimension: int
    variance: float

    @property
    def per_coordinate(self) -> float:
        """``squared / d``: e of eq. (7), or by eq. (6) the decoder variance that fits this A."""
        return self.squared / self.dimension

    @property
    def unexplained(self) -> float:
        """Share of the data's variance that the reconstruction misses; nan for constant data."""
        return self.squared / self.variance if self.variance > 0 else float("nan")


def squared_error(x: Real, x_hat: Real) -> float:
    """Mean over the samples of the squared distance, summed over the coordinates.

    ``x_hat`` may be one row for all; a part of the rows at a time, so that memory stays small.
    """
    rows = max(1, _CHUNK // x.shape[1])
    total = 0.0
    for start in range(0, len(x), rows):
        part = slice(start, start + rows)
        residual = x[part] - (x_hat if x_hat.ndim == 1 else x_hat[part])
        total += float(np.einsum("ij,ij->", residual, residual, dtype=np.float64))
    return total / len(x)


def errors(x: ArrayLike, x_hat: ArrayLike) -> Errors:
    """Compare samples and reconstructions, both (n, d) or of one shape of images.

    >>> found = errors([[0.0, 0.0], [2.0, 2.0]], [[0.0, 1.0], [2.0, 2.0]])
    >>> found.squared, found.per_coordinate, found.variance
    (0.5, 0.25, 2.0)

    Raises:
        MeasureError: if the shapes differ or an entry is not finite.
    """
    samples, decoded = matrix("x", x), matrix("x_hat", x_hat)
    if samples.shape != decoded.shape:
        raise MeasureError(
            f"x has shape {samples.shape} and x_hat {decoded.shape} (samples, coordinates); they"
            " must agree"
        )
    centre = samples.mean(axis=0, dtype=np.float64).astype(samples.dtype)
    return Errors(
        squared=squared_error(samples, decoded),
        dimension=samples.shape[1],
        variance=squared_error(samples, centre),
    )


def decoded(decode: Decode, codes: Real, shape: tuple[int, int]) -> Real:
    """What the decoder makes of the codes, checked.

    Raises:
        MeasureError: if its result is not finite or not of this shape.
    """
    result = matrix("the decoder's result", decode(codes))
    if result.shape != shape:
        raise MeasureError(
            f"decode maps codes {codes.shape} to {result.shape}; x has shape {shape}"
        )
    return result


def draw_codes(mu: ArrayLike, sigma: ArrayLike, *, seed: int) -> Real:
    """One code per sample from q(z|x): a draw from the aggregated posterior; float64 (n, kappa).

    >>> draw_codes([[1.0]], [[0.0]], seed=0)
    array([[1.]])
    """
    means, deviations = posterior(mu, sigma)
    noise = np.random.default_rng(seed).standard_normal(means.shape)
    return means + deviations * noise


def expected_error(
    x: ArrayLike, mu: ArrayLike, sigma: ArrayLike, decode: Decode, *, seed: int, draws: int = 1
) -> Errors:
    """A of eq. (3), estimated with some draws from the posterior of every sample.

    Raises:
        MeasureError: on shapes that do not fit, or no draws.
    """
    if draws < 1:
        raise MeasureError(f"give at least one draw; given {draws}")
    samples, means = matrix("x", x), matrix("mu", mu)
    generator = np.random.SeedSequence(seed)
    total = 0.0
    for child in generator.generate_state(draws):
        codes = draw_codes(means, sigma, seed=int(child)).astype(means.dtype)
        total += squared_error(samples, decoded(decode, codes, samples.shape))
    return Errors(
        squared=total / draws,
        dimension=samples.shape[1],
        variance=errors(samples, samples).variance,
    )
