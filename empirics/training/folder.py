"""The folder of a training run: what it is, one JSON line per epoch, the checkpoint."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from empirics.errors import TrainingError
from empirics.training import checkpoint
from empirics.training.checkpoint import Tensors
from empirics.training.config import Record
from numerics.running.files import write_atomically

RUN, LINES = "run.json", "lines.jsonl"


class RunFolder:
    """Where a run is kept; made if missing.

    Args:
        path: the folder.
        identity: what is trained on what; a folder of another run is refused.

    Raises:
        TrainingError: if the folder is that of another run.
        OutputError: if it cannot be written.
    """

    def __init__(self, path: Path, identity: Record) -> None:
        self.path = path
        self._lines = path / LINES
        self._identity = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise TrainingError(
                f"cannot make the folder {path} ({problem.strerror}); choose another place"
            ) from None
        if (path / RUN).exists():
            self._check(identity)
        else:
            write_atomically(path / RUN, json.dumps(identity, indent=1, sort_keys=True) + "\n")
        checkpoint.remove_leftovers(path)

    def load(self) -> tuple[Tensors, Record, list[Record]] | None:
        """Tensors, record and lines of the last checkpoint; None, and no lines, if there is none.

        Lines that were written after the checkpoint are cut off: their epochs are run again.

        Raises:
            TrainingError: if checkpoint or lines are damaged.
        """
        stored = checkpoint.load(self.path)
        if stored is None:
            self._lines.write_bytes(b"")
            return None
        tensors, record = stored
        if record.get("run") != self._identity:
            raise TrainingError(
                f"the checkpoint in {self.path} belongs to another run; delete it to train from the"
                " start"
            )
        size = record["lines"]
        if not self._lines.exists() or self._lines.stat().st_size < size:
            raise TrainingError(
                f"{self._lines} is shorter than when the checkpoint was written; delete the folder"
                " to train from the start"
            )
        os.truncate(self._lines, size)
        try:
            lines = [json.loads(line) for line in self._lines.read_text("utf-8").splitlines()]
        except ValueError as problem:
            raise TrainingError(
                f"{self._lines} is damaged ({problem}); delete the folder to train from the start"
            ) from None
        return tensors, record, lines

    def append(self, line: Record) -> None:
        """One more line."""
        with self._lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")

    def save(self, tensors: Tensors, record: Record) -> None:
        """A checkpoint, in place of the one before."""
        beside = {"run": self._identity, "lines": self._lines.stat().st_size}
        checkpoint.save(self.path, tensors, {**record, **beside})

    def _check(self, identity: Record) -> None:
        try:
            stored = json.loads((self.path / RUN).read_text("utf-8"))
        except (OSError, ValueError) as problem:
            raise TrainingError(
                f"{self.path / RUN} is damaged ({problem}); give another folder"
            ) from None
        differing = [key for key in identity if stored.get(key) != identity[key]]
        if differing:
            raise TrainingError(
                f"{self.path} holds a run that differs in {' and '.join(differing)}; give another"
                " folder"
            )
