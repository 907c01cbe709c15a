"""Where a run takes place, and with which arithmetic."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

from empirics.errors import TrainingError


def resolve(name: str, *, tf32: bool = False) -> str:
    """The device that a name means.

    >>> resolve("cpu")
    'cpu'

    Raises:
        TrainingError: on another name, a GPU that is not there, or TF32 without one.
    """
    if name not in {"cpu", "cuda", "auto"}:
        raise TrainingError(f"device must be cpu, cuda or auto, not {name!r}")
    present = torch.cuda.is_available()
    if name == "cuda" and not present:
        raise TrainingError("device cuda was asked for, but torch finds none; use cpu or auto")
    device = "cuda" if name != "cpu" and present else "cpu"
    if tf32 and device == "cpu":
        raise TrainingError("TF32 is an arithmetic of GPUs; leave tf32 out, or use device cuda")
    return device


@contextlib.contextmanager
def arithmetic(device: str, *, tf32: bool) -> Iterator[None]:
    """Single precision on a GPU unless TF32 is named, and deterministic convolutions."""
    if device == "cpu":
        yield
        return
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    before = matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic
    matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic = tf32, tf32, True
    try:
        yield
    finally:
        matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic = before
