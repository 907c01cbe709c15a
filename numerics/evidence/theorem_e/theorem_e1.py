"""Theorem E1 on the circle: the posteriors that attain it, from their definition."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from numerics.evidence.theorem_e import circle
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import All, Proposition
from sparsity_theory.statements.theorem_e.theorem_e1 import bound_on_kernel

_POINTS = (
    (Fraction(3), Fraction(1, 4)),
    (Fraction(1, 2), Fraction(1, 10)),
    (Fraction(5), Fraction(1, 500)),
)


def _attained(parts: Parts, at_beta: Fraction, at_gamma: Fraction) -> list[Proposition]:
    at: dict[sympy.Symbol, Value] = {beta: at_beta, gamma: at_gamma}
    kernel = circle.kernel_mean(enclose(parts["rate"], at))
    bound = enclose(parts["bound"], {**at, bound_on_kernel: kernel})
    best = 1 / (at_beta * at_gamma)

    def cost(concentration: Fraction) -> Value:
        error, divergence = circle.integrated(concentration)
        return error / ball(at_gamma) + 2 * ball(at_beta) * divergence

    others = [cost(best * factor) for factor in (Fraction(9, 8), Fraction(8, 9))]
    return [equal(ball(cost(best)), bound), *(less(bound, ball(other)) for other in others)]


def _circle(parts: Parts) -> Report:
    checked = [line for point in _POINTS for line in _attained(parts, *point)]
    return Report(
        (
            Step(
                r"Uniform data on the unit circle, the circle as decoder of a uniform angle,"
                r" posteriors proportional to $e^{s\cos\theta}$: at $s = 1/(\beta\gamma)$ they"
                r" attain the bound, with other concentrations they do not; $(\beta,\gamma) ="
                r" (3,\frac14), (\frac12,\frac1{10}), (5,\frac1{500})$.",
                All(*checked),
                "error and divergence integrated from their definition; the kernel's mean by a"
                " Bessel function",
                shown=parts["bound"],
            ),
        )
    )


EVIDENCE = certified("the circle, its own decoder, three pairs of $\\beta$ and $\\gamma$", _circle)
