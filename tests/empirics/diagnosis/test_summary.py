"""The three lines: decoder variance, beta, dimensions."""

from __future__ import annotations

import numpy as np
import pytest

from empirics.diagnosis import Diagnosis, diagnose
from empirics.measures.affine import solve


def affine(beta: float = 1.0, gamma: float | None = None, **changed: object) -> Diagnosis:
    """The diagnosis of a minimiser of the affine VAE on fixed samples."""
    stream = np.random.default_rng(0)
    x = stream.standard_normal((400, 10)) * [3, 2, 1, *[0.3] * 7]
    vae = solve(x, 4, beta=beta, gamma=gamma)
    given = {"gamma": vae.gamma, "beta": beta, "decode": vae.decode, **changed}
    return diagnose(vae.mu, vae.sigma, x, vae.decode(vae.mu), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beta", "gamma", "variance", "weight"),
    [
        (1.0, None, "is right", "is right"),
        (1.0, 3.0, "is too large", "is right"),
        (1.0, 1e-3, "is too small", "is right"),
        (0.1, None, "fits the error", "is too small for the bound"),
        (20.0, None, "fits the error", "no code carries anything"),
    ],
)
def test_each_line_says_what_is_the_case(
    beta: float, gamma: float | None, variance: str, weight: str
) -> None:
    lines = affine(beta, gamma).summary
    assert variance in lines[0]
    assert weight in lines[1]
    # Learning it is no advice for a gamma that fits the error, nor training on for a right one.
    off = variance in {"is too large", "is too small"}
    assert ("learn it" in lines[0]) == ("has not arrived" in lines[0]) == off
    assert lines[2].startswith("Dimensions: in use ")


@pytest.mark.parametrize(
    ("gamma", "kept", "spare"),
    [
        (5.0, "keeps 1 dimension, with", "3 have returned"),
        (0.5, "3 dimensions", "One has returned"),
    ],
)
def test_one_dimension_is_one(gamma: float, kept: str, spare: str) -> None:
    text = " ".join(affine(gamma=gamma).text().split())
    assert kept in text
    assert f"{spare} to the prior by every rule" in text


def test_text_page_and_json_begin_with_them() -> None:
    found = affine()
    assert found.record()["summary"] == list(found.summary)
    assert str(found) == found.text()
    text = " ".join(found.text().split())
    assert all(" ".join(line.split()) in text for line in found.summary)
