"""The bound on leaves: the dual matrix P is quadratic in theta and follows from box and slopes.

Write ``theta_j = m_j + r_j t_j``, |t_j| <= 1, W for the decoder at m and E_j = r_j D_j.  For any
polynomial P(t), with R(t) = W(t)^T P(t), weak duality bounds the relaxed loss from below by

    F(t) = 2 <P, X> - (dn/lam) |P|^2 - dn sum_k |R_k|^2 / b_k,

a polynomial of degree 6.  Its part of degree 2, made convex by a multiple of |t|^2, lies above its
tangents; the terms of degree 3 are bounded by their absolute values, the others by norms.  Which P
is taken (the Taylor polynomial of the best one) matters to how good the bound is, not to whether
it holds; it is found in floats.

In floats, rows of R err by at most ``e_k = gamma w_k pi``, where w_k and pi are the sums of the
lengths of what is multiplied, and F by gamma times its terms in absolute values, and by what e_k
adds to |R_k|^2; all of that is returned as the size of the error (`numerics.certificates.leaves`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement, pairwise
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.certificates.family import Floats
from numerics.certificates.limits import ask

Array: TypeAlias = NDArray[Any]  # of floats, or of balls as objects
Truth: TypeAlias = NDArray[np.bool_]

_DEGREE = 2
_LEAST, _MOST = 1e-60, 1e60  # entries of P outside become 0
_SPARE, _FLOOR = 1e-12, 1e-90
_STEPS = 10

to_balls: Callable[[Floats], Array] = np.frompyfunc(arb, 1, 1)
_upper_ends = np.frompyfunc(lambda x: x.upper(), 1, 1)


class ThirdOrder:
    """The bound for many leaves.

    Args:
        data: X, (live, n), of floats or of balls.
        decoders: the transposed start and directions, (1 + p, kappa, live), likewise.
        dn: d n.
        gamma: the relative error of the longest sum, 0 for balls.
    """

    def __init__(self, data: Array, decoders: Sequence[Array], dn: int, gamma: float) -> None:
        self.data, self.decoders = data, np.array(decoders)
        self.dn, self.gamma, self.p = dn, gamma, len(decoders) - 1
        powers = range(_DEGREE + 2)
        degrees = [list(combinations_with_replacement(range(self.p), k)) for k in powers]
        self.sizes = list(map(len, degrees))
        (live, n), kappa = data.shape, self.decoders.shape[1]
        self.numbers = (live + kappa) * n * sum(self.sizes)  # in the largest array, for a leaf
        # Where the product of t_j and each monomial stands among those of the next degree.
        self.grown = [
            [[above.index(tuple(sorted((*a, j)))) for a in of] for j in range(self.p)]
            for of, above in pairwise(degrees)
        ]

    def bounds(
        self, middle: Floats, radius: Floats, lam: Floats, slopes: Floats
    ) -> tuple[Array, Array, Truth]:
        """Lower bounds of F over the boxes, sizes of their errors, and which are proved."""
        dual = self._duals(middle, radius, lam, slopes)
        numbers = to_balls if self.data.dtype == object else np.asarray
        middle, radius, lam, slopes, *dual = map(numbers, (middle, radius, lam, slopes, *dual))
        moved = _moved(self.decoders, middle, radius)
        rows = self._rows(moved, dual)
        weights = self.dn / lam, self.dn / slopes
        low, sums, proved = self._least(dual, rows, weights)
        if not self.gamma:
            return low, np.zeros(len(low)), proved
        reach = abs(middle)[:, :, None, None] + radius[:, :, None, None]
        spread = abs(self.decoders[0]) + (reach * abs(self.decoders[1:])).sum(axis=1)
        pi = sum(lengths(part, (1, 3)).sum(axis=1) for part in dual)
        rounded = np.sqrt((spread**2).sum(axis=2)) * pi[:, None]
        size = 2 * pi * np.sqrt((self.data**2).sum()) + weights[0] * pi**2
        both = sums * (sums + 2 * rounded) + self.gamma * rounded**2
        return low, size + (weights[1] * both).sum(axis=1), proved

    def _duals(self, middle: Floats, radius: Floats, lam: Floats, slopes: Floats) -> list[Floats]:
        """Coefficients of P by degree, (N, live, monomials, n): any are valid, these are good."""
        data, moved = self.data.astype(float), _moved(self.decoders.astype(float), middle, radius)
        across, turns, scale = moved[:, 0], moved[:, 1:], lam[:, None, None]
        diagonal = slopes[:, :, None] * np.eye(slopes.shape[1])
        inverse = _inverses(scale * (across @ across.transpose(0, 2, 1)) + diagonal)
        code = scale * (inverse @ (across @ data))
        dual = [(scale / self.dn * (data - across.transpose(0, 2, 1) @ code))[:, :, None]]
        for degree in range(_DEGREE):
            image = self._product(turns.transpose(0, 1, 3, 2) @ code[:, None], degree)
            pushed = self._product(turns @ _flat(dual[-1])[:, None], degree)
            code = inverse @ (self.dn * _flat(pushed) - scale * (across @ _flat(image)))
            new = -scale / self.dn * (_flat(image) + across.transpose(0, 2, 1) @ code)
            dual.append(new.reshape(image.shape))
        return [np.where((abs(x) > _LEAST) & (abs(x) < _MOST), x, 0.0) for x in dual]

    def _product(self, parts: Array, degree: int) -> Array:
        """``sum_j t_j parts_j``: (N, rows, monomials of the next degree, n)."""
        (count, _, rows, _), n = parts.shape, self.data.shape[1]
        parts = parts.reshape(count, self.p, rows, self.sizes[degree], n)
        total = np.zeros((count, rows, self.sizes[degree + 1], n), dtype=parts.dtype)
        for j, at in enumerate(self.grown[degree]):
            total[:, :, at] += parts[:, j]
        return total

    def _rows(self, moved: Array, dual: list[Array]) -> list[Array]:
        """Coefficients of R by degree, (N, kappa, monomials, n)."""
        (count, _, kappa, _), n = moved.shape, self.data.shape[1]
        rows = [np.zeros((count, kappa, size, n), dtype=moved.dtype) for size in self.sizes]
        for degree, part in enumerate(dual):
            product = self.product(moved, _flat(part)[:, None])
            rows[degree] = rows[degree] + product[:, 0].reshape(rows[degree].shape)
            rows[degree + 1] = self._product(product[:, 1:], degree)
        return rows

    def _least(
        self, dual: list[Array], rows: list[Array], weights: tuple[Array, Array]
    ) -> tuple[Array, Array, Truth]:
        """Lower bounds of F, the sums of the lengths of the rows of R, and which are proved."""
        p, weigh = self.p, weights[1][:, :, None, None]
        gram = weights[0][:, None, None] * self._gram(dual, dual)
        gram = gram + self._gram([weigh * part for part in rows[:-1]], rows[:-1])
        linear = [2 * (part * self.data[:, None]).sum(axis=(1, 3)) for part in dual]
        slope = linear[1] - 2 * gram[:, 0, 1 : 1 + p]
        form = linear[2] - 2 * gram[:, 0, 1 + p :]
        third = 2 * (weigh * rows[0] * rows[3]).sum(axis=(1, 3))
        bend = -gram[:, 1 : 1 + p, 1 : 1 + p]
        for j, at in enumerate(self.grown[1]):
            bend[:, j, j:] += 0.5 * form[:, at[j:]]
            bend[:, j:, j] += 0.5 * form[:, at[j:]]
            third[:, self.grown[2][j]] += 2 * gram[:, 1 + j, 1 + p :]
        least, proved = _least_of_quadratics(linear[0][:, 0] - gram[:, 0, 0], slope, bend)
        sums = [lengths(part, (3,)).sum(axis=2) for part in rows]
        fourth = np.sqrt(up(np.diagonal(gram, axis1=1, axis2=2)[:, 1 + p :])).sum(axis=1) ** 2
        higher = weights[1] * sums[3] * (2 * (sums[1] + sums[2]) + sums[3])
        low = least - abs(third).sum(axis=1) - fourth - higher.sum(axis=1)
        return low, sum(sums), proved

    def _gram(self, first: Sequence[Array], second: Sequence[Array]) -> Array:
        """All products <A_a, B_b> of coefficients, those of all degrees one after another."""
        left, right = (
            _flat(np.concatenate([part.transpose(0, 2, 1, 3) for part in parts], axis=1))
            for parts in (first, second)
        )
        return self.product(left, right.transpose(0, 2, 1))

    def product(self, a: Array, b: Array) -> Array:
        """``a @ b``; in balls, where it may take long, row by row."""
        if a.dtype != object:
            return np.asarray(a @ b)
        rows = []
        for i in range(a.shape[-2]):
            ask()
            rows.append(a[..., i : i + 1, :] @ b)
        return np.concatenate(rows, axis=-2)


def _least_of_quadratics(constant: Array, slope: Array, bend: Array) -> tuple[Array, Truth]:
    """Lower bounds of ``c + g t + t^T H t`` over the cube, and where ``H + s`` is proved convex."""
    p, numbers = slope.shape[1], to_balls if slope.dtype == object else np.asarray
    if not p:
        return constant, np.ones(len(constant), bool)
    # Rounding leaves the form a little unsymmetric; pivots speak of symmetric ones only.
    bend = 0.5 * (bend + bend.transpose(0, 2, 1))
    g, h = slope.astype(float), bend.astype(float)
    held = np.asarray(np.isfinite(h).all(axis=(1, 2)) & np.isfinite(g).all(axis=1))
    g, h = np.where(held[:, None], g, 0.0), np.where(held[:, None, None], h, 0.0)
    lowest, size = np.linalg.eigvalsh(h)[:, 0], abs(h).sum(axis=(1, 2))
    shift = np.maximum(-lowest, 0.0) + _SPARE * size + _FLOOR
    at = numbers(_stationary(g, h + shift[:, None, None] * np.eye(p)))
    shift = numbers(shift)
    convex = bend + shift[:, None, None] * np.eye(p)
    pull = (convex * at[:, None]).sum(axis=2)
    tangent = slope + 2 * pull
    value = constant + ((slope + pull) * at - abs(tangent) - tangent * at).sum(axis=1) - p * shift
    return value, held & _positive(convex)


def _positive(forms: Array) -> Truth:
    """Which are proved positive definite: elimination meets positive pivots only."""
    proved = np.ones(len(forms), bool)
    for j in range(forms.shape[1]):
        pivot = forms[:, j, j]
        proved &= np.asarray(pivot > 0, dtype=bool)
        safe = np.where(proved, pivot, 1)[:, None, None]
        forms = forms - forms[:, :, j : j + 1] * forms[:, j : j + 1] / safe
    return proved


def _stationary(g: Floats, h: Floats) -> Floats:
    """About where ``g t + t^T h t`` is least in the cube: where its tangent is highest."""
    t, best = np.zeros(g.shape), np.zeros(g.shape)
    highest = np.full(len(g), -np.inf)
    steep = 2 * np.diagonal(h, axis1=1, axis2=2)
    for _ in range(_STEPS):
        pull = (h * t[:, None]).sum(axis=2)
        tangent = g + 2 * pull
        least = ((g + pull) * t - abs(tangent) - tangent * t).sum(axis=1)
        best = np.where((least > highest)[:, None], t, best)
        highest = np.maximum(least, highest)
        aim = t - tangent / steep
        end = np.where(abs(aim) > 1, np.sign(aim), 0.0)
        free = end == 0
        matrix = 2 * h * (free[:, :, None] & free[:, None]) + ~free[:, :, None] * np.eye(g.shape[1])
        right = np.where(free, -g - 2 * (h * end[:, None]).sum(axis=2), end)
        before, t = t, np.nan_to_num((_inverses(matrix) * right[:, None]).sum(axis=2))
        t = np.clip(t, -1.0, 1.0)
        if (t == before).all():
            break
    return best


def _inverses(matrices: Floats) -> Floats:
    """Inverses, or 0 for all where floats find one singular."""
    try:
        return np.asarray(np.linalg.inv(matrices))
    except np.linalg.LinAlgError:
        return np.zeros(matrices.shape)


def _moved(decoders: Array, middle: Array, radius: Array) -> Array:
    """W^T and every E_j^T, (N, 1 + p, kappa, live)."""
    turns = radius[:, :, None, None] * decoders[1:]
    start = decoders[0] + (middle[:, :, None, None] * decoders[1:]).sum(axis=1)
    return np.concatenate([start[:, None], turns], axis=1)


def lengths(part: Array, axes: tuple[int, ...]) -> Array:
    """Euclidean lengths over the axes, of the upper ends of balls."""
    return np.asarray(np.sqrt((up(abs(part)) ** 2).sum(axis=axes)))


def up(x: Array) -> Array:
    """Upper ends of balls; floats as they are."""
    return np.asarray(_upper_ends(x)) if x.dtype == object else x


def _flat(x: Array) -> Array:
    """The last two axes as one."""
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])
