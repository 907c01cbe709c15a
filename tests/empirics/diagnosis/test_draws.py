"""Draws in the place of means, told by how the loss pushes their noise back; one gamma fits all."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("torch")

from empirics.diagnosis.causes import Cause
from empirics.diagnosis.evidence import _left_by_linear_map

from .trained import Handed, engine

BETAS = (1.0, 2.0, 0.25)


@pytest.fixture(scope="module", params=range(len(BETAS)), ids=[f"beta {b}" for b in BETAS])
def model(request: pytest.FixtureRequest) -> Handed:
    return engine(BETAS)[request.param]


def test_draws_are_pushed_back_along_their_noise_and_means_are_not(model: Handed) -> None:
    means = model.diagnose().facts.evidence.decoder
    draws = model.diagnose(mu=model.drawn, x_hat=model.decode(model.drawn)).facts.evidence.decoder
    assert means is not None
    assert draws is not None
    assert abs(means.recoil) < 0.2
    assert abs(draws.recoil - 1) < 0.3
    assert draws.recoil_error < 0.15


@pytest.mark.parametrize("source", ["mean", "sampled"])
def test_mu_and_x_hat_of_one_draw_are_named(model: Handed, source: str) -> None:
    drawn = model.drawn
    found = model.diagnose(mu=drawn, x_hat=model.decode(drawn), decoded_from=source)
    assert found.causes == (Cause.MU_DRAWS,)
    assert found.finding.question == ""
    assert model.diagnose().causes == ()


def test_a_gamma_that_explains_encoder_and_error_stands_alone(model: Handed) -> None:
    """Read as variances sigma would fit the encoder too, and leave the error to chance."""
    d = model.x.shape[1]
    for gamma, cause in (
        (math.sqrt(model.gamma), Cause.GAMMA_DEVIATION), (d * model.gamma, Cause.GAMMA_SUMMED)
    ):  # fmt: skip
        assert model.diagnose(gamma=gamma).causes == (cause,)


@pytest.mark.parametrize("d", [3, 200])
def test_what_a_linear_map_gives_is_left_out_by_rows_it_was_not_fitted_to(d: int) -> None:
    stream = np.random.default_rng(0)
    x = stream.standard_normal((100, 3)) @ stream.standard_normal((3, d))
    targets = x @ stream.standard_normal((d, 2)) + 5
    noise = 0.1 * stream.standard_normal(targets.shape)
    assert abs(_left_by_linear_map(x, targets)).max() < 1e-2 * targets.std()
    left = _left_by_linear_map(x, targets + noise)
    assert np.corrcoef(left.ravel(), noise.ravel())[0, 1] > 0.95
