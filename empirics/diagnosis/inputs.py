"""What `empirics.diagnose` is given, checked: mistakes that are certain are errors here."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from empirics.errors import MeasureError
from empirics.measures.arrays import Floats, Real, matrix, positive, real
from empirics.measures.reconstruction import Decode, Errors, decoded, errors

Source: TypeAlias = Literal["mean", "sampled"]
Split: TypeAlias = Literal["train", "held-out"]
Prior: TypeAlias = tuple[ArrayLike, ArrayLike]

FEWEST_SAMPLES = 3
# Larger numbers are those of a diverged model, and their squares would overflow.
LARGEST = 1e100
# In shares of the data's variance: an error that no reconstruction in the units of x has, one
# that it has once rescaled, and the squared distance of the means that other units bring.
_WORSE, _AS_GOOD, _SHIFT = 1.25, 1.05, 0.25
# Rows that a regression between x and x_hat looks at.
_FITTED = 5000


@dataclass(frozen=True)
class Inputs:
    """Arrays of one trained VAE, one row per sample, and its constants.

    Attributes:
        mu, sigma: (n, kappa), in units of the prior N(0, I).
        x, x_hat: (n, d), in units of gamma.
        gamma: None if it was not given.
        decode: in these units.
        split: which samples these are; None if it was not said.
        mapped: what was done to come to these units, in words.
    """

    mu: Real
    sigma: Real
    x: Real
    x_hat: Real
    gamma: float | None
    beta: float
    decode: Decode | None
    rank: int | None
    decoded_from: Source
    seed: int
    split: Split | None = None
    mapped: tuple[str, ...] = ()

    def as_floats(self, codes: Floats) -> Floats:
        """Decode codes of any number, in the type that mu has, to float64."""
        assert self.decode is not None
        shape = (len(codes), self.x.shape[1])
        return decoded(self.decode, codes.astype(self.mu.dtype), shape).astype(np.float64)


@dataclass(frozen=True)
class LinearFit:
    """The best ``slope x_hat + offset`` for x, one slope and one offset for all coordinates."""

    slope: float
    offset: float
    squared: float


def read(
    mu: ArrayLike,
    sigma: ArrayLike,
    x: ArrayLike,
    x_hat: ArrayLike,
    gamma: ArrayLike | None,
    *,
    beta: float,
    decode: Decode | None,
    rank: int | None,
    decoded_from: Source,
    seed: int,
    split: Split | None = None,
    prior: Prior | None = None,
) -> Inputs:
    """The arguments of `empirics.diagnose`, checked and in the units of eq. (3).

    Raises:
        MeasureError: on everything that cannot be the arrays of a trained VAE.
    """
    latent = shape_of(mu)
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
    choose("decoded_from", decoded_from, get_args(Source))
    if split is not None:
        choose("split", split, get_args(Split))
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise MeasureError(f"seed is a whole number from 0 on, not {seed!r}")
    d = samples.shape[1]
    if rank is not None and not (isinstance(rank, int | np.integer) and 1 <= rank <= d):
        raise MeasureError(f"rank is a whole number from 1 to d = {d}, not {rank!r}")
    found = errors(samples, reconstructed)
    if found.variance == 0:
        raise MeasureError("all samples of x are equal: there is nothing to diagnose")
    if found.squared == 0:
        raise MeasureError("x_hat equals x in every entry: pass what the decoder made of the codes")
    _check_range(samples, reconstructed, found)
    value, pixels = _decoder_variance(gamma, found, d)
    inputs = Inputs(
        means,
        deviations,
        samples,
        reconstructed,
        value,
        positive("beta", beta),
        None if decode is None else as_numpy(decode, latent),
        None if rank is None else int(rank),
        decoded_from,
        int(seed),
        split,
    )
    if pixels is not None:
        inputs = whitened(inputs, pixels)
    return inputs if prior is None else standardised(inputs, prior)


def choose(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Check a choice among words.

    Raises:
        MeasureError: with the nearest word, if it is none of them.
    """
    if isinstance(value, str) and value in allowed:
        return
    near = difflib.get_close_matches(str(value), allowed, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    words = " or ".join(repr(word) for word in allowed)
    raise MeasureError(f"{name} is {words}, not {value!r}{hint}")


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
    largest = max(abs(float(array.min())), abs(float(array.max())))
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


def scalar_fit(x: Real, x_hat: Real) -> LinearFit | None:
    """Regression of all entries of x on those of x_hat; None where x_hat is constant.

    On some thousand rows, if there are more.
    """
    rows = slice(None, None, -(-len(x) // _FITTED))
    samples, made = (array[rows].astype(np.float64) for array in (x, x_hat))
    centre = made.mean()
    made -= centre
    spread = float((made**2).sum())
    if spread == 0:
        return None
    slope = float((samples * made).sum()) / spread
    level = float(samples.mean())
    residual = samples - level - slope * made
    return LinearFit(
        slope, level - slope * float(centre), float((residual**2).sum()) / len(samples)
    )


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


def _decoder_variance(
    gamma: ArrayLike | None, found: Errors, d: int
) -> tuple[float | None, Floats | None]:
    """One decoder variance, or None and one for each coordinate."""
    if gamma is None:
        return None, None
    array = real("gamma", gamma)
    if array.size not in (1, d):
        raise MeasureError(
            f"gamma has shape {array.shape}; eq. (3) has one decoder variance for all samples: one"
            f" number, or one for each of the d = {d} coordinates"
        )
    value = float(array.min())
    if value > 0:
        if array.size == 1:
            return value, None
        return None, array.astype(np.float64).ravel()
    with np.errstate(over="ignore"):
        variance, deviation = float(np.exp(value)), float(np.exp(2 * value))
    raise MeasureError(
        f"gamma is {value:.4g}, and a decoder variance is positive. If it is log gamma, pass"
        f" exp(gamma) = {variance:.4g}; if it is the log of the deviation, pass exp(2 gamma) ="
        f" {deviation:.4g}; by eq. (6) gamma should be near the error per coordinate,"
        f" {found.per_coordinate:.4g}"
    )


# --- other units -------------------------------------------------------------------------------


def whitened(inputs: Inputs, variances: Floats) -> Inputs:
    """Per-coordinate decoder variances: x in their deviations has gamma = 1."""
    scale = np.sqrt(variances)
    inner = inputs.decode

    def decode(z: Any) -> Floats:
        assert inner is not None
        return np.asarray(matrix("the decoder's result", inner(z)) / scale)

    note = (
        f"gamma has one variance for each of {len(scale)} coordinates, from {variances.min():.3g}"
        f" to {variances.max():.3g}: x and x_hat are taken in units of their square roots, where"
        " gamma is 1"
    )
    return replace(
        inputs, x=inputs.x / scale, x_hat=inputs.x_hat / scale, gamma=1.0,
        decode=None if inner is None else decode, mapped=(*inputs.mapped, note),
    )  # fmt: skip


def standardised(inputs: Inputs, prior: Prior) -> Inputs:
    """Codes under a prior N(m, diag s^2), in units of it.

    Raises:
        MeasureError: if m and s are not one number, or one for each dimension, or s not positive.
    """
    kappa = inputs.mu.shape[1]
    if not isinstance(prior, tuple | list) or len(prior) != 2:
        raise MeasureError("prior is a pair (mean, deviation) of numbers or arrays (kappa,)")
    mean, deviation = (real("prior", part).astype(np.float64).ravel() for part in prior)
    for part in (mean, deviation):
        if part.size not in (1, kappa):
            raise MeasureError(f"prior needs one number, or kappa = {kappa}; given {part.size}")
    if deviation.min() <= 0:
        raise MeasureError("the prior's deviations must be positive")
    inner = inputs.decode

    def decode(z: Any) -> ArrayLike:
        assert inner is not None
        return inner((np.asarray(z) * deviation + mean).astype(inputs.mu.dtype))

    note = "codes are taken in units of the prior given, in which it is N(0, I)"
    return replace(
        inputs, mu=(inputs.mu - mean) / deviation, sigma=inputs.sigma / deviation,
        decode=None if inner is None else decode, mapped=(*inputs.mapped, note),
    )  # fmt: skip


# --- decoders ----------------------------------------------------------------------------------


def shape_of(mu: ArrayLike) -> tuple[int, ...]:
    """The shape of one code as given: (kappa,), or (channels, height, width) of spatial codes."""
    shape = getattr(mu, "shape", ())
    return tuple(int(size) for size in shape[1:])


def as_numpy(decode: Any, latent: tuple[int, ...]) -> Decode:
    """A decoder of arrays: codes in the shape they were given in; torch modules in eval mode.

    Raises:
        MeasureError: if it cannot be called.
    """
    if not callable(decode):
        raise MeasureError(
            f"decode must be a function of codes or a torch module, not {type(decode).__name__}"
        )
    # A torch module, or a method of one, such as model.decode.
    owner = getattr(decode, "__self__", decode)
    if hasattr(owner, "state_dict") and hasattr(owner, "eval"):
        from empirics.parts.modules import evaluated  # noqa: PLC0415 - it loads torch

        inner: Decode = evaluated(owner, decode)
    else:
        inner = decode

    def call(z: Any) -> ArrayLike:
        codes = z.reshape(len(z), *latent) if latent else z
        try:
            return inner(codes)
        except (TypeError, RuntimeError, AttributeError) as problem:
            reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
            raise MeasureError(
                f"decode failed on a numpy array of codes {codes.shape} ({reason}); pass a function"
                " of numpy arrays, a torch module, or a method of one that takes tensors"
            ) from None

    return call
