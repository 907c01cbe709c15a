"""Torch modules as functions of arrays, and what the outputs of VAEs of other libraries hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

_ROWS = 4096


def evaluated(
    module: nn.Module, method: Callable[[Tensor], Any] | None = None
) -> Callable[[NDArray[Any]], NDArray[np.float64]]:
    """A module, or a method of it, as a function of arrays: in eval mode, without gradients.

    Values go to it on its device and in its type.

    >>> evaluated(nn.Dropout(0.5))(np.ones((2, 3))).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    function = module if method is None else method

    def call(values: NDArray[Any]) -> NDArray[np.float64]:
        found = [
            as_tensor(function(part)).double().cpu().numpy()
            for part in torch.split(torch.from_numpy(np.ascontiguousarray(values)), _ROWS)
            for part in [like_parameters(module, part)]
        ]
        return np.concatenate(found)

    def quietly(values: NDArray[Any]) -> NDArray[np.float64]:
        with at_rest(module), torch.no_grad():
            return call(values)

    return quietly


@contextmanager
def at_rest(module: nn.Module) -> Iterator[None]:
    """The module in eval mode; afterwards each part is in the mode it was in."""
    before = [(part, part.training) for part in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for part, training in before:
            part.training = training


def like_parameters(module: nn.Module, values: Tensor) -> Tensor:
    """Values on the device and in the type of the module's first parameter."""
    first = next(module.parameters(), None)
    return values if first is None else values.to(first.device, first.dtype)


def as_tensor(output: Any) -> Tensor:
    """The tensor that a decoder gives, or that is called reconstruction in its output.

    Raises:
        TypeError: if there is none.
    """
    if isinstance(output, Tensor):
        return output
    found = output.get("reconstruction") if hasattr(output, "get") else None
    if isinstance(found, Tensor):
        return found
    raise TypeError(f"the module gives {type(output).__name__}, not a tensor of reconstructions")
