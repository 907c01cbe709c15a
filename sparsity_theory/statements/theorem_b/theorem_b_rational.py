r"""Theorem B: the threshold of the rational penalty."""

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
from sparsity_theory.notation import M, epsilon, r, tau, u
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.statements.theorem_b.geometry import (
    FAR,
    difference,
    far,
    plain,
)
from sparsity_theory.statements.theorem_b.theorem_b import GEOMETRY


def _derive_rational(parts: Parts) -> Report:
    gap, threshold, factor = parts["difference"], parts["threshold"], parts["factor"]
    return Report(
        (
            Step(
                "The difference of the two sides of Theorem B for $u/(u+\\tau)$.",
                Equal(gap, difference(u / (u + tau))),
                "substitution",
                shown=gap,
            ),
            Step(
                "It is the distance of $\\tau$ to the threshold times this factor, which is"
                " positive.",
                All(
                    Equal(plain(gap), plain(factor * (threshold - tau))),
                    Positive(sympy.factor(far(factor))),
                    Positive(sympy.factor(far(threshold))),
                ),
                "common denominator; $rM^2 = (r+1)\\epsilon^2 + s$",
                shown=factor,
            ),
        )
    )


def _rational_at(at: sympy.Expr) -> sympy.Expr:
    return difference(u / (u + tau)).subs({r: 1, M: 2, epsilon: 1, tau: at})


def _rational_example() -> Report:
    text = "$r=1$, $\\epsilon=1$, $M=2$: the threshold is $\\tau=2$; $\\tau=1$ succeeds, $3$ fails."
    found = [Positive(_rational_at(1)), Equal(_rational_at(2), 0), Positive(-_rational_at(3))]
    return Report((Step(text, All(*found), "exact", shown=_rational_at(2)),))


def _rational_near() -> Report:
    value = difference(u / (u + tau)).subs({r: 1, M: 1, epsilon: 1, tau: 10**6})
    text = "$M=\\epsilon$: even $\\tau=10^6$ succeeds, there is no threshold."
    return Report((Step(text, Positive(value), "exact", shown=value),))


_FACTOR = (r * M**2 - (r + 1) * epsilon**2) / ((M**2 + tau) * (epsilon**2 + tau))
CLAIM = Claim(
    id="theorem-b-rational",
    title="The threshold of the rational penalty",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $u/(u+\\tau)$"),
    hypotheses=(GEOMETRY, FAR, "$h(u) = u/(u+\\tau)$"),
    conclusion=(r"The sparse code is preferred iff $\tau < [[threshold]]$."),
    details=("The difference $[[difference]]$ is $[[factor]]$ times the distance to it."),
    parts={
        "difference": difference(u / (u + tau)),
        "threshold": epsilon**2 * M**2 / (r * M**2 - (r + 1) * epsilon**2),
        "factor": _FACTOR,
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all r, tau, geometries", _derive_rational, complete=True),),
    controls=(
        Control("r for r+1", {"threshold": epsilon**2 * M**2 / (r * M**2 - r * epsilon**2)}),
        Control("threshold without M", {"threshold": epsilon**2}),
        Control(
            "sum for difference",
            {"threshold": epsilon**2 * M**2 / (r * M**2 + (r + 1) * epsilon**2)},
        ),
        Control("factor flipped", {"factor": -_FACTOR}),
        Control("amplitudes", {"threshold": epsilon * M / (r * M**2 - (r + 1) * epsilon**2)}),
        Control(
            "dense code with r rows",
            {"difference": r * epsilon**2 / (epsilon**2 + tau) - r * M**2 / (M**2 + tau)},
        ),
    ),
    example=Witness("$r=1$, $M=2$, $\\epsilon=1$.", _rational_example),
    counterexamples=(Witness("$M=\\epsilon$.", _rational_near, drops=FAR),),
)
