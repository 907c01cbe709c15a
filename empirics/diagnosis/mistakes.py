"""Mistakes in the input that are likely, not certain: another reading of it fits much better."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from empirics.diagnosis.facts import Facts, gamma_of_encoder, posterior_noise
from empirics.diagnosis.inputs import imbalance, scalar_fit
from empirics.diagnosis.line import Kind, Line
from empirics.diagnosis.lines import AGREE, TOLERANCE

# Another reading of sigma is reported where the dimensions are off by so much as given, and by
# at most this share of it as read otherwise.
_OFF, _SHARE = 0.005, 0.2
# Another reading of gamma has to be so many times nearer, in logarithms.
_NEARER = 3.0
# The squared distance of x_hat from decode(mu), over that of draws, when it is one of them.
_FURTHER = 2.0
# Least share of d that the posterior's noise may leave for gamma to be read from decoded means.
_CONDITION = 0.1
# Change of units between x and x_hat that is looked for: the error is so many times what gamma
# allows as given, and at most so many times afterwards.
_UNITS, _UNEXPLAINED, _EXPLAINED = 10.0, 16.0, 4.0


def mistakes(facts: Facts) -> list[Line]:
    """Warnings about the input; none for arrays that are what they are said to be."""
    found = [_posterior(facts), _source(facts), _units(facts)]
    if not any(found[:2]):
        unknown = facts.implied_gamma is None
        found.append(_gamma_by_error(facts) if unknown else _gamma_by_encoder(facts))
    return [line for line in found if line is not None]


def _posterior(facts: Facts) -> Line | None:
    mu, given = facts.inputs.mu.astype(np.float64), facts.inputs.sigma.astype(np.float64)
    as_given = imbalance(mu, given)
    worst = float(np.abs(facts.stationarity.coordinates).max())
    readings = {
        "sigma holds variances: pass their square roots": np.sqrt(given),
        "sigma holds 1/sigma (roots of precisions): pass its inverse": 1 / given,
        "mu holds draws from the posterior: pass the encoder means": 0 * given,
    }
    residuals = {text: imbalance(mu, sigma) for text, sigma in readings.items()}
    best = min(residuals, key=lambda text: residuals[text])
    if worst <= _OFF or residuals[best] > _SHARE * as_given:
        return None
    return Line(
        Kind.MISTAKE,
        "mu and sigma",
        f"Second moments p_k + mean sigma_k^2 differ from 1 by {as_given:.3g} in sum as given, and"
        f" by {residuals[best]:.3g} if {best}.",
        "Every line that uses sigma is then wrong.",
        ("entropy-sums",),
    )


def _source(facts: Facts) -> Line | None:
    """Is x_hat the decoded mean or a decoded draw, as it was said to be?"""
    noise = facts.noise
    if noise is None or noise.x_hat < noise.spread / _FURTHER:
        wrong = noise is not None and facts.inputs.decoded_from == "sampled"
        seen = "decode(mu) itself" if wrong else ""
    elif noise.x_hat < _FURTHER * noise.spread:
        wrong = facts.inputs.decoded_from == "mean"
        seen = "as far from decode(mu) as decoded draws are"
    else:
        wrong = True
        seen = (
            f"neither decode(mu) nor a decoded draw: its mean squared distance from decode(mu) is"
            f" {noise.x_hat:.3g}, that of draws {noise.spread:.3g}"
        )
    if not wrong:
        return None
    return Line(
        Kind.MISTAKE,
        "x_hat",
        f"x_hat is {seen}.",
        "Say which by decoded_from='mean' or 'sampled'; mu has to hold the encoder's means, and"
        " decode to be the decoder of these arrays, in the units of x.",
        (),
    )


def _share_of_d(facts: Facts) -> float | None:
    """The factor of gamma in the gamma that x_hat's error fits; None where it is too uncertain.

    A decoded mean lacks the posterior's noise: ``d gamma = error + beta gamma sum(1 - sigma^2)``.
    """
    d = facts.shape[1]
    if not _adds_noise(facts):
        return float(d)
    left = d - facts.inputs.beta * facts.learned_share
    return left if left > _CONDITION * d else None


def _adds_noise(facts: Facts) -> bool:
    return facts.noise is None and facts.inputs.decoded_from == "mean"


def _squared(facts: Facts) -> float:
    return facts.errors.squared if facts.noise is None else facts.noise.expected


def _units(facts: Facts) -> Line | None:
    """Whether x and x_hat are in different units, which centred data hide."""
    gamma, share = facts.inputs.gamma, _share_of_d(facts)
    if share is None or _squared(facts) / share / gamma < _UNEXPLAINED:
        return None
    fit = scalar_fit(facts.inputs.x, facts.inputs.x_hat)
    if fit is None or 1 / _UNITS < abs(fit.slope) < _UNITS:
        return None
    ratios = [fit.squared / share / value for value in (gamma, gamma * fit.slope**2)]
    if not any(ratio < _EXPLAINED for ratio in ratios):
        return None
    return Line(
        Kind.MISTAKE,
        "units",
        f"{fit.slope:.4g} x_hat + {fit.offset:.3g} fits x, and then gamma fits the error.",
        "x and x_hat seem to be in different units: give both in those of gamma.",
        ("eq-6",),
    )


def _readings(gamma: float, d: int) -> dict[str, float]:
    """What the decoder variance is if gamma was given as something else."""
    with np.errstate(over="ignore"):
        readings = {
            "gamma is the decoder's standard deviation: pass its square": gamma**2,
            "gamma is the logarithm of the variance: pass exp(gamma)": float(np.exp(gamma)),
            "gamma is the logarithm of the deviation: pass exp(2 gamma)": float(np.exp(2 * gamma)),
            "gamma is a precision: pass its inverse": 1 / gamma,
            "gamma is a variance summed over the d coordinates: divide it by d": gamma / d,
            "gamma is a variance divided by d: multiply it by d": gamma * d,
        }
    return {text: value for text, value in readings.items() if 0 < value < math.inf}


def _gamma_by_encoder(facts: Facts) -> Line | None:
    """The encoder's variances are optimal for another gamma: is one of them something else?"""
    gamma, implied = facts.inputs.gamma, facts.implied_gamma
    if implied is None or _agree(implied, gamma):
        return None
    readings = _readings(gamma, facts.shape[1])
    fitting = [text for text, value in readings.items() if _agree(implied, value)]
    as_variance = replace(facts.inputs, sigma=np.sqrt(facts.inputs.sigma))
    noise = posterior_noise(as_variance)
    otherwise = None if noise is None else gamma_of_encoder(as_variance, noise)
    if otherwise is not None and _agree(otherwise, gamma):
        fitting.append("sigma holds variances: pass their square roots")
    if not fitting:
        return None
    return Line(
        Kind.MISTAKE,
        "gamma and sigma",
        f"gamma is given as {gamma:.4g}, and sigma is optimal for {implied:.4g}; both agree if "
        + ", or if ".join(fitting)
        + ".",
        "Every line that uses the wrong one is then wrong.",
        ("remark-4",),
    )


def _agree(implied: float, gamma: float) -> bool:
    return abs(implied - gamma) <= AGREE * gamma


def _gamma_by_error(facts: Facts) -> Line | None:
    """The error fits another gamma: is it something else, or is x_hat?"""
    gamma, d, share = facts.inputs.gamma, facts.shape[1], _share_of_d(facts)
    if share is None:
        return None
    fits = _squared(facts) / share
    ratios = {text: fits / value for text, value in _readings(gamma, d).items()}
    if _adds_noise(facts):
        # Drawing x from N(mu_x(z), gamma I) adds d gamma to the error.
        drawn, denoised = fits * share / d, fits - d * gamma / share
        ratios |= {
            "x_hat came from draws of the code: pass decoded_from='sampled'": drawn / gamma,
            "x_hat has the decoder's noise added: pass the decoder's mean": denoised / gamma,
        }
    fitting = [text for text, ratio in ratios.items() if _much_nearer(ratio, fits / gamma)]
    if not fitting:
        return None
    return Line(
        Kind.MISTAKE,
        "gamma",
        f"gamma is given as {gamma:.4g}, and the error of x_hat fits {fits:.4g}; both agree if "
        + ", or if ".join(fitting)
        + ".",
        "Ignore this if gamma was fixed at the given value; with decode= the two are told apart.",
        ("eq-6",),
    )


def _much_nearer(ratio: float, given: float) -> bool:
    """Whether one ratio is 1 within tolerance, and the one as given is not and much further."""
    if abs(given - 1) <= TOLERANCE or abs(ratio - 1) > TOLERANCE:
        return False
    return _NEARER * abs(math.log(ratio)) < abs(math.log(given))
