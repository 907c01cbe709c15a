"""The folder of a training run: what it is, one JSON line per epoch, the checkpoint.

One run at a time writes to a folder.  The lock is the operating system's (`flock`): it ends with
the process that holds it, however that ends.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import IO

from empirics.errors import TrainingError
from empirics.training import checkpoint
from empirics.training.checkpoint import Tensors
from empirics.training.config import Record
from numerics.running.files import write_atomically

try:
    import fcntl
except ImportError:  # Windows: nothing keeps a second run out there
    fcntl = None  # type: ignore[assignment]

RUN, LINES, LOCK = "run.json", "lines.jsonl", "lock"


class RunFolder:
    """Where a run is kept; made if missing.

    Args:
        path: the folder.
        identity: what is trained on what; a folder of another run is refused.

    Raises:
        TrainingError: if the folder is that of another run, or another process writes to it.
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
        self._lock = _lock(path / LOCK)
        self._sum = hashlib.sha256()
        try:
            self._open(identity)
        except BaseException:
            self.close()
            raise

    def _open(self, identity: Record) -> None:
        if (self.path / RUN).exists():
            self._check(identity)
        else:
            text = json.dumps(identity, indent=1, sort_keys=True) + "\n"
            write_atomically(self.path / RUN, text)
        checkpoint.remove_leftovers(self.path)

    def close(self) -> None:
        """Let others write to the folder."""
        self._lock.close()

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
        kept = self._kept_lines(record["lines"])
        self._sum = hashlib.sha256(kept)
        if self._sum.hexdigest() != record["lines_digest"]:
            raise TrainingError(
                f"{self._lines} is damaged: it differs from its checksum; delete the folder to"
                " train from the start"
            )
        os.truncate(self._lines, len(kept))
        return tensors, record, [json.loads(line) for line in kept.decode().splitlines()]

    def _kept_lines(self, size: int) -> bytes:
        """The lines as they were when the checkpoint was written."""
        try:
            content = self._lines.read_bytes()
        except OSError as problem:
            raise TrainingError(
                f"cannot read {self._lines} ({problem.strerror}); delete the folder to train from"
                " the start"
            ) from None
        if len(content) < size:
            raise TrainingError(
                f"{self._lines} is shorter than when the checkpoint was written; delete the folder"
                " to train from the start"
            )
        return content[:size]

    def append(self, line: Record) -> None:
        """One more line."""
        text = (json.dumps(line, allow_nan=False) + "\n").encode()
        with self._lines.open("ab") as file:
            file.write(text)
        self._sum.update(text)

    def save(self, tensors: Tensors, record: Record) -> None:
        """A checkpoint, in place of the one before."""
        beside = {
            "run": self._identity,
            "lines": self._lines.stat().st_size,
            "lines_digest": self._sum.hexdigest(),
        }
        checkpoint.save(self.path, tensors, {**record, **beside})

    def _check(self, identity: Record) -> None:
        try:
            stored = json.loads((self.path / RUN).read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as problem:
            raise TrainingError(
                f"{self.path / RUN} is damaged ({problem}); give another folder"
            ) from None
        if not isinstance(stored, dict):
            raise TrainingError(f"{self.path / RUN} is damaged: no object; give another folder")
        differing = [key for key in identity if stored.get(key) != identity[key]]
        if differing:
            raise TrainingError(
                f"{self.path} holds a run that differs in {' and '.join(differing)}; give another"
                " folder"
            )


def _lock(path: Path) -> IO[bytes]:
    """An open file that holds the folder's lock until it is closed, or its process ends."""
    try:
        file = path.open("ab")
    except OSError as problem:
        raise TrainingError(
            f"cannot write in {path.parent} ({problem.strerror}); choose another place"
        ) from None
    if fcntl is None:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise TrainingError(
            f"another process trains in {path.parent}: wait for it, or give another folder"
        ) from None
    return file
