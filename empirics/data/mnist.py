"""MNIST and Fashion-MNIST, in torchvision's raw folder layout, checked by their official MD5s."""

from __future__ import annotations

import math
from dataclasses import dataclass

from empirics.data.dataset import Dataset, Pixels, from_pixels
from empirics.data.files import Remote, described, existing, verified
from empirics.data.idx import parse, unpacked
from empirics.data.request import Request
from empirics.errors import DataError

_SIDE = 28
_CLASSES = 10
_NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@dataclass(frozen=True)
class IdxFiles:
    """Four idx files: training images and labels, test images and labels.

    Attributes:
        name: of the data set.
        folder: in the data folder; the files lie in its folder raw.
        home: address to which a file name is appended.
        digests: the official MD5s, in the order above.
        train: number of training images.
        test: number of test images.
    """

    name: str
    folder: str
    home: str
    digests: tuple[str, str, str, str]
    train: int = 60_000
    test: int = 10_000

    @property
    def files(self) -> tuple[Remote, ...]:
        """The files with their digests and addresses."""
        return tuple(
            Remote(f"{self.folder}/raw/{name}", "md5", md5, self.home + name)
            for name, md5 in zip(_NAMES, self.digests, strict=True)
        )

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Of the arrays in the files."""
        images = (_SIDE, _SIDE)
        return (self.train, *images), (self.train,), (self.test, *images), (self.test,)


# LeCun's own server asks for passwords; this copy, on torchvision's list, has the same MD5s.
MNIST = IdxFiles(
    "mnist",
    "MNIST",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    (
        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "d53e105ee54ea40749a09fcbcd1e9432",
        "9fb629c4189551a2d022fa330f9573f3",
        "ec29112dd5afa0611ce80d1b7f02629c",
    ),
)
FASHION = IdxFiles(
    "fashion-mnist",
    "FashionMNIST",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    (
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "25c81989df183df01b3e8a0aad5dffbe",
        "bef4ecab320f06d8554ea6380940ec79",
        "bb300cfdad3c16e7a12a480ee83cd310",
    ),
)


def load(family: IdxFiles, request: Request) -> Dataset:
    """Images of shape (1, 28, 28), split as their makers do, with labels 0..9.

    Raises:
        DataError: if a file is missing, renamed, truncated or not the official one.
    """
    folder = existing(request.folder, family.name)
    arrays: list[Pixels] = []
    files = []
    for file, shape in zip(family.files, family.shapes, strict=True):
        content = verified(
            folder,
            file,
            download=request.download,
            known=(*family.files, *MNIST.files, *FASHION.files),
        )
        files.append(described(file.path, content))
        name = str(folder / file.path)
        most = 4 + 4 * len(shape) + math.prod(shape)
        arrays.append(parse(unpacked(content, name, most), name, shape))
    train, train_labels, test, test_labels = arrays
    if max(train_labels.max(), test_labels.max()) >= _CLASSES:
        raise DataError(f"{family.name} has labels above {_CLASSES - 1}: the files are not its own")
    return from_pixels(
        family.name,
        (1, _SIDE, _SIDE),
        (train, test),
        (train_labels, test_labels),
        {"kind": "files", "files": files},
        limit=request.limit,
        seed=request.seed,
    )
