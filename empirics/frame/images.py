"""Image data sets with the networks, steps and starts of the experiments on them.

The regime was found in pilot runs (one seed each): SiLU, the code fed to every layer of the
decoder, a sigmoid output that starts at the mean image, log sigma^2 starting near 0, gamma
starting at half the mean variance v of a pixel and kept below v, all training samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from empirics.frame.experiment import Environment, Plan, Record
from empirics.frame.jobs import chosen, dataset, sample
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser

PAPER_EPOCHS = 400
VARIANCE_HEAD = 0.1
START, GAMMA_RATE = 0.5, 1e-2


@dataclass(frozen=True)
class Images:
    """One data set.

    Attributes:
        name: of `empirics.data.load`.
        shape: of one image.
        hidden: widths of the encoder's hidden layers, or channels of its convolutions.
        kind: of the networks.
        learning_rate: of Adam; constant for 30 % of the steps, then down a cosine.
        batch: samples per step.
        balance: steps between balancing latent scales.
    """

    name: str
    shape: tuple[int, int, int]
    hidden: tuple[int, ...]
    kind: str = "mlp"
    learning_rate: float = 2e-3
    batch: int = 256
    balance: int = 50

    def network(self, latent: int) -> Architecture:
        """The networks, with so many latent dimensions."""
        conv = self.kind == "conv"
        dimension = self.shape[0] * self.shape[1] * self.shape[2]
        return Architecture(
            "conv" if conv else "mlp",
            self.shape if conv else (dimension,),
            latent,
            self.hidden,
            activation="silu",
            output="sigmoid",
            skip=True,
            variance_head=VARIANCE_HEAD,
        )

    def adam(self, **changes: Any) -> Optimiser:
        """Adam, with other fields of the `Optimiser` as they are given."""
        usual: dict[str, Any] = {
            "learning_rate": self.learning_rate,
            "gamma_rate": GAMMA_RATE,
            "schedule": "cosine",
            "constant_share": 0.3,
            "warm_up": 200,
            "balance": self.balance,
        }
        return Optimiser(**{**usual, **changes})

    def learned(
        self, latent: int, seeds: Sequence[int], v: float, *, epochs: int, **changes: Any
    ) -> Config:
        """Gamma learned from v/2, below v, each seed on its own bootstrap sample."""
        members = tuple(Member(seed, gamma=START * v, gamma_upper=v) for seed in seeds)
        usual: dict[str, Any] = {"loss": VAE("learned"), "resample": "bootstrap"}
        return Config(
            architecture=self.network(latent),
            members=members,
            optimiser=self.adam(),
            epochs=epochs,
            batch=self.batch,
            **{**usual, **changes},
        )


DIGITS = Images("digits", (1, 8, 8), (128, 64), batch=64, balance=20)
MNIST = Images("mnist", (1, 28, 28), (512, 256))
FASHION = Images("fashion-mnist", (1, 28, 28), (512, 256))
CONV_MNIST = Images("mnist", (1, 28, 28), (32, 64), "conv", learning_rate=1e-3)
CONV_FASHION = Images("fashion-mnist", (1, 28, 28), (32, 64), "conv", learning_rate=1e-3)
CELEBA = Images("celeba", (3, 128, 128), (32, 64, 128, 256), "conv", learning_rate=1e-3)
SETS = {
    "quick": (DIGITS,),
    "full": (MNIST, FASHION),
    "paper": (MNIST, FASHION, CONV_MNIST, CONV_FASHION, CELEBA),
}


MOST = {CELEBA.name: 60_000}
"""At most so many images of a set, for training and for testing: all of CelebA are 30 GiB."""


def images(plan: Plan, *, without: Sequence[Images] = ()) -> list[Images]:
    """Those of the plan's preset; CelebA only where the plan names it.

    Raises:
        EmpiricsError: if the plan asks for others.
    """
    known = [each for each in SETS[plan.preset] if each not in without]
    wanted = chosen(plan, list(dict.fromkeys(each.name for each in known)))
    here = [name for name in wanted if name != CELEBA.name or plan.data]
    return [each for each in known if each.name in here]


def variance(data: Record, plan: Plan) -> float:
    """v, the mean variance of a coordinate of the training samples."""
    return float(dataset(data, Environment(plan.folder)).train.var(axis=0).mean())


def whole(name: str) -> Record:
    """All samples of a data set, or `MOST` of them."""
    return sample(name, train=MOST.get(name), test=MOST.get(name))


def epochs(plan: Plan, *, quick: int, full: int) -> int:
    """T of a preset, in epochs."""
    return {"quick": quick, "full": full, "paper": PAPER_EPOCHS // 2}[plan.preset]
