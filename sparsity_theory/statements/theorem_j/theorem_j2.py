r"""Theorem J2: means on a set of r dimensions, in m > r rows."""

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
from sparsity_theory.statements.theorem_j.balls import COUPLING, SPREAD, c

dimension = sympy.Symbol("r", positive=True)
size = sympy.Symbol("K", positive=True)
best = sympy.Symbol(r"\epsilon^*", positive=True)


def _logarithm(value: sympy.Expr) -> sympy.Expr:
    return sympy.expand_log(sympy.log(value), force=True)


def _derive(parts: Parts) -> Report:
    # with N <= (K/eps)^r in theorem-j1
    bracket = c * (epsilon / size) ** (dimension / m) - epsilon
    slope = dimension / m * c * epsilon ** (dimension / m - 1) * size ** (-dimension / m) - 1
    at = parts["radius"]
    level = _logarithm(c * (at / size) ** (dimension / m))
    return Report(
        (
            Step(
                r"By theorem-j1 with $N \le (K/\epsilon)^r$ the bound is at least this, less the"
                " noise. Its slope in the radius",
                Equal(sympy.Derivative(bracket, epsilon), slope),
                "differentiation",
                shown=bracket,
            ),
            Step(
                r"is 0 at $\epsilon^*$: the logarithm of the first term of the slope is 0 there.",
                Equal(
                    _logarithm(
                        dimension / m * c * at ** (dimension / m - 1) * size ** (-dimension / m)
                    ),
                    0,
                ),
                "logarithms",
                shown=parts["radius"],
            ),
            Step(
                r"There the first term is $(m/r)\,\epsilon^*$, and the bound this.",
                All(
                    Equal(level, _logarithm(m / dimension * at)),
                    Equal(m / dimension * best - best - sigma * sympy.sqrt(m), parts["bound"]),
                ),
                "logarithms; substitution",
                shown=parts["bound"],
            ),
        )
    )


def _example() -> Report:
    """A curve in two rows: r = 1, m = 2, c = 1, K = 1: the radius 1/4 and the bound 1/4."""
    at = {m: 2, dimension: 1, c: 1, size: 1, sigma: 0}
    radius = CLAIM.parts["radius"].subs(at)
    return Report(
        (
            Step(
                r"$m = 2$, $r = 1$, $N(0,I_2)$ with $c = 1$, $K = 1$, no noise: $\epsilon^* = 1/4$,"
                r" and the laws are at least $1/4$ apart.",
                All(
                    Equal(radius, sympy.Rational(1, 4)),
                    Equal(CLAIM.parts["bound"].subs(at).subs(best, radius), sympy.Rational(1, 4)),
                ),
                "exact",
            ),
        )
    )


def _as_many() -> Report:
    claimed = CLAIM.parts["bound"].subs({m: 2, dimension: 1, sigma: 0})
    return Report(
        (
            Step(
                r"Means that fill the plane as the prior does, $r = m = 2$, no noise: the distance"
                r" is 0, below what $r = 1$ would give.",
                Less(0, claimed),
                "the bound is positive",
            ),
        )
    )


_COVER = (
    r"in these rows the means lie in at most $(K/\epsilon^*)^r$ balls of radius"
    r" $\epsilon^* = [[radius]]$, $K > 0$, $0 < r < m$ real"
)

CLAIM = Claim(
    id="theorem-j2",
    title="Spare active dimensions keep the aggregated posterior away from the prior",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem J2"),
    hypotheses=(COUPLING, SPREAD + r"; $c = \sqrt{m/(m+2)}\,a^{-1/m}$", _COVER),
    conclusion=(
        r"The root of $E\Vert z-g\Vert^2$, so also $W_2$ of aggregated posterior and prior, is at"
        r" least $[[bound]]$: they differ wherever the noise is smaller."
    ),
    parts={
        "radius": (c * dimension / m) ** (m / (m - dimension))
        * size ** (-dimension / (m - dimension)),
        "bound": (m / dimension - 1) * best - sigma * sympy.sqrt(m),
    },
    details=(
        r"Where balls of radius $\epsilon$ number at most $(K/\epsilon)^r$ only for $\epsilon \le"
        r" \epsilon_0 < \epsilon^*$, take $\epsilon_0$ in theorem-j1: the bracket is positive up to"
        r" $\epsilon^*$. An encoder mean of Lipschitz constant $L$ on a support with constant $K_0$"
        r" has $K = LK_0$; without such regularity the hypothesis may fail."
    ),
    uses=("theorem-j1",),
    divergence=(
        "The paper's eq. (10) is about laws with densities; its data lie on a manifold, where more"
        " active rows than dimensions rule the equality out."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "the best radius", _derive, complete=True),),
    controls=(
        Control(
            "radius without r/m",
            {"radius": c ** (m / (m - dimension)) * size ** (-dimension / (m - dimension))},
        ),
        Control(
            "radius with r/(m-r) for m/(m-r)",
            {
                "radius": (c * dimension / m) ** (dimension / (m - dimension))
                * size ** (-dimension / (m - dimension))
            },
        ),
        Control("radius without K", {"radius": (c * dimension / m) ** (m / (m - dimension))}),
        Control("bound without the 1", {"bound": m / dimension * best - sigma * sympy.sqrt(m)}),
        Control("bound with r/m", {"bound": (1 - dimension / m) * best - sigma * sympy.sqrt(m)}),
        Control("bound without the noise", {"bound": (m / dimension - 1) * best}),
    ),
    example=Witness("A curve in two rows.", _example),
    counterexamples=(Witness("As many dimensions as rows.", _as_many, drops=_COVER),),
)
