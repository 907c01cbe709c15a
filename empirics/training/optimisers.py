"""Steps of all members at once, on one tensor; and the schedule of the step size."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from empirics.errors import ConfigError
from empirics.training.config import Optimiser
from empirics.training.gamma import Gamma
from empirics.training.parameters import Parameters


class Optimisers:
    """The optimiser of the weights and, where gamma is learned, Adam on log gamma.

    "rprop" adapts a step size for every weight, so a schedule has nothing to act on; the schedule
    of the others acts on log gamma too.

    Args:
        config: name, step sizes and schedule.
        parameters: the weights and their gradients.
        gamma: the decoder variances, None for an autoencoder.
        total: number of steps of the whole run, for the schedule.

    Raises:
        ConfigError: on rprop with a schedule.
    """

    def __init__(
        self, config: Optimiser, parameters: Parameters, gamma: Gamma | None, total: int
    ) -> None:
        if config.name == "rprop" and (config.schedule != "constant" or config.warm_up):
            raise ConfigError(
                "rprop adapts its own step sizes: use the schedule 'constant' and no warm-up"
            )
        self._config, self._total = config, total
        self._gamma = gamma if gamma is not None and gamma.learned else None
        self._rates = {"weights": config.learning_rate}
        self._optimisers = {"weights": _optimiser(config, parameters.values)}
        if self._gamma is not None:
            self._rates["log_gamma"] = config.gamma_rate
            self._optimisers["log_gamma"] = _adam(self._gamma.log_gamma, config.gamma_rate)
        self._create_state()

    def prepare(self, index: int) -> None:
        """Set the step sizes of step number ``index``, counted from 0."""
        if self._config.schedule == "constant" and not self._config.warm_up:
            return
        factor = schedule(self._config, index, self._total)
        for part, optimiser in self._optimisers.items():
            _set_rate(optimiser, self._rates[part] * factor)

    def step(self) -> None:
        """One step along the gradients that are in place."""
        for optimiser in self._optimisers.values():
            optimiser.step()
        if self._gamma is not None:
            self._gamma.project()

    def state(self) -> dict[str, Tensor]:
        """What has to be stored to go on exactly; views, not copies."""
        return {
            f"{part}.{name}": value
            for part, optimiser in self._optimisers.items()
            for state in optimiser.state.values()
            for name, value in state.items()
            if isinstance(value, Tensor)
        }

    def load(self, stored: dict[str, Tensor]) -> None:
        """Go on from a stored state."""
        for name, value in self.state().items():
            value.copy_(stored[name])

    def _create_state(self) -> None:
        """Make the optimisers' tensors by a step along gradients of 0, which moves nothing."""
        for optimiser in self._optimisers.values():
            for values in optimiser.param_groups[0]["params"]:
                values.grad.zero_()
            optimiser.step()
        for name, value in self.state().items():
            if name.endswith(".step"):
                value.zero_()


def schedule(config: Optimiser, index: int, total: int) -> float:
    """Which share of its size a step has, step ``index`` of ``total``.

    >>> slow = Optimiser(schedule="cosine", constant_share=0.5, warm_up=2)
    >>> [round(schedule(slow, index, 8), 2) for index in range(8)]
    [0.5, 1.0, 1.0, 1.0, 1.0, 0.85, 0.5, 0.15]
    """
    factor = min(1.0, (index + 1) / config.warm_up) if config.warm_up else 1.0
    if config.schedule == "cosine":
        start = config.constant_share
        beyond = max(0.0, index / total - start) / (1 - start)
        factor *= (1 + math.cos(math.pi * beyond)) / 2
    return factor


def _optimiser(config: Optimiser, values: Tensor) -> torch.optim.Optimizer:
    if config.name == "adam":
        return _adam(values, config.learning_rate)
    if config.name == "rprop":
        return torch.optim.Rprop([values], lr=config.learning_rate, capturable=values.is_cuda)
    return torch.optim.SGD([values], lr=_rate(values, config.learning_rate), fused=True)


def _adam(values: Tensor, rate: float) -> torch.optim.Optimizer:
    return torch.optim.Adam([values], lr=_rate(values, rate), fused=True, capturable=values.is_cuda)


def _rate(values: Tensor, rate: float) -> float | Tensor:
    """A step size that a captured graph can see change has to be a tensor."""
    return torch.tensor(rate, device=values.device) if values.is_cuda else rate


def _set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    group = optimiser.param_groups[0]
    if isinstance(group["lr"], Tensor):
        group["lr"].fill_(rate)
    else:
        group["lr"] = rate
