r"""The boundary case of Theorem A."""

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
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, kappa, r, u
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_a.conditions import DIMENSIONS, RANGES, excess

low = sympy.Symbol("H^-", positive=True)
S = sympy.Symbol("S", nonnegative=True)  # what the sparse rows stay below the supremum, in sum
T = sympy.Symbol("T", nonnegative=True)  # what the other rows, or g(e), stay above the infimum
S_strict = sympy.Symbol("S", positive=True)
T_strict = sympy.Symbol("T", positive=True)
width = sympy.Symbol("w", positive=True)


def _derive_equality(parts: Parts) -> Report:
    high, error = parts["tie_H_plus"], parts["tie_G_minus"]
    sparse = g_0 + (kappa * h_0 + r * H_plus - S) / d
    dense = g_0 + (kappa * h_0 + (r + 1 + excess) * H_minus + T) / d
    imperfect = g_0 + G_minus + T + (kappa * h_0 + excess * H_minus) / d
    to_dense = (dense - sparse).subs(H_plus, high)
    to_imperfect = (imperfect - sparse).subs(G_minus, error)
    solved = sympy.solve(high - H_minus - width, H_minus)
    return Report(
        (
            Step(
                "Tie with denser codes: $r$ rows at $h(0)+H^+$ less $S$ in all against $r+1+j$ rows"
                " at $h(0)+H^-$ plus $T$ in all; the difference of the losses.",
                Equal(to_dense, parts["dense_excess"]),
                "substitution of the tie",
                shown=parts["dense_excess"],
            ),
            Step(
                "Tie with imperfect points: $g(e) = g(0)+G^-+T$ and $j$ active rows.",
                Equal(to_imperfect, parts["imperfect_excess"]),
                "substitution of the tie",
                shown=parts["imperfect_excess"],
            ),
            Step(
                "If the supremum is not attained then $S>0$, if the infimum is not, $T>0$: the"
                " sparse code is strictly better.",
                All(*(_strict(parts[name]) for name in ("dense_excess", "imperfect_excess"))),
                "sums of nonnegative terms with a positive one",
                shown=sympy.Gt(parts["dense_excess"], 0, evaluate=False),
            ),
            Step(
                "If both are attained, $S=T=j=0$ is a tie, and nothing is guaranteed.",
                All(
                    *(
                        Equal(where(parts[name], {S: 0, T: 0, excess: 0}), 0)
                        for name in ("dense_excess", "imperfect_excess")
                    )
                ),
                "substitution",
                shown=sympy.Eq(parts["dense_excess"], 0, evaluate=False),
            ),
            Step(
                "In a tie with denser codes $H^- > 0$ by itself unless $h$ is constant on $u>0$"
                " (and then both are attained): $w = H^+-H^- > 0$ gives",
                All(
                    Equal(solved[0] if solved else sympy.S.Zero, parts["least_rise"]),
                    Positive(parts["least_rise"]),
                ),
                "solve the tie for $H^-$",
                shown=sympy.Eq(H_minus, parts["least_rise"], evaluate=False),
            ),
        )
    )


def _strict(expression: sympy.Expr) -> Proposition:
    """Positive as soon as S or T is, for H^- > 0."""
    cases = ({S: S_strict}, {T: T_strict})
    return All(*(Positive(where(expression, {H_minus: low, **case})) for case in cases))


def _unattained() -> Report:
    """With h = (1+2u)/(1+u) on u > 0, h(0) = 0: rises between 1 and 2, both excluded; r = 1."""
    v = sympy.Symbol("v", positive=True)
    rise = (1 + 2 * u) / (1 + u)
    excess_of_two = sympy.factor(2 * rise - rise.subs(u, v))
    text = "$h(u) = (1+2u)/(1+u)$ on $u>0$, $h(0)=0$, $r=1$: $2h(b) > h(a)$ for all $a, b$."
    found = [Equal(where(_TIE_H, {r: 1, H_minus: 1}), 2), Positive(excess_of_two)]
    return Report((Step(text, All(*found), "positive terms", shown=excess_of_two),))


def _both_attained() -> Report:
    """With h = 1 on (0,1) and 2 from 1 on: the dense code with rises 1, 1 costs as much as 2."""
    values = {d: 3, kappa: 2, r: 1, h_0: 0, g_0: 0, h_a: 2, h_b: 1}
    tie = (loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)).subs(values)
    text = "$h=1$ on $(0,1)$ and $2$ on $[1,\\infty)$, $r=1$: $2\\cdot 1 = 1\\cdot 2$, a tie."
    return Report((Step(text, Equal(tie, 0), "exact", shown=tie),))


_TIE_H = (r + 1) * H_minus / r
_TIE_G = r * H_plus / d
_DENSE_EXCESS = (excess * H_minus + S + T) / d
_IMPERFECT_EXCESS = (excess * H_minus + S + d * T) / d

CLAIM = Claim(
    id="theorem-a-equality",
    title="The boundary case of Theorem A",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, equality"),
    hypotheses=(DIMENSIONS, RANGES),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity at $(d,\\kappa,r)$ if and only if both: $rH^+ <"
        " (r+1)H^-$, or $H^+ = [[tie_H_plus]]$ is finite and the supremum or the infimum of $h$ is"
        " not attained on $u>0$; and $rH^+ < dG^-$, or $G^- = [[tie_G_minus]]$ is finite and the"
        " supremum of $h$ or the infimum of $g$ is not attained. In a tie the other points cost"
        " more by $[[dense_excess]]$ and by $[[imperfect_excess]]$, where $S, T, j \\ge 0$ and"
        " $S=0$ or $T=0$ only if the extreme is attained; and $H^- = [[least_rise]]$ with $w ="
        " H^+-H^-$ is positive by itself unless $h$ is constant on $u>0$."
    ),
    parts={
        "tie_H_plus": _TIE_H,
        "tie_G_minus": _TIE_G,
        "dense_excess": _DENSE_EXCESS,
        "imperfect_excess": _IMPERFECT_EXCESS,
        "least_rise": r * width,
    },
    uses=("theorem-a", "theorem-a1", "theorem-a2", "theorem-a3"),
    divergence="Not in the paper.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_equality, complete=True),
    ),
    controls=(
        Control("tie upside down", {"tie_H_plus": r * H_minus / (r + 1)}),
        Control("tie of the error without d", {"tie_G_minus": r * H_plus}),
        Control("extra rows forgotten", {"dense_excess": (S + T) / d}),
        Control("slack with the wrong sign", {"dense_excess": (excess * H_minus - S + T) / d}),
        Control("error slack divided by d", {"imperfect_excess": (excess * H_minus + S + T) / d}),
        Control("least rise with r+1", {"least_rise": (r + 1) * width}),
    ),
    example=Witness("$h=(1+2u)/(1+u)$ on $u>0$, $h(0)=0$, $r=1$.", _unattained),
    counterexamples=(
        Witness("Two values, both attained.", _both_attained, drops="an extreme is not attained"),
    ),
)
