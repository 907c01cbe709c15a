"""What the rows of a code cost the affine VAE, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import arb

from numerics.certificates.balls import ball, compiled
from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

_PSI = psi()


def row_cost(power: arb, noise: Fraction) -> arb:
    """psi_gamma(c), the cost of a row of scale-free power c; 0 at c = 0.

    >>> round(float(row_cost(arb(1), Fraction(1)).mid()), 6)
    1.580458
    """
    return arb(0) if power == 0 else compiled(_PSI)({c: power, gamma: ball(noise)})


def add_up(values: Sequence[arb]) -> arb:
    """The sum of balls; 0 for none."""
    return sum(values, arb(0))


def mean_square(row: Sequence[arb]) -> arb:
    """The power of a row."""
    return add_up([z * z for z in row]) / len(row)
