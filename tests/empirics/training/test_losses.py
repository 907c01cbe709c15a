"""Eqs. (3), (6) and (7) on a batch: values, gradients, gamma, the ways to stop."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError, TrainingError  # noqa: E402
from empirics.training.config import (  # noqa: E402
    VAE,
    Architecture,
    Autoencoder,
    Config,
    Member,
    Optimiser,
)
from empirics.training.gamma import Gamma  # noqa: E402
from empirics.training.losses import AutoencoderLoss, VAELoss, _squared_error  # noqa: E402
from empirics.training.lost import ScaleWarning  # noqa: E402
from empirics.training.networks import Networks  # noqa: E402
from empirics.training.optimisers import Optimisers  # noqa: E402
from empirics.training.probe import gradient_norms  # noqa: E402
from empirics.training.train import train  # noqa: E402

D, KAPPA, B = 5, 2, 6
MEMBERS = (Member(0, beta=1.0, gamma=0.3), Member(1, beta=2.5, gamma=0.01))


def config(loss, members=MEMBERS, hidden=(), optimiser=Optimiser(), epochs=1):  # noqa: B008
    return Config(Architecture("mlp", (D,), KAPPA, hidden), members, loss, optimiser, epochs, B)


def vae(loss, members=MEMBERS):
    whole = config(loss, members)
    gamma = Gamma(whole)
    seeds = [member.seed for member in members]
    networks = Networks(whole.architecture, seeds, heads=2, fixed_scale=False)
    return VAELoss(whole, gamma), networks, gamma


def batch():
    stream = torch.Generator().manual_seed(0)
    return torch.randn(2, B, D, generator=stream), torch.randn(2, B, KAPPA, generator=stream)


def by_hand(networks, x, noise, member):
    """The parts of eq. (3) of one member, in numpy and double precision."""
    values = {k: v.detach()[member].double().numpy() for k, v in networks.parameters.blocks.items()}
    x, noise = x[member].double().numpy(), noise[member].double().numpy()
    heads = x @ values["encoder0.weight"] + values["encoder0.bias"]
    mu, log_variance = heads[:, :KAPPA], heads[:, KAPPA:]
    weight, bias = values["decoder0.weight"], values["decoder0.bias"]
    z = mu + np.exp(log_variance / 2) * noise
    sampled = ((x - z @ weight - bias) ** 2).sum(axis=1).mean()
    spread = (np.exp(log_variance) * (weight**2).sum(axis=1)).sum(axis=1).mean()
    expected = ((x - mu @ weight - bias) ** 2).sum(axis=1).mean() + spread
    latent = (np.exp(log_variance) - log_variance + mu**2).sum(axis=1).mean()
    return sampled, expected, latent, z, weight, bias


@pytest.mark.parametrize("noise_kind", ["sampled", "exact"])
def test_the_vae_loss_is_eq_3_with_beta(noise_kind):
    loss, networks, _ = vae(VAE("fixed", noise_kind))
    x, noise = batch()
    assert loss.needs_noise == (noise_kind == "sampled")
    found = loss(networks, x, noise if loss.needs_noise else None)
    for i, member in enumerate(MEMBERS):
        sampled, expected, latent, *_ = by_hand(networks, x, noise, i)
        error = sampled if noise_kind == "sampled" else expected
        total = error / member.gamma + D * math.log(member.gamma) + member.beta * latent
        assert found.terms["error"][i].item() == pytest.approx(error, rel=1e-5)
        assert found.terms["kl"][i].item() == pytest.approx(latent - KAPPA, rel=1e-4)
        assert found.loss[i].item() == pytest.approx(total, rel=1e-5)


def test_the_exact_expectation_is_the_mean_over_many_draws():
    loss, networks, _ = vae(VAE("fixed", "exact"))
    x, _ = batch()
    exact = loss(networks, x, None).terms["error"]
    sampling, _, _ = vae(VAE("fixed"))
    many = 20000
    noise = torch.randn(2, many * B, KAPPA, generator=torch.Generator().manual_seed(1))
    drawn = sampling(networks, x.repeat(1, many, 1), noise).terms["error"]
    assert torch.allclose(exact, drawn, rtol=0.02)


def test_gradient_norms_are_those_of_the_formulas_for_an_affine_decoder():
    loss, networks, _ = vae(VAE("fixed"))
    x, noise = batch()
    found = loss(networks, x, noise)
    found.z.retain_grad()
    networks.parameters.zero_gradients()
    found.loss.sum().backward()
    norms = gradient_norms(networks, found.z.grad)
    for i, member in enumerate(MEMBERS):
        *_, z, weight, bias = by_hand(networks, x, noise, i)
        residual = z @ weight + bias - x[i].double().numpy()
        in_z = 2 / member.gamma * residual @ weight.T
        assert norms["gradient_z"][i] == pytest.approx(
            math.sqrt((in_z**2).sum(axis=1).mean()), rel=1e-4
        )
        in_weight = 2 / member.gamma * z.T @ residual / B
        in_bias = 2 / member.gamma * residual.mean(axis=0)
        expected = math.sqrt((in_weight**2).sum() + (in_bias**2).sum())
        assert norms["gradient_decoder"][i] == pytest.approx(expected, rel=1e-4)


def test_closed_gamma_is_eq_6_and_its_gradient_that_of_the_profile_loss():
    loss, networks, gamma = vae(VAE("closed"))
    x, noise = batch()
    found = loss(networks, x, noise)
    assert torch.allclose(gamma.value, found.terms["error"] / D)
    latent = found.terms["kl"] + KAPPA
    beta = torch.tensor([member.beta for member in MEMBERS])
    profile = D + D * torch.log(found.terms["error"] / D) + beta * latent
    assert torch.allclose(found.loss, profile, rtol=1e-5)
    networks.parameters.zero_gradients()
    found.loss.sum().backward()
    bias = networks.parameters.blocks["decoder0.bias"]
    for i in range(2):
        sampled, _, _, z, weight, offset = by_hand(networks, x, noise, i)
        residual = z @ weight + offset - x[i].double().numpy()
        expected = D / sampled * 2 * residual.mean(axis=0)
        assert np.allclose(bias.grad[i].numpy(), expected, rtol=1e-4)


def test_closed_gamma_stays_below_its_upper_bound():
    members = (Member(0, gamma=0.2, gamma_upper=0.25), Member(1, gamma=1e-9, gamma_upper=1e9))
    loss, networks, gamma = vae(VAE("closed"), members)
    found = loss(networks, *batch())
    assert gamma.value[0].item() == 0.25
    assert gamma.value[1].item() == pytest.approx(found.terms["error"][1].item() / D)


def test_learned_gamma_descends_to_eq_6_or_to_its_upper_bound():
    members = (Member(0, gamma=0.1), Member(1, gamma=0.1, gamma_upper=0.5))
    whole = config(VAE("learned"), members, optimiser=Optimiser(gamma_rate=0.05))
    gamma = Gamma(whole)
    networks = Networks(whole.architecture, [0, 1], heads=2, fixed_scale=False)
    optimisers = Optimisers(whole.optimiser, networks.parameters, gamma, 1)
    error = torch.tensor([2.0 * D, 2.0 * D])
    for _ in range(500):
        gamma.of_batch(error)
        optimisers.step()
        assert gamma.current()[1].item() <= 0.5 * (1 + 1e-6)
    assert gamma.current()[0].item() == pytest.approx(2.0, rel=1e-3)
    assert gamma.current()[1].item() == pytest.approx(0.5, rel=1e-6)


def test_a_start_above_the_upper_bound_is_refused():
    with pytest.raises(ConfigError, match=r"starts at 1.0, above its upper bound 0.5"):
        Gamma(config(VAE(), (Member(0, gamma=1.0, gamma_upper=0.5),)))


def test_the_autoencoder_loss_is_eq_7_with_powers_over_the_batch():
    whole = config(Autoencoder("10*u", ("log(1 + u)",)))
    loss = AutoencoderLoss(whole)
    networks = Networks(whole.architecture, [0, 1], heads=1, fixed_scale=True)
    x, _ = batch()
    found = loss(networks, x, None)
    for i in range(2):
        values = {k: v.detach()[i].double().numpy() for k, v in networks.parameters.blocks.items()}
        data = x[i].double().numpy()
        z = data @ values["encoder0.weight"] + values["encoder0.bias"]
        weight = values["decoder0.weight"]
        weight /= np.linalg.norm(weight, axis=1, keepdims=True)
        e = ((data - z @ weight - values["decoder0.bias"]) ** 2).sum() / (D * B)
        h = np.log1p((z**2).mean(axis=0)).sum()
        assert found.loss[i].item() == pytest.approx(10 * e + h / D, rel=1e-5)
        assert found.terms["penalty"][i].item() == pytest.approx(h, rel=1e-5)


def test_the_penalties_h_follow_one_another_over_the_epochs():
    h = ("u", "log(u + 1/10)", "log(u + 1/100)")
    loss = AutoencoderLoss(config(Autoencoder("u", h), epochs=7))
    stages = []
    for epoch in range(7):
        loss.start_epoch(epoch)
        stages.append(loss.stage)
    assert stages == [0, 0, 0, 1, 1, 2, 2]


def zeroed(networks, name):
    with torch.no_grad():
        networks.parameters.blocks[name].zero_()


def test_a_row_of_power_zero_under_a_steep_penalty_is_named_not_smoothed():
    whole = config(Autoencoder("u", ("sqrt",)))
    loss = AutoencoderLoss(whole)
    networks = Networks(whole.architecture, [0, 1], heads=1, fixed_scale=True)
    for name in networks.encoder_blocks:
        zeroed(networks, name)
    terms = loss(networks, batch()[0], None).terms
    assert terms["slope_h"].tolist() == [math.inf, math.inf]
    assert all(torch.isfinite(v).all() for k, v in terms.items() if k != "slope_h")


def test_zero_error_with_closed_gamma_is_not_clamped():
    loss, networks, _ = vae(VAE("closed"))
    for name in networks.parameters.blocks:
        zeroed(networks, name)
    found = loss(networks, torch.zeros(2, B, D), batch()[1])
    assert found.terms["gamma"].tolist() == [0, 0]
    assert not torch.isfinite(found.loss).any()


def test_training_stops_and_names_the_quantity_the_member_and_the_step():
    x = np.full((B, D), 1e30, dtype=np.float32)
    said = pytest.warns(ScaleWarning, match="the samples lie in")
    with (
        said,
        pytest.raises(TrainingError, match=r"error of member 0 \(seed 0\) became inf in epoch 1"),
    ):
        train(config(VAE("fixed")), x)


def test_a_step_that_ruins_the_parameters_is_found_at_the_next_one():
    x = np.ones((B, D), dtype=np.float32)
    wild = config(VAE("fixed"), optimiser=Optimiser("sgd", learning_rate=1e30), epochs=5)
    with pytest.raises(TrainingError, match=r"member 0 \(seed 0\) became (inf|nan)"):
        train(wild, x)


def test_the_error_and_its_one_pass_gradient_are_those_of_torch():
    stream = torch.Generator().manual_seed(0)
    x = torch.rand(3, 5, 4, generator=stream, dtype=torch.float64)
    x_hat = torch.rand(3, 5, 4, generator=stream, dtype=torch.float64, requires_grad=True)
    weights = torch.tensor([1.0, 2.0, -0.5], dtype=torch.float64)
    plain = ((x_hat - x) ** 2).sum(dim=2).mean(dim=1)
    ours = _squared_error(x, x_hat)
    torch.testing.assert_close(ours, plain)
    gradients = [torch.autograd.grad(weights @ each, x_hat)[0] for each in (plain, ours)]
    torch.testing.assert_close(*gradients)
    # At an exact reconstruction the gradient is 0, where a norm has none.
    (there,) = torch.autograd.grad(_squared_error(x_hat.detach(), x_hat).sum(), x_hat)
    assert (there == 0).all()
