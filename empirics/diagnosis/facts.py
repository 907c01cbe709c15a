"""What `empirics.diagnose` measures, before any of it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from empirics.diagnosis.inputs import Inputs
from empirics.measures.activity import VARIANCE_BELOW, Active, active, by_posterior, divergences
from empirics.measures.affine import Affine, Minimum, spectrum
from empirics.measures.arrays import Floats, Mask, Real
from empirics.measures.balance import Stationarity, stationarity
from empirics.measures.discrepancy import Discrepancy, mmd
from empirics.measures.reconstruction import (
    Errors,
    decoded,
    draw_codes,
    errors,
    squared_error,
)

# Decoded draws for the expected error: at least so many in all, and so many per sample.
_DRAWS, _DRAWS_PER_SAMPLE = 4000, 4
# Principal components are taken of at most so many numbers: a subset of the samples beyond.
MAX_ENTRIES = 10**7
_FEWEST_ROWS = 200


@dataclass(frozen=True)
class Noise:
    """What the posterior's noise does to the decoder's output; needs the decoder.

    Attributes:
        draws: per sample.
        expected: A of eq. (3), by draws.
        spread: mean squared distance of decode(z) from decode(mu).
        of_mean: the error of decode(mu).
        x_hat: mean squared distance of the given x_hat from decode(mu).
    """

    draws: int
    expected: float
    spread: float
    of_mean: float
    x_hat: float


@dataclass(frozen=True)
class Facts:
    """Numbers about one model; per-dimension arrays have shape (kappa,).

    Attributes:
        inputs: what was given.
        errors: of x_hat.
        A: expected squared error of eq. (3), summed over coordinates.
        A_from: how A was found, in words.
        noise: see `Noise`; None without a decoder.
        powers: p_k, mean square of mu_k.
        variances: mean sigma_k^2.
        kl: KL divergence to the prior, nats.
        by_variance: mask of mean sigma^2 below its limit.
        by_kl: mask of KL above its limit.
        ablation: activity by ablation; None without a decoder.
        stationarity: residuals of the identities.
        moment_errors: standard errors of p_k + mean sigma_k^2 over the samples.
        discrepancy: squared MMD of codes drawn from the posterior to the prior.
        vae: the affine VAE on the eigenvalues of x (of `pca_samples` of them), same kappa, beta.
        affine: its minimum at the same gamma.
        pca_samples: number of samples that these two rest on.
    """

    inputs: Inputs
    errors: Errors
    A: float
    A_from: str
    noise: Noise | None
    powers: Floats
    variances: Floats
    kl: Floats
    by_variance: Mask
    by_kl: Mask
    ablation: Active | None
    stationarity: Stationarity
    moment_errors: Floats
    discrepancy: Discrepancy
    vae: Affine
    affine: Minimum
    pca_samples: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """n, d and kappa."""
        return (*self.inputs.x.shape, self.inputs.mu.shape[1])

    @property
    def rule(self) -> str:
        """The rule behind `active`: ablation where there is a decoder."""
        return "variance" if self.ablation is None else "ablation"

    @property
    def active(self) -> Mask:
        """The headline mask of active dimensions."""
        return self.by_variance if self.ablation is None else self.ablation.ablation

    @property
    def count(self) -> int:
        """The number of active dimensions."""
        return int(self.active.sum())

    @property
    def used(self) -> int:
        """Dimensions that some rule calls active."""
        return int((self.active | self.by_variance | self.by_kl).sum())

    @property
    def disagreements(self) -> int:
        """Dimensions that some of the rules call active and others do not."""
        return self.used - int((self.active & self.by_variance & self.by_kl).sum())

    @property
    def gamma_ratio(self) -> float:
        """A / (d gamma): 1 where gamma fits the error (eq. (6))."""
        return self.stationarity.gamma_ratio

    @property
    def learned_share(self) -> float:
        """The sum over dimensions of 1 - mean sigma_k^2."""
        return float((1 - self.variances).sum())

    @cached_property
    def implied_gamma(self) -> float | None:
        """The gamma that the encoder's variances are optimal for, or None where it is unknown."""
        return None if self.noise is None else gamma_of_encoder(self.inputs, self.noise)


def gamma_of_encoder(inputs: Inputs, noise: Noise) -> float | None:
    """The gamma that the encoder's variances are optimal for; None where none is active.

    Remark 4 with a locally affine decoder: a column adds ``w^2 sigma^2 = beta gamma (1 -
    sigma^2)`` to the error, so the spread of the decoded draws is ``beta gamma sum(1 - sigma^2)``.
    """
    sigma = inputs.sigma.astype(np.float64)
    shares = 1 - (sigma**2).mean(axis=0)
    if not (shares > 1 - VARIANCE_BELOW).any() or shares.sum() <= 0:
        return None
    return noise.spread / (inputs.beta * float(shares.sum()))


def measure(inputs: Inputs) -> Facts:
    """Measure everything once."""
    mu, sigma = inputs.mu.astype(np.float64), inputs.sigma.astype(np.float64)
    variances = (sigma**2).mean(axis=0)
    found = errors(inputs.x, inputs.x_hat)
    noise = posterior_noise(inputs)
    A, A_from = _expected_error(inputs, found, noise, variances)
    by_variance, by_kl = by_posterior(mu, sigma)
    moments = mu**2 + sigma**2
    samples = _subset(inputs)
    vae = spectrum(samples, mu.shape[1], inputs.beta)
    decode = inputs.decode
    return Facts(
        inputs=inputs,
        errors=found,
        A=A,
        A_from=A_from,
        noise=noise,
        powers=(mu**2).mean(axis=0),
        variances=variances,
        kl=divergences(mu, sigma),
        by_variance=by_variance,
        by_kl=by_kl,
        ablation=None if decode is None else active(inputs.mu, sigma, decode, inputs.x),
        stationarity=stationarity(
            mu, sigma, A=A, d=found.dimension, gamma=inputs.gamma, beta=inputs.beta
        ),
        moment_errors=moments.std(axis=0, ddof=1) / np.sqrt(len(mu)),
        discrepancy=mmd(draw_codes(mu, sigma, seed=inputs.seed), seed=inputs.seed),
        vae=vae,
        affine=vae.at(inputs.gamma),
        pca_samples=len(samples),
    )


def posterior_noise(inputs: Inputs) -> Noise | None:
    """What the posterior's noise does, by draws; None without a decoder."""
    if inputs.decode is None:
        return None
    of_mean = decoded(inputs.decode, inputs.mu, inputs.x.shape)
    expected = spread = 0.0
    draws = max(_DRAWS_PER_SAMPLE, -(-_DRAWS // len(inputs.x)))
    for child in np.random.SeedSequence(inputs.seed).generate_state(draws):
        codes = draw_codes(inputs.mu, inputs.sigma, seed=int(child)).astype(inputs.mu.dtype)
        drawn = decoded(inputs.decode, codes, inputs.x.shape)
        expected += squared_error(inputs.x, drawn) / draws
        spread += squared_error(of_mean, drawn) / draws
    return Noise(
        draws,
        expected,
        spread,
        squared_error(inputs.x, of_mean),
        squared_error(inputs.x_hat, of_mean),
    )


def _expected_error(
    inputs: Inputs, found: Errors, noise: Noise | None, variances: Floats
) -> tuple[float, str]:
    """A of eq. (3), as well as the inputs allow."""
    if noise is not None:
        return noise.expected, f"{noise.draws} draws per sample through decode"
    if inputs.decoded_from == "sampled":
        return found.squared, "x_hat, said to come from draws"
    # A column that is stationary in sigma adds beta gamma (1 - sigma^2): remark-4.
    added = inputs.beta * inputs.gamma * float((1 - variances).sum())
    return (
        found.squared + max(added, 0.0),
        "x_hat, said to be decode(mu), plus beta gamma sum(1 - sigma^2) for the posterior's noise",
    )


def _subset(inputs: Inputs) -> Real:
    n, d = inputs.x.shape
    most = max(_FEWEST_ROWS, MAX_ENTRIES // d)
    if n <= most:
        return inputs.x
    chosen = np.random.default_rng(inputs.seed).choice(n, most, replace=False)
    return np.asarray(inputs.x[np.sort(chosen)])
