"""The bound on the leaves of a proof, many at once: in floats first, then in balls.

The formula is that of `numerics.solver.dual`.  It is written once, for arrays of numbers that are
floats or balls.  In balls nothing is lost.  In floats everything that rounding can have added is
taken off: a leaf that floats do not settle is decided in balls.

Trusted: floats are IEEE doubles rounded to nearest, and every entry of a matrix product is a sum of
the products it is defined by, in any order and with or without fused multiplication.  Then a sum of
m products of exact numbers errs by at most gamma_m = m u / (1 - m u) of the sum of their absolute
values, u = 2^-53; a factor that was itself rounded adds one more rounding.  Each quantity below is
computed a second time with absolute values in place of its terms, and that *size* times
``_GAMMAS * gamma`` is taken off.  Underflow: where all numbers lie within `_RANGE` it errs by less
than `_TINY`, which is taken off too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.family import Family, Floats, Matrix
from numerics.certificates.minorants import UNIT
from numerics.certificates.proof import Leaf
from numerics.certificates.terms import to_fmpq

Array: TypeAlias = NDArray[Any]  # of floats, or of balls as objects
Truth: TypeAlias = NDArray[np.bool_]

_GAMMAS = 4.0  # twice what the analysis needs: sizes are themselves rounded
_RANGE = 1e-60, 1e60
_TINY = 1e-100
_EXACT_INTEGERS = 2**53


class LeafBound:
    """The bound on leaves; ``in_balls`` says of which numbers arrays are made.

    Args:
        family: data and decoders.
        target: what the bounds have to reach.
        in_balls: balls instead of floats.
    """

    def __init__(self, family: Family, target: arb, *, in_balls: bool) -> None:
        self.family, self.in_balls = family, in_balls
        self.d, self.kappa, self.n = family.shape
        self.p, self.dn = family.parameters, self.d * self.n
        rows = family.live_rows
        self.live = len(rows)
        self.data, start, *directions = (
            self._matrix(tuple(m[j] for j in rows))
            for m in (family.data, family.start, *family.directions)
        )
        self.start, self.directions = start.T, [w.T for w in directions]
        self.target: Any = target if in_balls else np.nextafter(float(target.upper()), np.inf)
        longest = (self.live + self.kappa) * self.n + 8 * (1 + self.p) ** 2 + 64
        self.gamma = 0.0 if in_balls else _GAMMAS * longest * UNIT
        self.tiny = 0.0 if in_balls else _TINY
        matrices = (self.data, self.start, *self.directions)
        self.usable = in_balls or all(_in_range(m.reshape(1, -1)).all() for m in matrices)

    def _matrix(self, rows: Matrix) -> Array:
        if self.in_balls:
            return np.array([[arb(to_fmpq(x)) for x in row] for row in rows], dtype=object)
        return np.array([[float(x) for x in row] for row in rows])

    def reached(
        self, leaves: Sequence[Leaf], low: Floats, high: Floats, constants: Floats
    ) -> Truth:
        """For each leaf on its box of theta whether its bound reaches the target.

        Args:
            leaves: N leaves.
            low: lower ends of theta, (N, p).
            high: upper ends.
            constants: what the minorants of g and h contribute, (N, 1 + kappa): lower bounds.
        """
        lam = np.array([leaf.lam for leaf in leaves])
        slopes = np.array([leaf.slopes for leaf in leaves])
        dual, held = self._duals(leaves)
        if not self.in_balls:
            for numbers in (lam, slopes, dual, low, high):
                held &= _in_range(numbers.reshape(len(leaves), -1))
        low, high, lam, slopes, given = map(self._numbers, (low, high, lam, slopes, constants))
        constant = given[:, 0] + given[:, 1:].sum(axis=1) / self.d
        size = abs(given[:, 0]) + abs(given[:, 1:]).sum(axis=1) / self.d
        held &= np.isfinite(constants).all(axis=1)
        return held & self._proved(dual, (low, high), (lam, slopes), (constant, size))

    def _numbers(self, floats: Floats) -> Array:
        return _to_balls(floats) if self.in_balls else floats

    def _duals(self, leaves: Sequence[Leaf]) -> tuple[Array, Truth]:
        """P_0 .. P_p of every leaf, (N, 1 + p, live, n), and whether they are held exactly."""
        count = (1 + self.p) * self.live * self.n
        integers = np.zeros((len(leaves), count), dtype=np.int64)
        for row, leaf in zip(integers, leaves, strict=True):
            row[: len(leaf.dual)] = leaf.dual
        shape = (len(leaves), 1 + self.p, self.live, self.n)
        exponents = np.array([leaf.exponent for leaf in leaves])
        if self.in_balls:
            units = [arb(2) ** int(e) for e in exponents]
            dual = np.array([[arb(int(x)) * unit for x in row] for row, unit in
                             zip(integers, units, strict=True)], dtype=object)  # fmt: skip
            return dual.reshape(shape), np.ones(len(leaves), bool)
        held = (abs(integers).max(axis=1, initial=0) < _EXACT_INTEGERS) & (abs(exponents) < 900)
        dual = np.ldexp(integers.astype(float), np.where(held, exponents, 0)[:, None])
        return dual.reshape(shape), held

    def _proved(
        self,
        dual: Array,
        box: tuple[Array, Array],
        slopes: tuple[Array, Array],
        constant: tuple[Array, Array],
    ) -> Truth:
        """Whether the bound is reached at every corner of the box."""
        low, high = box
        middle = (low + high) * 0.5
        below, above = low - middle, high - middle
        radius = _largest(abs(below), abs(above))
        pull, turns, pull_size = self._pulls(dual, middle, radius)
        rho = self._remainders(dual, radius)
        move_size = abs(dual[:, 0])
        for j in range(self.p):
            move_size = move_size + radius[:, j, None, None] * abs(dual[:, 1 + j])
        linear_size = (move_size * abs(self.data)).sum(axis=(1, 2)) * 2
        proved = np.ones(len(dual), bool)
        for corner in product((0, 1), repeat=self.p):
            rows, p = pull, dual[:, 0]
            for j, side in enumerate(corner):
                delta = (above if side else below)[:, j, None, None]
                rows, p = rows + delta * turns[j], p + delta * dual[:, 1 + j]
            # Lengths are rounded up: what is subtracted may only grow.
            lengths = np.sqrt((_up(abs(rows) + pull_size * self.gamma) ** 2).sum(axis=2))
            lost = ((lengths + rho) ** 2 / slopes[1]).sum(axis=1) * self.dn
            squares = (_up(abs(p) + move_size * self.gamma) ** 2).sum(axis=(1, 2))
            lost = lost + squares / slopes[0] * self.dn
            bound = constant[0] + ((p * self.data).sum(axis=(1, 2)) * 2 - lost)
            error = (constant[1] + linear_size + lost) * self.gamma + self.tiny
            proved &= np.asarray(bound - error >= self.target, dtype=bool)
        return proved

    def _pulls(self, dual: Array, middle: Array, radius: Array) -> tuple[Array, list[Array], Array]:
        """A, every B_j, and the size of A + sum_j delta_j B_j: what it sums, in absolute values."""
        decoder = np.broadcast_to(self.start, (len(dual), *self.start.shape))
        decoder_size = abs(decoder)
        for j, direction in enumerate(self.directions):
            moved = middle[:, j, None, None] * direction
            decoder, decoder_size = decoder + moved, decoder_size + abs(moved)
        size = decoder_size @ abs(dual[:, 0])
        turns = []
        for j, direction in enumerate(self.directions):
            turns.append(direction @ dual[:, 0] + decoder @ dual[:, 1 + j])
            turn_size = abs(direction) @ abs(dual[:, 0]) + decoder_size @ abs(dual[:, 1 + j])
            size = size + radius[:, j, None, None] * turn_size
        return decoder @ dual[:, 0], turns, size

    def _remainders(self, dual: Array, radius: Array) -> Array:
        """Every rho_k, rounded up."""
        rho = self._numbers(np.zeros((len(dual), self.kappa)))
        for j, direction in product(range(self.p), enumerate(self.directions)):
            i, w = direction
            move = dual[:, 1 + j]
            bent = abs(w @ move) + (abs(w) @ abs(move)) * self.gamma
            length = np.sqrt((_up(bent) ** 2).sum(axis=2))
            rho = rho + (radius[:, i] * radius[:, j])[:, None] * length
        return rho * (1 + self.gamma)


_to_balls: Callable[[Floats], Array] = np.frompyfunc(arb, 1, 1)
_upper_ends = np.frompyfunc(lambda x: x.upper(), 1, 1)
_larger = np.frompyfunc(lambda x, y: x.max(y), 2, 1)


def _up(x: Array) -> Array:
    """Upper ends of balls; floats as they are."""
    return np.asarray(_upper_ends(x)) if x.dtype == object else x


def _largest(x: Array, y: Array) -> Array:
    return np.asarray(_larger(x, y)) if x.dtype == object else np.maximum(x, y)


def _in_range(rows: Floats) -> Truth:
    """For each row whether its entries are 0 or of a size within `_RANGE`."""
    size = abs(rows)
    fits = (size == 0) | ((size > _RANGE[0]) & (size < _RANGE[1]))
    return np.asarray(fits.all(axis=1))
