r"""Theorem E4: Section 2.3 from both sides, for nonlinear decoders."""

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
from sparsity_theory.notation import beta, d, gamma, k, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Increasing, Less, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import where

slope = vector(r"\ell", positive=True)
powers = sympy.Symbol("P", nonnegative=True)
largest = sympy.Symbol("gamma_0", positive=True)
square = sympy.Symbol("q", positive=True)  # of a slope
one_slope = sympy.Symbol(r"\ell", positive=True)
variance, more = sympy.symbols("v t", positive=True)
height, low, high, level = sympy.symbols("x a b B", real=True)
line = sympy.Symbol("s", real=True, nonzero=True)


def _derive(parts: Parts) -> Report:
    before = d * sympy.log(gamma) + beta * (
        kappa + powers + total(sympy.log(1 + slope[k] ** 2 / (beta * gamma)), r)
    )
    after = (
        parts["exponent"] * sympy.log(gamma)
        + beta * kappa
        - beta * r * sympy.log(beta)
        + beta * (powers + total(sympy.log(slope[k] ** 2 + beta * gamma), r))
    )
    return Report(
        (
            Step(
                r"The comparator of theorem-g1 has the variances $v_k$ below in its $r$ rows and 1"
                r" elsewhere, at every datum. Its error is at most $\sum_k\ell_k^2v_k$, so a row"
                r" adds at most $\ell_k^2v_k/\gamma + \beta(v_k-\log v_k)$, and another row"
                r" $\beta$.",
                Equal(
                    where(
                        one_slope**2 * variance / gamma + beta * (variance - sympy.log(variance)),
                        variance,
                        beta * gamma / (beta * gamma + one_slope**2),
                    ),
                    beta + beta * sympy.log(1 + one_slope**2 / (beta * gamma)),
                ),
                "substitution",
            ),
            Step(
                r"Its means add $\beta P$; with $d\log\gamma$ its loss is at most",
                Equal(before, after),
                "logarithms, row by row",
            ),
            Step(
                r"Each logarithm increases with $\gamma$, so for $\gamma \le \gamma_0$ it is at"
                r" most"
                r" $[[row]]$.".replace("[[row]]", sympy.latex(parts["row"])),
                All(
                    Increasing(sympy.log(square + beta * gamma), gamma),
                    Equal(
                        where(sympy.log(one_slope**2 + beta * gamma), gamma, largest), parts["row"]
                    ),
                ),
                "sign of the derivative",
            ),
            Step(
                r"With theorem-e2 from below the infimum lies between two lines $s x + a$ and"
                r" $s x + b$ in $x = \log\gamma$, for $\gamma \le \gamma_0$. The slope $s$ is 0"
                r" at the threshold, positive below it and negative above it.",
                All(
                    Equal(where(parts["exponent"], beta, parts["threshold"]), 0),
                    Positive(where(parts["exponent"], beta, parts["threshold"] / (1 + more))),
                    Positive(-where(parts["exponent"], beta, parts["threshold"] * (1 + more))),
                ),
                "substitution",
            ),
            Step(
                r"For $s > 0$ the upper line is at most $-B$ from the first $x$ below on, as $x \to"
                r" -\infty$; for $s < 0$ the lower line is at least $B$ from the second on. For"
                r" $s = 0$ the infimum stays between $a$ and $b$.",
                All(
                    Equal(where(line * height + high, height, -(level + high) / line), -level),
                    Equal(where(line * height + low, height, (level - low) / line), level),
                ),
                "a line is monotone",
            ),
        )
    )


def _example() -> Report:
    """The circle: d = 2, r = 1, l = 1; at beta = 1 the slope is 1, at beta = 3 it is -1."""
    at = CLAIM.parts["exponent"]
    return Report(
        (
            Step(
                r"The circle in the plane, $r = 1$: the slope is positive at $\beta = 1$,"
                r" negative at"
                r" $\beta = 3$.",
                All(
                    Less(0, where(at, {d: 2, r: 1, beta: 1})),
                    Less(where(at, {d: 2, r: 1, beta: 3}), 0),
                ),
                "exact",
            ),
        )
    )


CLAIM = Claim(
    id="theorem-e4",
    title="The beta-VAE threshold from both sides",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem E4"),
    hypotheses=(
        (
            "the ball condition of theorem-e2 at every $y$, and a comparator as in theorem-g1 that"
            r" uses $r$ rows of slopes $\ell_k > 0$, both on the population; $P$ is the sum of its"
            r" powers; the models are those of theorem-e2, the comparator among them (a model of"
            r" infinite error or divergence has an infinite loss)"
        ),
        r"$0 < \gamma \le \gamma_0$",
    ),
    conclusion=(
        r"The infimum of $L_\beta$ over all models is $([[exponent]])\log\gamma + O(1)$, between"
        r" the bound of"
        r" theorem-e2 and $([[exponent]])\log\gamma + \beta\kappa - \beta r\log\beta + \beta(P +"
        r" \sum_k"
        r" [[row]])$. As $\gamma \to 0$ it tends to $-\infty$, stays bounded or tends to"
        r" $+\infty$ as"
        r" $\beta$ is below, at or above $[[threshold]]$."
    ),
    parts={
        "exponent": d - beta * r,
        "row": sympy.log(one_slope**2 + beta * largest),
        "threshold": d / r,
    },
    uses=("theorem-e2", "theorem-g1"),
    divergence="Section 2.3 states the threshold; the paper gives no proof for nonlinear decoders.",
    evidence=(
        Evidence(
            Kind.SYMBOLIC, "the comparator's line, and what lies between two lines", _derive, True
        ),
    ),
    controls=(
        Control("exponent without beta", {"exponent": d - r}),
        Control("threshold d", {"threshold": d}),
        Control("exponent with 2 beta r", {"exponent": d - 2 * beta * r}),
        Control("threshold r/d", {"threshold": r / d}),
        Control("row without beta", {"row": sympy.log(one_slope**2 + largest)}),
    ),
    example=Witness("The circle.", _example),
)
