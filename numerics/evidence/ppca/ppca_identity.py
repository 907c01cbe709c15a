"""The affine VAE at beta = 1 against the likelihood of probabilistic PCA."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.optimum import SHAPE, optimum, value_of
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine


def _ppca(parts: Parts) -> Report:
    variance, data = Fraction(2), instance.points()
    at = {**SHAPE, gamma: variance}
    point = optimum(beta_affine.BEST, variance, Fraction(1))
    claimed = value_of(parts["likelihood"], at)

    def likelihood(other: instance.ModelPoint) -> arb:
        return instance.log_likelihood(other.columns, other.offset, ball(variance), data)

    directions: list[tuple[Value, Value]] = [(12, 12), (3, 3), (variance, Fraction(1, 3))]
    total = 3 * (2 * arb.pi()).log() + add(
        [
            enclose(parts["direction"], {beta_affine.eigen_m: place, beta_affine.lam: value})
            for place, value in directions
        ]
    )
    loss = point.loss(data, ball(variance), arb(1))
    scaled = enclose(parts["factor"], at) * likelihood(point) + enclose(parts["offset"], at)
    return Report(
        (
            Step(
                "The log-likelihood at the optimum, from determinant and inverse of the covariance;"
                " nearby decoders and offsets have a smaller one.",
                All(
                    equal(likelihood(point), claimed),
                    equal(-3 * total, claimed),
                    *(less(likelihood(other), claimed) for other in point.neighbours()[:3]),
                ),
                "six points in three dimensions, balls",
                shown=parts["likelihood"],
            ),
            Step(
                "The loss at its optimum is that affine function of it.",
                All(equal(loss, scaled), equal(value_of(parts["value"], at), loss)),
                "the loss from its definition",
                shown=parts["value"],
            ),
        )
    )


EVIDENCE = certified("six points in $R^3$, $\\kappa=2$, $\\gamma=2$", _ppca)
