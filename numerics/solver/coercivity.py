"""Boxes that contain every point worth considering, with their certificate.

Three facts bound the variables, where ``best`` is a value that is attained.

1. For g nondecreasing on u > 0, every point with error above ``e_max > 0`` has a loss of at least
   ``g(e_max) + kappa inf(h) / d``.
2. For h nondecreasing on u > 0, every point with a row power above ``u > 0`` has a loss of at least
   ``inf(g) + (h(u) + (kappa - 1) inf(h)) / d``; inf(g) is below g(0) where g jumps down at 0.
3. If V is nearly a left inverse of the decoder, ``V W_theta = 1 + D`` where row k of D sums to at
   most eta_k < 1 in absolute values at all corners of a box of theta (hence inside: the sum is
   convex and W affine in theta), then ``Z = V (X - R) - D Z`` and, with |R|^2 = d n e <= d n e_max,

       |zeta_k| <= a_k + eta_k max_j |zeta_j|,   a_k = |(V X)_k| + |V_k| |R|,

   so max_j |zeta_j| <= max_j a_j / (1 - max_j eta_j), and p_k = |zeta_k|^2 / n is bounded too.

The second needs no injective decoder; it is of use where h rises above what ``best`` allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from flint import fmpq_mat

from numerics.certificates.linear_family import Floats, LinearFamily
from numerics.certificates.terms import to_fmpq
from numerics.errors import NumericsError
from numerics.solver.minorants import as_float
from numerics.solver.objective import Objective

# The bounds here are computed in floats and checked rigorously later: leave room for rounding.
_ROUNDED_UP = 1 + 1e-9
# The largest eta and the most patches: where decoders are nearly singular, larger boxes with higher
# ceilings cost less than many small ones.
_ATTEMPTS = (0.5, 2048), (0.9, 16384)
_MAX_DOUBLINGS = 200
_BISECTIONS = 60
# Where h bounds the powers by this multiple of the best point's, left inverses are not needed.
_NEAR = 4.0
# Bounds are at least this share of their scale: below it floats hardly tell points apart.
_LEAST = 1e-12


@dataclass(frozen=True)
class FoundPatch:
    """A box of theta and ceilings of the row powers in it, one for each row.

    Attributes:
        low: lower ends, shape (p,).
        high: upper ends.
        ceilings: no better point has a larger power in row k, shape (kappa,).
        inverse: a near left inverse (kappa, live) that shows it; None where h alone does.
    """

    low: Floats
    high: Floats
    ceilings: Floats
    inverse: Floats | None


@dataclass(frozen=True)
class SearchRegion:
    """The part of the space that has to be searched: e <= e_max, and the patches."""

    e_max: float
    patches: tuple[FoundPatch, ...]

    def roots(self) -> list[tuple[Floats, Floats]]:
        """The root boxes of the search, one for each patch: (theta, e, powers)."""
        return [
            (
                np.concatenate([patch.low, np.zeros(1 + len(patch.ceilings))]),
                np.concatenate([patch.high, [self.e_max], patch.ceilings]),
            )
            for patch in self.patches
        ]


def region(objective: Objective, best: float, largest_power: float, infimum: float) -> SearchRegion:
    """A region outside which no point is better than ``best``.

    Args:
        objective: the loss.
        best: a value that is attained.
        largest_power: the largest row power where it is attained; a scale, not trusted.
        infimum: a lower bound of h on [0, oo).

    Raises:
        NumericsError: if g stays so small that no error can be excluded, or if neither h nor the
            decoders bound the codes.
    """
    e_max = _largest_error(objective, best, infimum)
    scale = largest_power or 1.0
    by_h = _largest_power(objective, best, scale, infimum)
    if by_h is not None and by_h <= _NEAR * scale:
        return SearchRegion(e_max, _whole(objective, by_h))
    if by_h is None and injective_nowhere(objective.family):
        raise NumericsError(
            "no decoder of the family is injective, and h is not proved to bound the codes: the"
            " minimiser cannot be certified; the decoders are not injective because they have more"
            " columns than rows that are not zero, or vanish together on some code"
        )
    try:
        patches = _patches(objective, e_max, by_h)
    except NumericsError:
        if by_h is None:
            raise
        return SearchRegion(e_max, _whole(objective, by_h))
    return SearchRegion(e_max, patches)


def injective_nowhere(family: LinearFamily) -> bool:
    """Whether it is plain, in exact arithmetic, that no decoder of the family is injective.

    They have fewer rows that are not zero than columns, or all vanish on one code.
    """
    kappa = family.shape[1]
    rows = [row for part in (family.start, *family.directions) for row in part]
    exact = fmpq_mat([[to_fmpq(x) for x in row] for row in rows])
    return len(family.live_rows) < kappa or bool(exact.rank() < kappa)


def _largest_error(objective: Objective, best: float, infimum: float) -> float:
    d, kappa, _ = objective.shape
    g = objective.float_g
    if not g.finite:
        return 0.0
    scale = float(objective.family.zero_error) or 1.0
    needed = best - kappa * infimum / d
    found = _exceeds(lambda e: float(g.value(np.array([e]))[0]) >= needed, scale)
    if found is None:
        raise NumericsError(
            "no reconstruction error is too large for this pair: g grows too slowly against how"
            " far h falls, so the minimiser cannot be enclosed"
        )
    return max(found, _LEAST * scale)


def _largest_power(objective: Objective, best: float, scale: float, infimum: float) -> float | None:
    d, kappa, _ = objective.shape
    g, h = objective.g, objective.float_h
    lowest = float(g.at_zero)
    if g.finite:
        if g.facts.infimum is None:
            return None
        lowest = min(lowest, as_float(g.facts.infimum))
    if not objective.h.facts.nondecreasing:
        return None
    needed = d * (best - lowest) - (kappa - 1) * infimum
    found = _exceeds(lambda u: float(h.value(np.array([u]))[0]) >= needed, scale)
    return None if found is None else max(found, _LEAST * scale)


def _exceeds(enough: Callable[[float], bool], start: float) -> float | None:
    """About the least positive number that is enough, for a monotone condition; None if none is."""
    high = start
    for _ in range(_MAX_DOUBLINGS):
        if enough(high):
            break
        high *= 2
    else:
        return None
    low = 0.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        if enough(middle / _ROUNDED_UP):
            high = middle
        else:
            low = middle
    return high


def _whole(objective: Objective, by_h: float) -> tuple[FoundPatch, ...]:
    """All admitted theta, with the ceilings that h gives."""
    ceilings = np.full(objective.shape[1], by_h)
    return tuple(
        FoundPatch(np.array(low), np.array(high), ceilings, None)
        for low, high in objective.family.theta_boxes
    )


def _patches(objective: Objective, e_max: float, by_h: float | None) -> tuple[FoundPatch, ...]:
    """Boxes that cover the admitted theta, each with a left inverse that serves all of it."""
    for eta, most in _ATTEMPTS:
        found = _cover(objective, eta, most)
        if isinstance(found, list):
            return tuple(
                FoundPatch(low, high, ceilings, inverse)
                for low, high, inverse, defects in found
                for ceilings in [_bounded_by(inverse, defects, objective, e_max, by_h)]
            )
    at = ", ".join(f"{t:.6g}" for t in found)
    raise NumericsError(
        f"the decoder at theta = ({at}) is not injective, or nearly so, and h is not"
        " proved to bound the codes: the minimiser cannot be certified"
    )


def _bounded_by(
    inverse: Floats, eta: Floats, objective: Objective, e_max: float, by_h: float | None
) -> Floats:
    ceilings = _ceilings(inverse, eta, objective, e_max) * _ROUNDED_UP
    return ceilings if by_h is None else np.minimum(ceilings, by_h)


def _cover(
    objective: Objective, largest_eta: float, most: int
) -> list[tuple[Floats, Floats, Floats, Floats]] | Floats:
    """Boxes, their left inverses and eta; or a theta at which more than the most are needed."""
    low, high = map(np.array, zip(*objective.family.theta_boxes, strict=True))
    done: list[tuple[Floats, Floats, Floats, Floats]] = []
    moves = objective.arrays[2]
    while len(low):
        inverse = np.asarray(np.linalg.pinv(objective.decoders(0.5 * (low + high))), float)
        eta = _eta(inverse, low, high, objective)
        held = eta.max(axis=1) <= largest_eta
        done += list(zip(low[held], high[held], inverse[held], eta[held], strict=True))
        low, high, inverse = low[~held], high[~held], inverse[~held]
        if not len(low):
            break
        if len(done) + 2 * len(low) > most or (low == high).all(axis=1).any():
            return np.asarray(0.5 * (low[0] + high[0]))
        turned = abs(inverse[:, None] @ moves).sum(axis=3).max(axis=2)
        rows, j = np.arange(len(low)), np.argmax(turned * (high - low), axis=1)
        below, above = high.copy(), low.copy()
        below[rows, j] = above[rows, j] = 0.5 * (low[rows, j] + high[rows, j])
        low, high = np.concatenate([low, above]), np.concatenate([below, high])
    return done


def _eta(inverse: Floats, low: Floats, high: Floats, objective: Objective) -> Floats:
    """The row sums eta_k, shape (N, kappa), the largest over the corners."""
    eta = np.zeros(inverse.shape[:2])
    for corner in product((False, True), repeat=objective.parameters):
        defect = inverse @ objective.decoders(np.where(corner, high, low))
        eta = np.maximum(eta, abs(defect - np.eye(inverse.shape[1])).sum(axis=2))
    return eta


def _ceilings(inverse: Floats, eta: Floats, objective: Objective, e_max: float) -> Floats:
    """The bounds of fact 3 on the row powers."""
    d, _, n = objective.shape
    exact = np.sqrt(((inverse @ objective.arrays[0]) ** 2).sum(axis=1))
    reach = exact + np.sqrt((inverse**2).sum(axis=1) * d * n * e_max)
    return np.asarray((reach + eta * reach.max() / (1 - eta.max())) ** 2 / n)
