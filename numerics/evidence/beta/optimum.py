"""The optimum of the affine beta-VAE on the six points, as the claims state it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.comparisons import enclose, entries, evaluate
from sparsity_theory.notation import beta, d, gamma, kappa, n
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


def optimum(best: sympy.Expr, variance: Fraction, weight: Fraction = WEIGHT) -> instance.ModelPoint:
    """The claimed optimum: columns of squared norm best - floor along the leading directions."""
    floor = ball(weight * variance)
    squares = [
        enclose(best, {beta_affine.lam: value, beta: weight, gamma: variance}) - floor
        for value in instance.EIGENVALUES[:2]
    ]
    return instance.along_directions(squares, floor)


def loss_of(
    data: Sequence[Sequence[Fraction]], variance: Fraction, point: instance.ModelPoint
) -> arb:
    """L_beta at this variance, with the weight of the instance."""
    return point.loss(data, ball(variance), ball(WEIGHT))


SCOPE = r"six points in $R^3$, $\kappa=2$, $\beta=\frac12$, rational data"
