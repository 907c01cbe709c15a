"""Data files are checked before they are believed, and downloaded only when asked for."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import json
import shutil
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from empirics.data import files, mnist
from empirics.data.files import Remote, fetch
from empirics.data.idx import parse, unpacked
from empirics.data.request import Request
from empirics.errors import DataError

RNG = np.random.default_rng(0)


def idx(array: NDArray[np.uint8]) -> bytes:
    return (
        bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + bytes(array)
    )


# --- a small family of idx files, as MNIST is, with digests of its own

ARRAYS = (
    RNG.integers(0, 256, (12, 28, 28), dtype=np.uint8),
    np.arange(12, dtype=np.uint8) % 10,
    RNG.integers(0, 256, (5, 28, 28), dtype=np.uint8),
    np.arange(5, dtype=np.uint8),
)
PACKED = tuple(gzip.compress(idx(array), mtime=0) for array in ARRAYS)


def family(packed: tuple[bytes, ...] = PACKED, home: str = "http://127.0.0.1:9/") -> mnist.IdxFiles:
    one, two, three, four = (
        hashlib.md5(content, usedforsecurity=False).hexdigest() for content in packed
    )
    return mnist.IdxFiles("small", "Small", home, (one, two, three, four), train=12, test=5)


def stored(folder: Path, packed: tuple[bytes, ...] = PACKED) -> list[Path]:
    paths = [folder / file.path for file in family().files]
    paths[0].parent.mkdir(parents=True)
    for path, content in zip(paths, packed, strict=True):
        path.write_bytes(content)
    return paths


def test_an_idx_family_is_read_as_it_was_written(tmp_path: Path) -> None:
    stored(tmp_path)
    data = mnist.load(family(), Request(tmp_path))
    assert np.array_equal(data.train * 255, ARRAYS[0].reshape(12, -1))
    assert np.array_equal(data.test * 255, ARRAYS[2].reshape(5, -1))
    assert data.train_labels is not None
    assert data.train_labels.tolist() == ARRAYS[1].tolist()
    assert (data.shape, data.rank) == ((1, 28, 28), None)
    assert data.source["files"][1] == {
        "path": "Small/raw/train-labels-idx1-ubyte.gz",
        "bytes": len(PACKED[1]),
        "sha256": hashlib.sha256(PACKED[1]).hexdigest(),
    }
    assert str(tmp_path) not in json.dumps(data.source)


def test_a_missing_truncated_changed_or_renamed_file_is_named(tmp_path: Path) -> None:
    paths = stored(tmp_path)
    whole = paths[2].read_bytes()

    def problem() -> str:
        with pytest.raises(DataError) as caught:
            mnist.load(family(), Request(tmp_path))
        assert str(paths[2]) in str(caught.value)
        return str(caught.value)

    paths[2].unlink()
    assert "is missing; copy it there, or download it" in problem()
    paths[2].mkdir()
    assert "is not a file" in problem()
    paths[2].rmdir()
    changed = bytes([*whole[:50], whole[50] ^ 1, *whole[51:]])
    for content in (b"", whole[:-1], whole + b"\0", changed):
        paths[2].write_bytes(content)
        assert f"truncated, corrupt or another file: {len(content)} bytes" in problem()
        assert "delete it" in problem()
    shutil.copy(paths[0], paths[2])
    assert "is the official Small/raw/train-images-idx3-ubyte.gz under another name" in problem()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "begins with nothing"),
        (idx(np.zeros((4, 1), np.uint8)), "begins with 00000802"),
        (b"\0\0\x0d\x01" + idx(np.zeros(4, np.uint8))[4:], "begins with 00000d01"),
        (idx(np.zeros(4, np.uint8))[:6], "says that its shape is"),
        (idx(np.zeros(5, np.uint8)), r"says that its shape is \(5,\)"),
        (idx(np.zeros(4, np.uint8))[:-1], "holds 3 values"),
        (idx(np.zeros(4, np.uint8)) + b"\0", "holds 5 values"),
    ],
)
def test_idx_magic_sizes_and_length_are_checked(data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse(data, "labels", (4,))


def test_gzip_content_is_whole_and_of_limited_size() -> None:
    packed = gzip.compress(bytes(1000))
    assert unpacked(packed, "f", 1000) == bytes(1000)
    with pytest.raises(DataError, match="more than the 999 bytes"):
        unpacked(packed, "f", 999)
    for broken in (b"\0", b"not gzip", packed[:-3], packed[:15], packed[:-5] + b"12345"):
        with pytest.raises(DataError, match="no whole gzip file"):
            unpacked(broken, "f", 1000)


def test_labels_beyond_the_classes_are_refused(tmp_path: Path) -> None:
    packed = (*PACKED[:3], gzip.compress(idx(np.full(5, 10, np.uint8)), mtime=0))
    stored(tmp_path, packed)
    with pytest.raises(DataError, match="labels above 9"):
        mnist.load(family(packed), Request(tmp_path))


# --- downloads, from a server on this machine


@contextmanager
def server(
    answers: dict[str, tuple[int, bytes]], *, claim: int = 0
) -> Iterator[tuple[str, list[str]]]:
    """Serve files; ``claim`` bytes more are announced than sent."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, content = answers.get(self.path, (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content) + claim))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{httpd.server_port}/", asked
        finally:
            httpd.shutdown()
            thread.join()


@pytest.fixture
def answers() -> dict[str, tuple[int, bytes]]:
    names = [Path(file.path).name for file in family().files]
    return {f"/{name}": (200, content) for name, content in zip(names, PACKED, strict=True)}


def test_only_what_is_missing_is_downloaded_and_only_when_asked(
    tmp_path: Path, answers: dict[str, tuple[int, bytes]]
) -> None:
    with server(answers) as (home, asked):
        with pytest.raises(DataError, match="is missing"):
            mnist.load(family(home=home), Request(tmp_path))
        assert asked == []
        first = mnist.load(family(home=home), Request(tmp_path, download=True))
        assert sorted(asked) == sorted(answers)
        (tmp_path / family().files[3].path).unlink()
        mnist.load(family(home=home), Request(tmp_path, download=True))
        assert asked[4:] == ["/t10k-labels-idx1-ubyte.gz"]
    again = mnist.load(family(), Request(tmp_path))
    assert np.array_equal(first.train, again.train)
    assert first.source == again.source


def test_a_damaged_file_is_not_replaced_by_a_download(
    tmp_path: Path, answers: dict[str, tuple[int, bytes]]
) -> None:
    paths = stored(tmp_path)
    paths[0].write_bytes(b"mine")
    with server(answers) as (home, asked):
        with pytest.raises(DataError, match="delete it"):
            mnist.load(family(home=home), Request(tmp_path, download=True))
        assert asked == []
    assert paths[0].read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("answer", "claim", "message"),
    [
        ((404, b""), 0, "404"),
        ((500, b"sorry"), 0, "500"),
        ((200, b"<html>log in first</html>"), 0, "not the data set; nothing was written"),
        ((200, PACKED[0][:-9]), 9, "truncated or not the data set|IncompleteRead"),
    ],
)
def test_a_failed_download_writes_nothing(
    tmp_path: Path, answer: tuple[int, bytes], claim: int, message: str
) -> None:
    with (
        server({"/train-images-idx3-ubyte.gz": answer}, claim=claim) as (home, _),
        pytest.raises(DataError, match=message),
    ):
        mnist.load(family(home=home), Request(tmp_path, download=True))
    assert list(tmp_path.rglob("*")) == []


def test_a_download_stops_at_the_size_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10**5)
    with server({"/big": (200, bytes(10**6))}) as (home, _):
        file = Remote("big", "md5", "0" * 32, home + "big")
        with pytest.raises(DataError, match="more than 100000 bytes"):
            fetch(file, Path("big"))
        assert len(files._received(file)) < 10**6  # the rest was not waited for


def test_without_a_network_the_user_is_told_what_to_copy_where(tmp_path: Path) -> None:
    with server({}) as (home, _):
        pass  # the port is free again: nobody answers
    with pytest.raises(DataError, match="cannot download") as caught:
        mnist.load(family(home=home), Request(tmp_path, download=True))
    assert str(tmp_path / "Small/raw/train-images-idx3-ubyte.gz") in str(caught.value)
