r"""Theorem A, part A3: a guarantee, with a margin."""

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
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, kappa, r
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive, Same
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import (
    g_0,
    g_e,
    h_0,
    h_a,
    h_b,
    loss,
    sum_over_rows,
)
from sparsity_theory.statements.theorem_a.conditions import (
    DENSE_LOSS,
    DIMENSIONS,
    RANGES,
    SPARSE_LOSS,
    ZERO_LOSS,
    excess,
)

# A3 in terms of its two margins: every pair of penalties that meets the hypotheses is of this form.
margin_1 = sympy.Symbol("m_1", positive=True)  # (r+1) H^- - r H^+
margin_2 = sympy.Symbol("m_2", positive=True)  # d G^- - r H^+
spread = sympy.Symbol("w", nonnegative=True)  # H^+ - H^-


def _by_margins(parts: Parts) -> dict[sympy.Symbol, sympy.Expr] | None:
    """H^+, H^-, G^- in terms of the two margins and H^+ - H^- >= 0."""
    unknown = (H_plus, H_minus, G_minus)
    equations = (
        parts["dense_margin"] - margin_1,
        parts["imperfect_margin"] - margin_2,
        H_plus - H_minus - spread,
    )
    solutions = sympy.solve(equations, unknown, dict=True)
    return solutions[0] if solutions and len(solutions[0]) == len(unknown) else None


def _derive_a3(parts: Parts) -> Report:
    extremes = _by_margins(parts)
    if extremes is None:
        return Report(
            (Step("The margins fix the ranges.", Same("solutions found", 0, 1), "linear system"),)
        )
    rows = r + 1 + excess
    sparse = parts["sparse_bound"].subs(extremes)
    dense = loss(g_0, rows, h_0 + H_minus).subs(extremes)
    imperfect = loss(g_0 + G_minus, excess, h_0 + H_minus).subs(extremes)
    by_dense, by_imperfect = parts["margin"]
    return Report(
        (
            Step(
                "Both margins positive force $0 < H^- \\le H^+ < \\infty$: with $w = H^+-H^- \\ge"
                " 0$,",
                Positive(extremes[H_minus]),
                "a sum of positive terms",
                shown=sympy.Eq(H_minus, extremes[H_minus], evaluate=False),
            ),
            sum_over_rows(
                "A sparse exact code has $r$ active rows, each at most $h(0)+H^+$, so its loss is"
                " at most",
                parts["sparse_bound"],
                g_0,
                r,
                h_0 + H_plus,
            ),
            Step(
                "An exact code that is not sparse has $m = r+1+j$ active rows, $j \\ge 0$, each at"
                " least $h(0)+H^-$; it costs more by at least the first margin over $d$.",
                NotNegative(sympy.factor(dense - sparse - by_dense)),
                "the difference is $jH^-/d \\ge 0$",
                shown=sympy.Ge(sympy.Symbol("L - L_{sparse}"), by_dense, evaluate=False),
            ),
            Step(
                "An imperfect point has error penalty at least $g(0)+G^-$ and any number $j$ of"
                " active rows; it costs more by at least the second margin over $d$.",
                NotNegative(sympy.factor(imperfect - sparse - by_imperfect)),
                "the difference is $jH^-/d \\ge 0$",
                shown=sympy.Ge(sympy.Symbol("L - L_{sparse}"), by_imperfect, evaluate=False),
            ),
            Step(
                "Both are attained in the limit, so the margin is the best possible: with $j=0$ and"
                " penalties at their extremes the differences are equal to it. A point with loss"
                " below $\\inf L + \\delta$ is thus an optimal sparse representation, since $\\inf"
                " L$ is at most the loss of a sparse code.",
                All(
                    Equal(where(dense - sparse, excess, 0), by_dense),
                    Equal(where(imperfect - sparse, excess, 0), by_imperfect),
                ),
                "equality at $j=0$",
                shown=sympy.Eq(
                    sympy.Symbol("delta"), sympy.Min(by_dense, by_imperfect), evaluate=False
                ),
            ),
        )
    )


def _a3_example() -> Report:
    extremes = {H_plus: 1, H_minus: 1, G_minus: 1, r: 2, d: 3}
    found = [Positive(where(_DENSE_MARGIN, extremes)), Positive(where(_IMPERFECT_MARGIN, extremes))]
    text = "$g=h=1[u>0]$ at $d=3$, $\\kappa=3$, $r=2$: both margins are 1."
    return Report((Step(text, All(*found), "exact", shown=_DENSE_MARGIN),))


def _a3_dropped(text: str, low: int, high: int, below: int) -> Report:
    """With a violated inequality a code that is not sparse costs less."""
    values = {d: 3, kappa: 2, r: 1, h_0: 0, g_0: 0, h_a: high, h_b: low, g_e: below}
    gain = [(SPARSE_LOSS - other).subs(values) for other in (DENSE_LOSS, ZERO_LOSS)]
    best = max(gain)
    return Report((Step(text, Positive(best), "exact", shown=best),))


_DENSE_MARGIN = (r + 1) * H_minus - r * H_plus
_IMPERFECT_MARGIN = d * G_minus - r * H_plus


class Margin(tuple[sympy.Expr, sympy.Expr]):
    """The two lower bounds; typeset as their minimum."""

    def __str__(self) -> str:
        return str(sympy.latex(sympy.Min(*self)))


CLAIM = Claim(
    id="theorem-a3",
    title="Guarantee, with a margin",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, part A3"),
    hypotheses=(
        DIMENSIONS,
        RANGES,
        "$m_1 = [[dense_margin]] > 0$",
        "$m_2 = [[imperfect_margin]] > 0$",
    ),
    conclusion=(
        "On all data and all decoder families whose sparsest exact code has $r$ active rows"
        " every optimal sparse representation strictly beats every other point, by at least"
        r" $\delta = [[margin]]$; every point with $L < \inf L + \delta$ is an optimal sparse"
        " representation."
    ),
    details=(
        "Every optimal sparse representation has loss at most $[[sparse_bound]]$, and every"
        r" other point has at least $\delta$ more than that bound."
    ),
    parts={
        "dense_margin": _DENSE_MARGIN,
        "imperfect_margin": _IMPERFECT_MARGIN,
        "sparse_bound": loss(g_0, r, h_0 + H_plus),
        "margin": Margin((margin_1 / d, margin_2 / d)),
    },
    divergence="The paper has no sufficient condition.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_a3, complete=True),),
    controls=(
        Control("dense margin with r for r+1", {"dense_margin": r * H_minus - r * H_plus}),
        Control("imperfect margin without d", {"imperfect_margin": G_minus - r * H_plus}),
        Control("imperfect margin flipped", {"imperfect_margin": r * H_plus - d * G_minus}),
        Control("margin not divided by d", {"margin": Margin((margin_1, margin_2))}),
        Control("margin doubled", {"margin": Margin((2 * margin_1 / d, margin_2 / d))}),
        Control("sparse bound with the infimum", {"sparse_bound": loss(g_0, r, h_0 + H_minus)}),
        Control("dense margin with r+2", {"dense_margin": (r + 2) * H_minus - r * H_plus}),
    ),
    example=Witness("The l0 pair at $d=\\kappa=3$, $r=2$.", _a3_example),
    counterexamples=(
        Witness(
            "$h \\in \\{1, 3\\}$ on $u>0$, $g$ jumps by 5.",
            lambda: _a3_dropped("$r=1$: one row at 3 against two at 1.", 1, 3, 5),
            drops="$(r+1)H^- - rH^+ > 0$",
        ),
        Witness(
            "$h = 4 \\cdot 1[u>0]$, $g = 1[u>0]$, $d = 3$.",
            lambda: _a3_dropped("$r=1$: the zero code costs 1 against 4/3.", 4, 4, 1),
            drops="$dG^- - rH^+ > 0$",
        ),
    ),
)
