"""The loss L_{g,h} of eq. (7) on a linear family, in floats, for many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numerics.certificates.linear_family import Floats, LinearFamily, as_floats
from numerics.solver.minorants import FloatPenalty, float_penalty
from sparsity_theory.penalties.penalties import Penalty


@dataclass(frozen=True)
class Objective:
    """L_{g,h}(theta, Z) = g(e) + (1/d) sum_k h(p_k) on a `LinearFamily`.

    Rows in which data and both decoders vanish are left out of the arrays: they never contribute.
    """

    family: LinearFamily
    g: Penalty
    h: Penalty

    @cached_property
    def float_g(self) -> FloatPenalty:
        """G in floats."""
        return float_penalty(self.g)

    @cached_property
    def float_h(self) -> FloatPenalty:
        """H in floats."""
        return float_penalty(self.h)

    @property
    def live_rows(self) -> list[int]:
        """Coordinates in which the data or a decoder is not identically zero."""
        return list(self.family.live_rows)

    @cached_property
    def arrays(self) -> tuple[Floats, Floats, Floats]:
        """X (live, n), W_0 (live, kappa) and the directions (p, live, kappa)."""
        family, rows = self.family, self.live_rows
        data, start = as_floats(family.data)[rows], as_floats(family.start)[rows]
        moves = [as_floats(direction)[rows] for direction in family.directions]
        return data, start, np.array(moves).reshape(len(moves), *start.shape)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(d, kappa, n)."""
        return self.family.shape

    @property
    def parameters(self) -> int:
        """The number p of coordinates of theta."""
        return self.family.parameters

    def decoders(self, theta: Floats) -> Floats:
        """W_theta, shape (S, live, kappa), for theta of shape (S, p), or (S,) where p = 1."""
        _, start, directions = self.arrays
        theta = theta.reshape(len(theta), self.parameters)
        moved = theta @ directions.reshape(self.parameters, start.size)
        return np.asarray(start + moved.reshape(len(theta), *start.shape))

    def errors(self, theta: Floats, codes: Floats) -> Floats:
        """Reconstruction errors e, shape (S,), for codes of shape (S, kappa, n)."""
        d, _, n = self.shape
        residual = self.arrays[0] - self.decoders(theta) @ codes
        return np.asarray(np.einsum("sij,sij->s", residual, residual) / (d * n))

    def values(self, theta: Floats, codes: Floats) -> Floats:
        """L_{g,h}, shape (S,), for theta (S, p) and codes (S, kappa, n)."""
        d, _, n = self.shape
        powers = np.einsum("skj,skj->sk", codes, codes) / n
        penalty = self.float_h.value(powers).sum(axis=1) / d
        return np.asarray(self.float_g.value(self.errors(theta, codes)) + penalty)
