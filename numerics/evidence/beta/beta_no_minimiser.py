"""Loss without bound on data of low rank, against the loss in balls."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.optimum import (
    SCOPE,
    SHAPE,
    WEIGHT,
    loss_of,
    value_of,
)
from numerics.evidence.comparisons import add, certified, enclose, evaluate
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine, beta_no_minimiser


def _no_minimiser(parts: Parts) -> Report:
    lowered = instance.eigenvalues(2)
    here = {**SHAPE, r: 2}

    def value(at: Value) -> arb:
        return value_of(beta_affine.minimum(), {**here, gamma: at}, lowered)

    small, large = Fraction(1, 8), Fraction(10)
    gap = evaluate(parts["gap"], here)
    bound = evaluate(parts["slope_bound"], {**here, gamma: small}) * ball(small)
    reach_at = {**here, beta_no_minimiser.level: 30}
    reach = value_of(parts["reach"], reach_at, lowered)
    constant = value_of(parts["constant"], here, lowered)
    return Report(
        (
            Step(
                r"$d=3$, $\kappa=r=2$: halving $\gamma$ gains the gap exactly where all needed"
                r" dimensions are active, more where not; the slope there.",
                All(
                    equal(value(small) - value(small / 2), gap),
                    less(gap, value(large) - value(large / 2)),
                    equal(value(small) - value(small / 3), bound * arb(3).log()),
                ),
                "enclosures of the closed form",
                shown=parts["gap"],
            ),
            Step(
                r"The constant, and the variance at which $V = -30$.",
                All(
                    equal(value(small), bound * ball(small).log() + constant),
                    equal(value(reach), arb(-30)),
                ),
                "enclosures of the closed form",
                shown=parts["constant"],
            ),
            _wide(parts),
        )
    )


def _wide(parts: Parts) -> Step:
    """Rank 1 data decoded by two columns, squared norms 5 and 2/3."""
    data, squares = instance.points(1), (Fraction(5), Fraction(2, 3))
    lowered = instance.eigenvalues(1)
    here = {**SHAPE, r: 1, beta_no_minimiser.rank: 2}

    def loss(variance: Fraction) -> arb:
        point = instance.along_directions(
            [ball(square) for square in squares], ball(WEIGHT * variance), rank=1
        )
        return loss_of(data, variance, point) - 2 * ball(WEIGHT)

    def terms(variance: Fraction) -> arb:
        at: dict[sympy.Symbol, Value] = {beta: WEIGHT, gamma: variance}
        rest = [
            enclose(
                parts["wide_rest"], {**at, beta_no_minimiser.size: square, beta_affine.lam: value}
            )
            for square, value in zip(squares, lowered, strict=False)
        ]
        return evaluate(parts["wide_exponent"], here) * ball(variance).log() + add(rest)

    tiny, tinier = Fraction(1, 10**30), Fraction(1, 10**31)
    narrow = [
        value_of(beta_affine.minimum(), {**here, gamma: at}, lowered) for at in (tiny, tinier)
    ]
    fall = (narrow[0] - narrow[1]) - (loss(tiny) - loss(tinier))
    expected = evaluate(parts["difference"], here) * arb(10).log()
    return Step(
        "Two columns for data of rank 1: the loss, and how much more slowly it falls.",
        All(
            equal(loss(Fraction(1, 7)), terms(Fraction(1, 7))),
            less(abs(fall - expected), ball(Fraction(1, 10**20))),
        ),
        "the loss from its definition, with the best encoder",
        shown=parts["wide_rest"],
    )


EVIDENCE = certified(SCOPE + ", rank 1 and 2", _no_minimiser)
