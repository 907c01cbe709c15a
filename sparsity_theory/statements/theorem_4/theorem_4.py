r"""Theorem 4: bounded gradients never guarantee optimal sparsity."""

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
from sparsity_theory.notation import d, r, s
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive
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

C_h = sympy.Symbol("C_h", positive=True)
C_g = sympy.Symbol("C_g", positive=True)
delta = sympy.Symbol("delta", positive=True)
slack = sympy.Symbol("t", nonnegative=True)


def _derive(parts: Parts) -> Report:
    sparse, dense, zero = parts["sparse_loss"], parts["dense_loss"], parts["zero_loss"]
    power, error, advantage = parts["dense_power"], parts["small_error"], parts["advantage"]
    rise = {h_a: h_0 + delta}
    # mean value theorem: h(b) - h(0) <= C_h b and g(e) - g(0) <= C_g e, with slack
    tame_h = {**rise, h_b: h_0 + C_h * power - slack}
    tame_g = {**rise, g_e: g_0 + C_g * error - slack}
    fall = {h_a: h_0 - s, h_b: h_0 - s}
    return Report(
        (
            sum_over_rows("The sparse exact code: $r$ rows of power $a$.", sparse, g_0, r, h_a),
            sum_over_rows("The dense exact code: $r+1$ rows of power $b$.", dense, g_0, r + 1, h_b),
            sum_over_rows("The zero code, of error $e$.", zero, g_e, sympy.S.Zero, h_a),
            Step(
                "Suppose $h(a) = h(0)+\\delta$ with $\\delta>0$ for some $a$, and $|h'| \\le C_h$"
                " on $[0,\\infty)$. By the mean value theorem $h(b) = h(0) + C_h b - t$, $t \\ge"
                " 0$: at this $b$ the dense exact code is better by at least the advantage.",
                All(
                    NotNegative(sympy.expand((sparse - dense).subs(tame_h) - advantage)),
                    Positive(power),
                    Positive(advantage),
                ),
                "what is left is $(r+1)t/d \\ge 0$; the advantage is positive",
                shown=sympy.Eq(sympy.Symbol("b"), power, evaluate=False),
            ),
            Step(
                "If instead $|g'| \\le C_g$ (and $h$ is arbitrary), the same with the zero code, on"
                " data scaled so that its error is this $e$.",
                All(
                    NotNegative(sympy.expand((sparse - zero).subs(tame_g) - advantage)),
                    Positive(error),
                ),
                "what is left is $t \\ge 0$",
                shown=sympy.Eq(sympy.Symbol("e"), error, evaluate=False),
            ),
            Step(
                "If $h$ never exceeds $h(0)$ it takes a value $h(a) = h(0)-s < h(0)$, since it is"
                " not constant: with all powers $a$ the dense exact code is better whatever $g$ is."
                " In each case the optimal sparse representation, which is unique on the instance,"
                " is strictly beaten, so a minimiser is imperfect or has more than $r$ active"
                " rows.",
                All(
                    Equal(where(sparse - dense, fall), parts["advantage_below"]),
                    Positive(parts["advantage_below"]),
                ),
                "substitution",
                shown=sparse - dense,
            ),
        )
    )


def _example() -> Report:
    values = {d: 3, r: 1, delta: sympy.Rational(1, 2), C_h: 1}
    power = _POWER.subs(values)
    gain = (delta - 2 * power / (1 + power)).subs(values)
    text = "$h(u)=u/(1+u)$, $C_h = 1$, $a=1$, $r=1$: $b=1/8$, and $h(1) - 2h(1/8) = 5/18$."
    found = All(Equal(power, sympy.Rational(1, 8)), Equal(gain, sympy.Rational(5, 18)))
    return Report((Step(text, found, "exact", shown=gain),))


def _constant() -> Report:
    """For constant h sparse and dense exact codes tie, and imperfect ones cost more."""
    flat = {h_a: h_0, h_b: h_0, g_e: g_0 + s}
    tie = Equal(where(_SPARSE - _DENSE, flat), 0)
    worse = Positive(sympy.expand((_ZERO - _SPARSE).subs(flat)))
    text = "$h$ constant, $g$ least at 0: the sparse code is among the minimisers, so (b) is false."
    return Report((Step(text, All(tie, worse), "substitution", shown=_SPARSE.subs(flat)),))


def _jumps() -> Report:
    """Without continuity at 0 the l0 pair, of derivative 0 on u > 0, never fails."""
    more = sympy.Symbol("j", integer=True, positive=True)
    l0 = {h_0: 0, g_0: 0, h_a: 1, h_b: 1, g_e: 1}
    dense = Positive(sympy.factor((_DENSE - _SPARSE).subs(l0)))
    zero = Positive(sympy.factor((_ZERO - _SPARSE).subs(l0).subs(d, r + more)))
    text = (
        "$g=h=1[u>0]$ has derivative 0 on $(0,\\infty)$; both alternatives cost more, for all $d >"
        " r$ (written $d = r + j$)."
    )
    return Report((Step(text, All(dense, zero), "positive terms", shown=sympy.Eq(g_e, h_a)),))


_SPARSE = loss(g_0, r, h_a)
_DENSE = loss(g_0, r + 1, h_b)
_ZERO = loss(g_e, sympy.S.Zero, h_a)
_POWER = r * delta / (2 * (r + 1) * C_h)

CLAIM = Claim(
    id="theorem-4",
    title="Bounded gradients do not guarantee optimal sparsity",
    mark=Mark.PAPER,
    source=Source(PAPER, "Theorem 4"),
    hypotheses=(
        "$d \\ge \\kappa > r > 0$ are integers; $g$ and $h$ are finite on $[0,\\infty)$",
        "$h$ is not constant",
        (
            "$h$ or $g$ has a bounded gradient on $[0,\\infty)$, the right derivative at 0"
            " included, so that it is continuous at 0: $|h'| \\le C_h$ or $|g'| \\le C_g$"
        ),
    ),
    conclusion=(
        "There are data and a decoder family for which (a) zero error is possible with exactly"
        r" $r$ active rows, and (b) every minimiser of $L_{g,h}$ over $\Theta$ and all encoders"
        " is imperfect or has more than $r$ active rows; indeed each optimal sparse"
        " representation is strictly beaten."
    ),
    details=(
        r"If $h(a) = h(0)+\delta$ with $\delta > 0$, the loss $[[sparse_loss]]$ of an optimal"
        " sparse representation exceeds, by at least $[[advantage]]$, that of the exact code"
        " with $r+1$ rows of power $b = [[dense_power]]$ (bounded $h'$), $[[dense_loss]]$, or"
        " that of the zero code with error $e = [[small_error]]$ (bounded $g'$),"
        " $[[zero_loss]]$. If $h(a) = h(0)-s$, $s>0$, and $b=a$ it exceeds the dense loss by"
        " $[[advantage_below]]$, for every $g$."
    ),
    corrects=(
        "As the paper words it the theorem is false: for constant $h$ every exact code is a"
        r" minimiser, and penalties that jump at 0 have bounded gradients on $(0,\infty)$ and"
        " never fail. The statement excludes both."
    ),
    parts={
        "sparse_loss": _SPARSE,
        "dense_loss": _DENSE,
        "zero_loss": _ZERO,
        "dense_power": _POWER,
        "small_error": r * delta / (2 * d * C_g),
        "advantage": r * delta / (2 * d),
        "advantage_below": s / d,
    },
    uses=("instance-family", "theorem-a1", "theorem-a2"),
    divergence=(
        "Two hypotheses that the paper leaves unsaid: $h$ is not constant, and the gradient is"
        " bounded at 0 too, so that there is no jump. One of the two penalties suffices, where the"
        " paper asks it of both. Part (b) has the stronger form that every optimal sparse"
        " representation is strictly beaten. The paper's further sentence, that even arbitrary"
        " objectives based on autoencoders need infinite gradients, is false for one known $r$"
        " (theorem-f1) and true once one objective serves two values of $r$ (theorem-f2)."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions, n, penalties", _derive, complete=True),),
    controls=(
        Control("sparse code with r+1 rows", {"sparse_loss": loss(g_0, r + 1, h_a)}),
        Control("dense power too large", {"dense_power": 3 * r * delta / (2 * (r + 1) * C_h)}),
        Control("dense code with r rows", {"dense_loss": loss(g_0, r, h_b)}),
        Control("error too large", {"small_error": 3 * r * delta / (2 * d * C_g)}),
        Control("advantage not divided by d", {"advantage": r * delta / 2}),
        Control("advantage of the wrong sign", {"advantage": -r * delta / (2 * d)}),
        Control("zero code charged for its rows", {"zero_loss": loss(g_e, r, h_a)}),
        Control("advantage below of the wrong sign", {"advantage_below": -s / d}),
    ),
    example=Witness("$h(u)=u/(1+u)$, any $g$, $d=3$, $r=1$.", _example),
    counterexamples=(
        Witness("Constant $h$.", _constant, drops="$h$ is not constant"),
        Witness("The l0 pair.", _jumps, drops="continuity at 0"),
    ),
)
