r"""Theorem A: which separable penalties guarantee optimal sparsity (an extension of the paper).

Suprema and infima need not be attained, so every step works with attained values within a
tolerance eta of them: h(a) > h(0) + H^+ - eta is written h(a) = h(0) + H^+ - eta + s with s > 0.
"""

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
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, e, kappa, r
from sparsity_theory.proving.derivations import identity, positive, step
from sparsity_theory.statements.theorem_4.separable import (
    Delta,
    eta,
    g_0,
    g_e,
    h_0,
    h_a,
    h_b,
    loss,
    near_the_extremes,
    s,
    sum_over_rows,
    t,
)

a = sympy.Symbol("a", positive=True)
excess = sympy.Symbol("j", integer=True, nonnegative=True)  # active rows beyond those needed

DIMENSIONS = "$d \\ge \\kappa > r > 0$ are integers; $g$ and $h$ are finite on $[0,\\infty)$"
RANGES = (
    "$H^+ = \\sup_{u>0} h(u) - h(0)$, $H^- = \\inf_{u>0} h(u) - h(0)$ and $G^- = \\inf_{u>0} g(u) -"
    " g(0)$, infinite values allowed"
)


def _attained(
    gap: sympy.Expr, tolerance: sympy.Expr, advantage: sympy.Expr, loss_gap: sympy.Expr
) -> Step:
    """Values within the tolerance of the extremes keep the advantage, whatever the gap > 0 is."""
    # the gap is linear in H^+, so H^+ is what makes it Delta
    supremum = (Delta - gap.subs(H_plus, 0)) / sympy.diff(gap, H_plus)
    value = loss_gap.subs(near_the_extremes(eta)).subs(eta, tolerance) - advantage
    return step(
        "Take attained values within less than $\\eta$ of the supremum and the infimum; the sparse"
        " code then costs more by at least the stated amount. (Gap $= \\Delta > 0$, slacks $s, t >"
        " 0$.)",
        sympy.Ge(sympy.Symbol("L_{sparse} - L_{other}"), advantage, evaluate=False),
        "after substitution a sum of positive terms",
        all_of(
            [
                positive(sympy.expand(value.subs(H_plus, supremum))),
                positive(sympy.factor(tolerance.subs(H_plus, supremum))),
                positive(sympy.factor(advantage.subs(H_plus, supremum))),
            ]
        ),
    )


def _derive_a1(parts: Parts) -> Report:
    sparse, dense, gap = parts["sparse_loss"], parts["dense_loss"], parts["gap"]
    enough = h_0 + (r + 1) * (h_b - h_0) / r + s
    rises = r * (h_a - h_0) - (r + 1) * (h_b - h_0)
    return Report(
        (
            sum_over_rows("The sparse exact code: $r$ rows of power $a$.", sparse, g_0, r, h_a),
            sum_over_rows("The dense exact code: $r+1$ rows of power $b$.", dense, g_0, r + 1, h_b),
            _attained(gap, parts["tolerance"], parts["advantage"], sparse - dense),
            step(
                "If $H^+ = \\infty$ (any $b$), or $H^- = -\\infty$ (any $a$), some $a$, $b$ have"
                " $r(h(a)-h(0)) > (r+1)(h(b)-h(0))$ too, and that suffices.",
                sparse - dense,
                "with slack $s>0$ the difference is positive",
                positive(sympy.factor((sparse - dense).subs(h_a, enough))),
            ),
            step(
                "The comparison does not involve $g$, so one instance serves every $g$; its codes"
                " are the unique exact ones of the instance family with powers $p=a$, $q=b$.",
                sympy.Eq(sympy.Symbol(r"d\,(L_{sparse} - L_{dense})"), rises, evaluate=False),
                "$g(0)$ cancels",
                identity(d * (sparse - dense), rises),
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
    return Report((step(text, sparse - dense, "exact", positive(sparse - dense)),))


def _a1_l0() -> Report:
    """The l0 count has no gap: the dense code costs more at any powers."""
    sparse, dense = _two_values(sympy.S.One, sympy.S.One)
    text = "$h=1[u>0]$ has $rH^+ = r < r+1 = (r+1)H^-$: the dense code costs more at all powers."
    return Report((step(text, dense - sparse, "exact", positive(dense - sparse)),))


_GAP_1 = r * H_plus - (r + 1) * H_minus
_SPARSE_LOSS = loss(g_0, r, h_a)
_DENSE_LOSS = loss(g_0, r + 1, h_b)

A1 = Claim(
    id="theorem-a1",
    title="Too dense",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, part A1"),
    hypotheses=(DIMENSIONS, RANGES, "$[[gap]] > 0$ (or $H^+ = \\infty$, or $H^- = -\\infty$)"),
    conclusion=(
        "Some data and decoder family have optimal sparse representations, all of exactly $r$"
        " active rows, and each of them is strictly beaten by an exact reconstruction with $r+1$"
        " active rows, for every $g$ at once: there are $a, b > 0$ with $h(a) > h(0) + H^+ - \\eta$"
        " and $h(b) < h(0) + H^- + \\eta$, $\\eta = [[tolerance]]$, for which the sparse loss"
        " $[[sparse_loss]]$ exceeds the dense loss $[[dense_loss]]$ by more than $[[advantage]]$."
    ),
    parts={
        "gap": _GAP_1,
        "tolerance": _GAP_1 / (2 * (2 * r + 1)),
        "sparse_loss": _SPARSE_LOSS,
        "dense_loss": _DENSE_LOSS,
        "advantage": _GAP_1 / (2 * d),
    },
    uses=("instance-family", "instance-family-connected"),
    divergence=(
        "Theorem 4 assumes bounded gradients; here only the ranges of $h$ matter, $g$ does not, and"
        " the parameter set may be $\\{0,1\\}$ or $[0,1]$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_a1, complete=True),),
    controls=(
        Control("gap with its sign flipped", {"gap": -_GAP_1}),
        Control("r for r+1", {"gap": r * H_plus - r * H_minus}),
        Control("dense code with r rows", {"dense_loss": loss(g_0, r, h_b)}),
        Control("twice the tolerance", {"tolerance": _GAP_1 / (2 * r + 1)}),
        Control("advantage not halved", {"advantage": _GAP_1 / d}),
        Control("sparse code without its inactive rows", {"sparse_loss": g_0 + r * h_a / d}),
    ),
    example=Witness("$h(u) = u/(1+u)$, $d=3$, $\\kappa=2$, $r=1$.", _a1_example),
    counterexamples=(Witness("The l0 count.", _a1_l0, drops="$rH^+ > (r+1)H^-$"),),
)


def _derive_a2(parts: Parts) -> Report:
    sparse, zero, gap = parts["sparse_loss"], parts["zero_loss"], parts["gap"]
    enough = h_0 + d * (g_e - g_0) / r + s
    return Report(
        (
            sum_over_rows("The sparse exact code: $r$ rows of power $a$.", sparse, g_0, r, h_a),
            sum_over_rows("The zero code, of error $e$.", zero, g_e, sympy.S.Zero, h_a),
            _attained(gap, parts["tolerance"], parts["advantage"], sparse - zero),
            step(
                "If $H^+ = \\infty$, or $G^- = -\\infty$, some $a$, $e$ have $r(h(a)-h(0)) >"
                " d(g(e)-g(0))$ too, and that suffices.",
                sparse - zero,
                "with slack $s>0$ the difference is positive",
                positive(sympy.factor((sparse - zero).subs(h_a, enough))),
            ),
            step(
                "The error of the zero code is free: multiplying data and decoders by $\\lambda$"
                " leaves exact codes as they are, and takes the error of $Z=0$, which is $ra/d$ on"
                " $x_k = z_k$, to $e$.",
                sympy.Eq(sympy.Symbol("lambda") ** 2, parts["scale"], evaluate=False),
                "the error is quadratic in the scale; the scale is positive",
                all_of(
                    [
                        identity(parts["scale"] * _zero_error(), e),
                        positive(parts["scale"].subs(e, t)),
                    ]
                ),
            ),
        )
    )


def _zero_error() -> sympy.Expr:
    """Error of Z = 0 for x_k = sqrt(a) y_k, k <= r: the r nonzero coordinates have power a."""
    k = sympy.Symbol("k", integer=True, positive=True)
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
    found = (_SPARSE_LOSS - _ZERO_LOSS).subs(values)
    text = "$g=h=u/(1+u)$, $d=3$, $r=1$: $a=1$, $e=1/9$ give $1/6$ against $1/10$."
    return Report((step(text, found, "exact", positive(found)),))


def _a2_l0() -> Report:
    values = {d: 3, kappa: 2, r: 2, h_0: 0, g_0: 0, h_a: 1, g_e: 1}
    found = (_ZERO_LOSS - _SPARSE_LOSS).subs(values)
    text = "$g=h=1[u>0]$ has $rH^+ = r < d = dG^-$: the zero code costs more."
    return Report((step(text, found, "exact", positive(found)),))


_GAP_2 = r * H_plus - d * G_minus
_ZERO_LOSS = loss(g_e, sympy.S.Zero, h_a)

A2 = Claim(
    id="theorem-a2",
    title="Imperfect reconstruction",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, part A2"),
    hypotheses=(DIMENSIONS, RANGES, "$[[gap]] > 0$ (or $H^+ = \\infty$, or $G^- = -\\infty$)"),
    conclusion=(
        "Some data and decoder family have optimal sparse representations of $r$ active rows, each"
        " strictly beaten by the code $Z=0$, which does not reconstruct: with $h(a) >"
        " h(0)+H^+-\\eta$, $g(e) < g(0)+G^-+\\eta$, $\\eta = [[tolerance]]$ and the data scaled by"
        " the root of $[[scale]]$, the sparse loss $[[sparse_loss]]$ exceeds $[[zero_loss]]$ by"
        " more than $[[advantage]]$."
    ),
    parts={
        "gap": _GAP_2,
        "tolerance": _GAP_2 / (2 * (r + d)),
        "sparse_loss": _SPARSE_LOSS,
        "zero_loss": _ZERO_LOSS,
        "advantage": _GAP_2 / (2 * d),
        "scale": d * e / (r * a),
    },
    uses=("instance-family",),
    divergence="The paper's Theorem 4 does not say which of its two failures occurs when.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_a2, complete=True),),
    controls=(
        Control("gap with its sign flipped", {"gap": -_GAP_2}),
        Control("r for d", {"gap": r * H_plus - r * G_minus}),
        Control("error penalty divided by d", {"zero_loss": loss(g_e / d, sympy.S.Zero, h_a)}),
        Control("twice the tolerance", {"tolerance": _GAP_2 / (r + d)}),
        Control("advantage not halved", {"advantage": _GAP_2 / d}),
        Control("scale without d", {"scale": e / (r * a)}),
    ),
    example=Witness("$g=h=u/(1+u)$, $d=3$, $\\kappa=2$, $r=1$.", _a2_example),
    counterexamples=(Witness("The l0 pair.", _a2_l0, drops="$rH^+ > dG^-$"),),
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
        return Report((step("The margins fix the ranges.", "", "linear system", Verdict.FAILS),))
    rows = r + 1 + excess
    sparse = parts["sparse_bound"].subs(extremes)
    dense = loss(g_0, rows, h_0 + H_minus).subs(extremes)
    imperfect = loss(g_0 + G_minus, excess, h_0 + H_minus).subs(extremes)
    by_dense, by_imperfect = parts["margin"]
    return Report(
        (
            step(
                "Both margins positive force $0 < H^- \\le H^+ < \\infty$: with $w = H^+-H^- \\ge"
                " 0$,",
                sympy.Eq(H_minus, extremes[H_minus], evaluate=False),
                "a sum of positive terms",
                positive(extremes[H_minus]),
            ),
            sum_over_rows(
                "A sparse exact code has $r$ active rows, each at most $h(0)+H^+$, so its loss is"
                " at most",
                parts["sparse_bound"],
                g_0,
                r,
                h_0 + H_plus,
            ),
            step(
                "An exact code that is not sparse has $m = r+1+j$ active rows, $j \\ge 0$, each at"
                " least $h(0)+H^-$; it costs more by at least the first margin over $d$.",
                sympy.Ge(sympy.Symbol("L - L_{sparse}"), by_dense, evaluate=False),
                "the difference is $jH^-/d \\ge 0$",
                positive(sympy.factor(dense - sparse - by_dense), strict=False),
            ),
            step(
                "An imperfect point has error penalty at least $g(0)+G^-$ and any number $j$ of"
                " active rows; it costs more by at least the second margin over $d$.",
                sympy.Ge(sympy.Symbol("L - L_{sparse}"), by_imperfect, evaluate=False),
                "the difference is $jH^-/d \\ge 0$",
                positive(sympy.factor(imperfect - sparse - by_imperfect), strict=False),
            ),
            step(
                "Both are attained in the limit, so the margin is the best possible: with $j=0$ and"
                " penalties at their extremes the differences are equal to it. A point with loss"
                " below $\\inf L + \\delta$ is thus an optimal sparse representation, since $\\inf"
                " L$ is at most the loss of a sparse code.",
                sympy.Eq(sympy.Symbol("delta"), sympy.Min(by_dense, by_imperfect), evaluate=False),
                "equality at $j=0$",
                all_of(
                    [
                        identity((dense - sparse).subs(excess, 0), by_dense),
                        identity((imperfect - sparse).subs(excess, 0), by_imperfect),
                    ]
                ),
            ),
        )
    )


def _a3_example() -> Report:
    extremes = {H_plus: 1, H_minus: 1, G_minus: 1, r: 2, d: 3}
    found = [positive(_DENSE_MARGIN.subs(extremes)), positive(_IMPERFECT_MARGIN.subs(extremes))]
    text = "$g=h=1[u>0]$ at $d=3$, $\\kappa=3$, $r=2$: both margins are 1."
    return Report((step(text, _DENSE_MARGIN, "exact", all_of(found)),))


def _a3_dropped(text: str, low: int, high: int, below: int) -> Report:
    """With a violated inequality a code that is not sparse costs less."""
    values = {d: 3, kappa: 2, r: 1, h_0: 0, g_0: 0, h_a: high, h_b: low, g_e: below}
    gain = [(_SPARSE_LOSS - other).subs(values) for other in (_DENSE_LOSS, _ZERO_LOSS)]
    best = max(gain)
    return Report((step(text, best, "exact", positive(best)),))


_DENSE_MARGIN = (r + 1) * H_minus - r * H_plus
_IMPERFECT_MARGIN = d * G_minus - r * H_plus


class Margin(tuple[sympy.Expr, sympy.Expr]):
    """The two lower bounds; typeset as their minimum."""

    def __str__(self) -> str:
        return str(sympy.latex(sympy.Min(*self)))


A3 = Claim(
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
        "On all data and all decoder families whose sparsest exact code has $r$ active rows every"
        " optimal sparse representation has loss at most $[[sparse_bound]]$ and strictly beats"
        " every other point, by at least $\\delta = [[margin]]$ over that bound; every point with"
        " $L < \\inf L + \\delta$ is an optimal sparse representation."
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

CLAIMS = (A1, A2, A3)
