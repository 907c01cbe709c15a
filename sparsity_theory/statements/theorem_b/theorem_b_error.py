r"""Theorem B for the error penalty: thresholds against a point that does not reconstruct.

The sparse exact code has r rows of power M^2; the alternative has error e_0 and no active row, and
g = h.  In the checks r M^2 = d e_0 + s, s > 0, and d = r + 1 + j, j >= 0.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from sparsity_theory.notation import M, d, gamma, r, s, tau, u
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_b.geometry import t
from sparsity_theory.statements.theorem_b.theorem_b import e_0

power = sympy.Symbol("p", positive=True)
x = sympy.Symbol("x", positive=True)
more = sympy.Symbol("j", integer=True, nonnegative=True)


def difference(penalty: sympy.Expr) -> sympy.Expr:
    """For g = h, h(0) = 0: d h(e_0) - r h(M^2), positive where the sparse code is preferred."""
    return d * penalty.subs(u, e_0) - r * penalty.subs(u, M**2)


def _far(expression: sympy.Expr) -> sympy.Expr:
    """With r M^2 = d e_0 + s and d = r + 1 + j."""
    return expression.subs(M, sympy.sqrt((d * e_0 + s) / r)).subs(d, r + 1 + more)


def _derive(parts: Parts) -> Report:
    logs, exponent = parts["log_ratio"], parts["power_threshold"]
    rational, factor = parts["rational_threshold"], parts["factor"]
    sides = log(d * e_0**power) - log(r * M ** (2 * power))
    wide = {M: sympy.sqrt(e_0 * (1 + t))}
    return Report(
        (
            Step(
                "$u^p$, $M^2>e_0$: the log of the ratio of $d\\,g(e_0)$ to $r\\,h(M^2)$ is the"
                " distance to the threshold times $\\log(M^2/e_0) > 0$.",
                All(
                    Equal(sides, logs),
                    Equal(logs, log(M**2 / e_0) * (exponent - power)),
                    Positive(where(log(M**2 / e_0), wide)),
                ),
                "laws of the logarithm; $M^2 = (1+t)e_0$",
                shown=sympy.Lt(power, exponent, evaluate=False),
            ),
            Step(
                "$u/(u+\\tau)$: the difference is the distance to the threshold times a factor,"
                " both positive for $rM^2 > d e_0$.",
                All(
                    Equal(difference(u / (u + tau)), factor * (rational - tau)),
                    Positive(sympy.factor(_far(factor))),
                    Positive(sympy.factor(_far(rational))),
                ),
                "common denominator",
                shown=sympy.Lt(tau, rational, evaluate=False),
            ),
            *_log_steps(parts["log_sufficient"]),
        )
    )


def roots_add_up(share: sympy.Expr) -> Step:
    """For 0 < share < 1 and x > 0: (1 + x)^share < 1 + x^share."""
    gap = 1 + x**share - (1 + x) ** share
    return Step(
        f"For $0 < \\alpha < 1$, here $\\alpha = {sympy.latex(share)}$, and $x>0$: $(1+x)^\\alpha <"
        " 1+x^\\alpha$.",
        All(
            Equal(where(gap, x, 0), 0),
            Equal(
                sympy.Derivative(gap, x) * (1 + x) ** (1 - share) / share,
                ((1 + x) / x) ** (1 - share) - 1,
            ),
            Positive(sympy.together(1 - share) * log(sympy.expand((1 + x) / x))),
        ),
        "0 at 0; the derivative is a positive multiple of $((1+x)/x)^{1-\\alpha}-1 > 0$",
        shown=sympy.Gt(gap, 0, evaluate=False),
    )


def _log_steps(enough: sympy.Expr) -> Iterator[Step]:
    """The logarithm: exponents r/d < 1, with d = r + 1 + j."""
    # the exponent is real, so the logarithm of the power may be expanded
    cap = sympy.expand_log(log(enough), force=True)
    balance = r * (log(M**2) - cap) - d * (log(e_0) - cap)
    yield roots_add_up(r / (r + 1 + more))
    yield Step(
        "$\\log(1+u/\\gamma)$: at this $\\gamma$, $(M^2/\\gamma)^{r/d} = e_0/\\gamma$, and below it"
        " the left side is smaller; so $r\\log(1+M^2/\\gamma) < d\\log(1+(M^2/\\gamma)^{r/d}) \\le"
        " d\\log(1+e_0/\\gamma)$.",
        All(
            Equal(sympy.expand_log(balance), 0),
            Positive(
                where(
                    sympy.factor(-sympy.diff(d * log(e_0 / gamma) - r * log(M**2 / gamma), gamma)),
                    d,
                    r + 1 + more,
                )
            ),
        ),
        "logarithms; $d\\log(e_0/\\gamma)-r\\log(M^2/\\gamma)$ falls with $\\gamma$",
        shown=sympy.Le(gamma, enough, evaluate=False),
    )


def _example() -> Report:
    at = {r: 1, d: 2, M: 2, e_0: 1}
    found = [
        Equal(where(CLAIM.parts["power_threshold"], at), sympy.Rational(1, 2)),
        Equal(where(CLAIM.parts["rational_threshold"], at), 2),
        Equal(where(CLAIM.parts["log_sufficient"], at), sympy.Rational(1, 4)),
        Positive(where(difference(log(1 + u / gamma)), {**at, gamma: sympy.Rational(1, 4)})),
    ]
    text = "$r=1$, $d=2$, $M=2$, $e_0=1$: $p<1/2$, $\\tau<2$; $\\gamma\\le1/4$ suffices."
    return Report((Step(text, All(*found), "exact", shown=sympy.Lt(tau, 2)),))


def _large_error() -> Report:
    value = difference(u / (u + tau)).subs({r: 1, d: 2, M: 1, e_0: 1, tau: 10**6})
    text = "$rM^2 < d e_0$ ($r=1$, $d=2$, $M=e_0=1$): even $\\tau = 10^6$ succeeds."
    return Report((Step(text, Positive(value), "exact", shown=value),))


_FACTOR = (r * M**2 - d * e_0) / ((M**2 + tau) * (e_0 + tau))
CLAIM = Claim(
    id="theorem-b-error",
    title="The same thresholds for the error penalty",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, the version for $g$"),
    hypotheses=(
        (
            "$d>r>0$; the sparse exact code has $r$ active rows of power $M^2$, the other point has"
            " error $e_0>0$ and no active row; $g=h$"
        ),
        "$rM^2 > d e_0$ ($M^2>e_0$ for $u^p$; nothing for the logarithm)",
    ),
    conclusion=(
        "The sparse code is preferred: for $u^p$ iff $p < [[power_threshold]]$ (log of the ratio"
        " $[[log_ratio]]$); for $u/(u+\\tau)$ iff $\\tau < [[rational_threshold]]$ (difference:"
        " distance times $[[factor]]$); for $\\log(u+\\gamma)$ if $\\gamma \\le"
        " [[log_sufficient]]$."
    ),
    parts={
        "log_ratio": log(d) - log(r) - power * log(M**2 / e_0),
        "power_threshold": log(d / r) / log(M**2 / e_0),
        "rational_threshold": (d - r) * e_0 * M**2 / (r * M**2 - d * e_0),
        "factor": _FACTOR,
        "log_sufficient": (e_0**d / M ** (2 * r)) ** (1 / (d - r)),
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all d, r, geometries", _derive, complete=True),),
    controls=(
        Control("d and r exchanged", {"power_threshold": log(r / d) / log(M**2 / e_0)}),
        Control("amplitude for power", {"power_threshold": log(d / r) / log(M / e_0)}),
        Control("d-r forgotten", {"rational_threshold": e_0 * M**2 / (r * M**2 - d * e_0)}),
        Control("factor flipped", {"factor": -_FACTOR}),
        Control("root of order d", {"log_sufficient": (e_0**d / M ** (2 * r)) ** (1 / d)}),
        Control("upside down", {"log_sufficient": (M ** (2 * r) / e_0**d) ** (1 / (d - r))}),
        Control("ratio without r", {"log_ratio": log(d) - power * log(M**2 / e_0)}),
    ),
    example=Witness("$r=1$, $d=2$, $M=2$, $e_0=1$.", _example),
    counterexamples=(Witness("A large error.", _large_error, drops="$rM^2 > d e_0$"),),
)
