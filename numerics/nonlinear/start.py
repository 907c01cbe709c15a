"""The point to certify: alternating minimisation from many theta, then a joint polish."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.stats import qmc

from numerics.nonlinear.arithmetic import Floats
from numerics.nonlinear.inner import grid, newton, on_grid
from numerics.nonlinear.model import SampleModel

_STARTS, _ROUNDS, _POLISHED = 128, 8, 6
_TOO_LARGE = 1e299


def incumbent(model: SampleModel, reach: Floats, seed: int = 0) -> tuple[Floats, Floats, float]:
    """A good point: theta (p,), inner (q, n), and its loss.

    Args:
        model: the problem.
        reach: where inner variables are tried, (q, 2).
        seed: of the starting points.
    """
    points = grid(model, reach)
    unit = qmc.Sobol(model.p, rng=seed).random(_STARTS).T
    theta = model.low[:, None] + unit * (model.high - model.low)[:, None]
    z = alternate(model, theta, points)
    order = np.argsort(model.loss(theta, z))
    best: tuple[Floats, Floats, float] | None = None
    for k in order[:_POLISHED]:
        found = polish(model, theta[:, k], z[:, k])
        for _ in range(3):  # fresh codes: a grid finds basins that a polish does not
            again = found[0][:, None]
            fresh = alternate(model, again, points, found[1])
            improved = polish(model, found[0], fresh[:, 0])
            if improved[2] >= found[2] - 1e-12:
                break
            found = improved
        if best is None or found[2] < best[2]:
            best = found
    assert best is not None
    return best


def alternate(
    model: SampleModel, theta: Floats, points: Floats, codes: Floats | None = None
) -> Floats:
    """Inner variables (q, K, n): with slopes h' at the powers, minimise; and again."""
    count, n = theta.shape[1], model.n
    values = on_grid(model, theta, points)
    squares = points[: model.rows] ** 2
    powers = np.full((model.rows, count), 0.3)
    if codes is not None:
        powers = (codes[: model.rows] ** 2).mean(axis=1, keepdims=True)
    z = np.empty((model.q, count, n))
    for _ in range(_ROUNDS if model.rows else 1):
        slopes = _slopes(model, powers)
        tilted = values
        if model.rows:
            tilted = values + np.tensordot(slopes.T, squares, axes=1)[:, None, :]
        z = points[:, tilted.argmin(axis=2)]
        powers = (z[: model.rows] ** 2).mean(axis=2)
    sample = np.tile(np.arange(n), count)
    extra = np.repeat(_slopes(model, powers), n, axis=1)
    flat = newton(model, z.reshape(model.q, -1), np.repeat(theta, n, axis=1), extra, sample)
    return flat.reshape(model.q, count, n)


def _slopes(model: SampleModel, powers: Floats) -> Floats:
    if model.penalty is None:
        return np.zeros_like(powers)
    return np.clip(model.penalty.slope(np.maximum(powers, 1e-9)), 1e-8, 1e8)


def polish(model: SampleModel, theta: Floats, z: Floats) -> tuple[Floats, Floats, float]:
    """A local minimum in theta and inner variables together, from a point."""
    p, q, n = model.p, model.q, model.n
    sample = np.arange(n)
    bounds = [*zip(model.low, model.high, strict=True), *[(None, None)] * (q * n)]

    def loss(x: Floats) -> tuple[float, Floats]:
        codes, wide = x[p:].reshape(q, n), np.repeat(x[:p, None], n, axis=1)
        found = model.derivatives(codes, wide, np.zeros((model.rows, n)), sample, order=1)
        value = float(found.value.sum() / model.scale + model.offset)
        slope = found.gradient / model.scale
        inner = slope[:q]
        if model.penalty is not None:
            powers = (codes * codes).mean(axis=1)
            value += float(model.penalty.value(powers).sum() / model.d)
            bend = model.penalty.slope(np.maximum(powers, 1e-12))
            inner = inner + 2 * codes * bend[:, None] / (n * model.d)
        if not np.isfinite(value):
            return _TOO_LARGE, np.zeros_like(x)
        return value, np.concatenate([slope[q:].sum(axis=1), inner.ravel()])

    start = np.concatenate([theta, z.ravel()])
    options = {"maxiter": 500, "ftol": 1e-15, "gtol": 1e-10, "maxcor": 20}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    x = found.x if found.fun <= loss(start)[0] else start
    codes = x[p:].reshape(q, n)
    return x[:p], codes, float(model.loss(x[:p, None], codes[:, None])[0])
