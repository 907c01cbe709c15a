"""The parts for a loop of one's own do what the built-in engine does."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics import diagnose  # noqa: E402
from empirics.errors import ConfigError, MeasureError  # noqa: E402
from empirics.measures import mmd, stationarity  # noqa: E402
from empirics.measures.affine import solve  # noqa: E402
from empirics.parts import (  # noqa: E402
    DecoderVariance,
    GaussianVAELoss,
    LatentMonitor,
    RowPenalty,
    arrays_of,
    watch,
)

X = np.random.default_rng(0).standard_normal((256, 8)) * [3, 2, 1, *[0.3] * 5]


class Affine(torch.nn.Module):
    """An affine VAE with constant deviations, written in plain torch."""

    def __init__(self, d: int, kappa: int) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.mean, self.decoder = torch.nn.Linear(d, kappa), torch.nn.Linear(kappa, d)
        self.log_variance = torch.nn.Parameter(torch.zeros(kappa))

    def encode(self, x):
        return self.mean(x), self.log_variance.expand(len(x), -1)

    def decode(self, z):
        return self.decoder(z)


def trained(mode: str, steps: int = 1500) -> tuple[Affine, GaussianVAELoss]:
    model, loss = Affine(8, 4), GaussianVAELoss(DecoderVariance(mode))
    x = torch.tensor(X, dtype=torch.float32)
    parameters = [*model.parameters(), *loss.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    stream = torch.Generator().manual_seed(0)
    for _ in range(steps):
        mu, log_variance = model.encode(x)
        noise = torch.randn(mu.shape, generator=stream)
        z = mu + (log_variance / 2).exp() * noise
        terms = loss(x, model.decode(z), mu, log_variance)
        optimiser.zero_grad()
        terms.loss.backward()
        optimiser.step()
        schedule.step()
    return model, loss


@pytest.mark.parametrize("mode", ["learned", "batch", "running"])
def test_gamma_comes_to_the_minimum_of_the_affine_vae(mode: str) -> None:
    model, loss = trained(mode)
    best = solve(X, 4).minimum
    assert loss.variance.current == pytest.approx(best.gamma, rel=0.1)
    found = diagnose(model, torch.tensor(X), loss.variance.current)
    assert found.causes == ()
    assert found.regularisation.value == "balanced"
    assert found.active == best.active == 4


def test_the_loss_is_eq_3_and_half_of_it_in_nats() -> None:
    stream = np.random.default_rng(1)
    x, x_hat, mu = (torch.tensor(stream.standard_normal((5, n))) for n in (3, 3, 2))
    log_variance = torch.tensor(stream.standard_normal((5, 2)))
    gamma, beta = 0.7, 2.5
    found = GaussianVAELoss(DecoderVariance("fixed", gamma), beta=beta)(x, x_hat, mu, log_variance)
    expected = stationarity(
        mu.numpy(), (log_variance / 2).exp().numpy(), A=float(found.error), d=3, gamma=gamma,
        beta=beta,
    )  # fmt: skip
    assert float(found.loss) == pytest.approx(expected.loss, rel=1e-6)
    half = GaussianVAELoss(DecoderVariance("fixed", gamma), beta=beta, units="nats")
    nats = half(x, x_hat, mu, log_variance)
    data = float(found.error) / gamma + 3 * math.log(gamma)
    assert float(nats.loss) == pytest.approx(data / 2 + beta * float(nats.kl), rel=1e-6)


def test_an_upper_bound_holds_and_is_left_again() -> None:
    gamma = DecoderVariance("learned", 0.5, upper=0.5)
    optimiser = torch.optim.SGD(gamma.parameters(), lr=0.1)
    for error, low, high in ((100.0, 0.499, 0.501), (0.01, 0.0, 0.4)):
        for _ in range(5):
            value = gamma(torch.tensor(error), 2)
            loss = error / value + 2 * value.log()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        assert low <= float(gamma(torch.tensor(error), 2).detach()) <= high
    assert float(DecoderVariance("batch", 0.1, upper=0.2)(torch.tensor(9.0), 3)) == pytest.approx(
        0.2
    )


def test_a_running_variance_keeps_still_in_evaluation_and_in_its_state() -> None:
    gamma = DecoderVariance("running", momentum=0.5)
    gamma(torch.tensor(4.0), 2)
    gamma(torch.tensor(8.0), 2)
    assert gamma.current == 3.0
    gamma.eval()
    assert float(gamma(torch.tensor(100.0), 2)) == 3.0
    other = DecoderVariance("running")
    other.load_state_dict(gamma.state_dict())
    assert other.current == 3.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: DecoderVariance("learnt"), "did you mean 'learned'"),
        (lambda: DecoderVariance(value=0), "value must be positive"),
        (lambda: DecoderVariance(value=2, upper=1), "at most the upper bound"),
        (lambda: GaussianVAELoss(beta=-1), "beta must be positive"),
        (lambda: GaussianVAELoss(units="nat"), "did you mean 'nats'"),
    ],
)
def test_wrong_arguments_are_explained(make, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        make()
    with pytest.raises(ConfigError, match="must have one shape"):
        GaussianVAELoss()(
            torch.zeros(2, 3), torch.zeros(2, 1), torch.zeros(2, 1), torch.zeros(2, 1)
        )


# --- penalties ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["sqrt(u)", "u**(1/3)", "log(u + 1/100)", "u/(u + 1)", "min(u, 1)"]
)
def test_a_row_penalty_has_finite_gradients_at_dead_rows(text: str) -> None:
    codes = torch.randn(6, 3, dtype=torch.float64)
    codes[:, 1] = 0
    codes.requires_grad_()
    (gradient,) = torch.autograd.grad(RowPenalty(text)(codes), codes)
    assert gradient.isfinite().all()
    assert (gradient[:, 1] == 0).all()


@pytest.mark.parametrize("text", ["sqrt(u)", "log(u + 1/100)", "u/(u + 1)", "log(cosh(u))"])
def test_second_derivatives_are_right(text: str) -> None:
    codes = torch.randn(4, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(RowPenalty(text), (codes,))
    assert torch.autograd.gradgradcheck(RowPenalty(text), (codes,))


@pytest.mark.parametrize("text", ["log(1 + exp(u))", "log(cosh(u))"])
def test_large_rows_do_not_overflow(text: str) -> None:
    codes = torch.full((4, 2), 100.0, requires_grad=True)  # their powers are 10 000
    value = RowPenalty(text)(codes)
    (gradient,) = torch.autograd.grad(value, codes)
    assert value.item() == pytest.approx(2e4, rel=1e-4)
    torch.testing.assert_close(gradient, codes.detach() / 2)


def half_dead() -> torch.Tensor:
    """Three batches of codes with a dimension that is exactly 0."""
    codes = torch.randn(3, 5, 2, generator=torch.Generator().manual_seed(0))
    codes[..., 1] = 0
    return codes


def gradient_at(penalty, codes: torch.Tensor) -> torch.Tensor:
    leaf = codes.detach().clone().requires_grad_()
    (found,) = torch.autograd.grad(penalty(leaf).sum(), leaf)
    return found


def test_a_row_penalty_and_its_gradient_work_under_vmap() -> None:
    penalty, codes = RowPenalty("sqrt(u)"), half_dead()
    values = torch.stack([penalty(each) for each in codes])
    torch.testing.assert_close(torch.vmap(penalty)(codes), values)
    gradients = torch.stack([gradient_at(penalty, each) for each in codes])
    assert gradients.isfinite().all()
    torch.testing.assert_close(torch.vmap(torch.func.grad(penalty))(codes), gradients)


def test_a_row_penalty_and_its_gradient_work_under_autocast() -> None:
    penalty, codes = RowPenalty("sqrt(u)"), half_dead()[0]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        low = penalty(codes.bfloat16())
        found = gradient_at(penalty, codes.bfloat16())
    assert low.dtype is torch.float32
    assert found.isfinite().all()
    torch.testing.assert_close(found.float(), gradient_at(penalty, codes), rtol=0.02, atol=1e-4)


def test_a_row_penalty_and_its_gradient_work_under_compile() -> None:
    """Captured whole, forward and backward; what makes machine code of it is torch's own."""
    penalty, codes = RowPenalty("sqrt(u)"), half_dead()[0]
    compiled = torch.compile(penalty, backend="aot_eager", fullgraph=True)
    torch.testing.assert_close(compiled(codes), penalty(codes))
    torch.testing.assert_close(gradient_at(compiled, codes), gradient_at(penalty, codes))


# --- watching ----------------------------------------------------------------------------------


def test_a_monitor_sees_in_batches_what_measures_see_at_once() -> None:
    vae = solve(X, 4)
    monitor = LatentMonitor(codes=256)
    drawn = vae.mu + vae.sigma * np.random.default_rng(0).standard_normal(vae.mu.shape)
    x_hat = vae.decode(drawn)
    for part in np.split(np.arange(256), 8):
        monitor.update(vae.mu[part], vae.sigma[part], X[part], x_hat[part])
    found = monitor.values(vae.gamma)
    assert found["active"] == 4
    assert found["balance_cost"] == pytest.approx(0, abs=1e-9)
    assert found["gamma_ratio"] == pytest.approx(1, rel=0.15)
    assert found["error_per_coordinate"] == pytest.approx(((X - x_hat) ** 2).mean())
    assert abs(found["mmd"]) < 0.05
    assert mmd(drawn, seed=0).unbiased == pytest.approx(found["mmd"], abs=0.02)
    with pytest.raises(MeasureError, match="reset first"):
        monitor.update(np.zeros((2, 3)), np.ones((2, 3)))
    monitor.reset()
    with pytest.raises(MeasureError, match="nothing was seen"):
        monitor.values()


@pytest.mark.filterwarnings("ignore")
def test_lightning_logs_what_a_look_at_the_model_gives(tmp_path) -> None:
    lightning = pytest.importorskip("lightning.pytorch")
    from empirics.parts.lightning import LatentCallback

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.vae, self.loss = Affine(8, 4), GaussianVAELoss()

        def encode(self, x):
            return self.vae.encode(x)

        def decode(self, z):
            return self.vae.decode(z)

        def training_step(self, batch, _index):
            (x,) = batch
            mu, log_variance = self.encode(x)
            z = mu + (log_variance / 2).exp() * torch.randn_like(mu)
            return self.loss(x, self.decode(z), mu, log_variance).loss

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters(), lr=0.02)

    torch.manual_seed(0)
    x = torch.tensor(X, dtype=torch.float32)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), batch_size=64)
    module = Module()
    callback = LatentCallback(x, gamma=lambda each: each.loss.variance.current, every=2)
    trainer = lightning.Trainer(
        max_epochs=4, callbacks=[callback], logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, accelerator="cpu",
        default_root_dir=tmp_path,
    )  # fmt: skip
    trainer.fit(module, loader)
    assert len(callback.history) == 2
    now = watch(module, x, gamma=module.loss.variance.current)
    assert callback.history[-1] == pytest.approx(now)
    assert now["gradient_norm"] > 0
    assert float(trainer.callback_metrics["latent/active"]) == now["active"]


@pytest.mark.filterwarnings("ignore")
def test_pythae_keeps_what_a_look_at_the_model_gives(tmp_path) -> None:
    pytest.importorskip("pythae")
    from pythae.data.datasets import BaseDataset
    from pythae.models import BetaVAE, BetaVAEConfig
    from pythae.trainers import BaseTrainer, BaseTrainerConfig

    from empirics.parts.pythae import LatentCallback

    x = torch.tensor(X, dtype=torch.float32)
    model = BetaVAE(BetaVAEConfig(input_dim=(8,), latent_dim=4, beta=2.0))
    callback = LatentCallback(x)
    settings = BaseTrainerConfig(output_dir=str(tmp_path), num_epochs=2, no_cuda=True)
    data = BaseDataset(x, torch.zeros(len(x)))
    BaseTrainer(
        model=model, train_dataset=data, training_config=settings, callbacks=[callback]
    ).train()
    assert len(callback.history) == 2
    assert all(math.isfinite(value) for line in callback.history for value in line.values())
    assert all(line["gradient_norm"] > 0 for line in callback.history)
    found = arrays_of(model, x)
    assert (found.gamma, found.beta) == (1.0, 2.0)
    assert diagnose(model, x).facts.inputs.beta == 2.0
