"""Penalties of rows: h(||z||) and h of a row's power, with global proximal operators and ties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar

import numpy as np
from flint import arb, fmpq
from numpy.typing import ArrayLike

from numerics.certificates.function import Function as CheckedFunction
from numerics.certificates.limits import checking
from numerics.errors import NumericsError
from numerics.proximal.prox import CHECKED_BITS, Mask, ProximalPenalty, lowest, rounded_up
from numerics.proximal.tensors import Floats, floats, like
from sparsity_theory.exact.writer import to_text
from sparsity_theory.penalties.expressions import GRAMMAR
from sparsity_theory.penalties.penalties import Penalty, penalty
from sparsity_theory.penalties.spelling import with_names

A = TypeVar("A")


def of_power(source: Penalty | str, samples: int = 1) -> Penalty:
    """The penalty of a row's norm t that has h of the row's power t^2/n, the mean of its squares.

    >>> of_power("u/(1 + u)", samples=2).text
    'u**2/(u**2/2 + 1)/2'
    """
    h = penalty(source) if isinstance(source, str) else source
    above = with_names(to_text(h.expression), {"u": f"u**2/{samples}"}, GRAMMAR).text
    return penalty(f"({to_text(h.at_zero)}) if u == 0 else ({above})")


@dataclass(frozen=True)
class RowProx:
    """Global minimisers of ``||z - x||^2/2 + step h(z)``, row by row.

    Attributes:
        nearest: the one nearest to 0, of the shape of x.
        farthest: the one farthest from 0 among those that tie with it.
        value: the minimum of each row.
        tied: the rows where the two differ.
    """

    nearest: Any
    farthest: Any
    value: Floats
    tied: Mask


class ProximalRows:
    """A penalty of rows, the last axis, as a function of their norm or of their power.

    ||z - x|| is least, for a given ||z||, where z has the direction of x: so the operator is that
    of the function of the norm, along x.

    Args:
        source: h, as for `numerics.proximal.function.PenaltyFunction`.
        of: "norm" for h(||z||), "power" for h(mean of the squares of z).
        samples: the length of a row; only "power" needs it.

    >>> ProximalRows("u").prox(np.array([[3.0, 4.0], [0.3, 0.4]]), 1.0).tolist()
    [[2.4, 3.2], [0.0, 0.0]]

    Raises:
        UnsuitableError: as `ProximalPenalty`.
    """

    def __init__(
        self, source: Penalty | str, of: Literal["norm", "power"] = "norm", samples: int = 1
    ) -> None:
        if of not in ("norm", "power") or not isinstance(samples, int) or samples < 1:
            raise NumericsError(
                f"a row penalty is of 'norm' or 'power', not {of!r}, with a whole number of samples"
                f" >= 1, not {samples!r}"
            )
        self.samples = samples if of == "power" else None
        self.radial = ProximalPenalty(of_power(source, samples) if of == "power" else source)

    def value(self, z: ArrayLike) -> Floats:
        """The penalty of each row."""
        found: Floats = self.radial.value(_polar(self._rows(z))[0])
        return found

    def prox(self, x: A, step: ArrayLike) -> A:
        """The global minimiser of each row, a tensor for a tensor; of several the nearest to 0.

        Args:
            x: shape (..., length of a row), an array or a tensor.
            step: positive, one number or one for each row.

        Raises:
            NumericsError: as `ProximalPenalty.prox`.
        """
        found: A = self.minimisers(x, step).nearest
        return found

    def minimisers(self, x: Any, step: ArrayLike) -> RowProx:
        """The global minimisers, with ties; a row of zeros is moved along its first axis.

        >>> found = ProximalRows("l0").minimisers(np.array([[2.0, 0.0]]), 2.0)
        >>> found.tied.tolist(), found.nearest.tolist(), found.farthest.tolist()
        ([True], [[0.0, 0.0]], [[2.0, 0.0]])
        """
        rows = self._rows(x)
        sizes, directions = _polar(rows)
        found = self.radial.minimisers(sizes, step)
        near, far = (
            like(x, size[..., None] * directions) for size in (found.nearest, found.farthest)
        )
        return RowProx(near, far, found.value, found.tied)

    def certified_gap(self, x: ArrayLike, step: float, seconds: float = 10.0) -> float:
        """A rigorous bound on how far above the minimum `prox` is at one row, at these doubles.

        ``||z - x||^2/2`` is at least ``(||z|| - ||x||)^2/2``, so the infimum is bounded by that of
        a function of ||z||, by the checker of certificates.

        >>> ProximalRows("mcp").certified_gap([1.0, 2.0, 2.5], 0.5) < 1e-9
        True
        """
        row = self._rows(x)
        if row.ndim != 1:
            raise NumericsError("the gap is bounded for one row at a time: give one axis")
        found = [Fraction(float(entry)) for entry in self.prox(row, step)]
        wanted = [Fraction(float(entry)) for entry in row]
        with checking(seconds, CHECKED_BITS):
            objective = self.radial.checked_objective(f"sqrt({_square(wanted)})", step)
            penalty = _at_root(CheckedFunction(self.radial.text_in_full), _square(found))
            apart = _square([z - a for z, a in zip(found, wanted, strict=True)]) / 2
            at = _number(apart) + _number(Fraction(step)) * penalty
            return rounded_up((at - lowest(objective)).upper())

    def subdiff_distance(self, z: ArrayLike, gradient: ArrayLike) -> Floats:
        """How far minus the gradient is from the limiting subdifferential, for each row.

        >>> ProximalRows("u").subdiff_distance([[3.0, 4.0], [0.0, 0.0]], [[-0.6, -0.8], [3.0, 4.0]])
        array([0., 4.])
        """
        rows, slopes = self._rows(z), self._rows(gradient)
        sizes, directions = _polar(rows)
        along = (slopes * directions).sum(axis=-1)
        across = slopes - along[..., None] * directions
        along = np.where(sizes == 0, np.linalg.norm(slopes, axis=-1), along)
        radial = self.radial.subdiff_distance(sizes, along)
        found: Floats = np.hypot(radial, np.where(sizes == 0, 0.0, np.linalg.norm(across, axis=-1)))
        return found

    def _rows(self, z: Any) -> Floats:
        rows = floats(z)
        if rows.ndim == 0:
            raise NumericsError("a row penalty takes arrays of rows, not a single number")
        if self.samples is not None and rows.shape[-1] != self.samples:
            raise NumericsError(
                f"rows have {rows.shape[-1]} entries, the penalty of powers is for {self.samples}"
            )
        return rows


def _square(row: list[Fraction]) -> Fraction:
    return sum((entry * entry for entry in row), Fraction(0))


def _number(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _at_root(h: CheckedFunction, square: Fraction) -> arb:
    """A ball around h(sqrt(square)): the root is a rational, or between two that are close."""
    p, q = square.numerator, square.denominator
    fine = 2**CHECKED_BITS
    whole = math.isqrt(p * q * fine**2)
    low = Fraction(whole, q * fine)
    if low * low == square:
        return h.point(_number(low))
    above, below = _number(low + Fraction(1, q * fine)), _number(low)
    ends = h.cell(below, above).value(h.term).interval
    found: arb = ends[0].union(ends[1])
    return found


def _polar(rows: Floats) -> tuple[Floats, Floats]:
    """Norms, and directions; scaled first, so that squares neither overflow nor vanish."""
    largest = np.abs(rows).max(axis=-1, initial=0.0)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)[..., None]
    scaled = rows / scale
    norms = np.linalg.norm(scaled, axis=-1)
    first = np.zeros(rows.shape)
    first[..., :1] = 1.0
    safe = np.where(norms == 0, 1.0, norms)[..., None]
    with np.errstate(invalid="ignore"):  # of what is not finite, which is refused later
        directions = np.where(norms[..., None] == 0, first, scaled / safe)
    return norms * scale[..., 0], directions
