r"""Theorem A, part A1: too dense."""

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
from sparsity_theory.notation import H_minus, H_plus, d, kappa, r, s
from sparsity_theory.proving.propositions import Equal, Positive
from sparsity_theory.statements.theorem_4.separable import g_0, h_0, h_a, h_b, loss, sum_over_rows
from sparsity_theory.statements.theorem_a.conditions import (
    DENSE_LOSS,
    DIMENSIONS,
    RANGES,
    SPARSE_LOSS,
    attained,
)


def _derive_a1(parts: Parts) -> Report:
    sparse, dense, gap = parts["sparse_loss"], parts["dense_loss"], parts["gap"]
    enough = h_0 + (r + 1) * (h_b - h_0) / r + s
    rises = r * (h_a - h_0) - (r + 1) * (h_b - h_0)
    return Report(
        (
            sum_over_rows("The sparse exact code: $r$ rows of power $a$.", sparse, g_0, r, h_a),
            sum_over_rows("The dense exact code: $r+1$ rows of power $b$.", dense, g_0, r + 1, h_b),
            attained(gap, parts["tolerance"], parts["advantage"], sparse - dense),
            Step(
                "If $H^+ = \\infty$ (any $b$), or $H^- = -\\infty$ (any $a$), some $a$, $b$ have"
                " $r(h(a)-h(0)) > (r+1)(h(b)-h(0))$ too, and that suffices.",
                Positive(sympy.factor((sparse - dense).subs(h_a, enough))),
                "with slack $s>0$ the difference is positive",
                shown=sparse - dense,
            ),
            Step(
                "The comparison does not involve $g$, so one instance serves every $g$; its codes"
                " are the unique exact ones of the instance family with powers $p=a$, $q=b$.",
                Equal(d * (sparse - dense), rises),
                "$g(0)$ cancels",
                shown=sympy.Eq(sympy.Symbol(r"d\,(L_{sparse} - L_{dense})"), rises, evaluate=False),
            ),
        )
    )


def _two_values(low: sympy.Expr, high: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Losses of the sparse and of the dense code at d=3, kappa=2, r=1, h(a)=high, h(b)=low."""
    values = {d: 3, kappa: 2, r: 1, h_0: 0, g_0: 0, h_a: high, h_b: low}
    return loss(g_0, r, h_a).subs(values), loss(g_0, r + 1, h_b).subs(values)


def _a1_example() -> Report:
    sparse, dense = _two_values(sympy.Rational(1, 10), sympy.Rational(9, 10))
    text = "$h(u)=u/(1+u)$, $r=1$: powers $a=9$ and $b=1/9$ give $0.9$ against $2\\cdot 0.1$."
    return Report((Step(text, Positive(sparse - dense), "exact", shown=sparse - dense),))


def _a1_l0() -> Report:
    """The l0 count has no gap: the dense code costs more at any powers."""
    sparse, dense = _two_values(sympy.S.One, sympy.S.One)
    text = "$h=1[u>0]$ has $rH^+ = r < r+1 = (r+1)H^-$: the dense code costs more at all powers."
    return Report((Step(text, Positive(dense - sparse), "exact", shown=dense - sparse),))


_GAP = r * H_plus - (r + 1) * H_minus

CLAIM = Claim(
    id="theorem-a1",
    title="Too dense",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, part A1"),
    hypotheses=(DIMENSIONS, RANGES, "$[[gap]] > 0$ (or $H^+ = \\infty$, or $H^- = -\\infty$)"),
    conclusion=(
        "Some data and decoder family have optimal sparse representations, all of exactly $r$"
        " active rows, and each of them is strictly beaten by an exact reconstruction with"
        " $r+1$ active rows, for every $g$ at once."
    ),
    details=(
        r"There are $a, b > 0$ with $h(a) > h(0) + H^+ - \eta$ and $h(b) < h(0) + H^- + \eta$,"
        r" $\eta = [[tolerance]]$, for which the sparse loss $[[sparse_loss]]$ exceeds the dense"
        " loss $[[dense_loss]]$ by more than $[[advantage]]$."
    ),
    parts={
        "gap": _GAP,
        "tolerance": _GAP / (2 * (2 * r + 1)),
        "sparse_loss": SPARSE_LOSS,
        "dense_loss": DENSE_LOSS,
        "advantage": _GAP / (2 * d),
    },
    uses=("instance-family", "instance-family-connected"),
    divergence=(
        "Theorem 4 assumes bounded gradients; here only the ranges of $h$ matter, $g$ does not, and"
        " the parameter set may be $\\{0,1\\}$ or $[0,1]$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_a1, complete=True),),
    controls=(
        Control("gap with its sign flipped", {"gap": -_GAP}),
        Control("r for r+1", {"gap": r * H_plus - r * H_minus}),
        Control("dense code with r rows", {"dense_loss": loss(g_0, r, h_b)}),
        Control("twice the tolerance", {"tolerance": _GAP / (2 * r + 1)}),
        Control("advantage not halved", {"advantage": _GAP / d}),
        Control("sparse code without its inactive rows", {"sparse_loss": g_0 + r * h_a / d}),
    ),
    example=Witness("$h(u) = u/(1+u)$, $d=3$, $\\kappa=2$, $r=1$.", _a1_example),
    counterexamples=(Witness("The l0 count.", _a1_l0, drops="$rH^+ > (r+1)H^-$"),),
)
