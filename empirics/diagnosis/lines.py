"""From measured facts to lines: what is the case, what follows, and which claim says so."""

from __future__ import annotations

import math
from enum import Enum

from empirics.diagnosis.facts import Facts
from empirics.diagnosis.line import Kind, Line
from empirics.measures.activity import INCREASE_ABOVE, KL_ABOVE, VARIANCE_BELOW

# Relative distance of A / (d gamma) from 1, and distance of p_k + mean sigma_k^2 from 1, that
# counts as converged.
TOLERANCE = 0.1
# A second moment is off only where it is so by this many of its standard errors, too.
STANDARD_ERRORS = 3
# Relative agreement of two estimates of the posterior's noise.
AGREE = 0.25
# Samples per latent dimension below which an affine VAE fitted to them is no fair comparison.
_FAIR = 10


class Regularisation(Enum):
    """The headline."""

    BALANCED = "balanced"
    COLLAPSED = "collapsed"
    OVER = "over-regularised"
    UNDER = "under-regularised"


def regularisation(facts: Facts) -> Regularisation:
    """Collapsed, or gamma above or below the value that fits the error, or balanced.

    Fewer active dimensions than the data's rank, where that is known, are over-regularised too;
    a model most of whose active dimensions are wider than the prior is under-regularised too.
    """
    if facts.count == 0:
        return Regularisation.COLLAPSED
    rank = facts.inputs.rank
    if facts.gamma_ratio < 1 - TOLERANCE or (rank is not None and facts.count < rank):
        return Regularisation.OVER
    stretched = sum(facts.stationarity.coordinates[k] > 0 for k in off_balance(facts))
    if facts.gamma_ratio > 1 + TOLERANCE or 2 * stretched > facts.count:
        return Regularisation.UNDER
    return Regularisation.BALANCED


def lines(facts: Facts) -> list[Line]:
    """Everything but mistakes in the input, the most important first."""
    found = [_dimensions(facts), _gamma(facts)]
    if facts.count == 0:
        found.append(_collapse(facts))
    else:
        found.append(_beta(facts))
    found += [_balance(facts), _total(facts), *_encoder(facts), _aggregate(facts)]
    if len(facts.inputs.x) == facts.pca_samples >= _FAIR * facts.shape[2]:
        found.append(_affine(facts))
    return found


def _dimensions(facts: Facts) -> Line:
    kappa, rank = facts.shape[2], facts.inputs.rank
    other = (
        f"mean sigma^2 < {VARIANCE_BELOW} gives {facts.by_variance.sum()}, KL > {KL_ABOVE} gives"
        f" {facts.by_kl.sum()}; the rules disagree on {facts.disagreements}."
    )
    if facts.ablation is None:
        head = f"{facts.count} of {kappa} latent dimensions are active by their variance;"
        other += " Give decode= for the count by ablation, which is the safest."
    else:
        head = (
            f"{facts.count} of {kappa} latent dimensions are active: the mean in place of the code"
            f" raises the error by more than {INCREASE_ABOVE:.0%};"
        )
    kind, unused = Kind.NOTE, kappa - facts.used
    consequence = (
        f"{unused} have returned to the prior by every rule: they carry nothing and can be removed."
        if unused
        else "None has returned to the prior by every rule: kappa may be too small."
    )
    if rank is not None and facts.count != rank:
        kind = Kind.PROBLEM
        consequence += f" The data have rank {rank}: " + (
            "dimensions that they need are missing."
            if facts.count < rank
            else "more are in use than they need. Each further one slows the fall of the"
            " loss as gamma -> 0, yet training need not remove it."
        )
    elif rank is not None:
        kind = Kind.OK
    claims = ("remark-4",) if rank is None else ("remark-4", "beta-scaling")
    return Line(kind, "active dimensions", f"{head} {other}", consequence, claims)


def _gamma(facts: Facts) -> Line:
    ratio, d, gamma = facts.gamma_ratio, facts.shape[1], facts.inputs.gamma
    excess = d * (ratio - 1 - math.log(ratio))
    statement = (
        f"gamma = {gamma:.4g}, the value that fits the error is A/d = {facts.A / d:.4g} (ratio"
        f" {ratio:.3f}; A from {facts.A_from})."
    )
    if facts.noise is None and facts.inputs.decoded_from == "mean":
        sampled = facts.errors.per_coordinate / gamma
        statement += f" If x_hat came from draws instead, the ratio is {sampled:.3f}."
    if abs(ratio - 1) <= TOLERANCE:
        return Line(
            Kind.OK,
            "gamma",
            statement,
            "Gamma is at the optimum for this error: learned and converged, or fixed there.",
            ("eq-6",),
        )
    gain = f"At this error the loss would be {excess:.3g} lower with gamma = A/d."
    if ratio < 1:
        return Line(
            Kind.PROBLEM,
            "gamma",
            statement,
            f"{gain} Over-regularised: gamma is too large, errors are priced too low, and"
            " dimensions with little variance are given up. Learn gamma, or lower it.",
            ("eq-6", "remark-4"),
        )
    return Line(
        Kind.PROBLEM,
        "gamma",
        statement,
        f"{gain} Under-regularised: gamma is fixed too small or ahead of the error; errors outweigh"
        " the KL term, and the gradient in what is decoded is"
        f" {ratio:.3g} times that of learned gamma. Learn gamma, or raise it.",
        ("eq-6", "gradients-gamma"),
    )


def _collapse(facts: Facts) -> Line:
    floor, vae = facts.inputs.beta * facts.inputs.gamma, facts.vae
    statement = (
        f"Posterior collapse. beta gamma = {floor:.4g}; the largest variance of the data along a"
        f" direction is {vae.eigenvalues[0]:.4g}."
    )
    consequence = (
        "Even the best affine VAE keeps no direction whose variance is at most beta gamma: lower"
        f" gamma or beta. With gamma learned it keeps none for beta >= {vae.breakpoints[0]:.4g}."
        if facts.affine.active == 0
        else f"The best affine VAE would keep {facts.affine.active} dimensions at this beta and"
        " gamma: the collapse comes from training (a large gamma at the start, say), not from"
        " the loss."
    )
    return Line(Kind.PROBLEM, "collapse", statement, consequence, ("beta-affine", "beta-collapse"))


def _beta(facts: Facts) -> Line:
    rank, beta, d = facts.inputs.rank, facts.inputs.beta, facts.shape[1]
    r = facts.count if rank is None else rank
    known = "the given rank" if rank is not None else "the active dimensions"
    statement = f"beta = {beta:.4g}; d/r = {d / r:.4g} with r = {r}, {known}."
    if beta < d / r:
        caveat = (
            ""
            if rank is not None
            else " If dimensions were lost already, r is larger and the threshold lower."
        )
        return Line(
            Kind.OK,
            "beta",
            statement,
            f"Below the threshold: with r active dimensions the loss falls as {d - beta * r:.4g}"
            f" log gamma, so exact reconstruction is what it rewards.{caveat}",
            ("beta-scaling",),
        )
    return Line(
        Kind.PROBLEM,
        "beta",
        statement,
        "At or above the threshold: no optimal sparse representation minimises the loss, even"
        " with gamma learned. An affine VAE then gives up some of the dimensions that it needs."
        f" Take beta below {d / r:.4g}.",
        ("beta-scaling", "beta-collapse"),
    )


def off_balance(facts: Facts) -> list[int]:
    """Dimensions whose second moment is not 1, beyond tolerance and sampling error; 0-based."""
    residuals = facts.stationarity.coordinates
    return [
        k
        for k, residual in enumerate(residuals.tolist())
        if abs(residual) > max(TOLERANCE, STANDARD_ERRORS * float(facts.moment_errors[k]))
    ]


def _balance(facts: Facts) -> Line:
    residuals, off = facts.stationarity.coordinates, off_balance(facts)
    worst = int(abs(residuals).argmax())
    statement = (
        f"p_k + mean sigma_k^2 is 1 within {TOLERANCE:g} (or {STANDARD_ERRORS} standard errors) for"
        f" {len(residuals) - len(off)} of {len(residuals)} dimensions; furthest is dimension"
        f" {worst} (counted from 0) with {1 + residuals[worst]:.3f}."
    )
    if not off:
        return Line(
            Kind.OK,
            "second moments",
            statement,
            "As at a stationary point: encoder and decoder scales have settled, and every"
            " coordinate of the aggregated posterior has the prior's second moment.",
            ("entropy-sums",),
        )
    wide = sum(residuals[k] > 0 for k in off)
    return Line(
        Kind.PROBLEM,
        "second moments",
        statement,
        f"{wide} are wider than the prior and {len(off) - wide} narrower: training has not"
        " converged, the samples are not those it was trained on, or something keeps encoder and"
        " decoder scales from balancing (weight decay, normalisation, tied or clamped heads).",
        ("entropy-sums",),
    )


def _total(facts: Facts) -> Line:
    found = facts.stationarity
    share = found.total / (facts.shape[1] + facts.inputs.beta * facts.shape[2])
    return Line(
        Kind.OK if abs(share) <= TOLERANCE else Kind.NOTE,
        "loss",
        f"L = {found.loss:.6g}, and {found.stationary_loss:.6g} by the formula that holds at a"
        f" stationary point; the difference is {share:.3g} of d + beta kappa.",
        "The difference is d (ratio - 1) + beta times the sum of the second moments' residuals:"
        " a summary of the lines above, in which opposite signs cancel.",
        ("entropy-sums",),
    )


def _encoder(facts: Facts) -> list[Line]:
    """The gamma for which the encoder's variances are optimal, where it can be told."""
    implied, gamma = facts.implied_gamma, facts.inputs.gamma
    if implied is None:
        return []
    agrees = abs(implied - gamma) <= AGREE * gamma
    return [
        Line(
            Kind.OK if agrees else Kind.PROBLEM,
            "encoder variances",
            f"They are those of a model with gamma = {implied:.4g} at this beta; given is"
            f" {gamma:.4g}.",
            (
                "Encoder and decoder variance fit each other."
                if agrees
                else "The encoder has not followed gamma, beta is another one, or the decoder is"
                " far from affine over the width of the posterior, which this estimate assumes."
            ),
            ("remark-4",),
        )
    ]


def _aggregate(facts: Facts) -> Line:
    found = facts.discrepancy
    low, high = found.interval()
    near = low <= 0
    return Line(
        Kind.OK if near else Kind.NOTE,
        "aggregated posterior",
        f"Squared MMD to the prior {found.unbiased:.4g}, 95 % interval [{low:.4g}, {high:.4g}]"
        f" (Gaussian kernel of width {found.bandwidth:.3g}, {found.samples} draws).",
        (
            "Not told from the prior by this kernel: necessary for good samples, not sufficient."
            if near
            else "Codes differ from the prior, so samples from the prior reach places where the"
            " decoder was not trained."
        )
        + " Read it beside the active dimensions: a collapsed posterior passes, and on curved"
        " supports a small value alone shows nothing.",
        ("eq-10", "mmd-floor"),
    )


def _affine(facts: Facts) -> Line:
    loss, affine, d = facts.stationarity.loss, facts.affine, facts.shape[1]
    statement = (
        f"The best affine VAE on these samples at this beta and gamma keeps {affine.active}"
        f" dimensions, with A/d = {affine.error / d:.4g} and L = {affine.loss:.6g}; this model"
        f" keeps {facts.count}, with {facts.A / d:.4g} and {loss:.6g}."
    )
    worse = loss - affine.loss > TOLERANCE * (d + facts.inputs.beta * facts.shape[2])
    return Line(
        Kind.PROBLEM if worse else Kind.NOTE,
        "affine VAE",
        statement,
        (
            "A linear model has the lower loss: training stopped early, or the samples are new to"
            " this model (the affine one is fitted to them)."
            if worse
            else "No linear model of this size is clearly better."
        ),
        ("beta-affine",),
    )
