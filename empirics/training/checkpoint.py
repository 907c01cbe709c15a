"""Checkpoints: tensors and their record in one safetensors file, written whole or not at all.

One digest covers everything that is read back: the record's text, and name, type, shape and bytes
of every tensor.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeAlias

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor

from empirics.errors import TrainingError
from numerics.running.files import write_atomically

Record: TypeAlias = dict[str, Any]
Tensors: TypeAlias = dict[str, Tensor]

FILE = "checkpoint.safetensors"
_VERSION = 2


def save(folder: Path, tensors: Tensors, record: Record) -> None:
    """Write the checkpoint of a folder, in place of the one before it.

    Raises:
        OutputError: if the folder cannot be written.
    """
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    text = json.dumps({"version": _VERSION, **record}, allow_nan=False)
    metadata = {"record": text, "digest": _digest(tensors, text)}
    write_atomically(folder / FILE, safetensors.torch.save(tensors, metadata))


def load(folder: Path) -> tuple[Tensors, Record] | None:
    """The checkpoint of a folder, or None if there is none.

    Raises:
        TrainingError: if it is damaged, or not one of ours.
    """
    path = folder / FILE
    if not path.exists():
        return None
    try:
        content = path.read_bytes()
        tensors = safetensors.torch.load(content)
        metadata = _metadata(content)
        text = metadata["record"]
        record = json.loads(text)
        version, digest = record["version"], metadata.get("digest")
    except (SafetensorError, OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise TrainingError(
            f"{path} is damaged or no checkpoint of this program ({type(problem).__name__}:"
            f" {problem}); delete it to train from the start"
        ) from None
    if version != _VERSION:
        raise TrainingError(
            f"{path} has format {version}, this program reads {_VERSION}; delete it to train from"
            " the start"
        )
    if _digest(tensors, text) != digest:
        raise TrainingError(
            f"{path} is damaged: it differs from its checksum; delete it to train from the start"
        )
    return tensors, record


def remove_leftovers(folder: Path) -> None:
    """Delete what an interrupted writer left beside its file."""
    for path in folder.glob(f".{FILE}.*"):
        path.unlink(missing_ok=True)


def _metadata(content: bytes) -> dict[str, str]:
    """What safetensors keeps beside the tensors, in the header whose length the file begins with.

    Read from the same bytes as the tensors: the library's own reader opens the file twice, which
    another checkpoint may have replaced in between.
    """
    end = 8 + int.from_bytes(content[:8], "little")
    return dict(json.loads(content[8:end])["__metadata__"])


def _digest(tensors: Tensors, text: str) -> str:
    found = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        tensor = tensors[name]
        found.update(json.dumps([name, str(tensor.dtype), list(tensor.shape)]).encode())
        found.update(tensor.contiguous().view(-1).numpy().tobytes())
    return found.hexdigest()
