"""Newton's method at the end of a search: from a good point to the local minimum itself.

L-BFGS stops about 1e-10 above it, which is too much for a proof to such a tolerance.  Rows that are
0 and coordinates of theta that are held by an end of [0, 1] stay there.  Nothing found here is
trusted.
"""

from __future__ import annotations

import numpy as np

from numerics.certificates.linear_family import Floats
from numerics.solver.objective import Objective
from numerics.solver.search import FoundPoint

_STEPS = 12
_LARGEST_SYSTEM = 600  # unknowns
_SHORTEST = 2.0**-10  # share of a step that is tried last


def at_minimum(objective: Objective, point: FoundPoint) -> FoundPoint:
    """The local minimum near the point, or the point itself where no step is better.

    Args:
        objective: the loss, with a finite g.
        point: where L-BFGS stopped.
    """
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            step = _step(objective, point)
            better = None if step is None else _along(objective, point, *step)
            if better is None:
                break
            point = better
    return point


def _step(objective: Objective, point: FoundPoint) -> tuple[Floats, Floats] | None:
    """The step of theta and of the codes; None where the Hessian is not positive definite."""
    d, kappa, n = objective.shape
    data, _, directions = objective.arrays
    p, dn, theta, codes = len(directions), d * n, point.theta, point.codes
    decoder = objective.decoders(theta[None])[0]
    residual = data - decoder @ codes
    error, powers = (residual**2).sum(keepdims=True)[0] / dn, (codes**2).sum(axis=1) / n
    images = directions @ codes
    by_theta = -2 / dn * (images * residual).sum(axis=(1, 2))
    by_code = -2 / dn * (decoder.T @ residual)
    mixed = 2 / dn * (decoder.T @ images - directions.transpose(0, 2, 1) @ residual)
    size = p + kappa * n
    bent = np.zeros((size, size))
    flat = images.reshape(p, data.size)
    bent[:p, :p] = 2 / dn * flat @ flat.T
    bent[:p, p:] = mixed.reshape(p, kappa * n)
    bent[p:, :p] = bent[:p, p:].T
    bent[p:, p:] = 2 / dn * np.kron(decoder.T @ decoder, np.eye(n))
    of_error = np.concatenate([by_theta, by_code.ravel()])
    g, h, active = objective.float_g, objective.float_h, powers > 0
    slope_g, bend_g = g.slope(error)[0], g.bend(error)[0]
    slope_h, bend_h = (np.where(active, f(powers), 0.0) for f in (h.slope, h.bend))
    gradient = slope_g * of_error
    gradient[p:] += (2 / dn * slope_h[:, None] * codes).ravel()
    hessian = slope_g * bent + bend_g * np.outer(of_error, of_error)
    for k in np.flatnonzero(active):
        row = slice(p + k * n, p + (k + 1) * n)
        hessian[row, row] += 2 / dn * slope_h[k] * np.eye(n)
        hessian[row, row] += 4 / (dn * n) * bend_h[k] * np.outer(codes[k], codes[k])
    held = ((theta <= 0) & (by_theta * slope_g >= 0)) | ((theta >= 1) & (by_theta * slope_g <= 0))
    movable = objective.family.connected & ~held
    free = np.flatnonzero(np.concatenate([movable, np.repeat(active, n)]))
    if not 0 < len(free) <= _LARGEST_SYSTEM:
        return None
    try:
        factor = np.linalg.cholesky(hessian[np.ix_(free, free)])
    except np.linalg.LinAlgError:
        return None
    step = np.zeros(size)
    step[free] = -np.linalg.solve(factor.T, np.linalg.solve(factor, gradient[free]))
    if not np.isfinite(step).all():  # a penalty whose second derivative floats do not hold
        return None
    return step[:p], step[p:].reshape(kappa, n)


def _along(
    objective: Objective, point: FoundPoint, of_theta: Floats, of_codes: Floats
) -> FoundPoint | None:
    """The first of ever shorter steps at which the loss is less; None where there is none."""
    share = 1.0
    while share >= _SHORTEST:
        theta = np.clip(point.theta + share * of_theta, 0.0, 1.0)
        codes = point.codes + share * of_codes
        value = float(objective.values(theta[None], codes[None])[0])
        if value < point.value:
            return FoundPoint(theta, codes, value)
        share *= 0.5
    return None
