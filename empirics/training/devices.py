"""Where a run takes place, and with which arithmetic."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

import torch

from empirics.errors import TrainingError
from empirics.training.products import Product, faster_and_single

Precision: TypeAlias = Literal["single", "tf32", "bf16 backward"]


def resolve(name: str, precision: Precision = "single") -> str:
    """The device that a name means.

    >>> resolve("cpu")
    'cpu'

    Raises:
        TrainingError: on another name, a GPU that is not there, or an arithmetic that the device
            has not.
    """
    if name not in {"cpu", "cuda", "auto"}:
        raise TrainingError(f"device must be cpu, cuda or auto, not {name!r}")
    if precision not in get_args(Precision):
        allowed = ", ".join(map(repr, get_args(Precision)))
        raise TrainingError(f"precision must be one of {allowed}, not {precision!r}")
    present = torch.cuda.is_available()
    if name == "cuda" and not present:
        raise TrainingError("device cuda was asked for, but torch finds none; use cpu or auto")
    device = "cuda" if name != "cpu" and present else "cpu"
    if precision == "tf32" and device == "cpu":
        raise TrainingError("TF32 is an arithmetic of GPUs; leave it out, or use device cuda")
    if precision == "bf16 backward" and device == "cuda":
        raise TrainingError("'bf16 backward' is for CPUs; on a GPU use 'tf32'")
    return device


@contextlib.contextmanager
def arithmetic(device: str, precision: Precision, products: list[Product]) -> Iterator[None]:
    """Single precision unless another is named, whatever torch was set to; deterministic.

    Args:
        device: "cpu" or "cuda".
        precision: of matrix products.
        products: of a step, for which a CPU's library is chosen.
    """
    if device == "cpu":
        with _cpu(products):
            yield
        return
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    before = matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic
    tf32 = precision == "tf32"
    matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic = tf32, tf32, True
    try:
        yield
    finally:
        matmul.allow_tf32, cudnn.allow_tf32, cudnn.deterministic = before


@contextlib.contextmanager
def _cpu(products: list[Product]) -> Iterator[None]:
    """Torch hands products to oneDNN where that may round to bf16, and to its BLAS otherwise.

    Where oneDNN could round and does not, its products are those of single precision too, and
    large ones are faster.
    """
    matmul = getattr(torch.backends.mkldnn, "matmul", None)
    if matmul is None or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        yield
        return
    before = matmul.fp32_precision
    try:
        matmul.fp32_precision = "bf16"
        if not faster_and_single(products):
            matmul.fp32_precision = "ieee"
        yield
    finally:
        matmul.fp32_precision = before
