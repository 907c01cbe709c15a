r"""Theorem A, part A2: imperfect reconstruction."""

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
from sparsity_theory.notation import G_minus, H_plus, d, e, k, kappa, r, s
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import (
    g_0,
    g_e,
    h_0,
    h_a,
    loss,
    sum_over_rows,
    t,
)
from sparsity_theory.statements.theorem_a.conditions import (
    DIMENSIONS,
    RANGES,
    SPARSE_LOSS,
    ZERO_LOSS,
    attained,
)

a = sympy.Symbol("a", positive=True)


def _derive_a2(parts: Parts) -> Report:
    sparse, zero, gap = parts["sparse_loss"], parts["zero_loss"], parts["gap"]
    enough = h_0 + d * (g_e - g_0) / r + s
    return Report(
        (
            sum_over_rows("The sparse exact code: $r$ rows of power $a$.", sparse, g_0, r, h_a),
            sum_over_rows("The zero code, of error $e$.", zero, g_e, sympy.S.Zero, h_a),
            attained(gap, parts["tolerance"], parts["advantage"], sparse - zero),
            Step(
                "If $H^+ = \\infty$, or $G^- = -\\infty$, some $a$, $e$ have $r(h(a)-h(0)) >"
                " d(g(e)-g(0))$ too, and that suffices.",
                Positive(sympy.factor((sparse - zero).subs(h_a, enough))),
                "with slack $s>0$ the difference is positive",
                shown=sparse - zero,
            ),
            Step(
                "The error of the zero code is free: multiplying data and decoders by $\\lambda$"
                " leaves exact codes as they are, and takes the error of $Z=0$, which is $ra/d$ on"
                " $x_k = z_k$, to $e$.",
                All(
                    Equal(parts["scale"] * _zero_error(), e), Positive(where(parts["scale"], e, t))
                ),
                "the error is quadratic in the scale; the scale is positive",
                shown=sympy.Eq(sympy.Symbol("lambda") ** 2, parts["scale"], evaluate=False),
            ),
        )
    )


def _zero_error() -> sympy.Expr:
    """Error of Z = 0 for x_k = sqrt(a) y_k, k <= r: the r nonzero coordinates have power a."""
    return sympy.Sum(a, (k, 1, r)).doit() / d


def _a2_example() -> Report:
    values = {
        d: 3,
        kappa: 2,
        r: 1,
        h_0: 0,
        g_0: 0,
        h_a: sympy.Rational(1, 2),
        g_e: sympy.Rational(1, 10),
    }
    found = (SPARSE_LOSS - ZERO_LOSS).subs(values)
    text = "$g=h=u/(1+u)$, $d=3$, $r=1$: $a=1$, $e=1/9$ give $1/6$ against $1/10$."
    return Report((Step(text, Positive(found), "exact", shown=found),))


def _a2_l0() -> Report:
    values = {d: 3, kappa: 2, r: 2, h_0: 0, g_0: 0, h_a: 1, g_e: 1}
    found = (ZERO_LOSS - SPARSE_LOSS).subs(values)
    text = "$g=h=1[u>0]$ has $rH^+ = r < d = dG^-$: the zero code costs more."
    return Report((Step(text, Positive(found), "exact", shown=found),))


_GAP = r * H_plus - d * G_minus

CLAIM = Claim(
    id="theorem-a2",
    title="Imperfect reconstruction",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, part A2"),
    hypotheses=(DIMENSIONS, RANGES, "$[[gap]] > 0$ (or $H^+ = \\infty$, or $G^- = -\\infty$)"),
    conclusion=(
        "Some data and decoder family have optimal sparse representations of $r$ active rows,"
        " each strictly beaten by the code $Z=0$, which does not reconstruct."
    ),
    details=(
        r"With $h(a) > h(0)+H^+-\eta$, $g(e) < g(0)+G^-+\eta$, $\eta = [[tolerance]]$ and the"
        " data scaled by the root of $[[scale]]$, the sparse loss $[[sparse_loss]]$ exceeds"
        " $[[zero_loss]]$ by more than $[[advantage]]$."
    ),
    parts={
        "gap": _GAP,
        "tolerance": _GAP / (2 * (r + d)),
        "sparse_loss": SPARSE_LOSS,
        "zero_loss": ZERO_LOSS,
        "advantage": _GAP / (2 * d),
        "scale": d * e / (r * a),
    },
    uses=("instance-family",),
    divergence="The paper's Theorem 4 does not say which of its two failures occurs when.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_a2, complete=True),),
    controls=(
        Control("sparse code with r+1 rows", {"sparse_loss": loss(g_0, r + 1, h_a)}),
        Control("gap with its sign flipped", {"gap": -_GAP}),
        Control("r for d", {"gap": r * H_plus - r * G_minus}),
        Control("error penalty divided by d", {"zero_loss": loss(g_e / d, sympy.S.Zero, h_a)}),
        Control("twice the tolerance", {"tolerance": _GAP / (r + d)}),
        Control("advantage not halved", {"advantage": _GAP / d}),
        Control("scale without d", {"scale": e / (r * a)}),
    ),
    example=Witness("$g=h=u/(1+u)$, $d=3$, $\\kappa=2$, $r=1$.", _a2_example),
    counterexamples=(Witness("The l0 pair.", _a2_l0, drops="$rH^+ > dG^-$"),),
)
