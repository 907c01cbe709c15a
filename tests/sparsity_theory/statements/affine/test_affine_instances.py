"""The affine VAE on the instances, minimised numerically."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from sympy import lambdify

from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.affine import affine_vae_a1
from sparsity_theory.statements.affine.affine_vae_a1 import row_power
from sparsity_theory.statements.affine.affine_vae_threshold import (
    DATA,
    DENSE,
    DENSE_CODE,
    SPARSE,
    SPARSE_CODE,
    delta,
    eta,
)
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

PSI = lambdify((c, gamma), psi(), "numpy")
Floats = NDArray[np.float64]


def _best_cost(theta: float, noise: float, levers: tuple[float, float]) -> float:
    """Least cost of the A1 instance's block (y = 1) over the column scales, at one theta."""
    a = (1 - theta) * levers[0] + theta * levers[1]
    b = theta * levers[1]

    def cost(logs: Floats) -> float:
        s, q = np.exp(logs)
        block = np.array([[s * a, 0], [s * b, q]])
        inverse = np.linalg.inv(noise * np.eye(2) + block @ block.T)
        columns = np.log1p((block**2).sum(axis=0) / noise).sum()
        return float(columns + inverse.sum())

    starts = [np.array([x, y]) for x in (-6.0, 0.0) for y in (-6.0, 0.0)]
    return min(minimize(cost, start, method="Nelder-Mead").fun for start in starts)


@pytest.mark.parametrize("levers", [(1.0, 0.01), (0.1, 3.0)])
@pytest.mark.parametrize("noise", [0.05, 1.5])
def test_the_sparse_decoder_wins_whatever_the_levers_are(
    levers: tuple[float, float], noise: float
) -> None:
    value = float(affine_vae_a1.CLAIM.parts["value"].subs({row_power: 1, gamma: noise}))
    assert math.isclose(_best_cost(1.0, noise, levers), value, abs_tol=1e-5)
    assert all(_best_cost(theta, noise, levers) > value for theta in (0.0, 0.5))


def test_above_the_threshold_all_decoders_tie() -> None:
    noise = 2.5
    collapsed = float(affine_vae_a1.CLAIM.parts["collapsed"].subs({row_power: 1, gamma: noise}))
    for theta in (0.0, 0.5, 1.0):
        assert math.isclose(_best_cost(theta, noise, (1.0, 1.0)), collapsed, abs_tol=1e-3)


AT = {delta: 0.15, eta: 0.1}
INSTANCE = [
    np.array(m.subs(AT), dtype=float) for m in (DATA, SPARSE, SPARSE_CODE, DENSE, DENSE_CODE)
]


def _least(decoder: Floats, code: Floats, noise: float) -> float:
    """Least cost over all codes near the exact one, s and scales minimised out (unit columns)."""
    data = INSTANCE[0]

    def cost(entries: Floats) -> float:
        z = entries.reshape(3, 2)
        error = ((data - decoder @ z) ** 2).sum() / 2
        return float(error / noise + PSI((z**2).mean(axis=1), noise).sum())

    options = {"maxiter": 20_000, "maxfev": 20_000, "xatol": 1e-9, "fatol": 1e-11}
    return float(minimize(cost, code.ravel(), method="Nelder-Mead", options=options).fun)


@pytest.mark.parametrize(("noise", "sparse_wins"), [(1e-4, True), (2.0e-4, True), (2.15e-4, False)])
def test_the_threshold_lies_where_it_is_certified(noise: float, sparse_wins: bool) -> None:
    _, sparse, sparse_code, dense, dense_code = INSTANCE
    difference = _least(dense, dense_code, noise) - _least(sparse, sparse_code, noise)
    assert (difference > 0) is sparse_wins
