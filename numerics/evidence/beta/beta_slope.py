"""How the affine beta-VAE's minimum moves with its variance, against the loss in balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.optimum import (
    SCOPE,
    SHAPE,
    VARIANCES,
    WEIGHT,
    loss_of,
    optimum,
    value_of,
)
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import A, d, gamma, kappa, r
from sparsity_theory.proving.propositions import All, Proposition
from sparsity_theory.statements.beta import beta_affine


def _slope(parts: Parts) -> Report:
    data, at = instance.points(), dict(SHAPE)
    verdicts = []
    for variance in VARIANCES:
        here = {**at, gamma: variance}
        error = optimum(beta_affine.BEST, variance).squared_error(data)
        shares = [
            enclose(parts["share"], {**here, beta_affine.lam: value})
            for value in instance.EIGENVALUES[:2]
        ]
        verdicts += [
            equal(error, value_of(parts["error"], here)),
            equal(error, add(shares) + ball(Fraction(1, 3))),
            convex_in_log(partial(_value_at, parts), variance, _slope_at(parts, variance, error)),
        ]
    return Report(
        (
            Step(
                r"Errors at two variances, and the slope between difference quotients: $V$ is"
                r" convex in $\log\gamma$.",
                All(*verdicts),
                "the error from its definition; enclosures",
                shown=parts["slope"],
            ),
            _low_rank(parts),
        )
    )


def _value_at(parts: Parts, variance: arb) -> arb:
    return value_of(parts["value"], {**SHAPE, gamma: variance})


def _slope_at(parts: Parts, variance: Fraction, error: arb) -> arb:
    return ball(variance) * enclose(parts["slope"], {d: 3, kappa: 2, gamma: variance, A: error})


def convex_in_log(function: Callable[[arb], arb], at: Fraction, slope: arb) -> Proposition:
    """Is the slope in the log of the argument between the quotients on both sides?"""
    factor = arb(1) + arb(2) ** -20
    here = function(ball(at))
    change = slope * factor.log()
    return All(
        less(change, function(ball(at) * factor) - here),
        less(here - function(ball(at) / factor), change),
    )


def _low_rank(parts: Parts) -> Step:
    variance, lowered = Fraction(1, 4), instance.eigenvalues(2)
    here = {**SHAPE, r: 2, gamma: variance}
    floor = ball(WEIGHT * variance)
    point = instance.along_directions([ball(value) - floor for value in lowered[:2]], floor, rank=2)
    data = instance.points(2)
    return Step(
        "Rank 2: the loss at the optimum, and the variance that eq. (6) makes of its error.",
        All(
            equal(loss_of(data, variance, point), value_of(parts["rank_value"], here, lowered)),
            equal(point.squared_error(data) / 3, enclose(parts["update"], here)),
        ),
        "the loss from its definition",
        shown=parts["rank_value"],
    )


EVIDENCE = certified(SCOPE, _slope)
