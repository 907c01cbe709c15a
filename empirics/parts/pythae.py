"""A callback for pythae's trainers that keeps what `empirics.parts.monitor` watches."""

from __future__ import annotations

from typing import Any

from pythae.trainers.training_callbacks import TrainingCallback

from empirics.parts.monitor import watch


class LatentCallback(TrainingCallback):  # type: ignore[misc]
    """After every so many epochs, the latent dimensions of the model on given samples.

    Gamma and beta are those of pythae's own loss: SSE/2 + beta KL has gamma = 1.

    Args:
        data: samples or batches of them; see `empirics.parts.models.arrays_of`.
        every: epochs between two looks.
    """

    def __init__(self, data: Any, *, every: int = 1) -> None:
        super().__init__()
        self._data, self._every, self._epochs = data, every, 0
        self.history: list[dict[str, float]] = []

    def on_epoch_end(self, training_config: Any, **kwargs: Any) -> None:
        """Look, where it is time."""
        self._epochs += 1
        if self._epochs % self._every == 0:
            self.history.append(watch(kwargs["model"], self._data))
