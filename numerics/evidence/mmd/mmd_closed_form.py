"""The closed form of the MMD against sums of kernel means."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.mmd.kernel import (
    SCOPE,
    VALUES,
    coordinate_step,
    margin_step,
    squared_discrepancy,
)
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.proving.propositions import All


def _closed_form(parts: Parts) -> Report:
    found = squared_discrepancy(Fraction(1))
    return Report(
        (
            coordinate_step(parts),
            Step(
                r"$\kappa=3$, $m=1$: the closed form meets the kernel means, and is positive.",
                All(equal(enclose(parts["mmd"], VALUES), found), less(arb(0), found)),
                "rigorous quadrature",
                shown=parts["mmd"],
            ),
            margin_step(parts),
        )
    )


EVIDENCE = certified(SCOPE, _closed_form)
