"""Which models the zoo has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Half = Literal["tuned", "fresh"]
Library = Literal["torch", "pythae", "empirics"]


@dataclass(frozen=True)
class TrainingRecipe:
    """One model, trained with right inputs.

    Attributes:
        name: unique.
        library: what trains it: a plain loop in torch, pythae's trainer or this package's.
        data: of `empirics.benchmarks.zoo.data`.
        kind: "linear", "mlp" or "conv".
        hidden: widths or channels.
        activation: between layers.
        latent: kappa.
        gamma: how the decoder variance is found.
        factor: where it is fixed, gamma over the value that the affine VAE would learn.
        beta: weight of the KL term.
        seed: of weights, noise and order.
    """

    name: str
    library: Library
    data: str
    kind: Literal["linear", "mlp", "conv"]
    hidden: tuple[int, ...]
    activation: Literal["relu", "tanh"]
    latent: int
    gamma: Literal["learned", "closed", "fixed"]
    factor: float
    beta: float
    seed: int


_Network: TypeAlias = tuple[
    str, Literal["linear", "mlp", "conv"], tuple[int, ...], Literal["relu", "tanh"], int
]
_FIRST: tuple[_Network, ...] = (
    ("plane", "linear", (), "relu", 6),
    ("plane", "linear", (), "relu", 2),
    ("digits", "linear", (), "relu", 12),
    ("sphere", "mlp", (64,), "tanh", 4),
    ("sphere", "mlp", (48, 48), "relu", 6),
    ("digits", "mlp", (64,), "relu", 4),
    ("digits", "mlp", (64, 48), "relu", 12),
    ("digits", "conv", (8, 16), "relu", 6),
)
_SECOND: tuple[_Network, ...] = (
    ("slab", "linear", (), "relu", 7),
    ("cells", "linear", (), "relu", 4),
    ("torus", "mlp", (64,), "tanh", 5),
    ("torus", "mlp", (48, 48), "relu", 3),
    ("clusters", "mlp", (64,), "relu", 4),
    ("cells", "mlp", (48,), "tanh", 8),
    ("digits", "mlp", (96,), "tanh", 9),
    ("digits", "conv", (12, 12), "relu", 8),
)
_THIRD: tuple[_Network, ...] = (
    ("sheet", "linear", (), "relu", 5),
    ("diabetes", "linear", (), "relu", 3),
    ("cells", "linear", (), "relu", 7),
    ("digits", "linear", (), "relu", 8),
    ("saddle", "mlp", (64,), "tanh", 4),
    ("saddle", "mlp", (48, 48), "relu", 3),
    ("helix", "mlp", (64,), "tanh", 3),
    ("helix", "mlp", (40, 40), "relu", 5),
)
_FOURTH: tuple[_Network, ...] = (
    ("board", "linear", (), "relu", 6),
    ("wine", "linear", (), "relu", 4),
    ("ring", "mlp", (64,), "tanh", 3),
    ("ring", "mlp", (48, 48), "relu", 4),
    ("roll", "mlp", (64,), "tanh", 4),
    ("roll", "mlp", (40, 40), "relu", 3),
    ("digits", "mlp", (80,), "tanh", 7),
    ("digits", "conv", (8, 12), "relu", 7),
)
_FIFTH: tuple[_Network, ...] = (
    ("lattice", "linear", (), "relu", 6),
    ("iris", "linear", (), "relu", 2),
    ("digits", "linear", (), "relu", 10),
    ("cells", "linear", (), "relu", 9),
    ("knot", "mlp", (64,), "tanh", 3),
    ("knot", "mlp", (48, 48), "relu", 4),
    ("moebius", "mlp", (64,), "tanh", 4),
    ("moebius", "mlp", (40, 40), "relu", 3),
    ("cone", "mlp", (56,), "tanh", 4),
    ("dome", "mlp", (48, 48), "relu", 5),
    ("islands", "mlp", (64,), "relu", 4),
    ("wine", "mlp", (48,), "tanh", 6),
    ("diabetes", "mlp", (40,), "relu", 5),
    ("digits", "mlp", (72,), "relu", 6),
    ("digits", "mlp", (64, 64), "tanh", 8),
    ("digits", "conv", (10, 14), "relu", 5),
)
_SIXTH: tuple[_Network, ...] = (
    ("shelf", "linear", (), "relu", 5),
    ("iris", "linear", (), "relu", 3),
    ("digits", "linear", (), "relu", 9),
    ("wine", "linear", (), "relu", 6),
    ("eight", "mlp", (64,), "tanh", 3),
    ("eight", "mlp", (48, 48), "relu", 4),
    ("bowl", "mlp", (56,), "tanh", 4),
    ("bowl", "mlp", (40, 40), "relu", 3),
    ("tube", "mlp", (64,), "tanh", 4),
    ("waves", "mlp", (48, 48), "relu", 5),
    ("blobs", "mlp", (64,), "relu", 5),
    ("cells", "mlp", (48,), "relu", 6),
    ("diabetes", "mlp", (40,), "tanh", 4),
    ("digits", "mlp", (80,), "relu", 8),
    ("digits", "mlp", (56, 56), "tanh", 6),
    ("digits", "conv", (8, 10), "relu", 9),
)
_SEVENTH: tuple[_Network, ...] = (
    ("terrace", "linear", (), "relu", 5),
    ("clover", "mlp", (64,), "tanh", 3),
    ("digits", "mlp", (88,), "relu", 7),
    ("egg", "mlp", (48, 48), "relu", 4),
    ("wine", "linear", (), "relu", 5),
    ("horn", "mlp", (56,), "tanh", 4),
    ("digits", "conv", (12, 8), "relu", 6),
    ("cells", "mlp", (56,), "tanh", 7),
    ("digits", "linear", (), "relu", 11),
    ("fold", "mlp", (40, 40), "relu", 3),
    ("spots", "mlp", (64,), "relu", 5),
    ("digits", "mlp", (60, 60), "tanh", 5),
    ("iris", "linear", (), "relu", 1),
    ("clover", "mlp", (48, 48), "relu", 4),
    ("diabetes", "mlp", (48,), "tanh", 6),
    ("egg", "mlp", (64,), "tanh", 6),
)
# In an order of which every part has all kinds: it may be trained in part.
_FRESH: tuple[_Network, ...] = (
    ("ledge", "linear", (), "relu", 6),
    ("star", "mlp", (64,), "tanh", 4),
    ("digits", "mlp", (76,), "relu", 9),
    ("pear", "mlp", (48, 48), "relu", 5),
    ("cells", "linear", (), "relu", 6),
    ("spring", "mlp", (56,), "tanh", 3),
    ("digits", "conv", (10, 10), "relu", 7),
    ("wine", "mlp", (40,), "tanh", 5),
    ("digits", "linear", (), "relu", 7),
    ("pass", "mlp", (40, 40), "relu", 4),
    ("flocks", "mlp", (72,), "relu", 6),
    ("digits", "mlp", (68, 52), "tanh", 7),
    ("diabetes", "linear", (), "relu", 4),
    ("spring", "mlp", (48, 48), "relu", 5),
    ("diabetes", "mlp", (56,), "relu", 3),
    ("pass", "mlp", (64,), "tanh", 3),
)
_Way: TypeAlias = tuple[Library, Literal["learned", "closed", "fixed"], float, float, int]
_LEARNED: tuple[_Way, ...] = (("torch", "learned", 1.0, 1.0, 0), ("torch", "closed", 1.0, 1.0, 1))
_OTHER_BETA: tuple[_Way, ...] = (
    ("empirics", "learned", 1.0, 2.0, 2),
    ("empirics", "learned", 1.0, 0.25, 3),
)
_FIXED: tuple[_Way, ...] = (
    ("torch", "fixed", 0.3, 1.0, 4),
    ("pythae", "fixed", 3.0, 1.0, 5),
    ("pythae", "fixed", 1.0, 2.0, 5),
)


_HALVES: dict[Half, tuple[tuple[tuple[_Network, ...], int], ...]] = {
    "tuned": (
        (_FIRST, 0),
        (_SECOND, 1000),
        (_THIRD, 2000),
        (_FOURTH, 3000),
        (_FIFTH, 4000),
        (_SIXTH, 5000),
        (_SEVENTH, 6000),
    ),
    "fresh": ((_FRESH, 7000),),
}
"""Networks of each half, with where their seeds start."""


def recipes(half: Half) -> list[TrainingRecipe]:
    """The models of one half: four ways for each of its networks.

    >>> len(recipes("tuned")), len(recipes("fresh"))
    (320, 64)
    """
    found = []
    for networks, first in _HALVES[half]:
        for i, (data, kind, hidden, activation, latent) in enumerate(networks):
            ways = (*_LEARNED, _OTHER_BETA[i % 2], _FIXED[i % 3])
            for library, gamma, factor, beta, j in ways:
                seed = first + 10 * i + j
                found.append(
                    TrainingRecipe(
                        f"{half}-{seed:04}-{data}-{kind}", library, data, kind, hidden,
                        activation, latent, gamma, factor, beta, seed,
                    )
                )  # fmt: skip
    return found
