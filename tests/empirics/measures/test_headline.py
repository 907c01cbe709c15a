"""The headline count of active dimensions, and the Fréchet distance, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from empirics.errors import MeasureError
from empirics.measures import active
from empirics.measures.affine import solve
from empirics.measures.frechet import frechet
from empirics.measures.headline import Headline, headline

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("gamma", [1e-4, 0.05, 0.3, 2.0])
def test_in_the_affine_vae_it_counts_eigenvalues_above_twice_gamma(gamma: float) -> None:
    x = RNG.standard_normal((4000, 6)) * np.sqrt([9.0, 3.0, 1.0, 0.2, 0.02, 1e-3])
    best = solve(x, 6, gamma=gamma)
    used = active(best.mu, best.sigma, best.decode, x)
    found = headline(best.mu, best.sigma, best.decode, x, used)
    eigenvalues = np.linalg.eigvalsh(np.cov(x, rowvar=False, bias=True))
    assert found.half == (eigenvalues > 2 * gamma).sum()
    assert found.half <= best.minimum.active


def test_a_deterministic_autoencoder_is_counted_by_its_smallest_set() -> None:
    x = RNG.standard_normal((500, 4)) * [3.0, 1.0, 0.5, 0.01]
    noise = 0.3 * RNG.standard_normal(x.shape)
    used = active(x, np.zeros_like(x), lambda z: z, x + noise)
    found = headline(x, np.zeros_like(x), lambda z: z, x + noise, used)
    assert (found.half, found.loose, found.count) == (None, None, 3)


def test_the_count_is_withheld_where_rules_differ_by_more_than_two() -> None:
    assert Headline(16, 16, 17).count == 16
    assert Headline(16, 14, 16).count == 16
    assert Headline(16, 16, 19).count is None
    assert Headline(24, 21, 24).count is None


def test_the_frechet_distance_of_normal_laws_is_closed() -> None:
    a = RNG.standard_normal((200_000, 2)) * [1.0, 2.0]
    b = RNG.standard_normal((200_000, 2)) * [3.0, 2.0] + [1.0, 0.0]
    assert frechet(a, b) == pytest.approx((3 - 1) ** 2 + 1, rel=0.02)
    assert frechet(a[:100], a[:100]) == pytest.approx(0, abs=1e-9)
    assert frechet(a[:50, :1], b[:50, :1]) > 0
    with pytest.raises(MeasureError, match="same columns"):
        frechet(a, b[:, :1])
