r"""Theorem G3: a fixed gamma: how many rows stay active."""

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
from sparsity_theory.notation import A, p, r, tau
from sparsity_theory.proving.propositions import All, AtMost, Equal, Positive
from sparsity_theory.proving.terms import where

slope = sympy.Symbol(r"\ell", positive=True)
scale = sympy.Symbol("s", positive=True)
budget = sympy.Symbol("B", positive=True)
variance = sympy.Symbol("v", positive=True)
_y = sympy.Symbol("y", positive=True)


def _derive(parts: Parts) -> Report:
    many = (r + 1) * sympy.log(1 + tau / A)
    return Report(
        (
            Step(
                r"Theorem D at $\gamma = A/d$: each row adds at least this to $K - \kappa$.",
                Equal(where(sympy.log(1 + p / variance), variance, A / slope**2), parts["row"]),
                "theorem-d: a row costs at least $1 + \\log(1+p/v)$, and $\\ell^2v \\le A$",
            ),
            Step(
                "A row does not cost less at a smaller error, and $A \\le B/s$ by theorem-g1:"
                " with $r+1$ rows"
                r" of $\ell_k^2p_k \ge \tau$ they would cost",
                All(
                    AtMost(sympy.Derivative(many, A), 0),
                    Equal(where(many, A, budget / scale), parts["cost"]),
                    Positive(sympy.log(1 + _y), after_zero=_y),
                ),
                "which must not exceed $B$",
            ),
        )
    )


def _example() -> Report:
    """R = 1, tau = 1, B = 2 and s = 2 (e^2 - 1): two rows would cost 4."""
    at = {r: 1, tau: 1, budget: 2, scale: 2 * (sympy.exp(2) - 1)}
    return Report(
        (
            Step(
                (
                    r"$r = 1$, $\tau = 1$, $B = 2$, $s = 2(e^2-1)$: two rows would cost 4, more"
                    r" than"
                    r" $B$."
                ),
                Equal(where(CLAIM.parts["cost"], at), 4),
                "exact",
            ),
        )
    )


def _large_gamma() -> Report:
    at = {r: 1, tau: 1, budget: 2, scale: 2 * (sympy.sqrt(sympy.E) - 1)}
    return Report(
        (
            Step(
                r"The same at $s = 2(\sqrt e-1)$: two rows cost 1, which $B = 2$ allows.",
                Equal(where(CLAIM.parts["cost"], at), 1),
                "exact",
            ),
        )
    )


_SMALL = r"$B < [[cost]]$"

CLAIM = Claim(
    id="theorem-g3",
    title="A fixed gamma: the count of active rows",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem G3"),
    hypotheses=(
        "those of theorem-g1",
        r"the point's decoder has $\Vert\mu(z)-\mu(z')\Vert^2 \ge \sum_k\ell_k^2(z_k-z'_k)^2$",
        _SMALL,
    ),
    conclusion=(
        r"$As + \sum_k [[row]] \le B$, and at most $r$ rows have $\ell_k^2p_k \ge \tau$. As $B$"
        r" grows like"
        r" $r\log s$, with $r$ the rows of the comparator, the condition holds for every small"
        r" $\gamma$."
    ),
    parts={
        "row": sympy.log(1 + slope**2 * p / A),
        "cost": (r + 1) * sympy.log(1 + tau * scale / budget),
    },
    uses=("theorem-d", "theorem-g1"),
    divergence=(
        "The second half of Remark 4, which the paper cites for the global minimum: at a fixed"
        " gamma, for"
        " nonlinear decoders, with an explicit threshold."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "the count", _derive),),
    controls=(
        Control("cost without s", {"cost": (r + 1) * sympy.log(1 + tau / budget)}),
        Control("slope not squared", {"row": sympy.log(1 + slope * p / A)}),
        Control("r+2 rows", {"cost": (r + 2) * sympy.log(1 + tau * scale / budget)}),
        Control("r rows", {"cost": r * sympy.log(1 + tau * scale / budget)}),
        Control("row doubled", {"row": 2 * sympy.log(1 + slope**2 * p / A)}),
    ),
    example=Witness("One row.", _example),
    counterexamples=(Witness("A large gamma.", _large_gamma, drops=_SMALL),),
)
