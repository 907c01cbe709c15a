r"""Theorem A as one criterion without suprema."""

from __future__ import annotations

import sympy

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
from sparsity_theory.notation import d, i, k, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_a.conditions import DIMENSIONS

phi_a = sympy.IndexedBase("phi_a", real=True)  # rises h(a_i) - h(0) of the sparse code's rows
phi_b = sympy.IndexedBase("phi_b", real=True)  # rises of r+1 rows of a denser code
_SIZES = {r: 2, d: 5, kappa: 4}


def _derive(parts: Parts) -> Report:
    codes, errors = parts["code_gap"], parts["error_gap"]
    sparse, dense, zero = loss(g_0, r, h_a), loss(g_0, r + 1, h_b), loss(g_e, sympy.S.Zero, h_a)
    rows_a, rows_b = sympy.Sum(phi_a[i], (i, 1, r)), sympy.Sum(phi_b[k], (k, 1, r + 1))
    pair = codes.subs({h_a: h_0 + phi_a[i], h_b: h_0 + phi_b[k]})
    single = errors.subs(h_a, h_0 + phi_a[i])
    return Report(
        (
            Step(
                "Only if: on the instance with sparse powers $a$ and $r+1$ dense powers $b$ the"
                " dense exact code loses exactly when the first number is positive.",
                Equal(d * (dense - sparse), codes),
                "it is $d$ times the difference of the losses",
                shown=sympy.Gt(codes, 0, evaluate=False),
            ),
            Step(
                "Only if: on the instance scaled so that the zero code has error $e$ it loses"
                " exactly when the second number is positive.",
                Equal(d * (zero - sparse), errors),
                "it is $d$ times the difference of the losses",
                shown=sympy.Gt(errors, 0, evaluate=False),
            ),
            Step(
                "If: with $a=b$ the first condition says that every rise $h(b)-h(0)$ is positive,"
                " so rows beyond the first $r+1$ only add to the loss.",
                Equal(where(codes, h_a, h_b), h_b - h_0),
                "substitution",
                shown=codes.subs(h_a, h_b),
            ),
            Step(
                "If: sum the first condition over all pairs of a row of the sparse code and one of"
                " $r+1$ rows of a denser one: the total rise of the denser code is larger. (No"
                " maximum or minimum over rows is taken.)",
                Equal(
                    sympy.Sum(pair, (i, 1, r), (k, 1, r + 1)),
                    r * (r + 1) * (rows_b - rows_a),
                    _SIZES,
                ),
                "double sum, term by term",
                shown=sympy.Eq(
                    sympy.Sum(pair, (i, 1, r), (k, 1, r + 1)),
                    r * (r + 1) * (rows_b - rows_a),
                    evaluate=False,
                ),
            ),
            Step(
                "If: sum the second condition over the rows of the sparse code: its total rise is"
                " less than $d(g(e)-g(0))$, and active rows of the imperfect point only add.",
                Equal(sympy.Sum(single, (i, 1, r)), r * (d * (g_e - g_0) - rows_a), _SIZES),
                "sum, term by term",
                shown=sympy.Eq(
                    sympy.Sum(single, (i, 1, r)), r * (d * (g_e - g_0) - rows_a), evaluate=False
                ),
            ),
        )
    )


def _l0() -> Report:
    values = {h_0: 0, h_a: 1, h_b: 1, g_0: 0, g_e: 1, r: 2, d: 3}
    found = [Positive(where(CODE_GAP, values)), Positive(where(ERROR_GAP, values))]
    return Report(
        (Step("The l0 pair at $d=\\kappa=3$, $r=2$.", All(*found), "exact", shown=CODE_GAP),)
    )


def _full_dimension() -> Report:
    """With r = d allowed the l0 pair ties with the zero code."""
    values = {h_0: 0, h_a: 1, g_0: 0, g_e: 1, r: 3, d: 3}
    text = "At $r=d$ the l0 pair, sparsity itself, no longer passes: the zero code costs the same."
    return Report((Step(text, Equal(where(ERROR_GAP, values), 0), "exact", shown=ERROR_GAP),))


CODE_GAP = (r + 1) * (h_b - h_0) - r * (h_a - h_0)
ERROR_GAP = d * (g_e - g_0) - r * (h_a - h_0)

CLAIM = Claim(
    id="theorem-a",
    title="The separable penalties that guarantee optimal sparsity",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A"),
    hypotheses=(
        DIMENSIONS,
        (
            "*guarantees*: on every data set and decoder family whose sparsest exact code has $r$"
            " active rows, every optimal sparse representation strictly beats every point that is"
            " not one"
        ),
    ),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity at $(d,\\kappa,r)$ if and only if $[[code_gap]] > 0$"
        " and $[[error_gap]] > 0$ for all $a, b, e > 0$."
    ),
    parts={"code_gap": CODE_GAP, "error_gap": ERROR_GAP},
    uses=("instance-family", "theorem-a0", "theorem-a1", "theorem-a2", "theorem-a3"),
    divergence=(
        "The paper's Theorem 4 is the necessary half for bounded gradients; here the condition is"
        " necessary and sufficient. Suprema are not needed: see theorem-a1, theorem-a2, theorem-a3"
        " and theorem-a-equality for the same in terms of $H^+$, $H^-$, $G^-$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive, complete=True),),
    controls=(
        Control("r for r+1", {"code_gap": r * (h_b - h_0) - r * (h_a - h_0)}),
        Control("r+2 for r+1", {"code_gap": (r + 2) * (h_b - h_0) - r * (h_a - h_0)}),
        Control("code gap flipped", {"code_gap": -CODE_GAP}),
        Control("h(0) forgotten", {"code_gap": (r + 1) * h_b - r * h_a}),
        Control("error gap without d", {"error_gap": (g_e - g_0) - r * (h_a - h_0)}),
        Control("error gap with r+1", {"error_gap": d * (g_e - g_0) - (r + 1) * (h_a - h_0)}),
    ),
    example=Witness("The l0 pair.", _l0),
    counterexamples=(Witness("$r = d$.", _full_dimension, drops="$d > r$"),),
)
