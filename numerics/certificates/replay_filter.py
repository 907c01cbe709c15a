"""A first look at all leaves at once, in floats with a rigorous bound on their rounding.

The checker accepts a leaf here only if its bound, less everything that rounding can have added,
reaches the target; every other leaf is replayed in ball arithmetic
(`numerics.certificates.replay_leaf`).

Trusted: floats are IEEE doubles rounded to nearest, and every entry of a matrix product is a sum of
the products it is defined by, in any order and with or without fused multiplication.  Then a sum of
m products of exact numbers errs by at most gamma_m = m u / (1 - m u) of the sum of their absolute
values, u = 2^-53; a factor that was itself rounded adds one more rounding.  Each quantity below is
computed a second time with absolute values in place of its terms, and that *size* times
``_GAMMAS * gamma`` is taken off.  Underflow: where all numbers lie within `_RANGE` it errs by less
than `_TINY`, which is taken off too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.certificate import Leaf
from numerics.certificates.linear_family import Floats, LinearFamily, as_floats
from numerics.certificates.replay_minorants import UNIT, FloatConstants
from sparsity_theory.penalties.penalties import Penalty

_CHUNK = 2048
# Twice what the analysis needs: sizes are themselves rounded.
_GAMMAS = 4.0
_RANGE = 1e-60, 1e60
_TINY = 1e-100
_EXACT_INTEGERS = 2**53
# Convex penalties: tangents at multiples of this times the square root of the tolerance lose about
# a thousandth of the tolerance.
_GRID = 2.0**-6


class LeafFilter:
    """Which leaves are proved by floats alone; the formula is that of `numerics.solver.dual`."""

    def __init__(
        self, family: LinearFamily, g: Penalty, h: Penalty, target: arb, tolerance: float
    ) -> None:
        self.d, self.kappa, self.n = family.shape
        self.p, self.dn = family.parameters, float(self.d * self.n)
        rows = list(family.live_rows)
        self.live = len(rows)
        self.data = as_floats(family.data)[rows]
        self.start = as_floats(family.start)[rows].T
        self.directions = [as_floats(w)[rows].T for w in family.directions]
        matrices = (self.data, self.start, *self.directions)
        self.usable = all(_in_range(m.reshape(1, -1)).all() for m in matrices)
        self.target = float(np.nextafter(float(target.upper()), np.inf))
        grid = _GRID * 2.0 ** np.floor(0.5 * np.log2(max(tolerance, _TINY)))
        self.constant_g, self.constant_h = FloatConstants(g, grid), FloatConstants(h, grid)
        longest = (self.live + self.kappa) * self.n + 8 * (1 + self.p) ** 2 + 64
        self.gamma = _GAMMAS * longest * UNIT

    def settled(self, leaves: Sequence[Leaf], low: Floats, high: Floats) -> NDArray[np.bool_]:
        """For each leaf on its box whether floats prove that its bound reaches the target."""
        found = np.zeros(len(leaves), dtype=bool)
        if not self.usable:
            return found
        for at in range(0, len(leaves), _CHUNK):
            part = slice(at, at + _CHUNK)
            with np.errstate(all="ignore"):  # what overflows compares false and is not settled
                found[part] = self._proved(leaves[part], low[part], high[part])
        return found

    def _proved(self, leaves: Sequence[Leaf], low: Floats, high: Floats) -> NDArray[np.bool_]:
        lam = np.array([leaf.lam for leaf in leaves])
        slopes = np.array([leaf.slopes for leaf in leaves])
        dual, exact = self._duals(leaves)
        p = self.p
        constant = self.constant_g(lam, low[:, p], high[:, p])
        constants = self.constant_h(slopes, low[:, p + 1 :], high[:, p + 1 :])
        rest = constant + constants.sum(axis=1) / self.d
        size = abs(constant) + abs(constants).sum(axis=1) / self.d
        value, value_size = self._quadratic(dual, low[:, :p], high[:, :p], lam, slopes)
        bound = rest + value - self.gamma * (size + value_size) - _TINY
        in_range = np.ones(len(leaves), bool)
        for array in (lam, slopes, dual, low, high):
            in_range &= _in_range(array.reshape(len(leaves), -1))
        return np.asarray(exact & in_range & (bound >= self.target))

    def _duals(self, leaves: Sequence[Leaf]) -> tuple[Floats, NDArray[np.bool_]]:
        """P_0 .. P_p of every leaf, (N, 1 + p, live, n), and whether floats hold them exactly."""
        integers = np.zeros((len(leaves), (1 + self.p) * self.live * self.n))
        lengths = np.array([len(leaf.dual) for leaf in leaves])
        for length in set(lengths.tolist()):
            rows = np.flatnonzero(lengths == length)
            whole = b"".join([leaves[i].dual for i in rows.tolist()])
            integers[rows, :length] = np.frombuffer(whole, dtype=np.int64).reshape(-1, length)
        exponents = np.array([float(leaf.exponent) for leaf in leaves])
        exact = (abs(integers).max(axis=1, initial=0.0) < _EXACT_INTEGERS) & (abs(exponents) < 900)
        dual = np.ldexp(integers, np.where(exact, exponents, 0).astype(int)[:, None])
        return dual.reshape(-1, 1 + self.p, self.live, self.n), exact

    def _quadratic(
        self, dual: Floats, low: Floats, high: Floats, lam: Floats, slopes: Floats
    ) -> tuple[Floats, Floats]:
        """The least value over the corners, rounded down but for sums, and its size."""
        middle = 0.5 * (low + high)
        below, above = low - middle, high - middle
        radius = np.maximum(abs(below), abs(above))
        pull, turns, pull_size = self._pulls(dual, middle, radius)
        rho = self._remainders(dual, radius)
        move_size = abs(dual[:, 0]) + np.einsum("nj,njli->nli", radius, abs(dual[:, 1:]))
        linear_size = 2 * (move_size * abs(self.data)).sum(axis=(1, 2))
        least = np.full(len(dual), np.inf)
        most = np.zeros(len(dual))
        for corner in product((0, 1), repeat=self.p):
            rows, p = pull, dual[:, 0]
            for j, side in enumerate(corner):
                delta = (above if side else below)[:, j, None, None]
                rows, p = rows + delta * turns[j], p + delta * dual[:, 1 + j]
            # Lengths are rounded up: what is subtracted may only grow.
            lengths = np.sqrt(((abs(rows) + self.gamma * pull_size) ** 2).sum(axis=2))
            loss = self.dn * ((lengths + rho) ** 2 / slopes).sum(axis=1)
            loss += self.dn * ((abs(p) + self.gamma * move_size) ** 2).sum(axis=(1, 2)) / lam
            least = np.minimum(least, 2 * (p * self.data).sum(axis=(1, 2)) - loss)
            most = np.maximum(most, loss)
        return least, linear_size + most

    def _pulls(
        self, dual: Floats, middle: Floats, radius: Floats
    ) -> tuple[Floats, list[Floats], Floats]:
        """A, every B_j, and the size of A + sum_j delta_j B_j: what it sums, in absolute values."""
        decoder = np.broadcast_to(self.start, (len(dual), *self.start.shape)).copy()
        decoder_size = abs(decoder)
        for j, direction in enumerate(self.directions):
            decoder += middle[:, j, None, None] * direction
            decoder_size += abs(middle[:, j, None, None] * direction)
        pull = decoder @ dual[:, 0]
        size = decoder_size @ abs(dual[:, 0])
        turns = []
        for j, direction in enumerate(self.directions):
            turns.append(direction @ dual[:, 0] + decoder @ dual[:, 1 + j])
            turn_size = abs(direction) @ abs(dual[:, 0]) + decoder_size @ abs(dual[:, 1 + j])
            size += radius[:, j, None, None] * turn_size
        return pull, turns, size

    def _remainders(self, dual: Floats, radius: Floats) -> Floats:
        """Every rho_k, rounded up."""
        rho = np.zeros((len(dual), self.kappa))
        for j in range(self.p):
            move = dual[:, 1 + j]
            if not move.any():
                continue
            for i, direction in enumerate(self.directions):
                bent = abs(direction @ move) + self.gamma * (abs(direction) @ abs(move))
                length = np.sqrt((bent**2).sum(axis=2))
                rho += (radius[:, i] * radius[:, j])[:, None] * length
        return rho * (1 + self.gamma)


def _in_range(rows: Floats) -> NDArray[np.bool_]:
    """For each row whether its entries are 0 or of a size within `_RANGE`."""
    size = abs(rows)
    fits = (size == 0) | ((size > _RANGE[0]) & (size < _RANGE[1]))
    return np.asarray(fits.all(axis=1))
