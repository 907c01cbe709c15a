"""The instances of Theorems 4 and A: data and a decoder family with two known exact codes.

Decoders are linear, ``mu_x(z; theta) = W_theta z`` with ``W_theta = (1 - theta) W_0 + theta W_1``
and theta in {0, 1} or [0, 1] (`numerics.certificates.linear_family`).  All entries are exact
rationals, so that nothing about an instance is rounded; a power is therefore the square of a
rational amplitude.

Construction (an extension of the paper, whose own counterexample is not published): ``Y`` has r
rows of power 1; coordinates 1..r of the data are the rows of ``Y`` and coordinates r+1..m repeat
row r.  ``W_0`` is a scaled inclusion, so its exact code needs m active rows; ``W_1`` maps row r of
the code to coordinates r..m at once, so its exact code needs r.  Both are injective.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from numerics.certificates.linear_family import MAX_ENTRIES, Floats, LinearFamily, Matrix, Theta
from numerics.errors import InstanceError
from sparsity_theory.characterisation import Dimensions

__all__ = [
    "Floats", "Instance", "LinearFamily", "Matrix", "Theta", "amplitude", "fooling_instance",
    "general_instance", "unit_rows",
]  # fmt: skip

# Amplitudes are rounded to this denominator when a power is not the square of a small rational.
AMPLITUDE_DENOMINATOR = 10**6


@dataclass(frozen=True)
class Instance:
    """The recipe of an instance: everything follows exactly from these few numbers.

    Attributes:
        dims: (d, kappa, r).
        dense_amplitudes: square roots of the row powers of the exact code of W_0: its m active
            rows, r < m <= kappa.
        sparse_amplitudes: the same for the r active rows of the exact code of W_1.
        samples: n.
        scale: factor of data and decoders; the error of the zero code is scale^2 m/d.
        connected: theta ranges over [0, 1]; needs m = r + 1 and equal amplitudes on either side.

    Raises:
        InstanceError: if the numbers of amplitudes, the samples or the size are out of range.
    """

    dims: Dimensions
    dense_amplitudes: tuple[Fraction, ...]
    sparse_amplitudes: tuple[Fraction, ...]
    samples: int
    scale: Fraction
    connected: bool

    def __post_init__(self) -> None:
        dims, m = self.dims, len(self.dense_amplitudes)
        if not dims.r < m <= dims.kappa or len(self.sparse_amplitudes) != dims.r:
            raise InstanceError(
                f"give r < m <= kappa dense powers and r sparse ones, here {dims.r} < m <="
                f" {dims.kappa} and {dims.r}; given {m} and {len(self.sparse_amplitudes)}"
            )
        if min(*self.dense_amplitudes, *self.sparse_amplitudes, self.scale) <= 0:
            raise InstanceError("amplitudes and scale must be positive: no active row has power 0")
        if self.samples < 1 or dims.d * max(self.samples, dims.kappa) > MAX_ENTRIES:
            raise InstanceError(
                f"{self.samples} samples at d = {dims.d}: give at least 1, and matrices of at most"
                f" {MAX_ENTRIES} entries"
            )
        equal = len(set(self.dense_amplitudes)) == len(set(self.sparse_amplitudes)) == 1
        if self.connected and not (equal and m == dims.r + 1):
            raise InstanceError(
                "theta in [0, 1] needs r + 1 equal dense powers and r equal sparse ones; use theta"
                " in {0, 1} for other powers"
            )

    @property
    def dense_powers(self) -> tuple[Fraction, ...]:
        """Row powers of the dense exact code (theta = 0)."""
        return tuple(a * a for a in self.dense_amplitudes)

    @property
    def sparse_powers(self) -> tuple[Fraction, ...]:
        """Row powers of the sparse exact code (theta = 1)."""
        return tuple(a * a for a in self.sparse_amplitudes)

    def code(self, *, sparse: bool) -> Matrix:
        """The unique exact code of W_1 (sparse) or W_0, shape (kappa, n)."""
        amplitudes = self.sparse_amplitudes if sparse else self.dense_amplitudes
        y = unit_rows(self.dims.r, self.samples)
        rows = [tuple(a * x for x in y[min(k, len(y) - 1)]) for k, a in enumerate(amplitudes)]
        zero = (Fraction(0),) * self.samples
        return tuple(rows) + (zero,) * (self.dims.kappa - len(rows))

    @cached_property
    def family(self) -> LinearFamily:
        """Data and decoders."""
        r, m, scale, zero = self.dims.r, len(self.dense_amplitudes), self.scale, Fraction(0)
        y = unit_rows(r, self.samples)
        coordinates, rows = range(self.dims.d), range(self.dims.kappa)
        dense = _padded(self.dense_amplitudes, self.dims.kappa)
        sparse = _padded(self.sparse_amplitudes, self.dims.kappa)
        blank = (zero,) * self.samples
        return LinearFamily.between(
            data=tuple(
                tuple(scale * x for x in y[min(j, r - 1)]) if j < m else blank for j in coordinates
            ),
            start=tuple(
                tuple(scale / dense[k] if j == k else zero for k in rows) for j in coordinates
            ),
            end=tuple(
                tuple(
                    scale / sparse[k] if j == k or (k == r - 1 and r <= j < m) else zero
                    for k in rows
                )
                for j in coordinates
            ),
            connected=self.connected,
        )


def _padded(amplitudes: tuple[Fraction, ...], length: int) -> tuple[Fraction, ...]:
    """Columns that no exact code uses get the first amplitude."""
    return amplitudes + amplitudes[:1] * (length - len(amplitudes))


def amplitude(power: Fraction) -> Fraction:
    """A rational whose square is the power, exactly where there is one, else to 6 digits.

    >>> amplitude(Fraction(1, 100)), amplitude(Fraction(1, 2))
    (Fraction(1, 10), Fraction(665857, 941664))

    Raises:
        InstanceError: if the power is not positive.
    """
    if power <= 0:
        raise InstanceError(f"a row power must be positive, not {power}: give one such as 1/100")
    top, bottom = math.isqrt(power.numerator), math.isqrt(power.denominator)
    if Fraction(top * top, bottom * bottom) == power:
        return Fraction(top, bottom)
    digits = 10**24
    root = Fraction(math.isqrt(power.numerator * digits**2 // power.denominator), digits)
    # Small powers keep their relative precision: round the reciprocal when it is the larger one.
    if root < 1:
        return 1 / (1 / root).limit_denominator(AMPLITUDE_DENOMINATOR)
    return root.limit_denominator(AMPLITUDE_DENOMINATOR)


def unit_rows(r: int, n: int) -> Matrix:
    """An r-by-n rational matrix with rows of power 1 (squares sum to n) and distinct columns.

    Entries come in pairs a, b with a^2 + b^2 = 2, a rational parametrisation of the circle; rows
    are cyclic shifts of the first.

    >>> unit_rows(1, 3)
    ((Fraction(7, 5), Fraction(1, 5), Fraction(1, 1)),)
    """
    entries: list[Fraction] = []
    for j in range(n // 2):
        t = Fraction(1, j + 3)
        norm = 1 + t * t
        entries += [(1 + 2 * t - t * t) / norm, (1 - 2 * t - t * t) / norm]
    if n % 2:
        entries.append(Fraction(1))
    return tuple(tuple(entries[(i + k) % n] for i in range(n)) for k in range(r))


def fooling_instance(
    dims: Dimensions,
    dense_power: Fraction,
    sparse_power: Fraction,
    *,
    samples: int | None = None,
    zero_error: Fraction | None = None,
) -> Instance:
    """The connected instance of Theorem A: equal powers, m = r + 1, theta in [0, 1].

    Args:
        dims: (d, kappa, r).
        dense_power: power of the r + 1 active rows of the dense exact code.
        sparse_power: power of the r active rows of the sparse exact code.
        samples: n; default r.
        zero_error: about how large the error of the zero code shall be; default: not rescaled.

    Raises:
        InstanceError: on a power that is not positive, or an instance too large to store.

    >>> instance = fooling_instance(Dimensions(3, 2, 1), Fraction(1, 100), Fraction(1))
    >>> instance.family.start[0], instance.family.end[1]
    ((Fraction(10, 1), Fraction(0, 1)), (Fraction(1, 1), Fraction(1, 1)))
    """
    m = dims.r + 1
    return Instance(
        dims,
        (amplitude(dense_power),) * m,
        (amplitude(sparse_power),) * dims.r,
        dims.r if samples is None else samples,
        _scale(zero_error, dims.d, m),
        connected=True,
    )


def general_instance(
    dims: Dimensions,
    dense_powers: tuple[Fraction, ...],
    sparse_powers: tuple[Fraction, ...],
    *,
    samples: int | None = None,
    zero_error: Fraction | None = None,
) -> Instance:
    """The instance with any powers and any number m of dense rows, theta in {0, 1}.

    Args:
        dims: (d, kappa, r).
        dense_powers: powers of the m active rows of the dense code, r < m <= kappa.
        sparse_powers: powers of the r active rows of the sparse code.
        samples: n; default r.
        zero_error: see `fooling_instance`.

    Raises:
        InstanceError: if there are not r < m <= kappa dense and exactly r sparse powers.
    """
    return Instance(
        dims,
        tuple(amplitude(power) for power in dense_powers),
        tuple(amplitude(power) for power in sparse_powers),
        dims.r if samples is None else samples,
        _scale(zero_error, dims.d, len(dense_powers)),
        connected=False,
    )


def _scale(zero_error: Fraction | None, d: int, m: int) -> Fraction:
    return Fraction(1) if zero_error is None else amplitude(zero_error * d / m)
