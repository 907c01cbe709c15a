"""The loss of eq. (7) at an exact point, enclosed by what SymPy knows about the penalties.

The search looks for good points with it; what a certificate says is computed by the checker alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from flint import arb
from sympy import Rational

from numerics.certificates.balls import enclose, precision
from numerics.certificates.family import Family, Matrix, Theta, reconstruction_error, row_powers
from numerics.certificates.limits import BITS
from sparsity_theory.exact.piecewise import branch_at
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty

Candidate: TypeAlias = tuple[Theta, Matrix]  # decoder parameters and codes, exact

__all__ = ["Candidate", "loss_at", "reconstruction_error", "row_powers", "value"]


def value(function: Penalty, u: Fraction) -> arb:
    """A ball around h(u) at an exact u >= 0; the ball of 1/100 alone would not say which case."""
    if u == 0:
        return enclose(function.at_zero, {}, BITS)
    formula = branch_at(function.expression, Rational(u.numerator, u.denominator))
    return enclose(formula, {U: u}, BITS)


def loss_at(family: Family, point: Candidate, g: Penalty, h: Penalty) -> arb:
    """A ball around L_{g,h}(theta, Z) at exact theta and codes."""
    theta, codes = point
    with precision(BITS):
        penalties = sum((value(h, power) for power in row_powers(codes)), arb(0))
        return value(g, reconstruction_error(family, theta, codes)) + penalties / family.shape[0]
