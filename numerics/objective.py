"""The loss L_{g,h} of eq. (7) on a linear family, in floats, for many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numerics.instances import Floats, LinearFamily
from numerics.minorants import FloatPenalty
from sparsity_theory.penalties import Penalty


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
        return FloatPenalty(self.g)

    @cached_property
    def float_h(self) -> FloatPenalty:
        """H in floats."""
        return FloatPenalty(self.h)

    @cached_property
    def live_rows(self) -> list[int]:
        """Coordinates in which the data or a decoder is not identically zero."""
        rows = zip(self.family.data, self.family.start, self.family.end, strict=True)
        return [j for j, parts in enumerate(rows) if any(any(row) for row in parts)]

    @cached_property
    def arrays(self) -> tuple[Floats, Floats, Floats]:
        """X (live, n), W_0 and W_1 - W_0 (live, kappa)."""
        data, start, end = (array[self.live_rows] for array in self.family.arrays)
        return data, start, end - start

    @property
    def shape(self) -> tuple[int, int, int]:
        """(d, kappa, n)."""
        return self.family.shape

    def decoders(self, theta: Floats) -> Floats:
        """W_theta, shape (S, live, kappa), for theta of shape (S,)."""
        _, start, difference = self.arrays
        return start + theta[:, None, None] * difference

    def errors(self, theta: Floats, codes: Floats) -> Floats:
        """Reconstruction errors e, shape (S,), for codes of shape (S, kappa, n)."""
        d, _, n = self.shape
        residual = self.arrays[0] - self.decoders(theta) @ codes
        return np.asarray(np.einsum("sij,sij->s", residual, residual) / (d * n))

    def values(self, theta: Floats, codes: Floats) -> Floats:
        """L_{g,h}, shape (S,), for theta (S,) and codes (S, kappa, n)."""
        d, _, n = self.shape
        powers = np.einsum("skj,skj->sk", codes, codes) / n
        penalty = self.float_h.value(powers).sum(axis=1) / d
        return np.asarray(self.float_g.value(self.errors(theta, codes)) + penalty)
