"""The loss of eq. (7) at an exact point, enclosed in a ball."""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.family import Family, Matrix, Theta, exact_matrix
from numerics.certificates.function import Function
from numerics.certificates.limits import NoInfoError
from numerics.certificates.proof import Point
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError


def reconstruction_error(family: Family, theta: Theta, codes: Matrix) -> Fraction:
    """The error e(theta, Z) = |X - W_theta Z|^2 / (d n), exactly."""
    d, _, n = family.shape
    decoder = exact_matrix(family.start)
    for share, direction in zip(theta, family.directions, strict=True):
        decoder += exact_matrix(direction) * to_fmpq(share)
    residual = exact_matrix(family.data) - decoder * exact_matrix(codes)
    total = sum((x * x for x in residual.entries()), fmpq(0))
    return Fraction(int(total.p), int(total.q)) / (d * n)


def row_powers(codes: Matrix) -> list[Fraction]:
    """The power p_k = |zeta_k|^2 / n of every row, exactly."""
    powers = []
    for row in codes:
        total = sum((x * x for x in map(to_fmpq, row)), fmpq(0))
        powers.append(Fraction(int(total.p), int(total.q)) / len(row))
    return powers


def value(h: Function | None, u: Fraction) -> arb:
    """A ball around h(u); None is the indicator of 0.

    Raises:
        CertificateError: where it is not known to be finite.
    """
    if h is None:
        return arb(0) if u == 0 else arb.pos_inf()
    try:
        return h.point(to_fmpq(u)) if u else h.at_zero
    except NoInfoError as why:
        raise CertificateError(f"a penalty has no known value: {why}") from None


def loss_of(family: Family, point: Point, g: Function | None, h: Function) -> arb:
    """A ball around L_{g,h}(theta, Z), infinite where g is the indicator and the error positive."""
    theta, codes = point
    penalties = sum((value(h, power) for power in row_powers(codes)), arb(0))
    return value(g, reconstruction_error(family, theta, codes)) + penalties / family.shape[0]
