"""Data sets by name: splits, limits, and manifolds that are what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from empirics.data import load
from empirics.data.dataset import Dataset
from empirics.errors import DataError

pytest.importorskip("sklearn")


# --- splits, limits, names


def test_digits_split_is_seeded_and_complete() -> None:
    first, again, other = load("digits"), load("digits"), load("digits", seed=1)
    assert (first.train.shape, first.test.shape) == ((1438, 64), (359, 64))
    assert np.array_equal(first.train, again.train)
    assert not np.array_equal(first.train, other.train)
    rows = [np.concatenate([each.train, each.test]) for each in (first, other)]
    assert np.array_equal(*(np.sort(each.view("V256").ravel()) for each in rows))
    assert (first.train.min(), first.train.max()) == (0, 1)


@pytest.mark.parametrize("name", ["digits", "sphere(n=200,d=4,r=1)"])
def test_a_limit_is_a_nested_subset_whether_given_early_or_late(name: str) -> None:
    whole = load(name, seed=5)
    small, large = load(name, limit=20, seed=5), whole.limited(40, 40, seed=5)
    assert np.array_equal(small.train, whole.limited(20, 20, seed=5).train)
    assert np.array_equal(small.test, whole.limited(20, 20, seed=5).test)
    assert small.source == whole.limited(20, 20, seed=5).source
    assert {row.tobytes() for row in small.train} <= {row.tobytes() for row in large.train}
    assert not np.array_equal(small.train, whole.limited(20, 20, seed=6).train)
    assert np.array_equal(whole.limited(10**9, 10**9).train, whole.train)


def test_limits_and_seeds_out_of_range_are_refused() -> None:
    with pytest.raises(DataError, match="at least 1 sample"):
        load("digits", limit=0)
    with pytest.raises(DataError, match="at least 1 sample"):
        load("digits").limited(5, -1)
    with pytest.raises(DataError, match="seed must be a whole number from 0 on"):
        load("digits", seed=-1)
    with pytest.raises(DataError, match="seed from 0 on"):
        load("sphere(n=20,d=4,r=1)", seed=-1)


def test_arrays_that_do_not_fit_are_refused() -> None:
    x = np.zeros((3, 4), np.float32)
    good = Dataset("x", x, x, None, None, (2, 2), None, {})
    assert good.dimension == 4
    bad = np.full((3, 4), np.nan, np.float32)
    for changes, message in (
        ({"train": x.astype(float)}, "float64"),
        ({"test": x[:0]}, r"shape \(0, 4\)"),
        ({"shape": (5,)}, "5 columns"),
        ({"test_labels": np.zeros(2, np.int64)}, "labels are int64 of shape"),
        ({"train": bad}, "nan"),
    ):
        with pytest.raises(DataError, match=message):
            replace(good, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "no data set ''; there are digits"),
        ("MNIST", "there are digits, mnist"),
        ("cube(n=10,d=3,r=1)", "no data set"),
        ("coil20/x", "no data set"),
        ("sphere", r"sphere\(n=2000,d=16,r=2\)"),
        ("sphere()", "'' in"),
        ("sphere(n=10,d=3)", "lacks r"),
        ("sphere(n=10,d=3,r=1,r=2)", "gives r twice"),
        ("sphere(n=10,d=3,r=1,condition=2)", "'condition=2'"),
        ("sphere(n=1e3,d=3,r=1)", "must be a whole number"),
        ("sphere(n=__import__('os'),d=3,r=1)", "no data set"),
        ("sphere(n=-5,d=3,r=1)", "n='-5'"),
        ("sphere(n=\u0665,d=3,r=1)", "must be a whole number"),
        ("sphere(n=10,d=2,r=2)", "needs d of at least 3"),
        ("linear(n=10,d=2,r=3)", "needs d of at least 3"),
        ("linear(n=3,d=5,r=3)", "take n > r"),
        ("linear(n=10,d=5,r=3,test=0)", "at least 1"),
        ("linear(n=10,d=5,r=3,condition=0.5)", "condition of at least 1"),
        ("linear(n=10,d=5,r=3,offset=nan)", "must be a number"),
        ("sigmoid(n=999999999,d=999999999,r=1)", "too large"),
    ],
)
def test_a_name_that_cannot_be_read_says_what_there_is(name: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load(name)


# --- manifolds


def centred_rank(x: NDArray[np.float32], tolerance: float = 1e-5) -> int:
    values = np.linalg.svd(x.astype(float) - x.mean(axis=0, dtype=float), compute_uv=False)
    return int((values > tolerance * values[0]).sum())


def test_linear_data_have_rank_r_scales_and_offset_as_asked() -> None:
    data = load("linear(n=20000,d=7,r=3,seed=2,test=50,condition=4,offset=3)")
    assert (data.rank, centred_rank(data.train)) == (3, 3)
    both = np.concatenate([data.train, data.test])
    assert centred_rank(both) == 3
    assert np.linalg.matrix_rank(both.astype(float), tol=1e-2) == 4  # the offset lies outside
    deviations = np.sqrt(np.linalg.eigvalsh(np.cov(data.train.T, dtype=float))[::-1][:3])
    assert np.allclose(deviations, [1, 0.5, 0.25], rtol=0.03)
    assert np.isclose(np.linalg.norm(data.train.mean(axis=0)), 3, rtol=0.02)


def test_sphere_and_sigmoid_lie_on_their_manifolds_and_nowhere_less() -> None:
    sphere = load("sphere(n=5000,d=8,r=2,seed=3)")
    assert np.allclose((sphere.train**2).sum(axis=1), 1, atol=1e-6)
    assert (sphere.train[:, 3:] == 0).all()
    assert np.allclose(np.cov(sphere.train.T)[:3, :3], np.eye(3) / 3, atol=0.02)
    sigmoid = load("sigmoid(n=500,d=6,r=3,seed=3)")
    odds = np.log(sigmoid.train[:, 3] / (1 - sigmoid.train[:, 3]))
    a, residual, *_ = np.linalg.lstsq(sigmoid.train[:, :3].astype(float), odds, rcond=None)
    assert residual[0] < 1e-4 * 500
    assert np.linalg.norm(a) > 0.1
    assert (sigmoid.train[:, 4:] == 0).all()
    assert np.allclose(sigmoid.test[:, :3] @ a, np.log(1 / (1 / sigmoid.test[:, 3] - 1)), atol=1e-3)


@pytest.mark.parametrize("kind", ["linear", "sphere", "sigmoid"])
def test_more_samples_extend_the_same_manifold(kind: str) -> None:
    small, large = load(f"{kind}(n=100,d=6,r=2)", seed=4), load(f"{kind}(n=300,d=6,r=2)", seed=4)
    assert np.allclose(small.train, large.train[:100], atol=1e-6)
    assert np.allclose(small.test, large.test[:25], atol=1e-6)
    assert not {row.tobytes() for row in large.train} & {row.tobytes() for row in large.test}
    again = load(small.name)
    assert np.array_equal(again.train, small.train)
    assert again.source == small.source
    assert not np.array_equal(load(f"{kind}(n=100,d=6,r=2)", seed=5).train, small.train)
    json.dumps(small.source)


def test_files_need_a_folder_that_exists(tmp_path: Path) -> None:
    for name in ("mnist", "coil20/3", "olivetti", "celeba"):
        with pytest.raises(DataError, match="give the data folder"):
            load(name)
        with pytest.raises(DataError, match="is not a folder"):
            load(name, tmp_path / "nothing")


def test_loading_data_does_not_load_torch() -> None:
    code = (
        "import sys; from empirics.data import load; load('sphere(n=20,d=4,r=1)'); load('digits');"
        "print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


# --- the real files, where there are any


@pytest.mark.parametrize(
    ("name", "mean", "labels"),
    [("mnist", 0.13066, 5923), ("fashion-mnist", 0.28604, 6000)],
)
def test_real_images_have_the_published_mean(
    data_folder: Path, name: str, mean: float, labels: int
) -> None:
    """The means are those with which everyone normalises these data."""
    data = load(name, data_folder)
    assert (data.train.shape, data.test.shape) == ((60000, 784), (10000, 784))
    assert abs(data.train.mean(dtype=float) - mean) < 1e-5
    assert data.train_labels is not None
    assert (data.train_labels == 0).sum() == labels


def test_real_views_of_an_object_are_a_closed_loop(data_folder: Path) -> None:
    loop = load("coil20/3", data_folder)
    assert loop.train_labels is not None
    assert loop.test_labels is not None
    views = np.concatenate([loop.train_labels, loop.test_labels])
    x = np.concatenate([loop.train, loop.test])[np.argsort(views)]
    distance = np.linalg.norm(x[:, None] - x[None], axis=2) + 100 * np.eye(72)
    apart = np.abs(distance.argmin(axis=1) - np.arange(72))
    assert set(np.minimum(apart, 72 - apart).tolist()) == {1}  # also from the last to the first


def test_real_faces_are_accepted_by_the_digest_of_their_pixels(data_folder: Path) -> None:
    data = load("olivetti", data_folder)
    assert (data.train.shape, data.test.shape) == ((320, 4096), (80, 4096))
    x = np.concatenate([data.train, data.test]).reshape(400, 64, 64)
    assert np.isclose(x.max() * 255, 242)
    # Faces are nearly symmetric about a vertical line, not about a horizontal one.
    upright = np.abs(x.mean(axis=0) - x.mean(axis=0)[:, ::-1]).mean()
    assert upright < np.abs(x.mean(axis=0) - x.mean(axis=0)[::-1]).mean() / 2
