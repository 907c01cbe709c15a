"""Every measure against a case whose value is known by other means."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from empirics.errors import MeasureError
from empirics.measures import (
    active,
    auroc,
    divergences,
    draw_codes,
    errors,
    expected_error,
    mmd,
    mmd_floor,
    pca,
    pruned_mmd,
    stationarity,
)
from empirics.measures.affine import (
    Affine,
    Solution,
    direction_error,
    direction_loss,
    solve,
    spectrum,
)
from numerics.comparison.spectrum import SpectralPoint, learned
from numerics.formulas import compiled
from sparsity_theory import notation
from sparsity_theory.statements.beta import beta_affine, beta_slope

EIGENVALUES = (2.0, 1.0, 0.5, *[0.0] * 9)


def data(seed: int = 0, n: int = 400, d: int = 12, scales: tuple[float, ...] = (3, 2, 1)):
    """Samples on an affine subspace with as many dimensions as scales."""
    generator = np.random.default_rng(seed)
    basis = np.linalg.qr(generator.standard_normal((d, d)))[0][: len(scales)]
    return (generator.standard_normal((n, len(scales))) * scales) @ basis + 5


# --- the discrepancy ---------------------------------------------------------------------------

PRUNED = [(2, 1, 0.0, 1.0), (5, 2, 0.0, 1.5), (5, 2, 0.3, math.sqrt(5)), (20, 4, 0.0, 3.0)]


NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(200)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def mean_of_kernel(variance: float, width: float) -> float:
    """Mean of exp(-t^2 / (2 width^2)) over t from N(0, variance), by Gauss-Hermite quadrature."""
    return float(WEIGHTS @ np.exp(-variance * NODES**2 / (2 * width**2)))


@pytest.mark.parametrize(("kappa", "m", "delta", "width"), PRUNED)
def test_the_closed_form_agrees_with_quadrature(
    kappa: int, m: int, delta: float, width: float
) -> None:
    def law(v: float, v_rest: float) -> float:
        return mean_of_kernel(v, width) ** m * mean_of_kernel(v_rest, width) ** (kappa - m)

    direct = law(2, 2 * delta) - 2 * law(2, 1 + delta) + law(2, 2)
    assert pruned_mmd(kappa, m, delta, width) == pytest.approx(direct, rel=1e-7)


def test_the_closed_form_agrees_with_characteristic_functions() -> None:
    """Bochner: MMD^2 is the mean of |phi_P - phi_Q|^2 over frequencies from N(0, 1/l^2)."""
    width, delta = 1.5, 0.3
    first, second = np.meshgrid(NODES / width, NODES / width)
    gap = np.exp(-(first**2 + delta * second**2) / 2) - np.exp(-(first**2 + second**2) / 2)
    spectral = WEIGHTS @ gap**2 @ WEIGHTS
    assert pruned_mmd(2, 1, delta, width) == pytest.approx(spectral, rel=1e-9)


def test_the_closed_form_vanishes_at_the_prior_and_nowhere_else() -> None:
    assert pruned_mmd(5, 5, 0.0, 1.0) == pytest.approx(0, abs=1e-15)
    assert pruned_mmd(5, 2, 1.0, 1.0) == pytest.approx(0, abs=1e-15)
    assert pruned_mmd(5, 4, 0.0, 1.0) > 1e-3


@given(
    st.integers(1, 3),
    st.floats(0, 0.9),
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 1)), min_size=1, max_size=5),
)
def test_no_law_on_a_line_is_below_the_floor(
    rest: int, delta: float, atoms: list[tuple[float, float]]
) -> None:
    """P_1 discrete on the first axis: its squared MMD is a finite sum."""
    width = 1.3
    places, weights = np.array([a for a, _ in atoms]), np.array([w for _, w in atoms])
    weights /= weights.sum()
    own = weights @ np.exp(-((places[:, None] - places) ** 2) / (2 * width**2)) @ weights
    mixed = weights @ np.exp(-(places**2) / (2 * (1 + width**2))) / math.sqrt(1 + 1 / width**2)
    a, b, c = (mean_of_kernel(v, width) ** rest for v in (2 * delta, 1 + delta, 2.0))
    squared = a * own - 2 * b * mixed + c * mean_of_kernel(2.0, width)
    floor = mmd_floor(1 + rest, 1, delta, width)
    assert 0 < floor < squared


def test_the_floor_is_reached_by_a_multiple_of_the_normal_law() -> None:
    """By b/a N(0, 1), whose mass is below 1: so a floor, which no probability law reaches."""
    width = 1.3
    a, b, c = (mean_of_kernel(v, width) for v in (0.0, 1.0, 2.0))
    mass, normal = b / a, c  # of the leading coordinate: N(0, 1) with itself
    least = a * mass**2 * normal - 2 * b * mass * normal + c * normal
    assert mmd_floor(2, 1, 0.0, width) == pytest.approx(least, rel=1e-9)
    assert mass < 1


def pruned_codes(generator: np.random.Generator, n: int, kappa: int, m: int, delta: float):
    scale = np.where(np.arange(kappa) < m, 1.0, math.sqrt(delta))
    return generator.standard_normal((n, kappa)) * scale


@pytest.mark.parametrize(("kappa", "m", "delta", "width"), PRUNED)
def test_the_estimator_is_unbiased_and_its_interval_covers(
    kappa: int, m: int, delta: float, width: float
) -> None:
    generator = np.random.default_rng(7)
    truth = pruned_mmd(kappa, m, delta, width)
    found = [
        mmd(pruned_codes(generator, 150, kappa, m, delta), bandwidth=width) for _ in range(400)
    ]
    values = np.array([f.unbiased for f in found])
    assert abs(values.mean() - truth) < 4 * values.std() / 20
    assert all(f.biased >= 0 and f.biased > f.unbiased for f in found)
    coverage = np.mean([low <= truth <= high for low, high in (f.interval() for f in found)])
    assert 0.91 < coverage <= 0.99
    spread = math.sqrt(np.mean([f.standard_error**2 for f in found]))
    assert 0.9 < spread / values.std() < 1.25


def test_the_interval_covers_zero_for_draws_from_the_prior() -> None:
    generator = np.random.default_rng(3)
    found = [mmd(generator.standard_normal((150, 4))) for _ in range(400)]
    assert np.mean([low <= 0 <= high for low, high in (f.interval() for f in found)]) > 0.95
    values = np.array([f.unbiased for f in found])
    assert abs(values.mean()) < 4 * values.std() / 20
    assert (values < 0).any()


@pytest.mark.parametrize("n", [3, 511, 512, 513, 1100])
def test_blocks_of_rows_add_up_to_the_double_sum(n: int) -> None:
    z = np.random.default_rng(n).standard_normal((n, 3)) * [1, 0.5, 2] + [0.3, 0, 0]
    width = 1.2
    squared = ((z[:, None] - z) ** 2).sum(axis=2)
    kernel = np.exp(-squared / (2 * width**2))
    with_prior = np.prod(
        np.exp(-(z**2) / (2 * (1 + width**2))) / math.sqrt(1 + 1 / width**2), axis=1
    )
    prior = mean_of_kernel(2.0, width) ** 3
    biased = kernel.mean() - 2 * with_prior.mean() + prior
    off = (kernel.sum() - n) / (n * (n - 1)) - 2 * with_prior.mean() + prior
    found = mmd(z, bandwidth=width)
    assert found.biased == pytest.approx(biased, abs=1e-13)
    assert found.unbiased == pytest.approx(off, abs=1e-13)


def test_the_estimator_agrees_with_a_sampled_prior() -> None:
    generator = np.random.default_rng(5)
    z, y = generator.standard_normal((800, 2)) * [1, 0.2], generator.standard_normal((4000, 2))
    width = math.sqrt(2)

    def kernel(a, b):
        return np.exp(-((a[:, None] - b) ** 2).sum(axis=2) / (2 * width**2))

    own, prior = kernel(z, z), kernel(y[:2000], y[2000:]).mean()
    sampled = (own.sum() - 800) / (800 * 799) - 2 * kernel(z, y).mean() + prior
    assert mmd(z).unbiased == pytest.approx(sampled, abs=0.01)


def test_the_discrepancy_names_its_kernel_and_what_it_used() -> None:
    found = mmd(np.random.default_rng(0).standard_normal((300, 9)), limit=100, seed=4)
    assert (found.kernel, found.bandwidth, found.samples) == ("gaussian", 3.0, 100)
    assert (found.dimension, found.seed) == (9, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mmd(np.zeros((2, 2))), "three codes"),
        (lambda: mmd(np.zeros((5, 2)), bandwidth=0.0), "bandwidth"),
        (lambda: mmd(np.zeros(5)), "one row per sample"),
        (lambda: pruned_mmd(2, 3, 0.0, 1.0), "0 <= m <= kappa"),
        (lambda: mmd_floor(2, 1, -1.0, 1.0), "delta"),
    ],
)
def test_what_has_no_discrepancy_is_refused(call, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        call()


# --- the affine VAE ----------------------------------------------------------------------------


def loss_at(solution: Solution, x: np.ndarray, beta: float) -> float:
    """Eq. (3) term by term; the expectation of an affine decoder's error is exact."""
    norms = (solution.weights**2).sum(axis=0)
    variances = solution.sigma**2
    squared = errors(x, solution.decode(solution.mu)).squared + (variances @ norms).mean()
    latent = (variances - np.log(variances) + solution.mu**2).sum(axis=1).mean()
    return squared / solution.gamma + x.shape[1] * math.log(solution.gamma) + beta * latent


@pytest.mark.parametrize("beta", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("kappa", [1, 2, 3, 6])
@pytest.mark.parametrize("gamma", [0.01, 1.7, 30.0])
def test_the_solution_has_the_loss_of_the_closed_form(
    kappa: int, beta: float, gamma: float
) -> None:
    x = data()
    solution = solve(x, kappa, gamma=gamma, beta=beta)
    assert loss_at(solution, x, beta) == pytest.approx(solution.minimum.loss, rel=1e-9)
    norms = (solution.weights**2).sum(axis=0)
    squared = errors(x, solution.decode(solution.mu)).squared
    expected = squared + (solution.sigma**2 @ norms).mean()
    assert solution.minimum.error == pytest.approx(expected, rel=1e-9)


def test_no_perturbation_of_the_solution_has_a_lower_loss() -> None:
    x, beta = data(), 1.4
    generator = np.random.default_rng(1)
    solution = solve(x, 4, gamma=0.8, beta=beta)
    for size in (0.3, 0.03, 0.003):
        for _ in range(40):
            other = Solution(
                mu=solution.mu + size * generator.standard_normal(solution.mu.shape),
                sigma=solution.sigma * np.exp(size * generator.standard_normal(4)),
                weights=solution.weights + size * generator.standard_normal((12, 4)),
                offset=solution.offset + size * generator.standard_normal(12),
                gamma=0.8,
                minimum=solution.minimum,
            )
            # The offset is no longer the mean: the cross term with the codes is in the error.
            assert loss_at(other, x, beta) > solution.minimum.loss


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
    st.integers(0, 6),
    st.fractions(Fraction(1, 10), 20, max_denominator=20),
    st.fractions(Fraction(1, 20), 30, max_denominator=20),
)
def test_the_minimum_agrees_with_exact_arithmetic(
    spectrum: list[int], zeros: int, beta: Fraction, gamma: Fraction
) -> None:
    values = sorted((Fraction(v, 4) for v in spectrum), reverse=True)
    d = len(values) + zeros
    floats = (*map(float, values), *[0.0] * zeros)
    vae = Affine(floats, kappa=len(values), beta=float(beta))
    exact = SpectralPoint(tuple(values), d, len(values), gamma, beta)
    found = vae.at(float(gamma))
    assume(all(value != exact.floor for value in values))
    assert found.loss == pytest.approx(float(exact.loss.mid()), rel=1e-9, abs=1e-9)
    assert found.error == pytest.approx(float(exact.error), rel=1e-12)
    assert found.active == len(exact.kept)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
    st.integers(0, 6),
    st.fractions(Fraction(1, 10), 20, max_denominator=20),
)
def test_learned_gamma_agrees_with_exact_arithmetic(
    spectrum: list[int], zeros: int, beta: Fraction
) -> None:
    values = sorted((Fraction(v, 4) for v in spectrum), reverse=True)
    d = len(values) + zeros
    exact = learned(values, d, beta)
    assume(not exact.tie)
    # On a breakpoint floats may fall on either side.
    tails = [sum(values[m:], Fraction(0)) for m in range(1, len(values) + 1)]
    points = [d * v / (m * v + tails[m - 1]) for m, v in enumerate(values, start=1)]
    assume(beta not in points)
    vae = Affine((*map(float, values), *[0.0] * zeros), len(values), float(beta))
    assert vae.breakpoints == pytest.approx([float(p) for p in points])
    found = vae.learned()
    assert found.active == exact.active
    assert found.gamma == pytest.approx(0 if exact.noise is None else float(exact.noise))
    assert (found.loss == -math.inf) == (exact.noise is None)


@given(
    st.lists(st.floats(0.01, 10), min_size=2, max_size=8),
    st.integers(1, 7),
    st.floats(0.2, 8),
)
def test_learned_gamma_minimises_where_the_rank_exceeds_kappa(
    values: list[float], kappa: int, beta: float
) -> None:
    assume(kappa < len(values))
    vae = Affine(tuple(sorted(values, reverse=True)), kappa, beta)
    found = vae.learned()
    assert vae.at(found.gamma).error == pytest.approx(vae.d * found.gamma, rel=1e-9)
    for factor in (0.01, 0.5, 0.99, 1.01, 2, 100):
        assert vae.at(found.gamma * factor).loss > found.loss
    around = [vae.at(found.gamma * factor).active for factor in (1 - 1e-9, 1 + 1e-9)]
    assert found.active in around


def test_the_partial_collapse_of_the_worked_example() -> None:
    counts = [Affine(EIGENVALUES, 5, beta).learned().active for beta in (3.9, 4.1, 5, 6.5, 13)]
    assert counts == [3, 2, 1, 1, 0]
    assert Affine(EIGENVALUES, 5, 4.0).learned().active == 2


def test_a_spectrum_from_rounded_data_has_their_rank() -> None:
    x = data(d=40, n=100)
    assert (pca(x).rank, pca(x.astype(np.float32)).rank) == (3, 3)
    assert np.count_nonzero(spectrum(x.astype(np.float32), 5).eigenvalues) == 3
    assert pca(x[:4]).rank == 3
    assert pca(x + 1e-5 * np.random.default_rng(0).standard_normal(x.shape)).rank == 40
    assert pca(np.ones((5, 3))).rank == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Affine((1.0, 2.0), 1), "descending"),
        (lambda: Affine((), 1), "all d eigenvalues"),
        (lambda: Affine((1.0, -2.0), 1), "none negative"),
        (lambda: Affine((1.0,), 0), "kappa"),
        (lambda: Affine((1.0,), 1, beta=-1.0), "beta"),
        (lambda: Affine((1.0,), 1).at(0.0), "gamma"),
        (lambda: Affine((0.0, 0.0), 1).learned(), "without spread"),
        (lambda: solve(data(), 5), "without bound"),
    ],
)
def test_what_has_no_minimum_is_refused(call, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        call()


# --- active dimensions, errors, stationarity ---------------------------------------------------


def test_ablation_in_the_affine_vae_costs_power_times_column() -> None:
    x = data()
    solution = solve(x, 6, gamma=0.1)
    found = active(solution.mu, solution.sigma, solution.decode, x)
    powers, norms = (solution.mu**2).mean(axis=0), (solution.weights**2).sum(axis=0)
    # Removing row k leaves the whole of its direction's variance, lambda, in place of its share.
    eigenvalues = np.array([*pca(x).eigenvalues[:3], 0, 0, 0])
    left = np.where(powers > 0, eigenvalues * (0.1 / np.where(powers > 0, eigenvalues, 1)) ** 2, 0)
    assert found.increases * found.error == pytest.approx(eigenvalues - left, rel=1e-9)
    assert (norms > 0).tolist() == found.ablation.tolist()
    assert found.count == solution.minimum.active == 3
    assert found.disagreements == 0


def test_rules_disagree_on_a_dimension_that_the_decoder_ignores() -> None:
    x = data()
    solution = solve(x, 6, gamma=0.1)
    mu, sigma = solution.mu.copy(), solution.sigma.copy()
    mu[:, 5], sigma[:, 5] = mu[:, 0], 0.1
    found = active(mu, sigma, solution.decode, x)
    assert found.variance is not None
    assert found.kl is not None
    assert (found.count, found.variance.sum(), found.kl.sum(), found.disagreements) == (3, 4, 4, 1)


def test_a_constant_code_is_not_active() -> None:
    x = data()
    mu = np.full((len(x), 2), 3.0)
    found = active(mu, np.zeros_like(mu), lambda z: np.repeat(z[:, :1], 12, axis=1), x)
    assert (found.count, found.variance, found.kl, found.disagreements) == (0, None, None, 0)


def test_any_increase_from_an_exact_reconstruction_is_infinite() -> None:
    x = np.random.default_rng(0).standard_normal((20, 2))
    found = active(x, np.zeros_like(x), lambda z: z, x)
    assert np.isinf(found.increases).all()
    assert found.count == 2


def test_codes_reach_the_decoder_in_their_own_type() -> None:
    seen = set()

    def decode(z):
        seen.add(z.dtype)
        return z

    x = np.random.default_rng(0).standard_normal((20, 2)).astype(np.float32)
    active(x, np.zeros_like(x), decode, x)
    expected_error(x, x, np.ones_like(x), decode, seed=0)
    assert seen == {np.dtype(np.float32)}


def test_the_expected_error_of_an_affine_decoder() -> None:
    x = data(n=4000)
    solution = solve(x, 4, gamma=0.5)
    found = expected_error(x, solution.mu, solution.sigma, solution.decode, seed=1, draws=20)
    assert found.squared == pytest.approx(solution.minimum.error, rel=0.01)
    again = expected_error(x, solution.mu, solution.sigma, solution.decode, seed=1, draws=20)
    assert again == found


def test_errors_of_float32_images_are_summed_in_double_precision() -> None:
    x = np.zeros((3000, 1, 28, 28), dtype=np.float32)
    found = errors(x, x + np.float32(0.1))
    assert found.dimension == 784
    assert found.per_coordinate == pytest.approx(float(np.float32(0.1)) ** 2, rel=1e-6)
    assert math.isnan(found.unexplained)


def test_divergences_are_those_of_normal_laws() -> None:
    mu, sigma = np.array([[0.3], [-1.0]]), np.array([[0.5], [2.0]])

    def divergence(mean: float, deviation: float) -> float:
        def integrand(z: float) -> float:
            log = norm.logpdf(z, mean, deviation)
            return math.exp(log) * (log - norm.logpdf(z))

        return float(quad(integrand, mean - 12 * deviation, mean + 12 * deviation)[0])

    expected = (divergence(0.3, 0.5) + divergence(-1.0, 2.0)) / 2
    assert divergences(mu, sigma) == pytest.approx([expected])


@pytest.mark.parametrize("beta", [0.6, 1.0, 2.5])
def test_the_identities_hold_on_the_solved_affine_vae(beta: float) -> None:
    x = data(scales=(3, 2, 1, 0.5, 0.2))
    solution = solve(x, 4, beta=beta)
    found = stationarity(
        solution.mu, solution.sigma, A=solution.minimum.error, d=12, gamma=solution.gamma, beta=beta
    )
    assert found.coordinates == pytest.approx(np.zeros(4), abs=1e-12)
    assert found.gamma_ratio == pytest.approx(1, abs=1e-12)
    assert found.total == pytest.approx(0, abs=1e-10)
    assert found.loss == pytest.approx(solution.minimum.loss, rel=1e-12)


def test_the_identities_fail_off_the_stationary_point() -> None:
    x = data(scales=(3, 2, 1, 0.5, 0.2))
    solution = solve(x, 4)
    A, gamma = solution.minimum.error, solution.gamma
    moved = stationarity(solution.mu * 1.1, solution.sigma, A=A, d=12, gamma=gamma)
    assert moved.coordinates[0] > 0.1
    assert abs(moved.total) > 0.1
    other = stationarity(solution.mu, solution.sigma, A=A, d=12, gamma=1.2 * gamma)
    assert other.gamma_ratio == pytest.approx(1 / 1.2)
    assert other.total == pytest.approx(12 * (1 / 1.2 - 1))
    weighted = stationarity(solution.mu, solution.sigma, A=A, d=12, gamma=gamma, beta=3.0)
    assert weighted.total == pytest.approx(0, abs=1e-10)  # mu and sigma do not know beta


def test_the_residual_of_the_total_is_made_of_the_others() -> None:
    generator = np.random.default_rng(0)
    mu, sigma = generator.standard_normal((50, 3)), generator.uniform(0.2, 2, (50, 3))
    found = stationarity(mu, sigma, A=3.0, d=7, gamma=0.4, beta=1.7)
    parts = 7 * (found.gamma_ratio - 1) + 1.7 * found.coordinates.sum()
    assert found.total == pytest.approx(parts)


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=30),
    st.lists(st.integers(0, 5), min_size=1, max_size=30),
)
def test_auroc_counts_pairs_with_ties_as_halves(inside: list[int], outside: list[int]) -> None:
    pairs = [(o > i) + (o == i) / 2 for i in inside for o in outside]
    assert auroc(inside, outside) == pytest.approx(np.mean(pairs))
    assert auroc(outside, inside) == pytest.approx(1 - np.mean(pairs))


def test_principal_components_reconstruct_with_the_stated_errors() -> None:
    x, other = data(n=60, scales=(3, 2, 1)), data(seed=9, n=50, scales=(2, 2, 2, 1))
    found = pca(x)
    for samples, stated in (
        (x, found.errors()),
        (x, found.errors(x)),
        (other, found.errors(other)),
    ):
        for count in range(13):
            kept = found.directions[:count]
            decoded = (samples - found.mean) @ kept.T @ kept + found.mean
            direct = errors(samples, decoded).per_coordinate
            assert stated[count] == pytest.approx(direct, abs=1e-10)
    assert found.needed(1e-9) == 3
    assert found.needed(1e-9, other) is None or found.needed(1e-9, other) > 3
    assert found.needed(-1.0) is None


def test_principal_components_of_fewer_samples_than_coordinates() -> None:
    found = pca(data(n=3, d=30))
    assert found.directions.shape == (3, 30)
    assert found.rank == 2
    assert found.errors().shape == (4,)
    assert len(found.eigenvalues) == 30


BAD_X = np.array([[0.0, np.nan], [1.0, 2.0]])
GOOD = np.ones((2, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: errors(BAD_X, GOOD), "1 of 4 entries"),
        (lambda: errors(GOOD, np.ones((2, 3))), r"\(2, 2\) and x_hat \(2, 3\)"),
        (lambda: errors(GOOD.astype(complex), GOOD), "real numbers"),
        (lambda: errors([[1.0], [1.0, 2.0]], GOOD), "cannot be read"),
        (lambda: errors(np.ones((0, 2)), np.ones((0, 2))), "one row per sample"),
        (lambda: divergences(GOOD, -GOOD), "0.5 \\* logvar"),
        (lambda: divergences(GOOD, 0 * GOOD), "infinite"),
        (lambda: divergences(GOOD, np.ones((2, 3))), "both must be"),
        (lambda: active(GOOD, GOOD, lambda z: z[:, :1], GOOD), "decode maps"),
        (lambda: active(GOOD, GOOD, lambda z: z * np.nan, GOOD), "decoder's result"),
        (lambda: active(GOOD, GOOD, lambda z: z, np.ones((3, 2))), "must agree"),
        (lambda: active(GOOD, [[0.0, 1.0], [1.0, 1.0]], lambda z: z, GOOD), "infinite"),
        (lambda: expected_error(GOOD, GOOD, GOOD, lambda z: z, seed=0, draws=0), "one draw"),
        (lambda: draw_codes(GOOD, -GOOD, seed=0), "negative"),
        (lambda: stationarity(GOOD, GOOD, A=0.0, d=2, gamma=1.0), "A must be one positive"),
        (lambda: stationarity(GOOD, GOOD, A=1.0, d=0, gamma=1.0), "d must be"),
        (lambda: stationarity(GOOD, 0 * GOOD, A=1.0, d=2, gamma=1.0), "a VAE"),
        (lambda: auroc([], [1.0]), "both kinds"),
        (lambda: pca(GOOD).errors(np.ones((2, 3))), "coordinates"),
    ],
)
def test_arrays_that_make_no_sense_are_refused(call, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        call()


def test_what_a_direction_adds_is_what_the_ledger_states() -> None:
    variables = (beta_affine.lam, notation.beta, notation.gamma)
    best = beta_affine.SPECTRAL.subs(beta_affine.eigen_m, beta_affine.BEST)
    loss, error = compiled(variables, best), compiled(variables, beta_slope.SHARE)
    eigenvalues = np.array([0.0, 1e-9, 0.1, 0.5, 0.75, 1.0, 1.5, 2.0, 40.0, 1e9])
    for beta in (0.25, 1.0, 3.0):
        for gamma in (1e-6, 0.5, 1.0, 7.0):
            at = (eigenvalues, beta, gamma)
            assert np.allclose(direction_loss(*at), loss(*at), rtol=1e-14, atol=0)
            assert np.array_equal(direction_error(*at), error(*at))
