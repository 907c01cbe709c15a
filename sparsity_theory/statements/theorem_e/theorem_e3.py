r"""Theorem E3: n samples: what no model does better, and a memoriser that does as well."""

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
from sparsity_theory.notation import beta, gamma, n
from sparsity_theory.proving.propositions import All, Equal, Increasing, Same
from sparsity_theory.proving.terms import where

distance = sympy.Symbol("Delta", positive=True)
mass = sympy.Symbol("m", positive=True)  # of a cell
near = sympy.Symbol("a", positive=True)


def _derive(parts: Parts) -> Report:
    rate = 1 / (2 * beta * gamma)
    far = sympy.exp(-rate * (distance / 2) ** 2)
    kernel = (1 + (n - 1) * far) / n
    return Report(
        (
            Step(
                r"At most one sample is nearer to $y$ than $\Delta/2$: of two such the squared"
                r" distance"
                r" would be below $2(\Delta^2/4+\Delta^2/4)$.",
                Equal(where(2 * (near + near), near, (distance / 2) ** 2), distance**2),
                r"$(a-b)^2 \le 2a^2+2b^2$",
            ),
            Step(
                "So the mean of the kernel is at most that of one term 1 and $n-1$ terms at that"
                " distance,"
                " and theorem-e1 gives the bound.",
                Equal(
                    sympy.expand_log(-2 * beta * sympy.log(kernel), force=True),
                    sympy.expand_log(parts["lower"], force=True),
                ),
                "logarithms",
            ),
            Step(
                "The memoriser: $n$ cells of prior mass $1/n$, the decoder constant on each,"
                " each posterior"
                " the prior on its cell. No error, and each divergence is $\\log n$.",
                Equal(where(2 * beta * sympy.log(1 / mass), mass, 1 / n), parts["upper"]),
                "the density of the posterior is the inverse of the cell's mass",
            ),
            Step(
                r"The two differ by $2\beta\log(1+(n-1)a)$, which is 0 at $a = 0$ and increases:"
                r" they meet"
                r" as $\gamma \to 0$.",
                Increasing(sympy.log(1 + n * near), near),
                "the exponential vanishes",
            ),
        )
    )


def _example() -> Report:
    """One sample: nothing to tell apart, and both bounds are 0."""
    return Report(
        (
            Step(
                "$n = 1$: a constant decoder is exact at no divergence, and both bounds are 0.",
                All(
                    Same("lower bound at one sample", CLAIM.parts["lower"].subs(n, 1), 0),
                    Same("upper bound at one sample", CLAIM.parts["upper"].subs(n, 1), 0),
                ),
                "exact",
            ),
        )
    )


_FAR = r"$\Vert x_i-x_j\Vert \ge \Delta > 0$ for $i \ne j$"

CLAIM = Claim(
    id="theorem-e3",
    title="The converse for n samples, and the memoriser",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem E3"),
    hypotheses=("those of theorem-e1 on decoder, prior and posterior; $n$ samples", _FAR),
    conclusion=(
        r"Every model has $A/\gamma + 2\beta\,\mathrm{KL} \ge [[lower]]$, the divergence"
        r" averaged over the"
        r" samples. A memoriser, with a decoder that is constant on $n$ cells of equal prior"
        r" mass, attains"
        r" $[[upper]]$."
    ),
    parts={
        "lower": 2 * beta * sympy.log(n)
        - 2 * beta * sympy.log(1 + (n - 1) * sympy.exp(-(distance**2) / (8 * beta * gamma))),
        "upper": 2 * beta * sympy.log(n),
    },
    details=(
        r"If balls of radius $\rho$ hold at most the share $C\max(\rho,\rho_0)^r$ of the"
        r" samples, theorem-e2"
        r" holds for $\gamma \ge \rho_0^2/(2\beta)$ with $\Gamma_r+1$ for $\Gamma_r$; necessarily"
        r" $C\rho_0^r \ge 1/n$."
    ),
    uses=("theorem-e1",),
    divergence="Not in the paper: footnote 2 speaks of such over-fitting without a bound.",
    evidence=(Evidence(Kind.SYMBOLIC, "the bound and the memoriser's cost", _derive),),
    controls=(
        Control("memoriser at twice the cost", {"upper": 4 * beta * sympy.log(n)}),
        Control(
            "bound without the 2",
            {
                "lower": beta * sympy.log(n)
                - beta * sympy.log(1 + (n - 1) * sympy.exp(-(distance**2) / (8 * beta * gamma)))
            },
        ),
        Control(
            "distance halved once more",
            {
                "lower": 2 * beta * sympy.log(n)
                - 2 * beta * sympy.log(1 + (n - 1) * sympy.exp(-(distance**2) / (4 * beta * gamma)))
            },
        ),
        Control("without the distance", {"lower": 2 * beta * sympy.log(n)}),
        Control("memoriser at half the cost", {"upper": beta * sympy.log(n)}),
    ),
    example=Witness("One sample.", _example),
)
