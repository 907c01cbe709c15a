"""The loss of a point in exact and ball arithmetic."""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq, fmpq_mat

from numerics.certificates.balls import precision
from numerics.certificates.linear_family import LinearFamily, Matrix, Theta
from numerics.certificates.penalty_balls import value
from sparsity_theory.penalties.penalties import Penalty

BITS = 80


def reconstruction_error(family: LinearFamily, theta: Theta, codes: Matrix) -> Fraction:
    """The error e(theta, Z) = |X - W_theta Z|^2 / (d n), exactly."""
    d, _, n = family.shape
    decoder = _exact(family.start)
    for share, direction in zip(theta, family.directions, strict=True):
        decoder += _exact(direction) * _fmpq(share)
    residual = _exact(family.data) - decoder * _exact(codes)
    total = sum((x * x for x in residual.entries()), fmpq(0))
    return Fraction(int(total.p), int(total.q)) / (d * n)


def row_powers(codes: Matrix) -> list[Fraction]:
    """The power p_k = |zeta_k|^2 / n of every row, exactly."""
    powers = []
    for row in codes:
        total = sum((x * x for x in map(_fmpq, row)), fmpq(0))
        powers.append(Fraction(int(total.p), int(total.q)) / len(row))
    return powers


def loss_at(family: LinearFamily, point: tuple[Theta, Matrix], g: Penalty, h: Penalty) -> arb:
    """A ball around L_{g,h}(theta, Z) at exact theta and codes."""
    theta, codes = point
    with precision(BITS):
        penalties = sum((value(h, power) for power in row_powers(codes)), arb(0))
        return value(g, reconstruction_error(family, theta, codes)) + penalties / family.shape[0]


def _exact(matrix: Matrix) -> fmpq_mat:
    return fmpq_mat([[_fmpq(x) for x in row] for row in matrix])


def _fmpq(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)
