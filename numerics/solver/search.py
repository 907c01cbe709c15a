"""Search for a good point: majorise-minimise from many starts, then polish with L-BFGS.

Nothing found here is trusted; a good point only makes the certified bound close sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from numerics.certificates.linear_family import Floats
from numerics.solver.descent import descend
from numerics.solver.objective import Objective

_STARTS = 48
_STEPS = 40
_SLOPE_RANGE = (1e-14, 1e14)
# Rows below these powers (relative to the largest) are tried as exactly zero when polishing.
_ZERO_LEVELS = (0.0, 1e-10, 1e-4)
_POLISHED = 3
_QUICK_STEPS, _QUICK_POLISHED = 8, 1
_THETA_SWEEPS = 4


@dataclass(frozen=True)
class FoundPoint:
    """A decoder parameter (p,), codes of shape (kappa, n), and the loss there in floats."""

    theta: Floats
    codes: Floats
    value: float


def quick_search(objective: Objective) -> FoundPoint:
    """A good point at little cost: few steps from the plain starts, and one polish of the best."""
    return _search(objective, *_plain_starts(objective), _QUICK_STEPS, _QUICK_POLISHED)


def search(objective: Objective, *, seed: int = 0) -> FoundPoint:
    """The best point found from a fixed set of starts; deterministic for a seed.

    Starts: the zero code, the least-squares codes at the corners of theta, and random ones.
    """
    starts = _starts(objective, np.random.default_rng(seed))
    return _search(objective, *starts, _STEPS, _POLISHED)


def _search(
    objective: Objective, theta: Floats, codes: Floats, steps: int, polished: int
) -> FoundPoint:
    """Majorise-minimise from all starts at once, then polish the best ones on every support."""
    moving = objective.family.connected and objective.parameters > 0
    for _ in range(steps):
        codes = _code_step(objective, theta, codes)
        if moving:
            theta = _theta_step(objective, theta, codes)
    start_theta, start_codes = _plain_starts(objective)
    theta = np.concatenate([theta, start_theta])
    codes = np.concatenate([codes, start_codes])
    values = objective.values(theta, codes)
    order = np.argsort(values, kind="stable")
    candidates = [
        polish(objective, theta[i], codes[i], level)
        for i in order[:polished]
        for level in _levels(codes[i])
    ]
    best = order[0]
    candidates.append(FoundPoint(theta[best], codes[best], float(values[best])))
    found = min(candidates, key=lambda point: point.value)
    return _with_fewer_rows(objective, found) if objective.float_h.jumps_at_zero else found


def _levels(codes: Floats) -> list[float]:
    """Those of `_ZERO_LEVELS` that keep different rows."""
    powers = (codes**2).sum(axis=1)
    kept = {int((powers > z * powers.max(initial=0.0)).sum()): z for z in _ZERO_LEVELS[::-1]}
    return list(kept.values())


def _with_fewer_rows(objective: Objective, best: FoundPoint) -> FoundPoint:
    """Drop the weakest row again and again: slopes of h do not show what a jump at 0 saves."""
    point = best
    for _ in range(objective.shape[1]):
        powers = (point.codes**2).sum(axis=1)
        active = np.flatnonzero(powers)
        if not len(active):
            break
        codes = point.codes.copy()
        codes[active[np.argmin(powers[active])]] = 0.0
        point = polish(objective, point.theta, codes, 0.0)
        best = min(best, point, key=lambda each: each.value)
    return best


def polish(objective: Objective, theta: Floats, codes: Floats, zero_level: float) -> FoundPoint:
    """L-BFGS over theta and the rows of the code above ``zero_level``; the others become 0."""
    d, kappa, n = objective.shape
    p = objective.parameters
    data, start, directions = objective.arrays
    powers = (codes**2).sum(axis=1) / n
    rows = np.flatnonzero(powers > zero_level * powers.max(initial=0.0))
    g, h = objective.float_g, objective.float_h
    inactive = h.at_zero * (kappa - len(rows)) / d

    first_decoder, turns = start[:, rows], directions[:, :, rows]
    flat = turns.reshape(p, first_decoder.size)

    def loss(x: Floats) -> tuple[float, Floats]:
        decoder = first_decoder + (x[:p] @ flat).reshape(first_decoder.shape)
        z = x[p:].reshape(len(rows), n)
        residual = data - decoder @ z
        error = np.array([(residual**2).sum() / (d * n)])
        power = (z**2).sum(axis=1) / n
        value = g.value(error)[0] + h.value(power).sum() / d + inactive
        slope_g = np.clip(g.slope(error), 0, _SLOPE_RANGE[1])[0]
        slope_h = np.clip(h.slope(power), -_SLOPE_RANGE[1], _SLOPE_RANGE[1])
        pull = -2 * slope_g / (d * n) * residual
        by_theta = (pull * (turns @ z)).sum(axis=(1, 2))
        by_code = decoder.T @ pull + 2 / (d * n) * slope_h[:, None] * z
        return float(value), np.concatenate([by_theta, by_code.ravel()])

    if len(rows):
        first = np.concatenate([theta, codes[rows].ravel()])
        low, high = np.full(len(first), -np.inf), np.full(len(first), np.inf)
        low[:p], high[:p] = (0.0, 1.0) if objective.family.connected else (theta, theta)
        found = descend(loss, first, low, high)
        theta, kept = found[:p], found[p:].reshape(len(rows), n)
    else:
        kept = np.zeros((0, n))
    polished = np.zeros((kappa, n))
    polished[rows] = kept
    value = objective.values(theta[None], polished[None])[0]
    return FoundPoint(theta, polished, float(value))


def _plain_starts(objective: Objective) -> tuple[Floats, Floats]:
    """Least-squares codes at the corners of the admitted theta, and the zero code."""
    _, kappa, n = objective.shape
    data = objective.arrays[0]
    corners = np.array(list(product((0.0, 1.0), repeat=objective.parameters)))
    exact = np.stack([np.linalg.lstsq(w, data)[0] for w in objective.decoders(corners)])
    # Least squares leaves rounding errors in rows that are exactly zero in exact arithmetic.
    exact[np.abs(exact) < 1e-13 * np.abs(exact).max()] = 0.0
    zero = np.zeros((1, kappa, n))
    return np.concatenate([corners, corners[:1]]), np.concatenate([exact, zero])


def _starts(objective: Objective, rng: np.random.Generator) -> tuple[Floats, Floats]:
    _, kappa, n = objective.shape
    theta, codes = _plain_starts(objective)
    shape = (_STARTS, objective.parameters)
    random_theta = (
        rng.random(shape) if objective.family.connected else rng.integers(0, 2, shape).astype(float)
    )
    scale = np.abs(codes).max() * 10.0 ** -rng.integers(0, 3, (_STARTS, kappa, 1))
    random_codes = rng.standard_normal((_STARTS, kappa, n)) * scale
    return np.concatenate([theta, random_theta]), np.concatenate([codes, random_codes])


def _code_step(objective: Objective, theta: Floats, codes: Floats) -> Floats:
    """Minimise the quadratic majoriser (tangents of g and h at the current point) over codes."""
    n = objective.shape[2]
    powers = (codes**2).sum(axis=2) / n
    slope_h = np.clip(objective.float_h.slope(powers), *_SLOPE_RANGE)
    slope_g = np.clip(objective.float_g.slope(objective.errors(theta, codes)), *_SLOPE_RANGE)
    scale = np.sqrt(1 / slope_h)
    weighted = objective.decoders(theta) * scale[:, None, :]
    gram = slope_g[:, None, None] * (weighted.transpose(0, 2, 1) @ weighted)
    gram += np.eye(gram.shape[1])
    right = slope_g[:, None, None] * (weighted.transpose(0, 2, 1) @ objective.arrays[0])
    return np.asarray(scale[:, :, None] * _solved(gram, right))


def _solved(gram: Floats, right: Floats) -> Floats:
    """``gram^-1 right``; of least norm where floats lose the identity in the Gram matrix."""
    try:
        return np.asarray(np.linalg.solve(gram, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(gram, hermitian=True) @ right)


def _theta_step(objective: Objective, theta: Floats, codes: Floats) -> Floats:
    """Minimise the error over theta in [0, 1]^p for fixed codes, one coordinate after another."""
    data, _, directions = objective.arrays
    theta = theta.copy()
    residual = data - objective.decoders(theta) @ codes
    for _ in range(_THETA_SWEEPS if len(directions) > 1 else 1):
        for j, direction in enumerate(directions):
            image = direction @ codes
            length = np.einsum("sij,sij->s", image, image)
            along = np.einsum("sij,sij->s", residual, image)
            best = np.clip(theta[:, j] + along / np.where(length > 0, length, 1.0), 0.0, 1.0)
            step = np.where(length > 0, best - theta[:, j], 0.0)
            theta[:, j] += step
            residual -= step[:, None, None] * image
    return theta
