"""The matrix products of affine layers, and whether they are those of single precision."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from empirics.training.config import Config
from empirics.training.layers import Dense
from empirics.training.networks import dense

LARGE = 2**26
"""Multiplications in the largest product of a step from which oneDNN was the faster library."""


@dataclass(frozen=True)
class Product:
    """The batched products of one affine layer: (S, B, inputs) by (S, inputs, outputs).

    Attributes:
        members, rows, inputs, outputs: sizes.
    """

    members: int
    rows: int
    inputs: int
    outputs: int

    @property
    def size(self) -> int:
        """Number of multiplications, forward."""
        return self.members * self.rows * self.inputs * self.outputs


def products_of(config: Config, samples: int) -> list[Product]:
    """The products of one step; none for convolutional networks, which spend their time elsewhere.

    >>> from empirics.training.config import VAE, Architecture, Member, Optimiser
    >>> mlp = Architecture("mlp", (5,), latent=2)
    >>> config = Config(mlp, (Member(0),), VAE(), Optimiser(), epochs=1, batch=8)
    >>> [(each.inputs, each.outputs) for each in products_of(config, samples=100)]
    [(5, 4), (2, 5)]
    """
    if config.architecture.kind != "mlp":
        return []
    encoder, decoder = dense(config.architecture, heads=2, fixed_scale=False)
    members, rows = len(config.members), min(config.batch, samples)
    return [
        Product(members, rows, layer.inputs, layer.outputs)
        for layer in (*encoder, *decoder)
        if isinstance(layer, Dense)
    ]


def faster_and_single(products: list[Product]) -> bool:
    """Whether some product is large, and all are exact to the last bit of single precision now."""
    large = max((each.size for each in products), default=0) >= LARGE
    return large and all(_is_single(each) for each in set(products))


def _is_single(product: Product) -> bool:
    """Look at all three products of a layer: forward, and in both gradients.

    Two members stand for all, whose products are alike.
    """
    members, rows = min(product.members, 2), product.rows
    x = _full(members, rows, product.inputs)
    weight = _full(members, product.inputs, product.outputs)
    outwards = _full(members, rows, product.outputs)
    return (
        _exact(x, _one_in_each_column(weight))
        and _exact(x.transpose(1, 2), _one_in_each_column(outwards))
        and _exact(outwards, _one_in_each_column(weight.transpose(1, 2)))
    )


def _full(*shape: int) -> Tensor:
    """Numbers in [1, 2) whose every bit counts."""
    return 1 + torch.rand(shape, generator=torch.Generator().manual_seed(0))


def _one_in_each_column(matrix: Tensor) -> Tensor:
    """The same with one entry of each column, in rows that take turns, and zeros elsewhere."""
    columns = torch.arange(matrix.shape[2], device=matrix.device)
    kept = torch.zeros_like(matrix)  # of the same layout in memory
    rows = columns % matrix.shape[1]
    kept[:, rows, columns] = matrix[:, rows, columns]
    return kept


def _exact(one: Tensor, other: Tensor) -> bool:
    """Sums of one term each have to be that term, rounded once."""
    columns = torch.arange(other.shape[2])
    rows = columns % other.shape[1]
    expected = one[:, :, rows] * other[:, rows, columns].unsqueeze(1)
    added = torch.baddbmm(torch.zeros(len(one), 1, other.shape[2]), one, other)
    return torch.equal(torch.bmm(one, other), expected) and torch.equal(added, expected)
