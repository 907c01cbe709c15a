"""COIL-20 at 32×32: 20 objects on a turntable, 72 views each, 5 degrees apart."""

from __future__ import annotations

import numpy as np

from empirics.data.dataset import Dataset, Pixels, from_pixels
from empirics.data.files import described, existing, read
from empirics.data.matlab import variables
from empirics.data.request import Request
from empirics.errors import DataError

PATH = "coil20/COIL20.mat"
OBJECTS, VIEWS = 20, 72
_SIDE = 32
_HINT = (
    "it has no official address or checksum, so that it is not downloaded: put the file COIL20.mat"
    " (variables X, 1440 x 1024 bytes, and Y, 1..20) of the scikit-feature collection there"
)
# Each test view lies between two training views: the training views still go round.
_TEST_EVERY = 4


def load(request: Request, chosen: int | None = None) -> Dataset:
    """All objects, labelled 1..20, or the views of one, labelled 0..71 (times 5 degrees).

    Every fourth view is test data.  The views of one object are a closed loop: r = 1, though a
    loop has no continuous code in one dimension (an encoder that does not jump needs two).  Some
    objects look much alike from all sides (12, 15, 16, 17): their loops are small and tangled.

    Args:
        request: where the file lies; nothing is ever downloaded.
        chosen: number of the object, 1..20; None for all.

    Raises:
        DataError: if the file is missing or not COIL-20, or there is no such object.
    """
    if chosen is not None and not 1 <= chosen <= OBJECTS:
        raise DataError(f"coil20 has the objects 1 to {OBJECTS}, not {chosen}")
    path = existing(request.folder, "coil20") / PATH
    content = read(path, _HINT)
    images, objects = _parsed(content, str(path))
    views = np.tile(np.arange(VIEWS), OBJECTS)
    labels = objects if chosen is None else views
    use = np.ones(len(images), dtype=bool) if chosen is None else objects == chosen
    test = views % _TEST_EVERY == _TEST_EVERY - 1
    return from_pixels(
        "coil20" if chosen is None else f"coil20/{chosen}",
        (1, _SIDE, _SIDE),
        (images[use & ~test], images[use & test]),
        (labels[use & ~test], labels[use & test]),
        {
            "kind": "files",
            "files": [described(PATH, content)],
            "split": {"test": f"every {_TEST_EVERY}th view"},
        },
        limit=request.limit,
        seed=request.seed,
        rank=1,
    )


def _parsed(content: bytes, name: str) -> tuple[Pixels, Pixels]:
    """Upright images, and the object that each shows."""
    count = OBJECTS * VIEWS
    x, y = variables(content, name, {"X": (count, _SIDE * _SIDE), "Y": (count, 1)})
    if not np.array_equal(y.ravel(), np.repeat(np.arange(1, OBJECTS + 1), VIEWS)):
        raise DataError(
            f"{name}: Y is not {VIEWS} times each of 1..{OBJECTS}, in order: put the original file"
            " there"
        )
    return x.reshape(-1, _SIDE, _SIDE).transpose(0, 2, 1), y.ravel()
