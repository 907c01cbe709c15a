"""The beta-VAE's loss at an exact code, minimised directly, against its expansion."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.minima import minimal
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_scaling

# d, kappa, r and the decoder's Lipschitz constant of the scaling claim.
_SHAPE: dict[sympy.Symbol, Value] = {
    d: 5,
    kappa: 3,
    r: 2,
    beta_scaling.ell: Fraction(3, 4),
    beta_scaling.power: Fraction(2, 3),
}


def _best_loss(weight: arb, variance: arb) -> arb:
    """The loss at an exact code minimised over the encoder variances, computed directly."""
    slope = ball(Fraction(3, 4)) ** 2
    best = weight * variance / (weight * variance + slope)
    active = slope * best / variance + weight * (best - best.log())
    return 5 * variance.log() + 2 * active + weight * (1 + ball(Fraction(2, 3)))


def _scaling(parts: Parts) -> Report:
    theory = beta_scaling
    weight, variance = Fraction(3, 2), Fraction(1, 1000)
    at = {**_SHAPE, beta: weight, gamma: variance}

    def coordinate(point: arb) -> arb:
        return enclose(parts["coordinate"], {**at, theory.v: point})

    best = enclose(theory.BEST, at)
    leading = evaluate(parts["exponent"], at) * ball(variance).log()
    remainder = _best_loss(ball(weight), ball(variance)) - leading - evaluate(parts["constant"], at)
    threshold = evaluate(parts["threshold"], at)
    far, farther = ball(Fraction(1, 10**20)), ball(Fraction(1, 10**40))
    below, above = threshold * fmpq(9, 10), threshold * fmpq(11, 10)
    return Report(
        (
            Step(
                "One active row: its minimum over the variance, and larger values beside it.",
                All(
                    equal(coordinate(best), enclose(parts["coordinate_minimum"], at)),
                    minimal(coordinate, best),
                ),
                "enclosures",
                shown=parts["coordinate_minimum"],
            ),
            Step(
                r"$d=5$, $\kappa=3$, $r=2$, $\ell=\frac34$, $\beta=\frac32$, $\gamma=10^{-3}$: the"
                " remainder lies between 0 and its bound.",
                All(
                    less(arb(0), remainder), less(remainder, evaluate(parts["remainder_bound"], at))
                ),
                "the loss computed directly, minus the leading terms",
                shown=parts["remainder_bound"],
            ),
            Step(
                r"From $\gamma=10^{-20}$ to $10^{-40}$ the loss falls for $\beta$ a tenth below the"
                " threshold and rises for a tenth above.",
                All(
                    at_most(_best_loss(below, farther), _best_loss(below, far)),
                    at_most(_best_loss(above, far), _best_loss(above, farther)),
                ),
                "the loss computed directly",
                shown=parts["threshold"],
            ),
        )
    )


EVIDENCE = certified("exact rational data, minima and points beside them", _scaling)
