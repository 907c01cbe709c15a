"""An affine beta-VAE on six rational points, its loss computed from the definition in balls.

The points are the mean plus and minus multiples of three rational orthonormal directions, so that
the eigenvalues of the covariance are rational: 12, 3 and 1/3 (or fewer, with the rank lowered).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb, arb_mat

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import add

# Columns (2, 2, 1), (-2, 1, 2), (1, -2, 2) over 3: an orthonormal basis.
DIRECTIONS = tuple(
    tuple(Fraction(entry, 3) for entry in row) for row in ((2, 2, 1), (-2, 1, 2), (1, -2, 2))
)
EIGENVALUES = (Fraction(12), Fraction(3), Fraction(1, 3))
MEAN = (Fraction(1), Fraction(-2), Fraction(1, 2))
# sqrt(3 lambda): with 2d = 6 points, +- this along a direction gives variance lambda.
_REACH = (Fraction(6), Fraction(3), Fraction(1))

Vector = tuple[arb, ...]


def points(rank: int = 3) -> list[tuple[Fraction, ...]]:
    """The six data points; directions beyond the rank do not vary."""
    reach = [length if index < rank else Fraction(0) for index, length in enumerate(_REACH)]
    return [
        tuple(m + sign * length * q for m, q in zip(MEAN, direction, strict=True))
        for direction, length in zip(DIRECTIONS, reach, strict=True)
        for sign in (1, -1)
    ]


def eigenvalues(rank: int = 3) -> list[Fraction]:
    """Eigenvalues of the covariance, in descending order."""
    return [value if index < rank else Fraction(0) for index, value in enumerate(EIGENVALUES)]


@dataclass(frozen=True)
class ModelPoint:
    """Decoder columns and offset, one code per data point, encoder variances."""

    columns: tuple[Vector, ...]
    offset: Vector
    codes: tuple[Vector, ...]
    variances: Vector

    def squared_error(self, data: Sequence[Sequence[Fraction]]) -> arb:
        """A: mean squared residual, plus the noise that the columns pass on."""
        total = arb(0)
        for x, code in zip(data, self.codes, strict=True):
            for row, value in enumerate(x):
                decoded = self.offset[row]
                for column, z in zip(self.columns, code, strict=True):
                    decoded += column[row] * z
                total += (ball(value) - decoded) ** 2
        noise = arb(0)
        for variance, column in zip(self.variances, self.columns, strict=True):
            noise += variance * squared_norm(column)
        return total / len(data) + noise

    def power(self, row: int) -> arb:
        """Mean square of a row of the code."""
        return add([code[row] ** 2 for code in self.codes]) / len(self.codes)

    def latent_cost(self) -> arb:
        """Sum over the dimensions of power + variance - log variance."""
        return add(
            [self.power(k) + v - v.log() for k, v in enumerate(self.variances)],
        )

    def loss(self, data: Sequence[Sequence[Fraction]], gamma: arb, beta: arb) -> arb:
        """L_beta."""
        error = self.squared_error(data)
        return error / gamma + len(MEAN) * gamma.log() + beta * self.latent_cost()

    def neighbours(self) -> list[ModelPoint]:
        """Points near this one: a column, the offset, the codes or a variance changed a little."""
        step = ball(Fraction(1, 64))
        shifted = (self.columns[0][0] + step, *self.columns[0][1:])
        codes = tuple((code[0] + step, *code[1:]) for code in self.codes)
        return [
            replace(self, columns=(shifted, *self.columns[1:])),
            replace(self, columns=tuple(scaled(c, 1 + step) for c in self.columns)),
            replace(self, offset=(self.offset[0] - step, *self.offset[1:])),
            replace(self, codes=codes),
            replace(self, variances=scaled(self.variances, 1 + step)),
            replace(self, variances=scaled(self.variances, 1 - step)),
        ]


def scaled(vector: Vector, factor: arb) -> Vector:
    """A vector times a number."""
    return tuple(entry * factor for entry in vector)


def squared_norm(vector: Vector) -> arb:
    """Sum of squares."""
    return add([entry**2 for entry in vector])


def along_directions(squared_norms: Sequence[arb], floor: arb, rank: int = 3) -> ModelPoint:
    """Columns of these squared norms along the leading directions, with the best encoder.

    ``floor`` is beta gamma: codes are ridge estimates, variances floor / (floor + squared norm).
    """
    norms = [value.sqrt() for value in squared_norms]
    columns = tuple(
        tuple(norm * ball(q) for q in direction)
        for norm, direction in zip(norms, DIRECTIONS, strict=False)
    )
    codes = []
    for x in points(rank):
        centred = [value - middle for value, middle in zip(x, MEAN, strict=True)]
        along = [
            ball(sum((a * q for a, q in zip(centred, direction, strict=True)), Fraction(0)))
            for direction in DIRECTIONS
        ]
        codes.append(
            tuple(
                norm * y / (floor + square)
                for norm, y, square in zip(norms, along, squared_norms, strict=False)
            )
        )
    variances = tuple(floor / (floor + square) for square in squared_norms)
    return ModelPoint(columns, tuple(ball(value) for value in MEAN), tuple(codes), variances)


def log_likelihood(
    columns: Sequence[Vector], offset: Vector, noise: arb, data: Sequence[Sequence[Fraction]]
) -> arb:
    """Of the data under N(offset, noise I + W W^T), from the determinant and the inverse."""
    size = len(MEAN)
    covariance = arb_mat(
        [
            [
                add([column[i] * column[j] for column in columns]) + (noise if i == j else 0)
                for j in range(size)
            ]
            for i in range(size)
        ]
    )
    inverse = covariance.inv()
    total = len(data) * (size * (2 * arb.pi()).log() + covariance.det().log())
    for x in data:
        centred = [ball(value) - middle for value, middle in zip(x, offset, strict=True)]
        for i in range(size):
            for j in range(size):
                total += centred[i] * inverse[i, j] * centred[j]
    return -total / 2
