"""Handwritten digits that scikit-learn carries: the data set that needs no files."""

from __future__ import annotations

import numpy as np

from empirics.data.dataset import Dataset, Pixels, from_pixels, split
from empirics.data.files import digest
from empirics.data.request import Request
from empirics.errors import DataError

_WHITE = 16
_SIDE = 8


def load(request: Request) -> Dataset:
    """1797 images of shape (1, 8, 8), split 80/20 at random by the seed, with labels 0..9.

    Raises:
        DataError: if scikit-learn is missing.
    """
    try:
        import sklearn  # noqa: PLC0415 takes a second to load
        from sklearn.datasets import load_digits  # noqa: PLC0415
    except ModuleNotFoundError:
        raise DataError(
            "digits come with scikit-learn, which is not installed:"
            " pip install 'sparsity-theory[empirics]'"
        ) from None
    values, labels = load_digits(return_X_y=True)
    images: Pixels = values.astype(np.uint8)
    train, test = split(len(images), request.seed)
    return from_pixels(
        "digits",
        (1, _SIDE, _SIDE),
        (images[train], images[test]),
        (labels[train], labels[test]),
        {
            "kind": "scikit-learn",
            "version": sklearn.__version__,
            "sha256": digest(images.tobytes()),
            "split": {"test": 0.2, "seed": request.seed},
        },
        limit=request.limit,
        seed=request.seed,
        scale=_WHITE,
    )
