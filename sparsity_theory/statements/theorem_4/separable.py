"""Eq. (7) at the codes that the theorems compare: equal powers on some rows, zero on the others.

The values of the penalties are free symbols, so that a check covers all penalties at once.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import Step
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, k, kappa, s
from sparsity_theory.proving.propositions import Equal

h_0 = sympy.Symbol("h(0)", real=True)
h_a = sympy.Symbol("h(a)", real=True)
h_b = sympy.Symbol("h(b)", real=True)
g_0 = sympy.Symbol("g(0)", real=True)
g_e = sympy.Symbol("g(e)", real=True)

# Positive slacks: how far a strict inequality is from being an equality.
t = sympy.Symbol("t", positive=True)
Delta = sympy.Symbol("Delta", positive=True)

# The attained values nearest to the supremum and the infimum, within a tolerance eta.
eta = sympy.Symbol("eta", positive=True)


def loss(error_penalty: sympy.Expr, active: sympy.Expr, row_penalty: sympy.Expr) -> sympy.Expr:
    """L_{g,h} when g(e), the number of active rows and their common penalty are given.

    >>> loss(g_0, sympy.Integer(2), h_a).subs({g_0: 1, h_a: 3, h_0: 0, d: 4})
    5/2
    """
    return error_penalty + (active * row_penalty + (kappa - active) * h_0) / d


def sum_over_rows(
    text: str, value: sympy.Expr, error_penalty: sympy.Expr, active: sympy.Expr, row: sympy.Expr
) -> Step:
    """The step that a loss is eq. (7): the active rows come first, the others have power 0."""
    on = sympy.Sum(row, (k, 1, active))
    off = sympy.Sum(h_0, (k, active + 1, kappa))
    return Step(
        text,
        Equal(value, error_penalty + (on.doit() + off.doit()) / d),
        "eq. (7), the sum over rows split into active and inactive ones",
        shown=sympy.Eq(error_penalty + (on + off) / d, value, evaluate=False),
    )


def near_the_extremes(tolerance: sympy.Expr) -> dict[sympy.Symbol, sympy.Expr]:
    """h(a), h(b), g(e) within less than the tolerance of sup h, inf h and inf g."""
    return {
        h_a: h_0 + H_plus - tolerance + s,
        h_b: h_0 + H_minus + tolerance - t,
        g_e: g_0 + G_minus + tolerance - t,
    }
