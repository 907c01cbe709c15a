"""Files of data sets: found, checked against their digests, downloaded when asked for."""

from __future__ import annotations

import hashlib
import http.client
import os
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from empirics.data.dataset import Record
from empirics.errors import DataError
from numerics.running.files import write_atomically
from numerics.running.progress import bar

TIMEOUT_SECONDS = 30
# No file of a data set that is read in one piece is larger.
MOST_BYTES = 64 * 2**20
_CHUNK = 2**16


@dataclass(frozen=True)
class Remote:
    """A file with an official digest and a home.

    Attributes:
        path: relative to the data folder.
        algorithm: "md5" or "sha256", as its makers publish it.
        digest: hexadecimal.
        url: where it is downloaded from.
    """

    path: str
    algorithm: str
    digest: str
    url: str

    def matches(self, content: bytes) -> bool:
        """Whether these are the bytes of this file."""
        return digest(content, self.algorithm) == self.digest


def digest(content: bytes, algorithm: str = "sha256") -> str:
    """Hexadecimal digest."""
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()


def described(path: str, content: bytes) -> Record:
    """What `Dataset.source` tells of a file; the path is relative to the data folder."""
    return {"path": path, "bytes": len(content), "sha256": digest(content)}


def existing(folder: Path | None, name: str) -> Path:
    """The data folder.

    Raises:
        DataError: if none was given, or it is not a folder.
    """
    if folder is None:
        raise DataError(
            f"{name} is read from files: give the data folder that holds them (folder=...,"
            " --data DIR)"
        )
    if not os.path.isdir(folder):
        raise DataError(f"the data folder {folder} is not a folder; make it, or give another")
    return folder


def read(path: Path, hint: str) -> bytes:
    """All bytes of a file.

    Args:
        path: the file.
        hint: what to do where it is missing.

    Raises:
        DataError: if it is missing, too large, or cannot be read.
    """
    if not os.path.exists(path):
        raise DataError(f"{path} is missing; {hint}")
    if not os.path.isfile(path):
        raise DataError(f"{path} is not a file: put the original file there")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError(
                f"{path} is larger than any file of these data sets ({MOST_BYTES} bytes): put the"
                " original file there"
            )
        return path.read_bytes()
    except OSError as failure:
        raise DataError(f"cannot read {path}: {failure.strerror}") from None


def verified(folder: Path, file: Remote, *, download: bool, known: Sequence[Remote] = ()) -> bytes:
    """The bytes of a file with an official digest, downloaded first where asked and missing.

    A file that is there is never replaced.

    Args:
        folder: the data folder.
        file: which one.
        download: whether to fetch it where it is missing.
        known: files that it might be mistaken for.

    Raises:
        DataError: if it is missing, or is not the official file; or a download fails.
    """
    path = folder / file.path
    if download and not os.path.exists(path):
        content = fetch(file, path)
        _store(path, content)
        return content
    content = read(path, f"copy it there, or download it (download=True) from {file.url}")
    if file.matches(content):
        return content
    renamed = [other.path for other in known if other.matches(content)]
    if renamed:
        raise DataError(
            f"{path} is the official {renamed[0]} under another name: give it back its name"
        )
    raise DataError(
        f"{path} is truncated, corrupt or another file: {len(content)} bytes with"
        f" {file.algorithm.upper()} {digest(content, file.algorithm)}, not {file.digest}; delete"
        f" it, then download it (download=True) or copy the original from {file.url}"
    )


def fetch(file: Remote, path: Path) -> bytes:
    """Download a file into memory and check its digest.

    Args:
        file: which one.
        path: where a user who has no network may put it by hand.

    Raises:
        DataError: if there is no network, the server fails, or the digest is another one.
    """
    try:
        content = _received(file)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        raise DataError(
            f"cannot download {file.url}: {failure or type(failure).__name__}; try again, or copy"
            f" the file to {path} by other means"
        ) from None
    if len(content) > MOST_BYTES:
        raise DataError(
            f"{file.url} sends more than {MOST_BYTES} bytes: it is not the data set; nothing was"
            " written"
        )
    if not file.matches(content):
        raise DataError(
            f"{file.url} sent {len(content)} bytes with {file.algorithm.upper()}"
            f" {digest(content, file.algorithm)}, not {file.digest}: truncated or not the data"
            " set; nothing was written. Try again"
        )
    return content


def _received(file: Remote) -> bytes:
    """What the server sends; no more than a little above the largest size allowed."""
    with (
        urllib.request.urlopen(file.url, timeout=TIMEOUT_SECONDS) as response,  # noqa: S310 ours
        bar(
            total=int(response.headers.get("Content-Length", 0)) or None,
            desc=Path(file.path).name,
            unit="B",
            unit_scale=True,
        ) as shown,
    ):
        content = bytearray()
        while len(content) <= MOST_BYTES and (piece := response.read(_CHUNK)):
            content += piece
            shown.update(len(piece))
    return bytes(content)


def _store(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise DataError(f"cannot make the folder {path.parent}: {failure.strerror}") from None
    write_atomically(path, content)
