r"""Theorem A as one criterion without suprema, and its boundary case."""

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
    Witness,
)
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, kappa, r
from sparsity_theory.proving.derivations import identity, positive, step
from sparsity_theory.proving.sums import sum_identity
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_a.a1_a2_a3 import DIMENSIONS, RANGES, excess

i = sympy.Symbol("i", integer=True, positive=True)
k = sympy.Symbol("k", integer=True, positive=True)
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
            step(
                "Only if: on the instance with sparse powers $a$ and $r+1$ dense powers $b$ the"
                " dense exact code loses exactly when the first number is positive.",
                sympy.Gt(codes, 0, evaluate=False),
                "it is $d$ times the difference of the losses",
                identity(d * (dense - sparse), codes),
            ),
            step(
                "Only if: on the instance scaled so that the zero code has error $e$ it loses"
                " exactly when the second number is positive.",
                sympy.Gt(errors, 0, evaluate=False),
                "it is $d$ times the difference of the losses",
                identity(d * (zero - sparse), errors),
            ),
            step(
                "If: with $a=b$ the first condition says that every rise $h(b)-h(0)$ is positive,"
                " so rows beyond the first $r+1$ only add to the loss.",
                codes.subs(h_a, h_b),
                "substitution",
                identity(codes.subs(h_a, h_b), h_b - h_0),
            ),
            step(
                "If: sum the first condition over all pairs of a row of the sparse code and one of"
                " $r+1$ rows of a denser one: the total rise of the denser code is larger. (No"
                " maximum or minimum over rows is taken.)",
                sympy.Eq(
                    sympy.Sum(pair, (i, 1, r), (k, 1, r + 1)),
                    r * (r + 1) * (rows_b - rows_a),
                    evaluate=False,
                ),
                "double sum, term by term",
                sum_identity(
                    sympy.Sum(pair, (i, 1, r), (k, 1, r + 1)),
                    r * (r + 1) * (rows_b - rows_a),
                    _SIZES,
                ),
            ),
            step(
                "If: sum the second condition over the rows of the sparse code: its total rise is"
                " less than $d(g(e)-g(0))$, and active rows of the imperfect point only add.",
                sympy.Eq(
                    sympy.Sum(single, (i, 1, r)), r * (d * (g_e - g_0) - rows_a), evaluate=False
                ),
                "sum, term by term",
                sum_identity(sympy.Sum(single, (i, 1, r)), r * (d * (g_e - g_0) - rows_a), _SIZES),
            ),
        )
    )


def _l0() -> Report:
    values = {h_0: 0, h_a: 1, h_b: 1, g_0: 0, g_e: 1, r: 2, d: 3}
    found = [positive(_CODES.subs(values)), positive(_ERRORS.subs(values))]
    return Report((step("The l0 pair at $d=\\kappa=3$, $r=2$.", _CODES, "exact", all_of(found)),))


def _full_dimension() -> Report:
    """With r = d allowed the l0 pair ties with the zero code."""
    values = {h_0: 0, h_a: 1, g_0: 0, g_e: 1, r: 3, d: 3}
    text = "At $r=d$ the l0 pair, sparsity itself, no longer passes: the zero code costs the same."
    return Report((step(text, _ERRORS, "exact", identity(_ERRORS.subs(values), 0)),))


_CODES = (r + 1) * (h_b - h_0) - r * (h_a - h_0)
_ERRORS = d * (g_e - g_0) - r * (h_a - h_0)

CRITERION = Claim(
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
    parts={"code_gap": _CODES, "error_gap": _ERRORS},
    uses=("instance-family", "theorem-a0", "theorem-a1", "theorem-a2", "theorem-a3"),
    divergence=(
        "The paper's Theorem 4 is the necessary half for bounded gradients; here the condition is"
        " necessary and sufficient. Suprema are not needed: see theorem-a1, -a2, -a3 and"
        " theorem-a-equality for the same in terms of $H^+$, $H^-$, $G^-$."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive, complete=True),),
    controls=(
        Control("r for r+1", {"code_gap": r * (h_b - h_0) - r * (h_a - h_0)}),
        Control("r+2 for r+1", {"code_gap": (r + 2) * (h_b - h_0) - r * (h_a - h_0)}),
        Control("code gap flipped", {"code_gap": -_CODES}),
        Control("h(0) forgotten", {"code_gap": (r + 1) * h_b - r * h_a}),
        Control("error gap without d", {"error_gap": (g_e - g_0) - r * (h_a - h_0)}),
        Control("error gap with r+1", {"error_gap": d * (g_e - g_0) - (r + 1) * (h_a - h_0)}),
    ),
    example=Witness("The l0 pair.", _l0),
    counterexamples=(Witness("$r = d$.", _full_dimension, drops="$d > r$"),),
)

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
            step(
                "Tie with denser codes: $r$ rows at $h(0)+H^+$ less $S$ in all against $r+1+j$ rows"
                " at $h(0)+H^-$ plus $T$ in all; the difference of the losses.",
                parts["dense_excess"],
                "substitution of the tie",
                identity(to_dense, parts["dense_excess"]),
            ),
            step(
                "Tie with imperfect points: $g(e) = g(0)+G^-+T$ and $j$ active rows.",
                parts["imperfect_excess"],
                "substitution of the tie",
                identity(to_imperfect, parts["imperfect_excess"]),
            ),
            step(
                "If the supremum is not attained then $S>0$, if the infimum is not, $T>0$: the"
                " sparse code is strictly better.",
                sympy.Gt(parts["dense_excess"], 0, evaluate=False),
                "sums of nonnegative terms with a positive one",
                all_of(_strict(parts[name]) for name in ("dense_excess", "imperfect_excess")),
            ),
            step(
                "If both are attained, $S=T=j=0$ is a tie, and nothing is guaranteed.",
                sympy.Eq(parts["dense_excess"], 0, evaluate=False),
                "substitution",
                all_of(
                    identity(parts[name].subs({S: 0, T: 0, excess: 0}), 0)
                    for name in ("dense_excess", "imperfect_excess")
                ),
            ),
            step(
                "In a tie with denser codes $H^- > 0$ by itself unless $h$ is constant on $u>0$"
                " (and then both are attained): $w = H^+-H^- > 0$ gives",
                sympy.Eq(H_minus, parts["least_rise"], evaluate=False),
                "solve the tie for $H^-$",
                all_of(
                    [
                        identity(solved[0] if solved else sympy.S.Zero, parts["least_rise"]),
                        positive(parts["least_rise"]),
                    ]
                ),
            ),
        )
    )


def _strict(expression: sympy.Expr) -> Verdict:
    """Positive as soon as S or T is, for H^- > 0."""
    cases = ({S: S_strict}, {T: T_strict})
    return all_of(positive(expression.subs({H_minus: low, **case})) for case in cases)


def _unattained() -> Report:
    """With h = (1+2u)/(1+u) on u > 0, h(0) = 0: rises between 1 and 2, both excluded; r = 1."""
    u, v = sympy.symbols("u v", positive=True)
    rise = (1 + 2 * u) / (1 + u)
    excess_of_two = sympy.factor(2 * rise - rise.subs(u, v))
    text = "$h(u) = (1+2u)/(1+u)$ on $u>0$, $h(0)=0$, $r=1$: $2h(b) > h(a)$ for all $a, b$."
    found = [identity(_TIE_H.subs({r: 1, H_minus: 1}), 2), positive(excess_of_two)]
    return Report((step(text, excess_of_two, "positive terms", all_of(found)),))


def _both_attained() -> Report:
    """With h = 1 on (0,1) and 2 from 1 on: the dense code with rises 1, 1 costs as much as 2."""
    values = {d: 3, kappa: 2, r: 1, h_0: 0, g_0: 0, h_a: 2, h_b: 1}
    tie = (loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)).subs(values)
    text = "$h=1$ on $(0,1)$ and $2$ on $[1,\\infty)$, $r=1$: $2\\cdot 1 = 1\\cdot 2$, a tie."
    return Report((step(text, tie, "exact", identity(tie, 0)),))


_TIE_H = (r + 1) * H_minus / r
_TIE_G = r * H_plus / d
_DENSE_EXCESS = (excess * H_minus + S + T) / d
_IMPERFECT_EXCESS = (excess * H_minus + S + d * T) / d

EQUALITY = Claim(
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
        " H^+-H^-$ is positive by itself."
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

CLAIMS = (CRITERION, EQUALITY)
