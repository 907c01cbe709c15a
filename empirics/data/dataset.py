"""What a data set is: training and test samples as rows, and where they come from."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from empirics.errors import DataError

Record: TypeAlias = dict[str, Any]
Pixels: TypeAlias = NDArray[np.uint8]
Samples: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int64]

# Random streams of one seed that must not be the same.
_TRAIN, _TEST, _SPLIT = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples x_i as rows; pixels lie in [0, 1].

    Attributes:
        name: `load` gives the same data set for this name (and the seed in ``source``).
        train: (n, d) float32.
        test: (m, d) float32, held out.
        train_labels: (n,) int64, or None where the data have none.
        test_labels: (m,) int64, or None.
        shape: of one sample, (d,) or (channels, height, width).
        rank: r, the dimension of the manifold on which the data lie, or None where unknown.
        source: files and their digests, or the generator and its parameters; JSON.

    Raises:
        DataError: if the arrays do not fit together, or hold nan or infinity.
    """

    name: str
    train: Samples
    test: Samples
    train_labels: Labels | None
    test_labels: Labels | None
    shape: tuple[int, ...]
    rank: int | None
    source: Record

    def __post_init__(self) -> None:
        for part, x, labels in (
            ("train", self.train, self.train_labels),
            ("test", self.test, self.test_labels),
        ):
            if x.ndim != 2 or len(x) == 0 or x.shape[1] != self.dimension or x.dtype != np.float32:
                raise DataError(
                    f"{self.name}: {part} is {x.dtype} of shape {x.shape}; it must be float32 with"
                    f" at least one row and {self.dimension} columns, as samples of shape"
                    f" {self.shape} have"
                )
            if labels is not None and (labels.shape != (len(x),) or labels.dtype != np.int64):
                raise DataError(
                    f"{self.name}: {part} has {len(x)} samples, its labels are {labels.dtype} of"
                    f" shape {labels.shape}; give one int64 label for each sample"
                )
            if not np.isfinite(x).all():
                raise DataError(f"{self.name}: {part} holds nan or infinity")

    @property
    def dimension(self) -> int:
        """d, the number of coordinates of one sample."""
        return math.prod(self.shape)

    def limited(self, n_train: int, n_test: int, seed: int = 0) -> Dataset:
        """At most so many samples: a random subset, in the order of the whole.

        With the same seed, the subset of a smaller number lies in that of a larger one.

        Raises:
            DataError: if a number is not positive, or the seed is negative.

        >>> from empirics.data import load
        >>> digits = load("digits").limited(100, 50, seed=3)
        >>> digits.train.shape, digits.test.shape
        ((100, 64), (50, 64))
        """
        first = subset(len(self.train), n_train, seed)
        second = subset(len(self.test), n_test, seed, test=True)
        return dataclasses.replace(
            self,
            train=self.train[first],
            test=self.test[second],
            train_labels=_rows(self.train_labels, first),
            test_labels=_rows(self.test_labels, second),
            source=self.source | {"limited": limits(n_train, n_test, seed)},
        )


def limits(n_train: int, n_test: int, seed: int) -> Record:
    """How `Dataset.source` tells of a limit."""
    return {"train": n_train, "test": n_test, "seed": seed}


def subset(count: int, most: int, seed: int, *, test: bool = False) -> NDArray[np.intp]:
    """Which of ``count`` samples a limit keeps, in increasing order.

    Raises:
        DataError: if ``most`` is not positive, or the seed is negative.
    """
    if most < 1:
        raise DataError(f"a limit must be at least 1 sample, not {most}")
    order = _generator(seed, _TEST if test else _TRAIN).permutation(count)
    return np.sort(order[:most])


def split(count: int, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which samples are for training (80 %, at random) and which for testing, each in order.

    Raises:
        DataError: if the seed is negative.

    >>> train, test = split(10, seed=0)
    >>> len(train), len(test), sorted([*train.tolist(), *test.tolist()]) == list(range(10))
    (8, 2, True)
    """
    order = _generator(seed, _SPLIT).permutation(count)
    cut = count - count // 5
    return np.sort(order[:cut]), np.sort(order[cut:])


def from_pixels(
    name: str,
    shape: tuple[int, ...],
    images: tuple[Pixels, Pixels],
    labels: tuple[NDArray[Any], NDArray[Any]],
    source: Record,
    *,
    limit: int | None,
    seed: int,
    scale: int = 255,
    rank: int | None = None,
) -> Dataset:
    """A data set from whole-number pixels 0..scale; only what a limit keeps becomes float.

    Args:
        name: of the data set.
        shape: of one image, (channels, height, width).
        images: training and test images, as arrays of any shape (count, ...).
        labels: of both.
        source: files and digests.
        limit: at most so many training samples, and so many test samples.
        seed: of the subset.
        scale: the value of white.
        rank: dimension of the manifold, where known.
    """
    if limit is not None:
        kept = [subset(len(x), limit, seed, test=k == 1) for k, x in enumerate(images)]
        images = (images[0][kept[0]], images[1][kept[1]])
        labels = (labels[0][kept[0]], labels[1][kept[1]])
        source = source | {"limited": limits(limit, limit, seed)}
    train, test = (x.reshape(len(x), -1).astype(np.float32) / np.float32(scale) for x in images)
    train_labels, test_labels = (each.astype(np.int64) for each in labels)
    return Dataset(name, train, test, train_labels, test_labels, shape, rank, source)


def _rows(labels: Labels | None, rows: NDArray[np.intp]) -> Labels | None:
    return None if labels is None else labels[rows]


def _generator(seed: int, stream: int) -> np.random.Generator:
    if seed < 0:
        raise DataError(f"a seed must be a whole number from 0 on, not {seed}")
    return np.random.default_rng([seed, stream])
