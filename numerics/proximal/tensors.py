"""Torch tensors in and out of code that computes with NumPy; torch itself is not imported."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError

Floats: TypeAlias = NDArray[np.float64]


def floats(x: Any) -> Floats:
    """Doubles of a tensor, without its history, or of anything that NumPy takes."""
    if hasattr(x, "detach"):
        x = x.detach().cpu().numpy()
    found: Floats = np.asarray(x, dtype=np.float64)
    return found


def like(x: Any, found: Floats) -> Any:
    """A tensor of the type and on the device of x where x is one; else the array."""
    return x.new_tensor(found) if hasattr(x, "new_tensor") else found


def without_history(x: Any) -> None:
    """Refuse a tensor whose gradient would be lost.

    Raises:
        NumericsError: it asks for one.
    """
    if getattr(x, "requires_grad", False):
        raise NumericsError(
            "this is computed in NumPy and would lose the gradient of the tensor: give u.detach(),"
            " or take empirics.parts.RowPenalty, a torch module with gradients"
        )
