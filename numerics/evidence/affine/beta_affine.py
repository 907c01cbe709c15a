"""The affine beta-VAE's closed forms against the loss computed from its definition, in balls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.evidence.affine import instance
from numerics.evidence.comparisons import at_most, entries, equal, evaluate, less
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import beta, d, gamma, kappa, n
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.beta import beta_affine

WEIGHT = Fraction(1, 2)
# With these variances both latent dimensions are active, or only the first: floors 5/4 and 5.
VARIANCES = (Fraction(5, 2), Fraction(10))
NEAR = fmpq(65, 64)
SHAPE: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, n: 6, beta: WEIGHT}


def value_of(
    expression: sympy.Expr,
    at: dict[sympy.Symbol, Value],
    eigenvalues: Sequence[Fraction] = instance.EIGENVALUES,
) -> arb:
    """An expression in the eigenvalues of the instance."""
    return evaluate(expression, at, entries(beta_affine.eigenvalues, eigenvalues))


def optimum(best: sympy.Expr, variance: Fraction, weight: Fraction = WEIGHT) -> instance.Point:
    """The claimed optimum: columns of squared norm best - floor along the leading directions."""
    floor = ball(weight * variance)
    squares = [
        enclose(best, {beta_affine.lam: value, beta: weight, gamma: variance}) - floor
        for value in instance.EIGENVALUES[:2]
    ]
    return instance.along_directions(squares, floor)


def _minimum(parts: Parts, variance: Fraction) -> Step:
    point, data = optimum(parts["best"], variance), instance.points()
    loss = partial(loss_of, data, variance)
    claimed = value_of(parts["value"], {**SHAPE, gamma: variance})
    return step(
        rf"$d=3$, $\kappa=2$, $\beta=\frac12$, $\gamma={sympy.latex(sympy.Rational(variance))}$:"
        rf" the optimum attains the value; six points near it are worse.",
        parts["value"],
        "the loss from its definition, on six data points",
        all_of(
            [
                equal(loss(point), claimed),
                *(less(claimed, loss(other)) for other in point.neighbours()),
            ]
        ),
    )


def loss_of(data: Sequence[Sequence[Fraction]], variance: Fraction, point: instance.Point) -> arb:
    """L_beta at this variance, with the weight of the instance."""
    return point.loss(data, ball(variance), ball(WEIGHT))


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
    return step(
        "One direction: the costs of a data coordinate and of a column.",
        parts["column_cost"],
        "the quadratic and the variance term at their minimisers",
        all_of(
            [
                equal(enclose(parts["code_cost"], at), code_cost),
                equal(enclose(parts["column_cost"], at), column_cost),
            ]
        ),
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
    return step(
        r"At $\beta\gamma = 5$ the best $m$ is not below it, and a larger one is worse.",
        parts["best"],
        "enclosures",
        all_of(verdicts),
    )


@precision(BITS)
def _beta_affine(parts: Parts) -> Report:
    return Report(
        (
            _one_direction(parts),
            _spectral(parts),
            *(_minimum(parts, variance) for variance in VARIANCES),
        )
    )


@precision(BITS)
def _ppca(parts: Parts) -> Report:
    variance, data = Fraction(2), instance.points()
    at = {**SHAPE, gamma: variance}
    point = optimum(beta_affine.BEST, variance, Fraction(1))
    claimed = value_of(parts["likelihood"], at)

    def likelihood(other: instance.Point) -> arb:
        return instance.log_likelihood(other.columns, other.offset, ball(variance), data)

    directions: list[tuple[Value, Value]] = [(12, 12), (3, 3), (variance, Fraction(1, 3))]
    total = 3 * (2 * arb.pi()).log() + instance.total_of(
        [
            enclose(parts["direction"], {beta_affine.eigen_m: place, beta_affine.lam: value})
            for place, value in directions
        ]
    )
    loss = point.loss(data, ball(variance), arb(1))
    scaled = enclose(parts["factor"], at) * likelihood(point) + enclose(parts["offset"], at)
    return Report(
        (
            step(
                "The log-likelihood at the optimum, from determinant and inverse of the covariance;"
                " nearby decoders and offsets have a smaller one.",
                parts["likelihood"],
                "six points in three dimensions, balls",
                all_of(
                    [
                        equal(likelihood(point), claimed),
                        equal(-3 * total, claimed),
                        *(less(likelihood(other), claimed) for other in point.neighbours()[:3]),
                    ]
                ),
            ),
            step(
                "The loss at its optimum is that affine function of it.",
                parts["value"],
                "the loss from its definition",
                all_of([equal(loss, scaled), equal(value_of(parts["value"], at), loss)]),
            ),
        )
    )


def certified(scope: str, check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    """The one piece of certified evidence of a claim."""
    return (Evidence(Kind.CERTIFIED, scope, check),)


SCOPE = r"six points in $R^3$, $\kappa=2$, $\beta=\frac12$, rational data"

EVIDENCE = {
    "beta-affine": certified(SCOPE, _beta_affine),
    "ppca-identity": certified(r"six points in $R^3$, $\kappa=2$, $\gamma=2$", _ppca),
}
