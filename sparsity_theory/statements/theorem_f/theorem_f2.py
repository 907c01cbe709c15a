r"""Theorem F2: an objective that serves two ranks jumps at every sparse exact code."""

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

more = sympy.Symbol("j", integer=True, positive=True)  # r' - r
sparse = sympy.Symbol(r"\Psi_r", real=True)
first_rise, second_rise = sympy.symbols("a b", positive=True)


def _derive(parts: Parts) -> Report:
    limit = sparse + first_rise + second_rise
    return Report(
        (
            Step(
                r"Let $q$ have $r' = r + j$ active rows and $q'$, near $p$, have $r'+1$. The"
                r" guarantee at"
                r" $r$ gives $\Psi(0,q) = \Psi(0,p) + a$ with $a > 0$, that at $r'$ gives"
                r" $\Psi(0,q') ="
                r" \Psi(0,q) + b$ with $b > 0$. So the jump at $p$ is at least $a$, whatever $b$"
                r" is.",
                All(
                    Positive(limit - sparse - first_rise),
                    Equal(where(limit, second_rise, 0) - sparse, parts["jump"]),
                    Positive(parts["jump"]),
                ),
                r"$q'$ comes arbitrarily near $p$, as $r'+1 \le \kappa$ rows can be positive",
            ),
        )
    )


def _example() -> Report:
    """The l0 pair serves all ranks: a = j/d."""
    return Report(
        (
            Step(
                r"The $\ell_0$ pair, $1[e>0]$ plus the number of active rows over $d$: $a = j/d$.",
                Equal((r + more) / d - r / d, more / d),
                "exact",
            ),
        )
    )


_TWO = r"$\Psi$ guarantees optimal sparsity at two ranks $r < r' < \kappa \le d$"

CLAIM = Claim(
    id="theorem-f2",
    title="Two ranks: a jump at every sparse exact code",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem F2"),
    hypotheses=(
        _TWO,
        r"$\Psi : [0,\infty)\times[0,\infty)^\kappa \to (-\infty,\infty]$, separable or not",
    ),
    conclusion=(
        r"$p \mapsto \Psi(0,p)$ is not upper semicontinuous at any $p$ with exactly $r$ positive"
        r" entries:"
        r" there is a $q$ with $r'$ positive entries such that near $p$ values exceed"
        r" $\Psi(0,p)$ by"
        r" $[[jump]]$ or more, $a = \Psi(0,q)-\Psi(0,p) > 0$."
    ),
    parts={"jump": first_rise},
    uses=("theorem-a0",),
    corrects=(
        "The paper's sentence that even arbitrary objectives need infinite gradients is false for"
        " one known $r$ (theorem-f1). This is what is true in it: an objective that serves two"
        " values of $r$ is not even continuous."
    ),
    divergence="Theorem 4 itself fixes $r$ and is about separable losses.",
    evidence=(Evidence(Kind.SYMBOLIC, "the size of the jump", _derive),),
    controls=(
        Control("the second rise alone", {"jump": second_rise}),
        Control("jump doubled", {"jump": 2 * first_rise}),
        Control("jump downwards", {"jump": -first_rise}),
        Control("jump of both rises", {"jump": first_rise + second_rise}),
        Control("no jump", {"jump": sympy.Integer(0)}),
    ),
    example=Witness(r"The $\ell_0$ pair.", _example),
)
