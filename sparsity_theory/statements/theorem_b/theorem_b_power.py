r"""Theorem B: the threshold of the power penalties."""

from __future__ import annotations

import sympy
from sympy import log, sqrt

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
from sparsity_theory.notation import M, epsilon, r, u
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_b.geometry import (
    difference,
    t,
)
from sparsity_theory.statements.theorem_b.theorem_b import GEOMETRY

power = sympy.Symbol("p", positive=True)


def _derive_power(parts: Parts) -> Report:
    logs, threshold = parts["log_ratio"], parts["threshold"]
    wide = {M: epsilon * (1 + t)}
    sides = log((r + 1) * epsilon ** (2 * power)) - log(r * M ** (2 * power))
    return Report(
        (
            Step(
                "The log of the ratio of $(r+1)h(\\epsilon^2)$ to $rh(M^2)$.",
                Equal(sides, logs),
                "laws of the logarithm",
                shown=logs,
            ),
            Step(
                "It is the distance of $p$ to the threshold times a positive factor ($M ="
                " (1+t)\\epsilon$).",
                All(
                    Equal(logs, 2 * log(M / epsilon) * (threshold - power)),
                    Positive(where(log(M / epsilon), wide)),
                    Positive(where(threshold, wide)),
                ),
                "identity",
                shown=sympy.Lt(power, threshold, evaluate=False),
            ),
        )
    )


def _power_example() -> Report:
    value = difference(u ** sympy.Rational(1, 8)).subs({r: 1, epsilon: 1, M: 4})
    text = "$r=1$, $\\epsilon=1$, $M=4$: threshold $\\log 2/(2\\log 4) = 1/4$; $p=1/8$ succeeds."
    at = (log((r + 1) / r) / (2 * log(M / epsilon))).subs({r: 1, M: 4, epsilon: 1})
    found = [Equal(at, sympy.Rational(1, 4)), Positive(value)]
    return Report((Step(text, All(*found), "exact", shown=value),))


def _small_M() -> Report:
    value = difference(sqrt(u)).subs({r: 1, epsilon: 4, M: 1})
    text = (
        "$r=1$, $\\epsilon=4$, $M=1$: every $p$ succeeds ($p=1/2$: $2\\cdot4 > 1$), no threshold."
    )
    negative = (log((r + 1) / r) / (2 * log(M / epsilon))).subs({r: 1, M: 1, epsilon: 4})
    found = [Positive(value), Positive(-negative)]
    return Report((Step(text, All(*found), "exact", shown=negative),))


CLAIM = Claim(
    id="theorem-b-power",
    title="The threshold of the power penalties",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem B, $u^p$"),
    hypotheses=(GEOMETRY, "$M > \\epsilon$", "$h(u) = u^p$, $p>0$"),
    conclusion=("The sparse code is preferred iff $p < [[threshold]]$."),
    details=("The log of the ratio of the two sides of Theorem B is $[[log_ratio]]$."),
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
