"""Eq. (6): the optimal decoder variance, and the unbounded gradient that it brings."""

from __future__ import annotations

import sympy

from sparsity_theory.claims import (
    PAPER,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Witness,
)
from sparsity_theory.derivations import identity, positive, step, unique_minimum
from sparsity_theory.notation import A, d, gamma
from sparsity_theory.verdict import Verdict

t = sympy.Symbol("t", positive=True)
a = sympy.Symbol("a", positive=True)


def _derive(parts: Parts) -> Report:
    loss, minimiser, value = parts["loss"], parts["minimiser"], parts["value"]
    slope = parts["slope"]
    error = sympy.Function("A", positive=True)(t)
    path = parts["slope_on_path"]
    return Report(
        (
            step(
                r"The $\gamma$-dependent part of eq. (3) decreases before $\gamma^*$ and increases"
                " after it, so $\\gamma^*$ is its only minimiser.",
                sympy.Eq(sympy.Symbol(r"\gamma^*"), minimiser),
                "its derivative is $(\\gamma-\\gamma^*)$ times a positive factor",
                unique_minimum(loss, gamma, at=minimiser),
            ),
            step(
                "Insert the minimiser.",
                sympy.Eq(sympy.Symbol("V"), value),
                "substitution",
                identity(loss.subs(gamma, minimiser), value),
            ),
            step(
                r"The value falls below any level $-M$ once $A < d\,e^{-1-M/d}$.",
                sympy.Eq(sympy.Symbol("V"), -t),
                r"strictly increasing in $A$, and equal to $-M$ at that $A$",
                _reaches_every_level(value),
            ),
            step(
                "Along a path $A(t)$ the slope of the minimised loss in $t$.",
                slope,
                "chain rule",
                identity(
                    sympy.diff(value.subs(A, error), t),
                    slope.subs({sympy.Symbol("A_t"): sympy.diff(error, t), A: error}),
                ),
            ),
            step(
                r"On $A = a t^2$ it is unbounded as $t \to 0$: it exceeds $M$ for $t < 2d/M$.",
                path,
                "substitution; $1/t$ is unbounded",
                identity(sympy.diff(value.subs(A, a * t**2), t), path),
            ),
        )
    )


def _reaches_every_level(value: sympy.Expr) -> Verdict:
    level = d * sympy.exp(-1 - t / d)
    if positive(sympy.diff(value, A)) is not Verdict.HOLDS:
        return Verdict.FAILS
    return identity(value.subs(A, level), -t)


def _example() -> Report:
    found = unique_minimum(3 / gamma + 2 * sympy.log(gamma), gamma, at=sympy.Rational(3, 2))
    return Report(
        (step("$d=2$, $A=3$ has its minimum at $3/2$.", r"\gamma^*=3/2", "sign of slope", found),)
    )


def _zero_error() -> Report:
    level = sympy.exp(-t)
    return Report(
        (
            step(
                r"With $A=0$ the loss is $d\log\gamma$: at $\gamma=e^{-t}$ it is $-dt$, so there"
                " is no minimum.",
                sympy.Eq(sympy.Symbol("L"), -d * t),
                "substitution",
                identity(d * sympy.log(gamma).subs(gamma, level), -d * t),
            ),
        )
    )


EQ_6 = Claim(
    id="eq-6",
    title="Optimal decoder variance",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (6)"),
    hypotheses=(
        "$A > 0$ is the expected squared error, averaged over samples; $d \\ge 1$",
        "any encoder distribution and any prior: neither enters the $\\gamma$-dependent part",
    ),
    conclusion=(
        "$\\gamma \\mapsto [[loss]]$ has the unique minimiser $\\gamma^* = [[minimiser]]$ on"
        " $(0,\\infty)$, with value $[[value]]$, which is unbounded below as $A \\to 0$; along a"
        " path $A(t)$ its derivative is $[[slope]]$ with $A_t = dA/dt$, and on $A = a t^2$ it is"
        " $[[slope_on_path]]$, unbounded as $t \\to 0$."
    ),
    parts={
        "loss": A / gamma + d * sympy.log(gamma),
        "minimiser": A / d,
        "value": d + d * sympy.log(A / d),
        "slope": d * sympy.Symbol("A_t") / A,
        "slope_on_path": 2 * d / t,
    },
    divergence=(
        "The paper gives the minimiser and says that value and gradients are unbounded. Here the"
        " parameter in which the gradient is taken is named: in $\\log\\sigma^2$ it stays bounded."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all $d$, $A$", _derive, complete=True),),
    controls=(
        Control("minimiser without 1/d", {"minimiser": A}),
        Control("standard deviation for variance", {"minimiser": sympy.sqrt(A / d)}),
        Control("value without the constant", {"value": d * sympy.log(A / d)}),
        Control("log of gamma not weighted by d", {"loss": A / gamma + sympy.log(gamma)}),
        Control("slope without d", {"slope": sympy.Symbol("A_t") / A}),
        Control("slope bounded on the path", {"slope_on_path": 2 * d}),
    ),
    example=Witness("$d=2$, $A=3$", _example),
    counterexamples=(
        Witness("$A = 0$: no minimiser exists.", _zero_error, drops="$A > 0$"),
    ),
)

CLAIMS = (EQ_6,)
