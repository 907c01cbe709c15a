"""A dual bound of third order in theta: P is quadratic in it, and the profile's convexity shows.

Write ``theta_j = m_j + r_j t_j`` for a box with centre m and half widths r, |t_j| <= 1, W for the
decoder at m and E_j = r_j D_j.  For slopes lam and b and any P(t) weak duality gives, with dn = d n
and R(t) = W(t)^T P(t),

    lam e + (1/d) sum_k b_k p_k >= F(t) = 2 <P, X> - (dn/lam) |P|^2 - dn sum_k |R_k|^2 / b_k.

The best P at t is ``(lam/dn) (X - W(t) Z(t))`` where Z(t) is the ridge code.  P here is its Taylor
polynomial of order 2.  Coefficients of monomials follow from those of one degree less:

    M Z_a = dn sum_j E_j^T P_{a-j} - lam W^T B_a,    P_a = -(lam/dn) (B_a + W Z_a),

with M = lam W^T W + diag(b) and B_a = sum_j E_j Z_{a-j}, over the j that occur in the monomial a
(B = -X for a = 1).  F then is a polynomial of degree 6.  Its part of degree 2 is minimised over the
box, shifted where it is not convex; the terms of degree 3 are bounded by their absolute values and
those of higher degree by norms.  What is lost is of third order in r.  [X]
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from numerics.certificates.linear_family import Floats
from numerics.solver.loops import loaded

_DEGREE = 2  # of P
# A quadratic form is made convex with so much to spare, as a share of its entries.
_SPARE = 1e-12
_MORE_STEPS = 3


@dataclass(frozen=True)
class DualBounds:
    """Bounds of N boxes.

    Attributes:
        value: the bounds, (N,); -oo where floats overflow.
        codes: the ridge codes at the centres, (N, kappa, n).
        excess: by how much terms of degree 3 can make the rows of R longer, (N, kappa).
    """

    value: Floats
    codes: Floats
    excess: Floats


class DualBound:
    """The bound for batches of boxes of theta with given slopes.

    Args:
        arrays: X (live, n), W_0 (live, kappa) and the directions (p, live, kappa).
        dn: d n, rows that vanish included.
    """

    def __init__(self, arrays: tuple[Floats, Floats, Floats], dn: float) -> None:
        self.data, self.start, self.directions = arrays
        self.dn = dn
        self.p = p = len(self.directions)
        self.monomials = [
            list(combinations_with_replacement(range(p), degree)) for degree in range(_DEGREE + 2)
        ]
        # Where the product of each monomial with t_j stands among those of the next degree.
        self.grown = [
            np.array(
                [[above.index(tuple(sorted((*a, j)))) for a in of] for j in range(p)], int
            ).reshape(p, len(of))
            for of, above in zip(self.monomials, self.monomials[1:], strict=False)
        ]
        self.times = self._places()

    def _places(self) -> NDArray[np.intp]:
        """Where t_j times each monomial of P stands among all, one degree after another."""
        every = [of for degree in self.monomials for of in degree]
        known = sum(map(len, self.monomials[:-1]))
        found = [
            [every.index(tuple(sorted((*a, j)))) for a in every[:known]] for j in range(self.p)
        ]
        return np.array(found, np.intp).reshape(self.p, known)

    @property
    def numbers(self) -> int:
        """How many numbers the largest array holds for one box."""
        (live, n), kappa = self.data.shape, self.start.shape[1]
        return int((live + kappa) * n) * sum(map(len, self.monomials))

    def bounds(self, low: Floats, high: Floats, lam: Floats, slopes: Floats) -> DualBounds:
        """Bounds on boxes of theta, ends of shape (N, p), for lam (N,) and slopes (N, kappa)."""
        half = 0.5 * (high - low)
        native = loaded()
        if native is not None:
            box = 0.5 * (low + high), half
            arrays = self.data, self.start, self.directions
            ends, slope, bend, codes, excess = native.dual_parts(
                arrays, self.times, self.dn, box, lam, slopes
            )
            value = least_of_quadratics(ends[:, 0], slope, bend) - ends[:, 1]
            return DualBounds(np.where(np.isfinite(value), value, -np.inf), codes, excess)
        moved = (0.5 * (low + high)) @ self.directions.reshape(self.p, self.start.size)
        decoder = self.start + moved.reshape(len(low), *self.start.shape)
        turns = half[:, :, None, None] * self.directions
        codes, dual = self._taylor(decoder, turns, lam, slopes)
        rows = self._rows(decoder, turns, dual)
        value, excess = self._least(dual, rows, lam, slopes)
        return DualBounds(np.where(np.isfinite(value), value, -np.inf), codes, excess)

    def _taylor(
        self, decoder: Floats, turns: Floats, lam: Floats, slopes: Floats
    ) -> tuple[Floats, list[Floats]]:
        """The ridge code and, by degree, the coefficients of P: (N, live, monomials, n)."""
        live, kappa = self.start.shape
        n, count = self.data.shape[1], len(lam)
        scale = lam[:, None, None]
        across = scale * decoder.transpose(0, 2, 1)
        matrix = across @ decoder
        diagonal = np.arange(kappa)
        matrix[:, diagonal, diagonal] += slopes
        inverse = inverses(matrix)
        solved = inverse @ across
        codes = solved @ self.data
        dual = [(scale / self.dn * (self.data - decoder @ codes))[:, :, None]]
        turned = turns.reshape(count, self.p * live, kappa)
        turned_across = turns.transpose(0, 1, 3, 2).reshape(count, self.p * kappa, live)
        last = codes[:, :, None]
        for grown, above in zip(self.grown[:_DEGREE], self.monomials[1:], strict=False):
            known, size = grown.shape[1], len(above)
            image = turned @ last.reshape(count, kappa, known * n)
            image = image.reshape(count, self.p, live, known, n)
            pushed = turned_across @ dual[-1].reshape(count, live, known * n)
            pushed = pushed.reshape(count, self.p, kappa, known, n)
            b, right = np.zeros((count, live, size, n)), np.zeros((count, kappa, size, n))
            for j, at in enumerate(grown):
                b[:, :, at] += image[:, j]
                right[:, :, at] += pushed[:, j]
            flat = b.reshape(count, live, size * n)
            new = self.dn * (inverse @ right.reshape(count, kappa, size * n)) - solved @ flat
            dual.append((-scale / self.dn * (flat + decoder @ new)).reshape(b.shape))
            last = new.reshape(count, kappa, size, n)
        return codes, dual

    def _rows(self, decoder: Floats, turns: Floats, dual: list[Floats]) -> list[Floats]:
        """By degree the coefficients of R = W(t)^T P(t): (N, kappa, monomials, n)."""
        count, (live, kappa), n = len(decoder), self.start.shape, self.data.shape[1]
        both = np.concatenate([decoder[:, None], turns], axis=1).transpose(0, 1, 3, 2)
        flat = both.reshape(count, (1 + self.p) * kappa, live)
        rows = [np.zeros((count, kappa, len(of), n)) for of in self.monomials]
        for degree, part in enumerate(dual):
            size = part.shape[2]
            product = flat @ part.reshape(count, live, size * n)
            product = product.reshape(count, 1 + self.p, kappa, size, n)
            rows[degree] += product[:, 0]
            for j, at in enumerate(self.grown[degree]):
                rows[degree + 1][:, :, at] += product[:, 1 + j]
        return rows

    def _least(
        self, dual: list[Floats], rows: list[Floats], lam: Floats, slopes: Floats
    ) -> tuple[Floats, Floats]:
        """A lower bound of F over the box, and the excess."""
        p, count = self.p, len(lam)
        for_p, for_r = np.sqrt(self.dn / lam), np.sqrt(self.dn / slopes)
        rows = [for_r[:, :, None, None] * part for part in rows]
        joined = [
            np.concatenate([for_p[:, None, None, None] * a, b], axis=1).transpose(0, 2, 1, 3)
            for a, b in zip(dual, rows, strict=False)
        ]
        flat = np.concatenate(joined, axis=1)
        flat = flat.reshape(*flat.shape[:2], joined[0][0].size)
        gram = flat @ flat.transpose(0, 2, 1)
        linear = [2 * np.einsum("nlmt,lt->nm", part, self.data) for part in dual]
        first, second = slice(1, 1 + p), slice(1 + p, None)
        constant = linear[0][:, 0] - gram[:, 0, 0]
        if not p:
            return constant, np.zeros(slopes.shape)
        slope = linear[1] - 2 * gram[:, 0, first]
        form = linear[2] - 2 * gram[:, 0, second]
        bend, crossed = np.zeros((count, p, p)), gram[:, first, second]
        third = 2 * np.einsum("nkt,nkmt->nm", rows[0][:, :, 0], rows[3])
        for j in range(p):
            third[:, self.grown[2][j]] += 2 * crossed[:, j]
            for i in range(p):
                share = form[:, self.grown[1][j][i]]
                bend[:, i, j] = (share if i == j else 0.5 * share) - gram[:, 1 + i, 1 + j]
        lengths = [np.sqrt((part**2).sum(axis=3)).sum(axis=2) for part in rows]
        fourth = np.sqrt(np.diagonal(gram, axis1=1, axis2=2)[:, second]).sum(axis=1) ** 2
        higher = (lengths[3] * (2 * (lengths[1] + lengths[2]) + lengths[3])).sum(axis=1)
        value = least_of_quadratics(constant, slope, bend)
        return value - abs(third).sum(axis=1) - fourth - higher, lengths[3] / for_r


def inverses(matrices: Floats) -> Floats:
    """Inverses; pseudo-inverses where floats make one of them singular."""
    try:
        return np.asarray(np.linalg.inv(matrices))
    except np.linalg.LinAlgError:
        finite = np.isfinite(matrices).all(axis=(1, 2))
        found = np.full(matrices.shape, np.nan)
        found[finite] = np.linalg.pinv(matrices[finite])
        return found


def least_of_quadratics(constant: Floats, slope: Floats, bend: Floats) -> Floats:
    """Lower bounds of ``c + g t + t^T H t`` over the cube [-1, 1]^p.

    Exact for p = 1.  Else H is shifted by a multiple of the identity until it is convex, which
    costs at most that multiple times p, and the tangent at about its minimiser is a bound.

    Args:
        constant: c, (N,).
        slope: g, (N, p).
        bend: H, (N, p, p), symmetric.

    >>> least_of_quadratics(np.zeros(1), np.array([[-1.0, 0.0]]), np.array([np.eye(2)])).round(9)
    array([-0.25])
    """
    p = slope.shape[1]
    if not p:
        return constant
    if p == 1:
        g, h = abs(slope[:, 0]), bend[:, 0, 0]
        inside = g < 2 * h
        return np.where(inside, constant - g**2 / np.where(inside, 4 * h, 1.0), constant + h - g)
    held = np.asarray(np.isfinite(bend).all(axis=(1, 2)))
    bend = np.where(held[:, None, None], bend, 0.0)
    shift = np.maximum(-np.linalg.eigvalsh(bend)[:, 0], 0.0) + _SPARE * abs(bend).sum(axis=(1, 2))
    convex = bend + shift[:, None, None] * np.eye(p)
    steep = 2 * np.diagonal(convex, axis1=1, axis2=2) + 1e-300
    at, best = np.zeros(slope.shape), np.full(len(slope), -np.inf)
    for _ in range(p + _MORE_STEPS):
        pull = (convex @ at[:, :, None])[:, :, 0]
        tangent = slope + 2 * pull
        value = ((slope + pull) * at - abs(tangent) - tangent * at).sum(axis=1)
        best = np.maximum(best, value)
        aim = at - tangent / steep
        fixed = np.clip(np.where(abs(aim) > 1, aim, 0.0), -1.0, 1.0)
        free = fixed == 0
        matrix = np.where(free[:, :, None] & free[:, None, :], 2 * convex, 0.0)
        matrix += np.where(free, 1e-300, 1.0)[:, :, None] * np.eye(p)
        right = np.where(free, -slope - 2 * (convex @ fixed[:, :, None])[:, :, 0], fixed)
        at = np.clip((inverses(matrix) @ right[:, :, None])[:, :, 0], -1.0, 1.0)
    return np.where(held, constant + best - p * shift, -np.inf)
