"""The affine beta-VAE: direct minimisation meets its minimum by eigenvalues."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from sparsity_theory.notation import beta, d, gamma, kappa
from sparsity_theory.proving.sums import instantiate
from sparsity_theory.statements.beta import beta_affine
from tests.sparsity_theory.statements.vae_in_floats import (
    Floats,
    affine_errors,
    affine_minimum,
    beta_vae_loss,
    entries,
)


class AffineVae:
    """All parameters of an affine beta-VAE in one vector, its loss and gradient."""

    def __init__(self, data: Floats, latent: int, variance: float, weight: float) -> None:
        self.data, self.latent, self.variance, self.weight = data, latent, variance, weight

    def unpack(self, vector: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        count, dimension = self.data.shape
        sizes = np.cumsum([dimension * self.latent, dimension, count * self.latent])
        columns, offset, codes, logs = np.split(vector, sizes)
        return (
            columns.reshape(dimension, self.latent),
            offset,
            codes.reshape(count, self.latent),
            logs,
        )

    def loss(self, vector: Floats) -> float:
        weights, offset, codes, logs = self.unpack(vector)
        deviations = np.broadcast_to(np.exp(logs / 2), codes.shape)
        errors = affine_errors(self.data, weights, offset, codes, deviations)
        dimension = self.data.shape[1]
        return beta_vae_loss(
            errors,
            codes,
            deviations,
            gamma=self.variance,
            dimension=dimension,
            beta=self.weight,
        )

    def gradient(self, vector: Floats) -> Floats:
        weights, offset, codes, logs = self.unpack(vector)
        residual = self.data - codes @ weights.T - offset
        slope = -2 / (len(self.data) * self.variance)
        variances = np.exp(logs)
        parts = (
            slope * residual.T @ codes + 2 / self.variance * weights * variances,
            slope * residual.sum(axis=0),
            slope * residual @ weights + 2 * self.weight / len(self.data) * codes,
            variances * (weights**2).sum(axis=0) / self.variance + self.weight * (variances - 1),
        )
        return np.concatenate([part.ravel() for part in parts])

    def size(self) -> int:
        count, dimension = len(self.data), len(self.data[0])
        return (dimension + count) * self.latent + dimension + self.latent


@pytest.mark.parametrize(
    ("seed", "latent", "variance", "weight", "rank"),
    [
        (0, 1, 0.3, 1.0, 3),
        (1, 2, 0.1, 0.4, 3),
        (2, 2, 0.5, 3.1, 3),
        (3, 3, 0.2, 1.7, 2),
        (4, 2, 0.05, 1.0, 1),
    ],
)
def test_minimised_affine_vae_meets_its_closed_form(
    seed: int, latent: int, variance: float, weight: float, rank: int
) -> None:
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(8, rank)) @ rng.normal(size=(rank, 3)) + rng.normal(size=3)
    vae = AffineVae(data, latent, variance, weight)
    start = rng.normal(size=vae.size())
    assert optimize.check_grad(vae.loss, vae.gradient, start) < 1e-3
    found = min(
        optimize.minimize(
            vae.loss,
            rng.normal(size=vae.size()),
            jac=vae.gradient,
            method="BFGS",
            options={"gtol": 1e-9, "maxiter": 5000},
        ).fun
        for _ in range(3)
    )
    eigenvalues = np.linalg.eigvalsh(np.cov(data.T, bias=True))[::-1].clip(min=0)
    expected = affine_minimum(eigenvalues, latent, variance, weight)
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("seed", range(4))
def test_symbolic_affine_minimum_is_the_numpy_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = np.sort(rng.exponential(size=4))[::-1]
    weight, variance = (float(x) for x in np.exp(rng.normal(size=2)))
    table = entries(beta_affine.eigenvalues, values)
    expression = instantiate(beta_affine.minimum(), {d: 4, kappa: 2}, table)
    expected = float(expression.subs({beta: weight, gamma: variance}))
    assert affine_minimum(values, 2, variance, weight) == pytest.approx(expected, rel=1e-12)
