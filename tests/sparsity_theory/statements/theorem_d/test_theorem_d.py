"""Theorem D on random affine decoders (exactly) and nonlinear ones (by quadrature)."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
WEIGHTS = WEIGHTS / math.sqrt(2 * math.pi)


@given(st.integers(0, 10**6))
def test_no_affine_vae_is_below_the_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    d, kappa, n = 5, 3, 4
    # The smallest singular value separates in every coordinate at once.
    decoder = rng.normal(size=(d, kappa)) * rng.uniform(0.05, 3)
    slope = float(np.linalg.svd(decoder, compute_uv=False)[-1])
    means = rng.normal(size=(kappa, n)) * rng.uniform(0.05, 3)
    variances = rng.uniform(0.01, 2, size=(kappa, n))
    data = decoder @ means + rng.normal(size=(d, n)) * rng.uniform(0, 0.3)
    error = ((data - decoder @ means) ** 2).sum(axis=0)
    expected = float((error + ((decoder**2).sum(axis=0) @ variances)).mean())
    powers = (means**2).mean(axis=1)
    kl = (variances - np.log(variances)).mean(axis=1).sum() + powers.sum()
    loss = d + d * math.log(expected / d) + kl
    bound = d + kappa + d * math.log(expected / d) + np.log1p(slope**2 * powers / expected).sum()
    assert loss >= bound - 1e-9


@given(st.floats(-2, 2), st.floats(0.05, 1.5), st.floats(-1, 1), st.floats(0.2, 3))
def test_no_cubic_decoder_is_below_the_bound(
    mean: float, sigma: float, miss: float, slope: float
) -> None:
    """One dimension, mu_x(z) = slope z + z^3, which separates with that slope."""
    codes = mean + sigma * NODES
    target = slope * mean + mean**3 + miss
    expected = float(WEIGHTS @ (target - slope * codes - codes**3) ** 2)
    loss = 1 + math.log(expected) + mean**2 + sigma**2 - math.log(sigma**2)
    bound = 2 + math.log(expected) + math.log1p(slope**2 * mean**2 / expected)
    assert loss >= bound - 1e-9
