"""Data and linear decoders that are affine in parameters, as a certificate holds them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from flint import fmpq, fmpq_mat

from numerics.errors import InstanceError

if TYPE_CHECKING:  # verdicts are checked where there is no NumPy
    import numpy as np
    from numpy.typing import NDArray

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
                raise InstanceError(
                    "data need shape (d, n), start and every direction (d, kappa), with the same"
                    f" d > 0; the data have {d} rows of {n} entries and start {len(self.start)} of"
                    f" {kappa}"
                )
        if d * max(n, kappa) > MAX_ENTRIES:
            raise InstanceError(
                f"matrices may have at most {MAX_ENTRIES} entries: d = {d} is large"
            )
        if len(self.directions) > MAX_PARAMETERS:
            raise InstanceError(
                f"{len(self.directions)} directions: theta may have at most {MAX_PARAMETERS}"
                " coordinates"
            )

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
    return fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows])
