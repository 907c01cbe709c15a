r"""Theorem C1: the limit of small gamma is the l0 pair.

The objective of Theorem C is d L_{g,h} with g(u) = log(u + gamma), h(u) = beta log(u + gamma), the
surrogate that models a learned decoder variance.
"""

from __future__ import annotations

import sympy
from sympy import log

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
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive, Proposition
from sparsity_theory.proving.terms import where

u = sympy.Symbol("u", nonnegative=True)
t = sympy.Symbol("t", positive=True)
v = sympy.Symbol("v", positive=True)
x = sympy.Symbol("x", positive=True)
rows = sympy.Symbol("j", integer=True, nonnegative=True)
exact = sympy.Symbol("E", integer=True, nonnegative=True)  # 1 if e = 0, else 0
zeros = sympy.Symbol("N", integer=True, nonnegative=True)  # number of zero rows

SURROGATE = (
    "$d \\ge \\kappa > r > 0$, $0 < \\gamma < 1$, $g(u) = \\log(u+\\gamma)$, $h(u) ="
    " \\beta\\log(u+\\gamma)$, $\\beta > 0$"
)
# gamma in (0,1) as 1/(1+v): then -log(gamma) = log(1+v) is visibly positive.
_SMALL = {gamma: 1 / (1 + v)}
# beta below and above d/r
_BELOW = {beta: d / (r + t)}
_ABOVE = {beta: d * (1 + t) / r}


def _log_quotient_above_one(difference: sympy.Expr) -> Proposition:
    """A difference of logarithms is not negative: the quotient of their arguments is at least 1."""
    quotient = sympy.exp(sympy.expand(difference * log(1 + v)))
    return NotNegative(sympy.factor(quotient - 1))


def _derive_c1(parts: Parts) -> Report:
    term, limit = parts["term"].subs(_SMALL), parts["limit"]
    lower, upper = (parts[name].subs(_SMALL) for name in ("lower", "upper"))
    sparse = limit.subs({exact: 1, zeros: kappa - r})
    dense = limit.subs({exact: 1, zeros: kappa - r - 1 - rows})
    imperfect = limit.subs({exact: 0, zeros: kappa - rows})
    nothing = imperfect.subs(rows, 0)
    return Report(
        (
            Step(
                "A vanishing error or row contributes exactly $-1$, times $d$ or $\\beta$: the"
                " limit at a point with $E=1$ if $e=0$ and $N$ zero rows.",
                All(
                    Equal(where(term, u, 0), -1),
                    Equal((exact * d + zeros * beta) * where(term, u, 0), limit),
                ),
                "value at $u=0$",
                shown=parts["limit"],
            ),
            Step(
                "A positive one contributes something that tends to 0: for $u>0$ it lies between"
                " $\\log u$ and $\\log(1+u)$, over $-\\log\\gamma$. So the constant sequence is a"
                " recovery sequence, with an explicit rate.",
                All(
                    _log_quotient_above_one((upper - term).subs(u, x)),
                    _log_quotient_above_one((term - lower).subs(u, x)),
                ),
                "quotients of the arguments of the logarithms, at $\\gamma = 1/(1+v)$",
                shown=sympy.And(
                    sympy.Le(parts["lower"], parts["term"], evaluate=False),
                    sympy.Le(parts["term"], parts["upper"], evaluate=False),
                ),
            ),
            Step(
                "Liminf inequality: every term is at least $-1$ at any $u \\ge 0$, and it increases"
                " with $u$. If $(\\theta_\\gamma,z_\\gamma)\\to(\\theta,z)$, joint continuity gives"
                " $e_\\gamma\\to e$ and $p_\\gamma \\to p$, so where the limit is $u>0$ the terms"
                " are at least that at $u/2$, which tends to 0; elsewhere they are at least $-1$.",
                All(_log_quotient_above_one(term + 1), Positive(sympy.factor(sympy.diff(term, u)))),
                "quotient of the arguments; derivative",
                shown=sympy.Ge(parts["term"], -1, evaluate=False),
            ),
            Step(
                "Cluster points of minimisers minimise the limit (compactness). For $\\beta<d/r$"
                " ($\\beta=d/(r+t)$) the sparse exact codes are its only minimisers: denser ones"
                " and imperfect ones, with $j$ rows more than $r+1$ and than 0, are above.",
                All(
                    Positive(sympy.expand(dense - sparse)),
                    Positive(sympy.cancel(sympy.expand(imperfect - sparse).subs(_BELOW))),
                ),
                "positive differences",
                shown=imperfect - sparse,
            ),
            Step(
                "For $\\beta>d/r$ ($\\beta=(1+t)d/r$) the zero code is the only one.",
                All(
                    Positive(sympy.cancel(sympy.expand(sparse - nothing).subs(_ABOVE))),
                    Positive(sympy.cancel(sympy.expand(dense - nothing).subs(_ABOVE))),
                    Positive(sympy.expand(imperfect.subs(rows, rows + 1) - nothing)),
                ),
                "positive differences; exact codes have at least $r>0$ rows",
                shown=sparse - nothing,
            ),
            Step(
                "At the threshold the two tie in the limit.",
                Equal(where(sparse - nothing, beta, parts["threshold"]), 0),
                "substitution",
                shown=sympy.Eq(beta, parts["threshold"], evaluate=False),
            ),
        )
    )


def _c1_example() -> Report:
    values = {d: 12, kappa: 5, r: 3, beta: 2}
    limit = CLAIM.parts["limit"].subs(values)
    sparse, nothing = limit.subs({exact: 1, zeros: 2}), limit.subs({exact: 0, zeros: 5})
    text = "$d=12$, $\\kappa=5$, $r=3$, $\\beta=2<4$: $F_0$ is $-16$ at sparse codes, $-10$ at 0."
    found = [Equal(sparse, -16), Equal(nothing, -10)]
    return Report((Step(text, All(*found), "exact", shown=sparse),))


def _separately_continuous() -> Report:
    """Along theta = z the decoder x 2 theta z/(theta^2 + z^2) is exact although z tends to 0."""
    theta, z = sympy.symbols("theta z", positive=True)
    decoder = 2 * theta * z / (theta**2 + z**2)
    row = (log(2 * gamma) / -log(gamma)).subs(_SMALL)  # p + gamma at p = z^2 = gamma
    below = sympy.expand((row + 1) * log(1 + v))
    text = (
        "$\\mu_x(z;\\theta) = x\\cdot 2\\theta z_1/(\\theta^2+z_1^2)$, 0 at the origin, is"
        " continuous in each variable. On $\\theta=z_1=\\sqrt\\gamma$ it is exact and the row's"
        " term is $-1+\\log2/(-\\log\\gamma)$: the values tend to $-d-\\beta\\kappa$, below every"
        " optimal sparse representation, and the points tend to $Z=0$, which does not reconstruct."
    )
    found = [
        Equal(where(decoder, z, theta), 1),
        Equal(where(decoder, theta, 0), 0),
        Equal(where(decoder, z, 0), 0),
        Equal(sympy.expand_log(below, force=True), log(2)),
    ]
    return Report((Step(text, All(*found), "substitution", shown=decoder),))


def _unbounded_parameters() -> Report:
    """Theta = (0, oo), decoder theta z: larger theta always lowers the loss."""
    theta = sympy.Symbol("theta", positive=True)
    cost = log(1 / theta**2 + gamma)
    text = (
        "$\\mu_x = \\theta z$, $\\theta\\in(0,\\infty)$: the loss of the exact code falls for ever."
    )
    return Report(
        (Step(text, Positive(-sympy.factor(sympy.diff(cost, theta))), "derivative", shown=cost),)
    )


def _no_zero_code() -> Report:
    """With beta > d/r and only exact codes allowed the cluster points are not Z = 0."""
    limit = CLAIM.parts["limit"]
    gain = limit.subs({exact: 1, zeros: kappa - r - 1}) - limit.subs({exact: 1, zeros: kappa - r})
    text = "If the code set holds exact codes only, the sparse ones win at every $\\beta > 0$."
    return Report((Step(text, Positive(sympy.expand(gain)), "exact", shown=gain),))


CLAIM = Claim(
    id="theorem-c1",
    title="The limit of small gamma is the l0 pair",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem C1"),
    hypotheses=(
        SURROGATE,
        "$(\\theta,z) \\mapsto \\mu_x(z;\\theta)$ is jointly continuous",
        "$\\Theta$ and the set of codes are compact",
        (
            "the set of codes contains an optimal sparse representation, of $r$ active rows, and,"
            " for the case $\\beta>d/r$, the zero code"
        ),
    ),
    conclusion=(
        r"$F_\gamma = dL_{g,h}/(-\log\gamma)$ $\Gamma$-converges as $\gamma\to0$ to $F_0 ="
        " [[limit]]$, with $E = 1$ if $e=0$ and 0 else, and $N$ the number of zero rows. For"
        r" $\beta < [[threshold]]$ every cluster point of global minimisers is an optimal sparse"
        r" representation; for $\beta > [[threshold]]$ every one has $Z=0$; at $\beta ="
        " [[threshold]]$ the two tie at this order."
    ),
    details=(
        r"$F_\gamma$ is a sum of terms $[[term]]$ (weights $d$ and $\beta$), which at fixed"
        " $u>0$ lie between $[[lower]]$ and $[[upper]]$."
    ),
    parts={
        "term": log(u + gamma) / -log(gamma),
        "limit": -d * exact - beta * zeros,
        "lower": log(u) / -log(gamma),
        "upper": log(1 + u) / -log(gamma),
        "threshold": d / r,
    },
    divergence=(
        "The paper says that sufficiency requires care with limits, e.g. $\\gamma\\to0$ for the"
        " VAE; this is that limit. At a finite $\\gamma$ minimisers need not be exact: both"
        " criteria of Definition 1 hold in the limit only."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, "all dimensions, beta, decoder families", _derive_c1, complete=True
        ),
    ),
    controls=(
        Control("zero rows rewarded with d", {"limit": -d * exact - d * zeros}),
        Control("sign of the row term", {"limit": -d * exact + beta * zeros}),
        Control("threshold r/d", {"threshold": r / d}),
        Control("standard deviation for variance", {"term": log(u + gamma**2) / -log(gamma)}),
        Control("upper bound without 1", {"upper": log(u) / -log(gamma)}),
        Control("lower bound too high", {"lower": log(1 + u) / -log(gamma)}),
        Control("divided by log gamma", {"term": log(u + gamma) / log(gamma)}),
    ),
    example=Witness("$d=12$, $\\kappa=5$, $r=3$, $\\beta=2$.", _c1_example),
    counterexamples=(
        Witness("Separate continuity.", _separately_continuous, drops="joint continuity"),
        Witness("Unbounded $\\Theta$.", _unbounded_parameters, drops="$\\Theta$ is compact"),
        Witness("No zero code.", _no_zero_code, drops="the zero code is in the set"),
    ),
)
