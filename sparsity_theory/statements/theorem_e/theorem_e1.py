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
    words,
)
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import (
    All,
    Equal,
    Less,
    LogBelowTangent,
    NotNegative,
    Same,
)
from sparsity_theory.proving.terms import where

bound_on_kernel = sympy.Symbol("M", positive=True)
distance = sympy.Symbol("D", nonnegative=True)  # |x - mu(z)|^2
ratio = sympy.Symbol("w", positive=True)  # density of the posterior with respect to the prior
slack = sympy.Symbol("delta", nonnegative=True)

divergence = sympy.Symbol("K", real=True)  # the mean of KL[q || p]
mean_error = sympy.Symbol("A", nonnegative=True)

_t, density = sympy.symbols("t q", positive=True)


def _derive(parts: Parts) -> Report:
    kernel = sympy.exp(-_t * distance)
    argument = kernel / (ratio * bound_on_kernel)
    left = _t * mean_error + divergence + sympy.log(bound_on_kernel)
    return Report(
        (
            words(
                r"A finite divergence means that $q(\cdot|x)$ has a density $w$ with respect to the"
                r" prior, $\mathrm{KL}[q\Vert p] = E_q\log w$, and $w > 0$ for $q$-almost every"
                r" code. With $D = \Vert x-\mu(z)\Vert^2$:"
            ),
            Step(
                "At every datum and every such code: the tangent of the logarithm.",
                All(
                    LogBelowTangent(argument),
                    Equal(
                        sympy.log(argument),
                        -_t * distance - sympy.log(ratio) - sympy.log(bound_on_kernel),
                    ),
                ),
                r"so $tD + \log w + \log M \ge 1 - e^{-tD}/(wM)$",
            ),
            Step(
                "Take the mean over the posterior. The last term, times the density, is the"
                " kernel over $M$ wherever $w > 0$ and drops out elsewhere: its mean over the"
                " posterior is at most the mean of $e^{-tD}/M$ over the prior.",
                Equal(where(density * argument, density, ratio), kernel / bound_on_kernel),
                r"the kernel is positive",
            ),
            Step(
                r"Take the mean over the data. Tonelli's theorem exchanges the means over the data"
                r" and over the prior, and at every code the mean over the data is $M$ at most:"
                r" write $M-\delta$ for what results. So $tA + K + \log M$, with $A$ the mean error"
                r" and $K$ the mean divergence, is at least",
                All(
                    Equal(1 - (bound_on_kernel - slack) / bound_on_kernel, slack / bound_on_kernel),
                    NotNegative(slack / bound_on_kernel),
                ),
                r"monotone and linear means; the kernel is measurable and lies between 0 and 1",
            ),
            Step(
                r"That times $2\beta$, at the rate $t$ of the statement, is cost minus bound.",
                Equal(
                    where(2 * beta * left, _t, parts["rate"]),
                    mean_error / gamma + 2 * beta * divergence - parts["bound"],
                ),
                "substitution",
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
