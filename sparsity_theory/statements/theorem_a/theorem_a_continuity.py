r"""Theorem A, consequence 1: both penalties must jump at zero."""

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
from sparsity_theory.notation import d, r
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss, t
from sparsity_theory.statements.theorem_a.conditions import DIMENSIONS
from sparsity_theory.statements.theorem_a.theorem_a import CODE_GAP, ERROR_GAP

delta = sympy.Symbol("delta", positive=True)


def _derive_continuity(parts: Parts) -> Report:
    codes, errors = parts["code_gap"], parts["error_gap"]
    rise, fall = {h_a: h_0 + delta}, {h_a: h_0 - delta, h_b: h_0 - delta}
    return Report(
        (
            Step(
                "The two numbers of Theorem A are $d$ times differences of losses.",
                All(
                    Equal(d * (loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)), codes),
                    Equal(d * (loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a)), errors),
                ),
                "eq. (7) on the instances",
                shown=codes,
            ),
            Step(
                "If $h(a) = h(0)-\\delta$ for some $a$, $\\delta>0$: $r+1$ rows of power $a$ beat"
                " $r$ of them, whatever $g$ is, and whether $h$ is continuous or not.",
                Positive(-where(codes, fall)),
                "negative",
                shown=codes.subs(fall),
            ),
            Step(
                "If $h(a) = h(0)+\\delta$ and $\\liminf_{u\\downarrow 0} h \\le h(0)$, some $b$ has"
                " $h(b) < h(0) + \\omega$ with this $\\omega$.",
                All(
                    Positive(
                        -sympy.expand(codes.subs({**rise, h_b: h_0 + parts["code_tolerance"] - t}))
                    ),
                    Positive(parts["code_tolerance"]),
                    Equal(where(codes, {**rise, h_b: h_0 + parts["code_tolerance"]}), 0),
                ),
                "negative with slack $t>0$, and 0 without: no larger tolerance would do",
                shown=parts["code_tolerance"],
            ),
            Step(
                "If $h(a) = h(0)+\\delta$ and $G^- \\le 0$, some $e$ has $g(e) < g(0) + \\omega$"
                " with this $\\omega$: the zero code wins.",
                All(
                    Positive(
                        -sympy.expand(
                            errors.subs({**rise, g_e: g_0 + parts["error_tolerance"] - t})
                        )
                    ),
                    Positive(parts["error_tolerance"]),
                    Equal(where(errors, {**rise, g_e: g_0 + parts["error_tolerance"]}), 0),
                ),
                "negative with slack $t>0$, and 0 without: no larger tolerance would do",
                shown=parts["error_tolerance"],
            ),
        )
    )


def _square_root() -> Report:
    gap = CODE_GAP.subs({h_0: 0, h_a: 1, h_b: sympy.Rational(1, 10), r: 1})
    text = "$h=\\sqrt u$ is continuous at 0: $a=1$, $b=1/100$, $r=1$."
    return Report((Step(text, Positive(-gap), "exact", shown=gap),))


def _constant_h() -> Report:
    tie = CODE_GAP.subs({h_a: h_0, h_b: h_0})
    text = "$h$ constant: sparse and dense exact codes tie, none is strictly beaten."
    return Report((Step(text, Equal(tie, 0), "substitution", shown=tie),))


def _jump() -> Report:
    values = {h_0: 0, h_a: 1, h_b: 1, g_0: 0, g_e: 1, r: 1, d: 3}
    found = [Positive(where(CODE_GAP, values)), Positive(where(ERROR_GAP, values))]
    text = "Both penalties jump ($g=h=1[u>0]$): nothing beats the sparse code."
    return Report((Step(text, All(*found), "exact", shown=CODE_GAP.subs(values)),))


CLAIM = Claim(
    id="theorem-a-continuity",
    title="Both penalties must jump at zero",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 1"),
    hypotheses=(
        DIMENSIONS,
        "$h$ is not constant",
        (
            "$\\liminf_{u \\downarrow 0} h(u) \\le h(0)$ (right-continuity suffices), or $G^- \\le"
            " 0$ (right-continuity of $g$ at 0 suffices)"
        ),
    ),
    conclusion=(
        r"Optimal sparsity is not guaranteed, for any $d \ge \kappa > r > 0$: on some instance"
        " every optimal sparse representation is strictly beaten."
    ),
    details=(
        r"With $h(a)=h(0)+\delta$: by $r+1$ rows with $h(b) < h(0)+[[code_tolerance]]$, or by"
        r" the zero code with $g(e) < g(0)+[[error_tolerance]]$; with $h(a)=h(0)-\delta$: by"
        " $r+1$ rows of power $a$. (The numbers that are negative then: $[[code_gap]]$,"
        " $[[error_gap]]$.)"
    ),
    parts={
        "code_gap": CODE_GAP,
        "error_gap": ERROR_GAP,
        "code_tolerance": r * delta / (r + 1),
        "error_tolerance": r * delta / d,
    },
    uses=("theorem-a",),
    divergence="Theorem 4 asks bounded gradients; continuity of either penalty at 0 is enough.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_continuity, complete=True),
    ),
    controls=(
        Control("tolerance too large", {"code_tolerance": (r + 1) * delta / r}),
        Control("error tolerance without d", {"error_tolerance": r * delta}),
        Control("tolerance of the wrong sign", {"code_tolerance": -r * delta / (r + 1)}),
        Control("dense code with r rows", {"code_gap": r * (h_b - h_a)}),
        Control("error gap without d", {"error_gap": g_e - g_0 - r * (h_a - h_0)}),
        Control("code gap flipped", {"code_gap": -CODE_GAP}),
    ),
    example=Witness("$\\sqrt u$.", _square_root),
    counterexamples=(
        Witness("Constant $h$.", _constant_h, drops="$h$ is not constant"),
        Witness("The l0 pair.", _jump, drops="continuity at 0 of $h$ or of $g$"),
    ),
)
