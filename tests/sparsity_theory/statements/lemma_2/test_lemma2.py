"""Lemma 2 against direct numerical minimisation of the affine beta-VAE over s and the scale."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize
from sympy import lambdify

from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.lemma_2 import lemma_2_scale, lemma_2b, lemma_2c
from sparsity_theory.statements.lemma_2.lemma_2_scale import angle, psi, stretched
from sparsity_theory.statements.lemma_2.lemma_2b import inverses, logs, other_logs
from sparsity_theory.statements.lemma_2.lemma_2c import extra

PSI = lambdify((c, gamma), psi(), "math")
SIZE = st.floats(1e-3, 1e3)


def _beta_loss(
    parameters: NDArray[np.float64],
    decoder: NDArray[np.float64],
    powers: NDArray[np.float64],
    noise: float,
    beta: float,
) -> float:
    """Eq. (3) with e = 0, without d log gamma; parameters are log s_k^2 and log alpha_k^2."""
    log_variance, log_scale = np.split(parameters, 2)
    norms = (decoder**2).sum(axis=0) * np.exp(log_scale)
    error = (norms * np.exp(log_variance)).sum() / noise
    kl = (np.exp(log_variance) - log_variance + powers / np.exp(log_scale)).sum()
    return float(error + beta * kl)


@pytest.mark.parametrize("beta", [1.0, 0.4, 3.1])
@pytest.mark.parametrize("noise", [1.0, 0.05])
def test_minimised_affine_beta_vae_meets_its_closed_form(beta: float, noise: float) -> None:
    rng = np.random.default_rng(3)
    decoder, powers = rng.normal(size=(5, 3)), rng.uniform(0.1, 2, size=3)
    found = minimize(
        _beta_loss,
        np.zeros(6),
        (decoder, powers, noise, beta),
        method="BFGS",
        options={"gtol": 1e-9},
    )
    scale_free = (decoder**2).sum(axis=0) * powers
    closed = beta * (3 + sum(PSI(float(value), beta * noise) for value in scale_free))
    assert math.isclose(found.fun, closed, rel_tol=1e-9)


@given(SIZE, SIZE)
def test_both_forms_of_psi_agree_and_lie_within_the_remainder_bound(
    at: float, noise: float
) -> None:
    t = math.asinh(math.sqrt(at / noise) / 2)
    other = lambdify(angle, lemma_2_scale.CLAIM.parts["psi_asinh"], "math")(t)
    value = PSI(at, noise)
    assert math.isclose(value, other, rel_tol=1e-9)
    root = lambdify((c, gamma), lemma_2_scale.CLAIM.parts["scale"], "math")(at, noise)
    rest = lambdify((stretched, gamma), lemma_2_scale.CLAIM.parts["remainder"], "math")(root, noise)
    assert math.isclose(value, math.log(at / noise) + 1 + rest, rel_tol=1e-9, abs_tol=1e-9)
    assert 0 < rest < noise / at


CROSSING = lambdify((logs, other_logs, extra), lemma_2c.CLAIM.parts["crossing"], "math")
ORDER = lambdify((logs, other_logs, inverses), lemma_2b.CLAIM.parts["threshold"], "math")
CODE = st.lists(SIZE, min_size=1, max_size=4)


def _cost(code: list[float], noise: float) -> float:
    return sum(PSI(value, noise) for value in code)


def _log_sum(code: list[float]) -> float:
    return sum(map(math.log, code))


@given(CODE, CODE)
def test_fewer_active_rows_win_up_to_the_threshold(first: list[float], second: list[float]) -> None:
    assume(len(first) != len(second))
    sparse, dense = sorted((first, second), key=len)
    crossing = CROSSING(_log_sum(sparse), _log_sum(dense), len(dense) - len(sparse))
    at = min(1 / sum(1 / value for value in sparse), crossing)
    assert _cost(sparse, at) < _cost(dense, at)


@given(CODE, CODE)
def test_at_equal_counts_the_sum_of_logarithms_decides_up_to_the_threshold(
    first: list[float], second: list[float]
) -> None:
    length = min(len(first), len(second))
    better, worse = sorted((first[:length], second[:length]), key=_log_sum)
    assume(_log_sum(worse) - _log_sum(better) > 1e-3)
    at = ORDER(_log_sum(better), _log_sum(worse), sum(1 / value for value in better))
    assert _cost(better, at) < _cost(worse, at)
