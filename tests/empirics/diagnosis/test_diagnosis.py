"""A healthy VAE is called healthy; each common mistake in passing its arrays is found."""

from __future__ import annotations

import contextlib
import io
import json
import math
import re
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import empirics
from empirics.diagnosis import Diagnosis, diagnose, diagnose_file
from empirics.diagnosis.causes import Cause
from empirics.diagnosis.headline import Regularisation
from empirics.diagnosis.line import LineKind
from empirics.errors import MeasureError
from empirics.measures import draw_codes, errors
from empirics.measures.affine import Solution, solve
from proofs.ledger import full_ledger
from sparsity_theory.ledger.places import claim


@dataclass(frozen=True)
class Case:
    """A minimiser of the affine beta-VAE, gamma included unless it was given, on its own data."""

    seed: int = 0
    scales: tuple[float, ...] = (1.0, 0.6, 0.3, *[0.1] * 7)
    kappa: int = 5
    beta: float = 1.0
    gamma: float | None = None
    n: int = 300
    offset: float = 3.0

    @cached_property
    def x(self) -> np.ndarray:
        generator, d = np.random.default_rng(self.seed), len(self.scales)
        x = generator.standard_normal((self.n, d)) * self.scales
        return x @ np.linalg.qr(generator.standard_normal((d, d)))[0] + self.offset

    @cached_property
    def vae(self) -> Solution:
        return solve(self.x, self.kappa, beta=self.beta, gamma=self.gamma)

    def diagnose(self, *, decoder: bool = False, **changed: object) -> Diagnosis:
        given = {
            "mu": self.vae.mu,
            "sigma": self.vae.sigma,
            "x": self.x,
            "x_hat": self.vae.decode(self.vae.mu),
            "gamma": self.vae.gamma,
            "beta": self.beta,
            "decode": self.vae.decode if decoder else None,
        }
        return diagnose(**{**given, **changed})

    @property
    def x_hat(self) -> np.ndarray:
        return self.vae.decode(self.vae.mu)


@st.composite
def healthy(draw: st.DrawFn) -> Case:
    d = draw(st.integers(3, 12))
    scales = draw(st.lists(st.floats(0.02, 3), min_size=d, max_size=d))
    found = Case(
        seed=draw(st.integers(0, 10**6)),
        scales=tuple(scales),
        kappa=draw(st.integers(1, d - 1)),
        beta=draw(st.floats(0.3, 3)),
        offset=draw(st.sampled_from([0.0, 1.0, 5.0])),
        n=draw(st.sampled_from([60, 250])),
    )
    assume(found.vae.minimum.active > 0)
    return found


# --- healthy models ----------------------------------------------------------------------------


@settings(max_examples=8)
@given(healthy(), st.booleans())
def test_a_healthy_model_raises_no_warning(model: Case, decoder: bool) -> None:
    found = model.diagnose(decoder=decoder)
    assert found.warnings == ()
    # With gamma learned beta gamma is beta times A/d.
    assert found.facts.balance.ratio == pytest.approx(model.beta, rel=0.1 if decoder else 1e-9)
    held = {
        Regularisation.BALANCED,
        Regularisation.OVER if model.beta > 1 else Regularisation.UNDER,
    }
    assert found.regularisation in held or found.facts.kl.sum() < 0.1
    assert abs(found.facts.stationarity.coordinates).max() < 1e-9


def _at_random(seed: int) -> Case:
    stream = np.random.default_rng(seed)
    d = int(stream.integers(3, 13))
    scales = tuple(map(float, stream.uniform(0.02, 3, d)))
    kappa, beta = int(stream.integers(1, d)), float(stream.uniform(0.3, 3))
    return Case(seed=seed, scales=scales, kappa=kappa, beta=beta, n=250)


# Fixed models: a search over small samples at weak codes still meets a false alarm now and then.
# The last two were such and are none any more.
WITH_DRAWS = [
    *(case for case in map(_at_random, range(40)) if case.vae.minimum.active > 0),
    Case(seed=0, scales=(*[1.0] * 7, 2.0, 2.0, 1.5, 2.0), kappa=2, beta=2.0, n=250, offset=0.0),
    Case(
        seed=1,
        scales=(*[1.0] * 4, 2.0, 1.0, 2.0, 2.0, 2.0, 2.5, 2.0),
        kappa=1,
        beta=2.0,
        n=250,
        offset=0.0,
    ),
]


@pytest.mark.parametrize("model", WITH_DRAWS)
def test_a_healthy_model_with_decoded_draws_raises_no_warning(model: Case) -> None:
    drawn = model.vae.decode(draw_codes(model.vae.mu, model.vae.sigma, seed=3))
    for decoder in (False, True):
        found = model.diagnose(decoder=decoder, x_hat=drawn, decoded_from="sampled")
        assert found.warnings == ()


def test_a_healthy_model_has_no_problem_and_every_line_has_its_claims() -> None:
    found = Case().diagnose(decoder=True)
    assert found.regularisation is Regularisation.BALANCED
    assert found.problems == ()
    assert {line.topic for line in found.lines} == {
        "regularisation", "active dimensions", "gamma", "beta", "second moments", "loss",
        "encoder variances", "aggregated posterior", "affine VAE",
    }  # fmt: skip
    assert all(line.claims for line in found.lines)


def test_the_claims_are_those_of_the_ledger() -> None:
    ledger = full_ledger()
    names = {
        name
        for model in (Case(), Case(gamma=10.0), Case(gamma=1e-4), Case(beta=30.0))
        for line in model.diagnose(rank=3).lines
        for name in line.claims
    }
    assert {"remark-4", "eq-6", "beta-scaling", "beta-collapse", "entropy-sums"} < names
    assert "gradients-gamma" in names
    for name in names:
        assert claim(name).conclusion == ledger[name].conclusion


def test_the_expected_error_is_the_same_by_draws_and_by_remark_4() -> None:
    model = Case(n=2000)
    expected = model.vae.minimum.error
    assert pytest.approx(expected, rel=1e-9) == model.diagnose().facts.A
    assert pytest.approx(expected, rel=0.02) == model.diagnose(decoder=True).facts.A
    drawn = model.vae.decode(draw_codes(model.vae.mu, model.vae.sigma, seed=1))
    sampled = model.diagnose(x_hat=drawn, decoded_from="sampled").facts
    assert pytest.approx(expected, rel=0.04) == sampled.A
    assert errors(model.x, model.x_hat).squared < 0.8 * expected


def test_the_encoders_variances_tell_the_gamma_that_they_were_trained_for() -> None:
    model = Case(n=2000, gamma=0.05)
    assert model.diagnose(decoder=True).facts.implied_gamma == pytest.approx(0.05, rel=0.05)
    assert model.diagnose().facts.implied_gamma is None


# --- what is wrong with a model ----------------------------------------------------------------


@pytest.mark.parametrize("decoder", [False, True])
def test_gamma_fixed_too_small_is_under_regularised(decoder: bool) -> None:
    found = Case(gamma=1e-3).diagnose(decoder=decoder)
    assert found.regularisation is Regularisation.UNDER
    (problem,) = found.problems
    assert problem.topic == "regularisation"
    assert problem.claims == ("eq-6", "gradients-gamma")
    assert found.facts.gamma_ratio > 2
    assert found.facts.balance.cost > 1


@pytest.mark.parametrize("decoder", [False, True])
def test_gamma_fixed_too_large_is_over_regularised(decoder: bool) -> None:
    found = Case(gamma=0.3).diagnose(decoder=decoder)
    assert found.active == 2
    assert found.regularisation is Regularisation.OVER


def test_the_stated_gain_is_that_of_the_optimal_gamma() -> None:
    model = Case(gamma=0.3)
    found = model.diagnose()
    A, d = found.facts.A, model.x.shape[1]
    gain = (A / 0.3 + d * math.log(0.3) - (d + d * math.log(A / d))) / 2
    (line,) = (line for line in found.lines if line.topic == "gamma")
    assert f"would be {gain:.3g} nats per sample lower" in line.consequence


def test_collapse_by_gamma_is_told_from_collapse_in_training() -> None:
    forced = Case(gamma=2.0).diagnose()
    assert forced.regularisation is Regularisation.COLLAPSED
    assert "Even the best affine VAE keeps no direction" in forced.text()
    stuck = Case()
    n, kappa = stuck.vae.mu.shape
    mean = np.broadcast_to(stuck.x.mean(axis=0), stuck.x.shape)
    found = stuck.diagnose(mu=np.zeros((n, kappa)), sigma=np.ones((n, kappa)), x_hat=mean)
    assert found.regularisation is Regularisation.COLLAPSED
    (line,) = (line for line in found.lines if line.topic == "collapse")
    assert "keep 5 dimensions" in line.consequence


def test_beta_above_the_threshold_is_a_problem_at_the_known_rank() -> None:
    model = Case(scales=(1.0, 0.9, 0.8, *[1e-3] * 7), beta=4.0)
    assert model.vae.minimum.active < 3
    topics = {line.topic for line in model.diagnose(rank=3).problems}
    assert topics == {"regularisation", "active dimensions", "beta"}
    assert model.diagnose(rank=3).regularisation is Regularisation.OVER
    unknown = model.diagnose()
    assert "beta" not in {line.topic for line in unknown.problems}
    assert "r is larger and the threshold lower" in " ".join(unknown.text().split())


def test_dimensions_in_use_are_no_proof_that_the_data_need_them_for_the_threshold_of_beta() -> None:
    model = Case(scales=(9.0, 8.0, 7.0, 6.0, 5.0, *[0.5] * 5), beta=2.0, gamma=0.1)
    found = model.diagnose()
    (line,) = (line for line in found.lines if line.topic == "beta")
    assert "At or above the threshold" in line.consequence
    assert "with r = 5" in line.statement
    assert line.kind is LineKind.NOTE
    assert "whether it is too large the data's rank says" in found.summary[1]
    ranked = model.diagnose(rank=5)
    assert "beta" in {line.topic for line in ranked.problems}
    assert "is too large" in ranked.summary[1]


def test_a_beta_that_is_too_large_for_a_model_in_use_is_a_problem_without_a_rank() -> None:
    # The threshold is not judged, the cost of beta gamma is.
    found = Case(scales=(4.0, 3.5, 3.0, 2.5, 2.2, *[0.8] * 5), beta=2.0, gamma=1.0).diagnose()
    assert found.facts.count * 2 >= 10
    assert [line.topic for line in found.problems] == ["regularisation"]
    assert found.regularisation is Regularisation.OVER


def test_more_active_dimensions_than_the_rank_are_a_problem() -> None:
    found = Case().diagnose(rank=3)
    assert [line.topic for line in found.problems] == ["active dimensions"]
    assert Case(scales=(1.0, 0.9, 0.8, *[0.1] * 7), kappa=3).diagnose(rank=3).problems == ()


def scaled(model: Case, factor: float, **changed: object) -> Diagnosis:
    """The codes in other units, which the decoder undoes."""
    given = {
        "mu": factor * model.vae.mu,
        "sigma": factor * model.vae.sigma,
        "decode": lambda z: model.vae.decode(z / factor),
    }
    return model.diagnose(**{**given, **changed})


def test_scales_that_have_not_settled_are_a_problem() -> None:
    found = scaled(Case(), 1.5)
    assert found.problems[0].topic == "second moments"
    assert "5 are wider than the prior and 0 narrower" in " ".join(found.text().split())
    narrow = scaled(Case(), 0.5)
    assert "0 are wider than the prior and 5 narrower" in " ".join(narrow.text().split())


def test_scales_that_are_off_by_little_cost_little_and_are_no_problem() -> None:
    found = scaled(Case(), math.sqrt(1.1))
    assert found.facts.stationarity.second_moments == pytest.approx(1.1)
    assert found.problems == ()
    assert found.regularisation is Regularisation.BALANCED


def test_a_model_that_a_linear_one_beats_is_a_problem() -> None:
    """It has missed the first principal component, and its gamma fits the error that is left."""
    model = Case()
    first = np.linalg.svd(model.x - model.x.mean(axis=0), full_matrices=False)[2][0]
    weak = replace(model, gamma=0.14)
    weak.__dict__["x"] = model.x - np.outer((model.x - model.x.mean(axis=0)) @ first, first)
    found = weak.diagnose(x=model.x, decoder=True)
    assert found.facts.gamma_ratio == pytest.approx(1, abs=0.1)
    assert [line.topic for line in found.problems] == ["affine VAE"]


# --- certain mistakes --------------------------------------------------------------------------


@settings(max_examples=8)
@given(healthy())
def test_the_logarithm_of_the_variance_as_sigma_is_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match=r"looks like log sigma\^2: pass exp\(0.5"):
        model.diagnose(sigma=np.log(model.vae.sigma**2))


@settings(max_examples=8)
@given(healthy())
def test_the_logarithm_of_the_deviation_as_sigma_is_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match="looks like log sigma: pass exp"):
        model.diagnose(sigma=np.log(model.vae.sigma))


def test_the_logarithm_of_a_collapsed_variance_as_sigma_is_refused() -> None:
    model = Case(gamma=2.0)
    with pytest.raises(MeasureError, match="logvar"):
        model.diagnose(sigma=np.log(model.vae.sigma**2))


@settings(max_examples=8)
@given(healthy())
def test_swapped_mu_and_sigma_are_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match=r"sigma has (negative entries|entries 0)") as caught:
        model.diagnose(mu=model.vae.sigma, sigma=model.vae.mu)
    # With dimensions that are not active their zeros are found first.
    if model.vae.minimum.active == model.vae.mu.shape[1]:
        assert "mu and sigma look swapped" in str(caught.value)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("scale", [255.0, 1 / 255])
@pytest.mark.parametrize("decoder", [False, True])
def test_bytes_against_units_are_refused(seed: int, scale: float, decoder: bool) -> None:
    model = Case(seed=seed)
    assert model.x.mean() ** 2 > 0.5 * model.x.var(axis=0).mean()
    with pytest.raises(MeasureError, match="different units"):
        model.diagnose(decoder=decoder, x=model.x * scale)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("slope", "offset"), [(2.0, -1.0), (0.5, 0.5)])
def test_minus_one_to_one_against_zero_to_one_is_refused(
    seed: int, slope: float, offset: float
) -> None:
    model = Case(seed=seed, offset=5.0)
    moved = (model.x.mean() * (slope - 1) + offset) ** 2
    assert moved > 2 * model.x.var(axis=0).mean()
    with pytest.raises(MeasureError, match="different units"):
        model.diagnose(x_hat=slope * model.x_hat + offset)


def test_the_logarithm_of_a_small_gamma_is_refused_and_explained() -> None:
    model = Case()
    gamma = model.vae.gamma
    with pytest.raises(MeasureError, match=rf"log gamma, pass exp\(gamma\) = {gamma:.4g}"):
        model.diagnose(gamma=math.log(gamma))
    with pytest.raises(MeasureError, match=rf"pass exp\(2 gamma\) = {gamma:.4g}"):
        model.diagnose(gamma=math.log(gamma) / 2)


BAD = [
    ({"mu": lambda c: c.vae.mu.T, "sigma": lambda c: c.vae.sigma.T}, "look transposed"),
    ({"mu": lambda c: c.vae.mu[:-1]}, "one row per sample"),
    ({"x": lambda c: c.x.T}, "one row per sample"),
    ({"x_hat": lambda c: c.x_hat[:, 1:]}, "same coordinates"),
    ({"sigma": lambda c: c.vae.sigma[:, :1]}, "np.broadcast_to"),
    ({"sigma": lambda c: c.vae.sigma[:, :2]}, "both be"),
    ({"mu": lambda c: c.vae.mu[:, 0]}, r"shape \(300,\)"),
    ({"mu": lambda c: c.vae.mu * np.nan}, "1500 of 1500 entries"),
    ({"x_hat": lambda c: c.x_hat / 0.0}, "nan or infinite"),
    ({"x_hat": lambda c: c.x}, "equals x in every entry"),
    ({"x": lambda c: 0 * c.x}, "all samples of x are equal"),
    ({"mu": lambda c: c.vae.mu * 1e150}, "diverged"),
    ({"mu": lambda _: "codes"}, "real numbers"),
    ({"mu": lambda c: c.vae.mu.astype(object)}, "real numbers"),
    ({"mu": lambda _: [[1.0], [1.0, 2.0]]}, "cannot be read as an array"),
    ({"gamma": lambda c: np.full(7, c.vae.gamma)}, "one decoder variance"),
    ({"gamma": lambda _: math.nan}, "nan or infinite"),
    ({"gamma": lambda _: 0.0}, "a decoder variance is positive"),
    ({"beta": lambda _: -1.0}, "beta must be one positive number"),
    ({"rank": lambda _: 0}, "whole number from 1 to d = 10"),
    ({"rank": lambda _: 2.5}, "whole number from 1 to d = 10"),
    ({"decoded_from": lambda _: "z"}, "'mean' or 'sampled'"),
    ({"decode": lambda _: lambda z: z}, "decode maps codes"),
]


@pytest.mark.parametrize(("changed", "message"), BAD)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_arrays_that_do_not_fit_are_refused(changed: dict, message: str) -> None:
    model = Case()
    with pytest.raises(MeasureError, match=message):
        model.diagnose(**{name: make(model) for name, make in changed.items()})


def test_tensors_are_read_with_a_gradient_or_in_half_precision() -> None:
    torch = pytest.importorskip("torch")
    model = Case()
    tensors = {
        "mu": torch.tensor(model.vae.mu, dtype=torch.float32),
        "x": torch.tensor(model.x).reshape(-1, 1, 2, 5),
        "x_hat": torch.tensor(model.x_hat).reshape(-1, 1, 2, 5),
        "gamma": torch.tensor(model.vae.gamma),
    }
    assert model.diagnose(**tensors).active == 5
    graph = torch.tensor(model.vae.mu, requires_grad=True)
    assert model.diagnose(mu=graph).active == 5
    half = {name: torch.tensor(array).bfloat16() for name, array in (
        ("mu", model.vae.mu), ("sigma", model.vae.sigma), ("x", model.x), ("x_hat", model.x_hat)
    )}  # fmt: skip
    assert model.diagnose(**half).active == 5


def test_too_few_samples_are_refused() -> None:
    two = np.ones((2, 3))
    with pytest.raises(MeasureError, match="at least 3 samples"):
        diagnose(two, two, two, two, 1.0)


# --- likely mistakes ---------------------------------------------------------------------------

ROOMY = Case(scales=(3.0, 2.0, 1.0, *[0.3] * 7), kappa=4, n=1000)


def drawn_codes(model: Case) -> np.ndarray:
    return draw_codes(model.vae.mu, model.vae.sigma, seed=3)


def mistake(cause: Cause, asked: bool = False, **make) -> object:
    return pytest.param(cause, make, asked, id=f"{cause.name}-{'-'.join(make)}")


# What is given instead, made from the model; whether the arrays leave more than one reading.
MISTAKES = [
    mistake(Cause.SIGMA_VARIANCE, sigma=lambda c: c.vae.sigma**2),
    mistake(Cause.SIGMA_INVERSE, asked=True, sigma=lambda c: 1 / c.vae.sigma),
    mistake(Cause.SIGMA_PRECISION, asked=True, sigma=lambda c: c.vae.sigma**-2.0),
    mistake(Cause.GAMMA_DEVIATION, gamma=lambda c: math.sqrt(c.vae.gamma)),
    mistake(Cause.GAMMA_PRECISION, gamma=lambda c: 1 / c.vae.gamma),
    mistake(Cause.GAMMA_SUMMED, gamma=lambda c: 10 * c.vae.gamma),
    mistake(Cause.GAMMA_SHARE, gamma=lambda c: c.vae.gamma / 10),
    mistake(Cause.GAMMA_DOUBLE, gamma=lambda c: 2 * c.vae.gamma),
    mistake(Cause.GAMMA_HALF, gamma=lambda c: c.vae.gamma / 2),
    mistake(Cause.BETA, beta=lambda _: 4.0),
    mistake(Cause.BETA, beta=lambda _: 0.5),
    mistake(Cause.MU_DRAWS, mu=drawn_codes),
    mistake(
        Cause.MU_DRAWS, asked=True, mu=drawn_codes, x_hat=lambda c: c.vae.decode(drawn_codes(c))
    ),
    mistake(Cause.X_HAT_DRAWS, x_hat=lambda c: c.vae.decode(drawn_codes(c))),
    mistake(Cause.ROWS, x_hat=lambda c: np.random.default_rng(1).permutation(c.x_hat)),
    mistake(Cause.SWAPPED, x=lambda c: c.x_hat, x_hat=lambda c: c.x),
    mistake(Cause.UNITS_X_HAT, x=lambda c: 255 * (c.x - c.x.mean(axis=0)),
            x_hat=lambda c: c.x_hat - c.x.mean(axis=0)),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "make", "asked"), MISTAKES)
def test_a_mistake_is_named_with_the_decoder(cause: Cause, make: dict, asked: bool) -> None:
    given = {name: value(ROOMY) for name, value in make.items()}
    decode = ROOMY.vae.decode
    if cause is Cause.UNITS_X_HAT:
        mean = ROOMY.x.mean(axis=0)
        given["decode"] = lambda z: decode(z) - mean
    found = ROOMY.diagnose(decoder=True, **given)
    assert cause in found.causes
    assert len(found.causes) == 1 or asked
    assert found.regularisation is Regularisation.WITHHELD
    assert found.warnings


@pytest.mark.parametrize(
    ("cause", "make", "asked"),
    [each for each in MISTAKES if each.values[0] not in (Cause.MU_DRAWS, Cause.X_HAT_DRAWS)],
)
def test_a_mistake_is_named_or_listed_without_the_decoder(
    cause: Cause, make: dict, asked: bool
) -> None:
    found = ROOMY.diagnose(**{name: value(ROOMY) for name, value in make.items()})
    assert cause in found.causes
    assert found.regularisation is Regularisation.WITHHELD


def test_the_same_loss_written_otherwise_has_the_same_headline() -> None:
    """At fixed gamma only beta gamma counts: (1, 0.01) and (0.01, 1) are the same arrays."""
    x = np.random.default_rng(0).standard_normal((1000, 10)) * [3, 2, 1, *[0.3] * 7]
    found = []
    for beta, gamma in ((1, 0.01), (0.01, 1)):
        vae = solve(x, 4, gamma=gamma, beta=beta)
        found.append(
            diagnose(vae.mu, vae.sigma, x, vae.decode(vae.mu), gamma, beta=beta, decode=vae.decode)
        )
    assert found[0].regularisation is found[1].regularisation is Regularisation.UNDER
    assert found[0].facts.balance.cost == pytest.approx(found[1].facts.balance.cost)
    assert found[0].causes == found[1].causes == ()


def test_the_headline_does_not_change_with_the_order_of_latents_or_a_constant() -> None:
    model, order = Case(gamma=0.3), [4, 2, 0, 1, 3]
    undo = np.argsort(order)
    given = model.diagnose(decoder=True)
    turned = model.diagnose(
        mu=model.vae.mu[:, order], sigma=model.vae.sigma[:, order],
        decode=lambda z: model.vae.decode(z[:, undo]),
    )  # fmt: skip
    moved = model.diagnose(
        x=model.x + 7, x_hat=model.x_hat + 7, decode=lambda z: model.vae.decode(z) + 7
    )
    assert given.regularisation is turned.regularisation is moved.regularisation
    assert moved.facts.balance.cost == pytest.approx(given.facts.balance.cost, rel=1e-6)


@pytest.mark.parametrize("gamma", [0.01, 0.1, 0.6])
def test_a_rotation_of_latents_that_share_a_variance_changes_nothing(gamma: float) -> None:
    """Of others a rotation would not leave the posterior diagonal: the model would be another."""
    stream = np.random.default_rng(0)
    raw = stream.standard_normal((300, 8))
    x = np.linalg.qr(raw - raw.mean(axis=0))[0] * math.sqrt(300) * [1, 1, 1, *[0.3] * 5]
    vae, turn = solve(x, 3, gamma=gamma), np.linalg.qr(stream.standard_normal((3, 3)))[0]
    sigma = vae.sigma * (1 + 1e-6 * stream.standard_normal(vae.sigma.shape))  # no bound holds it
    given, turned = (
        diagnose(vae.mu @ t, sigma, x, vae.decode(vae.mu), gamma,
                 decode=lambda z, t=t: vae.decode(z @ t.T))
        for t in (np.eye(3), turn)
    )  # fmt: skip
    assert np.ptp(vae.sigma) < 1e-6
    assert given.regularisation is turned.regularisation
    assert given.causes == turned.causes == ()
    assert turned.active == given.active == 3
    assert turned.facts.balance.cost == pytest.approx(given.facts.balance.cost, rel=3e-2, abs=1e-3)


def test_a_rotation_of_the_data_changes_nothing() -> None:
    model = Case(gamma=0.3)
    turn = np.linalg.qr(np.random.default_rng(4).standard_normal((10, 10)))[0]
    found = model.diagnose(
        x=model.x @ turn, x_hat=model.x_hat @ turn, decode=lambda z: model.vae.decode(z) @ turn
    )
    given = model.diagnose(decoder=True)
    assert found.regularisation is given.regularisation
    assert found.facts.balance.cost == pytest.approx(given.facts.balance.cost, rel=1e-6)


def test_bounded_deviations_are_named() -> None:
    model = ROOMY
    sigma = model.vae.sigma * np.exp(0.3 * np.random.default_rng(0).standard_normal((1000, 4)))
    found = model.diagnose(decoder=True, sigma=np.maximum(sigma, np.quantile(sigma, 0.2)))
    assert found.causes == (Cause.SIGMA_BOUNDED,)


def test_a_decoder_with_dropout_on_is_named() -> None:
    stream = np.random.default_rng(0)

    def decode(z: np.ndarray) -> np.ndarray:
        return ROOMY.vae.decode(z) * (1 + 0.1 * stream.standard_normal((len(z), 1)))

    assert ROOMY.diagnose(decode=decode).causes == (Cause.DECODER_RANDOM,)


def test_large_kl_or_explained_variance_vetoes_collapse() -> None:
    """Deviations of 1 alone are no collapse where the means explain 96 % of x."""
    x = np.random.default_rng(0).standard_normal((1000, 10)) * [3, 2, 1, *[0.3] * 7]
    mu = np.c_[x[:, :3] / [3, 2, 1] * 5, np.zeros(1000)]
    weights = np.zeros((4, 10))
    weights[[0, 1, 2], [0, 1, 2]] = np.array([3, 2, 1]) / 5
    found = diagnose(
        mu, np.ones_like(mu), x, mu @ weights, 0.05, decode=lambda z: np.asarray(z) @ weights
    )
    assert found.regularisation is not Regularisation.COLLAPSED
    assert found.facts.kl.sum() > 10


def test_held_out_samples_have_a_gap_of_generalisation_and_no_headline_from_it() -> None:
    x = np.random.default_rng(0).standard_normal((560, 40)) * [3, 2, 1, *[0.3] * 37]
    vae = solve(x[:60], 10)
    new = x[60:]
    centred = new - vae.offset
    posterior = vae.weights.T @ vae.weights + vae.gamma * np.eye(10)
    mu = np.linalg.solve(posterior, vae.weights.T @ centred.T).T
    sigma = np.broadcast_to(vae.sigma[0], mu.shape)
    given = (mu, sigma, new, vae.decode(mu), vae.gamma)
    found = diagnose(*given, decode=vae.decode, split="held-out")
    assert found.facts.gamma_ratio > 1.2
    assert "gap of generalisation" in " ".join(found.text().split())
    assert found.regularisation is Regularisation.WITHHELD
    unsaid = diagnose(*given, decode=vae.decode)
    assert "split='held-out'" in unsaid.text()


def test_gamma_may_be_left_out_and_it_is_said() -> None:
    model = Case(n=2000)
    for decoder in (True, False):
        found = model.diagnose(decoder=decoder, gamma=None)
        assert found.facts.gamma == pytest.approx(model.vae.gamma, rel=0.1)
        assert "gamma was not given" in found.text().replace("Gamma", "gamma")
        assert found.regularisation is Regularisation.BALANCED
    fixed = Case(gamma=0.3, n=2000).diagnose(decoder=True, gamma=None)
    assert fixed.facts.gamma == pytest.approx(0.3, rel=0.1)
    assert fixed.regularisation is Regularisation.OVER


def test_a_borderline_dimension_is_named() -> None:
    model = Case()
    sigma, mu = model.vae.sigma.copy(), model.vae.mu.copy()
    mu[:, 4], sigma[:, 4] = 0.15 * mu[:, 4] / mu[:, 4].std(), math.sqrt(0.95)
    found = model.diagnose(mu=mu, sigma=sigma, x_hat=model.vae.decode(mu), decoder=True)
    assert 4 in found.facts.borderline
    assert "Borderline, counted from 0: 4" in " ".join(found.text().split())


def test_a_variance_for_each_coordinate_is_mapped_to_one() -> None:
    model = Case()
    scale = np.linspace(0.5, 2, 10)
    found = model.diagnose(
        x=model.x * scale, x_hat=model.x_hat * scale, gamma=model.vae.gamma * scale**2,
        decode=lambda z: model.vae.decode(z) * scale,
    )  # fmt: skip
    plain = model.diagnose(decoder=True)
    assert found.regularisation is plain.regularisation is Regularisation.BALANCED
    assert found.facts.gamma_ratio == pytest.approx(plain.facts.gamma_ratio, rel=1e-9)
    assert "one variance for each of 10 coordinates" in " ".join(found.text().split())


def test_a_learned_prior_is_recognised_and_mapped() -> None:
    model = Case(n=1000)
    mean, width = np.array([2.0, -1, 0, 0, 1]), np.array([3.0, 0.3, 2, 2, 0.4])
    given = {
        "mu": model.vae.mu * width + mean, "sigma": model.vae.sigma * width,
        "decode": lambda z: model.vae.decode((z - mean) / width),
    }  # fmt: skip
    assert model.diagnose(**given).warnings
    told = model.diagnose(**given, prior=(mean, width))
    assert told.causes == ()
    assert told.regularisation is Regularisation.BALANCED


def test_codes_with_axes_of_their_own_reach_the_decoder_as_they_were() -> None:
    model = Case(kappa=4)
    shape = (300, 1, 2, 2)

    def decode(z: np.ndarray) -> np.ndarray:
        assert z.shape[1:] == shape[1:]
        return model.vae.decode(z.reshape(len(z), -1))

    found = model.diagnose(
        mu=model.vae.mu.reshape(shape), sigma=model.vae.sigma.reshape(shape), decode=decode
    )
    assert found.causes == ()


def test_a_nonlinear_model_is_read_like_an_affine_one() -> None:
    pytest.importorskip("torch")
    from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
    from empirics.training.train import train

    generator = np.random.default_rng(0)
    angles = generator.uniform(0, 2 * np.pi, 600)
    x = np.column_stack([f(k * angles) for k in (1, 2) for f in (np.sin, np.cos)])
    x = (x + 0.05 * generator.standard_normal(x.shape)).astype(np.float32)
    architecture = Architecture("mlp", (4,), latent=3, hidden=(24,), activation="tanh")
    optimiser = Optimiser(learning_rate=0.01, gamma_rate=0.02, schedule="cosine")
    model = train(Config(architecture, (Member(0),), VAE(), optimiser, epochs=60, batch=60), x)
    (mu,), (sigma,) = model.encode(x)
    decode, gamma = model.member(0).decode, float(model.gamma[0])
    found = diagnose(mu, sigma, x, decode(mu), gamma, decode=decode)
    assert found.warnings == ()
    assert found.facts.implied_gamma == pytest.approx(gamma, rel=0.25)
    assert found.problems == ()
    squared = diagnose(mu, sigma**2, x, decode(mu), gamma, decode=decode)
    assert Cause.SIGMA_VARIANCE in squared.causes


def test_a_torch_module_and_its_loader_are_enough() -> None:
    torch = pytest.importorskip("torch")

    class Model(torch.nn.Module):
        def __init__(self, vae: Solution) -> None:
            super().__init__()
            d, kappa = vae.weights.shape
            self.decoder = torch.nn.Sequential(torch.nn.Dropout(0.5), torch.nn.Linear(kappa, d))
            self.decoder[1].weight.data = torch.tensor(vae.weights, dtype=torch.float32)
            self.decoder[1].bias.data = torch.tensor(vae.offset, dtype=torch.float32)
            gain = np.linalg.lstsq(x - vae.offset, vae.mu, rcond=None)[0]
            self.gain = torch.nn.Parameter(torch.tensor(gain, dtype=torch.float32))
            self.log_variance = torch.tensor(2 * np.log(vae.sigma[0]), dtype=torch.float32)

        def encode(self, x):
            centred = x - self.decoder[1].bias
            return centred @ self.gain, self.log_variance.expand(len(x), -1)

    case = Case()
    x = case.x
    model = Model(case.vae).train()
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(torch.tensor(x, dtype=torch.float32)), batch_size=64
    )
    found = diagnose(model, loader, case.vae.gamma)
    assert found.text() == diagnose(model, loader.dataset, case.vae.gamma).text()
    assert found.causes == ()
    assert found.regularisation is Regularisation.BALANCED
    assert model.training
    assert model.decoder[0].training
    with pytest.raises(MeasureError, match="has no encode"):
        diagnose(torch.nn.Linear(2, 2), loader)
    with pytest.raises(MeasureError, match="data must be"):
        diagnose(model, 3)


def test_a_decoder_that_is_no_function_of_arrays_is_explained() -> None:
    with pytest.raises(MeasureError, match="must be a function"):
        Case().diagnose(decode=3)
    with pytest.raises(MeasureError, match="decode failed on a numpy array"):
        Case().diagnose(decode=lambda z: z.unsqueeze(0))


# --- reports -----------------------------------------------------------------------------------


def test_the_report_is_text_and_strict_json() -> None:
    found = Case().diagnose(decoder=True)
    assert all(len(line) <= 96 for line in found.text().splitlines())
    record = json.loads(found.to_json(), parse_constant=pytest.fail)
    assert record["active"]["count"] == found.active == 5
    assert [line["kind"] for line in record["lines"]] == [line.kind.value for line in found.lines]
    assert record["lines"][2]["claims"][0] == {
        "id": "eq-6", "mark": "P", "title": "Optimal decoder variance",
    }  # fmt: skip
    assert Case().diagnose(decoder=True).to_json() == found.to_json()


def test_an_infinite_increase_is_null_in_json() -> None:
    x = np.random.default_rng(0).standard_normal((50, 2))
    x_hat = x + 1e-3
    found = diagnose(x, np.full_like(x, 0.1), x, x_hat, 0.01, decode=lambda z: z)
    assert json.loads(found.to_json())["active"]["increases"] == [None, None]


@pytest.mark.parametrize(("decoder", "gamma"), [(True, None), (False, 2.0)])
def test_the_figure_shows_every_dimension(decoder: bool, gamma: float | None) -> None:
    pytest.importorskip("matplotlib")
    figure = Case(gamma=gamma).diagnose(decoder=decoder).figure()
    left, middle, right = figure.axes
    assert len(left.patches) == 2 * 5
    assert len(middle.patches) == 5
    assert right.get_xscale() == "log"
    figure.savefig(io.BytesIO(), format="svg")


def test_the_page_stands_alone() -> None:
    pytest.importorskip("matplotlib")
    page = Case().diagnose(decoder=True).html()
    assert page.startswith("<!doctype html>")
    assert "<svg" in page
    assert "not judged" in Case().diagnose(decoder=True, beta=7.0).html()
    assert not re.search(r'(src|href)="(?!#)', page)


def test_notebooks_show_the_lines_and_consoles_one_line() -> None:
    found = Case().diagnose(decoder=True)
    assert found._repr_html_().count("<li>") == len(found.lines)
    assert repr(found).startswith(f"<Diagnosis: {found.active} active dimensions, ")
    assert len(repr(found)) < 120


def test_a_large_data_set_is_thinned_for_its_principal_components(monkeypatch) -> None:
    monkeypatch.setattr("empirics.diagnosis.facts.MAX_ENTRIES", 2500)
    found = Case().diagnose()
    assert found.facts.pca_samples == 250
    assert "affine VAE" not in {line.topic for line in found.lines}


def test_the_package_exports_diagnose_and_loads_no_torch() -> None:
    assert empirics.diagnose is diagnose


# --- files -------------------------------------------------------------------------------------


def arrays(model: Case) -> dict[str, object]:
    return {
        "mu": model.vae.mu, "sigma": model.vae.sigma, "x": model.x, "x_hat": model.x_hat,
        "gamma": model.vae.gamma,
    }  # fmt: skip


def test_a_file_gives_the_same_diagnosis(tmp_path) -> None:
    model = Case()
    np.savez_compressed(tmp_path / "vae.npz", **arrays(model), beta=1.0, rank=3)
    found = diagnose_file(tmp_path / "vae.npz")
    assert found.to_json() == model.diagnose(rank=3).to_json()


def test_a_file_with_the_source_of_x_hat(tmp_path) -> None:
    np.savez(tmp_path / "vae.npz", **arrays(Case()), decoded_from="sampled")
    assert diagnose_file(tmp_path / "vae.npz").facts.inputs.decoded_from == "sampled"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sigma": None}, r"lacks \['sigma'\]"),
        ({"sigma": None, "logvar": np.zeros((300, 5))}, r"unknown names \['logvar'\]"),
        ({"gamma": np.ones(3)}, "one decoder variance"),
        ({"beta": np.ones(3)}, "must be a single value"),
        ({"mu": np.array([{}], dtype=object)}, "plain arrays"),
        ({"x": np.ones((300, 9))}, "same coordinates"),
    ],
)
def test_a_file_with_other_arrays_is_refused(tmp_path, changed: dict, message: str) -> None:
    content = {**arrays(Case()), **changed}
    np.savez(tmp_path / "vae.npz", **{k: v for k, v in content.items() if v is not None})
    with pytest.raises(MeasureError, match=message):
        diagnose_file(tmp_path / "vae.npz")


def test_a_file_that_is_no_npz_is_refused(tmp_path) -> None:
    path = tmp_path / "vae.npz"
    with pytest.raises(MeasureError, match="No such file"):
        diagnose_file(path)
    with pytest.raises(MeasureError, match="directory"):
        diagnose_file(tmp_path)
    for content in (b"", b"text", b"PK\x03\x04 and then nothing"):
        path.write_bytes(content)
        with pytest.raises(MeasureError, match=r"plain arrays|No data left"):
            diagnose_file(path)
    with path.open("wb") as file:
        np.save(file, np.ones(3))
    with pytest.raises(MeasureError, match="holds one array"):
        diagnose_file(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mu.npy", b"no array")
    with pytest.raises(MeasureError, match="lacks"):
        diagnose_file(path)


def test_a_damaged_file_never_gives_another_error(tmp_path) -> None:
    path = tmp_path / "vae.npz"
    np.savez_compressed(path, **arrays(Case(n=20)))
    whole = path.read_bytes()
    generator, undamaged = np.random.default_rng(0), 0
    for _ in range(150):
        damaged = bytearray(whole)
        for place in generator.integers(0, len(whole), 3):
            damaged[place] ^= int(generator.integers(1, 256))
        path.write_bytes(bytes(damaged[: generator.integers(len(whole) // 2, len(whole) + 1)]))
        with contextlib.suppress(MeasureError):
            diagnose_file(path)
            undamaged += 1
    assert undamaged < 75
