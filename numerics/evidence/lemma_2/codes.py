"""The cost of an exact code."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.balls import Value
from numerics.evidence.comparisons import enclose
from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi


def code_cost(powers: tuple[Fraction, ...], noise: Value) -> arb:
    """The sum of psi over the active rows."""
    return sum((enclose(psi(), {c: value, gamma: noise}) for value in powers), arb(0))
