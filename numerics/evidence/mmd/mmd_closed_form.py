"""The closed form of the MMD against sums of kernel means."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.balls import enclose
from numerics.evidence.comparisons import certified, equal, less
from numerics.evidence.mmd.kernel import (
    SCOPE,
    VALUES,
    coordinate_step,
    margin_step,
    squared_discrepancy,
)
from sparsity_theory.ledger.claims import Parts, Report
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.proving.derivations import step


def _closed_form(parts: Parts) -> Report:
    found = squared_discrepancy(Fraction(1))
    return Report(
        (
            coordinate_step(parts),
            step(
                r"$\kappa=3$, $m=1$: the closed form meets the kernel means, and is positive.",
                parts["mmd"],
                "rigorous quadrature",
                all_of([equal(enclose(parts["mmd"], VALUES), found), less(arb(0), found)]),
            ),
            margin_step(parts),
        )
    )


EVIDENCE = certified(SCOPE, _closed_form)
