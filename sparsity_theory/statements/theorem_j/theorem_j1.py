r"""Theorem J1: few balls of codes cannot look like the prior."""

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
from sparsity_theory.notation import epsilon, m, sigma
from sparsity_theory.proving.propositions import All, Equal, Less
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_j.balls import (
    CONSTANT,
    COUPLING,
    SPREAD,
    c,
    count,
    share,
)

radius = sympy.Symbol("t", positive=True)
reach = sympy.Symbol("t_0", positive=True)  # where N a t^m is 1
cost = sympy.Symbol("w", positive=True)  # root of the mean squared distance of z and g


def _derive(parts: Parts) -> Report:
    tail = 2 * radius * (1 - (radius / reach) ** m)
    layers = radius**2 - 2 * radius ** (m + 2) / ((m + 2) * reach**m)
    near = m / (m + 2) * reach**2
    root = (count * share) ** (-1 / m)
    ball = sympy.pi ** (m / 2) / sympy.gamma(1 + m / 2)
    return Report(
        (
            Step(
                r"$g$ is nearer than $t$ to one of $N$ points with probability at most $Nat^m ="
                r" (t/t_0)^m$. So the mean of the squared distance to them is at least"
                r" $\int_0^{t_0} 2t\,(1-(t/t_0)^m)\,dt$, which is this.",
                All(
                    Equal(sympy.Derivative(layers, radius), tail),
                    Equal(where(layers, radius, reach), near),
                    Equal(where(count * share * radius**m, radius, root), 1),
                ),
                "an antiderivative that is 0 at 0; $t_0$ is where the bound is 1",
                shown=near,
            ),
            Step(
                r"Its root is $c\,N^{-1/m}$.",
                Equal(sympy.sqrt(m / (m + 2)) * root, parts["constant"] * count ** (-1 / m)),
                "powers of a product",
            ),
            Step(
                r"$g$ is at most $\Vert g-z\Vert + \Vert z-\mu\Vert + \epsilon$ from the nearest"
                r" centre: root mean squares add up to at least that, and the rows left out only"
                r" add to the cost. So $w \ge [[bound]]$ for the root $w$ of the mean of"
                r" $\Vert z-g\Vert^2$.".replace("[[bound]]", sympy.latex(parts["bound"])),
                Equal(
                    where(cost + sigma * sympy.sqrt(m) + epsilon, cost, parts["bound"]),
                    c * count ** (-1 / m),
                ),
                "Minkowski's inequality",
            ),
            Step(
                r"$N(0, I_m)$ has a density of at most $(2\pi)^{-m/2}$, and a ball of radius $t$"
                r" the volume $\pi^{m/2}t^m/\Gamma(1+m/2)$: this is its $a$.",
                Equal((2 * sympy.pi) ** (-m / 2) * ball, parts["share"]),
                "density times volume",
            ),
        )
    )


def _example() -> Report:
    """One code, m = 1: W_2 to N(0, 1) is 1, and the bound c_1 = sqrt(pi/6)."""
    one = CLAIM.parts["constant"].subs(m, 1).subs(share, CLAIM.parts["share"].subs(m, 1))
    return Report(
        (
            Step(
                r"$m = 1$, $N(0,1)$: $c_1 = \sqrt{\pi/6} = 0.7236\ldots$; one code, at 0, is at the"
                r" distance 1.",
                All(Equal(one, sympy.sqrt(sympy.pi / 6)), Less(sympy.sqrt(sympy.pi / 6), 1)),
                "exact",
            ),
        )
    )


def _everywhere() -> Report:
    claimed = CLAIM.parts["bound"].subs({m: 1, count: 1, epsilon: 0, sigma: 0})
    return Report(
        (
            Step(
                r"Means distributed as the prior and no noise: the distance is 0, below what one"
                r" ball of radius 0 would give.",
                Less(0, claimed),
                "the bound is positive",
            ),
        )
    )


_FEW = r"in these rows the means lie in $N$ balls of radius $\epsilon$"

CLAIM = Claim(
    id="theorem-j1",
    title="Few balls of codes are far from the prior",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem J1"),
    hypotheses=(COUPLING, _FEW, SPREAD),
    conclusion=(
        r"The root of $E\Vert z-g\Vert^2$, so also the Wasserstein distance $W_2$ of aggregated"
        r" posterior and prior, is at least $[[bound]]$, where $c = [[constant]]$."
    ),
    parts={
        "bound": c * count ** (-1 / m) - epsilon - sigma * sympy.sqrt(m),
        "constant": CONSTANT,
        "share": 2 ** (-m / 2) / sympy.gamma(1 + m / 2),
    },
    details=(
        r"For the prior $N(0,I)$ one may take $a = [[share]]$: then $c = \sqrt{\pi/6}$ for $m = 1$,"
        r" $c = 1$ for $m = 2$. The radius is free: take the best."
    ),
    uses=("eq-10",),
    divergence=(
        "The paper asks in eq. (10) for equality of the two laws and discusses it for densities;"
        " this is a lower bound for data on a manifold. It does not say that eq. (10) forces exact"
        " sparsity: rows that carry noise do not count, and it is silent on the MMD."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "the distance to few points", _derive, complete=True),),
    controls=(
        Control("bound without the noise", {"bound": c * count ** (-1 / m) - epsilon}),
        Control(
            "bound without the radius", {"bound": c * count ** (-1 / m) - sigma * sympy.sqrt(m)}
        ),
        Control(
            "bound with the share of one code in N",
            {"bound": c / count - epsilon - sigma * sympy.sqrt(m)},
        ),
        Control("constant without m/(m+2)", {"constant": share ** (-1 / m)}),
        Control("constant with the square", {"constant": m / (m + 2) * share ** (-1 / m)}),
        Control("share of the unit density", {"share": 1 / sympy.gamma(1 + m / 2)}),
        Control("share with m for m/2", {"share": 2 ** (-m / 2) / sympy.gamma(1 + m)}),
    ),
    example=Witness("One code.", _example),
    counterexamples=(Witness("Codes everywhere.", _everywhere, drops=_FEW),),
)
