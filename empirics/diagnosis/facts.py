"""What `empirics.diagnose` measures, before any of it is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from empirics.diagnosis.evidence import ArrayEvidence, Fitting, gather
from empirics.diagnosis.headline import Balance, weigh
from empirics.diagnosis.inputs import Inputs
from empirics.diagnosis.surrogate import Surrogate
from empirics.measures.activity import INCREASE_ABOVE, KL_ABOVE, by_posterior, divergences
from empirics.measures.affine import Affine, AffineMinimum, spectrum
from empirics.measures.arrays import Floats, Mask, Real
from empirics.measures.balance import Stationarity, stationarity
from empirics.measures.discrepancy import Discrepancy, mmd
from empirics.measures.reconstruction import Errors, draw_codes, errors
from numerics.running.progress import bar

# Rows that go through the decoder: for the expected error, and for ablation in all.
_ERROR_ROWS, _DRAWS = 4000, 4
_ABLATION_ROWS, _MOST_ABLATED, _FEWEST_ABLATED = 1_000_000, 5000, 300
_WORTH_SHOWING = 200_000
# Principal components are taken of at most so many numbers: a subset of the samples beyond.
MAX_ENTRIES = 10**7
_FEWEST_ROWS = 200
# Variance of mu_k above which a unit is active by Burda's rule.
BURDA_ABOVE = 0.01
# A dimension is borderline where a rule's quantity is within this factor of its limit.
_BORDER = 3.0
# Relative distance of A / (d gamma) from 1 that counts as a fit.
TOLERANCE = 0.1
# Agreement of two estimates of gamma, in logarithms.
_SAME = 0.4


@dataclass(frozen=True)
class Ablation:
    """Replacing a code by its mean.

    Attributes:
        increases: of the squared error, relative, (kappa,).
        standard_errors: of the increases.
        samples: that they rest on.
    """

    increases: Floats
    standard_errors: Floats
    samples: int

    @property
    def active(self) -> Mask:
        """Which dimensions raise the error by more than the limit."""
        return np.asarray(self.increases > INCREASE_ABOVE)


@dataclass(frozen=True)
class Noise:
    """What the posterior's noise does to the decoder's output; needs the decoder.

    Attributes:
        samples: that it was measured on.
        draws: per sample.
        expected: A of eq. (3), by draws.
        standard_error: of it.
        of_mean: the error of decode(mu).
    """

    samples: int
    draws: int
    expected: float
    standard_error: float
    of_mean: float


@dataclass(frozen=True)
class ModelFacts:
    """Numbers about one model; per-dimension arrays have shape (kappa,).

    Attributes:
        inputs: what was given.
        gamma: decoder variance, as given or estimated.
        gamma_from: how it was estimated, in words; empty if it was given.
        errors: of x_hat.
        A: expected squared error of eq. (3), summed over coordinates.
        A_from: how A was found, in words.
        noise: see `Noise`; None without a decoder.
        evidence: on what the encoder is optimal for, and how the arrays hang together.
        balance: of beta gamma.
        powers: p_k, mean square of mu_k.
        variances: mean sigma_k^2.
        kl: KL divergence to the prior, nats.
        by_variance: mask of mean sigma^2 below its limit.
        by_kl: mask of KL above its limit.
        by_burda: mask of the variance of mu_k above 0.01.
        ablation: see `Ablation`; None without a decoder.
        stationarity: residuals of the identities.
        moment_errors: standard errors of p_k + mean sigma_k^2 over the samples.
        discrepancy: squared MMD of codes drawn from the posterior to the prior.
        vae: the affine VAE on the eigenvalues of x (of `pca_samples` of them), same kappa, beta.
        affine: its minimum at the same gamma.
        pca_samples: number of samples that these two rest on.
    """

    inputs: Inputs
    gamma: float
    gamma_from: str
    errors: Errors
    A: float
    A_from: str
    noise: Noise | None
    evidence: ArrayEvidence
    balance: Balance
    powers: Floats
    variances: Floats
    kl: Floats
    by_variance: Mask
    by_kl: Mask
    by_burda: Mask
    ablation: Ablation | None
    stationarity: Stationarity
    moment_errors: Floats
    discrepancy: Discrepancy
    vae: Affine
    affine: AffineMinimum
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
        return self.by_variance if self.ablation is None else self.ablation.active

    @property
    def count(self) -> int:
        """The number of active dimensions."""
        return int(self.active.sum())

    @property
    def used(self) -> int:
        """Dimensions that some rule calls active."""
        return int(np.any(self._rules, axis=0).sum())

    @property
    def disagreements(self) -> int:
        """Dimensions that some of the rules call active and others do not."""
        return self.used - int(np.all(self._rules, axis=0).sum())

    @property
    def _rules(self) -> list[Mask]:
        return [self.active, self.by_variance, self.by_kl, self.by_burda]

    @property
    def borderline(self) -> list[int]:
        """Dimensions near the limit between active and not: by KL, or where rules disagree."""
        near = (self.kl > KL_ABOVE / _BORDER) & (self.kl < KL_ABOVE * _BORDER)
        split = np.any(self._rules, axis=0) & ~np.all(self._rules, axis=0)
        return [int(k) for k in np.flatnonzero(near | split)]

    @property
    def gamma_ratio(self) -> float:
        """A / (d gamma): 1 where gamma fits the error (eq. (6))."""
        return self.stationarity.gamma_ratio

    @property
    def learned_share(self) -> float:
        """The sum over dimensions of 1 - mean sigma_k^2."""
        return float((1 - self.variances).sum())

    @property
    def implied_gamma(self) -> float | None:
        """The gamma that the encoder's variances are optimal for; None where it is unknown."""
        known = self.evidence.decoder is not None and self.by_variance.any()
        return self.evidence.given.fit.v / self.inputs.beta if known else None


def measure(inputs: Inputs, fitting: Fitting = Surrogate) -> ModelFacts:
    """Measure everything once.

    Args:
        inputs: arrays and constants.
        fitting: see `gather`.
    """
    mu, sigma = inputs.mu, inputs.sigma
    d, kappa = inputs.x.shape[1], mu.shape[1]
    powers, variances, errors_of_moments = _moments(mu, sigma)
    found = errors(inputs.x, inputs.x_hat)
    noise = _noise(inputs)
    gamma, gamma_from = inputs.gamma, ""
    if gamma is None:
        gamma, gamma_from = _estimate(inputs, found, noise, variances)
    evidence = gather(inputs, gamma, fitting)
    A, A_from = _expected_error(inputs, gamma, found, noise, variances)
    some = _subset(inputs.seed, len(mu), _FEWEST_ROWS * 25)
    by_variance, by_kl = by_posterior(mu, sigma)
    samples = inputs.x[_subset(inputs.seed, len(mu), max(_FEWEST_ROWS, MAX_ENTRIES // d))]
    vae = spectrum(samples, kappa, inputs.beta)
    drawn = draw_codes(mu[some], sigma[some], seed=inputs.seed)
    return ModelFacts(
        inputs=inputs,
        gamma=gamma,
        gamma_from=gamma_from,
        errors=found,
        A=A,
        A_from=A_from,
        noise=noise,
        evidence=evidence,
        balance=weigh(inputs.beta * gamma, A, d, variances),
        powers=powers,
        variances=variances,
        kl=divergences(mu, sigma),
        by_variance=by_variance,
        by_kl=by_kl,
        by_burda=np.asarray(mu.var(axis=0, dtype=np.float64) > BURDA_ABOVE),
        ablation=None if inputs.decode is None else ablate(inputs),
        stationarity=stationarity(mu, sigma, A=A, d=d, gamma=gamma, beta=inputs.beta),
        moment_errors=errors_of_moments,
        discrepancy=mmd(drawn, seed=inputs.seed),
        vae=vae,
        affine=vae.at(gamma),
        pca_samples=len(samples),
    )


def ablate(inputs: Inputs) -> Ablation:
    """Activity by ablation, on a subset where samples times dimensions are many."""
    n, kappa = inputs.mu.shape
    most = max(_FEWEST_ABLATED, min(_MOST_ABLATED, _ABLATION_ROWS // kappa))
    rows = _subset(inputs.seed, n, most)
    mu = np.asarray(inputs.mu[rows], dtype=np.float64)
    x = np.asarray(inputs.x[rows], dtype=np.float64)
    centre = inputs.mu.mean(axis=0, dtype=np.float64)
    base = ((x - inputs.as_floats(mu)) ** 2).sum(axis=1)
    increases, spreads = np.empty(kappa), np.empty(kappa)
    quiet = len(mu) * kappa < _WORTH_SHOWING
    for k in bar(range(kappa), desc="ablation", quiet=quiet):
        codes = mu.copy()
        codes[:, k] = centre[k]
        change = ((x - inputs.as_floats(codes)) ** 2).sum(axis=1) - base
        error = float(base.mean())
        increases[k] = _relative(float(change.mean()), error)
        spreads[k] = _relative(float(change.std()) / np.sqrt(len(mu)), error)
    return Ablation(increases, spreads, len(mu))


def _relative(change: float, base: float) -> float:
    """Any increase from an error of 0 is an infinite one."""
    if base > 0:
        return change / base
    return float("inf") if change > 0 else 0.0


def _noise(inputs: Inputs) -> Noise | None:
    """What the posterior's noise does, by draws; None without a decoder."""
    if inputs.decode is None:
        return None
    rows = _subset(inputs.seed, len(inputs.mu), _ERROR_ROWS)
    mu = np.asarray(inputs.mu[rows], dtype=np.float64)
    sigma = np.asarray(inputs.sigma[rows], dtype=np.float64)
    x = np.asarray(inputs.x[rows], dtype=np.float64)
    of_mean = ((x - inputs.as_floats(mu)) ** 2).sum(axis=1).mean()
    draws = max(_DRAWS, -(-_ERROR_ROWS // len(mu)))
    sums = np.zeros(len(mu))
    for child in np.random.SeedSequence(inputs.seed).generate_state(draws):
        codes = np.asarray(draw_codes(mu, sigma, seed=int(child)), dtype=np.float64)
        sums += ((x - inputs.as_floats(codes)) ** 2).sum(axis=1) / draws
    expected, spread = float(sums.mean()), float(sums.std() / np.sqrt(len(mu)))
    return Noise(len(mu), draws, expected, spread, float(of_mean))


def _estimate(
    inputs: Inputs, found: Errors, noise: Noise | None, variances: Floats
) -> tuple[float, str]:
    """A decoder variance where none was given."""
    d = found.dimension
    share = inputs.beta * float((1 - variances).sum())
    if noise is not None:
        of_error = noise.expected / d
        of_encoder = gather(inputs, of_error).given.fit.v / inputs.beta
        if abs(np.log(of_encoder / of_error)) < _SAME:
            return of_error, "A/d, which the encoder's variances agree with"
        return of_encoder, (
            f"what the encoder's variances are optimal for at this beta (A/d = {of_error:.4g} is"
            " another: gamma was fixed in training, or beta is not the one given)"
        )
    if inputs.decoded_from == "sampled" or share > d / 2:
        return found.per_coordinate, "the error of x_hat per coordinate"
    return found.squared / (d - share), "the gamma that fits the error and the posterior's noise"


def _expected_error(
    inputs: Inputs, gamma: float, found: Errors, noise: Noise | None, variances: Floats
) -> tuple[float, str]:
    """A of eq. (3), as well as the inputs allow."""
    if noise is not None:
        return noise.expected, (
            f"{noise.draws} draws through decode for each of {noise.samples} samples, standard"
            f" error {noise.standard_error:.2g}"
        )
    if inputs.decoded_from == "sampled":
        return found.squared, "x_hat, said to come from draws"
    # A column that is stationary in sigma adds beta gamma (1 - sigma^2): remark-4.
    added = inputs.beta * gamma * float((1 - variances).sum())
    return (
        found.squared + max(added, 0.0),
        "x_hat, said to be decode(mu), plus beta gamma sum(1 - sigma^2) for the posterior's noise",
    )


def _moments(mu: Real, sigma: Real) -> tuple[Floats, Floats, Floats]:
    """p_k, mean sigma_k^2, and the standard errors of their sum."""
    squares = mu.astype(np.float64) ** 2
    powers = squares.mean(axis=0)
    variances = sigma.astype(np.float64) ** 2
    squares += variances
    spread = squares.std(axis=0, ddof=1) / np.sqrt(len(mu))
    return np.asarray(powers), np.asarray(variances.mean(axis=0)), np.asarray(spread)


def _subset(seed: int, n: int, most: int) -> slice | np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Rows of a sample of the samples, in their order; all of them where they are few."""
    if n <= most:
        return slice(None)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))
