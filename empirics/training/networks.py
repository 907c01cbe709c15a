"""Encoders and decoders of several members at once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from empirics.training.config import Architecture
from empirics.training.layers import Dense, Layer, Normalised, scale_constraint
from empirics.training.networks_conv import convolutional
from empirics.training.parameters import Block, Parameters

# In place where the slope is a function of the result: a layer's output is not needed again.
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu_,
    "tanh": torch.tanh_,
    "softplus": torch.nn.functional.softplus,
    "silu": torch.nn.functional.silu,
}

MEAN_WITHIN = 0.005
"""A sigmoid output starts at the mean of the data, kept this far from 0 and from 1."""


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
        backward: type that the factors of affine layers' backward products are rounded to.

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
        backward: torch.dtype = torch.float32,
    ) -> None:
        self.count = len(seeds)
        self.latent = architecture.latent
        self.training = False
        self._heads, self._skip = heads, architecture.skip
        self._sigmoid = architecture.output == "sigmoid"
        self._activate = ACTIVATIONS[architecture.activation]
        if architecture.kind == "conv":
            layers = convolutional(architecture, heads, fixed_scale, self._activate, backward)
        else:
            layers = dense(architecture, heads, fixed_scale, backward)
        self._encoder, self._decoder = layers
        encoder, decoder = _blocks(self._encoder), _blocks(self._decoder)
        self.parameters = Parameters(encoder + decoder, seeds, device)
        self.encoder_blocks = [block.name for block in encoder]
        self.decoder_blocks = [block.name for block in decoder]
        if heads > 1:
            with torch.no_grad():
                for part in self.head():
                    part[..., self.latent :] *= architecture.variance_head

    def encode(self, x: Tensor) -> Tensor:
        """Samples (S, B, d) to the encoder's heads (S, B, heads * kappa)."""
        return self._apply(self._encoder, x, None)

    def decode(self, z: Tensor) -> Tensor:
        """Codes (S, B, kappa) to decoder means (S, B, d)."""
        return self.means(self.logits(z))

    def logits(self, z: Tensor) -> Tensor:
        """Codes (S, B, kappa) to what the output function is applied to, (S, B, d)."""
        return self._apply(self._decoder, z, z if self._skip else None)

    def means(self, logits: Tensor) -> Tensor:
        """The output function: decoder means from logits."""
        return torch.sigmoid(logits) if self._sigmoid else logits

    def head(self) -> tuple[Tensor, Tensor]:
        """Weight (S, width, outputs) and bias (S, outputs) of the encoder's last layer."""
        weight, bias = self.encoder_blocks[-2:]
        return self.parameters.blocks[weight].detach(), self.parameters.blocks[bias].detach()

    def code_weights(self) -> list[Tensor]:
        """The weights with which the decoder takes the code, (S, kappa, ...) each; views."""
        names = [name for name in self.decoder_blocks if name.endswith(".weight")]
        taken = names if self._skip else names[:1]
        return [self.parameters.blocks[name].detach()[:, -self.latent :] for name in taken]

    def start_at_mean(self, x: Tensor) -> None:
        """Let a sigmoid output start at the mean of samples x (n, d), or of each channel."""
        if not self._sigmoid:
            return
        bias = self.parameters.blocks[self.decoder_blocks[-1]].detach()
        mean = x.mean(dim=0).view(bias.shape[1], -1).mean(dim=1)
        bias.copy_(torch.logit(mean.clamp(MEAN_WITHIN, 1 - MEAN_WITHIN)).expand_as(bias))

    def members(self, rows: slice) -> Networks:
        """Some of the members, for inference: the same values, without gradients."""
        part = copy.copy(self)
        part.parameters = self.parameters.rows(rows)
        part.count = len(range(self.count)[rows])
        part.training = False
        return part

    def decoder_columns(self) -> Tensor:
        """W of an affine decoder, (S, kappa, d)."""
        return self.parameters.blocks["decoder0.weight"]

    def _apply(self, layers: Sequence[Layer], x: Tensor, code: Tensor | None) -> Tensor:
        for layer in layers[:-1]:
            x = layer(self.parameters.blocks, x)
            if isinstance(layer, Normalised):
                x = layer.normalise(self.parameters.blocks, x, self.training)
            x = self._activate(x)
            if code is not None:
                x = torch.cat([x, code], dim=-1)
        return layers[-1](self.parameters.blocks, x)


def dense(
    architecture: Architecture,
    heads: int,
    fixed_scale: bool,
    backward: torch.dtype = torch.float32,
) -> tuple[list[Layer], list[Layer]]:
    """Affine layers with activations between them."""
    inner = (architecture.dimension, *architecture.hidden)
    downward = (*inner, heads * architecture.latent)
    upward = (architecture.latent, *reversed(inner))
    hidden = len(architecture.hidden)
    inner_layer = Normalised if architecture.batch_norm else Dense
    encoder: list[Layer] = [
        (inner_layer if i < hidden else Dense)(f"encoder{i}", *sizes, backward=backward)
        for i, sizes in enumerate(pairwise(downward))
    ]
    decoder: list[Layer] = []
    for i, (inputs, outputs) in enumerate(pairwise(upward)):
        codes = architecture.latent if architecture.skip and i else 0
        constraint = scale_constraint(fixed_scale, first=i == 0)
        kind = inner_layer if i < hidden else Dense
        decoder.append(kind(f"decoder{i}", inputs + codes, outputs, constraint, backward))
    return encoder, decoder


def _blocks(layers: Sequence[Layer]) -> list[Block]:
    return [block for layer in layers for block in layer.blocks]
