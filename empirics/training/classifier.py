"""A small classifier whose features measure images: trained here, on the labels of the data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from empirics.data import Dataset
from empirics.errors import TrainingError

HIDDEN, FEATURES = 256, 64
EPOCHS, BATCH, RATE = 4, 256, 1e-3


@dataclass(frozen=True)
class Classifier:
    """A trained classifier.

    Attributes:
        network: features, then one score for each label.
        accuracy: share of the test samples with the right label.
    """

    network: nn.Sequential
    accuracy: float

    def features(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Samples (n, d) to the features before the scores, (n, `FEATURES`)."""
        with torch.no_grad():
            found: torch.Tensor = self.network[:-1](torch.from_numpy(np.ascontiguousarray(x)))
        return found.numpy()


def classifier(data: Dataset, *, seed: int = 0, epochs: int = EPOCHS) -> Classifier:
    """Train on the labelled training samples; deterministic in the seed.

    Raises:
        TrainingError: if the data have no labels.
    """
    if data.train_labels is None or data.test_labels is None:
        raise TrainingError(f"{data.name} has no labels: no classifier can be trained on it")
    d, labels = data.dimension, int(data.train_labels.max()) + 1
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = nn.Sequential(
            nn.Linear(d, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, FEATURES), nn.SiLU(),
            nn.Linear(FEATURES, labels),
        )  # fmt: skip
    adam = torch.optim.Adam(network.parameters(), lr=RATE)
    x, y = torch.from_numpy(data.train), torch.from_numpy(data.train_labels)
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for start in range(0, len(x), BATCH):
            part = order[start : start + BATCH]
            adam.zero_grad()
            nn.functional.cross_entropy(network(x[part]), y[part]).backward()  # type: ignore[no-untyped-call]
            adam.step()
    with torch.no_grad():
        found = network(torch.from_numpy(data.test)).argmax(dim=1).numpy()
    return Classifier(network, float((found == data.test_labels).mean()))
