"""A healthy VAE is called healthy; each common mistake in passing its arrays is found."""

from __future__ import annotations

import contextlib
import io
import json
import math
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

import empirics
from empirics.diagnosis import Diagnosis, diagnose, diagnose_file
from empirics.diagnosis.lines import Regularisation
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


@given(healthy(), st.booleans())
def test_a_healthy_model_raises_no_warning(model: Case, decoder: bool) -> None:
    found = model.diagnose(decoder=decoder)
    assert found.warnings == ()
    assert found.regularisation is Regularisation.BALANCED or found.active == 0
    assert found.facts.gamma_ratio == pytest.approx(1, abs=0.1 if decoder else 1e-9)
    assert abs(found.facts.stationarity.coordinates).max() < 1e-9


@given(healthy())
def test_a_healthy_model_with_decoded_draws_raises_no_warning(model: Case) -> None:
    drawn = model.vae.decode(draw_codes(model.vae.mu, model.vae.sigma, seed=3))
    assume(drawn.size > 1000)
    for decoder in (False, True):
        found = model.diagnose(decoder=decoder, x_hat=drawn, decoded_from="sampled")
        assert found.warnings == ()


def test_a_healthy_model_has_no_problem_and_every_line_has_its_claims() -> None:
    found = Case().diagnose(decoder=True)
    assert found.regularisation is Regularisation.BALANCED
    assert found.problems == ()
    assert {line.topic for line in found.lines} == {
        "active dimensions", "gamma", "beta", "second moments", "loss", "encoder variances",
        "aggregated posterior", "affine VAE",
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
    assert problem.topic == "gamma"
    assert problem.claims == ("eq-6", "gradients-gamma")
    assert found.facts.gamma_ratio > 2


@pytest.mark.parametrize("decoder", [False, True])
def test_gamma_fixed_too_large_is_over_regularised(decoder: bool) -> None:
    found = Case(gamma=0.3).diagnose(decoder=decoder)
    assert found.active == 2
    assert found.regularisation is Regularisation.OVER


def test_the_stated_gain_is_that_of_the_optimal_gamma() -> None:
    model = Case(gamma=0.3)
    found = model.diagnose()
    A, d = found.facts.A, model.x.shape[1]
    gain = A / 0.3 + d * math.log(0.3) - (d + d * math.log(A / d))
    (line,) = (line for line in found.lines if line.topic == "gamma")
    assert f"would be {gain:.3g} lower" in line.consequence


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
    assert topics == {"active dimensions", "beta"}
    assert model.diagnose(rank=3).regularisation is Regularisation.OVER
    unknown = model.diagnose()
    assert "beta" not in {line.topic for line in unknown.problems}
    assert "r is larger and the threshold lower" in " ".join(unknown.text().split())


def test_more_active_dimensions_than_the_rank_are_a_problem() -> None:
    found = Case().diagnose(rank=3)
    assert [line.topic for line in found.problems] == ["active dimensions"]
    assert Case(scales=(1.0, 0.9, 0.8, *[0.1] * 7), kappa=3).diagnose(rank=3).problems == ()


def test_scales_that_have_not_settled_are_a_problem() -> None:
    model = Case()
    found = model.diagnose(mu=model.vae.mu * 2)
    assert found.problems[0].topic == "second moments"
    assert found.regularisation is Regularisation.UNDER
    assert "5 are wider than the prior and 0 narrower" in " ".join(found.text().split())
    narrow = model.diagnose(mu=model.vae.mu / 2)
    assert "0 are wider than the prior and 5 narrower" in " ".join(narrow.text().split())


def test_a_model_that_a_linear_one_beats_is_a_problem() -> None:
    model = Case()
    rough = model.x_hat + 2 * (model.x_hat - model.x)
    found = model.diagnose(x_hat=rough, gamma=errors(model.x, rough).per_coordinate)
    assert "affine VAE" in {line.topic for line in found.problems}


# --- certain mistakes --------------------------------------------------------------------------


@given(healthy())
def test_the_logarithm_of_the_variance_as_sigma_is_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match=r"looks like log sigma\^2: pass exp\(0.5"):
        model.diagnose(sigma=np.log(model.vae.sigma**2))


@given(healthy())
def test_the_logarithm_of_the_deviation_as_sigma_is_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match="looks like log sigma: pass exp"):
        model.diagnose(sigma=np.log(model.vae.sigma))


def test_the_logarithm_of_a_collapsed_variance_as_sigma_is_refused() -> None:
    model = Case(gamma=2.0)
    with pytest.raises(MeasureError, match="logvar"):
        model.diagnose(sigma=np.log(model.vae.sigma**2))


@given(healthy())
def test_swapped_mu_and_sigma_are_refused(model: Case) -> None:
    with pytest.raises(MeasureError, match=r"sigma has (negative entries|entries 0)") as caught:
        model.diagnose(mu=model.vae.sigma, sigma=model.vae.mu)
    # With dimensions that are not active their zeros are found first.
    if model.vae.minimum.active == model.vae.mu.shape[1]:
        assert "mu and sigma look swapped" in str(caught.value)


@given(healthy(), st.booleans(), st.booleans())
def test_bytes_against_units_are_refused(model: Case, upper: bool, decoder: bool) -> None:
    assume(model.x.mean() ** 2 > 0.5 * model.x.var(axis=0).mean())
    scale = 255.0 if upper else 1 / 255
    with pytest.raises(MeasureError, match="different units"):
        model.diagnose(decoder=decoder, x=model.x * scale)


@given(healthy(), st.sampled_from([(2.0, -1.0), (0.5, 0.5)]))
def test_minus_one_to_one_against_zero_to_one_is_refused(
    model: Case, units: tuple[float, float]
) -> None:
    slope, offset = units
    moved = (model.x.mean() * (slope - 1) + offset) ** 2
    assume(moved > 2 * model.x.var(axis=0).mean())
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
    ({"gamma": lambda c: np.full(10, c.vae.gamma)}, "one decoder variance"),
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


def test_tensors_are_read_and_those_with_a_gradient_are_explained() -> None:
    torch = pytest.importorskip("torch")
    model = Case()
    tensors = {
        "mu": torch.tensor(model.vae.mu, dtype=torch.float32),
        "x": torch.tensor(model.x).reshape(-1, 1, 2, 5),
        "x_hat": torch.tensor(model.x_hat).reshape(-1, 1, 2, 5),
        "gamma": torch.tensor(model.vae.gamma),
    }
    assert model.diagnose(**tensors).active == 5
    with pytest.raises(MeasureError, match=r"detach\(\)"):
        model.diagnose(mu=torch.tensor(model.vae.mu, requires_grad=True))


def test_too_few_samples_are_refused() -> None:
    two = np.ones((2, 3))
    with pytest.raises(MeasureError, match="at least 3 samples"):
        diagnose(two, two, two, two, 1.0)


# --- likely mistakes ---------------------------------------------------------------------------


def topics(found: Diagnosis) -> list[str]:
    return [line.topic for line in found.warnings]


def legible(model: Case) -> bool:
    """Whether the error of decoded means says anything about gamma, without the decoder."""
    share = model.beta * (1 - model.vae.sigma[0] ** 2).sum()
    return share < 0.85 * len(model.scales)


def test_where_the_posteriors_noise_is_all_of_the_error_gamma_is_not_judged() -> None:
    model = Case(scales=(1.0, 1.0, 1.0, 0.05), kappa=3, beta=1.3)
    assert not legible(model)
    assert model.diagnose(gamma=math.sqrt(model.vae.gamma)).warnings == ()
    assert topics(model.diagnose(gamma=math.sqrt(model.vae.gamma), decoder=True)) == [
        "gamma and sigma"
    ]


@given(healthy())
def test_variances_as_sigma_are_noticed(model: Case) -> None:
    variances = (model.vae.sigma**2).mean(axis=0)
    assume(((variances > 0.02) & (variances < 0.9)).any())
    found = model.diagnose(sigma=model.vae.sigma**2)
    assert "mu and sigma" in topics(found)
    assert "pass their square roots" in found.text()


@settings(max_examples=20)
@given(healthy())
def test_variances_as_sigma_are_noticed_by_the_decoder_where_scales_have_not_settled(
    model: Case,
) -> None:
    variances = model.vae.sigma[0] ** 2
    assume(variances.max() < 0.5 and variances.max() > 0.02)
    given = {
        "mu": 0.9 * model.vae.mu,
        "decode": lambda z: model.vae.decode(z / 0.9),
        "sigma": (0.9 * model.vae.sigma) ** 2,
    }
    found = model.diagnose(**given)
    assert "sigma holds variances" in " ".join(found.text().split())


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
    squared = diagnose(mu, sigma**2, x, decode(mu), gamma, decode=decode)
    assert "sigma holds variances" in " ".join(squared.text().split())
    # The completion of a decoded mean's error by Remark 4 holds here too, about.
    completed = diagnose(mu, sigma, x, decode(mu), gamma).facts
    quotient = completed.A / found.facts.A
    assert quotient == pytest.approx(1, rel=0.1)


@given(healthy())
def test_precisions_as_sigma_are_noticed(model: Case) -> None:
    assume((model.vae.sigma < 0.9).any())
    found = model.diagnose(sigma=1 / model.vae.sigma)
    assert "roots of precisions" in " ".join(found.text().split())


@pytest.mark.parametrize("seed", range(5))
def test_draws_as_mu_are_noticed_where_every_dimension_is_active(seed: int) -> None:
    model = Case(seed=seed, scales=(1.0, 0.9, 0.8, *[0.5] * 7), kappa=3, n=5000)
    found = model.diagnose(mu=draw_codes(model.vae.mu, model.vae.sigma, seed=seed))
    assert "mu holds draws" in " ".join(found.text().split())


@given(healthy())
def test_the_deviation_as_gamma_is_noticed(model: Case) -> None:
    assume(abs(math.log(model.vae.gamma)) > 0.7 and legible(model))
    for decoder in (False, True):
        found = model.diagnose(decoder=decoder, gamma=math.sqrt(model.vae.gamma))
        assume(found.active > 0)
        assert topics(found) == ["gamma and sigma" if decoder else "gamma"]
        assert "standard deviation: pass its square" in " ".join(found.text().split())


@given(healthy(), st.booleans())
def test_the_logarithm_of_a_large_gamma_is_noticed(model: Case, deviation: bool) -> None:
    assume(model.vae.gamma > 1.3 and legible(model))
    logarithm = math.log(model.vae.gamma) / (2 if deviation else 1)
    found = model.diagnose(gamma=logarithm)
    assume(abs(logarithm / model.vae.gamma - 1) > 0.3)
    wanted = "deviation: pass exp(2 gamma)" if deviation else "variance: pass exp(gamma)"
    assert wanted in " ".join(found.text().split())


@given(healthy())
def test_a_precision_as_gamma_is_noticed(model: Case) -> None:
    assume(abs(math.log(model.vae.gamma)) > 0.3 and legible(model))
    found = model.diagnose(gamma=1 / model.vae.gamma)
    assert "gamma is a precision" in " ".join(found.text().split())


@given(healthy(), st.booleans())
def test_sums_and_means_over_coordinates_in_gamma_are_noticed(model: Case, summed: bool) -> None:
    assume(legible(model))
    d = model.x.shape[1]
    found = model.diagnose(gamma=model.vae.gamma * d if summed else model.vae.gamma / d)
    wanted = "divide it by d" if summed else "multiply it by d"
    assert wanted in " ".join(found.text().split())


@given(healthy())
def test_centred_data_in_other_units_are_noticed(model: Case) -> None:
    """The mean tells nothing then: gamma has to."""
    mean = model.x.mean(axis=0)
    shrunk = errors(model.x, model.x_hat).unexplained
    assume(shrunk < 0.3 and legible(model))
    found = model.diagnose(x=255 * (model.x - mean), x_hat=model.x_hat - mean)
    assert "units" in topics(found)


@settings(max_examples=20)
@given(healthy())
def test_the_decoders_noise_in_x_hat_is_noticed(model: Case) -> None:
    model = replace(model, n=2000)
    assume(model.vae.minimum.active > 0 and legible(model))
    noise = np.random.default_rng(10**7).standard_normal(model.x.shape) * math.sqrt(model.vae.gamma)
    found = model.diagnose(x_hat=model.x_hat + noise)
    assert "decoder's noise added" in " ".join(found.text().split())


@settings(max_examples=20)
@given(healthy())
def test_decoded_draws_said_to_be_decoded_means_are_noticed(model: Case) -> None:
    drawn = model.vae.decode(draw_codes(model.vae.mu, model.vae.sigma, seed=3))
    assume(drawn.size > 1000)
    assert topics(model.diagnose(decoder=True, x_hat=drawn)) == ["x_hat"]
    assert topics(model.diagnose(decoder=True, decoded_from="sampled")) == ["x_hat"]


def test_a_decoder_of_another_model_is_noticed() -> None:
    model, other = Case(), Case(seed=5)
    found = model.diagnose(decode=other.vae.decode)
    assert "neither decode(mu) nor a decoded draw" in " ".join(found.text().split())


def test_a_gamma_that_was_fixed_is_no_mistake_where_the_decoder_shows_it() -> None:
    """Fixed where it happens to be the root of A/d: only the encoder's variances can tell."""

    def mismatch(gamma: float) -> float:
        facts = Case(gamma=gamma).diagnose().facts
        return facts.errors.squared + gamma**2 * (facts.learned_share - 10)

    gamma = brentq(mismatch, 0.05, 0.5)
    model = Case(gamma=gamma)
    assert topics(model.diagnose()) == ["gamma"]
    assert model.diagnose(decoder=True).warnings == ()
    root = model.diagnose(decoder=True, gamma=math.sqrt(gamma))
    assert "gamma is the decoder's standard deviation" in " ".join(root.text().split())


# --- reports -----------------------------------------------------------------------------------


def test_the_report_is_text_and_strict_json() -> None:
    found = Case().diagnose(decoder=True)
    assert all(len(line) <= 96 for line in found.text().splitlines())
    record = json.loads(found.to_json(), parse_constant=pytest.fail)
    assert record["active"]["count"] == found.active == 5
    assert [line["kind"] for line in record["lines"]] == [line.kind.value for line in found.lines]
    assert record["lines"][1]["claims"][0] == {
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
        ({"gamma": np.ones(3)}, "must be a single value"),
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
