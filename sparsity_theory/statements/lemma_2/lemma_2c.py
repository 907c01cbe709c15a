r"""Lemma 2 (c): of two exact codes the one with fewer active rows wins for small gamma.

The "constant" that the paper drops depends on the number of active rows; this is what
h(0) = log 0 = -infinity says formally.
"""

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
from sparsity_theory.notation import gamma, m
from sparsity_theory.proving.propositions import Equal, Less, NotNegative
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.lemma_2 import lemma_2b
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi
from sparsity_theory.statements.lemma_2.lemma_2b import inverses, logs, other_logs, with_sum

# The second code has m' = m + extra active rows.
extra = sympy.Symbol("j", integer=True, positive=True)

# gamma S = 1 - a and m' - m = 1 + b with a, b >= 0: how the two conditions are used.
_slack, _more = sympy.symbols("a b", nonnegative=True)
whole = sympy.Symbol("Psi", positive=True)
small = sympy.Symbol("epsilon", positive=True)


def _derive_c(parts: Parts) -> Report:
    value, gap = lemma_2b.CLAIM.parts["value"], parts["gap"]
    rest = parts["rest"]
    slack = (gap - rest).subs({gamma: (1 - _slack) * parts["smallness"], extra: 1 + _more})
    dense = 2 * (m + extra) * sympy.sqrt(small / gamma)
    return Report(
        (
            Step(
                r"By lemma-2b, applied to $m$ and to $m' = m + j$ active rows, $L' - L$ exceeds the"
                " gap: the remainder of the first is below $\\gamma S$, the other is positive.",
                Equal(
                    where(with_sum(value, other_logs), m, m + extra)
                    - with_sum(value, logs)
                    - gamma * inverses,
                    gap,
                ),
                "subtraction",
            ),
            Step(
                r"If $\gamma \le 1/S$, write $\gamma S = 1-a$ and $j = 1+b$ with $a,b \ge 0$: the"
                r" gap is at least the rest.",
                NotNegative(sympy.expand(slack)),
                "a sum of terms that are not negative",
                shown=sympy.Ge(sympy.Symbol("j") - gamma * inverses, 0, evaluate=False),
            ),
            Step(
                r"The rest is 0 at the crossing.",
                Equal(where(rest, gamma, parts["crossing"]), 0),
                "substitution",
            ),
            Step(
                r"It strictly decreases in $\gamma$, so it is not negative up to there.",
                Less(sympy.Derivative(rest, gamma), 0),
                "sign of the derivative",
            ),
            Step(
                r"Not uniformly: if every $c'_k \le \epsilon$, the dense code costs at most"
                r" $2m'\sqrt{\epsilon/\gamma}$ (lemma-2-scale), which is the cost $\Psi$ of the"
                r" sparse one at this $\epsilon$, and less before it.",
                Equal(where(dense, small, parts["defeat"]), whole),
                "substitution",
            ),
        )
    )


def _c_example() -> Report:
    """Checks one row with c = 4 against two with c' = 1/4: the thresholds are 4 and 1/64."""
    sparse, dense, at = psi(sympy.Integer(4)), psi(sympy.Rational(1, 4)), sympy.Rational(1, 64)
    return Report(
        (
            Step(
                r"$c = 4$ against $c' = (1/4, 1/4)$: crossing at $\gamma = 1/64$.",
                Equal(
                    where(
                        CLAIM.parts["crossing"],
                        {logs: sympy.log(4), other_logs: -2 * sympy.log(4), extra: 1},
                    ),
                    at,
                ),
                "substitution",
            ),
            Step(
                "There the sparse code is better.",
                Less(where(sparse, gamma, at), 2 * where(dense, gamma, at)),
                "enclosure",
            ),
        )
    )


def _c_large_gamma() -> Report:
    sparse, dense = psi(sympy.Integer(4)), psi(sympy.Rational(1, 4))
    return Report(
        (
            Step(
                r"The same two codes at $\gamma = 4$: the dense one is better.",
                Less(2 * where(dense, gamma, 4), where(sparse, gamma, 4)),
                "enclosure",
            ),
        )
    )


_GAP = extra * (1 - sympy.log(gamma)) + other_logs - logs - gamma * inverses
_REST = other_logs - logs - extra * sympy.log(gamma)

CLAIM = Claim(
    id="lemma-2c",
    title="Lemma 2 (c): of two exact codes the one with fewer active rows wins for small gamma",
    mark=Mark.PAPER,
    source=Source(PAPER, "Lemma 2, 'irrelevant constant factors'"),
    hypotheses=(
        "two exact codes as in lemma-2b, with $m \\ge 1$ and $m' = m + j$ active rows, $j \\ge 1$",
        r"$C = \sum\log c_k$ and $S = \sum 1/c_k$ belong to the first, $C'$ to the second",
        r"$\gamma \le [[smallness]]$ and $\gamma \le [[crossing]]$",
    ),
    conclusion=(
        r"$\inf_{s,D} L' - \inf_{s,D} L > [[gap]] \ge [[rest]] \ge 0$: the code with fewer active"
        r" rows is strictly better. The threshold depends on the codes: at fixed $\gamma$, if the"
        r" first costs $\Psi = \sum\psi_\gamma(c_k)$ and every $c'_k < [[defeat]]$, the denser one"
        r" is better."
    ),
    corrects=(
        "What the paper drops as an irrelevant constant is not constant: it differs between"
        " codes with different numbers of active rows, and decides between them."
    ),
    parts={
        "gap": _GAP,
        "rest": _REST,
        "smallness": 1 / inverses,
        "crossing": sympy.exp((other_logs - logs) / extra),
        "defeat": gamma * whole**2 / (4 * (m + extra) ** 2),
    },
    uses=("lemma-2-scale", "lemma-2b"),
    divergence=(
        r"What the paper calls an irrelevant constant, $(d-m)\log\gamma + m$, differs between codes"
        r" with different $m$ and decides between them; in eq. (7) with $h = \log$ this is the"
        r" formal $h(0) = \log 0 = -\infty$. The explicit threshold is ours."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all codes, $\gamma$, $m$, $j$", _derive_c, True),),
    controls=(
        Control("sign of log gamma", {"gap": _GAP + 2 * extra * sympy.log(gamma)}),
        Control("j not counted", {"gap": _GAP + (extra - 1) * sympy.log(gamma)}),
        Control("S not weighted by gamma", {"gap": _GAP + gamma * inverses - inverses}),
        Control(
            "crossing without the root",
            {"crossing": sympy.exp(other_logs - logs)},
        ),
        Control("crossing inverted", {"crossing": sympy.exp((logs - other_logs) / extra)}),
        Control("condition ten times weaker", {"smallness": 10 / inverses}),
        Control("rest too large", {"rest": _REST + extra}),
        Control("defeat without the count", {"defeat": gamma * whole**2 / 4}),
        Control("count not squared", {"defeat": gamma * whole**2 / (4 * (m + extra))}),
    ),
    example=Witness(r"$c = 4$ against $c' = (1/4, 1/4)$", _c_example),
    counterexamples=(
        Witness(
            r"The same codes at $\gamma = 4$.",
            _c_large_gamma,
            drops=r"$\gamma \le \exp((C'-C)/j)$",
        ),
    ),
)
