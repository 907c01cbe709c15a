"""Theorem E2 on the circle: its ball condition, the kernel's mean, and the loss of a good model."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from numerics.evidence.theorem_e import circle
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_e import theorem_e2

# On the circle itself balls of radius rho hold the share rho/2 at most; about any point, rho.
_HALF = Fraction(1, 2)
_RATES = (Fraction(1, 4), Fraction(1), Fraction(10), Fraction(1000), Fraction(10**6))
_RADII = (Fraction(1, 100), Fraction(1), Fraction(19, 10), Fraction(2))


def _circle(parts: Parts) -> Report:
    gamma_value = arb.pi().sqrt() / 2  # Gamma(3/2)

    def kernel(share: Value, rate: Fraction) -> arb:
        at: dict[sympy.Symbol, Value] = {
            theorem_e2.share: share,
            theorem_e2.gamma_value: gamma_value,
            theorem_e2.rate: rate,
            r: 1,
        }
        return enclose(parts["kernel"], at)

    def gap(at_beta: Fraction, at_gamma: Fraction) -> tuple[arb, arb]:
        """The bound, and the loss of the circle as its own decoder."""
        at: dict[sympy.Symbol, Value] = {
            d: 2,
            kappa: 1,
            r: 1,
            beta: at_beta,
            gamma: at_gamma,
            theorem_e2.share: _HALF,
            theorem_e2.gamma_value: gamma_value,
        }
        best = ball(1 / (at_beta * at_gamma))
        cost = circle.error(best) / ball(at_gamma) + 2 * ball(at_beta) * circle.divergence(best)
        return enclose(parts["bound"], at), 2 * ball(at_gamma).log() + ball(at_beta) * 1 + cost

    pairs = [
        gap(*pair)
        for pair in (
            (Fraction(1), Fraction(1)),
            (Fraction(1), Fraction(1, 10**6)),
            (Fraction(3), Fraction(1, 10**3)),
            (Fraction(1000), Fraction(1, 10**9)),
        )
    ]
    elsewhere = [Fraction(0), _HALF, Fraction(9, 10), Fraction(3, 2)]
    limit = 2 * (arb.pi() / 2).log()  # of loss minus bound, as gamma falls, at beta = 1
    return Report(
        (
            Step(
                r"Uniform data on the unit circle, $r=1$. Balls about points of the circle hold"
                r" the share $\rho/2$ at most, the whole circle at $\rho=2$; the kernel's mean is"
                r" below its bound, at points elsewhere with $C=1$.",
                All(
                    *(at_most(circle.share(radius), ball(radius / 2)) for radius in _RADII[:-1]),
                    equal(circle.share(_RADII[-1]), arb(1)),
                    *(less(circle.kernel_mean(t), kernel(_HALF, t)) for t in _RATES),
                    *(
                        less(circle.kernel_mean(t, radius), kernel(1, t))
                        for t in _RATES
                        for radius in elsewhere
                    ),
                ),
                "Bessel functions in balls",
                shown=parts["kernel"],
            ),
            Step(
                r"The circle as decoder of a uniform angle, with the best posteriors: its loss is"
                r" above the bound with $C = \frac12$, at $\beta=1$ and $\gamma=10^{-6}$ by"
                r" $2\log\frac{\pi}{2}$ up to $10^{-5}$.",
                All(
                    *(less(bound, loss) for bound, loss in pairs),
                    less(abs(pairs[1][1] - pairs[1][0] - limit), ball(Fraction(1, 10**5))),
                ),
                "Bessel functions in balls",
                shown=parts["bound"],
            ),
        )
    )


EVIDENCE = certified(
    "the circle, its own decoder",
    _circle,
    blind_to={
        "kernel without the Gamma value": "Gamma(3/2) is below 1, so the variant claims less here."
    },
)
