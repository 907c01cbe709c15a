"""What the regime adds to training: balancing, starts, resampling, and departures from eq. (3)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError, TrainingError  # noqa: E402
from empirics.training.anchored import anchored  # noqa: E402
from empirics.training.balancing import balance  # noqa: E402
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser  # noqa: E402
from empirics.training.evaluate import evaluate  # noqa: E402
from empirics.training.gamma import Gamma  # noqa: E402
from empirics.training.losses import VAELoss  # noqa: E402
from empirics.training.networks import MEAN_WITHIN, Networks  # noqa: E402
from empirics.training.resampling import own_samples  # noqa: E402
from empirics.training.train import train  # noqa: E402

X = np.random.default_rng(0).random((60, 36)).astype(np.float32)
MLP = Architecture("mlp", (36,), 3, (8, 7), "silu", output="sigmoid", skip=True, variance_head=0.1)
CONV = Architecture("conv", (1, 6, 6), 3, (4,), "silu", output="sigmoid", skip=True)


def config(architecture: Architecture = MLP, **changes) -> Config:  # type: ignore[no-untyped-def]
    usual = Config(
        architecture, (Member(0, gamma=0.1), Member(1, gamma=0.1)), VAE(), Optimiser(), 2, 20
    )
    return replace(usual, **changes)


def networks(architecture: Architecture) -> Networks:
    return Networks(architecture, (0, 1), heads=2, fixed_scale=False)


@pytest.mark.parametrize("architecture", [MLP, CONV, replace(MLP, output="linear", skip=False)])
def test_balancing_changes_no_reconstruction_and_lowers_the_loss(architecture) -> None:  # type: ignore[no-untyped-def]
    made, x = networks(architecture), torch.from_numpy(X).expand(2, -1, -1)
    loss = VAELoss(config(architecture), Gamma(config(architecture)))
    noise = torch.randn(2, 60, 3, generator=torch.Generator().manual_seed(0))
    before = loss(made, x, noise)
    scale = balance(made, x)
    after = loss(made, x, noise)
    assert (scale - 1).abs().max() > 0.01
    torch.testing.assert_close(after.terms["error"], before.terms["error"], rtol=1e-4, atol=0)
    assert (after.loss < before.loss).all()
    mu, log_variance = made.encode(x).chunk(2, dim=-1)
    moments = mu.square().mean(dim=1) + log_variance.exp().mean(dim=1)
    torch.testing.assert_close(moments, torch.ones(2, 3), rtol=1e-4, atol=0)


def test_balancing_in_training_leaves_moments_near_one() -> None:
    free = config(epochs=30)
    balanced = replace(free, optimiser=Optimiser(balance=5))
    residuals = [evaluate(train(each, X), X)[0]["stationarity"] for each in (free, balanced)]
    assert residuals[1] < residuals[0] / 3
    with pytest.raises(ConfigError, match="needs eq"):
        train(replace(balanced, loss=VAE(log_variance_floor=-4.0)), X)


@pytest.mark.parametrize("architecture", [MLP, CONV])
def test_a_sigmoid_output_starts_at_the_mean_of_the_data(architecture) -> None:  # type: ignore[no-untyped-def]
    made, x = networks(architecture), torch.from_numpy(X)
    x[:, 0] = 0
    for weight in made.code_weights():
        weight.zero_()
    for name in made.decoder_blocks:
        if name.endswith("weight"):
            made.parameters.blocks[name].detach().zero_()
    made.start_at_mean(x)
    mean = made.decode(torch.zeros(2, 1, 3))[0, 0]
    if architecture.kind == "mlp":
        torch.testing.assert_close(mean[1:], x.mean(dim=0)[1:])
        assert mean[0].item() == pytest.approx(MEAN_WITHIN)
    else:
        torch.testing.assert_close(mean, x.mean().expand(36))


@pytest.mark.parametrize("architecture", [MLP, CONV])
def test_every_layer_of_the_decoder_sees_the_code(architecture) -> None:  # type: ignore[no-untyped-def]
    made = networks(architecture)
    first, *later = made.code_weights()
    assert len(later) == len(architecture.hidden)
    z = torch.randn(2, 5, 3)
    first.zero_()
    whole = made.decode(z)
    later[-1].zero_()
    assert (made.decode(z) - whole).abs().max() > 1e-3


def test_the_head_of_the_variance_starts_near_one() -> None:
    x = torch.from_numpy(X).expand(2, -1, -1)
    spreads = [
        networks(replace(MLP, variance_head=scale)).encode(x)[..., 3:].abs().max().item()
        for scale in (1.0, 0.1)
    ]
    assert spreads[1] == pytest.approx(spreads[0] / 10, rel=1e-4)


def test_training_starts_from_given_parameters() -> None:
    first = train(config(), X)
    again = train(config(epochs=1), X, start=first.parameters)
    assert again.history[0]["loss"] < train(config(epochs=1), X).history[0]["loss"]
    with pytest.raises(TrainingError, match="a start for"):
        train(config(members=(Member(0),)), X, start=first.parameters)


def test_an_anchored_start_is_near_its_targets_and_the_free_member_is_untouched() -> None:
    targets = np.full((2, 60, 3), np.nan, np.float32)
    targets[0] = np.random.default_rng(1).standard_normal((60, 3)) * 0.1
    made = config(epochs=1, optimiser=Optimiser(learning_rate=1e-6))
    start = anchored(made, X, targets, steps=400, rate=1e-2)
    mu, _ = train(made, X, start=start).encode(X)
    scratch, _ = train(made, X).encode(X)
    assert np.abs(mu[0] - targets[0]).mean() < 0.05
    np.testing.assert_allclose(mu[1], scratch[1], atol=1e-4)
    with pytest.raises(TrainingError, match="targets must have shape"):
        anchored(made, X, targets[:1], steps=1, rate=1e-3)


def test_each_seed_has_its_own_samples() -> None:
    bootstrap = own_samples(config(resample="bootstrap"), 1000)
    assert bootstrap.shape == (2, 1000)
    assert 590 < len(np.unique(bootstrap[0])) < 670
    assert not np.array_equal(bootstrap[0], bootstrap[1])
    same = config(resample="slices", members=(Member(3), Member(5), Member(3, gamma=0.5)))
    slices = own_samples(same, 61)
    assert np.array_equal(slices[0], slices[2])
    assert not set(slices[0]) & set(slices[1])
    assert own_samples(config(), 7).tolist() == [list(range(7))] * 2
    with pytest.raises(ConfigError, match="cannot be cut"):
        own_samples(config(resample="slices"), 1)


def test_slices_train_what_they_would_alone() -> None:
    both = train(config(resample="slices", epochs=3), X)
    alone = train(config(members=(Member(1, gamma=0.1),), epochs=3), X[30:])
    mine = config(members=(Member(1, gamma=0.1),))
    assert own_samples(mine, 30).tolist() == [list(range(30))]
    # The bias of the output starts at the mean of all samples: only that differs.
    linear = replace(MLP, output="linear")
    both = train(config(linear, resample="slices", epochs=3), X)
    alone = train(config(linear, members=(Member(1, gamma=0.1),), epochs=3), X[30:])
    assert both.history[-1]["loss"][1] == pytest.approx(alone.history[-1]["loss"][0], rel=1e-4)


LONG = {"epochs": 60, "optimiser": Optimiser(learning_rate=1e-2, gamma_rate=0.1)}


def test_floors_hold() -> None:
    clamped = train(config(loss=VAE(log_variance_floor=-1.0), **LONG), X)
    assert clamped.encode(X)[1].min() >= np.float32(np.exp(-0.5)) - 1e-6
    soft = train(config(loss=VAE(softplus_floor=0.3), **LONG), X)
    assert soft.encode(X)[1].min() > 0.3
    members = (Member(0, gamma=0.5, gamma_lower=0.2), Member(1, gamma=0.5))
    floored = train(config(members=members, **LONG), X)
    assert floored.gamma[0] == pytest.approx(0.2)
    assert floored.gamma[1] < 0.2
    with pytest.raises(ConfigError, match="below its floor"):
        train(config(members=(Member(0, gamma=0.1, gamma_lower=0.2),)), X)


def test_free_bits_charge_nothing_below_them() -> None:
    made, x = networks(MLP), torch.from_numpy(X).expand(2, -1, -1)
    free, bits = (
        VAELoss(each, Gamma(each)) for each in (config(), config(loss=VAE(free_bits=50.0)))
    )
    noise = torch.zeros(2, 60, 3)
    a, b = free(made, x, noise), bits(made, x, noise)
    torch.testing.assert_close(b.loss - a.loss, 3 * 100.0 - a.terms["kl"])


def test_the_price_of_the_code_warms_up_by_epochs() -> None:
    warm = config(loss=VAE(warm_up=0.5), epochs=4)
    loss = VAELoss(warm, Gamma(warm))
    weights = []
    for epoch in range(4):
        loss.start_epoch(epoch)
        weights.append(loss._beta[0].item())
    assert weights == [0.5, 1.0, 1.0, 1.0]


def test_cross_entropy_is_twice_that_of_torch() -> None:
    grey = config(loss=VAE("fixed", likelihood="bernoulli"))
    made, x = networks(MLP), torch.from_numpy(X).expand(2, -1, -1)
    found = VAELoss(grey, Gamma(grey))(made, x, torch.zeros(2, 60, 3))
    mu, log_variance = made.encode(x).chunk(2, dim=-1)
    each = torch.nn.functional.binary_cross_entropy(made.decode(mu), x, reduction="none")
    latent = (log_variance.exp() - log_variance + mu.square()).sum(dim=2).mean(dim=1)
    torch.testing.assert_close(found.loss, 2 * each.sum(dim=2).mean(dim=1) + latent)
    with pytest.raises(ConfigError, match="no gamma to learn"):
        VAE("learned", likelihood="bernoulli")
    with pytest.raises(ConfigError, match='needs output="sigmoid"'):
        config(replace(MLP, output="linear"), loss=VAE("fixed", likelihood="bernoulli"))


def test_batch_normalisation_is_torchs() -> None:
    architecture = replace(MLP, batch_norm=True, skip=False, hidden=(8,))
    made, x = networks(architecture), torch.from_numpy(X)
    layer = torch.nn.Sequential(torch.nn.Linear(36, 8), torch.nn.BatchNorm1d(8))
    blocks = {name: block.detach()[0] for name, block in made.parameters.blocks.items()}
    with torch.no_grad():
        layer[0].weight.copy_(blocks["encoder0.weight"].T)
        layer[0].bias.copy_(blocks["encoder0.bias"])
    made.training = True
    for _ in range(3):
        made.encode(x.expand(2, -1, -1))
        layer(x)
    mean = made.parameters.blocks["encoder0.mean"].detach()[0]
    torch.testing.assert_close(mean, layer[1].running_mean)
    made.training = False
    layer.eval()
    last = {name: blocks[f"encoder1.{name}"] for name in ("weight", "bias")}
    wanted = torch.nn.functional.silu(layer(x)) @ last["weight"] + last["bias"]
    # torch's running variance is that of a sample, n - 1 in the denominator: 1/59 apart
    torch.testing.assert_close(made.encode(x.expand(2, -1, -1))[0], wanted, rtol=0.05, atol=0.02)
    trained = train(config(architecture, epochs=20), X)
    assert trained.history[-1]["error"][0] < trained.history[0]["error"][0]
    assert not trained.networks.training
    with pytest.raises(ConfigError, match="batch_norm is for an mlp"):
        replace(architecture, hidden=())


@pytest.mark.parametrize(
    "bad",
    [
        lambda: VAE(log_variance_floor=-1.0, softplus_floor=0.1),
        lambda: VAE(softplus_floor=-0.1),
        lambda: VAE(free_bits=-1.0),
        lambda: VAE(warm_up=1.5),
        lambda: Optimiser(constant_share=1.0),
        lambda: Optimiser(balance=-1),
        lambda: replace(MLP, variance_head=0.0),
        lambda: Member(0, gamma_lower=0.0),
    ],
)
def test_numbers_out_of_range_are_refused(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigError):
        bad()
