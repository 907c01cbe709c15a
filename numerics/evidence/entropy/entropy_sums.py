"""Balance and entropy at stationary points, against the loss in balls."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.beta_slope import convex_in_log
from numerics.evidence.beta.optimum import (
    SCOPE,
    SHAPE,
    WEIGHT,
    loss_of,
    optimum,
)
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma, p
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine
from sparsity_theory.statements.entropy import entropy_sums


def _entropy_sums(parts: Parts) -> Report:
    # Rank 3 and two latent dimensions: the variance where A = d gamma (beta-collapse).
    variance, data = Fraction(1, 6), instance.points()
    point = optimum(beta_affine.BEST, variance)
    error = point.squared_error(data)
    loss = point.loss(data, ball(variance), ball(WEIGHT))
    entropy = add([value.log() for value in point.variances])
    at = {**SHAPE, gamma: variance, entropy_sums.entropy: entropy}
    balance = enclose(parts["balance"], {})
    return Report(
        (
            Step(
                r"At the stationary point $\gamma=\frac16$ of the instance: balance of both"
                " dimensions, error, and loss.",
                All(
                    *(equal(point.power(k) + point.variances[k], balance) for k in (0, 1)),
                    equal(error, enclose(parts["error"], at)),
                    equal(loss, enclose(parts["total"], at)),
                ),
                "the loss from its definition",
                shown=parts["total"],
            ),
            _direction(parts),
        )
    )


def _direction(parts: Parts) -> Step:
    """Scale one dimension of a point that is not stationary."""
    theory, data, variance = entropy_sums, instance.points(), Fraction(5, 2)
    start = instance.along_directions([arb(2), arb(1)], ball(WEIGHT * variance)).neighbours()[-1]
    at: dict[sympy.Symbol, Value] = {
        p: start.power(0),
        theory.mean_variance: start.variances[0],
        theory.mean_log: start.variances[0].log(),
    }

    def moved(alpha: Fraction) -> arb:
        factor = ball(alpha)
        columns = (instance.scaled(start.columns[0], factor), *start.columns[1:])
        codes = tuple((code[0] / factor, *code[1:]) for code in start.codes)
        variances = (start.variances[0] / factor**2, *start.variances[1:])
        return loss_of(data, variance, instance.ModelPoint(columns, start.offset, codes, variances))

    def claimed(alpha: Value) -> arb:
        return enclose(parts["scaled"], {**at, theory.alpha: alpha})

    far = Fraction(7, 4)
    change = ball(WEIGHT) * (claimed(far) - claimed(1))
    return Step(
        "Scaling one dimension of a point that is not stationary changes the loss as stated; the"
        r" slope lies between difference quotients, the change being convex in $\log\alpha$.",
        All(
            equal(moved(far) - moved(Fraction(1)), change),
            convex_in_log(claimed, Fraction(1), enclose(parts["slope"], at)),
        ),
        "the loss from its definition",
        shown=parts["scaled"],
    )


EVIDENCE = certified(SCOPE, _entropy_sums)
