"""Decoders that are 1-Lipschitz by construction: orthonormal layers with MaxMin between them.

A matrix with orthonormal rows or columns stretches nothing, nor does MaxMin (Anil, Lucas and
Grosse 2019), which sorts pairs of units and loses none of the gradient's norm; so neither does
their composition.  Codes cannot be made smaller by a decoder that makes up for it: their powers
mean something.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from empirics.errors import ConfigError

BIAS = 2.0


class OrthonormalDecoders:
    """Decoders of several members that start equal.

    >>> decoders = OrthonormalDecoders((2, 4, 3), count=5, seed=0)
    >>> decoders(torch.zeros(5, 7, 2)).shape, bool((decoders.gain() < 1 + 1e-5).all())
    (torch.Size([5, 7, 3]), True)

    Args:
        widths: kappa, those of the hidden layers (even: MaxMin takes pairs), d.
        count: number of members.
        seed: of the initial weights.

    Attributes:
        weights: of each layer, (count, in, out).
        biases: of each layer, (count, 1, out); spread over +-`BIAS`, those of the last one 0.

    Raises:
        ConfigError: if a hidden width is odd.
    """

    def __init__(self, widths: Sequence[int], *, count: int, seed: int) -> None:
        if any(width % 2 for width in widths[1:-1]):
            raise ConfigError(f"MaxMin takes units in pairs: hidden widths are even, not {widths}")
        draw = torch.Generator().manual_seed(seed)
        self.weights, self.biases = [], []
        for inputs, outputs in pairwise(widths):
            weight = _nearest(torch.randn(1, inputs, outputs, generator=draw))
            bias = BIAS * (2 * torch.rand(1, 1, outputs, generator=draw) - 1)
            self.weights.append(weight.expand(count, -1, -1).clone().requires_grad_())
            self.biases.append(bias.expand(count, -1, -1).clone().requires_grad_())
        with torch.no_grad():
            self.biases[-1].zero_()

    @property
    def parameters(self) -> list[Tensor]:
        """What an optimiser moves; `retract` after each of its steps."""
        return [*self.weights, *self.biases]

    def __call__(self, z: Tensor) -> Tensor:
        """Codes (count, n, kappa) to points (count, n, d)."""
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            z = maxmin(torch.baddbmm(bias, z, weight))
        return torch.baddbmm(self.biases[-1], z, self.weights[-1])

    @torch.no_grad()
    def retract(self) -> None:
        """One Björck step towards the nearest orthonormal weights: enough after a small step."""
        for weight in self.weights:
            if weight.shape[1] > weight.shape[2]:
                weight.copy_(1.5 * weight - 0.5 * weight @ (weight.mT @ weight))
            else:
                weight.copy_(1.5 * weight - 0.5 * (weight @ weight.mT) @ weight)

    @torch.no_grad()
    def project(self) -> None:
        """The nearest orthonormal weights, to rounding."""
        for weight in self.weights:
            weight.copy_(_nearest(weight))

    @torch.no_grad()
    def gain(self) -> Tensor:
        """A Lipschitz constant of each member, (count,): the product of the layers' norms."""
        norms = [torch.linalg.matrix_norm(weight.double(), ord=2) for weight in self.weights]
        return torch.stack(norms).prod(dim=0)


def maxmin(x: Tensor) -> Tensor:
    """The larger ones of pairs of units, then the smaller ones.

    >>> maxmin(torch.tensor([1.0, 5.0, 3.0, 4.0])).tolist()
    [3.0, 5.0, 1.0, 4.0]
    """
    first, second = x.chunk(2, dim=-1)
    return torch.cat([torch.maximum(first, second), torch.minimum(first, second)], dim=-1)


def _nearest(weight: Tensor) -> Tensor:
    """The orthonormal factor of the polar decomposition."""
    left, _, right = torch.linalg.svd(weight, full_matrices=False)
    nearest: Tensor = left @ right
    return nearest
