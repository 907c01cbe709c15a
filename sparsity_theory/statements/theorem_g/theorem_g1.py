r"""Theorem G1: a fixed gamma and any decoder: the error is O(gamma log(1/gamma))."""

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
from sparsity_theory.notation import A, beta, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum, Positive, Same
from sparsity_theory.proving.terms import where

slope = sympy.Symbol(r"\ell", nonnegative=True)
scale = sympy.Symbol("s", positive=True)
variance = sympy.Symbol("v", positive=True)
budget = sympy.Symbol("B", positive=True)
_y = sympy.Symbol("y", positive=True)


def _derive(parts: Parts) -> Report:
    row = slope**2 * scale * variance + variance - sympy.log(variance)
    return Report(
        (
            Step(
                (
                    "The comparator's row costs, with $s = 1/(\\beta\\gamma)$ and its best variance"
                    " $v$,"
                ),
                All(
                    OnlyMinimum(row, variance, parts["variance"]),
                    Equal(where(row, variance, parts["variance"]), 1 + parts["row"]),
                ),
                "its error is at most $\\sum\\ell_k^2v_k$",
            ),
            Step(
                r"A point's own $K$ is at least $\kappa$, as $t - \log t \ge 1$; so $As \le B(s)$.",
                All(
                    OnlyMinimum(_y - sympy.log(_y), _y, 1),
                    Same("least value of $y - \\log y$", (_y - sympy.log(_y)).subs(_y, 1), 1),
                    Equal(
                        where(A * scale, {A: parts["bound"], scale: 1 / (beta * gamma)}),
                        budget,
                    ),
                ),
                "the bound solves $As = B$",
            ),
        )
    )


def _example() -> Report:
    """The circle z -> (cos z, sin z) with one row of slope 1, at beta = 1, gamma = 1/100, P = 1."""
    value = where(
        CLAIM.parts["bound"],
        {budget: sympy.log(101) + 1, beta: 1, gamma: sympy.Rational(1, 100)},
    )
    return Report(
        (
            Step(
                r"The circle, $\mu(z) = (\cos z,\sin z)$, $\ell = 1$, $P = 1$, $\beta = 1$,"
                r" $\gamma ="
                r" 1/100$: every good point has an error below $0.06$.",
                All(Less(value, sympy.Rational(6, 100)), Positive(value)),
                "enclosure",
            ),
        )
    )


def _no_comparator() -> Report:
    claimed = where(
        CLAIM.parts["bound"], {budget: sympy.log(101) + 1, beta: 1, gamma: sympy.Rational(1, 100)}
    )
    return Report(
        (
            Step(
                "A family whose only decoder is the constant 0, on data of square 1: its best"
                " point has the"
                " error 1.",
                Less(claimed, 1),
                "exact",
            ),
        )
    )


_COMPARATOR = (
    r"some decoder of the family has $\Vert\mu(z)-x_i\Vert^2 \le \sum_k\ell_k^2(z_k-z^*_{ik})^2$"
    r" for all $z$ and"
    r" $i$, and $\sum_kp_k(z^*) = P$; encoder means $z^*$ with constant variances are allowed"
)

CLAIM = Claim(
    id="theorem-g1",
    title="A fixed gamma: the error of every good point",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem G1"),
    hypotheses=(
        _COMPARATOR,
        (
            r"the point is no worse than the comparator with variances $[[variance]]$; its"
            r" decoder, means and"
            r" variances are arbitrary; $s = 1/(\beta\gamma)$, $B = \sum_k[[row]] + P$"
        ),
    ),
    conclusion=(
        r"$As + (K-\kappa) \le B$ with $K$ the mean of"
        r" $\sum_k(\sigma_k^2-\log\sigma_k^2+\mu_k^2)$, so $A \le"
        r" [[bound]]$, which tends to 0 with $\gamma$ for every $\beta > 0$. For a posterior of"
        r" any form $As +"
        r" 2\,\mathrm{KL} \le B$."
    ),
    parts={
        "variance": 1 / (1 + slope**2 * scale),
        "row": sympy.log(1 + slope**2 * scale),
        "bound": beta * gamma * budget,
    },
    uses=("remark-4",),
    divergence=(
        "Eq. (5) of the paper says that the error of the global minimum vanishes; here it does"
        " so at a rate,"
        " for every nonlinear decoder and at every point that is no worse than one named"
        " comparator."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all decoders, encoders, $\beta$, $\gamma$", _derive, True),
    ),
    controls=(
        Control("slope not squared", {"variance": 1 / (1 + slope * scale)}),
        Control("bound without gamma", {"bound": beta * budget}),
        Control("variance without s", {"variance": 1 / (1 + slope**2)}),
        Control("row doubled", {"row": 2 * sympy.log(1 + slope**2 * scale)}),
        Control("bound without beta", {"bound": gamma * budget}),
    ),
    example=Witness("The circle.", _example),
    counterexamples=(Witness("No comparator.", _no_comparator, drops=_COMPARATOR),),
)
