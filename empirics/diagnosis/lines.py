"""From measured facts to lines: what is the case, what it costs, and which claim says so.

Costs are in nats per sample: half of the units of eq. (3).
"""

from __future__ import annotations

import math

import numpy as np

from empirics.diagnosis.causes import Cause, Finding
from empirics.diagnosis.encoder import gap
from empirics.diagnosis.facts import BURDA_ABOVE, TOLERANCE, ModelFacts
from empirics.diagnosis.headline import (
    COLLAPSED_EXPLAINED,
    COLLAPSED_KL,
    COST,
    Regularisation,
)
from empirics.diagnosis.line import Line, LineKind
from empirics.measures.activity import INCREASE_ABOVE, KL_ABOVE, VARIANCE_BELOW

# A second moment counts as off only where it is so by this many of its standard errors.
STANDARD_ERRORS = 3
# Samples per latent dimension below which an affine VAE fitted to them is no fair comparison.
_FAIR = 10
_NAMED = 8


def regularisation(facts: ModelFacts, finding: Finding) -> Regularisation:
    """The headline; none while it is not settled what was given."""
    if collapsed(facts):
        return Regularisation.COLLAPSED
    if finding.causes:
        return Regularisation.WITHHELD
    found = facts.balance.regularisation
    # On held-out samples the error has the gap of generalisation in it.
    if facts.inputs.split == "held-out" and found is Regularisation.UNDER:
        return Regularisation.WITHHELD
    return found


def collapsed(facts: ModelFacts) -> bool:
    """By KL and by the variance explained, both."""
    explained = 1 - facts.errors.unexplained
    return float(facts.kl.sum()) < COLLAPSED_KL and explained < COLLAPSED_EXPLAINED


def lines(facts: ModelFacts, finding: Finding) -> list[Line]:
    """Everything that was judged, the most important first."""
    headline = regularisation(facts, finding)
    found = [
        *_input(finding),
        *([Line(LineKind.NOTE, "withheld", finding.withheld, "", ())] if finding.withheld else []),
        *(
            Line(LineKind.NOTE, "units", f"{text[0].upper()}{text[1:]}.", "", ())
            for text in _mapped(facts)
        ),
    ]
    if headline is Regularisation.COLLAPSED:
        found.append(_collapse(facts))
    elif headline is not Regularisation.WITHHELD:
        found.append(_headline(facts, headline))
    found += [_dimensions(facts), _gamma(facts)]
    if headline is not Regularisation.COLLAPSED and facts.count:
        found.append(_beta(facts))
    found += [_balance(facts), _total(facts), *_encoder(facts), _aggregate(facts)]
    fair = len(facts.inputs.x) == facts.pca_samples >= _FAIR * facts.shape[2]
    if fair and facts.inputs.split != "held-out" and not finding.causes:
        found.append(_affine(facts))
    return found


def _mapped(facts: ModelFacts) -> list[str]:
    found = list(facts.inputs.mapped)
    if facts.gamma_from:
        found.append(f"gamma was not given; {facts.gamma:.4g} is used, {facts.gamma_from}")
    return found


# --- mistakes ----------------------------------------------------------------------------------

_TOPICS = {"SIGMA": "sigma", "GAMMA": "gamma", "BETA": "beta", "UNITS": "units", "MU": "mu",
           "DECODER": "decode", "PRIOR": "prior", "BERNOULLI": "decoder"}  # fmt: skip


def _input(finding: Finding) -> list[Line]:
    """The likely mistake, or those that cannot be told apart with the question that does."""
    if not finding.causes:
        return []
    topic = _TOPICS.get(finding.causes[0].name.split("_")[0], "x_hat")
    if finding.causes == (Cause.BERNOULLI,):
        return [Line(LineKind.SCOPE, topic, _sentence(Cause.BERNOULLI.value), "", ())]
    if finding.causes == (Cause.SIGMA_BOUNDED,):
        return [
            Line(LineKind.PROBLEM, topic, _sentence(Cause.SIGMA_BOUNDED.value), "", ("remark-4",))
        ]
    if len(finding.causes) == 1 and not finding.question:
        statement = f"It seems that {finding.causes[0].value}."
    elif len(finding.causes) == 1:
        statement = f"It may be that {finding.causes[0].value}. {finding.question}"
    else:
        listed = "; or ".join(
            f"({number}) {cause.value}" for number, cause in enumerate(finding.causes, 1)
        )
        statement = (
            f"One of these, which the arrays do not tell apart: {listed}. {finding.question}"
        )
    consequence = "Until it is settled there is no headline, and lines that use it may be wrong."
    return [Line(LineKind.MISTAKE, topic, statement, consequence, _claims(finding.causes))]


def _claims(causes: tuple[Cause, ...]) -> tuple[str, ...]:
    names = {cause.name.split("_")[0] for cause in causes}
    found = ["remark-4"] if names & {"SIGMA", "GAMMA", "BETA", "UNITS"} else []
    found += ["eq-6"] if names & {"GAMMA", "UNITS"} else []
    return (*found, "entropy-sums") if names & {"MU", "PRIOR"} else tuple(found)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


# --- the headline ------------------------------------------------------------------------------


def _headline(facts: ModelFacts, headline: Regularisation) -> Line:
    found, implied = facts.balance, facts.implied_gamma
    encoder = "" if implied is None else f"; of the encoder {implied:.4g}"
    statement = (
        f"beta gamma = {found.v:.4g} is {found.ratio:.3g} times A/d, the value that fits the error;"
        f" that costs {found.cost:.2g} nats per sample against the best value for these codes,"
        f" {found.best:.4g} (gamma given {facts.gamma:.4g}; of the error {found.fitting:.4g}"
        f"{encoder})."
    )
    if headline is Regularisation.BALANCED:
        text = (
            "Only the product counts: (beta, gamma) and (c beta, gamma/c) are one model. It is"
            " near its best value."
        )
        return Line(LineKind.OK, "regularisation", statement, text, ("eq-6", "beta-affine"))
    if headline is Regularisation.OVER:
        text = (
            "Over-regularised: beta gamma is too large, errors are priced too low, and dimensions"
            " with little variance are given up. Lower beta, lower gamma or learn it."
        )
        return Line(LineKind.PROBLEM, "regularisation", statement, text, ("eq-6", "remark-4"))
    told = facts.inputs.split is None
    text = (
        "Under-regularised: beta gamma is too small for the error; errors outweigh the KL term,"
        f" and the gradient in what is decoded is {1 / found.ratio:.3g} times that of the value"
        " that fits. Raise beta, raise gamma or learn it."
        + (
            " If these are not the samples it was trained on, say split='held-out': this may be a"
            " gap of generalisation."
            if told
            else ""
        )
    )
    return Line(LineKind.PROBLEM, "regularisation", statement, text, ("eq-6", "gradients-gamma"))


def _collapse(facts: ModelFacts) -> Line:
    floor, vae = facts.inputs.beta * facts.gamma, facts.vae
    statement = (
        f"Posterior collapse: {facts.kl.sum():.2g} nats in all codes together, and"
        f" {1 - facts.errors.unexplained:.1%} of the variance of x explained. beta gamma ="
        f" {floor:.4g}; the largest variance of the data along a direction is"
        f" {vae.eigenvalues[0]:.4g}."
    )
    consequence = (
        "Even the best affine VAE keeps no direction whose variance is at most beta gamma: lower"
        f" gamma or beta. With gamma learned it keeps none for beta >= {vae.breakpoints[0]:.4g}."
        if facts.affine.active == 0
        else f"The best affine VAE would keep {facts.affine.active} dimensions at this beta and"
        " gamma: the collapse comes from training (a large gamma at the start, say), not from"
        " the loss."
    )
    return Line(
        LineKind.PROBLEM, "collapse", statement, consequence, ("beta-affine", "beta-collapse")
    )


# --- dimensions --------------------------------------------------------------------------------


def _dimensions(facts: ModelFacts) -> Line:
    kappa, rank = facts.shape[2], facts.inputs.rank
    other = (
        f"mean sigma^2 < {VARIANCE_BELOW} gives {facts.by_variance.sum()}, KL > {KL_ABOVE} nats"
        f" gives {facts.by_kl.sum()}, Burda's rule (variance of mu > {BURDA_ABOVE})"
        f" {facts.by_burda.sum()}; the rules disagree on {facts.disagreements}."
    )
    if facts.borderline:
        shown = ", ".join(
            f"{k} (KL {facts.kl[k]:.2g}, sigma^2 {facts.variances[k]:.2g})"
            for k in facts.borderline[:_NAMED]
        )
        more = len(facts.borderline) - _NAMED
        other += f" Borderline, counted from 0: {shown}{f' and {more} more' if more > 0 else ''}."
    if facts.ablation is None:
        head = f"{facts.count} of {kappa} latent dimensions are active by their variance;"
        other += " Give decode= for the count by ablation, which is the safest."
    else:
        head = (
            f"{facts.count} of {kappa} latent dimensions are active: the mean in place of the code"
            f" raises the error by more than {INCREASE_ABOVE:.0%};"
        )
        if facts.ablation.samples < facts.shape[0]:
            worst = float(np.nanmax(facts.ablation.standard_errors))
            other += (
                f" Ablation used {facts.ablation.samples} of the samples; the largest standard"
                f" error of an increase is {worst:.2g}."
            )
    kind, unused = LineKind.NOTE, kappa - facts.used
    if unused > 1:
        consequence = (
            f"{unused} have returned to the prior by every rule: they carry nothing and can be"
            " removed."
        )
    elif unused:
        consequence = (
            "One has returned to the prior by every rule: it carries nothing and can be removed."
        )
    else:
        consequence = "None has returned to the prior by every rule: kappa may be too small."
    if rank is not None and facts.count != rank:
        kind = LineKind.PROBLEM
        consequence += f" The data have rank {rank}: " + (
            "dimensions that they need are missing."
            if facts.count < rank
            else "more are in use than they need. Each further one slows the fall of the"
            " loss as gamma -> 0, yet training need not remove it."
        )
    elif rank is not None:
        kind = LineKind.OK
    claims = ("remark-4",) if rank is None else ("remark-4", "beta-scaling")
    return Line(kind, "active dimensions", f"{head} {other}", consequence, claims)


# --- gamma and beta ----------------------------------------------------------------------------


def _gamma(facts: ModelFacts) -> Line:
    ratio, d, gamma = facts.gamma_ratio, facts.shape[1], facts.gamma
    excess = d * (ratio - 1 - math.log(ratio)) / 2
    statement = (
        f"gamma = {gamma:.4g}, the value that fits the error is A/d = {facts.A / d:.4g} (ratio"
        f" {ratio:.3f}; A from {facts.A_from})."
    )
    if facts.noise is None and facts.inputs.decoded_from == "mean":
        sampled = facts.errors.per_coordinate / gamma
        statement += f" If x_hat came from draws instead, the ratio is {sampled:.3f}."
    if abs(ratio - 1) <= TOLERANCE:
        text = "Gamma is at the optimum for this error: learned and converged, or fixed there."
        return Line(LineKind.OK, "gamma", statement, text, ("eq-6",))
    if ratio > 1 and facts.inputs.split == "held-out":
        return Line(
            LineKind.NOTE, "gamma", statement,
            "These samples were held out: the model misses them by more than it claims, a gap of"
            f" generalisation that costs {excess:.3g} nats per sample in gamma alone.",
            ("eq-6",),
        )  # fmt: skip
    return Line(
        LineKind.NOTE, "gamma", statement,
        f"Gamma does not fit the error, as where it was fixed: with gamma = A/d the loss would be"
        f" {excess:.3g} nats per sample lower. Whether the model is right for it is what the line"
        " on regularisation says.",
        ("eq-6",),
    )  # fmt: skip


def _beta(facts: ModelFacts) -> Line:
    rank, beta, d = facts.inputs.rank, facts.inputs.beta, facts.shape[1]
    r = min(facts.count, d) if rank is None else rank
    known = "the given rank" if rank is not None else "the active dimensions"
    statement = f"beta = {beta:.4g}; d/r = {d / r:.4g} with r = {r}, {known}."
    if beta < d / r:
        caveat = (
            ""
            if rank is not None
            else " If dimensions were lost already, r is larger and the threshold lower."
        )
        return Line(
            LineKind.OK,
            "beta",
            statement,
            f"Below the threshold: with r active dimensions the loss falls as {d - beta * r:.4g}"
            f" log gamma, so exact reconstruction is what it rewards.{caveat}",
            ("beta-scaling",),
        )
    if rank is None:
        # How many dimensions are in use is no count of those that the data need: nothing is lost
        # for sure, and with gamma fixed nothing falls.
        return Line(
            LineKind.NOTE,
            "beta",
            statement,
            "At or above the threshold: with so many dimensions in use the loss does not fall as"
            " gamma -> 0, and exact reconstruction is not what it rewards. If the data need them"
            f" all and gamma is learned, take beta below {d / r:.4g}; give rank= if you know how"
            " many they need.",
            ("beta-scaling",),
        )
    return Line(
        LineKind.PROBLEM,
        "beta",
        statement,
        "At or above the threshold: no optimal sparse representation minimises the loss, even"
        " with gamma learned. An affine VAE then gives up some of the dimensions that it needs."
        f" Take beta below {d / r:.4g}.",
        ("beta-scaling", "beta-collapse"),
    )


# --- stationarity ------------------------------------------------------------------------------


def off_balance(facts: ModelFacts) -> list[int]:
    """Dimensions whose second moment differs from 1 beyond sampling error; 0-based."""
    residuals = np.abs(facts.stationarity.coordinates)
    return [int(k) for k in np.flatnonzero(residuals > STANDARD_ERRORS * facts.moment_errors)]


def imbalance_cost(facts: ModelFacts) -> float:
    """Nats per sample that scaling these codes would gain."""
    off = off_balance(facts)
    return facts.inputs.beta * float(gap(facts.stationarity.second_moments[off]).sum()) / 2


def _balance(facts: ModelFacts) -> Line:
    residuals, off = facts.stationarity.coordinates, off_balance(facts)
    worst, cost = int(abs(residuals).argmax()), imbalance_cost(facts)
    statement = (
        f"p_k + mean sigma_k^2 is 1 within {STANDARD_ERRORS} standard errors for"
        f" {len(residuals) - len(off)} of {len(residuals)} dimensions; furthest is dimension"
        f" {worst} (counted from 0) with {1 + residuals[worst]:.3f}. Rescaling the others against"
        f" the decoder would gain {cost:.2g} nats per sample."
    )
    if cost <= COST:
        return Line(
            LineKind.OK,
            "second moments",
            statement,
            "As near a stationary point: encoder and decoder scales have settled.",
            ("entropy-sums",),
        )
    wide = sum(residuals[k] > 0 for k in off)
    held = facts.inputs.split == "held-out"
    return Line(
        LineKind.NOTE if held else LineKind.PROBLEM,
        "second moments",
        statement,
        f"{wide} are wider than the prior and {len(off) - wide} narrower: training has not"
        " converged, the samples are not those it was trained on, or something keeps encoder and"
        " decoder scales from balancing (weight decay, normalisation, tied or clamped heads).",
        ("entropy-sums",),
    )


def _total(facts: ModelFacts) -> Line:
    found = facts.stationarity
    return Line(
        LineKind.NOTE,
        "loss",
        f"L = {found.loss:.6g}, and {found.stationary_loss:.6g} by the formula that holds at a"
        f" stationary point; the difference is {found.total / 2:.3g} nats per sample.",
        "The difference is d (ratio - 1) + beta times the sum of the second moments' residuals:"
        " a summary of the lines above, in which opposite signs cancel.",
        ("entropy-sums",),
    )


def _encoder(facts: ModelFacts) -> list[Line]:
    """What the encoder's variances are optimal for, and what they cost even there."""
    implied, found = facts.implied_gamma, facts.evidence.given
    if implied is None:
        return []
    rest = facts.inputs.beta * found.fit.rest / 2
    statement = (
        f"They are those of a model with gamma = {implied:.4g} at this beta (given:"
        f" {facts.gamma:.4g}); at that value they still cost {rest:.2g} nats per sample"
        f" ({facts.evidence.samples} samples, slopes of the error in log sigma)."
    )
    if rest <= COST:
        text = "Sigma has settled; whether the two gammas agree is judged above."
        return [Line(LineKind.OK, "encoder variances", statement, text, ("remark-4",))]
    text = "Sigma has not converged: no one gamma makes these variances optimal."
    held = facts.inputs.split == "held-out"
    kind = LineKind.NOTE if held else LineKind.PROBLEM
    return [Line(kind, "encoder variances", statement, text, ("remark-4",))]


def _aggregate(facts: ModelFacts) -> Line:
    found = facts.discrepancy
    low, high = found.interval()
    near = low <= 0
    return Line(
        LineKind.OK if near else LineKind.NOTE,
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


def _affine(facts: ModelFacts) -> Line:
    loss, affine, d = facts.stationarity.loss, facts.affine, facts.shape[1]
    statement = (
        f"The best affine VAE on these samples at this beta and gamma keeps {affine.active}"
        f" dimension{'' if affine.active == 1 else 's'}, with A/d = {affine.error / d:.4g} and"
        f" L = {affine.loss:.6g}; this model keeps {facts.count}, with {facts.A / d:.4g} and"
        f" {loss:.6g}."
    )
    share = TOLERANCE * (d + facts.inputs.beta * facts.shape[2])
    worse = loss - affine.loss > max(share, 2 * COST)
    return Line(
        LineKind.PROBLEM if worse else LineKind.NOTE,
        "affine VAE",
        statement,
        (
            "A linear model has the lower loss: training stopped early, a few far samples that this"
            " network does not reach weigh more than the others, or the samples are new to it (the"
            " affine one is fitted to them)."
            if worse
            else "No linear model of this size is clearly better."
        ),
        ("beta-affine",),
    )
