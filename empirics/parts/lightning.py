"""A callback for Lightning that logs what `empirics.parts.monitor` watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightning.pytorch import Callback, LightningModule, Trainer

from empirics.parts.monitor import watch


class LatentCallback(Callback):
    """After every so many epochs, the latent dimensions of the module on given samples.

    Values go to the trainer's loggers as ``latent/active`` and so on, and to `history`.

    Args:
        data: samples or batches of them; see `empirics.parts.models.arrays_of`.
        gamma: the module's decoder variance, a number or a function of the module, or None.
        beta: weight of the KL term.
        every: epochs between two looks.
    """

    def __init__(
        self,
        data: Any,
        *,
        gamma: float | Callable[[Any], float] | None = None,
        beta: float = 1.0,
        every: int = 1,
    ) -> None:
        self._data, self._gamma, self._beta, self._every = data, gamma, beta, every
        self.history: list[dict[str, float]] = []

    def on_train_epoch_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Look, where it is time."""
        if (trainer.current_epoch + 1) % self._every:
            return
        gamma = self._gamma(pl_module) if callable(self._gamma) else self._gamma
        found = watch(pl_module, self._data, gamma=gamma, beta=self._beta)
        self.history.append(found)
        pl_module.log_dict({f"latent/{name}": value for name, value in found.items()})
