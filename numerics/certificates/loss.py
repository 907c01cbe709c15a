"""The loss of eq. (7) at an exact point, enclosed in a ball."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import arb, fmpq

from numerics.certificates.family import Family, Matrix, Theta, exact_matrix
from numerics.certificates.function import Function
from numerics.certificates.proof import Point
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError


def reconstruction_error(family: Family, theta: Theta, codes: Matrix) -> Fraction:
    """The error e(theta, Z) = |X - W_theta Z|^2 / (d n), exactly.

    Raises:
        CertificateError: if the point is not one of the family.
    """
    d, kappa, n = family.shape
    if len(codes) != kappa or {len(z) for z in codes} != {n}:
        raise CertificateError("stored codes do not have shape (kappa, n)")
    if not family.admits(theta):
        raise CertificateError("a stored theta is not admitted by the family")
    decoder = exact_matrix(family.start)
    for share, direction in zip(theta, family.directions, strict=True):
        decoder += exact_matrix(direction) * to_fmpq(share)
    residual = exact_matrix(family.data) - decoder * exact_matrix(codes)
    return _squares(residual.entries()) / (d * n)


def row_powers(codes: Matrix) -> list[Fraction]:
    """The power p_k = |zeta_k|^2 / n of every row, exactly."""
    return [_squares(map(to_fmpq, row)) / len(row) for row in codes]


def _squares(numbers: Iterable[fmpq]) -> Fraction:
    total = sum((x * x for x in numbers), fmpq(0))
    return Fraction(int(total.p), int(total.q))


def active_rows(point: Point) -> int:
    """How many rows of the codes are not zero."""
    return sum(map(any, point.codes))


def loss_of(family: Family, point: Point, g: Function | None, h: Function) -> arb:
    """A ball around L_{g,h}(theta, Z); g is None for the indicator.

    Raises:
        CertificateError: if the point is not one of the family, or its loss is not finite.
        NoInfoError: if a penalty has no known value there.
    """
    error = reconstruction_error(family, *point)
    if g is None and error > 0:
        raise CertificateError("the loss of a stored point is not finite")
    at_error = arb(0) if g is None else g.point(to_fmpq(error))
    powers = map(to_fmpq, row_powers(point.codes))
    return at_error + sum((h.point(power) for power in powers), arb(0)) / family.shape[0]
