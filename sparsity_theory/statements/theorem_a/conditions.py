r"""What Theorem A and its parts share: their hypotheses, and the losses that they compare.

Suprema and infima need not be attained, so every step works with attained values within a
tolerance eta of them: h(a) > h(0) + H^+ - eta is written h(a) = h(0) + H^+ - eta + s with s > 0.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    Step,
)
from sparsity_theory.notation import H_plus, r
from sparsity_theory.proving.propositions import All, Positive
from sparsity_theory.statements.theorem_4.separable import (
    Delta,
    eta,
    g_0,
    g_e,
    h_a,
    h_b,
    loss,
    near_the_extremes,
)

excess = sympy.Symbol("j", integer=True, nonnegative=True)  # active rows beyond those needed

DIMENSIONS = "$d \\ge \\kappa > r > 0$ are integers; $g$ and $h$ are finite on $[0,\\infty)$"
RANGES = (
    "$H^+ = \\sup_{u>0} h(u) - h(0)$, $H^- = \\inf_{u>0} h(u) - h(0)$ and $G^- = \\inf_{u>0} g(u) -"
    " g(0)$, infinite values allowed"
)


def attained(
    gap: sympy.Expr, tolerance: sympy.Expr, advantage: sympy.Expr, loss_gap: sympy.Expr
) -> Step:
    """Values within the tolerance of the extremes keep the advantage, whatever the gap > 0 is."""
    # the gap is linear in H^+, so H^+ is what makes it Delta
    supremum = (Delta - gap.subs(H_plus, 0)) / sympy.diff(gap, H_plus)
    value = loss_gap.subs(near_the_extremes(eta)).subs(eta, tolerance) - advantage
    return Step(
        "Take attained values within less than $\\eta$ of the supremum and the infimum; the sparse"
        " code then costs more by at least the stated amount. (Gap $= \\Delta > 0$, slacks $s, t >"
        " 0$.)",
        All(
            Positive(sympy.expand(value.subs(H_plus, supremum))),
            Positive(sympy.factor(tolerance.subs(H_plus, supremum))),
            Positive(sympy.factor(advantage.subs(H_plus, supremum))),
        ),
        "after substitution a sum of positive terms",
        shown=sympy.Ge(sympy.Symbol("L_{sparse} - L_{other}"), advantage, evaluate=False),
    )


SPARSE_LOSS = loss(g_0, r, h_a)
DENSE_LOSS = loss(g_0, r + 1, h_b)
ZERO_LOSS = loss(g_e, sympy.S.Zero, h_a)
