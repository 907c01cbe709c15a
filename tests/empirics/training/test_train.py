"""Training: determinism, members, records, gamma, and what cannot be trained."""

from __future__ import annotations

import importlib.util
import json
import math
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError, TrainingError  # noqa: E402
from empirics.training import batches as batches_module  # noqa: E402
from empirics.training.batches import Batches  # noqa: E402
from empirics.training.config import (  # noqa: E402
    VAE,
    Architecture,
    Autoencoder,
    Config,
    Member,
    Optimiser,
)
from empirics.training.evaluate import evaluate  # noqa: E402
from empirics.training.train import train  # noqa: E402

D, KAPPA, N = 6, 3, 50
X = np.random.default_rng(0).standard_normal((N, D)).astype(np.float32)
BASE = Config(
    Architecture("mlp", (D,), KAPPA, (8,)),
    (Member(0), Member(1, beta=2.0), Member(0, gamma=0.1)),
    VAE(),
    Optimiser(),
    epochs=4,
    batch=16,
)


def bits(trained):
    return trained.networks.parameters.values.numpy().tobytes()


def without_seconds(records):
    return [{k: v for k, v in record.items() if k != "seconds"} for record in records]


@pytest.mark.parametrize(
    "config",
    [BASE, replace(BASE, loss=Autoencoder("u", ("sqrt",))),
     replace(BASE, architecture=Architecture("conv", (1, 2, 3), KAPPA, (2,)))],
    ids=["vae", "autoencoder", "conv"],
)  # fmt: skip
def test_the_same_configuration_gives_the_same_bits(config):
    first, second = train(config, X), train(config, X)
    assert bits(first) == bits(second)
    assert without_seconds(first.history) == without_seconds(second.history)


def test_another_seed_gives_another_model_and_members_start_differently():
    trained = train(BASE, X)
    other = train(replace(BASE, members=(Member(7), *BASE.members[1:])), X)
    mu, _ = trained.encode(X)
    assert not np.allclose(mu[0], mu[1])
    assert not np.allclose(mu[0], other.encode(X)[0][0])


def test_a_member_learns_the_same_alone_as_beside_others():
    together = train(BASE, X)
    for i, member in enumerate(BASE.members):
        alone = train(replace(BASE, members=(member,)), X)
        for key in ("loss", "error", "kl", "gamma"):
            ours = [record[key][i] for record in together.history]
            assert ours == pytest.approx([r[key][0] for r in alone.history], rel=1e-4)
        assert np.allclose(together.encode(X)[0][i], alone.encode(X)[0][0], atol=1e-4)


def test_every_epoch_shows_each_sample_once_to_each_member_in_its_own_order(monkeypatch):
    monkeypatch.setattr(batches_module, "CHUNK_BYTES", 4 * 16 * 4)
    samples = torch.arange(N, dtype=torch.float32)[:, None].repeat(1, 4)
    config = replace(BASE, architecture=Architecture("mlp", (4,), KAPPA))
    source = Batches(config, samples, noise=True)
    epochs = []
    for epoch in range(2):
        seen = list(source.epoch(epoch))
        assert [batch.step for batch in seen] == list(range(source.steps)) == [0, 1, 2, 3]
        assert max(b.x.shape[1] for b in seen) - min(b.x.shape[1] for b in seen) <= 1
        order = torch.cat([batch.x[..., 0] for batch in seen], dim=1)
        for row in order:
            assert sorted(row.tolist()) == list(range(N))
        epochs.append((order, torch.cat([batch.noise for batch in seen], dim=1)))
    (first, noise), (second, later) = epochs
    assert not torch.equal(first[0], first[1])
    assert torch.equal(first[0], first[2])  # the same seed
    assert not torch.equal(first, second)
    assert not torch.equal(noise, later)
    flat = torch.cat([noise, later]).flatten().numpy()
    assert abs(flat.mean()) < 0.15
    assert abs(flat.std() - 1) < 0.1
    assert len(np.unique(flat[: noise[0].numel()])) == noise[0].numel()


@pytest.mark.parametrize("first", [1, 2, 3])
def test_an_epoch_can_be_entered_at_any_step(first, monkeypatch):
    monkeypatch.setattr(batches_module, "CHUNK_BYTES", 2 * 4 * 16 * D)
    source = Batches(BASE, torch.from_numpy(X), noise=True)
    whole = list(source.epoch(3))[first:]
    for expected, found in zip(whole, source.epoch(3, first), strict=True):
        assert expected.step == found.step
        assert torch.equal(expected.x, found.x)
        assert torch.equal(expected.noise, found.noise)


def test_records_hold_one_float_per_member_and_probes_the_steps_that_double():
    seen = []
    trained = train(BASE, X, progress=seen.append)
    assert seen == trained.history
    keys = {"loss", "error", "kl", "gamma", "gradient_encoder", "gradient_decoder", "gradient_z"}
    assert [record["epoch"] for record in trained.history] == [1, 2, 3, 4]
    assert [record["step"] for record in trained.probes] == [1, 2, 4, 8, 16]
    for record in trained.history:
        assert set(record) == keys | {"epoch", "seconds"}
    for record in trained.probes:
        assert set(record) == keys | {"step"}
    for record in trained.history + trained.probes:
        assert all(len(record[key]) == 3 for key in keys)
        assert all(math.isfinite(value) for key in keys for value in record[key])
    json.dumps([trained.history, trained.probes], allow_nan=False)


def test_a_notebook_shows_the_last_epoch_of_every_member():
    trained = train(BASE, X)
    assert repr(trained) == "<Trained: VAE, mlp, d = 6, kappa = 3, S = 3, 4 epochs>"
    html = trained._repr_html_()
    for index in range(3):
        loss, gamma = trained.history[-1]["loss"][index], trained.gamma[index]
        assert f"loss {loss:.6g}" in html
        assert f"gamma {gamma:.6g}" in html


def test_an_autoencoder_has_no_gamma_and_no_sigma():
    trained = train(replace(BASE, loss=Autoencoder("u", ("u",))), X)
    assert f"penalty {trained.history[-1]['penalty'][2]:.6g}</td>" in trained._repr_html_()
    assert np.isnan(trained.gamma).all()
    assert {"penalty", "error"} <= set(trained.history[0])
    assert not {"gamma", "kl", "slope_h"} & set(trained.history[0])
    assert not trained.encode(X)[1].any()


def test_arrays_in_arrays_out_in_chunks(monkeypatch):
    trained = train(BASE, X)
    mu, sigma = trained.encode(X)
    x_hat = trained.decode(mu)
    assert mu.shape == sigma.shape == (3, N, KAPPA)
    assert x_hat.shape == (3, N, D)
    assert {mu.dtype, sigma.dtype, x_hat.dtype} == {np.dtype(np.float32)}
    assert (sigma > 0).all()
    model = trained.member(1)
    assert np.allclose(model.encode(X)[0], mu[1], atol=1e-6)
    assert np.allclose(model.encode(X)[1], sigma[1], atol=1e-6)
    assert np.allclose(model.decode(mu[1]), x_hat[1], atol=1e-6)
    monkeypatch.setattr("empirics.training.trained.CHUNK_VALUES", 3 * D * 7)
    assert np.allclose(trained.encode(X)[0], mu, atol=1e-6)
    assert np.allclose(trained.decode(mu), x_hat, atol=1e-6)
    for wrong in (X[:, :2], X[0]):
        with pytest.raises(TrainingError, match=r"must have shape \(n, 6\)"):
            trained.encode(wrong)
    with pytest.raises(TrainingError, match=r"codes must have shape \(3, n, 3\)"):
        trained.decode(mu[0])
    with pytest.raises(TrainingError, match="members 0 to 2, not 3"):
        trained.member(3)


@pytest.mark.parametrize("gamma", ["fixed", "learned", "closed"])
def test_gamma_ends_where_its_mode_says(gamma):
    members = (Member(0, gamma=0.5), Member(1, gamma=0.5, gamma_upper=0.6))
    config = replace(
        BASE, members=members, loss=VAE(gamma), epochs=150, optimiser=Optimiser(gamma_rate=0.05)
    )
    trained = train(config, X)
    if gamma == "fixed":
        assert trained.gamma.tolist() == [0.5, 0.5]
        return
    errors = [record["expected_error"] for record in evaluate(trained, X)]
    assert trained.gamma[0] == pytest.approx(errors[0] / D, rel=0.25)
    assert trained.gamma[1] <= 0.6 * (1 + 1e-6)


@pytest.mark.parametrize("name", ["adam", "rprop", "sgd"])
def test_every_optimiser_lowers_the_loss(name):
    rate = {"adam": 1e-2, "rprop": 1e-3, "sgd": 1e-3}[name]
    optimiser = Optimiser(name, learning_rate=rate)
    config = replace(BASE, optimiser=optimiser, loss=VAE("fixed"), epochs=30, batch=N)
    history = train(config, X).history
    assert all(b < a for a, b in zip(history[0]["loss"], history[-1]["loss"], strict=True))


def test_a_cosine_schedule_ends_with_steps_near_zero_and_rprop_refuses_it():
    config = replace(BASE, optimiser=Optimiser(schedule="cosine"), epochs=40)
    shorter = [record["loss"][0] for record in train(config, X).history]
    constant = [
        record["loss"][0] for record in train(replace(config, optimiser=Optimiser()), X).history
    ]
    assert shorter[0] == pytest.approx(constant[0], rel=0.02)
    assert shorter[-1] != pytest.approx(constant[-1], rel=1e-3)
    with pytest.raises(ConfigError, match="use the schedule 'constant'"):
        train(replace(BASE, optimiser=Optimiser("rprop", schedule="cosine")), X)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (X[:, :3], r"shape \(n, 6\), n >= 1, not \(50, 3\)"),
        (X[:0], r"n >= 1, not \(0, 6\)"),
        (np.where(X > 2, np.nan, X), "not finite"),
    ],
)
def test_unfit_samples_are_refused(x, message):
    with pytest.raises(TrainingError, match=message):
        train(BASE, x)


def test_unknown_and_absent_devices_are_refused():
    with pytest.raises(TrainingError, match="cpu, cuda or auto, not 'tpu'"):
        train(BASE, X, device="tpu")
    with pytest.raises(TrainingError, match="TF32 is an arithmetic of GPUs"):
        train(BASE, X, precision="tf32")
    if not torch.cuda.is_available():
        with pytest.raises(TrainingError, match="torch finds none"):
            train(BASE, X, device="cuda")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("loss", [VAE(), VAE("closed"), Autoencoder("u", ("u", "log(u+1/10)"))])
def test_captured_steps_on_a_gpu_follow_those_of_the_cpu(loss):
    config = replace(BASE, loss=loss)
    here, there = train(config, X), train(config, X, device="cuda")
    again = train(config, X, device="cuda")
    assert torch.equal(there.networks.parameters.values, again.networks.parameters.values)
    if isinstance(loss, Autoencoder):  # no noise: the same run but for rounding
        assert np.allclose(here.encode(X)[0], there.encode(X)[0], atol=1e-3)


@pytest.mark.skipif(
    importlib.util.find_spec("tensorboard") is None, reason="tensorboard is not installed"
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_gets_every_quantity_of_every_member(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    trained = train(BASE, X, tensorboard=tmp_path)
    events = EventAccumulator(str(tmp_path)).Reload()
    for member in ("0 seed 0", "1 seed 1", "2 seed 0"):
        losses = [event.value for event in events.Scalars(f"loss/{member}")]
        index = int(member[0])
        assert losses == pytest.approx([r["loss"][index] for r in trained.history], rel=1e-6)


def test_evaluation_agrees_with_the_measures_of_single_models():
    trained = train(replace(BASE, epochs=60), X)
    records = evaluate(trained, X)
    json.dumps(records, allow_nan=False)
    mu, sigma = trained.encode(X)
    for i, record in enumerate(records):
        error = ((trained.decode(mu)[i] - X) ** 2).sum(axis=1).mean()
        assert record["error"] == pytest.approx(error, rel=1e-4)
        assert record["error_per_coordinate"] == pytest.approx(error / D, rel=1e-4)
        latent = (sigma[i] ** 2 - 2 * np.log(sigma[i]) + mu[i] ** 2).sum(axis=1).mean()
        assert record["kl"] == pytest.approx(latent - KAPPA, rel=1e-3)
        gamma, beta = trained.gamma[i], BASE.members[i].beta
        loss = record["expected_error"] / gamma + D * math.log(gamma) + beta * latent
        assert record["loss"] == pytest.approx(loss, rel=1e-3)
        assert record["gamma"] == gamma
        assert 0 <= record["active"] <= KAPPA
        moments = np.array(record["powers"]) + np.array(record["variances"])
        assert record["second_moments"] == pytest.approx(moments, rel=1e-5)
    autoencoder = train(replace(BASE, loss=Autoencoder("u", ("u", "sqrt"))), X)
    for record in evaluate(autoencoder, X):
        assert record["gamma"] is record["mmd"] is record["kl"] is None
        powers = np.sqrt(record["powers"]).sum()
        expected = record["error_per_coordinate"] + powers / D
        assert record["loss"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    "config",
    [BASE, replace(BASE, loss=VAE("closed")),
     replace(BASE, optimiser=Optimiser(balance=3, schedule="cosine"), resample="bootstrap"),
     replace(BASE, architecture=replace(BASE.architecture, batch_norm=True))],
    ids=["learned", "closed", "balanced", "batch norm"],
)  # fmt: skip
def test_a_trace_changes_no_bit_of_what_is_trained(config):
    plain, traced = train(config, X), train(config, X, trace=20)
    assert bits(plain) == bits(traced)
    assert without_seconds(plain.history) == without_seconds(traced.history)
    assert plain.probes == traced.probes
    assert np.array_equal(plain.gamma, traced.gamma)
    assert plain.trace == []
    assert [line["step"] for line in traced.trace] == [*range(1, 17)]


def test_a_trace_ends_at_what_is_measured_after_the_training():
    trained = train(replace(BASE, epochs=8), X, trace=N)
    steps = [line["step"] for line in trained.trace]
    assert steps == sorted({1, 2, 4, 8, 16, 32, *range(2, 33, 2)})
    after = evaluate(trained, X)
    last = trained.trace[-1]
    assert last["mmd"] == pytest.approx([row["mmd"] for row in after], abs=1e-6)
    assert last["active_half"] == [row["active_half"] for row in after]
    assert trained.trace[0]["mmd"] != last["mmd"]


def test_a_trace_needs_a_prior_and_three_samples():
    with pytest.raises(ConfigError, match="no prior"):
        train(replace(BASE, loss=Autoencoder("u", ("u",))), X, trace=20)
    with pytest.raises(ConfigError, match="three samples"):
        train(BASE, X, trace=2)
