"""What cannot be judged is not, and is said; what only looks like a mistake is none."""

from __future__ import annotations

import numpy as np
import pytest

from empirics.diagnosis import Diagnosis, diagnose
from empirics.diagnosis.causes import Cause
from empirics.diagnosis.headline import Regularisation
from empirics.measures.affine import Solution, solve


def plane(d: int = 10, n: int = 400) -> np.ndarray:
    stream = np.random.default_rng(0)
    return stream.standard_normal((n, d)) * [3, 2, *[0.3] * (d - 2)]


def of(vae: Solution, x: np.ndarray, *, decoder: bool = True, **changed: object) -> Diagnosis:
    given = {"gamma": vae.gamma, "decode": vae.decode if decoder else None, **changed}
    x_hat = given.pop("x_hat", None)
    return diagnose(vae.mu, vae.sigma, x, vae.decode(vae.mu) if x_hat is None else x_hat, **given)  # type: ignore[arg-type]


def notes(found: Diagnosis) -> list[str]:
    return [line.statement for line in found.lines if line.topic == "withheld"]


def curved(n: int) -> dict[str, np.ndarray]:
    """Codes in two clumps whose posterior is as wide as the step between them."""
    stream = np.random.default_rng(1)
    side = np.where(np.arange(n) % 2, 1.0, -1.0)
    mu = np.column_stack([side + 0.1 * stream.standard_normal(n), np.zeros(n)])
    sigma = np.column_stack([np.full(n, 0.7), np.ones(n)]) + 0.01 * stream.random((n, 2))
    x_hat = np.tanh(4 * mu[:, :1]) @ np.ones((1, 6))
    x = x_hat + 0.3 * stream.standard_normal((n, 6))
    return {"mu": mu, "sigma": sigma, "x": x, "x_hat": x_hat}


def test_a_map_that_bends_within_the_posterior_is_not_judged_and_said() -> None:
    found = diagnose(**curved(400), gamma=0.01)  # type: ignore[arg-type]
    (note,) = notes(found)
    assert "bends within the posterior's width" in note
    assert not {Cause.BETA, Cause.GAMMA, Cause.SIGMA_VARIANCE} & set(found.causes)


def test_few_samples_without_the_decoder_are_not_judged_and_said() -> None:
    x = plane(n=20)
    vae = solve(x, 4)
    assert "20 samples are too few" in notes(of(vae, x, decoder=False, beta=4.0))[0]
    assert of(vae, x, decoder=False, beta=4.0).causes == ()
    assert of(vae, x, beta=4.0).causes == (Cause.BETA,)


def test_nothing_is_withheld_from_a_plane() -> None:
    x = plane()
    for decoder in (False, True):
        assert notes(of(solve(x, 4), x, decoder=decoder)) == []


def test_samples_that_occur_many_times_are_no_bound_of_sigma() -> None:
    stream = np.random.default_rng(3)
    x = np.repeat(plane(n=12), 60, axis=0)
    vae = solve(x, 4)
    sigma = np.repeat(0.2 + 0.1 * stream.random((12, vae.sigma.shape[1])), 60, axis=0)
    given = diagnose(vae.mu, sigma, x, vae.decode(vae.mu), vae.gamma, decode=vae.decode)
    assert Cause.SIGMA_BOUNDED not in given.causes
    x = plane()
    clamped = np.maximum(0.2 + 0.1 * stream.random((400, 4)), 0.25)
    vae = solve(x, 4)
    given = diagnose(vae.mu, clamped, x, vae.decode(vae.mu), vae.gamma, decode=vae.decode)
    assert given.causes == (Cause.SIGMA_BOUNDED,)


@pytest.mark.parametrize("seed", range(5))
def test_draws_of_a_collapsed_model_are_no_draws_as_mu(seed: int) -> None:
    x, stream = plane(), np.random.default_rng(seed)
    weights = 1e-4 * stream.standard_normal((3, 10))
    mu = 1e-4 * stream.standard_normal((400, 3))
    sigma = 1 - 1e-6 * stream.random((400, 3))

    def decode(z: np.ndarray) -> np.ndarray:
        return x.mean(axis=0) + z @ weights

    drawn = decode(mu + sigma * stream.standard_normal(mu.shape))
    found = diagnose(mu, sigma, x, drawn, 20.0, decode=decode, decoded_from="sampled")
    assert found.causes == ()
    assert found.regularisation is Regularisation.COLLAPSED


def test_rows_in_another_order_are_told_from_draws_of_wide_posteriors() -> None:
    stream = np.random.default_rng(4)
    x = stream.standard_normal((800, 10)) * [1.3, 1.2, *[1.0] * 8]
    vae = solve(x, 2)
    assert vae.sigma.min() > 0.6
    shuffled = vae.decode(vae.mu)[stream.permutation(800)]
    assert of(vae, x, x_hat=shuffled).causes == (Cause.ROWS,)
    drawn = vae.decode(vae.mu + vae.sigma * stream.standard_normal(vae.mu.shape))
    assert of(vae, x, x_hat=drawn).causes == (Cause.X_HAT_DRAWS,)


def test_as_many_dimensions_as_coordinates_are_no_mistake_of_beta() -> None:
    x = np.random.default_rng(5).standard_normal((500, 1))
    found = of(solve(x, 1, gamma=0.1), x, gamma=0.1)
    assert found.active == 1
    assert found.problems == ()
    assert "as many dimensions are in use as x has coordinates" in found.summary[1]
