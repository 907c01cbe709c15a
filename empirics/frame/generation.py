"""Generation by two stages, and how far what is generated lies from data.

Eq. (10) of the paper: codes drawn from the prior make good samples only where the aggregated
posterior is the prior.  Where it is not, a second VAE learns the law of the codes (Dai and Wipf
2019): its prior is sampled, then both decoders are applied.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empirics.data import Dataset
from empirics.frame.experiment import Environment, Record
from empirics.frame.images import GAMMA_RATE, VARIANCE_HEAD
from empirics.frame.jobs import dataset, fit
from empirics.measures.frechet import frechet
from empirics.measures.reconstruction import draw_codes
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser

if TYPE_CHECKING:
    from empirics.training.classifier import Classifier
    from empirics.training.train import Trained

SAMPLES = 5000
WIDTH = 256


def generated(
    trained: Trained, data: Record, environment: Environment, *, epochs: int, part: str
) -> Record:
    """Fréchet distances of samples of the first model to test images, by one stage and by two.

    Also that of training images, which no model can be expected to beat, and the accuracy of the
    classifier whose features are compared.
    """
    images = dataset(data, environment)
    judge = _classifier(data["load"], environment.data)
    real = judge.features(images.test)
    model, seed = trained.member(0), trained.config.members[0].seed
    latent = trained.config.architecture.latent
    rng = np.random.default_rng([seed, 1])
    prior = rng.standard_normal((SAMPLES, latent)).astype(np.float32)
    second = _second_stage(trained, images, environment, epochs, part)
    again = second.member(0).decode(rng.standard_normal((SAMPLES, latent)).astype(np.float32))
    noise = rng.standard_normal(again.shape).astype(np.float32)
    codes = again + np.float32(np.sqrt(second.gamma[0])) * noise
    return {
        "frechet_prior": frechet(judge.features(model.decode(prior)), real),
        "frechet_two_stage": frechet(judge.features(model.decode(codes)), real),
        "frechet_data": frechet(judge.features(images.train[:SAMPLES]), real),
        "accuracy": judge.accuracy,
    }


def _second_stage(
    trained: Trained, images: Dataset, environment: Environment, epochs: int, part: str
) -> Trained:
    """A VAE of the same kappa on codes drawn from q(z|x)."""
    mu, sigma = trained.member(0).encode(images.train)
    seed = trained.config.members[0].seed
    z: NDArray[np.float32] = draw_codes(mu, sigma, seed=seed).astype(np.float32)
    latent, v = z.shape[1], float(z.var(axis=0).mean())
    network = Architecture(
        "mlp", (latent,), latent, (WIDTH, WIDTH), "silu", skip=True, variance_head=VARIANCE_HEAD
    )
    optimiser = Optimiser("adam", 1e-3, GAMMA_RATE, "cosine", constant_share=0.3, warm_up=200)
    member = Member(seed, gamma=v / 2, gamma_upper=v)
    config = Config(network, (member,), VAE("learned"), optimiser, epochs, trained.config.batch)
    return fit(config, z, environment, part=f"{part}-second")


@lru_cache(maxsize=2)
def _classifier(name: str, folder: object) -> Classifier:
    from pathlib import Path  # noqa: PLC0415

    from empirics.data import load  # noqa: PLC0415
    from empirics.training.classifier import classifier  # noqa: PLC0415 - it loads torch

    return classifier(load(name, folder if isinstance(folder, Path) else None))
