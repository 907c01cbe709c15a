"""Eq. (3) is one loss in symbols, in NumPy and in torch, and the bound of Eq. (2) by sampling."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from sparsity_theory.notation import d, gamma, kappa, n
from sparsity_theory.proving.sums import instantiate
from sparsity_theory.statements.eq import eq_2_3
from tests.sparsity_theory.statements.vae_in_floats import (
    Floats,
    affine_errors,
    beta_vae_loss,
    entries,
)


def _symbolic_loss(
    errors: Floats, means: Floats, deviations: Floats, variance: float, dimension: int
) -> float:
    sizes = {n: means.shape[0], kappa: means.shape[1], d: dimension}
    table = {
        **entries(eq_2_3.error, errors),
        **entries(eq_2_3.mean, means),
        **entries(eq_2_3.deviation, deviations),
    }
    expression = instantiate(eq_2_3.vae_loss(), sizes, table)
    return float(expression.subs(gamma, sympy.Float(variance, 17)))


def _random_point(seed: int) -> tuple[Floats, Floats, Floats, float, int]:
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 5, size=2))
    variance = float(np.exp(rng.normal()))
    errors, means = rng.exponential(size=shape[0]), rng.normal(size=shape)
    return errors, means, np.exp(rng.normal(size=shape)), variance, int(rng.integers(1, 9))


@pytest.mark.parametrize("seed", range(8))
def test_symbolic_loss_is_the_numpy_loss(seed: int) -> None:
    errors, means, deviations, variance, dimension = _random_point(seed)
    expected = _symbolic_loss(errors, means, deviations, variance, dimension)
    found = beta_vae_loss(errors, means, deviations, gamma=variance, dimension=dimension)
    assert found == pytest.approx(expected, rel=1e-13, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_symbolic_loss_is_the_bound_in_torch(seed: int) -> None:
    torch = pytest.importorskip("torch")
    _, means, deviations, variance, dimension = _random_point(seed)
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(means.shape[0], dimension))
    weights, offset = rng.normal(size=(dimension, means.shape[1])), rng.normal(size=dimension)
    encoder = torch.distributions.Normal(torch.tensor(means), torch.tensor(deviations))
    prior = torch.distributions.Normal(torch.zeros_like(encoder.loc), 1.0)
    divergence = torch.distributions.kl_divergence(encoder, prior).sum()
    errors = affine_errors(data, weights, offset, means, deviations)
    # -log p(x|z) is affine in the squared error: its encoder mean puts the error's mean there.
    centre = torch.distributions.Normal(torch.tensor(0.0, dtype=torch.float64), variance**0.5)
    at_zero = -centre.log_prob(torch.tensor(0.0, dtype=torch.float64)) * dimension * len(data)
    bound = (at_zero + errors.sum() / (2 * variance) + divergence) / len(data)
    expected = 2 * float(bound) - dimension * np.log(2 * np.pi) + means.shape[1]
    found = _symbolic_loss(errors, means, deviations, variance, dimension)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_sampled_bound_meets_the_closed_form() -> None:
    """Eq. (2) by Monte Carlo against eq. (3), within four standard errors; fixed seed."""
    rng = np.random.default_rng(20211206)
    data, weights, offset = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=4)
    means, deviations = rng.normal(size=(3, 2)), np.exp(rng.normal(size=(3, 2)) / 2)
    variance, draws = 0.7, 200_000
    noise = rng.normal(size=(draws, 3, 2))
    codes = means + deviations * noise
    residual = data - codes @ weights.T - offset
    nll = (np.log(2 * np.pi * variance) + residual**2 / variance).sum(axis=2) / 2
    log_ratio = (codes**2 - noise**2 - 2 * np.log(deviations)).sum(axis=2) / 2
    samples = (nll + log_ratio).mean(axis=1)
    standard_error = samples.std() / np.sqrt(draws)
    errors = affine_errors(data, weights, offset, means, deviations)
    loss = _symbolic_loss(errors, means, deviations, variance, 4)
    bound = (loss + 4 * np.log(2 * np.pi) - 2) / 2
    assert standard_error < 0.005 * abs(bound)
    assert abs(samples.mean() - bound) < 4 * standard_error
