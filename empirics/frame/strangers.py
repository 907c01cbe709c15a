"""Outliers near the data and far from them, and what tells them apart without any model.

Turned images (by 90 degrees) and images of which two patches have changed places have just the ink
of the originals: the baseline "amount of ink" sees nothing there.  Images of another data set are
the paper's outliers (Section 2.2); there ink alone says much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from empirics.data import Dataset
from empirics.frame.experiment import Environment, Record
from empirics.frame.jobs import dataset, sample
from empirics.measures import auroc
from empirics.measures.components import Components

if TYPE_CHECKING:
    from empirics.training.train import Trained

Images = NDArray[np.float32]

SCORED = 2000
OTHERS = {"mnist": "fashion-mnist", "fashion-mnist": "mnist"}


def turned(x: Images, shape: tuple[int, ...]) -> Images:
    """Images (n, d) of this shape (channels, height, width), turned by 90 degrees.

    >>> turned(np.array([[1, 2, 3, 4]], np.float32), (1, 2, 2))
    array([[2., 4., 1., 3.]], dtype=float32)
    """
    turned_images = np.rot90(x.reshape(len(x), *shape), axes=(2, 3))
    return np.ascontiguousarray(turned_images).reshape(x.shape)


def patched(x: Images, shape: tuple[int, ...], *, seed: int = 0) -> Images:
    """Images of which two random squares of a third of the side have changed places.

    The squares lie in the left and in the right half, so that they do not overlap.
    """
    rng = np.random.default_rng(seed)
    images = x.reshape(len(x), *shape).copy()
    side, half = shape[1] // 3, shape[2] // 2
    for image in images:
        rows = rng.integers(0, shape[1] - side + 1, 2)
        left, right = rng.integers(0, half - side + 1), rng.integers(half, shape[2] - side + 1)
        a = np.s_[:, rows[0] : rows[0] + side, left : left + side]
        b = np.s_[:, rows[1] : rows[1] + side, right : right + side]
        image[a], image[b] = image[b].copy(), image[a].copy()
    return images.reshape(x.shape)


def strangers(data: Dataset, name: str, environment: Environment) -> dict[str, Images]:
    """Outliers for a data set's test images, by kind."""
    inside = data.test[:SCORED]
    found = {"turned": turned(inside, data.shape), "patched": patched(inside, data.shape)}
    if name in OTHERS:
        found["other"] = dataset(sample(OTHERS[name]), environment).test[:SCORED]
    return found


def told_apart(
    trained: Trained, index: int, data: Dataset, outside: dict[str, Images], components: Components
) -> Record:
    """AUROC of one model's reconstruction error, of PCA with as many components, and of ink."""
    inside, count = data.test[:SCORED], trained.config.architecture.latent
    model = trained.member(index)

    def by_model(x: Images) -> NDArray[np.float64]:
        residual = x.astype(np.float64) - model.decode(model.encode(x)[0])
        return np.asarray((residual**2).sum(axis=1))

    found: Record = {}
    for kind, x in outside.items():
        found[f"auroc_{kind}"] = auroc(by_model(inside), by_model(x))
        remains = [residuals(components, each, count) for each in (inside, x)]
        found[f"pca_{kind}"] = auroc(*remains)
        ink = auroc(inside.sum(axis=1, dtype=np.float64), x.sum(axis=1, dtype=np.float64))
        found[f"ink_{kind}"] = max(ink, 1 - ink)  # more or less ink, whichever tells more
    return found


def residuals(components: Components, x: Images, count: int) -> NDArray[np.float64]:
    """Squared distance of every sample to the plane of the first components, (n,).

    >>> from empirics.measures import pca
    >>> components = pca(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [2.0, 1.0]]))
    >>> residuals(components, np.array([[1.0, 0.5], [5.0, 2.5]], np.float32), 1)
    array([0., 4.])
    """
    centred = x.astype(np.float64) - components.mean
    directions = components.directions[:count]
    left = centred - centred @ directions.T @ directions
    return np.asarray((left**2).sum(axis=1))
