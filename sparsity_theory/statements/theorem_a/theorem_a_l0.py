r"""Theorem A, consequence 3: only the l0 count serves all dimensions."""

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
from sparsity_theory.notation import c, d, r, s
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import h_0, h_a, h_b
from sparsity_theory.statements.theorem_a.conditions import excess
from sparsity_theory.statements.theorem_a.theorem_a import CODE_GAP

rise_b = sympy.Symbol(r"\varphi(b)", positive=True)


def _derive_l0(parts: Parts) -> Report:
    jump, further = parts["jump"], sympy.Symbol("q", nonnegative=True)
    threshold = parts["bad_r"]
    gap = (r + 1) * rise_b - r * (rise_b + s)
    error_short = d * (jump - s) - (d - 1) * jump
    return Report(
        (
            Step(
                "If two rises differ, $\\varphi(a) = \\varphi(b)+s$ with $s>0$ ($\\varphi ="
                " h-h(0)$), every $r$ from this number on fails: there the first number of Theorem"
                " A is not positive. So $\\varphi$ has one value $c$ on $u>0$.",
                All(
                    Equal(where(gap, r, threshold), 0),
                    NotNegative(-where(gap, r, threshold + further)),
                ),
                "zero at the bound, decreasing in $r$",
                shown=sympy.Ge(r, threshold, evaluate=False),
            ),
            Step(
                "That value is positive: the first number of Theorem A is then",
                All(Equal((r + 1) * jump - r * jump, c), Positive(jump)),
                "substitution",
                shown=jump,
            ),
            Step(
                "If $G^- \\ge c$, every $d > r$ (written $d = r+1+j$) has $dG^- > rc$.",
                Positive(sympy.expand((d * (jump + further) - r * jump).subs(d, r + 1 + excess))),
                "positive terms",
                shown=(d - r) * c,
            ),
            Step(
                "If $G^- = c - s$ with $s>0$ then $r=d-1$ fails from this $d$ on.",
                All(
                    Equal(where(error_short, d, parts["bad_d"]), 0),
                    NotNegative(-where(error_short, d, parts["bad_d"] + further)),
                ),
                "zero at the bound, decreasing in $d$",
                shown=sympy.Ge(d, parts["bad_d"], evaluate=False),
            ),
        )
    )


def _l0_all() -> Report:
    gap = CODE_GAP.subs({h_a: h_0 + c, h_b: h_0 + c})
    text = "$h = h(0)+c\\cdot1[u>0]$: the first number of Theorem A is $c>0$ at every $r$."
    return Report(
        (Step(text, All(Equal(gap, c), Positive(gap.expand())), "substitution", shown=gap),)
    )


def _almost_l0() -> Report:
    gap = ((r + 1) * 1 - r * sympy.Rational(11, 10)).subs(r, 10)
    text = (
        "A rise between 1 and 1.1 serves $r<10$ and fails to be strict at $r=10$ (values attained)."
    )
    return Report((Step(text, Equal(gap, 0), "exact", shown=gap),))


CLAIM = Claim(
    id="theorem-a-l0",
    title="Only the l0 count serves all dimensions",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 3"),
    hypotheses=("$g$ and $h$ are finite on $[0,\\infty)$",),
    conclusion=(
        r"$L_{g,h}$ guarantees optimal sparsity for all $d\ge\kappa>r>0$ if and only if $h ="
        r" h(0) + [[jump]]\cdot 1[u>0]$ with $[[jump]] > 0$, and $G^- \ge [[jump]]$."
    ),
    details=(
        r"If $h(a)-h(0) = \varphi(b)+s$ exceeds $h(b)-h(0)=\varphi(b)$, every $r \ge [[bad_r]]$"
        r" fails; if $G^- = c-s$, every $d\ge[[bad_d]]$ with $r=d-1$ fails."
    ),
    parts={"jump": c, "bad_r": rise_b / s, "bad_d": c / s},
    uses=("theorem-a",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions", _derive_l0, complete=True),),
    controls=(
        Control("negative jump", {"jump": -c}),
        Control("jump twice", {"jump": 2 * c}),
        Control("bad r inverted", {"bad_r": s / rise_b}),
        Control("bad r doubled", {"bad_r": 2 * rise_b / s}),
        Control("bad d inverted", {"bad_d": s / c}),
        Control("bad d one earlier", {"bad_d": c / s - 1}),
    ),
    example=Witness("The l0 count.", _l0_all),
    counterexamples=(
        Witness(
            "A range of one tenth.",
            _almost_l0,
            drops="the guarantee for all $r$, not only for small ones",
        ),
    ),
)
