"""The decoder variance gamma: fixed, learned by gradient, or in closed form per batch (eq. (6))."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from empirics.errors import ConfigError
from empirics.training.config import VAE, Config


class Gamma:
    """One decoder variance per member, in the units of eq. (3).

    - "fixed": the member's own value.
    - "learned": log gamma takes Adam steps on ``A/gamma + d log gamma``, whose slope in log gamma
      is ``d - A/gamma``; after each step it is projected on the member's bounds, if it has any.
    - "closed": A/d of the batch, eq. (6), or the bound that it lies beyond. At A = 0 the loss
      is log 0: nothing is clamped, training stops there.

    Attributes:
        value: (S,), gamma of the last batch.
    """

    def __init__(self, config: Config, device: str = "cpu") -> None:
        assert isinstance(config.loss, VAE)
        self._mode = config.loss.gamma
        self._dimension = config.architecture.dimension
        for member in config.members:
            if member.gamma_upper is not None and member.gamma > member.gamma_upper:
                raise ConfigError(
                    f"gamma starts at {member.gamma}, above its upper bound {member.gamma_upper}:"
                    " start at or below the bound"
                )
            if member.gamma_lower is not None and member.gamma < member.gamma_lower:
                raise ConfigError(
                    f"gamma starts at {member.gamma}, below its floor {member.gamma_lower}: start"
                    " at or above it"
                )
        bounds = [math.inf if m.gamma_upper is None else m.gamma_upper for m in config.members]
        floors = [0.0 if m.gamma_lower is None else m.gamma_lower for m in config.members]
        self._upper = torch.tensor(bounds, device=device)
        self._lower = torch.tensor(floors, device=device)
        self.value = torch.tensor([m.gamma for m in config.members], device=device)
        self.log_gamma = self.value.log()
        self.log_gamma.grad = torch.zeros_like(self.value)

    @property
    def learned(self) -> bool:
        """Whether log gamma takes gradient steps."""
        return self._mode == "learned"

    @property
    def closed(self) -> bool:
        """Whether gamma follows each batch."""
        return self._mode == "closed"

    def current(self) -> Tensor:
        """Gamma after the last step (not for the closed form), (S,)."""
        return self.log_gamma.exp() if self.learned else self.value

    def of_batch(self, error: Tensor) -> Tensor:
        """Gamma of a batch with expected squared errors A (S,)."""
        if self._mode == "closed":
            best = torch.minimum(error / self._dimension, self._upper)
            self.value.copy_(torch.maximum(best, self._lower))
        elif self._mode == "learned":
            assert self.log_gamma.grad is not None
            self.value.copy_(self.log_gamma.exp())
            self.log_gamma.grad.copy_(self._dimension - error / self.value)
        return self.value.clone()

    def project(self) -> None:
        """After a step of log gamma."""
        torch.minimum(self.log_gamma, self._upper.log(), out=self.log_gamma)
        torch.maximum(self.log_gamma, self._lower.log(), out=self.log_gamma)
