"""The image data sets of several experiments, and networks and steps that suit them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from empirics.frame.experiment import Plan
from empirics.frame.jobs import chosen
from empirics.training.config import Architecture, Optimiser


@dataclass(frozen=True)
class Images:
    """One data set.

    Attributes:
        name: of `empirics.data.load`.
        dimension: d.
        hidden: widths of the encoder's hidden layers.
        learning_rate: of Adam.
        batch: samples per step.
    """

    name: str
    dimension: int
    hidden: tuple[int, ...]
    learning_rate: float
    batch: int

    def network(self, latent: int) -> Architecture:
        """The networks, with so many latent dimensions."""
        return Architecture("mlp", (self.dimension,), latent, self.hidden)

    def adam(self, **changes: Any) -> Optimiser:
        """Adam, with other fields of the `Optimiser` as they are given."""
        return Optimiser(**{"learning_rate": self.learning_rate, **changes})


DIGITS = Images("digits", 64, (64, 32), 2e-3, 64)
MNIST = Images("mnist", 784, (256, 128), 1e-3, 128)
FASHION = Images("fashion-mnist", 784, (256, 128), 1e-3, 128)


def images(plan: Plan) -> list[Images]:
    """Those of the plan: digits in the quick preset, MNIST and Fashion-MNIST in the full one.

    Raises:
        EmpiricsError: if the plan asks for others.
    """
    known = {
        each.name: each for each in ((DIGITS,) if plan.preset == "quick" else (MNIST, FASHION))
    }
    return [known[name] for name in chosen(plan, list(known))]
