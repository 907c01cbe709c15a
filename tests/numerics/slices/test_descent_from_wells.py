"""The wells of Fig. 3 are wells of slices: descent in all weights leaves them (Theorem H1)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from flint import arb
from numpy.typing import NDArray
from scipy.optimize import minimize

from numerics.slices.minima import minima
from sparsity_theory.notation import gamma, w
from sparsity_theory.statements.fig import fig_3
from sparsity_theory.statements.fig.lines import t

Array = NDArray[np.float64]
_NOISE = Fraction(1, 100)


def _floats(matrix: sympy.ImmutableMatrix) -> Array:
    return np.array(matrix.tolist(), dtype=float)


def _loss(flat: Array, X: Array, latents: int) -> tuple[float, Array]:
    """The loss of Fig. 3 and its slope in the decoder W and the encoder V, deviations at best."""
    (d, n), noise = X.shape, float(_NOISE)
    W, V = flat[: d * latents].reshape(d, latents), flat[d * latents :].reshape(latents, d)
    codes = V @ X
    residual, squares = X - W @ codes, (W**2).sum(axis=0)
    value = (residual**2).sum() / (n * noise) + d * np.log(noise) + latents
    value += np.log1p(squares / noise).sum() + (codes**2).sum() / n
    slope_W = -2 / (n * noise) * residual @ codes.T + 2 * W / (noise + squares)
    slope_V = 2 / n * (codes - W.T @ residual / noise) @ X.T
    return float(value), np.concatenate([slope_W.ravel(), slope_V.ravel()])


def _least(X: Array, latents: int) -> float:
    """V(gamma) of beta-affine at beta = 1, from the second moments: the model has no offset."""
    (d, n), noise = X.shape, float(_NOISE)
    eigenvalues = np.linalg.eigvalsh(X @ X.T / n)[::-1]
    top = np.maximum(eigenvalues[:latents], noise)
    active = np.log(top / noise) + eigenvalues[:latents] / top
    return float(d * np.log(noise) + latents + active.sum() + eigenvalues[latents:].sum() / noise)


@pytest.mark.parametrize("name", fig_3.SEEDS)
def test_from_every_well_of_a_slice_descent_reaches_the_global_minimum(name: str) -> None:
    line = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    X, latents = _floats(line.data), line.start.decoder.cols
    loss = line.loss(sympy.log(1 + w**2 / gamma), w).subs(gamma, sympy.Rational(_NOISE))
    wells: list[arb] = minima(loss, t)
    assert len(wells) >= 2
    least = _least(X, latents)
    for well in wells:
        at = line.weights(sympy.Float(float(well.mid())))
        start = np.concatenate([_floats(at.decoder).ravel(), _floats(at.encoder).ravel()])
        found = minimize(
            _loss, start, (X, latents), jac=True, method="BFGS", options={"gtol": 1e-9}
        )
        # As a minimum of the slice, well above what all weights reach.
        assert _loss(start, X, latents)[0] > least + 0.1
        assert abs(found.fun - least) < 1e-6
