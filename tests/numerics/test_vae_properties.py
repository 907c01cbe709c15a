"""The layers agree: symbols, NumPy, torch, direct minimisation, sampling."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from scipy import integrate, optimize

from numerics.vae import Floats, affine_errors, affine_minimum, beta_vae_loss
from sparsity_theory.notation import beta, d, gamma, kappa, m, n
from sparsity_theory.proving.sums import instantiate
from sparsity_theory.statements.beta import beta_affine
from sparsity_theory.statements.eq import eq_2_3
from sparsity_theory.statements.mmd import kernel, mmd_closed_form


def _entries(base: sympy.IndexedBase, array: Floats) -> dict[sympy.Indexed, sympy.Float]:
    return {
        base[tuple(int(i) + 1 for i in index)]: sympy.Float(float(value), 17)
        for index, value in np.ndenumerate(array)
    }


def _symbolic_loss(
    errors: Floats, means: Floats, deviations: Floats, variance: float, dimension: int
) -> float:
    sizes = {n: means.shape[0], kappa: means.shape[1], d: dimension}
    table = {
        **_entries(eq_2_3.error, errors),
        **_entries(eq_2_3.mean, means),
        **_entries(eq_2_3.deviation, deviations),
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
    table = _entries(beta_affine.eigenvalues, values)
    expression = instantiate(beta_affine.minimum(), {d: 4, kappa: 2}, table)
    expected = float(expression.subs({beta: weight, gamma: variance}))
    assert affine_minimum(values, 2, variance, weight) == pytest.approx(expected, rel=1e-12)


def test_principal_components_are_the_optimal_sparse_representation() -> None:
    """Remark 1: any exact decoder with rank-many columns spans the principal subspace."""
    rng = np.random.default_rng(7)
    mean, basis, codes = rng.normal(size=5), rng.normal(size=(5, 2)), rng.normal(size=(9, 2))
    data = codes @ basis.T + mean
    centred = data - data.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    assert np.sum(singular > 1e-10) == 2
    components = directions[:2].T
    # The projector onto the span of the decoder's columns is that onto the components.
    projector = basis @ np.linalg.pinv(basis)
    assert projector == pytest.approx(components @ components.T, abs=1e-12)
    # Codes agree up to an invertible affine map, and both reconstruct.
    scores = centred @ components
    design = np.column_stack([scores, np.ones(9)])
    change, *_ = np.linalg.lstsq(design, codes, rcond=None)
    assert design @ change == pytest.approx(codes, abs=1e-12)
    assert abs(np.linalg.det(change[:2])) > 1e-3
    assert scores @ components.T + data.mean(axis=0) == pytest.approx(data, abs=1e-12)


def test_principal_components_of_scikit_learn() -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    rng = np.random.default_rng(8)
    data = rng.normal(size=(20, 2)) @ rng.normal(size=(2, 6)) + rng.normal(size=6)
    fitted = decomposition.PCA(n_components=2).fit(data)
    assert fitted.inverse_transform(fitted.transform(data)) == pytest.approx(data, abs=1e-12)
    one_less = decomposition.PCA(n_components=1).fit(data)
    residual = data - one_less.inverse_transform(one_less.transform(data))
    assert np.abs(residual).max() > 1e-3


_LAW = {kappa: 3, m: 1, kernel.delta: sympy.Rational(1, 5), kernel.ell: sympy.Rational(3, 2)}


def test_sampled_discrepancy_meets_the_closed_form() -> None:
    """Independent pairs, so the standard error is that of a plain mean; fixed seed."""
    rng = np.random.default_rng(20211207)
    draws, spread = 200_000, np.sqrt([1.0, 0.2, 0.2])

    def kernel(x: Floats, y: Floats) -> Floats:
        values: Floats = np.exp(-((x - y) ** 2).sum(axis=1) / (2 * 1.5**2))
        return values

    law = [spread * rng.normal(size=(draws, 3)) for _ in range(2)]
    prior = [rng.normal(size=(draws, 3)) for _ in range(2)]
    samples = kernel(*law) + kernel(*prior) - kernel(law[0], prior[0]) - kernel(law[1], prior[1])
    standard_error = samples.std() / np.sqrt(draws)
    expected = float(mmd_closed_form.CLOSED_FORM.subs(_LAW))
    assert standard_error < 0.1 * expected
    assert abs(samples.mean() - expected) < 4 * standard_error


def test_kernel_mean_by_quadrature() -> None:
    for variance in (0.4, 1.2, 2.0):
        density = np.sqrt(1 / (2 * np.pi * variance))
        value, _ = integrate.quad(
            lambda t, v=variance: np.exp(-(t**2) / 2 * (1 / 2.25 + 1 / v)), -np.inf, np.inf
        )
        expected = float(kernel.KERNEL_MEAN.subs({kernel.v: variance, kernel.ell: 1.5}))
        assert density * value == pytest.approx(expected, rel=1e-9)
