r"""Theorem A, consequence 4: the threshold of the l0 pair."""

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
from sparsity_theory.notation import beta, d, r
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss, t
from sparsity_theory.statements.theorem_a.conditions import DIMENSIONS


def _derive_beta(parts: Parts) -> Report:
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    l0 = {h_0: 0, g_0: 0, g_e: 1, h_a: weight, h_b: weight}
    below, above = d / (r + t), d * (1 + t) / r
    return Report(
        (
            Step(
                "An exact code with one row more costs more by this; so $\\beta>0$ is needed, and"
                " $\\beta \\le 0$ fails (a tie at 0).",
                All(
                    Equal(where(loss(g_0, r + 1, h_b) - loss(g_0, r, h_a), l0), dense),
                    Positive(where(dense, weight, t)),
                    Positive(-where(dense, weight, -t)),
                    Equal(where(dense, weight, 0), 0),
                ),
                "eq. (7); sign of $\\beta$",
                shown=dense,
            ),
            Step(
                "The zero code costs more by this: positive at $\\beta = d/(r+t)$, $t>0$, that is"
                " for $\\beta<d/r$; negative at $\\beta = (1+t)d/r$.",
                All(
                    Equal(where(loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a), l0), imperfect),
                    Positive(sympy.cancel(imperfect.subs(weight, below))),
                    Positive(-sympy.cancel(imperfect.subs(weight, above))),
                ),
                "eq. (7); the threshold parametrised from both sides",
                shown=imperfect,
            ),
            Step(
                "At the threshold the zero code ties.",
                Equal(where(imperfect, weight, parts["threshold"]), 0),
                "substitution",
                shown=sympy.Eq(beta, parts["threshold"], evaluate=False),
            ),
        )
    )


weight = sympy.Symbol("beta", real=True)


def _beta_example() -> Report:
    value = (1 - weight * r / d).subs({weight: 2, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=2 < 4$: the zero code costs $1/2$ more."
    found = Equal(value, sympy.Rational(1, 2))
    return Report((Step(text, found, "exact", shown=value),))


def _beta_large() -> Report:
    value = (1 - weight * r / d).subs({weight: 5, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=5 > 4$: the zero code wins."
    return Report((Step(text, Positive(-value), "exact", shown=value),))


def _beta_negative() -> Report:
    value = (weight / d).subs({weight: -1, d: 12})
    return Report((Step("$\\beta=-1$: more rows win.", Positive(-value), "exact", shown=value),))


CLAIM = Claim(
    id="theorem-a-beta",
    title="The threshold beta < d/r for the l0 pair",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 4"),
    hypotheses=(
        DIMENSIONS,
        "$g = 1[u>0]$, $h = \\beta \\cdot 1[u>0]$, $\\beta$ any real number",
    ),
    conclusion=(
        r"$L_{g,h}$ guarantees optimal sparsity if and only if $0 < \beta < [[threshold]]$."
    ),
    details=(
        "Exact codes with one more row cost $[[dense_margin]]$ more, the zero code costs"
        r" $[[imperfect_margin]]$ more, which is positive exactly for $\beta < [[threshold]]$;"
        r" at $\beta = [[threshold]]$ and at $\beta=0$ there is a tie."
    ),
    parts={
        "dense_margin": weight / d,
        "imperfect_margin": 1 - weight * r / d,
        "threshold": d / r,
    },
    uses=("theorem-a",),
    divergence=(
        "The paper finds the same threshold for the beta-VAE (section 2.3); here it is exact for"
        " the l0 pair, which is what the VAE tends to."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and beta", _derive_beta, complete=True),),
    controls=(
        Control("threshold r/d", {"threshold": r / d}),
        Control("threshold d", {"threshold": d}),
        Control("margin without r", {"imperfect_margin": 1 - weight / d}),
        Control("beta > for beta <", {"imperfect_margin": weight * r / d - 1}),
        Control("dense margin without 1/d", {"dense_margin": weight}),
        Control("dense margin flipped", {"dense_margin": -weight / d}),
    ),
    example=Witness("$d=12$, $r=3$, $\\beta=2$.", _beta_example),
    counterexamples=(
        Witness("$\\beta > d/r$.", _beta_large, drops="$\\beta < d/r$"),
        Witness("$\\beta < 0$.", _beta_negative, drops="$\\beta > 0$"),
    ),
)
