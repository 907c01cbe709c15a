"""Arrays of bytes from MATLAB files."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.io import loadmat

from empirics.data.dataset import Pixels
from empirics.errors import DataError


def variables(content: bytes, name: str, shapes: Mapping[str, tuple[int, ...]]) -> list[Pixels]:
    """The variables that are asked for, in that order.

    Args:
        content: of the file.
        name: of the file, for error messages.
        shapes: of each variable.

    Raises:
        DataError: if it is no MATLAB file, or a variable is missing or of another type or shape.
    """
    try:
        found: dict[str, Any] = loadmat(io.BytesIO(content), variable_names=list(shapes))
    except Exception as failure:  # a damaged file makes the reader fail in many ways
        raise DataError(
            f"{name} is no readable MATLAB file ({type(failure).__name__}): copy it again"
        ) from None
    for variable, shape in shapes.items():
        array = found.get(variable)
        if not isinstance(array, np.ndarray) or array.dtype != np.uint8 or array.shape != shape:
            seen = "missing" if array is None else f"{array.dtype} of shape {array.shape}"
            raise DataError(
                f"{name}: {variable} is {seen}; it must be uint8 of shape {shape}. Put the original"
                " file there"
            )
    return [found[variable] for variable in shapes]
