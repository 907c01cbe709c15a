"""Levels and tilts of the samples on a box, and what they add up to."""

from __future__ import annotations

from itertools import product

import numpy as np

from numerics.nonlinear.arithmetic import Floats
from numerics.nonlinear.model import Derivatives, SampleModel

_FLAT = 1e-6
_DIGITS = 9


def rounded(x: Floats) -> Floats:
    """Numbers with few digits, so that a certificate is short."""
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.where(x == 0, 1.0, abs(x)))) - _DIGITS + 1)
        return np.asarray(np.where(x == 0, 0.0, np.rint(x / unit) * unit))


def tilts(model: SampleModel, found: Derivatives) -> tuple[Floats, Floats, Floats]:
    """S (q, p, N), a (p, N) and A (p, p, N) from derivatives at the minimisers.

    Where a minimiser is not smooth, it follows the nearest kink, and A is 0.
    """
    q, p = model.q, model.p
    count = found.value.shape[0]
    gradient, hessian = found.gradient, found.hessian
    inner = np.moveaxis(hessian[:q, :q], -1, 0)
    with np.errstate(all="ignore"):
        least = np.linalg.eigvalsh(np.nan_to_num(inner))[:, 0]
    flat = abs(gradient[:q]).max(axis=0) <= _FLAT * (1 + abs(hessian[:q, :q]).max(axis=(0, 1)))
    smooth = flat & (least > 1e-9)
    shear, quadratic = np.zeros((q, p, count)), np.zeros((p, p, count))
    if smooth.any():
        mixed = np.moveaxis(hessian[:q, q:, smooth], -1, 0)
        step = -np.linalg.solve(inner[smooth], mixed)
        shear[:, :, smooth] = np.moveaxis(step, 0, -1)
        curve = np.moveaxis(hessian[q:, q:, smooth], -1, 0) + np.swapaxes(mixed, 1, 2) @ step
        curve = 0.5 * (curve + np.swapaxes(curve, 1, 2))
        quadratic[:, :, smooth] = np.moveaxis(curve, 0, -1)
    if q == 1 and not flat.all():
        shear[:, :, ~flat] = _along_kinks(model, found)[:, :, ~flat]
    linear = gradient[q:] + np.einsum("qpn,qn->pn", shear, gradient[:q])
    return rounded(shear), rounded(linear), rounded(quadratic)


def _along_kinks(model: SampleModel, found: Derivatives) -> Floats:
    """The slope (1, p, N) of the zero of the nearest relu's argument."""
    count, best = found.value.shape[0], np.full(found.value.shape, 1e-3)
    shear = np.zeros((1, model.p, count))
    for at in model.tape.relus:
        (argument,) = model.tape.graph.ops[at].parts
        value, gradient, _ = found.evaluated.jets[argument]
        if gradient is None:
            continue
        slopes = np.broadcast_to(gradient, (model.tape.count, count))
        nearer = (abs(value) < best * abs(slopes[0])) & (slopes[0] != 0)
        best = np.where(nearer, abs(value) / np.where(nearer, abs(slopes[0]), 1.0), best)
        along = -slopes[1:] / np.where(nearer, slopes[0], 1.0)
        shear[0] = np.where(nearer, along, shear[0])
    return shear


def least(level: Floats, linear: Floats, quadratic: Floats, radius: Floats) -> Floats:
    """The least of ``level + linear d + d' quadratic d / 2`` over |d| <= radius, for K boxes.

    Args:
        level: (K,).
        linear: (p, K).
        quadratic: (p, p, K).
        radius: (p, K).
    """
    p, count = linear.shape
    best = np.full(count, np.inf)
    for face in product((-1.0, 0.0, 1.0), repeat=p):
        free = [j for j in range(p) if face[j] == 0]
        d = np.array(face)[:, None] * radius
        fits = np.ones(count, bool)
        if free:
            block = np.moveaxis(quadratic[np.ix_(free, free)], -1, 0)
            slope = (linear + np.einsum("ijk,jk->ik", quadratic, d))[free].T
            fits = np.linalg.eigvalsh(block)[:, 0] > 0
            step = np.zeros_like(slope)
            if fits.any():
                step[fits] = -np.linalg.solve(block[fits], slope[fits][..., None])[..., 0]
            d[free] = step.T
            fits &= (abs(d[free]) <= radius[free]).all(axis=0)
        value = level + np.einsum("ik,ik->k", linear, d)
        value += 0.5 * np.einsum("ik,ijk,jk->k", d, quadratic, d)
        best = np.where(fits, np.minimum(best, value), best)
    return best
