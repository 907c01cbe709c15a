r"""Theorem I1: which rows a penalty resolves on every instance, sharply."""

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
from sparsity_theory.notation import r, u
from sparsity_theory.proving.propositions import All, Equal, Increasing, Less
from sparsity_theory.proving.row_sums import total
from sparsity_theory.proving.terms import where

tau_0 = sympy.Symbol("tau_0", positive=True)
rise = sympy.Symbol(r"\tilde{h}(\tau)", positive=True)
top = sympy.Symbol("H^+", positive=True)

_PENALTY = u / (u + tau_0)


def _derive(parts: Parts) -> Report:
    penalty, sharp = parts["penalty"], parts["resolution"]
    at = where(penalty, u, sharp)
    return Report(
        (
            Step(
                "If: $r+1$ rows of power $\\tau$ cost $(r+1)\\tilde h(\\tau)$, more than any $r$"
                " rows when the"
                " margin is positive. Only if: otherwise one instance has an exact code with $r$"
                " rows that"
                " cost as much.",
                Equal(total(rise, r + 1) - total(top, r), parts["margin"]),
                "the instance family of theorem-a0",
            ),
            Step(
                (
                    "For this penalty $H^+ = 1$ is not attained, and the margin vanishes at the"
                    " resolution."
                ),
                All(
                    Less(penalty, 1),
                    Equal(where(parts["margin"], {rise: at, top: 1}), 0),
                    Increasing(penalty, u),
                ),
                "equality, not attained: resolved; below it the margin is negative",
            ),
        )
    )


def _example() -> Report:
    """R = 2, tau_0 = 1: tau = 2 is resolved, tau = 1 is not."""
    margin = CLAIM.parts["margin"]
    low = where(margin, {r: 2, rise: sympy.Rational(1, 2), top: 1})
    return Report(
        (
            Step(
                r"$r = 2$, $\tau_0 = 1$: at $\tau = 1$ the margin is negative.",
                Less(low, 0),
                "exact",
            ),
        )
    )


def _unbounded() -> Report:
    cost = 2 * sympy.sqrt(1) - sympy.sqrt(9)
    return Report(
        (
            Step(
                r"$h = \sqrt u$, $r = 1$, $\tau = 1$: one row of power 9 costs more than two of"
                r" power 1. No"
                r" $\tau$ is resolved.",
                Less(cost, 0),
                "exact",
            ),
        )
    )


_BOUNDED = r"$H^+ = \sup_{u>0} h(u) - h(0) < \infty$"

CLAIM = Claim(
    id="theorem-i1",
    title="Sharp resolution",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem I1"),
    hypotheses=(
        (
            r"$h$ nondecreasing on $[0,\infty)$, $\tilde h = h-h(0)$, $\tau > 0$, $0 < r < \kappa"
            r" \le d$"
        ),
        _BOUNDED,
    ),
    conclusion=(
        "On every instance every point no worse than an exact code with $r$ active rows has at"
        " most $r$ rows"
        r" of power $\tau$ or more, for every $g$ with $g \ge g(0)$, iff $[[margin]]$ is"
        r" positive, or 0 with"
        r" $H^+$ not attained. So some $\tau$ is resolved iff $0 < H^+ < \infty$: saturation,"
        r" not steepness."
        r" $[[penalty]]$ resolves exactly the $\tau \ge [[resolution]]$."
    ),
    parts={
        "margin": (r + 1) * rise - r * top,
        "penalty": _PENALTY,
        "resolution": r * tau_0,
    },
    uses=("theorem-a0", "theorem-a4"),
    divergence="Not in the paper: it asks for steepness at 0, which fixes no scale.",
    evidence=(Evidence(Kind.SYMBOLIC, "the margin, and the saturating penalty", _derive),),
    controls=(
        Control("margin with r+2", {"margin": (r + 2) * rise - r * top}),
        Control("resolution with r+1", {"resolution": (r + 1) * tau_0}),
        Control("margin without the 1", {"margin": r * rise - r * top}),
        Control("resolution without r", {"resolution": tau_0 / 2}),
        Control("unbounded penalty", {"penalty": u / tau_0}),
    ),
    example=Witness(r"$r = 2$, $\tau_0 = 1$.", _example),
    counterexamples=(Witness(r"$\sqrt u$.", _unbounded, drops=_BOUNDED),),
)
