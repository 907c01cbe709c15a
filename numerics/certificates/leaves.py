"""The bound on the leaves of a proof, many at once: in floats first, then in balls.

The formula (`numerics.certificates.third_order`) is written once, for arrays of numbers that are
floats or balls.  In balls nothing is lost here; the constants of minorants are floats there too
(`numerics.certificates.minorants`).  In floats everything that rounding can have added is taken
off: a leaf that floats do not settle is decided in balls.

Trusted: floats are IEEE doubles rounded to nearest, and every entry of a matrix product is a sum of
the products it is defined by, in any order and with or without fused multiplication.  Then a sum of
m products of exact numbers errs by at most gamma_m = m u / (1 - m u) of the sum of their absolute
values, u = 2^-53; a factor that was itself rounded adds one more rounding.  The *size* that comes
with a bound is at least that sum, and size times ``_GAMMAS * gamma`` is taken off.  Underflow:
where all numbers lie within `_RANGE` it errs by less than `_TINY`, which is taken off too.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.family import Family, Floats, Matrix
from numerics.certificates.left_inverses import power_bounds
from numerics.certificates.limits import Clock
from numerics.certificates.minorants import UNIT
from numerics.certificates.proof import Patch
from numerics.certificates.terms import to_fmpq
from numerics.certificates.third_order import Array, ThirdOrder, to_balls

Truth: TypeAlias = NDArray[np.bool_]

_GAMMAS = 4.0  # twice what the analysis needs: sizes are themselves rounded
_RANGE = 1e-60, 1e60
_TINY = 1e-100


class LeafBound:
    """The bound on leaves; ``in_balls`` says of which numbers arrays are made.

    Args:
        family: data and decoders.
        target: what the bounds have to reach.
        in_balls: balls instead of floats.
        clock: bounds the work in balls; none by default.
    """

    def __init__(
        self, family: Family, target: arb, *, in_balls: bool, clock: Clock | None = None
    ) -> None:
        self.in_balls = in_balls
        self.d, kappa, n = family.shape
        rows, p = family.live_rows, family.parameters
        given = [tuple(m[j] for j in rows) for m in (family.data, family.start, *family.directions)]
        # Of exact entries: as floats one could be infinite, or a 0 that it is not.
        self.usable = in_balls or all(_fits(x) for m in given for row in m for x in row)
        data, *decoders = map(self._matrix, given)
        self.target: Any = target if in_balls else np.nextafter(float(target.upper()), np.inf)
        longest = (len(rows) + kappa) * n + 8 * (1 + p) ** 2 + 64
        self.gamma = 0.0 if in_balls else _GAMMAS * longest * UNIT
        self.tiny = 0.0 if in_balls else _TINY
        tick = (clock or Clock(np.inf)).check
        self.bound = ThirdOrder(data, [w.T for w in decoders], self.d * n, self.gamma, tick)

    def ceilings_held(self, patches: Sequence[Patch], e_max: float) -> Truth:
        """For each patch with a left inverse and each row whether no power is above its ceiling."""
        inverse, low, high, ceilings = map(
            np.array, zip(*((p.inverse, p.low, p.high, p.ceilings) for p in patches), strict=True)
        )
        held = np.full(len(patches), self.usable)
        if not self.in_balls:
            for numbers in (inverse, low, high, np.full(len(patches), e_max)):
                held &= _in_range(numbers.reshape(len(patches), -1))
        found = power_bounds(self.bound, inverse, (low, high), e_max)
        shown: Truth = np.asarray((found >= 0) & (found <= ceilings), dtype=bool)
        shown &= held[:, None]
        return shown

    def _matrix(self, rows: Matrix) -> Array:
        if self.in_balls:
            return np.array([[arb(to_fmpq(x)) for x in row] for row in rows], dtype=object)
        return np.array([[float(x) if self.usable else 0.0 for x in row] for row in rows])

    def reached(
        self, lam: Floats, slopes: Floats, low: Floats, high: Floats, constants: Floats
    ) -> Truth:
        """For each leaf on its box of theta whether its bound reaches the target.

        Args:
            lam: slopes of the minorants of g, (N,).
            slopes: of h in every row, (N, kappa).
            low: lower ends of theta, (N, p).
            high: upper ends.
            constants: what the minorants of g and h contribute, (N, 1 + kappa): lower bounds.
        """
        held = np.asarray(np.isfinite(constants).all(axis=1))
        if not self.in_balls:
            for numbers in (lam, slopes, low, high):
                held &= _in_range(numbers.reshape(len(lam), -1))
        middle = (low + high) * 0.5
        radius = np.nextafter(np.maximum(middle - low, high - middle), np.inf)
        radius = np.where(low < high, radius, 0.0)
        below, size, proved = self.bound.bounds(middle, radius, lam, slopes)
        below = below - size * self.gamma
        # The relaxed loss is a sum of squares: at least 0.
        below = np.where(proved & np.asarray(below > 0, dtype=bool), below, 0)
        given = to_balls(constants) if self.in_balls else constants
        constant = given[:, 0] + given[:, 1:].sum(axis=1) / self.d
        size = abs(given[:, 0]) + abs(given[:, 1:]).sum(axis=1) / self.d + below
        bound = constant + below - (size * self.gamma + self.tiny)
        reached: Truth = np.asarray(bound >= self.target, dtype=bool)
        return held & reached


def _fits(x: Fraction) -> bool:
    return x == 0 or _RANGE[0] < abs(x) < _RANGE[1]


def _in_range(rows: Floats) -> Truth:
    """For each row whether its entries are 0 or of a size within `_RANGE`."""
    size = abs(rows)
    fits = (size == 0) | ((size > _RANGE[0]) & (size < _RANGE[1]))
    return np.asarray(fits.all(axis=1))
