"""The networks of `training.networks` as torch modules, for the trainers that are compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from torch import nn

from empirics.training.config import Architecture


def modules(architecture: Architecture) -> tuple[nn.Sequential, nn.Sequential]:
    """Encoder, (n, d) to two heads (n, 2 kappa), and decoder, (n, kappa) to (n, d).

    >>> encoder, decoder = modules(Architecture("mlp", (5,), latent=2, hidden=(3,)))
    >>> [tuple(p.shape) for p in encoder.parameters()]
    [(3, 5), (3,), (4, 3), (4,)]
    """
    return _conv(architecture) if architecture.kind == "conv" else _mlp(architecture)


def _mlp(architecture: Architecture) -> tuple[nn.Sequential, nn.Sequential]:
    inner = (architecture.dimension, *architecture.hidden)
    encoder = [nn.Linear(*sizes) for sizes in pairwise((*inner, 2 * architecture.latent))]
    decoder = [nn.Linear(*sizes) for sizes in pairwise((architecture.latent, *inner[::-1]))]
    kind = architecture.activation
    return _alternating(encoder, kind), _alternating(decoder, kind)


def _conv(architecture: Architecture) -> tuple[nn.Sequential, nn.Sequential]:
    channels = (architecture.shape[0], *architecture.hidden)
    height, width = architecture.shape[1:]
    sides = [(height >> layer, width >> layer) for layer in range(len(channels))]
    last = (channels[-1], *sides[-1])
    flat, kappa = math.prod(last), architecture.latent
    encoder: list[nn.Module] = [
        nn.Conv2d(*sizes, kernel_size=4, stride=2, padding=1) for sizes in pairwise(channels)
    ]
    encoder.append(nn.Sequential(nn.Flatten(), nn.Linear(flat, 2 * kappa)))
    decoder: list[nn.Module] = [nn.Sequential(nn.Linear(kappa, flat), nn.Unflatten(1, last))]
    for sizes, (large, small) in list(zip(pairwise(channels), pairwise(sides), strict=True))[::-1]:
        odd = (large[0] - 2 * small[0], large[1] - 2 * small[1])
        decoder.append(
            nn.ConvTranspose2d(*sizes[::-1], kernel_size=4, stride=2, padding=1, output_padding=odd)
        )
    image = nn.Unflatten(1, architecture.shape)
    return (
        nn.Sequential(image, *_alternating(encoder, architecture.activation)),
        nn.Sequential(*_alternating(decoder, architecture.activation), nn.Flatten()),
    )


def _alternating(layers: Sequence[nn.Module], activation: str) -> nn.Sequential:
    """Layers with the activation between them."""
    between = {"relu": nn.ReLU, "tanh": nn.Tanh, "softplus": nn.Softplus}[activation]
    parts = [layers[0]]
    for layer in layers[1:]:
        parts += [between(), layer]
    return nn.Sequential(*parts)
