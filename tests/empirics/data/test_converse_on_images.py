"""Theorem E3 on images: kernel means, ball shares and the affine VAE's least loss against it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

from empirics.data.sources import load
from sparsity_theory.notation import beta, gamma, n
from sparsity_theory.statements.theorem_e import theorem_e3

Array = NDArray[np.float64]
_SAMPLES, _LATENTS = 600, 16
_ROUNDING = 1e-9


@pytest.fixture(params=["digits", "mnist"])
def images(request: pytest.FixtureRequest) -> Array:
    """The first samples, as rows; MNIST only where its files are."""
    name = request.param
    folder = request.getfixturevalue("data_folder") if name == "mnist" else None
    train = load(name, folder).train[:_SAMPLES]
    return np.unique(np.asarray(train, dtype=float).reshape(len(train), -1), axis=0)


def _squares(points: Array, images: Array) -> Array:
    """Squared distances of points (rows) to images, shape (points, images)."""
    lengths = (points**2).sum(axis=1)[:, None] + (images**2).sum(axis=1)[None, :]
    return np.maximum(lengths - 2 * points @ images.T, 0)


def _nearest(images: Array) -> tuple[float, Array]:
    """The least squared distance of two images, and the middles of each and its nearest."""
    squares = _squares(images, images) + np.diag(np.full(len(images), np.inf))
    return float(squares.min()), (images + images[squares.argmin(axis=1)]) / 2


def test_no_point_is_near_more_than_one_image(images: Array) -> None:
    count, (least, middles) = len(images), _nearest(images)
    points = np.concatenate([images, middles, images.mean(axis=0, keepdims=True)])
    for rate in (1 / least, 8 / least, 40 / least):
        means = np.exp(-rate * _squares(points, images)).mean(axis=1)
        bound = (1 + (count - 1) * math.exp(-rate * least / 4)) / count
        assert (1 - _ROUNDING) / count <= means[:count].min()
        assert means.max() <= bound * (1 + _ROUNDING)


def test_shares_of_balls_bound_the_kernel_down_to_their_radius(images: Array) -> None:
    count, (least, _) = len(images), _nearest(images)
    squares = np.sort(_squares(images, images), axis=1)
    for dimension in (4, 12):
        # The least C for which balls about the images hold C max(rho, rho_0)^r at most: their
        # shares rise at the distances only.
        radii = np.sqrt(np.maximum(squares, least))
        share = np.arange(1, count + 1) / count
        constant = float((share / radii**dimension).max())
        assert constant * least ** (dimension / 2) >= 1 / count
        for rate in (1 / least, 1 / squares.mean()):
            means = np.exp(-rate * squares).mean(axis=1)
            value = math.gamma(1 + dimension / 2) + (rate * least) ** (dimension / 2)
            assert means.max() <= constant * rate ** (-dimension / 2) * value


def test_the_affine_vae_and_the_memoriser_lie_above_the_converse(images: Array) -> None:
    count, (least, _) = len(images), _nearest(images)
    eigenvalues = np.linalg.eigvalsh(np.cov(images.T, bias=True))[::-1]
    symbols = (n, beta, gamma, theorem_e3.distance)
    lower, upper = (
        sympy.lambdify(symbols, theorem_e3.CLAIM.parts[name]) for name in ("lower", "upper")
    )
    for weight in (0.5, 1.0, 4.0):
        for variance in (least / 100, least / 10, least, 10 * least):
            bound = lower(count, weight, variance, math.sqrt(least))
            floor = weight * variance
            top = np.maximum(eigenvalues[:_LATENTS], floor)
            active = np.log(top / floor) + eigenvalues[:_LATENTS] / top
            rest = eigenvalues[_LATENTS:].sum() / floor
            assert bound <= weight * (active.sum() + rest)
            assert bound <= upper(count, weight, variance, 0)
