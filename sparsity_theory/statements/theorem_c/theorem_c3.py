r"""Theorem C3: finite instances need only a small enough gamma."""

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
from sparsity_theory.notation import beta, c, d, gamma, r
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_b.theorem_b_error import roots_add_up
from sparsity_theory.statements.theorem_b.theorem_b_log import norms_decrease
from sparsity_theory.statements.theorem_c.theorem_c1 import SURROGATE
from sparsity_theory.statements.theorem_c.theorem_c2 import P

x = sympy.Symbol("x", positive=True)
rho = sympy.Symbol("rho", positive=True)
e_0 = sympy.Symbol("e_0", positive=True)


def _derive_c3(parts: Parts) -> Report:
    sparse, dense, imperfect = (parts[f"{name}_value"] for name in ("sparse", "dense", "error"))
    gap = sympy.expand_log(sympy.expand((dense - sparse) / beta))
    share = 1 / (1 + c)  # beta r/d, any number in (0, 1)
    tuned = {beta: d * share / r}
    a, b = _AS_IN_B
    enough_dense = parts["gamma_dense"].subs({P: a, rho: b})
    # the exponent is real, so the logarithm of the power may be expanded
    cap = sympy.expand_log(log(parts["gamma_error"].subs(tuned)), force=True)
    return Report(
        (
            *norms_decrease(gap.subs({P: a, rho: b}), enough_dense),
            Step(
                "If $\\rho \\ge P$ no condition is needed: at $\\rho = P$ the dense code costs more"
                " by $\\log(1+P/\\gamma)$ (over $\\beta$), and its cost increases with $\\rho$.",
                All(
                    Equal(where(gap, rho, P), log(gamma + P) - log(gamma)),
                    Positive(sympy.factor(sympy.diff(gap, rho))),
                ),
                "value at $\\rho=P$; sign of a derivative",
                shown=gap,
            ),
            roots_add_up(share),
            Step(
                "At this $\\gamma$, $(P/\\gamma)^\\alpha = e_0/\\gamma$ with $\\alpha = \\beta r/d"
                " < 1$; below it the left side is smaller. So $(1+P/\\gamma)^\\alpha <"
                " 1+(P/\\gamma)^\\alpha \\le 1+e_0/\\gamma$, and imperfect points cost more.",
                All(
                    Equal(share * (log(P) - cap), log(e_0) - cap),
                    Positive(
                        sympy.factor(-sympy.diff(log(e_0 / gamma) - share * log(P / gamma), gamma))
                    ),
                    Equal(
                        sympy.expand_log(sparse.subs(tuned)),
                        sympy.expand_log(d * share * log((gamma + P) / gamma)),
                    ),
                    Equal(imperfect, d * log((gamma + e_0) / gamma)),
                ),
                "logarithms; $\\log(e_0/\\gamma)-\\alpha\\log(P/\\gamma)$ falls with $\\gamma$",
                shown=parts["gamma_error"],
            ),
            Step(
                "If $e_0 \\ge P$ no condition is needed: the imperfect point costs more at $e_0 ="
                " P$ already.",
                All(
                    Positive(_over_log((imperfect - sparse).subs(e_0, P).subs(tuned))),
                    Positive(sympy.factor(sympy.diff(imperfect, e_0))),
                ),
                "value at $e_0=P$; sign of a derivative",
                shown=imperfect - sparse,
            ),
        )
    )


def _over_log(expression: sympy.Expr) -> sympy.Expr:
    """Divide by log(1 + P/gamma) > 0."""
    return sympy.cancel(sympy.expand(expression) / log((gamma + P) / gamma))


_AS_IN_B = sympy.symbols("a b", positive=True)


_HUNDREDTH = sympy.Rational(1, 100)


def _c3_example() -> Report:
    """At r = 1, beta = 1, d = 2, P = 4, rho = 1, e_0 = 1: both thresholds are 1/4."""
    values = {r: 1, beta: 1, d: 2, P: 4, rho: 1, e_0: 1}
    quarter = sympy.Rational(1, 4)
    found: list[Proposition] = [
        Equal(where(CLAIM.parts[name], values), quarter) for name in ("gamma_dense", "gamma_error")
    ]
    at = {**values, gamma: quarter}
    sparse, dense, imperfect = (
        CLAIM.parts[name].subs(at) for name in ("sparse_value", "dense_value", "error_value")
    )
    found += [Positive(dense - sparse), Positive(imperfect - sparse)]
    text = (
        "$r=\\beta=1$, $d=2$, $P=4$, $\\rho=e_0=1$: both thresholds are $1/4$; at $\\gamma=1/4$:"
        " $\\log17 < 2\\log5$."
    )
    return Report((Step(text, All(*found), "exact", shown=sparse),))


def _c3_large_beta() -> Report:
    values = {r: 1, beta: 3, d: 2, P: 4, e_0: 1, gamma: _HUNDREDTH}
    gain = (CLAIM.parts["sparse_value"] - CLAIM.parts["error_value"]).subs(values)
    text = "$\\beta = 3 > d/r = 2$, $\\gamma=1/100$: $3\\log401 > 2\\log101$, the zero code wins."
    return Report((Step(text, Positive(gain), "exact", shown=gain),))


def _c3_small_error() -> Report:
    values = {r: 1, beta: 1, d: 2, P: 4, e_0: _HUNDREDTH, gamma: sympy.Rational(1, 10)}
    gain = (CLAIM.parts["sparse_value"] - CLAIM.parts["error_value"]).subs(values)
    text = "$e_0 = 1/100$ at $\\gamma = 1/10$: $\\log41 > 2\\log1.1$, the zero code wins."
    return Report((Step(text, Positive(gain), "exact", shown=gain),))


def _c3_small_rows() -> Report:
    values = {r: 1, beta: 1, P: 4, rho: sympy.Rational(1, 1000), gamma: sympy.Rational(1, 10)}
    gain = (CLAIM.parts["sparse_value"] - CLAIM.parts["dense_value"]).subs(values)
    text = "Dense powers $1/1000$ at $\\gamma = 1/10$: $\\log41 > 2\\log1.01$, the dense code wins."
    return Report((Step(text, Positive(gain), "exact", shown=gain),))


CLAIM = Claim(
    id="theorem-c3",
    title="Finite instances need only a small enough gamma",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem C3"),
    hypotheses=(
        SURROGATE + ", $\\beta < d/r$",
        "the active rows of a sparse exact code have powers at most $P$",
        "exact codes that are not sparse have active powers at least $\\rho > 0$",
        "points that do not reconstruct have error at least $e_0 > 0$",
    ),
    conclusion=(
        r"All minimisers are optimal sparse representations once $\gamma \le [[gamma_dense]]$"
        r" (not needed if $\rho\ge P$) and $\gamma\le [[gamma_error]]$ (not needed if $e_0 \ge"
        " P$)."
    ),
    details=(
        r"With $(d+\beta\kappa)\log\gamma$ subtracted the sparse code costs at most"
        " $[[sparse_value]]$, the others more than that, at least $[[dense_value]]$ and"
        " $[[error_value]]$."
    ),
    parts={
        "gamma_dense": rho ** (r + 1) / P**r,
        "gamma_error": (e_0**d / P ** (beta * r)) ** (1 / (d - beta * r)),
        "sparse_value": beta * r * log((gamma + P) / gamma),
        "dense_value": beta * (r + 1) * log((gamma + rho) / gamma),
        "error_value": d * log((gamma + e_0) / gamma),
    },
    uses=("theorem-b-log",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions, beta, bounds", _derive_c3, complete=True),),
    controls=(
        Control("r for r+1", {"gamma_dense": rho**r / P**r}),
        Control("upside down", {"gamma_dense": P ** (r + 1) / rho**r}),
        Control("error threshold without beta", {"gamma_error": (e_0**d / P**r) ** (1 / (d - r))}),
        Control(
            "error threshold with e_0 to the power r",
            {"gamma_error": (e_0 ** (beta * r) / P**d) ** (1 / (d - beta * r))},
        ),
        Control("dense code with r rows", {"dense_value": beta * r * log((gamma + rho) / gamma)}),
        Control("sparse code without beta", {"sparse_value": r * log((gamma + P) / gamma)}),
        Control("error not weighted by d", {"error_value": log((gamma + e_0) / gamma)}),
    ),
    example=Witness("$r=\\beta=1$, $d=2$, $P=4$.", _c3_example),
    counterexamples=(
        Witness("$\\beta > d/r$.", _c3_large_beta, drops="$\\beta < d/r$"),
        Witness("A tiny error.", _c3_small_error, drops="the condition on $\\gamma$ with $e_0$"),
        Witness("Tiny dense powers.", _c3_small_rows, drops="$\\gamma\\le\\rho^{r+1}/P^r$"),
    ),
)
