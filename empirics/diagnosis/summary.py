"""The diagnosis in three lines: decoder variance, beta, dimensions."""

from __future__ import annotations

from empirics.diagnosis.causes import Finding
from empirics.diagnosis.facts import TOLERANCE, ModelFacts
from empirics.diagnosis.headline import Regularisation

_ARRIVED = "One that is learned has not arrived there: train on, or give it a larger rate"
_LEARN = "learn it, with empirics.parts.GaussianVAELoss(DecoderVariance('learned'))"


def summary(facts: ModelFacts, finding: Finding, headline: Regularisation) -> tuple[str, str, str]:
    """Is the decoder variance right, is beta, and which dimensions are spare?

    Args:
        facts: the measured numbers.
        finding: mistakes in the input.
        headline: what was judged of beta gamma.
    """
    return (
        _variance(facts, finding, headline),
        _beta(facts, finding, headline),
        _spare(facts),
    )


def _variance(facts: ModelFacts, finding: Finding, headline: Regularisation) -> str:
    found, beta = facts.balance, facts.inputs.beta
    times = "" if beta == 1 else f" at beta = {beta:.4g}"
    given = f"Decoder variance: {facts.gamma:.4g}{times}"
    if headline is Regularisation.WITHHELD and finding.causes:
        return f"{given}: not judged before it is settled what was given (see below)."
    if headline is Regularisation.WITHHELD:
        return f"{given}: not judged on held-out samples; give those it was trained on."
    if headline is Regularisation.COLLAPSED and not _fits(facts):
        return f"{given} goes with codes that carry nothing. Lower it, or {_LEARN}."
    if headline is Regularisation.BALANCED:
        return f"{given} is right: another one gains at most {found.cost:.1g} nats per sample."
    if _fits(facts):
        return f"{given} fits the error, {facts.A / facts.shape[1]:.4g} per coordinate: see beta."
    better = f"{found.best / beta:.4g} would be {found.cost:.2g} nats per sample better"
    if headline is Regularisation.OVER:
        return f"{given} is too large; {better}. Lower it, or {_LEARN}. {_ARRIVED}."
    return f"{given} is too small; {better}. Raise it, or {_LEARN}. {_ARRIVED}."


def _fits(facts: ModelFacts) -> bool:
    """Whether gamma is what it would be if it were learned at this beta."""
    return abs(facts.gamma_ratio - 1) <= TOLERANCE


def _beta(facts: ModelFacts, finding: Finding, headline: Regularisation) -> str:
    beta, d, rank = facts.inputs.beta, facts.shape[1], facts.inputs.rank
    r = min(facts.count, d) if rank is None else rank
    if headline is Regularisation.COLLAPSED:
        learned = facts.vae.breakpoints[0]
        return (
            f"beta: {beta:.4g}; no code carries anything. The affine VAE on these data, its decoder"
            f" variance learned, carries something below beta = {learned:.4g}."
        )
    if finding.causes:
        return f"beta: {beta:.4g}, not judged before it is settled what was given."
    if r == 0:
        return f"beta: {beta:.4g}; no dimension is in use."
    limit = f"{d / r:.4g} = d/{r}"
    if rank is None and r == d and beta <= 1:
        return (
            f"beta: {beta:.4g}; as many dimensions are in use as x has coordinates, so nothing is"
            " compressed, and beta is at its limit d/r = 1."
        )
    if beta >= d / r and rank is None:
        # Those in use at this beta have not been given up: only the data's rank makes it too large.
        return (
            f"beta: {beta:.4g} is not below {limit}, of the dimensions in use; whether it is too"
            " large the data's rank says: give rank=."
        )
    if beta >= d / r:
        return f"beta: {beta:.4g} is too large: from {limit} on needed dimensions are given up."
    unbalanced = headline in (Regularisation.OVER, Regularisation.UNDER)
    if unbalanced and _fits(facts) and beta != 1:
        size = "large" if headline is Regularisation.OVER else "small"
        return (
            f"beta: {beta:.4g} is too {size} for the bound on the likelihood, by"
            f" {facts.balance.cost:.2g} nats per sample; 1 is its own weight. It is below {limit},"
            " from which on needed dimensions are given up."
        )
    return (
        f"beta: {beta:.4g} is right: below {limit} a learned decoder variance keeps all"
        f" dimensions that the data need{'' if rank is not None else ', if these are all'}."
    )


def _spare(facts: ModelFacts) -> str:
    kappa = facts.shape[2]
    unused, between = kappa - facts.used, facts.used - facts.count
    parts = [f"Dimensions: in use {facts.count} of {kappa}"]
    if unused:
        parts.append(f"of no use {unused}, which can be removed")
    if between:
        parts.append(f"of next to none {between}")
    if facts.count == kappa:
        parts.append("none is spare, more may pay")
    return "; ".join(parts) + "."
