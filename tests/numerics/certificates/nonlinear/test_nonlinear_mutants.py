"""Changed certificates are refused; what was certified is below every point that is tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pytest

from numerics.certificates.format import digest
from numerics.certificates.nonlinear.proof import NonlinearCertificate, TiltedLeaf
from numerics.certificates.nonlinear.reading import load
from numerics.certificates.nonlinear.report import check
from numerics.certificates.nonlinear.verify import verify
from numerics.certificates.nonlinear.writing import dump
from numerics.errors import CertificateError
from numerics.nonlinear.examples import autoencoder, hat, parabola, vae
from numerics.nonlinear.model import SampleModel
from numerics.nonlinear.solve import minimise_nonlinear
from numerics.running.values import read_penalty
from numerics.solver.minorants import FloatPenalty

TWO = (-2.0, 2.0)
PROBLEMS = {
    "polynomial": autoencoder(("z", "a*z**2"), {"a": TWO}, parabola(4)),
    "relu": autoencoder(("z", "relu(a*z) + relu(-z)"), {"a": TWO}, hat(4)),
    "tanh": autoencoder(("tanh(z)", "a*tanh(2*z)"), {"a": TWO}, hat(3)),
    "vae": vae(("z", "a*z**2"), {"a": TWO}, parabola(3), Fraction(1, 10)),
    "vae relu": vae(("z", "a*relu(z) - z"), {"a": (0.0, 3.0)}, hat(3), Fraction(1, 2)),
    "two latents": vae(
        ("z1", "a*z1**2 + (1 - a)*z2"), {"a": (0.0, 1.2)}, parabola(3), Fraction(1, 10), 2
    ),
}
H = read_penalty("--h", "log(1+u)")


@cache
def certificate(name: str) -> NonlinearCertificate:
    asked = PROBLEMS[name]
    h = H if asked.h else None
    if h is not None:
        asked = replace(asked, h=h.text)
    found = minimise_nonlinear(asked, h, tolerance=Fraction(1, 200), seconds=100)
    assert found.certificate is not None
    return found.certificate


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_the_search_closes_the_checker_accepts(name: str) -> None:
    made = certificate(name)
    found = verify(made)
    assert found.leaves == len(made.leaves)
    assert float(found.value - found.lower) == pytest.approx(1 / 200)
    assert load(dump(made)) == made
    assert check(dump(made))[0].startswith("verified")


@pytest.mark.parametrize("name", PROBLEMS)
def test_no_sampled_point_is_below_the_bound(name: str) -> None:
    made = certificate(name)
    lower = float(verify(made).lower.lower())
    model = SampleModel(made.problem, FloatPenalty(H) if made.problem.h else None)
    rng = np.random.default_rng(0)
    best = np.array([[float(x) for x in row] for row in made.best.inner])
    at = np.array([float(x) for x in made.best.theta])
    for spread in (1.0, 0.1, 0.01):
        theta = np.clip(
            at[:, None] + spread * rng.standard_normal((model.p, 4000)),
            model.low[:, None], model.high[:, None],
        )  # fmt: skip
        z = best[:, None] + spread * rng.standard_normal((model.q, 4000, model.n))
        assert model.loss(theta, z).min() >= lower


def changed_leaf(
    made: NonlinearCertificate, change: Callable[[TiltedLeaf], TiltedLeaf]
) -> Iterator[NonlinearCertificate]:
    for k in {0, len(made.leaves) // 2, len(made.leaves) - 1}:
        leaves = list(made.leaves)
        leaves[k] = change(leaves[k])
        yield replace(made, leaves=tuple(leaves))


def changed_number(at: int, by: Callable[[float], float]) -> Callable[[TiltedLeaf], TiltedLeaf]:
    def change(leaf: TiltedLeaf) -> TiltedLeaf:
        rows = tuple((*row[:at], by(row[at]), *row[at + 1 :]) for row in leaf.samples)
        return replace(leaf, samples=rows)

    return change


def mutants(made: NonlinearCertificate) -> Iterator[tuple[str, NonlinearCertificate]]:
    asked, q = made.problem, len(made.best.inner)
    slope = 1 + q + q * len(asked.parameters)
    yield "a leaf less", replace(made, leaves=made.leaves[1:])
    yield "a node less", replace(made, splits=made.splits[:-1])
    yield "a node more", replace(made, splits=(*made.splits, None))
    yield "one box, one leaf", replace(made, splits=(None,), leaves=made.leaves[:1])
    yield "a smaller gap", replace(made, tolerance=made.tolerance / 1000)
    yield "no gap", replace(made, tolerance=Fraction(0))
    theta = tuple(value + Fraction(5) for value in made.best.theta)
    yield "a point outside", replace(made, best=replace(made.best, theta=theta))
    wider = tuple(replace(x, low=x.low - 1, high=x.high + 1) for x in asked.parameters)
    yield "a larger box", replace(made, problem=replace(asked, parameters=wider))
    data = tuple(tuple(x / 2 for x in row) for row in asked.data)
    yield "other data", replace(made, problem=replace(asked, data=data))
    samples = replace(asked, data=tuple(row[1:] for row in asked.data))
    yield "a sample less", replace(made, problem=samples)
    for other in changed_leaf(made, changed_number(0, lambda x: x + 1000.0)):
        yield "higher levels", other
    for other in changed_leaf(made, changed_number(0, lambda x: x - 10.0)):
        yield "lower levels", other
    for other in changed_leaf(made, changed_number(slope, lambda x: x + 50.0)):
        yield "other slopes", other
    if asked.h:
        yield "lower ceilings", replace(made, ceilings=tuple(x / 50 for x in made.ceilings))
        yield "no ceiling", replace(made, ceilings=())
        yield "another h", replace(made, problem=replace(asked, h="u/(1+u)"))
        yield "a larger slope of g", replace(made, problem=replace(asked, slope=asked.slope * 9))
    else:
        yield "another gamma", replace(made, problem=replace(asked, gamma=asked.gamma / 9))


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_mutant_is_refused(name: str) -> None:
    count = 0
    for what, other in mutants(certificate(name)):
        count += 1
        with pytest.raises(CertificateError):
            pytest.fail(f"{what}: {verify(other, seconds=30)}")
    assert count > 15


def test_slopes_with_another_sign_are_refused() -> None:
    """Where slopes matter: on leaves beside the minimum."""
    made = certificate("polynomial")
    refused = 0
    for k in range(len(made.leaves)):
        leaves = list(made.leaves)
        leaves[k] = changed_number(3, lambda x: -x)(leaves[k])
        try:
            verify(replace(made, leaves=tuple(leaves)))
        except CertificateError:
            refused += 1
    assert refused > len(made.leaves) / 2


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"version": 1', '"version": 2', "another version"),
        ('"tolerance": "1/200"', '"tolerance": "1/100"', "digest"),
        ('"latents": 1', '"latents": 1, "latents": 1', "twice"),
        ('"splits"', '"split"', "digest"),
        ("nonlinear certificate", "certificate", "format"),
    ],
)
def test_a_text_that_was_changed_is_refused(old: str, new: str, why: str) -> None:
    text = dump(certificate("polynomial"))
    assert old in text
    with pytest.raises(CertificateError, match=why):
        load(text.replace(old, new))


def test_a_truncated_text_is_refused() -> None:
    text = dump(certificate("polynomial"))
    with pytest.raises(CertificateError, match="truncated"):
        load(text[: len(text) // 2])
    assert isinstance(json.loads(text), dict)


SCHEMA = jsonschema.Draft7Validator(
    json.loads(files("numerics.certificates.nonlinear").joinpath("schema.json").read_text("utf-8"))
)


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"tolerance": "1/0"}, {"tolerance": True}, {"ceilings": ["x"]}, {"best": None},
     {"splits": [[0, 0.5, 1]]}, {"leaves": [{"slopes": []}]}, {"problem": {}}, {"version": 2}],
)  # fmt: skip
def test_what_the_published_schema_forbids_is_refused(change: dict[str, Any]) -> None:
    record = json.loads(dump(certificate("polynomial")))
    assert SCHEMA.is_valid(record)
    assert SCHEMA.is_valid(json.loads(dump(certificate("vae"))))
    forged = {**record, **change}
    assert not SCHEMA.is_valid(forged)
    kept = {k: v for k, v in forged.items() if k not in ("format", "version", "digest")}
    with pytest.raises(CertificateError):
        load(json.dumps({**forged, "digest": digest(kept)}))
