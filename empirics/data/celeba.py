"""CelebA at 128×128 RGB, from the user's own folder of aligned JPEGs."""

from __future__ import annotations

import hashlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from empirics.data.dataset import Dataset, Record, Samples, limits, subset
from empirics.data.files import existing, read
from empirics.data.request import Request
from empirics.errors import DataError
from numerics.running.progress import bar

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = "celeba/img_align_celeba"
SIDE = 128
# The largest centred square of an aligned image, which is then made smaller.
CROP = 178
_SIZE = (178, 218)
# The official partition goes by number; those in between are its validation images.
_LAST_TRAIN, _FIRST_TEST, _LAST = 162_770, 182_638, 202_599
# Without a limit no more images than these are read: 20000 take 4 GB.
MOST_UNLIMITED = 20_000
_NAME = re.compile(r"\d{6}\.jpg")


def load(request: Request) -> Dataset:
    """Faces of shape (3, 128, 128), split as the official partition does; no labels.

    Only the images that the limit keeps are read.  The official validation images are not used.
    JPEGs carry no checksum: damage is noticed where it stops the decoder, and not elsewhere; the
    digest of all bytes is in ``source``.

    Raises:
        DataError: if the folder or Pillow is missing, an image is damaged or of another size, or
            there are too many images to read without a limit.
    """
    pillow = _pillow()
    folder = existing(request.folder, "celeba") / FOLDER
    parts = _partition(folder)
    counts = {"train": len(parts[0]), "test": len(parts[1])}
    source: Record = {"kind": "files", "folder": FOLDER, "available": counts, "crop": CROP}
    limit = request.limit
    if limit is None and sum(counts.values()) > MOST_UNLIMITED:
        raise DataError(
            f"{folder} holds {sum(counts.values())} images: as floats, {SIDE} x {SIDE} x 3, they"
            f" take {sum(counts.values()) * SIDE * SIDE * 12 / 2**30:.0f} GiB. Say how many to read"
            " (limit=..., for training and for testing each)"
        )
    if limit is not None:
        rows = [subset(len(part), limit, request.seed, test=k == 1) for k, part in enumerate(parts)]
        parts = tuple([part[row] for row in kept] for part, kept in zip(parts, rows, strict=True))
        source["limited"] = limits(limit, limit, request.seed)
    digest = hashlib.sha256()
    train, test = (_images(folder, part, pillow, digest) for part in parts)
    source["sha256"] = digest.hexdigest()
    return Dataset("celeba", train, test, None, None, (3, SIDE, SIDE), None, source)


def _pillow() -> ModuleType:
    try:
        from PIL import Image  # noqa: PLC0415 only this data set needs it
    except ModuleNotFoundError:
        raise DataError(
            "celeba is read with Pillow, which is not installed: pip install pillow"
        ) from None
    return Image


def _partition(folder: Path) -> tuple[list[str], ...]:
    """Names of the training and of the test images that are there."""
    if not os.path.isdir(folder):
        raise DataError(
            f"{folder} is missing; it is the folder of aligned JPEGs 000001.jpg to {_LAST}.jpg that"
            " the makers of CelebA give to researchers who ask them; it is not downloaded here"
        )
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".jpg"))
    except OSError as failure:
        raise DataError(f"cannot read the folder {folder}: {failure.strerror}") from None
    strange = [name for name in names if not _NAME.fullmatch(name)]
    if strange:
        raise DataError(
            f"{folder / strange[0]} is no name of CelebA (000001.jpg to {_LAST}.jpg, by which it is"
            " split): restore the original names"
        )
    numbers = {name: int(name[:6]) for name in names}
    train = [name for name, number in numbers.items() if 1 <= number <= _LAST_TRAIN]
    test = [name for name, number in numbers.items() if _FIRST_TEST <= number <= _LAST]
    if not train or not test:
        raise DataError(
            f"{folder} holds {len(train)} training images (000001 to {_LAST_TRAIN}) and"
            f" {len(test)} test images ({_FIRST_TEST} to {_LAST}); it needs at least one of each"
        )
    return train, test


def _images(folder: Path, names: list[str], pillow: Any, digest: Any) -> Samples:
    """Images as rows, channels first."""
    rows = np.empty((len(names), 3 * SIDE * SIDE), dtype=np.float32)
    for row, name in zip(rows, bar(names, desc=folder.name, unit="image"), strict=True):
        content = read(folder / name, "it was there a moment ago: run this again")
        digest.update(name.encode() + content)
        row[:] = _image(content, folder / name, pillow).transpose(2, 0, 1).ravel()
    rows /= 255
    return rows


def _image(content: bytes, path: Path, pillow: Any) -> NDArray[np.uint8]:
    """The centred square of an image, (128, 128, 3)."""
    left, top = (_SIZE[0] - CROP) // 2, (_SIZE[1] - CROP) // 2
    try:
        with pillow.open(io.BytesIO(content), formats=["JPEG"]) as image:
            size = image.size
            if size == _SIZE:
                square = image.convert("RGB").crop((left, top, left + CROP, top + CROP))
                return np.asarray(square.resize((SIDE, SIDE), pillow.Resampling.BILINEAR))
    except (OSError, SyntaxError, ValueError, pillow.DecompressionBombError) as failure:
        raise DataError(
            f"{path} is truncated or no JPEG image ({type(failure).__name__}): copy it again"
        ) from None
    raise DataError(
        f"{path} is {size[0]} x {size[1]} pixels; aligned CelebA images are {_SIZE[0]} x"
        f" {_SIZE[1]}: give the folder img_align_celeba"
    )
