r"""Theorem C2: bounds at every gamma, without compactness or continuity."""

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
from sparsity_theory.notation import beta, d, e, gamma, k, kappa, p, r, w
from sparsity_theory.proving.propositions import All, Equal, LogBelowTangent, NotNegative, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_c.theorem_c1 import SURROGATE

P = sympy.Symbol("P", positive=True)
powers = sympy.IndexedBase("p", nonnegative=True)


def _derive_c2(parts: Parts) -> Report:
    tangent = parts["tangent"]
    ratio = (gamma + p) / (gamma + P)
    budget = parts["budget"]
    return Report(
        (
            *_reduced_losses(parts),
            Step(
                "Jensen, as the tangent of the logarithm at the mean $P$ of the active powers.",
                All(
                    Equal(tangent - log((p + gamma) / gamma), ratio - 1 - log(ratio)),
                    LogBelowTangent(ratio),
                ),
                "the difference is $y-1-\\log y \\ge 0$ at $y = (\\gamma+p)/(\\gamma+P) > 0$",
                shown=sympy.Le(log((p + gamma) / gamma), tangent, evaluate=False),
            ),
            Step(
                "Summed over the $r$ active rows, where $\\sum(p_k-P)=0$: the point's reduced loss"
                " is at most this.",
                Equal(
                    beta * sympy.Sum(tangent.subs(p, powers[k]), (k, 1, r)),
                    budget + beta * (sympy.Sum(powers[k], (k, 1, r)) - r * P) / (gamma + P),
                    {r: 2},
                ),
                "sum of the tangents",
                shown=budget,
            ),
            _largest(
                "The rows contribute at least 0, so $d\\log(1+e/\\gamma)$ is at most the budget.",
                sympy.Symbol("e"),
                parts["error_bound"],
                d * log((e + gamma) / gamma),
                budget,
            ),
            _largest(
                "If $r+1$ rows had power above $p$, $\\beta(r+1)\\log(1+p/\\gamma)$ would be less"
                " than the budget.",
                sympy.Symbol("p"),
                parts["row_bound"],
                beta * (r + 1) * log((e + gamma) / gamma),
                budget,
            ),
            _rate("error", parts["error_bound"], parts["error_rate"], beta * r / d),
            _rate("row", parts["row_bound"], parts["row_rate"], r / (r + 1)),
        )
    )


def _reduced_losses(parts: Parts) -> tuple[Step, Step]:
    """Subtract (d + beta kappa) log gamma from the losses of the point and of the sparse code."""
    constant = (d + beta * kappa) * log(gamma)
    total = sympy.Sum(log(powers[k] + gamma), (k, 1, kappa))
    point = d * log(e + gamma) + beta * total - constant
    active = sympy.Sum(log(powers[k] + gamma), (k, 1, r))
    sparse = d * log(gamma) + beta * (active + (kappa - r) * log(gamma)) - constant
    reduced = parts["reduced_row"]
    rows_of_point = sympy.Sum(reduced.subs(p, powers[k]), (k, 1, kappa))
    rows_of_sparse = sympy.Sum(reduced.subs(p, powers[k]), (k, 1, r))
    sizes = {r: 2, kappa: 3, d: 4}
    return (
        Step(
            "Subtract $(d+\\beta\\kappa)\\log\\gamma$ from the loss of the point:"
            " $d\\log(1+e/\\gamma)$ and one such term per row remain.",
            All(
                Equal(
                    sympy.expand(point - d * log(e + gamma) + d * log(gamma)),
                    beta * sympy.expand_log(rows_of_point),
                    sizes,
                ),
                Equal(reduced, log((p + gamma) / gamma)),
            ),
            "term by term",
            shown=beta * reduced,
        ),
        Step(
            "The same for the sparse exact code: its $r$ active rows remain. The terms are at least"
            " 0.",
            All(
                Equal(sparse, beta * sympy.expand_log(rows_of_sparse), sizes),
                Equal(where(reduced, p, 0), 0),
                Positive(sympy.factor(sympy.diff(reduced, p))),
            ),
            "term by term; sign of a derivative",
            shown=beta * reduced,
        ),
    )


def _largest(
    text: str, name: sympy.Symbol, bound: sympy.Expr, cost: sympy.Expr, budget: sympy.Expr
) -> Step:
    """The cost is increasing and meets the budget at the bound."""
    return Step(
        text,
        All(
            Equal(sympy.expand_log(cost.subs(e, bound)), sympy.expand_log(budget)),
            Positive(sympy.factor(sympy.diff(cost, e))),
        ),
        "equality at the bound; increasing",
        shown=sympy.Le(name, bound, evaluate=False),
    )


def _rate(what: str, bound: sympy.Expr, rate: sympy.Expr, exponent: sympy.Expr) -> Step:
    """For gamma <= P: 1 + P/gamma <= 2P/gamma, and the -1 is dropped."""
    return Step(
        f"The {what} bound is at most this for $\\gamma \\le P$ ($P = \\gamma+w$).",
        All(
            Equal(bound + gamma, gamma * ((gamma + P) / gamma) ** exponent),
            NotNegative(where(2 * P / gamma - (gamma + P) / gamma, P, gamma + w)),
            Positive(exponent),
            Equal(log(rate), log(gamma) + exponent * log(2 * P / gamma)),
        ),
        "$1+P/\\gamma \\le 2P/\\gamma$; powers with a positive exponent increase",
        shown=rate,
    )


def _c2_example() -> Report:
    """At r = 1, beta = 1, d = 2, P = 3 gamma: 1 + P/gamma = 4, both bounds are gamma."""
    values = {r: 1, beta: 1, d: 2, P: 3 * gamma}
    found = [
        Equal(where(CLAIM.parts[name], values), gamma) for name in ("error_bound", "row_bound")
    ]
    text = "$r=\\beta=1$, $d=2$, $P=3\\gamma$: $\\gamma(\\sqrt4-1) = \\gamma$ bounds both."
    return Report((Step(text, All(*found), "exact", shown=gamma),))


def _worse_point() -> Report:
    """A point that is worse than the sparse code is not bound: d = 2, e = 3 gamma alone."""
    values = {r: 1, beta: 1, d: 2, P: 3 * gamma}
    excess = 3 * gamma - CLAIM.parts["error_bound"].subs(values)
    text = "The zero code with $e=3\\gamma$ costs $2\\log4 > \\log4$ and violates the error bound."
    found = [Positive(sympy.expand(excess)), Positive(2 * log(4) - log(4))]
    return Report((Step(text, All(*found), "exact", shown=excess),))


_SHARE = beta * r / d
CLAIM = Claim(
    id="theorem-c2",
    title="Bounds at every gamma",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem C2"),
    hypotheses=(
        SURROGATE,
        "$P>0$ is the mean power of the $r$ active rows of a sparse exact code",
        "the point, of error $e$ and powers $p_k$, is at least as good as that code",
    ),
    conclusion=(
        r"$d\log(1+e/\gamma) + \beta\sum_k [[reduced_row]] \le [[budget]]$ with $p=p_k$; hence"
        r" $e \le [[error_bound]]$ and at most $r$ rows have power above $[[row_bound]]$."
    ),
    details=(
        r"For $\gamma \le P$ these are at most $[[error_rate]]$ and $[[row_rate]]$. (By the"
        " tangent $[[tangent]]$ of each row's term.) No compactness or continuity is needed,"
        r" and $\gamma<1$ is not used."
    ),
    parts={
        "reduced_row": log((p + gamma) / gamma),
        "tangent": log((P + gamma) / gamma) + (p - P) / (gamma + P),
        "budget": beta * r * log((P + gamma) / gamma),
        "error_bound": gamma * (((gamma + P) / gamma) ** _SHARE - 1),
        "row_bound": gamma * (((gamma + P) / gamma) ** (r / (r + 1)) - 1),
        "error_rate": (2 * P) ** _SHARE * gamma ** (1 - _SHARE),
        "row_rate": (2 * P) ** (r / (r + 1)) * gamma ** (1 / (r + 1)),
    },
    uses=(),
    divergence="Not in the paper.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions, beta, gamma, points", _derive_c2, complete=True),
    ),
    controls=(
        Control("row term without gamma below", {"reduced_row": log(p + gamma)}),
        Control("budget without r", {"budget": beta * log((P + gamma) / gamma)}),
        Control(
            "exponent upside down",
            {"row_bound": gamma * (((gamma + P) / gamma) ** ((r + 1) / r) - 1)},
        ),
        Control("r for r+1", {"row_bound": P}),
        Control(
            "beta dropped from the exponent",
            {"error_bound": gamma * (((gamma + P) / gamma) ** (r / d) - 1)},
        ),
        Control(
            "rate of a square root", {"row_rate": (2 * P) ** (r / (r + 1)) * sympy.sqrt(gamma)}
        ),
        Control("rate without the factor 2", {"error_rate": P**_SHARE * gamma ** (1 - _SHARE)}),
        Control(
            "tangent with the wrong slope", {"tangent": log((P + gamma) / gamma) + (p - P) / gamma}
        ),
    ),
    example=Witness("$r=\\beta=1$, $d=2$, $P=3\\gamma$.", _c2_example),
    counterexamples=(
        Witness("A worse point.", _worse_point, drops="the point is at least as good"),
    ),
)
