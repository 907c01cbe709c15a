"""The trainers that the batched one is measured against: same task, one model after the other."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn

from empirics.benchmarks.networks import modules
from empirics.benchmarks.roofline import clock
from empirics.errors import EmpiricsError
from empirics.training.config import Config
from empirics.training.devices import Precision
from empirics.training.train import train

Trainer = Callable[[Config, Tensor, str], float]
"""Trains all members of a configuration on samples (n, d) on a device; returns seconds."""


def batched(config: Config, x: Tensor, device: str, precision: Precision = "single") -> float:
    """The trainer of this package: all members at once."""
    now = clock(device)
    start = now()
    train(config, x.numpy(), device=device, precision=precision)
    return now() - start


def plain_loop(config: Config, x: Tensor, device: str) -> float:
    """A DataLoader, torch modules and Adam, as a tutorial would write it."""
    now = clock(device)
    start = now()
    for member in config.members:
        torch.manual_seed(member.seed)
        encoder, decoder = (part.to(device) for part in modules(config.architecture))
        parameters = [*encoder.parameters(), *decoder.parameters()]
        optimiser = torch.optim.Adam(parameters, lr=config.optimiser.learning_rate)
        loader = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(x), batch_size=config.batch, shuffle=True
        )
        for _ in range(config.epochs):
            for (samples,) in loader:
                batch = samples.to(device)
                mu, log_variance = encoder(batch).chunk(2, dim=1)
                z = mu + torch.randn_like(mu) * (log_variance / 2).exp()
                error = (batch - decoder(z)).square().sum(dim=1)
                latent = (log_variance.exp() - log_variance + mu.square()).sum(dim=1)
                loss = (error / member.gamma + member.beta * latent).mean()
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    if device == "cuda":
        torch.cuda.synchronize()
    return now() - start


def pythae(config: Config, x: Tensor, device: str) -> float:
    """The VAE of pythae and its own trainer, without progress bars, logs and saved models.

    Its loss is half of eq. (3) at gamma = 1; it copies the best model after an epoch, which cannot
    be turned off.

    Raises:
        EmpiricsError: at another gamma or beta.
    """
    if any((member.gamma, member.beta) != (1, 1) for member in config.members):
        raise EmpiricsError("pythae's VAE has gamma = 1 and beta = 1 only")
    with quiet():
        from pythae.data.datasets import BaseDataset  # noqa: PLC0415 - optional, and slow
        from pythae.models import VAE, VAEConfig  # noqa: PLC0415
        from pythae.trainers import BaseTrainerConfig  # noqa: PLC0415

        architecture = config.architecture
        trainer = bare_trainer()
        now = clock(device)
        start = now()
        for member in config.members:
            encoder, decoder = pythae_modules(modules(architecture))
            described = VAEConfig(input_dim=architecture.shape, latent_dim=architecture.latent)
            model = VAE(described, encoder=encoder, decoder=decoder)
            with tempfile.TemporaryDirectory() as folder:
                settings = BaseTrainerConfig(
                    output_dir=folder,
                    num_epochs=config.epochs,
                    learning_rate=config.optimiser.learning_rate,
                    per_device_train_batch_size=config.batch,
                    seed=member.seed,
                    no_cuda=device == "cpu",
                )
                data = BaseDataset(x, torch.zeros(len(x)))
                trainer(model=model, train_dataset=data, training_config=settings).train()
        return now() - start


def available() -> tuple[dict[str, Trainer], list[str]]:
    """The peers that are installed, and the names of those that are not."""
    if importlib.util.find_spec("pythae") is None:
        return {"plain loop": plain_loop}, ["pythae"]
    return {"pythae": pythae, "plain loop": plain_loop}, []


def bare_trainer() -> Any:
    """The trainer of pythae without callbacks and without files."""
    from pythae.trainers import BaseTrainer  # noqa: PLC0415 - optional

    class Bare(BaseTrainer):  # type: ignore[misc]
        def _setup_callbacks(self) -> None:
            super()._setup_callbacks()
            self.callback_handler.callbacks = []

        def save_model(self, model: Any, dir_path: str) -> None:
            pass

    return Bare


def pythae_modules(networks: tuple[nn.Module, nn.Module]) -> tuple[Any, Any]:
    """Encoder (two heads) and decoder as pythae wants them."""
    from pythae.models.base.base_utils import ModelOutput  # noqa: PLC0415 - optional
    from pythae.models.nn import BaseDecoder, BaseEncoder  # noqa: PLC0415

    class Encoder(BaseEncoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.network = networks[0]

        def forward(self, x: Tensor) -> Any:
            mean, log_variance = self.network(x).chunk(2, dim=1)
            return ModelOutput(embedding=mean, log_covariance=log_variance)

    class Decoder(BaseDecoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.network = networks[1]

        def forward(self, z: Tensor) -> Any:
            return ModelOutput(reconstruction=self.network(z))

    return Encoder(), Decoder()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without pythae's log lines and banners."""
    logging.getLogger("pythae").setLevel(logging.ERROR)
    with contextlib.redirect_stderr(io.StringIO()):
        yield
