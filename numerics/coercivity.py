"""A box that contains every point worth considering, with its certificate.

Two facts bound the variables.  (1) For g nondecreasing, every point with error above ``e_max`` has
a loss of at least ``g(e_max) + kappa inf(h) / d``.  (2) If V is nearly a left inverse of the
decoder, ``|V W_theta - 1| <= eta < 1`` in the row-sum norm at both ends of an interval of theta
(hence inside: the norm is convex and W affine in theta), then every row of a code with error at
most e_max satisfies

    |zeta_k| <= |V_k| (|X| + |R|) + eta max_j |zeta_j|,   |R|^2 = d n e <= d n e_max,

so its power is at most ``2 (|X|^2 + d n e_max) max_k |V_k|^2 / ((1 - eta)^2 n)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.errors import NumericsError
from numerics.instances import Floats
from numerics.objective import Objective

_ETA = 0.5
# The bounds here are computed in floats and checked exactly later: leave room for rounding.
_ROUNDED_UP = 1 + 1e-9
_MAX_PATCHES = 512
_MAX_DOUBLINGS = 200


@dataclass(frozen=True)
class Patch:
    """An interval of theta with a near left inverse of its decoders, shape (kappa, live)."""

    low: float
    high: float
    inverse: Floats


@dataclass(frozen=True)
class Region:
    """The part of the space that has to be searched: e <= e_max and all row powers <= u_max."""

    e_max: float
    u_max: float
    patches: tuple[Patch, ...]

    def roots(self, kappa: int, *, connected: bool) -> list[tuple[Floats, Floats]]:
        """The root boxes of the search: one for theta in [0, 1], two for {0, 1}."""
        intervals = [(0.0, 1.0)] if connected else [(0.0, 0.0), (1.0, 1.0)]
        return [
            (
                np.concatenate([[a, 0.0], np.zeros(kappa)]),
                np.concatenate([[b, self.e_max], np.full(kappa, self.u_max)]),
            )
            for a, b in intervals
        ]


def region(objective: Objective, best: float, infimum: float) -> Region:
    """A region outside which no point is better than ``best``.

    Args:
        objective: the loss.
        best: a value that is attained.
        infimum: a lower bound of h on [0, oo).

    Raises:
        NumericsError: if g stays so small that no error can be excluded, or if the decoders are
            not injective enough for a left inverse.
    """
    d, kappa, _ = objective.shape
    g = objective.float_g
    e_max = float(objective.family.zero_error) if g.finite else 0.0
    for _ in range(_MAX_DOUBLINGS):
        if not g.finite or float(g.value(np.array([e_max]))[0]) + kappa * infimum / d >= best:
            break
        e_max *= 2
    else:
        raise NumericsError(
            "no reconstruction error is too large for this pair: g grows too slowly against how"
            " far h falls, so the minimiser cannot be enclosed"
        )
    patches = _patches(objective)
    bound = max(code_power_bound(patch, objective, Fraction(e_max)) for patch in patches)
    return Region(e_max, bound * _ROUNDED_UP, patches)


def code_power_bound(patch: Patch, objective: Objective, e_max: Fraction) -> float:
    """The bound (2) on row powers, in floats."""
    d, _, n = objective.shape
    length = (patch.inverse**2).sum(axis=1).max()
    energy = float(objective.family.energy) + d * n * float(e_max)
    return float(2 * energy * length / ((1 - _eta(patch, objective)) ** 2 * n))


def _patches(objective: Objective) -> tuple[Patch, ...]:
    """Intervals that cover the admitted theta, each with a left inverse that serves all of it."""
    if not objective.family.connected:
        return tuple(_patch(objective, end, end) for end in (0.0, 1.0))
    todo, done = [(0.0, 1.0)], []
    while todo:
        low, high = todo.pop()
        patch = _patch(objective, low, high)
        if _eta(patch, objective) <= _ETA:
            done.append(patch)
        elif len(done) + len(todo) > _MAX_PATCHES:
            raise NumericsError(
                f"the decoder at theta = {low:.6g} is not injective, or nearly so: codes cannot be"
                " bounded, so the minimiser cannot be certified"
            )
        else:
            middle = 0.5 * (low + high)
            todo += [(middle, high), (low, middle)]
    return tuple(done)


def _patch(objective: Objective, low: float, high: float) -> Patch:
    middle = objective.decoders(np.array([0.5 * (low + high)]))[0]
    return Patch(low, high, np.linalg.pinv(middle))


def _eta(patch: Patch, objective: Objective) -> float:
    ends = objective.decoders(np.array([patch.low, patch.high]))
    defect = patch.inverse @ ends - np.eye(objective.shape[1])
    return float(np.abs(defect).sum(axis=2).max())
