"""The idx format of the MNIST family: big-endian sizes, then unsigned bytes."""

from __future__ import annotations

import gzip
import io
import math
import zlib

import numpy as np

from empirics.data.dataset import Pixels
from empirics.errors import DataError

_UNSIGNED_BYTES = 8


def unpacked(content: bytes, name: str, most: int) -> bytes:
    """The content of a gzip file, if it is no longer than ``most`` bytes.

    Raises:
        DataError: if it is no gzip file, is cut off, or holds more.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            data = file.read(most + 1)
            whole = len(data) <= most and not file.read(1)
    except (OSError, EOFError, zlib.error) as failure:
        raise DataError(f"{name} is no whole gzip file ({failure}): copy it again") from None
    if not whole:
        raise DataError(f"{name} holds more than the {most} bytes of the data set")
    return data


def parse(data: bytes, name: str, shape: tuple[int, ...]) -> Pixels:
    """The array of an idx file of unsigned bytes.

    Args:
        data: unpacked content.
        name: of the file, for error messages.
        shape: what the data set has.

    Raises:
        DataError: if magic number, sizes or length are not those of such a file.

    >>> parse(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 5]), "labels", (2,))
    array([7, 5], dtype=uint8)
    """
    magic = bytes([0, 0, _UNSIGNED_BYTES, len(shape)])
    if data[:4] != magic:
        raise DataError(
            f"{name} begins with {data[:4].hex() or 'nothing'}; an idx file of unsigned bytes in"
            f" {len(shape)} dimensions begins with {magic.hex()}"
        )
    start = 4 + 4 * len(shape)
    found = tuple(np.frombuffer(data[4:start].ljust(4 * len(shape), b"\0"), dtype=">u4").tolist())
    if found != shape:
        raise DataError(f"{name} says that its shape is {found}; the data set has {shape}")
    if len(data) != start + math.prod(shape):
        raise DataError(
            f"{name} holds {len(data) - start} values; shape {shape} needs {math.prod(shape)}:"
            " it is cut off or was changed"
        )
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape)
