"""Encoders and decoders of several members at once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from empirics.training.config import Architecture
from empirics.training.layers import Dense, Layer, scale_constraint
from empirics.training.networks_conv import convolutional
from empirics.training.parameters import Block, Parameters

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "softplus": torch.nn.functional.softplus,
}


class Networks:
    """Encoder and decoder of S members; matrix products are batched over members.

    For eq. (7) the decoder must not be able to change the scale of the codes, or every penalty
    on their powers would be void. ``fixed_scale`` therefore divides each column of the first
    decoder layer by its norm (so that codes are measured in the units of that layer's output) and
    rescales every later weight to the Frobenius norm of a partial isometry; biases stay free.

    Args:
        architecture: of each member.
        seeds: of the initial weights, one per member.
        heads: outputs of the encoder per latent dimension: 2 for mean and log variance.
        fixed_scale: see above.
        device: where the parameters live.

    Attributes:
        count: S.
        parameters: the encoder's first, then the decoder's.
        encoder_blocks, decoder_blocks: names of the parameters of each.

    Raises:
        ConfigError: if images are too small for the architecture.
    """

    def __init__(
        self,
        architecture: Architecture,
        seeds: Sequence[int],
        *,
        heads: int,
        fixed_scale: bool,
        device: str = "cpu",
    ) -> None:
        self.count = len(seeds)
        self._activate = ACTIVATIONS[architecture.activation]
        if architecture.kind == "conv":
            layers = convolutional(architecture, heads, fixed_scale, self._activate)
        else:
            layers = dense(architecture, heads, fixed_scale)
        self._encoder, self._decoder = layers
        encoder, decoder = _blocks(self._encoder), _blocks(self._decoder)
        self.parameters = Parameters(encoder + decoder, seeds, device)
        self.encoder_blocks = [block.name for block in encoder]
        self.decoder_blocks = [block.name for block in decoder]

    def encode(self, x: Tensor) -> Tensor:
        """Samples (S, B, d) to the encoder's heads (S, B, heads * kappa)."""
        return self._apply(self._encoder, x)

    def decode(self, z: Tensor) -> Tensor:
        """Codes (S, B, kappa) to decoder means (S, B, d)."""
        return self._apply(self._decoder, z)

    def members(self, rows: slice) -> Networks:
        """Some of the members, for inference: the same values, without gradients."""
        part = copy.copy(self)
        part.parameters = self.parameters.rows(rows)
        part.count = len(range(self.count)[rows])
        return part

    def decoder_columns(self) -> Tensor:
        """W of an affine decoder, (S, kappa, d)."""
        return self.parameters.blocks["decoder0.weight"]

    def _apply(self, layers: Sequence[Layer], x: Tensor) -> Tensor:
        for layer in layers[:-1]:
            x = self._activate(layer(self.parameters.blocks, x))
        return layers[-1](self.parameters.blocks, x)


def dense(
    architecture: Architecture, heads: int, fixed_scale: bool
) -> tuple[list[Layer], list[Layer]]:
    """Affine layers with activations between them."""
    inner = (architecture.dimension, *architecture.hidden)
    downward = (*inner, heads * architecture.latent)
    upward = (architecture.latent, *reversed(inner))
    encoder: list[Layer] = [Dense(f"encoder{i}", *s) for i, s in enumerate(pairwise(downward))]
    decoder: list[Layer] = [
        Dense(f"decoder{i}", *sizes, scale_constraint(fixed_scale, first=i == 0))
        for i, sizes in enumerate(pairwise(upward))
    ]
    return encoder, decoder


def _blocks(layers: Sequence[Layer]) -> list[Block]:
    return [block for layer in layers for block in layer.blocks]
