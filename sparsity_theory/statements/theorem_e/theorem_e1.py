r"""Theorem E1: a converse that knows no architecture."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    OURS,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, LogBelowTangent, Same
from sparsity_theory.proving.terms import where

bound_on_kernel = sympy.Symbol("M", positive=True)
distance = sympy.Symbol("D", nonnegative=True)  # |x - mu(z)|^2
ratio = sympy.Symbol("w", positive=True)  # density of the posterior with respect to the prior
slack = sympy.Symbol("delta", nonnegative=True)

_u, _t = sympy.symbols("u t", positive=True)


def _derive(parts: Parts) -> Report:
    kernel = sympy.exp(-parts["rate"] * distance)
    argument = kernel / (ratio * bound_on_kernel)
    averaged = (
        2 * beta * (1 - sympy.log(bound_on_kernel) - (bound_on_kernel - slack) / bound_on_kernel)
    )
    return Report(
        (
            Step(
                "At every datum and code, with $D$ the squared error and $w$ the density of the"
                " posterior with respect to the prior: the tangent of the logarithm.",
                All(
                    LogBelowTangent(_u),
                    Equal(
                        sympy.log(argument),
                        -parts["rate"] * distance - sympy.log(ratio) - sympy.log(bound_on_kernel),
                    ),
                ),
                "$\\log u \\le u-1$",
            ),
            Step(
                "Times $2\\beta$, the first two terms are what the datum costs.",
                Equal(where(2 * beta * _t * distance, _t, parts["rate"]), distance / gamma),
                "the rate",
            ),
            Step(
                "The mean over the posterior of $e^{-tD}/w$ is at most its mean over the prior of"
                " $e^{-tD}$; averaged over the data that is $M-\\delta$ with $\\delta \\ge 0$.",
                Equal(averaged - parts["bound"], 2 * beta * slack / bound_on_kernel),
                "what is left is $2\\beta\\delta/M$",
            ),
        )
    )


def _example() -> Report:
    """One datum, decoded exactly, posterior and prior alike: both sides vanish."""
    return Report(
        (
            Step(
                "One datum, $\\mu(z) = x$ for all $z$, $q = p$: $M = 1$, and the cost is 0.",
                Same("bound at $M = 1$", CLAIM.parts["bound"].subs(bound_on_kernel, 1), 0),
                "exact",
            ),
        )
    )


def _small_bound() -> Report:
    claimed = where(CLAIM.parts["bound"], {bound_on_kernel: sympy.Rational(1, 2), beta: 1})
    return Report(
        (
            Step(
                "The same with $M = 1/2$, which does not bound the kernel's mean 1: the cost 0 is"
                " below what the bound would say.",
                Less(0, claimed),
                "exact",
            ),
        )
    )


_KERNEL = (
    "$E_\\pi\\exp(-t\\Vert x-y\\Vert^2) \\le M$ for every $y$ in the decoder's image, $t ="
    " [[rate]]$"
)

CLAIM = Claim(
    id="theorem-e1",
    title="A converse that knows no architecture",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem E1"),
    hypotheses=(
        (
            "any latent space with any prior $p$, any posterior $q(\\cdot|x)$, any measurable"
            " decoder"
            " mean $\\mu$; $\\beta,\\gamma > 0$; the error and the divergence have finite means"
        ),
        _KERNEL,
    ),
    conclusion=(
        "$E_\\pi E_q\\Vert x-\\mu(z)\\Vert^2/\\gamma + 2\\beta\\,E_\\pi\\mathrm{KL}[q\\Vert p] \\ge"
        " [[bound]]$."
    ),
    parts={"rate": 1 / (2 * beta * gamma), "bound": -2 * beta * sympy.log(bound_on_kernel)},
    divergence=(
        "Not in the paper, whose threshold (Section 2.3) is about optimal sparse"
        " representations: this"
        " bound holds for every decoder, prior and posterior."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, "the inequality at every datum and code, and its mean", _derive, True
        ),
    ),
    controls=(
        Control("bound without beta", {"bound": -2 * sympy.log(bound_on_kernel)}),
        Control("rate halved", {"rate": 1 / (4 * beta * gamma)}),
        Control("bound tripled", {"bound": -3 * beta * sympy.log(bound_on_kernel)}),
        Control("bound halved", {"bound": -beta * sympy.log(bound_on_kernel)}),
        Control("rate without the 2", {"rate": 1 / (beta * gamma)}),
    ),
    example=Witness("One datum, decoded exactly.", _example),
    counterexamples=(Witness("$M$ too small.", _small_bound, drops=_KERNEL),),
)
