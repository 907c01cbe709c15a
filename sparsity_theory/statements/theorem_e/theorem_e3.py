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
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive, Same
from sparsity_theory.proving.terms import where

distance = sympy.Symbol("Delta", positive=True)
mass = sympy.Symbol("m", positive=True)  # of a cell
near = sympy.Symbol("a", positive=True)


first, second = sympy.symbols("a_1 a_2", real=True)  # coordinates of x_i - y and x_j - y
square = sympy.Symbol("D", nonnegative=True)
share = sympy.Symbol("C", positive=True)
gamma_value = sympy.Symbol("Gamma_r", positive=True)
power = sympy.Symbol("r", positive=True)
smallest = sympy.Symbol("rho_0", positive=True)
_t = sympy.Symbol("t", positive=True)


def _derive(parts: Parts) -> Report:
    rate = 1 / (2 * beta * gamma)
    kernel = (1 + (n - 1) * sympy.exp(-_t * distance**2 / 4)) / n
    tail = share * (gamma_value * _t ** (-power / 2) + smallest**power)
    return Report(
        (
            Step(
                r"Of two samples nearer to $y$ than $\Delta/2$ the squared distance would be below"
                r" $2(\Delta^2/4+\Delta^2/4) = \Delta^2$: so at most one sample is that near.",
                All(
                    Equal(
                        2 * first**2 + 2 * second**2 - (first - second) ** 2, (first + second) ** 2
                    ),
                    NotNegative((first + second) ** 2),
                    Equal(where(2 * (near + near), near, (distance / 2) ** 2), distance**2),
                ),
                "coordinate by coordinate, $(a_1-a_2)^2 \\le 2a_1^2+2a_2^2$",
            ),
            Step(
                r"The kernel is 1 at most and falls with the squared distance $D$. So its mean over"
                r" the samples is at most that of one term 1 and $n-1$ terms at $D = \Delta^2/4$.",
                All(
                    Equal(where(sympy.exp(-_t * square), square, 0), 1),
                    Positive(-sympy.Derivative(sympy.exp(-_t * square), square)),
                    Equal(
                        (1 + (n - 1) * where(sympy.exp(-_t * square), square, distance**2 / 4)) / n,
                        kernel,
                    ),
                ),
                "sign of the derivative",
            ),
            Step(
                "Put this for $M$ in theorem-e1, with the samples as the law of the data.",
                Equal(where(-2 * beta * sympy.log(kernel), _t, rate), parts["lower"]),
                "logarithms",
            ),
            Step(
                "The memoriser: $n$ cells of prior mass $1/n$, the decoder equal to $x_i$ on the"
                " $i$-th, and for posterior $i$ the prior on that cell. Its density is $n$ there"
                " and 0 elsewhere; there is no error, and every divergence is $\\log n$.",
                All(
                    Equal(where(1 / mass, mass, 1 / n), n),
                    Equal(where(2 * beta * sympy.log(1 / mass), mass, 1 / n), parts["upper"]),
                ),
                "a density that is constant on the cell is the inverse of the cell's mass",
            ),
            Step(
                r"In detail: with $\max(\rho,\rho_0)^r \le \rho^r + \rho_0^r$ the layers of"
                r" theorem-e2 give $C(\Gamma_r t^{-r/2} + \rho_0^r)$ for the kernel's mean, as"
                r" the integral of $2t\rho e^{-t\rho^2}$ is 1. For $\gamma \ge"
                r" \rho_0^2/(2\beta)$ it is at most theorem-e2's with $\Gamma_r + 1$. The ball"
                r" about a sample has the share $1/n$ at least.",
                All(
                    Equal(
                        tail,
                        share
                        * _t ** (-power / 2)
                        * (gamma_value + (_t * smallest**2) ** (power / 2)),
                    ),
                    Equal(
                        where(where(_t * smallest**2, _t, rate), gamma, smallest**2 / (2 * beta)),
                        1,
                    ),
                    Positive(-sympy.Derivative(where(_t * smallest**2, _t, rate), gamma)),
                ),
                r"$t\rho_0^2$ is 1 at that $\gamma$ and falls as $\gamma$ grows",
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
    uses=("theorem-e1", "theorem-e2"),
    divergence="Not in the paper: footnote 2 speaks of such over-fitting without a bound.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "the bound and the memoriser's cost", _derive, complete=True),
    ),
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
