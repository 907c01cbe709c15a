r"""Theorem B: thresholds of the power, rational and exponential penalties."""

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
    Witness,
)
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import M, epsilon, r, tau, u
from sparsity_theory.proving.derivations import (
    identity,
    increasing,
    positive,
    step,
)
from sparsity_theory.statements.theorem_b.geometry import (
    FAR,
    a,
    b,
    difference,
    far,
    plain,
    s,
    slack,
    t,
)
from sparsity_theory.statements.theorem_b.slope import GEOMETRY

power = sympy.Symbol("p", positive=True)
y = sympy.Symbol("y", positive=True)
rho = sympy.Symbol("rho", positive=True)


def _derive_power(parts: Parts) -> Report:
    logs, threshold = parts["log_ratio"], parts["threshold"]
    wide = {M: epsilon * (1 + t)}
    sides = log((r + 1) * epsilon ** (2 * power)) - log(r * M ** (2 * power))
    return Report(
        (
            step(
                "The log of the ratio of $(r+1)h(\\epsilon^2)$ to $rh(M^2)$.",
                logs,
                "laws of the logarithm",
                identity(sides, logs),
            ),
            step(
                "It is the distance of $p$ to the threshold times a positive factor ($M ="
                " (1+t)\\epsilon$).",
                sympy.Lt(power, threshold, evaluate=False),
                "identity",
                all_of(
                    [
                        identity(logs, 2 * log(M / epsilon) * (threshold - power)),
                        positive(log(M / epsilon).subs(wide)),
                        positive(threshold.subs(wide)),
                    ]
                ),
            ),
        )
    )


def _power_example() -> Report:
    value = difference(u ** sympy.Rational(1, 8)).subs({r: 1, epsilon: 1, M: 4})
    text = "$r=1$, $\\epsilon=1$, $M=4$: threshold $\\log 2/(2\\log 4) = 1/4$; $p=1/8$ succeeds."
    at = (log((r + 1) / r) / (2 * log(M / epsilon))).subs({r: 1, M: 4, epsilon: 1})
    found = [identity(at, sympy.Rational(1, 4)), positive(value)]
    return Report((step(text, value, "exact", all_of(found)),))


def _small_M() -> Report:
    value = difference(sqrt(u)).subs({r: 1, epsilon: 4, M: 1})
    text = (
        "$r=1$, $\\epsilon=4$, $M=1$: every $p$ succeeds ($p=1/2$: $2\\cdot4 > 1$), no threshold."
    )
    negative = (log((r + 1) / r) / (2 * log(M / epsilon))).subs({r: 1, M: 1, epsilon: 4})
    found = [positive(value), positive(-negative)]
    return Report((step(text, negative, "exact", all_of(found)),))


POWER = Claim(
    id="theorem-b-power",
    title="The threshold of the power penalties",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $u^p$"),
    hypotheses=(GEOMETRY, "$M > \\epsilon$", "$h(u) = u^p$, $p>0$"),
    conclusion=(
        "The sparse code is preferred iff $p < [[threshold]]$: the log of the ratio of the two"
        " sides of Theorem B is $[[log_ratio]]$."
    ),
    parts={
        "log_ratio": log(r + 1) - log(r) - 2 * power * log(M / epsilon),
        "threshold": log((r + 1) / r) / (2 * log(M / epsilon)),
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all r, p, geometries", _derive_power, complete=True),),
    controls=(
        Control("factor 2 dropped", {"threshold": log((r + 1) / r) / log(M / epsilon)}),
        Control("r/(r+1)", {"threshold": log(r / (r + 1)) / (2 * log(M / epsilon))}),
        Control("log squared", {"threshold": log((r + 1) / r) / (2 * log(M / epsilon) ** 2)}),
        Control("difference for log", {"log_ratio": 1 / r - 2 * power * log(M / epsilon)}),
        Control("sign", {"log_ratio": log(r) - log(r + 1) + 2 * power * log(M / epsilon)}),
    ),
    example=Witness("$r=1$, $M/\\epsilon=4$.", _power_example),
    counterexamples=(Witness("$M<\\epsilon$.", _small_M, drops="$M > \\epsilon$"),),
)


def _derive_rational(parts: Parts) -> Report:
    gap, threshold, factor = parts["difference"], parts["threshold"], parts["factor"]
    return Report(
        (
            step(
                "The difference of the two sides of Theorem B for $u/(u+\\tau)$.",
                gap,
                "substitution",
                identity(gap, difference(u / (u + tau))),
            ),
            step(
                "It is the distance of $\\tau$ to the threshold times this factor, which is"
                " positive.",
                factor,
                "common denominator; $rM^2 = (r+1)\\epsilon^2 + s$",
                all_of(
                    [
                        identity(plain(gap), plain(factor * (threshold - tau))),
                        positive(sympy.factor(far(factor))),
                        positive(sympy.factor(far(threshold))),
                    ]
                ),
            ),
        )
    )


def _rational_at(at: sympy.Expr) -> sympy.Expr:
    return difference(u / (u + tau)).subs({r: 1, M: 2, epsilon: 1, tau: at})


def _rational_example() -> Report:
    text = "$r=1$, $\\epsilon=1$, $M=2$: the threshold is $\\tau=2$; $\\tau=1$ succeeds, $3$ fails."
    found = [positive(_rational_at(1)), identity(_rational_at(2), 0), positive(-_rational_at(3))]
    return Report((step(text, _rational_at(2), "exact", all_of(found)),))


def _rational_near() -> Report:
    value = difference(u / (u + tau)).subs({r: 1, M: 1, epsilon: 1, tau: 10**6})
    text = "$M=\\epsilon$: even $\\tau=10^6$ succeeds, there is no threshold."
    return Report((step(text, value, "exact", positive(value)),))


_FACTOR = (r * M**2 - (r + 1) * epsilon**2) / ((M**2 + tau) * (epsilon**2 + tau))
RATIONAL = Claim(
    id="theorem-b-rational",
    title="The threshold of the rational penalty",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $u/(u+\\tau)$"),
    hypotheses=(GEOMETRY, FAR, "$h(u) = u/(u+\\tau)$"),
    conclusion=(
        "The sparse code is preferred iff $\\tau < [[threshold]]$: the difference $[[difference]]$"
        " is $[[factor]]$ times the distance to it."
    ),
    parts={
        "difference": difference(u / (u + tau)),
        "threshold": epsilon**2 * M**2 / (r * M**2 - (r + 1) * epsilon**2),
        "factor": _FACTOR,
    },
    uses=("theorem-b",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all r, tau, geometries", _derive_rational, complete=True),),
    controls=(
        Control("r for r+1", {"threshold": epsilon**2 * M**2 / (r * M**2 - r * epsilon**2)}),
        Control("threshold without M", {"threshold": epsilon**2}),
        Control(
            "sum for difference",
            {"threshold": epsilon**2 * M**2 / (r * M**2 + (r + 1) * epsilon**2)},
        ),
        Control("factor flipped", {"factor": -_FACTOR}),
        Control("amplitudes", {"threshold": epsilon * M / (r * M**2 - (r + 1) * epsilon**2)}),
        Control(
            "dense code with r rows",
            {"difference": r * epsilon**2 / (epsilon**2 + tau) - r * M**2 / (M**2 + tau)},
        ),
    ),
    example=Witness("$r=1$, $M=2$, $\\epsilon=1$.", _rational_example),
    counterexamples=(Witness("$M=\\epsilon$.", _rational_near, drops=FAR),),
)


def _derive_exponential(parts: Parts) -> Report:
    F, delta = parts["function"], parts["delta"]
    x = sympy.Symbol("x", positive=True)
    big = {rho: (r + 1) / r + s}
    decay = exp(-b / tau)
    low, high = plain(parts["tau_low"]), plain(parts["tau_high"])
    top = (1 + delta) / (r + 1)
    return Report(
        (
            step(
                "With $y = e^{-\\epsilon^2/\\tau}$, which increases with $\\tau$ from 0 to 1, and"
                " $\\rho = M^2/\\epsilon^2$ the difference is $F(y)$.",
                F,
                "substitution",
                all_of(
                    [
                        identity(
                            F.subs(y, decay),
                            plain(difference(1 - exp(-u / tau))).subs(a, rho * b),
                        ),
                        increasing(decay, tau),
                    ]
                ),
            ),
            step(
                "$F(0)=1$, $F(1)=0$, $F$ is strictly convex and increases at 1 ($\\rho = (r+1)/r +"
                " s$): so it has exactly one root $y^*$ in $(0,1)$, is positive before and negative"
                " after it; success means $\\tau < \\tau^* = \\epsilon^2/\\log(1/y^*)$.",
                sympy.diff(F, y, 2),
                "signs of derivatives",
                all_of(
                    [
                        identity(F.subs(y, 0), 1),
                        identity(F.subs(y, 1), 0),
                        positive(sympy.factor(sympy.diff(F, y, 2).subs(big))),
                        positive(sympy.expand(sympy.diff(F, y).subs(y, 1).subs(big))),
                    ]
                ),
            ),
            step(
                "Below: at $y = 1/(r+1)$, which is $\\tau = \\epsilon^2/\\log(r+1)$, $F$ is"
                " positive.",
                sympy.Gt(sympy.Symbol(r"\tau^*"), parts["tau_low"], evaluate=False),
                "value of $F$",
                all_of(
                    [
                        identity(exp(-b / low), 1 / (r + 1)),
                        positive(sympy.expand(F.subs(y, 1 / (r + 1)))),
                    ]
                ),
            ),
            step(
                "Above: if $\\delta \\le 1/2$ then at $y = (1+\\delta)/(r+1) < 1$ the value is"
                " $-\\delta + r y^\\rho \\le 0$, because $ry^\\rho$ increases in $y$ and equals"
                " $\\delta$ at $y = 3/(2(r+1))$.",
                sympy.Le(sympy.Symbol(r"\tau^*"), parts["tau_high"], evaluate=False),
                "value of $F$; $r = 1+j$",
                all_of(
                    [
                        identity(exp(-b / high), top),
                        identity(F.subs(y, top), -delta + r * top**rho),
                        identity(r * (sympy.Rational(3, 2) / (r + 1)) ** rho, delta),
                        increasing(r * x**rho, x),
                        positive((r + 1 - sympy.Rational(3, 2)).subs(r, 1 + slack)),
                    ]
                ),
            ),
        )
    )


def _exponential_example() -> Report:
    """At r = 1, rho = 3: F(y) = 1 - 2y + y^3 = (1-y)(1-y-y^2), the root is the golden ratio's."""
    F = EXPONENTIAL.parts["function"].subs({r: 1, rho: 3})
    root = (sqrt(5) - 1) / 2
    text = "$r=1$, $\\rho=3$: $F = (1-y)(1-y-y^2)$ has the root $(\\sqrt5-1)/2 > 1/2$."
    found = [identity(F.subs(y, root), 0), positive(root - sympy.Rational(1, 2))]
    return Report((step(text, sympy.factor(F), "exact", all_of(found)),))


def _exponential_near() -> Report:
    F = EXPONENTIAL.parts["function"].subs({r: 1, rho: 2})
    text = "$r=1$, $\\rho=2$, not above $(r+1)/r$: $F = (1-y)^2$ has no root in $(0,1)$."
    return Report((step(text, sympy.factor(F), "exact", identity(F, (1 - y) ** 2)),))


_DELTA = r * (sympy.Rational(3, 2) / (r + 1)) ** rho
EXPONENTIAL = Claim(
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

CLAIMS = (
    POWER,
    RATIONAL,
    EXPONENTIAL,
)
