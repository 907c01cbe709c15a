"""Situations of people who train VAEs, on trained networks: what is said, and what is not."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from empirics.diagnosis import diagnose  # noqa: E402
from empirics.diagnosis.causes import Cause  # noqa: E402
from empirics.diagnosis.headline import Regularisation  # noqa: E402
from empirics.errors import MeasureError  # noqa: E402

from .trained import Handed, engine, fit, fixed, handed, kl, networks, sphere  # noqa: E402

SIX = (1.0,) * 6
BETAS = (0.1, 0.25, 2.0, 5.0)


# --- right inputs --------------------------------------------------------------------------------


def test_models_of_this_library_have_no_problem() -> None:
    for model in engine(SIX):
        found = model.diagnose()
        assert found.causes == ()
        assert found.problems == ()
        assert found.regularisation is Regularisation.BALANCED


@pytest.mark.parametrize("decoder", [True, False])
def test_right_inputs_raise_no_warning_whatever_beta_was(decoder: bool) -> None:
    for model in engine(BETAS):
        assert model.diagnose(decoder=decoder).warnings == ()


def test_a_recipe_of_fixed_weights_is_right_at_the_gamma_of_the_page() -> None:
    for model in (fixed(0.02), fixed(0.02 / 12, "mse")):
        assert model.gamma == pytest.approx(0.01)
        found = model.diagnose()
        assert found.causes == ()
        assert found.facts.implied_gamma == pytest.approx(0.01, rel=0.3)


def test_a_kl_weight_near_nothing_is_not_called_right_while_training_has_not_converged() -> None:
    """At SSE + 1e-6 KL a usual training ends long before sigma is small enough."""
    found = fixed(1e-6).diagnose()
    assert found.regularisation is Regularisation.WITHHELD
    assert "second moments" in {line.topic for line in found.problems}
    assert "training has not converged" in " ".join(found.text().split())


# --- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("decoder", [True, False])
def test_what_the_usual_forward_gives_leads_to_no_headline(decoder: bool) -> None:
    for model in engine(SIX)[:3]:
        found = model.diagnose(decoder=decoder, x_hat=model.decode(model.drawn))
        assert Cause.X_HAT_DRAWS in found.causes
        assert found.regularisation is Regularisation.WITHHELD


@pytest.mark.parametrize("scale", [1.0, 1.01])
def test_variances_as_sigma_are_named_from_arrays_alone(scale: float) -> None:
    for model in engine(SIX)[:3]:
        found = model.diagnose(decoder=False, mu=scale * model.mu, sigma=scale * model.sigma**2)
        assert found.causes == (Cause.SIGMA_VARIANCE,)


@pytest.mark.parametrize("decoder", [True, False])
def test_units_of_bytes_in_both_are_named(decoder: bool) -> None:
    model = engine(SIX)[0]
    found = model.diagnose(
        decoder=decoder, x=255 * model.x, x_hat=255 * model.x_hat,
        **({"decode": lambda z: 255 * model.decode(z)} if decoder else {}),
    )  # fmt: skip
    assert found.causes == (Cause.UNITS_BOTH,)


def test_another_beta_than_that_of_training_is_named_with_its_estimate() -> None:
    """0.25 is also the KL term averaged over 4 dimensions, 2 the one without its 1/2."""
    for model in engine(BETAS):
        found = model.diagnose(beta=1.0)
        assert found.causes == (Cause.BETA,)
        estimate = found.facts.evidence.given.fit.v / found.facts.gamma
        assert estimate == pytest.approx(model.beta, rel=0.4)


@pytest.mark.parametrize("decoder", [True, False])
def test_gamma_that_is_off_by_2_is_named_beside_draws(decoder: bool) -> None:
    model = engine(SIX)[0]
    drawn = model.decode(model.drawn)
    found = model.diagnose(
        decoder=decoder, gamma=2 * model.gamma, x_hat=drawn, decoded_from="sampled"
    )
    assert Cause.GAMMA_DOUBLE in found.causes


@pytest.mark.parametrize("decoder", [True, False])
def test_shuffled_rows_and_exchanged_arrays_are_named(decoder: bool) -> None:
    model = engine(SIX)[0]
    order = np.random.default_rng(0).permutation(len(model.x))
    assert model.diagnose(decoder=decoder, x_hat=model.x_hat[order]).causes == (Cause.ROWS,)
    swapped = model.diagnose(decoder=decoder, x=model.x_hat, x_hat=model.x)
    assert swapped.causes == (Cause.SWAPPED,)


def test_clamped_log_variances_of_a_trained_model_are_named() -> None:
    model = engine(SIX)[0]
    found = model.diagnose(sigma=np.maximum(model.sigma, np.quantile(model.sigma, 0.2)))
    assert found.causes == (Cause.SIGMA_BOUNDED,)


def test_dropout_that_was_left_on_is_named_and_a_module_is_put_at_rest() -> None:
    encoder, decoder = networks(12, 4)
    decoder = nn.Sequential(*list(decoder)[:2], nn.Dropout(0.2), *list(decoder)[2:])
    x = torch.tensor(sphere())
    fit(encoder, decoder, x, eq_3(0.02))
    model = handed(encoder, decoder.eval(), x, 0.02)
    decoder.train()
    assert model.diagnose().causes == (Cause.DECODER_RANDOM,)
    found = diagnose(model.mu, model.sigma, model.x, model.x_hat, 0.02, decode=decoder)
    assert Cause.DECODER_RANDOM not in found.causes
    assert decoder.training


def eq_3(gamma: float):
    """At a fixed gamma, beta = 1."""

    def loss(x, x_hat, mu, log_variance):
        error = ((x - x_hat) ** 2).sum(1).mean()
        return error / gamma + 2 * kl(mu, log_variance).sum(1).mean()

    return loss


# --- other models --------------------------------------------------------------------------------


def pictures() -> torch.Tensor:
    """Values in [0, 1] on a curved surface."""
    return torch.sigmoid(4 * torch.tensor(sphere()))


@pytest.mark.parametrize("soft", [True, False])
def test_a_decoder_trained_with_cross_entropy_is_out_of_scope_and_said(soft: bool) -> None:
    x = pictures() if soft else (pictures() > 0.5).float()
    encoder, decoder = networks(12, 4, nn.Sigmoid())

    def loss(x, x_hat, mu, log_variance):
        error = nn.functional.binary_cross_entropy(x_hat, x, reduction="sum") / len(x)
        return error + kl(mu, log_variance).sum(1).mean()

    fit(encoder, decoder, x, loss)
    found = handed(encoder, decoder, x, 1.0).diagnose()
    assert found.causes == (Cause.BERNOULLI,)
    assert found.regularisation is Regularisation.WITHHELD
    assert "Bernoulli" in found.text()


def test_a_gaussian_decoder_of_values_between_0_and_1_is_not_taken_for_a_bernoulli() -> None:
    x = pictures()
    encoder, decoder = networks(12, 4, nn.Sigmoid())
    fit(encoder, decoder, x, eq_3(0.01))
    assert handed(encoder, decoder, x, 0.01).diagnose().causes == ()


def test_a_trained_prior_is_recognised_and_mapped() -> None:
    x = torch.tensor(sphere())
    encoder, decoder = networks(12, 4)
    mean, log_width = nn.Parameter(torch.full((4,), 1.0)), nn.Parameter(torch.full((4,), 0.7))

    def loss(x, x_hat, mu, log_variance):
        inner = kl((mu - mean) / log_width.exp(), log_variance - 2 * log_width)
        return ((x - x_hat) ** 2).sum(1).mean() / 0.01 + 2 * inner.sum(1).mean()

    fit(encoder, decoder, x, loss, mean, log_width)
    model = handed(encoder, decoder, x, 0.01)
    assert Cause.PRIOR in model.diagnose().causes
    told = model.diagnose(prior=(mean.detach().numpy(), log_width.detach().exp().numpy()))
    assert told.causes == ()
    assert "in units of the prior given" in " ".join(told.text().split())


def test_trained_variances_for_each_coordinate_are_mapped() -> None:
    x = torch.tensor(sphere() * np.linspace(0.5, 2, 12, dtype=np.float32))
    encoder, decoder = networks(12, 4)
    log_gamma = nn.Parameter(torch.full((12,), -4.0))

    def loss(x, x_hat, mu, log_variance):
        error = ((x - x_hat) ** 2 / log_gamma.exp() + log_gamma).sum(1).mean()
        return error + 2 * kl(mu, log_variance).sum(1).mean()

    fit(encoder, decoder, x, loss, log_gamma)
    model = handed(encoder, decoder, x, 0.0)
    found = model.diagnose(gamma=log_gamma.detach().exp().numpy())
    assert found.causes == ()
    # At the gamma that they had come to; they were still falling.
    assert found.facts.gamma == 1.0
    assert found.facts.implied_gamma == pytest.approx(1.0, rel=0.3)
    assert "one variance for each of 12 coordinates" in " ".join(found.text().split())


class Spatial(nn.Module):
    """A convolutional VAE whose codes are maps (2, 3, 2)."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.Tanh(), nn.Conv2d(16, 4, 2, stride=2)
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(2, 16, 2, stride=2), nn.Tanh(), nn.Conv2d(16, 1, 3, padding=1)
        )

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=1)

    def decode(self, z):
        return self.decoder(z)


def test_spatial_codes_of_a_trained_model_are_one_code_of_all_their_entries() -> None:
    x = torch.tensor(np.tile(sphere(600), 2)).reshape(-1, 1, 6, 4)
    model = Spatial()
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(150):
        batch = x[torch.randint(len(x), (100,))]
        mu, log_variance = model.encode(batch)
        z = mu + (log_variance / 2).exp() * torch.randn_like(mu)
        error = ((batch - model.decode(z)) ** 2).flatten(1).sum(1).mean()
        optimiser.zero_grad()
        (error / 0.05 + 2 * kl(mu, log_variance).flatten(1).sum(1).mean()).backward()
        optimiser.step()
    found = diagnose(model, x, 0.05)
    assert found.facts.shape == (600, 24, 12)
    assert found.causes == ()
    arrays = [part.detach().numpy() for part in model.encode(x)]
    mu, sigma = arrays[0], np.exp(arrays[1] / 2)
    x_hat = model.decode(torch.tensor(mu)).detach().numpy()
    again = diagnose(mu, sigma, x.numpy(), x_hat, 0.05, decode=model.decoder)
    assert again.facts.balance.cost == pytest.approx(found.facts.balance.cost, rel=1e-3)


class Published(nn.Module):
    """As the best known example of a VAE in torch has it: forward flattens, encode does not."""

    def __init__(self) -> None:
        super().__init__()
        self.inner, self.decode = networks(12, 4)

    def encode(self, x):
        return self.inner(x).chunk(2, dim=1)


def test_a_module_whose_forward_flattens_is_given_flat_samples() -> None:
    model, x = Published(), torch.tensor(sphere(200))
    images = torch.utils.data.DataLoader(x.reshape(-1, 1, 3, 4), batch_size=50)
    found, flat = diagnose(model, images), diagnose(model, x)
    assert found.to_json() == flat.to_json()
    with pytest.raises(MeasureError, match=r"encoder fails on samples \(200, 11\)"):
        diagnose(model, x[:, :11])
    model.decode = nn.Linear(3, 12)
    with pytest.raises(MeasureError, match=r"decoder fails on codes"):
        diagnose(model, x)


# --- what is handed over -------------------------------------------------------------------------


def test_a_torch_decoder_takes_arrays_of_any_type() -> None:
    x = torch.tensor(sphere())
    encoder, decoder = networks(12, 4)
    fit(encoder, decoder, x, eq_3(0.02), steps=300)
    model = handed(encoder, decoder, x, 0.02)
    expected = model.diagnose().active
    double = model.diagnose(
        decode=decoder, mu=model.mu.astype(np.float64), x=model.x.astype(np.float64)
    )
    half = {name: torch.tensor(getattr(model, name)).bfloat16() for name in ("mu", "sigma")}
    assert double.active == model.diagnose(decode=decoder.bfloat16(), **half).active == expected


def test_a_method_of_a_module_is_a_decoder_and_dropout_in_it_is_at_rest() -> None:
    model, x = Published(), torch.tensor(sphere(200))
    model.decode = nn.Sequential(model.decode, nn.Dropout(0.3))
    expected = diagnose(model, x, 0.1)
    with torch.no_grad():
        mu, log_variance = model.encode(x)
        x_hat = model.eval().decode(mu)
    model.train()
    found = diagnose(mu, (log_variance / 2).exp(), x, x_hat, 0.1, decode=model.decode.forward)
    assert found.causes == expected.causes
    assert pytest.approx(expected.facts.A) == found.facts.A


def test_512_dimensions_are_ablated_on_a_subset_with_its_error() -> None:
    stream = np.random.default_rng(0)
    weights = np.zeros((512, 16))
    weights[:4] = stream.standard_normal((4, 16))
    mu, sigma = stream.standard_normal((3000, 512)) * 0.01, np.ones((3000, 512))
    mu[:, :4], sigma[:, :4] = stream.standard_normal((3000, 4)), 0.05
    x_hat = mu @ weights
    x = x_hat + 0.1 * stream.standard_normal((3000, 16))
    found = diagnose(mu, sigma, x, x_hat, 0.01, decode=lambda z: z @ weights).facts
    assert found.count == 4
    assert found.ablation is not None
    assert found.ablation.samples < 3000
    exact = (weights[:4] ** 2).sum(1) * mu[:, :4].var(axis=0) / ((x - x_hat) ** 2).sum(1).mean()
    off = (found.ablation.increases[:4] - exact) / found.ablation.standard_errors[:4]
    assert (np.abs(off) < 4).all()


def test_data_that_were_not_trained_on_are_a_gap_and_no_headline() -> None:
    x = torch.tensor(sphere()[:60])
    encoder, decoder = networks(12, 4)
    fit(encoder, decoder, x, eq_3(0.0015), steps=2000)
    model = handed(encoder, decoder, torch.tensor(sphere(1300)[400:]), 0.0015)
    found = model.diagnose(split="held-out")
    assert found.regularisation is Regularisation.WITHHELD
    assert "gap of generalisation" in " ".join(found.text().split())
    assert "say split='held-out'" in " ".join(model.diagnose().text().split())


def test_what_the_numbers_of_a_headline_are() -> None:
    model: Handed = engine(SIX)[0]
    balance = model.diagnose().facts.balance
    assert balance.cost < 0.1
    assert math.log(balance.ratio) == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("steps", [60, 200])
@pytest.mark.parametrize("decoder", [False, True])
def test_a_collapse_early_in_training_is_a_collapse_and_no_mistake(
    steps: int, decoder: bool
) -> None:
    """Gamma = 1 on data of small variance, as defaults have it: sigma is near 1 whatever v is."""
    encoder, decoding = networks(12, 4)
    x = torch.tensor(0.2 * sphere())

    def loss(x, x_hat, mu, log_variance):
        return ((x - x_hat) ** 2).sum(1).mean() / 2 + kl(mu, log_variance).sum(1).mean()

    fit(encoder, decoding, x, loss, steps=steps)
    found = handed(encoder, decoding, x, 1.0).diagnose(decoder=decoder)
    assert found.regularisation is Regularisation.COLLAPSED
    assert found.causes == ()
