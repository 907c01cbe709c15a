r"""Lemma 2 (b): among exact codes with as many active rows the order is that of sum log c_k."""

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
from sparsity_theory.notation import d, e, gamma, k, kappa, m
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.lemma_2.lemma_2_scale import scale_free
from sparsity_theory.statements.lemma_2.lemma_2_variance import power

ratio = sympy.Symbol("y", positive=True)
remainder = vector("R", positive=True)
used_column = vector("w", positive=True)
used = sympy.Symbol("q", integer=True, positive=True)
# C, C' are the sums of log c_k of two codes, S the sum of 1/c_k of the first.
logs, other_logs = sympy.symbols("C C'", real=True)
inverses = sympy.Symbol("S", positive=True)

# The loss of an exact code, apart from its rows.
EXACT = d * sympy.log(gamma) + kappa


def _after(parts: Parts) -> tuple[Step, ...]:
    row = sympy.log(scale_free[k] / gamma) + 1 + remainder[k]
    return (
        Step(
            r"The $m$ active rows cost $\psi_\gamma(c_k) = \log(c_k/\gamma) + 1 + R_k$, the others"
            r" nothing (lemma-2-scale); here $e = 0$.",
            Equal(EXACT + total(row, m), parts["value"] + total(remainder[k], m)),
            "termwise",
        ),
        Step(
            r"Since $0 < R_k < \gamma/c_k$, their sum lies strictly between 0 and the bound.",
            Equal(parts["bound"], total(gamma / scale_free[k], m)),
            "termwise",
        ),
    )


def _before(parts: Parts) -> tuple[Step, ...]:
    unscaled = sympy.log(1 + used_column[k] ** 2 / gamma)
    return (
        Step(
            r"Before the scale is minimised out, with $q$ nonzero columns, the powers stay linear.",
            Equal(
                EXACT + total(unscaled, used) + total(power[k], kappa),
                parts["value_before"] + total(sympy.log(1 + gamma / used_column[k] ** 2), used),
            ),
            r"$\log(1+w^2/\gamma) = \log w^2 - \log\gamma + \log(1+\gamma/w^2)$",
        ),
        Step(
            r"There $0 < \log(1+y) < y$ with $y = \gamma/w_k^2$ bounds the remainder.",
            All(
                Positive(sympy.log(1 + ratio), after_zero=ratio),
                Positive(ratio - sympy.log(1 + ratio), after_zero=ratio),
                Equal(parts["bound_before"], total(gamma / used_column[k] ** 2, used)),
            ),
            r"$\log(1+y)$ and $y - \log(1+y)$ are 0 at 0 and increase",
            shown=parts["bound_before"],
        ),
    )


def with_sum(value: sympy.Expr, sum_of_logs: sympy.Symbol) -> sympy.Expr:
    """The value of lemma-2b with a symbol for its sum of logarithms."""
    (found,) = value.atoms(sympy.Sum)
    return value.xreplace({found: sum_of_logs})


def _order(parts: Parts) -> Step:
    gap = with_sum(parts["value"], other_logs) - with_sum(parts["value"], logs)
    gap -= gamma * inverses
    return Step(
        r"For two codes with the same $m$ let $C, C'$ be the sums of $\log c_k$ and $S = \sum"
        r" 1/c_k$ for the first. As the remainder of the second is positive and that of the first"
        r" below $\gamma S$, $L' - L$ exceeds this, which is 0 at the threshold and positive before"
        r" it.",
        All(
            Positive(-sympy.Derivative(sympy.expand(gap), gamma)),
            Equal(where(gap, gamma, parts["threshold"]), 0),
        ),
        r"decreasing in $\gamma$; substitution",
        shown=sympy.expand(gap),
    )


def _derive_b(parts: Parts) -> Report:
    return Report((*_after(parts), *_before(parts), _order(parts)))


def _b_example() -> Report:
    """One active row, c = 1/2, gamma = 1: psi = log 2 + 1/2 lies between log c + 1 and + 2."""
    value, half = sympy.log(2) + sympy.Rational(1, 2), sympy.Rational(1, 2)
    lower = sympy.log(half) + 1
    return Report(
        (
            Step(
                r"$m = 1$, $c = 1/2$, $\gamma = 1$: the remainder is positive.",
                Less(lower, value),
                "enclosure",
            ),
            Step(r"It is below $\gamma/c = 2$.", Less(value, lower + 2), "enclosure"),
        )
    )


def _b_with_error() -> Report:
    return Report(
        (
            Step(
                r"With $d = 1$, $e = 1$ the loss contains $e/\gamma$, which at $\gamma = 1/100$ is"
                r" above the bound $\gamma/c = 1/100$ for $c = 1$.",
                Less(
                    sympy.Rational(1, 100),
                    where(d * e / gamma, {d: 1, e: 1, gamma: sympy.Rational(1, 100)}),
                ),
                "exact comparison",
            ),
        )
    )


_SUM_OF_LOGS = total(sympy.log(scale_free[k]), m)
_VALUE_B = (d - m) * sympy.log(gamma) + kappa + m + _SUM_OF_LOGS
_BEFORE = total(sympy.log(used_column[k] ** 2), used) + total(power[k], kappa)

CLAIM = Claim(
    id="lemma-2b",
    title="Lemma 2 (b): among exact codes with as many active rows the penalty is the logarithm",
    mark=Mark.PAPER,
    source=Source(PAPER, r"Lemma 2, $h = \log$"),
    hypotheses=(
        "those of lemma-2-scale",
        r"$e = 0$",
        (
            r"$m = \#\{k : c_k > 0\} \ge 1$, these rows numbered first; $q$ columns are not zero,"
            r" numbered first where only $s$ is minimised out"
        ),
    ),
    conclusion=(
        r"$\inf_{s,D} L = [[value]] + \rho$ with $0 < \rho < [[bound]]$. Of two such codes with the"
        r" same $m$ and $C = \sum\log c_k < C' = \sum\log c'_k$ the first is better for every"
        r" $\gamma \le [[threshold]]$, $S = \sum 1/c_k$. Before the scale is minimised out, $\min_s"
        r" L = [[value_before]] + \rho'$ with $0 < \rho' < [[bound_before]]$: there the row powers"
        r" enter linearly, not through a logarithm."
    ),
    corrects=(
        "The paper's statement minimises over $s$ only; read so it gives a linear penalty, not"
        " a logarithm (lemma-2-literal). The scale must be free in eq. (3) and minimised out,"
        " and fixed in eq. (7)."
    ),
    parts={
        "value": _VALUE_B,
        "bound": gamma * total(1 / scale_free[k], m),
        "threshold": (other_logs - logs) / inverses,
        "value_before": (d - used) * sympy.log(gamma) + kappa + _BEFORE,
        "bound_before": gamma * total(1 / used_column[k] ** 2, used),
    },
    uses=("lemma-2-variance", "lemma-2-scale"),
    divergence=(
        r"The paper drops everything but $\sum\log$ as 'irrelevant constant factors'. Unsaid there:"
        r" $\theta$ must be free to rescale columns and the scale minimised out, so that $p_k$"
        r" becomes $c_k$; and $(d-m)\log\gamma + m$ is constant only among codes with the same $m$"
        r" (lemma-2c)."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all codes, $\gamma$, $d$, $\kappa$, $m$", _derive_b, True),
    ),
    controls=(
        Control("active rows not counted", {"value": _VALUE_B + m * sympy.log(gamma)}),
        Control("active rows counted twice", {"value": _VALUE_B - m * sympy.log(gamma)}),
        Control("constant m forgotten", {"value": _VALUE_B - m}),
        Control("log squared", {"value": _VALUE_B + _SUM_OF_LOGS}),
        Control("bound halved", {"bound": gamma * total(1 / scale_free[k], m) / 2}),
        Control("bound of order gamma squared", {"bound": gamma**2 * total(1 / scale_free[k], m)}),
        Control("threshold doubled", {"threshold": 2 * (other_logs - logs) / inverses}),
        Control(
            "logarithm of the powers before the scale is minimised out",
            {
                "value_before": (d - used) * sympy.log(gamma)
                + kappa
                + total(sympy.log(used_column[k] ** 2), used)
                + total(sympy.log(1 + power[k]), kappa)
            },
        ),
        Control(
            "unused columns counted",
            {"value_before": (d - kappa) * sympy.log(gamma) + kappa + _BEFORE},
        ),
        Control(
            "bound before with the column norm not squared",
            {"bound_before": gamma * total(1 / used_column[k], used)},
        ),
    ),
    example=Witness(r"$m = 1$, $c = 1/2$, $\gamma = 1$", _b_example),
    counterexamples=(Witness("$d = e = c = 1$", _b_with_error, drops="$e = 0$"),),
)
