"""COIL-20, Olivetti faces and CelebA: upright, in order, and refused where they are damaged."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import savemat

from empirics.data import celeba, coil20, describe, files, load, olivetti, states
from empirics.errors import DataError

RNG = np.random.default_rng(0)


# --- COIL-20


def coil(**changes: Any) -> bytes:
    x = RNG.integers(0, 256, (1440, 1024), dtype=np.uint8)
    y = np.repeat(np.arange(1, 21, dtype=np.uint8), 72)[:, None]
    file = io.BytesIO()
    savemat(file, {"X": x, "Y": y} | changes, do_compression=True)
    return file.getvalue()


def test_views_of_an_object_go_round_and_their_split_leaves_no_gap(tmp_path: Path) -> None:
    (tmp_path / "coil20").mkdir()
    x = np.repeat(np.arange(1440) // 72, 1024).reshape(1440, 1024).astype(np.uint8)
    x[:, 32] = np.arange(1440) % 72  # Fortran order: second column of the first row
    (tmp_path / coil20.PATH).write_bytes(coil(X=x))
    loop = load("coil20/3", tmp_path)
    assert (loop.train.shape, loop.test.shape, loop.rank) == ((54, 1024), (18, 1024), 1)
    assert loop.train_labels is not None
    assert loop.test_labels is not None
    views = np.sort(np.concatenate([loop.train_labels, loop.test_labels]))
    assert views.tolist() == list(range(72))
    assert np.diff(loop.train_labels).max() == 2
    assert (loop.train * 255)[:, 0].astype(int).tolist() == [2] * 54
    assert np.array_equal((loop.train * 255)[:, 1].round(), loop.train_labels)
    every = load("coil20", tmp_path)
    assert every.train_labels is not None
    assert np.bincount(every.train_labels).tolist() == [0] + [54] * 20
    for name in ("coil20/0", "coil20/21"):
        with pytest.raises(DataError, match="objects 1 to 20"):
            load(name, tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no readable MATLAB file"),
        (b"\0" * 200, "no readable MATLAB file"),
        (coil()[:5000], "no readable MATLAB file"),
        (coil(X=np.zeros((1440, 1024))), "X is float64"),
        (coil(X=np.zeros((1440, 16384), np.uint8)), r"X is uint8 of shape \(1440, 16384\)"),
        (coil(Y=np.zeros((1440, 1), np.uint8)), "Y is not 72 times each"),
        (coil(X="text"), "X is <U4"),
    ],
)
def test_a_file_that_is_not_coil20_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "coil20").mkdir()
    (tmp_path / coil20.PATH).write_bytes(content)
    with pytest.raises(DataError, match=message):
        load("coil20", tmp_path)


def test_coil20_and_celeba_are_never_downloaded(tmp_path: Path) -> None:
    for name in ("coil20", "celeba"):
        with pytest.raises(DataError, match="not downloaded"):
            load(name, tmp_path, download=True)


# --- Olivetti

FACES = RNG.integers(0, 256, (400, 4096), dtype=np.uint8)


class Marker:
    """Leaves a trace where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def cache(pixels: bytes, header: bytes = b"\x80\x04 header ") -> bytes:
    return zlib.compress(header + pixels + b".")


def test_faces_are_the_same_from_the_original_and_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(olivetti, "PIXELS_SHA256", hashlib.sha256(bytes(FACES)).hexdigest())
    (tmp_path / "olivetti").mkdir()
    (tmp_path / olivetti.CACHE).write_bytes(cache(bytes(FACES)))
    first = load("olivetti", tmp_path, seed=1)
    file = io.BytesIO()
    savemat(file, {"faces": FACES.T})
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(olivetti, "ORIGINAL", replace(olivetti.ORIGINAL, digest=sha256))
    monkeypatch.setattr(files, "fetch", lambda *_: content)
    (tmp_path / olivetti.CACHE).unlink()
    second = load("olivetti", tmp_path, seed=1, download=True)
    assert (tmp_path / "olivetti/olivettifaces.mat").read_bytes() == content
    assert np.array_equal(first.train, second.train)
    assert np.array_equal(first.test, second.test)
    assert first.train_labels is not None
    row, person = 7, first.train_labels[7]
    upright = [face.reshape(64, 64).T for face in FACES[10 * person : 10 * person + 10]]
    assert any(np.array_equal(first.train[row] * 255, face.ravel()) for face in upright)


def test_a_cache_of_other_content_is_refused_and_none_is_unpickled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    trace = tmp_path / "executed"
    harmful = pickle.dumps(Marker(trace))
    monkeypatch.setattr(olivetti, "PIXELS_SHA256", hashlib.sha256(bytes(FACES)).hexdigest())
    for content in (
        zlib.compress(harmful),
        cache(bytes(FACES[::-1]), header=harmful),
        cache(bytes(FACES) + b"more"),
        cache(bytes(FACES), header=bytes(5000)),
        cache(bytes(FACES))[:-2],
        harmful,
        b"",
    ):
        with pytest.raises(DataError, match=r"Olivetti|zlib"):
            olivetti.from_cache(content, "faces")
    right = olivetti.from_cache(cache(bytes(FACES), header=harmful), "faces")
    assert np.array_equal(right, FACES)
    assert not trace.exists()
    pickle.loads(harmful)  # the trap works where it is not avoided
    assert trace.exists()


# --- CelebA


def picture(folder: Path, name: str, size: tuple[int, int] = (178, 218)) -> NDArray[np.uint8]:
    image = pytest.importorskip("PIL.Image")
    pixels = np.full((size[1], size[0], 3), (200, 100, 50), np.uint8)
    pixels[size[1] // 2 :] = (20, 40, 240)
    image.fromarray(pixels).save(folder / name, quality=95)
    return pixels


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    folder = tmp_path / celeba.FOLDER
    folder.mkdir(parents=True)
    for number in (1, 2, 162_770, 162_771, 182_637, 182_638, 202_599):
        picture(folder, f"{number:06}.jpg")
    (folder / "notes.txt").write_text("not an image")
    return folder


def test_celeba_is_cropped_to_the_centre_and_split_by_the_official_partition(
    tmp_path: Path, faces: Path
) -> None:
    image = pytest.importorskip("PIL.Image")
    image.new("RGB", (178, 218), "white").save(faces / "000002.jpg")
    data = load("celeba", tmp_path)
    assert (data.train[1] == 1).all()
    assert (data.train.shape, data.test.shape) == ((3, 49152), (2, 49152))
    assert data.train_labels is None
    pixels = data.train[0].reshape(3, 128, 128) * 255
    for part, colour in ((slice(0, 60), (200, 100, 50)), (slice(68, 128), (20, 40, 240))):
        assert np.abs(pixels[:, part].mean(axis=(1, 2)) - colour).max() < 3
    assert data.source["available"] == {"train": 3, "test": 2}
    assert len(data.source["sha256"]) == 64


def test_celeba_reads_only_the_images_that_the_limit_keeps(tmp_path: Path, faces: Path) -> None:
    whole = load("celeba", tmp_path).limited(1, 1, seed=0)
    for path in faces.glob("*.jpg"):
        kept = path.read_bytes()
        path.write_bytes(b"")
        try:
            data = load("celeba", tmp_path, limit=1)
        except DataError:
            path.write_bytes(kept)  # it was one of the two that are needed
    assert sum(path.stat().st_size > 0 for path in faces.glob("*.jpg")) == 2
    assert np.array_equal(data.train, whole.train)
    assert data.source["limited"] == whole.source["limited"]


def test_celeba_names_the_image_that_is_damaged_or_strange(tmp_path: Path, faces: Path) -> None:
    whole = (faces / "000002.jpg").read_bytes()
    for content in (b"", b"no image", whole[:300], whole[: len(whole) // 2]):
        (faces / "000002.jpg").write_bytes(content)
        with pytest.raises(DataError, match=r"000002\.jpg is truncated or no JPEG"):
            load("celeba", tmp_path)
    picture(faces, "000002.jpg", size=(128, 128))
    with pytest.raises(DataError, match=r"000002\.jpg is 128 x 128 pixels"):
        load("celeba", tmp_path)
    (faces / "000002.jpg").rename(faces / "face2.jpg")
    with pytest.raises(DataError, match=r"face2\.jpg is no name of CelebA"):
        load("celeba", tmp_path)


def test_celeba_without_test_images_or_without_a_needed_limit_is_refused(
    tmp_path: Path, faces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(celeba, "MOST_UNLIMITED", 4)
    with pytest.raises(DataError, match="Say how many to read"):
        load("celeba", tmp_path)
    assert len(load("celeba", tmp_path, limit=99).train) == 3
    for name in ("182638.jpg", "202599.jpg"):
        (faces / name).unlink()
    with pytest.raises(DataError, match="at least one of each"):
        load("celeba", tmp_path)


# --- all of them


def test_states_tell_present_absent_and_damaged(tmp_path: Path, faces: Path) -> None:
    pytest.importorskip("sklearn")
    (tmp_path / "coil20").mkdir()
    (tmp_path / coil20.PATH).write_bytes(coil()[:-100])
    raw = tmp_path / "MNIST/raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte.gz").write_bytes(b"cut")
    found = {each.name: each for each in states(tmp_path)}
    assert {name: each.state for name, each in found.items()} == {
        "digits": "built in",
        "mnist": "damaged",
        "fashion-mnist": "absent",
        "coil20": "damaged",
        "olivetti": "absent",
        "celeba": "present",
        "linear(...)": "built in",
        "sphere(...)": "built in",
        "sigmoid(...)": "built in",
    }
    assert "train-images-idx3-ubyte.gz is truncated" in found["mnist"].note
    assert found["celeba"].note.startswith("3 + 2 images there")
    assert len(describe(tmp_path).splitlines()) == 1 + len(found)
    with pytest.raises(DataError, match="is not a folder"):
        describe(tmp_path / "nothing")
