"""Minima of sample losses over inner variables, at many theta at once: grids, then Newton."""

from __future__ import annotations

import numpy as np

from numerics.nonlinear.arithmetic import Floats, Indices
from numerics.nonlinear.model import Derivatives, SampleModel

_STEPS = 40
_BESIDE = 1e-5
_CHUNK = 200_000  # values at a time


def grid(model: SampleModel, reach: Floats) -> Floats:
    """Points (q, M) where inner variables are tried; ``reach`` has lower and upper ends (q, 2)."""
    per_axis = 97 if model.q == 1 else 25
    axes = [np.linspace(a, b, per_axis) for a, b in reach]
    return np.array(np.meshgrid(*axes, indexing="ij")).reshape(model.q, -1)


def on_grid(model: SampleModel, theta: Floats, points: Floats) -> Floats:
    """Sample losses with slopes 0 at grid points: (K, n, M) for theta (p, K)."""
    count, size, n = theta.shape[1], points.shape[1], model.n
    found = np.empty((count, n, size))
    step = max(1, _CHUNK // (n * size))
    for at in range(0, count, step):
        some = theta[:, at : at + step]
        k = some.shape[1]
        z = np.tile(points, k * n)
        wide = np.repeat(some, n * size, axis=1)
        sample = np.tile(np.repeat(np.arange(n), size), k)
        extra = np.zeros((model.rows, k * n * size))
        found[at : at + step] = model.value(z, wide, extra, sample).reshape(k, n, size)
    return found


def newton(model: SampleModel, z: Floats, theta: Floats, extra: Floats, sample: Indices) -> Floats:
    """Improve inner variables (q, N) by damped Newton steps; values never rise."""
    z, active = z.copy(), np.arange(z.shape[1])
    best = model.value(z, theta, extra, sample)
    trust = np.ones(z.shape[1])
    for _ in range(_STEPS):
        if not len(active):
            break
        at = z[:, active], theta[:, active], extra[:, active], sample[active]
        step = _step(model, model.derivatives(*at)) * trust[active]
        tried = at[0] + step
        value = model.value(tried, *at[1:])
        better = value < best[active]
        won = active[better]
        z[:, won], best[won] = tried[:, better], value[better]
        trust[active] = np.where(better, np.minimum(1.0, 4 * trust[active]), 0.25 * trust[active])
        size = abs(step).max(axis=0)
        active = active[(size > 1e-13) & (trust[active] > 1e-12)]
    return z


def beside_kinks(
    model: SampleModel, z: Floats, theta: Floats, extra: Floats, sample: Indices
) -> Floats:
    """`newton`, with one inner variable and relus also from either side of where it ends.

    At a kink it stops, where a minimum may lie nearby on each side, too close for a grid.
    """
    best = newton(model, z, theta, extra, sample)
    if model.q > 1 or not model.tape.relus:
        return best
    value = model.value(best, theta, extra, sample)
    for side in (-_BESIDE, _BESIDE):
        other = newton(model, best + side, theta, extra, sample)
        found = model.value(other, theta, extra, sample)
        best, value = np.where(found < value, other, best), np.minimum(found, value)
    return best


def _step(model: SampleModel, found: Derivatives) -> Floats:
    """Newton steps with the Hessian's eigenvalues replaced by their sizes."""
    q = model.q
    gradient, hessian = found.gradient[:q], found.hessian[:q, :q]
    if q == 1:
        bend = np.maximum(abs(hessian[0, 0]), 1e-8)
        return np.asarray(-gradient / bend)
    matrix = np.nan_to_num(np.moveaxis(hessian, -1, 0))
    values, vectors = np.linalg.eigh(matrix)
    along = np.einsum("nij,in->nj", vectors, np.nan_to_num(gradient))
    along /= np.maximum(abs(values), 1e-8)
    return np.asarray(np.clip(-np.einsum("nij,nj->in", vectors, along), -1.0, 1.0))
