"""The floor of the MMD against normal laws on a line."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.mmd.kernel import (
    SCOPE,
    SHRUNK,
    VALUES,
    WIDTH,
    coordinate_step,
    kernel_mean,
    margin_step,
    squared_discrepancy,
)
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.mmd import mmd_floor


def _floor(parts: Parts) -> Report:
    floor = enclose(parts["floor"], VALUES)
    prior = kernel_mean(Fraction(2), WIDTH)
    named: dict[sympy.Symbol, Value] = {
        mmd_floor.a: kernel_mean(2 * SHRUNK, WIDTH) ** 2,
        mmd_floor.b: kernel_mean(1 + SHRUNK, WIDTH) ** 2,
        c: prior**2,
        mmd_floor.size_prior: prior,
    }
    laws = (Fraction(1, 100), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(9))
    return Report(
        (
            coordinate_step(parts),
            Step(
                "The least value with the kernel means inserted is the floor, and positive.",
                All(equal(enclose(parts["least"], named), floor), less(arb(0), floor)),
                "rigorous quadrature",
                shown=parts["least"],
            ),
            Step(
                r"Normal laws of variance $\frac1{100}, \frac12, 1, 2, 9$ on a line lie above it.",
                All(*(less(floor, squared_discrepancy(leading)) for leading in laws)),
                "rigorous quadrature",
                shown=parts["floor"],
            ),
            margin_step(parts),
        )
    )


EVIDENCE = certified(SCOPE + ", normal laws on a line", _floor)
