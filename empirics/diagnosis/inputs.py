"""What `empirics.diagnose` is given, checked: mistakes that are certain are errors here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, Real, matrix, positive, real
from empirics.measures.reconstruction import Decode, Errors, errors

Source: TypeAlias = Literal["mean", "sampled"]

FEWEST_SAMPLES = 3
# Larger numbers are those of a diverged model, and their squares would overflow.
LARGEST = 1e100
# In shares of the data's variance: an error that no reconstruction in the units of x has, one
# that it has once rescaled, and the squared distance of the means that other units bring.
_WORSE, _AS_GOOD, _SHIFT = 1.25, 1.05, 0.25


@dataclass(frozen=True)
class Inputs:
    """Arrays of one trained VAE, one row per sample, and its constants."""

    mu: Real
    sigma: Real
    x: Real
    x_hat: Real
    gamma: float
    beta: float
    decode: Decode | None
    rank: int | None
    decoded_from: Source
    seed: int


@dataclass(frozen=True)
class Fit:
    """The best ``slope x_hat + offset`` for x, one slope and one offset for all coordinates."""

    slope: float
    offset: float
    squared: float


def read(
    mu: ArrayLike,
    sigma: ArrayLike,
    x: ArrayLike,
    x_hat: ArrayLike,
    gamma: float,
    *,
    beta: float,
    decode: Decode | None,
    rank: int | None,
    decoded_from: Source,
    seed: int,
) -> Inputs:
    """The arguments of `empirics.diagnose`, checked.

    Raises:
        MeasureError: on everything that cannot be the arrays of a trained VAE.
    """
    means, deviations = matrix("mu", mu), matrix("sigma", sigma)
    samples, reconstructed = matrix("x", x), matrix("x_hat", x_hat)
    _check_shapes(means, deviations, samples, reconstructed)
    for name, array in (
        ("mu", means),
        ("sigma", deviations),
        ("x", samples),
        ("x_hat", reconstructed),
    ):
        _check_size(name, array)
    _check_deviations(means, deviations)
    found = errors(samples, reconstructed)
    if found.variance == 0:
        raise MeasureError("all samples of x are equal: there is nothing to diagnose")
    if found.squared == 0:
        raise MeasureError("x_hat equals x in every entry: pass what the decoder made of the codes")
    _check_range(samples, reconstructed, found)
    if decoded_from not in ("mean", "sampled"):
        raise MeasureError(f"decoded_from is 'mean' or 'sampled', not {decoded_from!r}")
    d = samples.shape[1]
    if rank is not None and not (isinstance(rank, int | np.integer) and 1 <= rank <= d):
        raise MeasureError(f"rank is a whole number from 1 to d = {d}, not {rank!r}")
    return Inputs(
        means,
        deviations,
        samples,
        reconstructed,
        _decoder_variance(gamma, found),
        positive("beta", beta),
        decode,
        None if rank is None else int(rank),
        decoded_from,
        seed,
    )


def _check_shapes(mu: Real, sigma: Real, x: Real, x_hat: Real) -> None:
    shapes = f"mu {mu.shape}, sigma {sigma.shape}, x {x.shape}, x_hat {x_hat.shape}"
    if len({len(mu), len(sigma), len(x), len(x_hat)}) > 1:
        transposed = mu.shape[1] == len(x) == len(x_hat) and mu.shape == sigma.shape
        hint = ": mu and sigma look transposed, pass mu.T and sigma.T" if transposed else ""
        raise MeasureError(f"every array needs one row per sample; given {shapes}{hint}")
    if mu.shape != sigma.shape:
        hint = (
            ": a deviation that is the same for all dimensions is np.broadcast_to(sigma, mu.shape)"
            if sigma.shape[1] == 1
            else ""
        )
        raise MeasureError(f"mu and sigma must both be (n, kappa); given {shapes}{hint}")
    if x.shape != x_hat.shape:
        raise MeasureError(f"x and x_hat must have the same coordinates; given {shapes}")
    if len(mu) < FEWEST_SAMPLES:
        raise MeasureError(f"at least {FEWEST_SAMPLES} samples are needed; given {shapes}")


def _check_size(name: str, array: Real) -> None:
    largest = float(np.abs(array).max())
    if largest > LARGEST:
        raise MeasureError(f"{name} has entries of size {largest:.3g}: the model has diverged")


# --- sigma -------------------------------------------------------------------------------------


def imbalance(mu: Floats, sigma: Floats) -> float:
    """Sum over dimensions of |p_k + mean sigma_k^2 - 1|; 0 where the loss is stationary."""
    return float(np.abs((mu**2 + sigma**2).mean(axis=0) - 1).sum())


def _check_deviations(mu: Real, sigma: Real) -> None:
    lowest = float(sigma.min())
    if lowest > 0:
        return
    if lowest == 0:
        raise MeasureError(
            "sigma has entries 0, and a posterior of deviation 0 has an infinite loss. If this is"
            " log sigma^2 of a collapsed dimension, pass exp(0.5 * logvar); a deterministic"
            " autoencoder has no sigma: see empirics.measures.active for its dimensions"
        )
    raise MeasureError(
        f"sigma has negative entries, down to {lowest:.3g}, and no standard deviation is negative."
        f" {_explanation(mu.astype(np.float64), sigma.astype(np.float64))}"
    )


def _explanation(mu: Floats, sigma: Floats) -> str:
    """The reading under which the dimensions are most nearly balanced (claim entropy-sums)."""
    with np.errstate(over="ignore"):
        readings = {
            "It looks like log sigma^2: pass exp(0.5 * logvar)": imbalance(mu, np.exp(sigma / 2)),
            "It looks like log sigma: pass exp of it": imbalance(mu, np.exp(sigma)),
        }
    if mu.min() > 0:
        readings["mu and sigma look swapped: all of mu is positive"] = imbalance(sigma, mu)
    best = min(readings, key=lambda reading: readings[reading])
    return f"{best} (p_k + mean sigma_k^2 is then nearest to 1)"


# --- units of x and gamma ----------------------------------------------------------------------


def scalar_fit(x: Real, x_hat: Real) -> Fit | None:
    """Regression of all entries of x on those of x_hat; None where x_hat is constant."""
    samples, decoded = (array.astype(np.float64) for array in (x, x_hat))
    centre = decoded.mean()
    decoded -= centre
    spread = float((decoded**2).sum())
    if spread == 0:
        return None
    slope = float((samples * decoded).sum()) / spread
    level = float(samples.mean())
    residual = samples - level - slope * decoded
    return Fit(slope, level - slope * float(centre), float((residual**2).sum()) / len(x))


def _check_range(x: Real, x_hat: Real, found: Errors) -> None:
    """Certain when x_hat misses x by more than the mean does, but its rescaling does not.

    Noise in x_hat does so too, but leaves its mean where it is.
    """
    shift = x.mean(axis=0, dtype=np.float64) - x_hat.mean(axis=0, dtype=np.float64)
    if found.squared <= _WORSE * found.variance or shift @ shift <= _SHIFT * found.variance:
        return
    fit = scalar_fit(x, x_hat)
    if fit is not None and fit.squared <= _AS_GOOD * found.variance:
        raise MeasureError(
            f"x and x_hat are in different units: x lies in [{x.min():.3g}, {x.max():.3g}], x_hat"
            f" in [{x_hat.min():.3g}, {x_hat.max():.3g}]. As given x_hat is worse than the mean of"
            f" x (error over variance {found.unexplained:.3g}); {fit.slope:.4g} x_hat +"
            f" {fit.offset:.3g} is not. Give both in the units of gamma (0..255 or 0..1, say)"
        )


def _decoder_variance(gamma: float, found: Errors) -> float:
    array = real("gamma", gamma)
    if array.size != 1:
        raise MeasureError(
            f"gamma has shape {array.shape}; eq. (3) has one decoder variance for all coordinates"
            " and samples"
        )
    value = float(array.item())
    if value > 0:
        return value
    variance, deviation = math.exp(value), math.exp(2 * value)
    raise MeasureError(
        f"gamma is {value:.4g}, and a decoder variance is positive. If it is log gamma, pass"
        f" exp(gamma) = {variance:.4g}; if it is the log of the deviation, pass exp(2 gamma) ="
        f" {deviation:.4g}; by eq. (6) gamma should be near the error per coordinate,"
        f" {found.per_coordinate:.4g}"
    )
