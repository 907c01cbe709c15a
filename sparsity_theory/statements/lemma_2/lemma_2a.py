r"""Lemma 2 (a): as gamma -> 0 an error e > 0 costs everything, g = I_infinity."""

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
from sparsity_theory.notation import d, e, gamma, kappa
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.lemma_2.lemma_2_variance import DATA_TERM

error = sympy.Symbol("e", positive=True)
level = sympy.Symbol("M", positive=True)
ratio = sympy.Symbol("y", positive=True)


def _derive_a(parts: Parts) -> Report:
    floor, bound, threshold = parts["floor"], parts["bound"], parts["threshold"]
    tangent = ratio / 2 - 1 + sympy.log(2) - sympy.log(ratio)
    needed = floor - bound
    return Report(
        (
            Step(
                r"By lemma-2-variance every row costs at least 1 whatever $s$ is, since $s^2 - \log"
                r" s^2 \ge 1$, and the other terms are not negative: the loss is at least the"
                r" floor, before and after the scale is minimised out.",
                All(
                    OnlyMinimum(ratio - sympy.log(ratio), ratio, 1),
                    Equal(floor, where(DATA_TERM, e, error) + kappa * 1),
                ),
                "$q - \\log q$ has its only minimum, 1, at $q = 1$",
                shown=sympy.Eq(sympy.Symbol("F"), floor),
            ),
            Step(
                r"The logarithm lies below its tangent at 2: $\log y \le y/2 - 1 + \log 2$.",
                All(OnlyMinimum(tangent, ratio, 2), Equal(where(tangent, ratio, 2), 0)),
                "its only minimum is at $y = 2$, where it is 0",
                shown=sympy.Ge(tangent, 0, evaluate=False),
            ),
            Step(
                r"With $y = e/\gamma$ this is what floor minus bound amounts to, $d$ times.",
                Equal(needed, d * where(tangent, ratio, error / gamma)),
                "algebra",
            ),
            Step(
                r"The bound decreases in $\gamma$ and equals $M$ at the threshold.",
                Equal(where(bound, gamma, threshold), level),
                "substitution",
            ),
            Step(
                r"It is strictly decreasing in $\gamma$.",
                Less(sympy.Derivative(bound, gamma), 0),
                "sign of the derivative",
            ),
        )
    )


def _a_example() -> Report:
    """Checks d = e = kappa = 1, M = 10 at half the threshold."""
    values = {d: 1, error: 1, kappa: 1, level: 10}
    small = CLAIM.parts["threshold"].subs(values) / 2
    floor = CLAIM.parts["floor"].subs(values).subs(gamma, small)
    return Report(
        (
            Step(
                r"$d = e = \kappa = 1$: at half the threshold for $M = 10$ the loss exceeds 10.",
                Less(10, floor),
                "enclosure of the value",
            ),
        )
    )


def _a_without_error() -> Report:
    return Report(
        (
            Step(
                r"With $e = 0$ and every row zero the loss is $d\log\gamma + \kappa$, which is $-M$"
                r" at $\gamma = e^{-(M+\kappa)/d}$: it tends to $-\infty$.",
                Equal(
                    where(where(DATA_TERM + kappa, e, 0), gamma, sympy.exp(-(level + kappa) / d)),
                    -level,
                ),
                "substitution",
            ),
        )
    )


_BOUND_A = d * error / (2 * gamma) + d * (1 + sympy.log(error / 2)) + kappa
_SPARE = level - d * (1 + sympy.log(error / 2)) - kappa

CLAIM = Claim(
    id="lemma-2a",
    title="Lemma 2 (a): an imperfect reconstruction costs everything",
    mark=Mark.PAPER,
    source=Source(PAPER, r"Lemma 2, $g = \mathcal{I}_\infty$"),
    hypotheses=(
        "those of lemma-2-variance",
        "$e > 0$ is fixed, or bounded below by $e$ (the bound increases in $e$)",
        r"$M > d(1+\log(e/2)) + \kappa$ where the threshold is used",
    ),
    conclusion=(
        r"As $\gamma \to 0$ the loss tends to $+\infty$, uniformly in $s$ and in the scale: its"
        " infimum over both does."
    ),
    details=(
        r"For every $s$ and every scale $L \ge [[floor]] \ge [[bound]]$, which is at least $M$"
        r" for $\gamma \le [[threshold]]$."
    ),
    parts={
        "floor": DATA_TERM.subs(e, error) + kappa,
        "bound": _BOUND_A,
        "threshold": d * error / (2 * _SPARE),
    },
    uses=("lemma-2-variance", "lemma-2-scale"),
    divergence=(
        r"The paper writes $g = \mathcal{I}_\infty$. Here the limit has an explicit rate, and holds"
        r" before the scale is minimised out as well as after it."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $e > 0$, $\gamma$, $d$, $\kappa$, $M$", _derive_a, True),
    ),
    controls=(
        Control("data term bounded", {"floor": d * error + d * sympy.log(gamma) + kappa}),
        Control("sign of the normaliser", {"floor": d * error / gamma - d * sympy.log(gamma)}),
        Control("rate not halved", {"bound": _BOUND_A + d * error / (2 * gamma)}),
        Control("constant too large", {"bound": _BOUND_A + d}),
        Control("rate in the square of gamma", {"bound": _BOUND_A.subs(gamma, gamma**2)}),
        Control("threshold with d squared", {"threshold": d**2 * error / (2 * _SPARE)}),
        Control("threshold twice as large", {"threshold": d * error / _SPARE}),
    ),
    example=Witness(r"$d = e = \kappa = 1$, $M = 10$", _a_example),
    counterexamples=(Witness("$e = 0$, $Z = 0$", _a_without_error, drops="$e > 0$"),),
)
