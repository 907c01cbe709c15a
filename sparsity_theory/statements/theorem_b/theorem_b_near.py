r"""Theorem B in a mild geometry: concave penalties need no threshold."""

from __future__ import annotations

import sympy
from sympy import exp, log, sqrt

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
from sparsity_theory.notation import M, d, epsilon, gamma, r, s, tau, u
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_b.geometry import a, b, difference, plain, slack, t
from sparsity_theory.statements.theorem_b.theorem_b import GEOMETRY

q = sympy.Symbol("q", positive=True)


def _derive_near(parts: Parts) -> Report:
    gap, chord = parts["gap"], plain(parts["chord"])
    at_chord = gap.subs(h_b, chord + s).subs(b, (r * a + slack) / (r + 1))
    return Report(
        (
            Step(
                "If $M^2 \\le \\epsilon^2$: with $h(\\epsilon^2) = h(M^2)+w$, $w\\ge0$, one row"
                " more costs more, as $h(M^2) > 0$.",
                All(
                    Equal(d * where(loss(g_0, r + 1, h_b) - loss(g_0, r, h_a), h_0, 0), gap),
                    Positive(sympy.expand(gap.subs(h_b, h_a + slack).subs(h_a, t))),
                ),
                "$d$ times the difference of the losses; positive terms remain",
                shown=gap,
            ),
            Step(
                "If $M^2 > \\epsilon^2$: strict concavity puts $h(\\epsilon^2)$ above the chord"
                " from 0 to $M^2$ by some $s > 0$; with $(r+1)\\epsilon^2 = rM^2 + w$ the sparse"
                " code is preferred.",
                All(
                    Equal(sympy.Derivative(chord, b, 2), 0),
                    Equal(where(chord, b, 0), 0),
                    Equal(where(chord, b, a), h_a),
                    Positive(sympy.expand(at_chord.subs(h_a, t))),
                ),
                "the chord is linear in $\\epsilon^2$ with the right ends; positive terms remain",
                shown=sympy.Gt(h_b, parts["chord"], evaluate=False),
            ),
            *(_strictly_concave(title, parts[name]) for name, title in _FAMILIES.items()),
        )
    )


_FAMILIES = {
    "power": "$u^{1/(1+q)}$, every exponent in $(0,1)$",
    "rational": "$u/(u+\\tau)$",
    "exponential": "$1-e^{-u/\\tau}$",
    "logarithm": "$\\log(1+u/\\gamma)$",
}


def _strictly_concave(title: str, penalty: sympy.Expr) -> Step:
    slope = sympy.diff(penalty, u)
    return Step(
        f"{title} is 0 at 0, strictly increasing and strictly concave.",
        All(
            Equal(where(penalty, u, 0), 0),
            Positive(sympy.factor(slope)),
            Positive(sympy.factor(-sympy.diff(slope, u))),
        ),
        "signs of two derivatives",
        shown=penalty,
    )


def _near_example() -> Report:
    value = difference(sqrt(u)).subs({r: 2, epsilon: 2, M: sqrt(5)})
    text = "$\\sqrt u$, $r=2$, $\\epsilon^2=4$, $M^2=5$: $3\\sqrt4 > 2\\sqrt5$."
    return Report((Step(text, Positive(value), "exact", shown=value),))


def _convex() -> Report:
    value = difference(u**2).subs({r: 1, epsilon: 5, M: 7})
    text = "$h=u^2$ is convex: $r=1$, $\\epsilon^2=25$, $M^2=49$ has $2\\cdot25^2 < 49^2$."
    return Report((Step(text, Positive(-value), "exact", shown=value),))


def _far_apart() -> Report:
    value = 2 * sqrt(u).subs(u, 1) - sqrt(u).subs(u, 9)
    text = "$\\sqrt u$, $r=1$, $\\epsilon=1$, $M=3$: $2 < 3$, the dense code is preferred."
    return Report((Step(text, Positive(-value), "exact", shown=value),))


CLAIM = Claim(
    id="theorem-b-near",
    title="Concave penalties need no threshold in a mild geometry",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, the case $(r+1)\\epsilon^2 \\ge rM^2$"),
    hypotheses=(
        GEOMETRY,
        "$(r+1)\\epsilon^2 \\ge rM^2$",
        "$h(0)=0$, $h$ strictly increasing and strictly concave on $[0,\\infty)$",
    ),
    conclusion=(
        "The sparse code is preferred: $[[gap]] > 0$ with $a=M^2$, $b=\\epsilon^2$. If"
        " $M^2>\\epsilon^2$ because $h(\\epsilon^2) > [[chord]]$. This covers $[[power]]$,"
        " $[[rational]]$, $[[exponential]]$ and $[[logarithm]]$ at every parameter."
    ),
    parts={
        "gap": (r + 1) * h_b - r * h_a,
        "chord": epsilon**2 / M**2 * h_a,
        "power": u ** (1 / (1 + q)),
        "rational": u / (u + tau),
        "exponential": 1 - exp(-u / tau),
        "logarithm": log((u + gamma) / gamma),
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all r, geometries, parameters", _derive_near, complete=True),
    ),
    controls=(
        Control("gap with r rows", {"gap": r * h_b - r * h_a}),
        Control("chord upside down", {"chord": M**2 / epsilon**2 * h_a}),
        Control("chord halved", {"chord": epsilon**2 / (2 * M**2) * h_a}),
        Control("convex power", {"power": u ** (1 + q)}),
        Control("growing exponential", {"exponential": exp(u / tau) - 1}),
        Control("not 0 at 0", {"logarithm": log(u + gamma)}),
    ),
    example=Witness("$\\sqrt u$, $r=2$.", _near_example),
    counterexamples=(
        Witness("Convex.", _convex, drops="$h$ is concave"),
        Witness("Far apart.", _far_apart, drops="$(r+1)\\epsilon^2 \\ge rM^2$"),
    ),
)
