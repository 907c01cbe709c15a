"""Data and linear decoders that are affine in parameters, as a certificate holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from flint import arb, fmpq, fmpq_mat

from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError, InstanceError

if TYPE_CHECKING:  # verdicts are checked where there is no NumPy
    import numpy as np
    from numpy.typing import NDArray

    from numerics.certificates.function import Function

Matrix: TypeAlias = tuple[tuple[Fraction, ...], ...]
Floats: TypeAlias = "NDArray[np.float64]"
Theta: TypeAlias = tuple[Fraction, ...]

MAX_ENTRIES, MAX_PARAMETERS = 4096, 5


@dataclass(frozen=True)
class Family:
    """Data and linear decoders ``W_theta = start + sum_j theta_j directions[j]``, exact.

    Attributes:
        data: X, shape (d, n).
        start: W_0, shape (d, kappa).
        directions: p matrices of shape (d, kappa), p <= 5; none for a fixed decoder.
        connected: theta ranges over [0, 1]^p; otherwise over {0, 1}^p.

    Raises:
        InstanceError: if shapes do not fit together, or there are too many entries or directions.
    """

    data: Matrix
    start: Matrix
    directions: tuple[Matrix, ...]
    connected: bool

    def __post_init__(self) -> None:
        d, n, kappa = len(self.data), *(len(m[0]) if m else 0 for m in (self.data, self.start))
        shapes = [(self.data, n), *((m, kappa) for m in (self.start, *self.directions))]
        for rows, columns in shapes:
            if not columns or len(rows) != d or {len(row) for row in rows} != {columns}:
                why = "data need shape (d, n), start and directions (d, kappa), the same d > 0;"
                given = f" the data are {d} by {n}, start {len(self.start)} by {kappa}"
                raise InstanceError(why + given)
        if d * max(n, kappa) > MAX_ENTRIES or self.parameters > MAX_PARAMETERS:
            why = f"at most {MAX_PARAMETERS} directions and {MAX_ENTRIES} entries of a matrix are"
            raise InstanceError(f"{why} allowed; there are {self.parameters}, and d = {d}")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(d, kappa, n)."""
        return len(self.data), len(self.start[0]), len(self.data[0])

    @property
    def parameters(self) -> int:
        """The number p of coordinates of theta."""
        return len(self.directions)

    def admits(self, theta: Theta) -> bool:
        """Whether theta lies in [0, 1]^p, or {0, 1}^p where the family is not connected."""
        inside = (0 <= t <= 1 if self.connected else t in (0, 1) for t in theta)
        return len(theta) == self.parameters and all(inside)

    @cached_property
    def live_rows(self) -> tuple[int, ...]:
        """Coordinates in which data or a decoder are not all zero; the first, if there is none."""
        parts = (self.data, self.start, *self.directions)
        return tuple(j for j in range(len(self.data)) if any(any(p[j]) for p in parts)) or (0,)


def exact_matrix(rows: Matrix) -> fmpq_mat:
    """The matrix, exactly."""
    return fmpq_mat([list(map(to_fmpq, row)) for row in rows])


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


def loss_of(family: Family, theta: Theta, codes: Matrix, g: Function | None, h: Function) -> arb:
    """A ball around L_{g,h}(theta, Z); g is None for the indicator.

    Raises:
        CertificateError: if the point is not one of the family, or its loss is not finite.
        NoInfoError: if a penalty has no known value there.
    """
    error = reconstruction_error(family, theta, codes)
    if g is None and error > 0:
        raise CertificateError("the loss of a stored point is not finite")
    at_error = arb(0) if g is None else g.point(to_fmpq(error))
    at_powers = (h.point(to_fmpq(power)) for power in row_powers(codes))
    return at_error + sum(at_powers, arb(0)) / family.shape[0]


def row_powers(codes: Matrix) -> list[Fraction]:
    """The power p_k = |zeta_k|^2 / n of every row, exactly."""
    return [_squares(map(to_fmpq, row)) / len(row) for row in codes]


def _squares(numbers: Iterable[fmpq]) -> Fraction:
    total = sum((x * x for x in numbers), fmpq(0))
    return Fraction(int(total.p), int(total.q))
