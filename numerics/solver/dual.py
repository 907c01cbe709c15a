"""The dual bound of a box of decoders: what a matrix P that follows theta proves, and a good P.

Write m for the centre of a box of theta with half widths r, ``theta = m + delta``, W = W_m, D_j for
the directions.  For slopes lam and b_k and any P affine in theta, ``P(delta) = P_0 + sum_j delta_j
P_j``, weak duality gives for every code Z, with dn = d n,

    lam e + (1/d) sum_k b_k p_k
        >= 2 <P, X> - (dn/lam) |P|^2 - dn sum_k |W_k(theta)^T P|^2 / b_k.

Row k of W(theta)^T P is ``A_k + sum_j delta_j B_jk + sum_ij delta_i delta_j E_ijk`` with
A = W^T P_0, B_j = D_j^T P_0 + W^T P_j and E_ij = D_i^T P_j, so its length is at most
``|A_k + sum_j delta_j B_jk| + rho_k``, rho_k = sum_ij r_i r_j |E_ijk|.  With that the right-hand
side is concave in delta, and its minimum over the box is at a corner.  [X]

With P_j = 0 the bound loses r^2 |D_jk^T P|^2 / b_k, which is much where h is flat and b_k nearly 0;
a P that follows theta to first order loses r^2 |z_k| |E_k| only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from numerics.certificates.linear_family import Floats
from numerics.solver.objective import Objective

# Added to a matrix before inverting, relative to its trace: P need not be exact, only finite.
_JITTER = 2e-17


@dataclass(frozen=True)
class Duals:
    """Dual bounds of N boxes.

    Attributes:
        value: the bounds, shape (N,).
        dual: the matrices P, shape (N, 1 + p, live, n).
        codes: the relaxed code at the middle of the box of theta, (N, kappa, n).
        excess: by how much the width in theta makes the rows of W^T P longer, (N, kappa).
    """

    value: Floats
    dual: Floats
    codes: Floats
    excess: Floats


class DualBound:
    """Dual bounds for batches of boxes of theta with given slopes."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self.data, _, self.directions = objective.arrays
        d, _, n = objective.shape
        self.dn = float(d * n)
        self.signs = np.array(list(product((-1.0, 1.0), repeat=len(self.directions))))

    def best(self, low: Floats, high: Floats, lam: Floats, slopes: Floats) -> Duals:
        """Good duals on boxes of theta, ends of shape (N, p), for lam (N,) and slopes (N, kappa).

        P is the better of two: the best one at the middle, which follows theta, and the best
        constant one for the mean over the corners.
        """
        middle, half = 0.5 * (low + high), 0.5 * (high - low)
        ridge = _Ridge(self, middle, lam, slopes)
        found = self._with_value(ridge.following(), ridge, half)
        wide = np.flatnonzero((half > 0).any(axis=1))
        if len(wide):
            part = _Ridge(self, middle[wide], lam[wide], slopes[wide])
            other = self._with_value(self._constant(part, half[wide]), part, half[wide])
            better = other.value > found.value[wide]
            at = wide[better]
            found.value[at], found.dual[at] = other.value[better], other.dual[better]
            found.excess[at] = other.excess[better]
        return found

    def _constant(self, ridge: _Ridge, half: Floats) -> Floats:
        """The P that maximises the mean of the dual function over the corners; P_j = 0."""
        decoder, weight = ridge.decoder, self.dn / ridge.slopes
        gram = (decoder * weight[:, None, :]) @ decoder.transpose(0, 2, 1)
        for j, direction in enumerate(self.directions):
            bent = direction * weight[:, None, :] @ direction.T
            gram += (half[:, j] ** 2)[:, None, None] * bent
        trace = np.trace(gram, axis1=1, axis2=2)
        diagonal = np.arange(len(self.data))
        gram[:, diagonal, diagonal] += (self.dn / ridge.lam + _JITTER * trace)[:, None]
        dual = np.zeros((len(half), 1 + len(self.directions), *self.data.shape))
        dual[:, 0] = np.linalg.solve(gram, np.broadcast_to(self.data, dual[:, 0].shape))
        return dual

    def _with_value(self, dual: Floats, ridge: _Ridge, half: Floats) -> Duals:
        """The bound of the module's docstring, the least over the corners; at least that of 0."""
        first, moves = dual[:, 0], dual[:, 1:]
        across = ridge.decoder.transpose(0, 2, 1)
        pull = across @ first
        turns = [
            half[:, j, None, None] * (direction.T @ first + across @ moves[:, j])
            for j, direction in enumerate(self.directions)
        ]
        rho = np.zeros(ridge.slopes.shape)
        for j in range(len(self.directions)):
            if moves[:, j].any():
                for i, direction in enumerate(self.directions):
                    bent = direction.T @ moves[:, j]
                    rho += (half[:, i] * half[:, j])[:, None] * np.sqrt((bent**2).sum(axis=2))
        value = np.full(len(dual), np.inf)
        longest = np.zeros(rho.shape)
        for signs in self.signs:
            rows, p = pull.copy(), first.copy()
            for j, sign in enumerate(signs):
                rows += sign * turns[j]
                p += (sign * half[:, j])[:, None, None] * moves[:, j]
            lengths = np.sqrt((rows**2).sum(axis=2)) + rho
            longest = np.maximum(longest, lengths)
            at = 2 * (p * self.data).sum(axis=(1, 2))
            at -= self.dn * (lengths**2 / ridge.slopes).sum(axis=1)
            at -= self.dn / ridge.lam * (p**2).sum(axis=(1, 2))
            value = np.minimum(value, at)
        worthless = ~(value > 0)
        dual[worthless] = 0.0
        excess = np.maximum(longest - np.sqrt((pull**2).sum(axis=2)), 0.0)
        return Duals(np.where(worthless, 0.0, value), dual, ridge.codes, excess)


class _Ridge:
    """The relaxed problem at fixed theta: ``min lam e + (1/d) sum_k b_k p_k``, a ridge regression.

    Everything goes through ``M = lam W^T W + diag(b)``, which stays well conditioned where b
    vanishes; P then is ``(lam/dn) (X - W Z)``.
    """

    def __init__(self, bound: DualBound, theta: Floats, lam: Floats, slopes: Floats) -> None:
        self.bound, self.lam, self.slopes = bound, lam, slopes
        self.decoder = bound.objective.decoders(theta)
        self.scaled = lam[:, None, None] * self.decoder.transpose(0, 2, 1)
        matrix = self.scaled @ self.decoder
        diagonal = np.arange(slopes.shape[1])
        matrix[:, diagonal, diagonal] += slopes
        self.inverse = np.linalg.inv(matrix)
        self.codes = self.inverse @ (self.scaled @ bound.data)

    def following(self) -> Floats:
        """P at theta and its derivatives along every coordinate, shape (N, 1 + p, live, n)."""
        directions = self.bound.directions
        dual = np.empty((len(self.lam), 1 + len(directions), *self.bound.data.shape))
        scale = (self.lam / self.bound.dn)[:, None, None]
        dual[:, 0] = scale * (self.bound.data - self.decoder @ self.codes)
        for j, direction in enumerate(directions):
            image = direction @ self.codes
            pushed = self.bound.dn * (direction.T @ dual[:, 0]) - self.scaled @ image
            dual[:, 1 + j] = -scale * (image + self.decoder @ (self.inverse @ pushed))
        return dual
