"""Sigma, beta or gamma: what costs clearly more than another explanation is not listed with it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from empirics.diagnosis import Diagnosis, diagnose
from empirics.diagnosis.causes import Cause, judge
from empirics.diagnosis.encoder import power, steepness
from empirics.measures.affine import Solution, solve

D = 10


def plane(n: int = 500) -> np.ndarray:
    stream = np.random.default_rng(0)
    return stream.standard_normal((n, D)) * [2, 1.5, 1.1, 0.8, *[0.3] * (D - 4)]


def of(vae: Solution, *, decoder: bool = True, **changed: object) -> Diagnosis:
    x = plane()
    given = {"mu": vae.mu, "sigma": vae.sigma, "x": x, "x_hat": vae.decode(vae.mu), **changed}
    given = {"gamma": vae.gamma, "decode": vae.decode, **given}
    if not decoder:
        del given["decode"]
    return diagnose(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("decoder", [True, False])
def test_beta_is_named_alone_where_sigma_as_variances_has_the_same_beta_gamma(
    decoder: bool,
) -> None:
    """The factor is chosen so that the other reading of sigma agrees with it exactly."""
    vae = solve(plane(), 4)
    right = of(vae, decoder=decoder).facts.evidence
    beta = right.readings["variance"].fit.v / right.v
    assert beta > 3
    assert of(vae, decoder=decoder, beta=beta).causes == (Cause.BETA,)
    assert of(vae, decoder=decoder, sigma=vae.sigma**2).causes == (Cause.SIGMA_VARIANCE,)


def test_every_gamma_that_the_encoder_prefers_is_listed_beside_the_one_of_the_error() -> None:
    """A fixed gamma of 0.2 whose root was given; by chance the error is near half of that root."""
    gamma = 0.2
    given = math.sqrt(gamma)
    vae = solve(plane(), 4, gamma=gamma)
    e = of(vae, gamma=given).facts.evidence

    def causes(error: float) -> tuple[Cause, ...]:
        return judge(replace(e, A=D * error), gamma=given, beta=1.0, d=D, source="mean").causes

    assert set(causes(given / 2)) == {Cause.GAMMA_DOUBLE, Cause.GAMMA_DEVIATION}
    assert causes(gamma) == (Cause.GAMMA_DEVIATION,)
    assert causes(3 * gamma)[0] is Cause.BETA


@pytest.mark.parametrize("decoder", [True, False])
@pytest.mark.parametrize("factor", [None, 0.3])
def test_units_of_bytes_are_no_beta_of_sixty_five_thousand(
    decoder: bool, factor: float | None
) -> None:
    gamma = None if factor is None else factor * solve(plane(), 4).gamma
    vae = solve(plane(), 4, gamma=gamma)
    changed: dict[str, object] = {"x": 255 * plane(), "x_hat": 255 * vae.decode(vae.mu)}
    if decoder:
        changed["decode"] = lambda z: 255 * vae.decode(z)
    assert of(vae, decoder=decoder, **changed).causes == (Cause.UNITS_BOTH,)
    assert Cause.BETA in of(vae, decoder=decoder, beta=0.02).causes


def test_the_power_is_of_deviations_1_and_of_variances_2_whatever_v_is() -> None:
    stream = np.random.default_rng(1)
    steep = np.exp(stream.standard_normal((200, 3)))
    for v in (1e-3, 1.0):
        sigma_squared = v / (v + steep)
        assert power(steep, sigma_squared) == pytest.approx(1)
    assert power(steep, (1e-3 / (1e-3 + steep)) ** 2) == pytest.approx(2, rel=0.01)
    assert math.isnan(power(steep, steep / (1 + steep)))
    assert math.isnan(power(steep, stream.uniform(0.1, 0.2, (200, 3))))
    assert math.isnan(power(np.ones((5, 2)), np.full((5, 2), 0.1)))


def test_steepness_of_an_affine_decoder_is_its_squared_columns() -> None:
    weights = np.array([[3.0, 4.0], [0.0, 1.0]])
    found = steepness(np.zeros((5, 2)), np.full((5, 2), 0.2), lambda z: z @ weights)
    assert found == pytest.approx(np.tile([25.0, 1.0], (5, 1)))
