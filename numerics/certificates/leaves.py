"""Bounds on the leaves of a proof and on row powers, many at once: in floats first, then in balls.

The formulas (`numerics.certificates.third_order`) are written once, for arrays of numbers that are
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
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.family import Family, Floats, Matrix
from numerics.certificates.minorants import UNIT
from numerics.certificates.proof import Patch
from numerics.certificates.terms import to_fmpq
from numerics.certificates.third_order import Array, ThirdOrder, Truth, lengths, to_balls, up

Indices: TypeAlias = NDArray[np.intp]

_GAMMAS = 4.0  # twice what the analysis needs: sizes are themselves rounded
_RANGE = 1e-60, 1e60
_TINY = 1e-100


class LeafBound(ThirdOrder):
    """What is shown for leaves and patches of a family, in arrays of floats or of balls.

    The target is what the bounds have to reach.
    """

    def __init__(self, family: Family, target: arb, *, in_balls: bool) -> None:
        self.in_balls = in_balls
        self.d, kappa, n = family.shape
        rows, p = family.live_rows, family.parameters
        given = [tuple(m[j] for j in rows) for m in (family.data, family.start, *family.directions)]
        # Of exact entries: as floats one could be infinite, or a 0 that it is not.
        self.usable = in_balls or all(_fits(x) for m in given for row in m for x in row)
        data, *decoders = map(self._matrix, given)
        self.target: Any = target if in_balls else np.nextafter(float(target.upper()), np.inf)
        longest = (len(rows) + kappa) * n + 8 * (1 + p) ** 2 + 64
        gamma, self.tiny = (0.0, 0.0) if in_balls else (_GAMMAS * longest * UNIT, _TINY)
        super().__init__(data, [w.T for w in decoders], self.d * n, gamma)

    def _matrix(self, rows: Matrix) -> Array:
        if self.in_balls:
            return np.array([[arb(to_fmpq(x)) for x in row] for row in rows], dtype=object)
        return np.array([[float(x) if self.usable else 0.0 for x in row] for row in rows])

    def _usable(self, *numbers: Floats) -> Truth:
        """For each row whether its numbers are 0 or of a size within `_RANGE`; balls take all."""
        held = np.full(len(numbers[0]), self.usable)
        for rows in () if self.in_balls else numbers:
            size = abs(rows.reshape(len(rows), -1))
            held &= ((size == 0) | ((size > _RANGE[0]) & (size < _RANGE[1]))).all(axis=1)
        return held

    def reached(self, leaves: Floats, low: Floats, high: Floats, constants: Floats) -> Truth:
        """For each leaf on its box of theta whether its bound reaches the target.

        Args:
            leaves: slopes of the minorants of g, and of h in every row, (N, 1 + kappa).
            low: lower ends of theta, (N, p).
            high: upper ends.
            constants: what the minorants contribute, (N, 1 + kappa): lower bounds.
        """
        held = self._usable(leaves, low, high) & np.isfinite(constants).all(axis=1)
        middle = (low + high) * 0.5
        radius = np.nextafter(np.maximum(middle - low, high - middle), np.inf)
        radius = np.where(low < high, radius, 0.0)
        below, size, proved = self.bounds(middle, radius, leaves[:, 0], leaves[:, 1:])
        below = below - size * self.gamma
        # The relaxed loss is a sum of squares: at least 0.
        below = np.where(proved & np.asarray(below > 0, dtype=bool), below, 0)
        given = to_balls(constants) if self.in_balls else constants
        constant = given[:, 0] + given[:, 1:].sum(axis=1) / self.d
        size = abs(given[:, 0]) + abs(given[:, 1:]).sum(axis=1) / self.d + below
        bound = constant + below - (size * self.gamma + self.tiny)
        return np.asarray(held & np.asarray(bound >= self.target, dtype=bool))

    def ceilings_held(self, patches: Sequence[Patch], e_max: float) -> Truth:
        """For each patch and each row whether its left inverse shows the ceiling, (N, kappa)."""
        _, kappa, live = self.decoders.shape
        none = ((0.0,) * live,) * kappa  # shows nothing
        given = ((p.inverse or none, p.low, p.high, p.ceilings) for p in patches)
        inverse, low, high, ceilings = map(np.array, zip(*given, strict=True))
        held = self._usable(inverse, low, high, np.full(len(patches), e_max))
        found = self.power_bounds(inverse, low, high, e_max)
        shown: Truth = np.asarray((found >= 0) & (found <= ceilings), dtype=bool)
        return shown & held[:, None]

    def power_bounds(self, inverse: Floats, low: Floats, high: Floats, e_max: float) -> Array:
        """Upper bounds of the row powers where e <= e_max, (N, kappa); negative: there are none.

        This is fact 3 of `numerics.solver.coercivity`, from near left inverses V, (N, kappa, live),
        on boxes of theta, (N, p).  In floats row sums of V W - 1 err by at most gamma times those
        of |V| |W| + 1, rows of V X by gamma |V_k| |X|; both are added.  All that follows is
        positive but for ``1 - eta``, of exact numbers: a last factor 1 + gamma is above roundings.
        """
        numbers = to_balls if self.in_balls else np.asarray
        v, low, high = map(numbers, (inverse, low, high))
        images = self.product(v[:, None], self.decoders.transpose(0, 2, 1))
        eta = numbers(np.zeros(inverse.shape[:2]))
        for corner in product((False, True), repeat=self.p):
            theta = np.where(corner, high, low)[:, :, None, None]
            defect = images[:, 0] + (theta * images[:, 1:]).sum(axis=1) - np.eye(v.shape[1])
            eta = np.maximum(eta, up(abs(defect).sum(axis=2)))
        theta = np.maximum(up(abs(low)), up(abs(high)))[:, :, None, None]
        spread = abs(self.decoders[0]) + (theta * abs(self.decoders[1:])).sum(axis=1)
        eta = eta + self.gamma * ((abs(v) @ spread.transpose(0, 2, 1)).sum(axis=2) + 1)
        error = np.sqrt(numbers(np.array([self.dn * 1.0])) * numbers(np.array([e_max])))
        added = error + self.gamma * np.sqrt((self.data**2).sum())
        reach = up(lengths(self.product(v, self.data), (2,)) + lengths(v, (2,)) * added)
        room = 1 - eta.max(axis=1)[:, None]
        bounded = np.asarray(room > 0, dtype=bool)
        share = reach.max(axis=1)[:, None] / np.where(bounded, room, 1)
        found = (reach + eta * share) ** 2 / self.data.shape[1]
        return np.where(bounded, found * (1 + self.gamma), -1)


def _fits(x: Fraction) -> bool:
    top, most = abs(x.numerator), int(_RANGE[1])
    return top == 0 or (top < most * x.denominator and x.denominator < most * top)
