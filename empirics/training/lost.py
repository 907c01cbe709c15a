"""Members whose training stops being finite, and samples whose units bring that about."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

from torch import Tensor

from empirics.errors import TrainingError
from empirics.training.config import Config, Record

LARGE = 20.0
"""Samples beyond this are in units that networks with the usual initial weights diverge on."""


class ScaleWarning(UserWarning):
    """Samples are in units on which training is likely to diverge."""


class Lost:
    """Which members of a run are lost, and why: each is named once, and the others go on.

    A lost member's parameters are not finite from then on.  Nothing of it reaches the others:
    products, losses and steps are each member's own.

    Args:
        config: what is trained.
        advice: what to do about it.
        kept: where the last good state is, in words.

    Attributes:
        reasons: by member.
    """

    def __init__(self, config: Config, advice: str, kept: str) -> None:
        self._members, self._advice, self._kept = config.members, advice, kept
        self.reasons: dict[int, str] = {}

    def note(self, member: int, name: str, value: float, epoch: int, step: int) -> None:
        """A quantity of a member is not finite; epoch and step are counted from 0.

        Raises:
            TrainingError: if no member is left.
        """
        if member in self.reasons:
            return
        self.reasons[member] = (
            f"{name} of member {member} (seed {self._members[member].seed}) became {value} in"
            f" epoch {epoch + 1}, step {step + 1}"
        )
        if len(self.reasons) == len(self._members):
            first = next(iter(self.reasons.values()))
            rest = f", as did {len(self.reasons) - 1} others" if len(self.reasons) > 1 else ""
            raise TrainingError(f"{first}{rest}: training stopped; {self._kept}; {self._advice}")

    @property
    def advised(self) -> dict[int, str]:
        """The reasons, with what to do."""
        return {member: f"{why}: {self._advice}" for member, why in self.reasons.items()}

    def listed(self, values: Sequence[float]) -> list[float | None]:
        """One value for each member, None where it is lost or not finite, which JSON cannot say."""
        good = (i not in self.reasons and math.isfinite(value) for i, value in enumerate(values))
        return [value if fine else None for value, fine in zip(values, good, strict=True)]

    def shown(self, record: Record) -> Record:
        """The same for every quantity of a record."""
        return {name: self.listed(values) for name, values in record.items()}


def advice(x: Tensor) -> str:
    """What to do where a quantity stops being finite."""
    return units(x) or "try smaller steps, or for a VAE a larger gamma"


def units(x: Tensor) -> str:
    """What is odd about the units of samples; empty where nothing is.

    >>> import torch
    >>> print(units(torch.tensor([[0.0, 255.0]])))
    the samples lie in [0, 255]: scale them to about [0, 1] or to unit variance (x / 255, say), and\
 gamma with them
    """
    low, high = float(x.min()), float(x.max())
    if max(-low, high) <= LARGE:
        return ""
    scale = " (x / 255, say)" if low >= 0 and high <= 255 else ""
    return (
        f"the samples lie in [{low:.4g}, {high:.4g}]: scale them to about [0, 1] or to unit"
        f" variance{scale}, and gamma with them"
    )


def warn_of_units(x: Tensor) -> None:
    """Say before the first step what would else be seen from a loss that diverges."""
    found = units(x)
    if found:
        warnings.warn(found, ScaleWarning, stacklevel=3)


COLLAPSED = 0.1
"""A member whose codes say less than so many nats per sample has collapsed."""


def collapsed(divergences: Sequence[float | None], config: Config) -> dict[int, str]:
    """Members whose codes say nothing at the end, with what to do; by member.

    Args:
        divergences: KL per sample of the last epoch, in nats; None where a member is lost.
        config: what was trained.
    """
    return {
        i: (
            f"member {i} (seed {config.members[i].seed}) has collapsed: its codes say"
            f" {nats:.2g} nats per sample; try a smaller gamma to start from or beta, a warm-up of"
            " beta, or samples in units in which they vary more"
        )
        for i, nats in enumerate(divergences)
        if nats is not None and math.isfinite(nats) and nats < COLLAPSED
    }
