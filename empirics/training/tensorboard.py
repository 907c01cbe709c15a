"""TensorBoard, where it is installed and asked for."""

from __future__ import annotations

from pathlib import Path

from empirics.errors import TrainingError
from empirics.training.config import Config, Record


class Board:
    """Writes every epoch's record; curves are named after quantity, member and seed.

    Raises:
        TrainingError: if TensorBoard is not installed.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415 - optional
        except ImportError:
            raise TrainingError(
                "TensorBoard is not installed: pip install tensorboard, or leave tensorboard out"
            ) from None
        self._names = [f"{i} seed {member.seed}" for i, member in enumerate(config.members)]
        self._writer = SummaryWriter(str(folder))

    def __call__(self, record: Record) -> None:
        """Write one epoch."""
        for quantity, values in record.items():
            if not isinstance(values, list):
                continue
            for name, value in zip(self._names, values, strict=True):
                if value is not None:  # a member that was lost
                    self._writer.add_scalar(f"{quantity}/{name}", value, record["epoch"])

    def close(self) -> None:
        """Write what is still in memory."""
        self._writer.close()
