"""Olivetti faces, 400 of 64×64, from the original file or from scikit-learn's cache.

scikit-learn keeps the faces as a compressed pickle.  It is not unpickled: an intact file ends with
the pixels and one byte more, and the pixels are accepted by their digest or not at all.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from empirics.data.dataset import Dataset, Pixels, Record, from_pixels, split
from empirics.data.files import Remote, described, digest, existing, read, verified
from empirics.data.matlab import variables
from empirics.data.request import Request
from empirics.errors import DataError

CACHE = "olivetti/olivetti_py3.pkz"
ORIGINAL = Remote(
    "olivetti/olivettifaces.mat",
    "sha256",
    "b612fb967f2dc77c9c62d3e1266e0c73d5fca46a4b8906c18e454d41af987794",
    "https://ndownloader.figshare.com/files/5976027",
)
# Of the 400 x 4096 bytes, one face after the other, as both files hold them.
PIXELS_SHA256 = "b119468c2f13775df12d3950e7c96644811647a6e10d30617777f245bf9b2f8b"
_FACES, _SIDE, _PER_PERSON = 400, 64, 10
_BYTES = _FACES * _SIDE * _SIDE
# What a pickle has around the pixels: a header of some hundred bytes, and the stop at the end.
_HEADER_BYTES = 4096
_STOP = b"."


def load(request: Request) -> Dataset:
    """400 faces of shape (1, 64, 64), 40 people labelled 0..39, split 80/20 by the seed.

    Pixels are the file's bytes / 255; scikit-learn stretches them to [0, 1] instead.

    Raises:
        DataError: if both files are missing, or the one that is there is not intact.
    """
    folder = existing(request.folder, "olivetti")
    if (folder / ORIGINAL.path).exists() or not (folder / CACHE).exists():
        pixels, file = _original(folder, download=request.download)
    else:
        content = read(folder / CACHE, "")
        pixels, file = from_cache(content, str(folder / CACHE)), described(CACHE, content)
    faces = pixels.reshape(_FACES, _SIDE, _SIDE).transpose(0, 2, 1)
    people = np.arange(_FACES) // _PER_PERSON
    train, test = split(_FACES, request.seed)
    return from_pixels(
        "olivetti",
        (1, _SIDE, _SIDE),
        (faces[train], faces[test]),
        (people[train], people[test]),
        {"kind": "files", "files": [file], "split": {"test": 0.2, "seed": request.seed}},
        limit=request.limit,
        seed=request.seed,
    )


def from_cache(content: bytes, name: str) -> Pixels:
    """The pixels, (400, 4096), of scikit-learn's cache file; nothing in it is executed.

    Raises:
        DataError: if its pixels are not those of the Olivetti faces.
    """
    most = _HEADER_BYTES + _BYTES + len(_STOP)
    unzip = zlib.decompressobj()
    try:
        data = unzip.decompress(content, most)
    except zlib.error as failure:
        raise DataError(f"{name} is not compressed with zlib ({failure}); {_AGAIN}") from None
    pixels = data[-_BYTES - len(_STOP) : -len(_STOP)]
    if not unzip.eof or digest(pixels) != PIXELS_SHA256:
        raise DataError(
            f"{name} does not end with the pixels of the Olivetti faces (SHA-256"
            f" {digest(pixels)}, not {PIXELS_SHA256}); {_AGAIN}"
        )
    return np.frombuffer(pixels, dtype=np.uint8).reshape(_FACES, -1)


_AGAIN = f"delete it and download {ORIGINAL.url} to {ORIGINAL.path} (download=True)"


def _original(folder: Path, *, download: bool) -> tuple[Pixels, Record]:
    content = verified(folder, ORIGINAL, download=download)
    shape = (_SIDE * _SIDE, _FACES)
    (faces,) = variables(content, str(folder / ORIGINAL.path), {"faces": shape})
    return np.ascontiguousarray(faces.T), described(ORIGINAL.path, content)
