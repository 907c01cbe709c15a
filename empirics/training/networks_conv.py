"""Convolutional networks: each member's images go through its own convolutions.

A convolution of one member already fills a CPU: one grouped convolution for all members was no
faster than one for each, and needs copies.  The affine layers at the narrow end stay batched.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

from empirics.errors import ConfigError
from empirics.training.config import Architecture
from empirics.training.layers import Constraint, Dense, Layer, Values, scale_constraint
from empirics.training.parameters import Block

KERNEL, STRIDE, PADDING = 4, 2, 1
"""Each convolution halves height and width (rounding down), each transposed one doubles them."""

Size: TypeAlias = tuple[int, int, int]
Activation: TypeAlias = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Convolution:
    """Images of size ``inputs`` to images of half the height and width, or back.

    Attributes:
        name: of the layer.
        inputs: (channels, height, width).
        outputs: the same, of its result.
        constraint: on its kernel.
    """

    name: str
    inputs: Size
    outputs: Size
    constraint: Constraint | None = None

    @property
    def upward(self) -> bool:
        """Whether it is a transposed convolution."""
        return self.outputs[1] > self.inputs[1]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Kernel and bias; initial values as `torch.nn.Conv2d`'s and `ConvTranspose2d`'s."""
        last, first = self.inputs[0], self.outputs[0]
        if self.upward:
            first, last = last, first
        bound = 1 / math.sqrt(last * KERNEL**2)
        return (
            Block(f"{self.name}.weight", (first, last, KERNEL, KERNEL), bound),
            Block(f"{self.name}.bias", (self.outputs[0],), bound),
        )

    def of_members(self, values: Values) -> list[tuple[Tensor, Tensor]]:
        """Kernel and bias of each member."""
        weight, bias = values[f"{self.name}.weight"], values[f"{self.name}.bias"]
        if self.constraint is not None:
            weight = self.constraint(weight)
        return list(zip(weight.unbind(0), bias.unbind(0), strict=True))

    def __call__(self, weight: Tensor, bias: Tensor, x: Tensor) -> Tensor:
        """Images (B, *inputs) of one member to (B, *outputs)."""
        if not self.upward:
            return functional.conv2d(x, weight, bias, stride=STRIDE, padding=PADDING)
        sides = zip(self.inputs[1:], self.outputs[1:], strict=True)
        odd = [large - STRIDE * small for small, large in sides]
        return functional.conv_transpose2d(
            x, weight, bias, stride=STRIDE, padding=PADDING, output_padding=odd
        )


@dataclass(frozen=True)
class Trunk:
    """Convolutions with activations between them, (S, B, ...) to (S, B, outputs of the last).

    With ``codes`` above 0 so many values at the end of every sample are no pixels: each convolution
    sees each of them as one more channel, constant over the image.
    """

    convolutions: tuple[Convolution, ...]
    activate: Activation
    codes: int = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Those of its convolutions."""
        return tuple(block for layer in self.convolutions for block in layer.blocks)

    def __call__(self, values: Values, x: Tensor) -> Tensor:
        """All members, one after the other."""
        per_layer = [layer.of_members(values) for layer in self.convolutions]
        channels, *sides = self.convolutions[0].inputs
        size = (channels - self.codes, *sides)
        pixels, codes = x[..., : math.prod(size)], x[..., math.prod(size) :]
        images = pixels.reshape(*x.shape[:2], *size).unbind(0)
        members = zip(images, codes.unbind(0), zip(*per_layer, strict=True), strict=True)
        # Flat before they are stacked: what is activated in place afterwards has to be no view.
        return torch.stack([self._member(*member).flatten(1) for member in members])

    def _member(
        self, x: Tensor, code: Tensor, weights: tuple[tuple[Tensor, Tensor], ...]
    ) -> Tensor:
        for i, (layer, (weight, bias)) in enumerate(zip(self.convolutions, weights, strict=True)):
            x = x if i == 0 else self.activate(x)
            if self.codes:
                maps = code[:, :, None, None].expand(-1, -1, *x.shape[2:])
                x = torch.cat([x, maps], dim=1)
            x = layer(weight, bias, x)
        return x


def convolutional(
    architecture: Architecture,
    heads: int,
    fixed_scale: bool,
    activate: Activation,
    backward: torch.dtype = torch.float32,
) -> tuple[list[Layer], list[Layer]]:
    """Encoder and decoder: convolutions and an affine layer, and the same in reverse.

    Raises:
        ConfigError: if the images are too small for so many layers.
    """
    sizes = _sizes(architecture)
    flat, kappa = math.prod(sizes[-1]), architecture.latent
    first = scale_constraint(fixed_scale, first=True)
    later = scale_constraint(fixed_scale, first=False)
    down = [Convolution(f"encoder{i}", *pair) for i, pair in enumerate(pairwise(sizes))]
    codes = kappa if architecture.skip else 0
    up = [
        Convolution(f"decoder{i}", (inputs[0] + codes, *inputs[1:]), outputs, later)
        for i, (inputs, outputs) in enumerate(pairwise(sizes[::-1]), 1)
    ]
    encoder: list[Layer] = [
        Trunk(tuple(down), activate),
        Dense(f"encoder{len(down)}", flat, heads * kappa, backward=backward),
    ]
    decoder: list[Layer] = [
        Dense("decoder0", kappa, flat, first, backward),
        Trunk(tuple(up), activate, codes),
    ]
    return encoder, decoder


def _sizes(architecture: Architecture) -> list[Size]:
    """(channels, height, width) of the image and after each convolution."""
    channels, height, width = architecture.shape
    sizes = [(channels, height, width)]
    for hidden in architecture.hidden:
        _, height, width = sizes[-1]
        sizes.append((hidden, height // STRIDE, width // STRIDE))
    if min(sizes[-1]) < 1:
        raise ConfigError(
            f"images of {architecture.shape[1]} by {architecture.shape[2]} pixels cannot be halved"
            f" {len(architecture.hidden)} times; give fewer hidden layers"
        )
    return sizes
