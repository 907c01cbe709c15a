"""Data and a family of linear decoders that is affine in its parameters, all entries exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TypeAlias

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from numerics.errors import InstanceError

Matrix: TypeAlias = tuple[tuple[Fraction, ...], ...]
Floats: TypeAlias = NDArray[np.float64]
Theta: TypeAlias = tuple[Fraction, ...]

MAX_ENTRIES = 4096
MAX_PARAMETERS = 4


@dataclass(frozen=True)
class LinearFamily:
    """Data and linear decoders ``W_theta = start + sum_j theta_j directions[j]``, exact.

    Attributes:
        data: X, shape (d, n).
        start: W_0, shape (d, kappa).
        directions: p matrices of shape (d, kappa), p <= 4; none for a fixed decoder.
        connected: theta ranges over [0, 1]^p; otherwise over {0, 1}^p.

    >>> one = ((Fraction(1),),)
    >>> family = LinearFamily.between(one, one, ((Fraction(3),),), connected=True)
    >>> family.directions, family.decoder((Fraction(1, 2),))
    ((((Fraction(2, 1),),),), ((Fraction(2, 1),),))

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
        for matrix, columns in shapes:
            if not columns or len(matrix) != d or {len(row) for row in matrix} != {columns}:
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

    @classmethod
    def between(cls, data: Matrix, start: Matrix, end: Matrix, *, connected: bool) -> LinearFamily:
        """The family ``W_theta = (1 - theta) start + theta end`` of one parameter."""
        change = tuple(
            tuple(b - a for a, b in zip(*rows, strict=True))
            for rows in zip(start, end, strict=True)
        )
        return cls(data, start, (change,), connected)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(d, kappa, n)."""
        return len(self.data), len(self.start[0]), len(self.data[0])

    @property
    def parameters(self) -> int:
        """The number p of coordinates of theta."""
        return len(self.directions)

    def decoder(self, theta: Theta) -> Matrix:
        """W_theta, exactly."""
        rows = self.start
        for share, direction in zip(theta, self.directions, strict=True):
            rows = tuple(
                tuple(a + share * b for a, b in zip(*pair, strict=True))
                for pair in zip(rows, direction, strict=True)
            )
        return rows

    def admits(self, theta: Theta) -> bool:
        """Whether theta lies in [0, 1]^p, or {0, 1}^p where the family is not connected."""
        if len(theta) != self.parameters:
            return False
        return all(0 <= t <= 1 if self.connected else t in (0, 1) for t in theta)

    @property
    def theta_boxes(self) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        """Boxes (low, high) that make up the admitted theta: the cube, or each of its corners."""
        p = self.parameters
        if self.connected:
            return [((0.0,) * p, (1.0,) * p)]
        return [(corner, corner) for corner in product((0.0, 1.0), repeat=p)]

    @cached_property
    def end(self) -> Matrix:
        """The decoder at theta = (1, ..., 1)."""
        return self.decoder((Fraction(1),) * self.parameters)

    @cached_property
    def arrays(self) -> tuple[Floats, Floats, Floats]:
        """(X, W_0, W at theta = (1, ..., 1)) rounded to floats."""
        return as_floats(self.data), as_floats(self.start), as_floats(self.end)

    @cached_property
    def energy(self) -> Fraction:
        """The sum of squares of the data; ``energy/(d n)`` is the error of the zero code."""
        return sum((x * x for row in self.data for x in row), Fraction(0))

    @property
    def zero_error(self) -> Fraction:
        """Reconstruction error of Z = 0."""
        d, _, n = self.shape
        return self.energy / (d * n)

    @cached_property
    def rank(self) -> int:
        """The rank of the data."""
        return int(fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row]
                             for row in self.data]).rank())  # fmt: skip

    @cached_property
    def live_rows(self) -> tuple[int, ...]:
        """Coordinates in which the data or a decoder is not identically zero."""
        parts = (self.data, self.start, *self.directions)
        return tuple(j for j in range(len(self.data)) if any(any(part[j]) for part in parts))


def as_floats(matrix: Matrix) -> Floats:
    """The matrix with every entry rounded to the nearest float."""
    return np.array([[float(x) for x in row] for row in matrix])
