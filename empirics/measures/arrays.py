"""Arrays from any framework, checked once."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from empirics.errors import MeasureError

Floats: TypeAlias = NDArray[np.float64]
Real: TypeAlias = NDArray[np.floating]
Mask: TypeAlias = NDArray[np.bool_]


def real(name: str, values: ArrayLike) -> Real:
    """The values as a finite real array; float32 stays float32, other numbers become float64.

    Tensors may have a gradient, lie on another device and be of half precision.

    Raises:
        MeasureError: if they are no real numbers, or not finite.

    >>> real("gamma", 1).dtype
    dtype('float64')
    """
    try:
        array = np.asarray(_from_tensor(values))
    except (TypeError, ValueError, RuntimeError) as problem:
        reason = str(problem).splitlines()[0]
        raise MeasureError(
            f"{name} cannot be read as an array ({reason}); pass a numpy array, such as"
            " tensor.detach().cpu().numpy()"
        ) from None
    if array.dtype.kind not in "fiub":
        raise MeasureError(f"{name} has entries of type {array.dtype}; real numbers are needed")
    if array.dtype not in (np.float32, np.float64):
        array = array.astype(np.float64)
    if array.size and not np.isfinite(array).all():
        count = int((~np.isfinite(array)).sum())
        raise MeasureError(
            f"{name} has {count} of {array.size} entries that are nan or infinite: the model has"
            " diverged, or the export went wrong; give finite numbers"
        )
    return array


def _from_tensor(values: Any) -> Any:
    """A torch tensor as one that numpy reads; anything else as it is."""
    if not (hasattr(values, "detach") and hasattr(values, "cpu")):
        return values
    tensor = values.detach().cpu()
    return tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor


def matrix(name: str, values: ArrayLike) -> Real:
    """One row per sample; further axes, as images have, are flattened.

    Raises:
        MeasureError: as `real` does, and if there are no samples or no columns.

    >>> matrix("x", np.zeros((5, 1, 28, 28))).shape
    (5, 784)
    """
    array = real(name, values)
    if array.ndim < 2 or array.size == 0:
        raise MeasureError(
            f"{name} has shape {array.shape}; needed is one row per sample, (n, columns), both at"
            " least 1"
        )
    return array.reshape(len(array), -1)


def posterior(mu: ArrayLike, sigma: ArrayLike) -> tuple[Floats, Floats]:
    """Encoder means and standard deviations, both (n, kappa), in float64.

    Raises:
        MeasureError: if shapes differ, or a deviation is negative.
    """
    means, deviations = matrix("mu", mu), matrix("sigma", sigma)
    if means.shape != deviations.shape:
        raise MeasureError(
            f"mu has shape {means.shape} and sigma {deviations.shape}; both must be (n, kappa)"
        )
    if (deviations < 0).any():
        raise MeasureError(
            f"sigma has negative entries, down to {deviations.min():.3g}: a standard deviation has"
            " none. If the encoder gives log sigma^2, pass exp(0.5 * logvar); if log sigma,"
            " pass exp of it"
        )
    return means.astype(np.float64), deviations.astype(np.float64)


def positive(name: str, value: float) -> float:
    """A positive, finite number.

    Raises:
        MeasureError: if it is anything else.
    """
    array = real(name, value)
    if array.size != 1 or array.item() <= 0:
        raise MeasureError(f"{name} must be one positive number, not {value!r}")
    return float(array.item())
