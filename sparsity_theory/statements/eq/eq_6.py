r"""Eq. (6): the optimal decoder variance, and the unbounded gradient that it brings."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    PAPER,
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
from sparsity_theory.notation import A, d, gamma
from sparsity_theory.proving.propositions import All, Equal, Not, OnlyMinimum, Positive
from sparsity_theory.proving.terms import where

t = sympy.Symbol("t", positive=True)
a = sympy.Symbol("a", positive=True)
level = sympy.Symbol("B", positive=True)
log_variance = sympy.Symbol("ell", real=True)
A_t = sympy.Symbol("A_t", real=True)
# The KL divergence of any encoder from any prior, averaged over samples.
divergence = sympy.Symbol("K", real=True)


def _minimise(parts: Parts) -> tuple[Step, Step]:
    loss, minimiser, value = parts["loss"], parts["minimiser"], parts["value"]
    return (
        Step(
            r"The loss decreases in $\gamma$ before $\gamma^*$ and increases after it, so"
            r" $\gamma^*$ is its only minimiser. Neither the encoder nor the prior enters: $K$"
            r" is free of $\gamma$.",
            OnlyMinimum(loss, gamma, minimiser),
            r"its derivative is $(\gamma-\gamma^*)$ times a positive factor",
            shown=sympy.Eq(sympy.Symbol(r"\gamma^*"), minimiser),
        ),
        Step(
            "Insert the minimiser.",
            Equal(where(loss, gamma, minimiser), value),
            "substitution",
            shown=sympy.Eq(sympy.Symbol("V"), value),
        ),
    )


def _unbounded(parts: Parts) -> Step:
    value, threshold = parts["value"], parts["threshold"]
    return Step(
        r"At fixed $K$ the value is below $-B$ for every smaller error.",
        All(Positive(sympy.Derivative(value, A)), Equal(where(value, A, threshold), -level)),
        "strictly increasing in $A$, and equal to $-B$ at the threshold",
        shown=sympy.Eq(sympy.Symbol("A_B"), threshold),
    )


def _slopes(parts: Parts) -> tuple[Step, Step, Step]:
    error = sympy.Function("A", positive=True)(t)
    value, path = parts["value"], parts["slope_on_path"]
    beyond = path.subs(t, 2 * d / (level + a))
    return (
        Step(
            "Along a path $A(t)$ the slope of the minimised loss in $t$.",
            Equal(
                sympy.Derivative(where(value, A, error), t),
                where(parts["slope"], {A_t: sympy.diff(error, t), A: error}),
            ),
            "chain rule",
            shown=parts["slope"],
        ),
        Step(
            r"On $A = a t^2$ it is unbounded as $t \to 0$: it exceeds $B$ for every $t < 2d/B$,"
            r" that is at $t = 2d/(B+a)$ for each $a > 0$.",
            All(
                Equal(sympy.Derivative(where(value, A, a * t**2), t), path),
                Positive(beyond - level),
            ),
            "substitution",
            shown=path,
        ),
        Step(
            r"In $\ell = \log\sigma^2$ with $A = a\,e^{\ell}$ the same loss has a bounded slope.",
            Equal(
                sympy.Derivative(where(value, A, a * sympy.exp(log_variance)), log_variance),
                parts["slope_in_log"],
            ),
            "substitution",
            shown=parts["slope_in_log"],
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_minimise(parts), _unbounded(parts), *_slopes(parts)))


def _example() -> Report:
    found = OnlyMinimum(3 / gamma + 2 * sympy.log(gamma), gamma, sympy.Rational(3, 2))
    return Report(
        (
            Step(
                "$d=2$, $A=3$ has its minimum at $3/2$.",
                found,
                "sign of slope",
                shown=r"\gamma^*=3/2",
            ),
        )
    )


def _zero_error() -> Report:
    return Report(
        (
            Step(
                r"With $A=0$ the loss is $d\log\gamma$: at $\gamma=e^{-t}$ it is $-dt$, so there"
                " is no minimum.",
                Equal(where(d * sympy.log(gamma), gamma, sympy.exp(-t)), -d * t),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("L"), -d * t),
            ),
        )
    )


def _divergence_that_depends_on_gamma() -> Report:
    loss = A / gamma + d * sympy.log(gamma) + 2 * gamma
    slope = sympy.diff(loss, gamma).subs(gamma, A / d)
    return Report(
        (
            Step(
                r"If the divergence were $K = \gamma$, say because the prior is scaled with"
                r" $\gamma$, the slope at $A/d$ would be 2, not 0.",
                All(Equal(slope, 2), Not(OnlyMinimum(loss, gamma, A / d))),
                "differentiate",
                shown=slope,
            ),
        )
    )


_LOSS = A / gamma + d * sympy.log(gamma)

CLAIM = Claim(
    id="eq-6",
    title="Optimal decoder variance",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (6) and Section 5"),
    hypotheses=(
        r"$A > 0$ is the expected squared error, averaged over samples; $d \ge 1$",
        (
            r"any encoder and any prior, fixed or trained: their average KL divergence $K$ does not"
            r" depend on $\gamma$"
        ),
    ),
    conclusion=(
        r"$\gamma \mapsto [[loss]]$ has the unique minimiser $\gamma^* = [[minimiser]]$ on"
        r" $(0,\infty)$, with value $[[value]]$. At fixed $K$ that value tends to $-\infty$ as"
        r" $A \to 0$. Along a path $A(t)$ its derivative is $[[slope]]$ with $A_t = dA/dt$; on"
        r" $A = a t^2$ it is $[[slope_on_path]]$, unbounded as $t \to 0$; in $\ell ="
        r" \log\sigma^2$ with $A = a e^\ell$ it is $[[slope_in_log]]$."
    ),
    details=("The value is below $-B$ for every $A < [[threshold]]$."),
    parts={
        "loss": _LOSS + 2 * divergence,
        "minimiser": A / d,
        "value": d + d * sympy.log(A / d) + 2 * divergence,
        "threshold": d * sympy.exp(-1 - (level + 2 * divergence) / d),
        "slope": d * A_t / A,
        "slope_on_path": 2 * d / t,
        "slope_in_log": d,
    },
    divergence=(
        "The paper gives the minimiser and says that value and gradients are unbounded. Here the"
        r" parameter in which the gradient is taken is named: in $\log\sigma^2$ it stays bounded."
        " That richer posteriors and trained priors do not circumvent this is the paper's closing"
        " remark; here it is the free term $K$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all $d$, $A$, $K$, $B$", _derive, complete=True),),
    controls=(
        Control("minimiser without 1/d", {"minimiser": A}),
        Control("standard deviation for variance", {"minimiser": sympy.sqrt(A / d)}),
        Control("value without the constant", {"value": d * sympy.log(A / d) + 2 * divergence}),
        Control("divergence counted once", {"loss": _LOSS + divergence}),
        Control("log of gamma not weighted by d", {"loss": A / gamma + sympy.log(gamma)}),
        Control("threshold without d", {"threshold": sympy.exp(-1 - (level + 2 * divergence) / d)}),
        Control("slope without d", {"slope": A_t / A}),
        Control("slope bounded on the path", {"slope_on_path": 2 * d}),
        Control("log of the deviation", {"slope_in_log": 2 * d}),
    ),
    example=Witness("$d=2$, $A=3$", _example),
    counterexamples=(
        Witness("$A = 0$: no minimiser exists.", _zero_error, drops="$A > 0$"),
        Witness(
            r"A divergence that depends on $\gamma$.",
            _divergence_that_depends_on_gamma,
            drops=r"$K$ does not depend on $\gamma$",
        ),
    ),
)
