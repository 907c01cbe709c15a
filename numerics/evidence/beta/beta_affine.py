"""The affine beta-VAE's minimum against the loss computed from its definition."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import sympy

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.optimum import (
    NEAR,
    SCOPE,
    SHAPE,
    VARIANCES,
    WEIGHT,
    loss_of,
    optimum,
    value_of,
)
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine


def _minimum(parts: Parts, variance: Fraction) -> Step:
    point, data = optimum(parts["best"], variance), instance.points()
    loss = partial(loss_of, data, variance)
    claimed = value_of(parts["value"], {**SHAPE, gamma: variance})
    return Step(
        rf"$d=3$, $\kappa=2$, $\beta=\frac12$, $\gamma={sympy.latex(sympy.Rational(variance))}$:"
        rf" the optimum attains the value; six points near it are worse.",
        All(
            equal(loss(point), claimed),
            *(less(claimed, loss(other)) for other in point.neighbours()),
        ),
        "the loss from its definition, on six data points",
        shown=parts["value"],
    )


def _one_direction(parts: Parts) -> Step:
    """Costs of a column with squared norm 7/3, against direct minima over code and variance."""
    theory = beta_affine
    variance, square, datum = Fraction(5, 2), Fraction(7, 3), Fraction(3, 4)
    at: dict[sympy.Symbol, Value] = {
        beta: WEIGHT,
        gamma: variance,
        theory.omega: square,
        theory.y: datum,
    }
    floor, root = ball(WEIGHT * variance), ball(square).sqrt()
    code = root * ball(datum) / (floor + ball(square))
    noise = floor / (floor + ball(square))
    code_cost = (ball(datum) - root * code) ** 2 / ball(variance) + ball(WEIGHT) * code**2
    column_cost = noise * ball(square / variance) + ball(WEIGHT) * (noise - noise.log())
    return Step(
        "One direction: the costs of a data coordinate and of a column.",
        All(
            equal(enclose(parts["code_cost"], at), code_cost),
            equal(enclose(parts["column_cost"], at), column_cost),
        ),
        "the quadratic and the variance term at their minimisers",
        shown=parts["column_cost"],
    )


def _spectral(parts: Parts) -> Step:
    theory = beta_affine
    verdicts = []
    for value in instance.EIGENVALUES[:2]:
        at: dict[sympy.Symbol, Value] = {
            beta: WEIGHT,
            gamma: VARIANCES[1],
            theory.lam: value,
        }
        best = enclose(parts["best"], at)
        terms = [
            enclose(parts["spectral"], {**at, theory.eigen_m: place})
            for place in (best, best * NEAR)
        ]
        verdicts += [less(*terms), at_most(ball(WEIGHT * VARIANCES[1]), best)]
    return Step(
        r"At $\beta\gamma = 5$ the best $m$ is not below it, and a larger one is worse.",
        All(*verdicts),
        "enclosures",
        shown=parts["best"],
    )


def _beta_affine(parts: Parts) -> Report:
    return Report(
        (
            _one_direction(parts),
            _spectral(parts),
            *(_minimum(parts, variance) for variance in VARIANCES),
        )
    )


EVIDENCE = certified(SCOPE, _beta_affine)
