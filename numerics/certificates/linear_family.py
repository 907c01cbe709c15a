"""Data and a family of linear decoders that is affine in its parameters, all entries exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from numerics.certificates.family import (
    MAX_ENTRIES,
    MAX_PARAMETERS,
    Family,
    Floats,
    Matrix,
    Theta,
)

__all__ = [
    "MAX_ENTRIES",
    "MAX_PARAMETERS",
    "Floats",
    "LinearFamily",
    "Matrix",
    "Theta",
    "as_floats",
]


@dataclass(frozen=True)
class LinearFamily(Family):
    """A `Family` with what instances, search and figures ask of it.

    >>> one = ((Fraction(1),),)
    >>> family = LinearFamily.between(one, one, ((Fraction(3),),), connected=True)
    >>> family.directions, family.decoder((Fraction(1, 2),))
    ((((Fraction(2, 1),),),), ((Fraction(2, 1),),))

    Raises:
        InstanceError: if shapes do not fit together, or there are too many entries or directions.
    """

    def __repr__(self) -> str:
        d, kappa, n = self.shape
        sizes = f"d = {d}, kappa = {kappa}, n = {n}, {self.parameters} parameters"
        return f"<LinearFamily: {sizes}>"

    @classmethod
    def between(cls, data: Matrix, start: Matrix, end: Matrix, *, connected: bool) -> LinearFamily:
        """The family ``W_theta = (1 - theta) start + theta end`` of one parameter."""
        change = tuple(
            tuple(b - a for a, b in zip(*rows, strict=True))
            for rows in zip(start, end, strict=True)
        )
        return cls(data, start, (change,), connected)

    def decoder(self, theta: Theta) -> Matrix:
        """W_theta, exactly."""
        rows = self.start
        for share, direction in zip(theta, self.directions, strict=True):
            rows = tuple(
                tuple(a + share * b for a, b in zip(*pair, strict=True))
                for pair in zip(rows, direction, strict=True)
            )
        return rows

    @property
    def theta_boxes(self) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        """Boxes (low, high) that make up the admitted theta: the cube, or each of its corners."""
        p = self.parameters
        if self.connected:
            return [((0.0,) * p, (1.0,) * p)]
        return [(corner, corner) for corner in product((0.0, 1.0), repeat=p)]

    @property
    def plain(self) -> Family:
        """The family alone, as certificates hold it."""
        return Family(self.data, self.start, self.directions, self.connected)

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


def as_floats(matrix: Matrix) -> Floats:
    """The matrix with every entry rounded to the nearest float."""
    return np.array([[float(x) for x in row] for row in matrix])
