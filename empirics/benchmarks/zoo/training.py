"""Training the models of the zoo, each with its own library, and keeping them in a folder."""

from __future__ import annotations

import copy
import json
import math
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import safetensors.torch
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from empirics.benchmarks.networks import modules
from empirics.benchmarks.zoo.data import samples
from empirics.benchmarks.zoo.recipes import TrainingRecipe
from empirics.diagnosis.encoder import gap
from empirics.measures.affine import spectrum
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.train import train
from numerics.running.files import write_atomically

Array: TypeAlias = NDArray[np.float64]
Networks: TypeAlias = tuple[nn.Module, nn.Module]

STEPS = {"linear": 3000, "mlp": 2500, "conv": 1500}
TRAINED_ON = 0.7
"""Share of the samples; the others are held out."""
MORE, FALL = 300, 0.3
"""A model has converged where so many further steps, at a tenth of the rate, lower its loss on all
it was trained on by less than this, in nats per sample, and so does rescaling its codes against the
first layer of the decoder."""
_BATCH = {"linear": 400, "mlp": 400, "conv": 128}


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes:
        recipe: how it came to be.
        encoder, decoder: its networks.
        x: what it was trained on, (n, d).
        held: samples it has not seen.
        gamma: decoder variance; where it is in closed form the mean of the last epoch.
        fall: of its loss by further steps, see `FALL`.
        trained: when, UTC, "20260131T235959".
    """

    recipe: TrainingRecipe
    encoder: nn.Module
    decoder: nn.Module
    x: Array
    held: Array
    gamma: float
    fall: float
    trained: str

    def encode(self, x: Array) -> tuple[Array, Array]:
        """Samples (n, d) to means and deviations (n, kappa)."""
        with torch.no_grad():
            mean, log_variance = self.encoder(torch.tensor(x, dtype=torch.float32)).chunk(2, 1)
        return mean.double().numpy(), (log_variance / 2).exp().double().numpy()

    def decode(self, z: Array) -> Array:
        """Codes (n, kappa) to samples (n, d)."""
        with torch.no_grad():
            found = self.decoder(torch.tensor(z, dtype=torch.float32))
        return np.asarray(found.double().numpy())

    @property
    def converged(self) -> bool:
        """Whether the loss had stopped falling, and has no way to fall that is known exactly."""
        mu, sigma = self.encode(self.x)
        moments = (mu**2 + sigma**2).mean(axis=0)
        rescaling = self.recipe.beta * float(gap(moments).sum()) / 2
        return max(self.fall, rescaling) < FALL


def obtain(recipe: TrainingRecipe, kept: Path) -> Model:
    """The model from the folder, or trained and put there."""
    x = samples(recipe.data)
    order = np.random.default_rng(recipe.seed).permutation(len(x))
    share = int(TRAINED_ON * len(x))
    seen, held = x[order[:share]], x[order[share:]]
    d, kappa = x.shape[1], min(recipe.latent, x.shape[1] - 1)
    # Where gamma is fixed, it is so near what an affine VAE of this size learns.
    ideal = spectrum(seen, kappa, 1.0).learned().gamma
    gamma = recipe.factor * ideal
    if recipe.library == "pythae":
        # Its decoder variance is 1: the data are scaled instead.
        seen, held, gamma = seen / math.sqrt(gamma), held / math.sqrt(gamma), 1.0
    shape = (1, 8, 8) if recipe.kind == "conv" else (d,)
    kind: Literal["conv", "mlp"] = "conv" if recipe.kind == "conv" else "mlp"
    architecture = Architecture(kind, shape, kappa, recipe.hidden, recipe.activation)
    networks = modules(architecture)
    path = kept / f"{recipe.name}.safetensors"
    if not path.exists():
        torch.manual_seed(recipe.seed)
        networks = modules(architecture)
        values = torch.tensor(seen, dtype=torch.float32)
        train_it = {"torch": _plain, "pythae": _pythae, "empirics": _batched}[recipe.library]
        gamma = train_it(recipe, architecture, networks, values, gamma)
        fall = _fall(recipe, networks, values, gamma)
        state = {
            f"{i}.{name}": value.contiguous()
            for i, part in enumerate(networks)
            for name, value in part.state_dict().items()
        }
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        record = json.dumps({"gamma": gamma, "fall": fall, "trained": now})
        write_atomically(path, safetensors.torch.save(state, {"record": record}))
    with safetensors.safe_open(path, "pt") as file:
        stored = json.loads(file.metadata()["record"])
        for i, part in enumerate(networks):
            part.load_state_dict({k: file.get_tensor(f"{i}.{k}") for k in part.state_dict()})
    return Model(recipe, *networks, seen, held, *(stored[k] for k in ("gamma", "fall", "trained")))


def _batched(
    recipe: TrainingRecipe, architecture: Architecture, networks: Networks, x: Tensor, _gamma: float
) -> float:
    """This package's trainer; its weights are then copied into the modules."""
    config = Config(
        architecture,
        (Member(recipe.seed, recipe.beta, float(x.var(dim=0).mean())),),
        VAE("learned"),
        Optimiser("adam", _rate(recipe), 1e-2, "cosine"),
        epochs=_epochs(recipe, len(x)),
        batch=_BATCH[recipe.kind],
    )
    trained = train(config, x.numpy())
    blocks = list(trained.networks.parameters.blocks.values())
    parameters = [p for part in networks for p in part.parameters()]
    with torch.no_grad():
        for parameter, block in zip(parameters, blocks, strict=True):
            parameter.copy_(block[0].T if block[0].ndim == 2 else block[0])
        z = torch.randn(5, architecture.latent)
        ours = trained.networks.decode(z[None])[0]
        assert torch.allclose(networks[1](z), ours, rtol=1e-4, atol=1e-5)
    return float(trained.gamma[0])


def _rate(recipe: TrainingRecipe) -> float:
    return 1e-2 if recipe.kind == "linear" else 3e-3


def _epochs(recipe: TrainingRecipe, n: int) -> int:
    return -(-STEPS[recipe.kind] // -(-n // _BATCH[recipe.kind]))


def _fall(recipe: TrainingRecipe, networks: Networks, x: Tensor, gamma: float) -> float:
    """By how much further steps lower the loss, in nats per sample."""
    encoder, decoder = (copy.deepcopy(part) for part in networks)
    stream = torch.Generator().manual_seed(recipe.seed)
    noise = torch.randn(8, len(x), recipe.latent, generator=stream)[:, :, : _latent(encoder, x)]
    log_gamma = torch.tensor(math.log(gamma), requires_grad=recipe.gamma == "learned")

    def on_all() -> float:
        with torch.no_grad():
            losses = [_loss(recipe, encoder, decoder, x, each, log_gamma)[0] for each in noise]
        return float(torch.stack(losses).mean()) / 2

    before = on_all()
    groups: list[dict[str, Any]] = [
        {"params": [*encoder.parameters(), *decoder.parameters()], "lr": _rate(recipe) / 10}
    ]
    if log_gamma.requires_grad:
        groups.append({"params": [log_gamma], "lr": 1e-3})
    optimiser = torch.optim.Adam(groups)
    for _ in range(MORE):
        batch = x[torch.randperm(len(x), generator=stream)[: _BATCH[recipe.kind]]]
        drawn = torch.randn(len(batch), noise.shape[2], generator=stream)
        loss, _ = _loss(recipe, encoder, decoder, batch, drawn, log_gamma)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return before - on_all()


def _latent(encoder: nn.Module, x: Tensor) -> int:
    with torch.no_grad():
        return int(encoder(x[:1]).shape[1] // 2)


def _loss(  # noqa: PLR0917
    recipe: TrainingRecipe,
    encoder: nn.Module,
    decoder: nn.Module,
    x: Tensor,
    noise: Tensor,
    log_gamma: Tensor,
) -> tuple[Tensor, Tensor]:
    """Eq. (3) on samples, and A."""
    d = x.shape[1]
    mu, log_variance = encoder(x).chunk(2, 1)
    z = mu + (log_variance / 2).exp() * noise
    error = (x - decoder(z)).square().sum(1).mean()
    latent = (log_variance.exp() - log_variance + mu.square()).sum(1).mean()
    if recipe.gamma == "closed":
        return d * (error / d).log() + d + recipe.beta * latent, error.detach()
    return error / log_gamma.exp() + d * log_gamma + recipe.beta * latent, error.detach()


def _plain(
    recipe: TrainingRecipe, _architecture: Architecture, networks: Networks, x: Tensor, gamma: float
) -> float:
    """A loop in torch, as a tutorial would write it; gives gamma at the end."""
    encoder, decoder = networks
    learned = recipe.gamma == "learned"
    start, target = math.log(float(x.var(0).mean())), math.log(gamma)
    log_gamma = torch.tensor(start, requires_grad=learned)
    groups: list[dict[str, Any]] = [
        {"params": [*encoder.parameters(), *decoder.parameters()], "lr": _rate(recipe)}
    ]
    if learned:
        groups.append({"params": [log_gamma], "lr": 1e-2})
    optimiser = torch.optim.Adam(groups)
    epochs, fits = _epochs(recipe, len(x)), [0.0]
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for epoch in range(epochs):
        fits = []
        if recipe.gamma == "fixed":
            # Lowered to its value in the first half, so that training does not start stiff.
            log_gamma.fill_(target + max(0.0, 1 - 2 * epoch / epochs) * max(start - target, 0.0))
        for rows in torch.split(torch.randperm(len(x)), _BATCH[recipe.kind]):
            noise = torch.randn(len(rows), _latent(encoder, x))
            loss, error = _loss(recipe, encoder, decoder, x[rows], noise, log_gamma)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            fits.append(float(error) / x.shape[1])
        schedule.step()
    return float(np.mean(fits)) if recipe.gamma == "closed" else float(log_gamma.exp().detach())


def _pythae(
    recipe: TrainingRecipe, architecture: Architecture, networks: Networks, x: Tensor, gamma: float
) -> float:
    """The beta-VAE of pythae and its trainer: half of eq. (3) at gamma = 1."""
    from empirics.benchmarks.peers import bare_trainer, pythae_modules, quiet  # noqa: PLC0415

    with quiet():
        from pythae.data.datasets import BaseDataset  # noqa: PLC0415 - optional
        from pythae.models import BetaVAE, BetaVAEConfig  # noqa: PLC0415
        from pythae.trainers import BaseTrainerConfig  # noqa: PLC0415

        encoder, decoder = pythae_modules(networks)
        described = BetaVAEConfig(
            input_dim=tuple(x.shape[1:]), latent_dim=architecture.latent, beta=recipe.beta
        )
        model = BetaVAE(described, encoder=encoder, decoder=decoder)
        epochs = _epochs(recipe, len(x))
        with tempfile.TemporaryDirectory() as place:
            settings = BaseTrainerConfig(
                output_dir=place, num_epochs=epochs, learning_rate=_rate(recipe),
                per_device_train_batch_size=_BATCH[recipe.kind], seed=recipe.seed, no_cuda=True,
                scheduler_cls="CosineAnnealingLR", scheduler_params={"T_max": epochs},
            )  # fmt: skip
            data = BaseDataset(x, torch.zeros(len(x)))
            bare_trainer()(model=model, train_dataset=data, training_config=settings).train()
    return gamma
