r"""Theorem B: the threshold of the exponential penalty."""

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
from sparsity_theory.notation import epsilon, r, s, tau, u
from sparsity_theory.proving.propositions import All, Equal, Increasing, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_b.geometry import FAR, a, b, difference, plain, slack
from sparsity_theory.statements.theorem_b.theorem_b import GEOMETRY

y = sympy.Symbol("y", positive=True)
rho = sympy.Symbol("rho", positive=True)


def _derive_exponential(parts: Parts) -> Report:
    F, delta = parts["function"], parts["delta"]
    x = sympy.Symbol("x", positive=True)
    big = {rho: (r + 1) / r + s}
    decay = exp(-b / tau)
    low, high = plain(parts["tau_low"]), plain(parts["tau_high"])
    top = (1 + delta) / (r + 1)
    return Report(
        (
            Step(
                "With $y = e^{-\\epsilon^2/\\tau}$, which increases with $\\tau$ from 0 to 1, and"
                " $\\rho = M^2/\\epsilon^2$ the difference is $F(y)$.",
                All(
                    Equal(
                        where(F, y, decay), where(plain(difference(1 - exp(-u / tau))), a, rho * b)
                    ),
                    Increasing(decay, tau),
                ),
                "substitution",
                shown=F,
            ),
            Step(
                "$F(0)=1$, $F(1)=0$, $F$ is strictly convex and increases at 1 ($\\rho = (r+1)/r +"
                " s$): so it has exactly one root $y^*$ in $(0,1)$, is positive before and negative"
                " after it; success means $\\tau < \\tau^* = \\epsilon^2/\\log(1/y^*)$.",
                All(
                    Equal(where(F, y, 0), 1),
                    Equal(where(F, y, 1), 0),
                    Positive(sympy.factor(sympy.diff(F, y, 2).subs(big))),
                    Positive(sympy.expand(sympy.diff(F, y).subs(y, 1).subs(big))),
                ),
                "signs of derivatives",
                shown=sympy.diff(F, y, 2),
            ),
            Step(
                "Below: at $y = 1/(r+1)$, which is $\\tau = \\epsilon^2/\\log(r+1)$, $F$ is"
                " positive.",
                All(
                    Equal(exp(-b / low), 1 / (r + 1)),
                    Positive(sympy.expand(F.subs(y, 1 / (r + 1)))),
                ),
                "value of $F$",
                shown=sympy.Gt(sympy.Symbol(r"\tau^*"), parts["tau_low"], evaluate=False),
            ),
            Step(
                "Above: if $\\delta \\le 1/2$ then at $y = (1+\\delta)/(r+1) < 1$ the value is"
                " $-\\delta + r y^\\rho \\le 0$, because $ry^\\rho$ increases in $y$ and equals"
                " $\\delta$ at $y = 3/(2(r+1))$.",
                All(
                    Equal(exp(-b / high), top),
                    Equal(where(F, y, top), -delta + r * top**rho),
                    Equal(r * (sympy.Rational(3, 2) / (r + 1)) ** rho, delta),
                    Increasing(r * x**rho, x),
                    Positive(where(r + 1 - sympy.Rational(3, 2), r, 1 + slack)),
                ),
                "value of $F$; $r = 1+j$",
                shown=sympy.Le(sympy.Symbol(r"\tau^*"), parts["tau_high"], evaluate=False),
            ),
        )
    )


def _exponential_example() -> Report:
    """At r = 1, rho = 3: F(y) = 1 - 2y + y^3 = (1-y)(1-y-y^2), the root is the golden ratio's."""
    F = CLAIM.parts["function"].subs({r: 1, rho: 3})
    root = (sqrt(5) - 1) / 2
    text = "$r=1$, $\\rho=3$: $F = (1-y)(1-y-y^2)$ has the root $(\\sqrt5-1)/2 > 1/2$."
    found = [Equal(where(F, y, root), 0), Positive(root - sympy.Rational(1, 2))]
    return Report((Step(text, All(*found), "exact", shown=sympy.factor(F)),))


def _exponential_near() -> Report:
    F = CLAIM.parts["function"].subs({r: 1, rho: 2})
    text = "$r=1$, $\\rho=2$, not above $(r+1)/r$: $F = (1-y)^2$ has no root in $(0,1)$."
    return Report((Step(text, Equal(F, (1 - y) ** 2), "exact", shown=sympy.factor(F)),))


_DELTA = r * (sympy.Rational(3, 2) / (r + 1)) ** rho
CLAIM = Claim(
    id="theorem-b-exponential",
    title="The threshold of the exponential penalty",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $1-e^{-u/\\tau}$"),
    hypotheses=(GEOMETRY, FAR + ", $\\rho = M^2/\\epsilon^2$", "$h(u) = 1-e^{-u/\\tau}$"),
    conclusion=(
        "The sparse code is preferred iff $\\tau < \\tau^*$, where $y = e^{-\\epsilon^2/\\tau^*}$"
        " is the only root of $F(y) = [[function]]$ in $(0,1)$. Always $\\tau^* > [[tau_low]]$, and"
        " if $\\delta = [[delta]] \\le 1/2$ then $\\tau^* \\le [[tau_high]]$, so that $\\tau^*$"
        " tends to $[[tau_low]]$, exponentially fast in $\\rho$."
    ),
    parts={
        "function": 1 - (r + 1) * y + r * y**rho,
        "delta": _DELTA,
        "tau_low": epsilon**2 / log(r + 1),
        "tau_high": epsilon**2 / (log(r + 1) - log(1 + _DELTA)),
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all r, tau, geometries", _derive_exponential, complete=True),
    ),
    controls=(
        Control("r for r+1", {"function": 1 - r * y + r * y**rho}),
        Control("sign of the power", {"function": 1 - (r + 1) * y - r * y**rho}),
        Control("log r", {"tau_low": epsilon**2 / log(r)}),
        Control("log of r+2", {"tau_low": epsilon**2 / log(r + 2)}),
        Control("factor 2", {"tau_low": 2 * epsilon**2 / log(r + 1)}),
        Control("delta without r", {"delta": _DELTA / r}),
        Control(
            "upper bound below the lower", {"tau_high": epsilon**2 / (log(r + 1) + log(1 + _DELTA))}
        ),
    ),
    example=Witness("$r=1$, $\\rho=3$.", _exponential_example),
    counterexamples=(Witness("$\\rho=2$, $r=1$.", _exponential_near, drops=FAR),),
)
