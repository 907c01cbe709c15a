r"""Theorem I2: the weak form of resolution."""

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
from sparsity_theory.notation import r
from sparsity_theory.proving.propositions import All, Equal, Less, NotNegative, Same
from sparsity_theory.proving.row_sums import total
from sparsity_theory.proving.terms import where

rise = sympy.Symbol(r"\tilde{h}(\tau)", nonnegative=True)
top = sympy.Symbol("H^+", nonnegative=True)
extra = sympy.Symbol("a", nonnegative=True)


def _derive(parts: Parts) -> Report:
    dense = r * top + parts["margin"]
    return Report(
        (
            Step(
                "A cheapest code with $r+1$ rows of power $\\tau$ costs at least this; where the"
                " margin is not"
                " negative that is no less than any $r$ rows cost, so the sparse code is"
                " cheapest too.",
                All(
                    Equal(total(rise, r + 1), dense),
                    NotNegative(where(dense - r * top, rise, (r * top + extra) / (r + 1))),
                ),
                "otherwise some $r$ rows cost more than the dense code, which alone is cheapest",
            ),
        )
    )


def _example() -> Report:
    """A constant h: the margin is 0, the weak form holds and the strong one fails."""
    return Report(
        (
            Step(
                "Constant $h$: the margin is 0. All exact codes cost the same.",
                Same("margin of a constant", CLAIM.parts["margin"].subs({rise: 0, top: 0}), 0),
                "exact",
            ),
        )
    )


def _unbounded() -> Report:
    return Report(
        (
            Step(
                r"$h = \sqrt u$, $r = 1$: for every $\tau$ one row of power $9\tau$ costs more"
                r" than two of power"
                r" $\tau$.",
                Less(2, sympy.sqrt(9)),
                "exact",
            ),
        )
    )


_BOUNDED = r"$H^+ = \sup_{u>0} h(u) - h(0) < \infty$"

CLAIM = Claim(
    id="theorem-i2",
    title="Sharp resolution, weak form",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem I2"),
    hypotheses=(
        (
            r"$h$ nondecreasing on $[0,\infty)$, $\tilde h = h-h(0)$, $\tau > 0$, $0 < r < \kappa"
            r" \le d$"
        ),
        _BOUNDED,
    ),
    conclusion=(
        "On every instance whose sparsest exact code has $r$ active rows and whose exact codes"
        " have a cheapest"
        r" one, some cheapest one has at most $r$ rows of power $\tau$ or more, iff $[[margin]]"
        r" \ge 0$. Without"
        " the bound on $h$ it never holds."
    ),
    parts={"margin": (r + 1) * rise - r * top},
    uses=("theorem-i1",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "the margin", _derive),),
    controls=(
        Control("margin halved", {"margin": ((r + 1) * rise - r * top) / 2}),
        Control("margin reversed", {"margin": r * top - (r + 1) * rise}),
        Control("supremum times r+1", {"margin": (r + 1) * (rise - top)}),
        Control("margin without the 1", {"margin": r * rise - r * top}),
        Control("margin with r+2", {"margin": (r + 2) * rise - r * top}),
    ),
    example=Witness("A constant penalty.", _example),
    counterexamples=(Witness(r"$\sqrt u$.", _unbounded, drops=_BOUNDED),),
)
