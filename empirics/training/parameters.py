"""All parameters of all members in one tensor, their gradients in another.

An optimiser then works on one tensor, whatever the network, and gradients are zeroed in one call.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from empirics.errors import TrainingError
from empirics.training.randomness import Purpose, generator


@dataclass(frozen=True)
class Block:
    """One weight matrix, kernel or bias of a network.

    Attributes:
        name: unique in the network.
        shape: for one member.
        bound: initial values are uniform in (-bound, bound).
        overwritten: its gradient is written by each backward pass, not added to, and needs no
            zeroing.
    """

    name: str
    shape: tuple[int, ...]
    bound: float
    overwritten: bool = False

    @property
    def size(self) -> int:
        """Number of values."""
        return math.prod(self.shape)


class Parameters:
    """Blocks for S members, laid out one after the other.

    Attributes:
        values: (S * P,), all parameters.
        gradients: (S * P,).
        blocks: by name, the parameter (S, *shape): a view into `values`, whose ``.grad`` is a view
            into `gradients`.
    """

    def __init__(self, blocks: Sequence[Block], seeds: Sequence[int], device: str) -> None:
        self.values = torch.empty(len(seeds) * sum(b.size for b in blocks), device=device)
        self.gradients = torch.zeros_like(self.values)
        self.values.grad = self.gradients
        self.blocks: dict[str, Tensor] = {}
        start = 0
        for block in blocks:
            here = slice(start, start + len(seeds) * block.size)
            leaf = self.values[here].view(len(seeds), *block.shape).requires_grad_()
            leaf.grad = self.gradients[here].view_as(leaf)
            self.blocks[block.name] = leaf
            start = here.stop
        added = [self.blocks[block.name].grad for block in blocks if not block.overwritten]
        self._added = [gradient for gradient in added if gradient is not None]
        self._draw(blocks, seeds)

    def zero_gradients(self) -> None:
        """Before the gradient of a new batch."""
        for gradient in self._added:
            gradient.zero_()

    def gradient_norms(self, names: Iterable[str]) -> Tensor:
        """Norm of the gradient in some of the blocks, (S,)."""
        gradients = [self.blocks[name].grad for name in names]
        norms = [torch.linalg.vector_norm(g.flatten(1), dim=1) for g in gradients if g is not None]
        whole: Tensor = torch.linalg.vector_norm(torch.stack(norms), dim=0)
        return whole

    def finite(self) -> Tensor:
        """Which members' parameters are all finite, (S,)."""
        sums = [block.detach().flatten(1).sum(dim=1) for block in self.blocks.values()]
        return torch.isfinite(torch.stack(sums)).all(dim=0)

    def load(self, values: Tensor) -> None:
        """Take these values, laid out as `values`.

        Raises:
            TrainingError: if they are not as many.
        """
        if values.shape != self.values.shape:
            raise TrainingError(
                f"a start for {len(self.values)} parameters is needed, not for {len(values)}: use"
                " the same architecture and as many members"
            )
        with torch.no_grad():
            self.values.copy_(values)

    def rows(self, rows: slice) -> Parameters:
        """The parameters of some members, for inference: views of the same values."""
        part = copy.copy(self)
        part.blocks = {name: block.detach()[rows] for name, block in self.blocks.items()}
        return part

    def _draw(self, blocks: Sequence[Block], seeds: Sequence[int]) -> None:
        for member, seed in enumerate(seeds):
            stream = generator(seed, Purpose.WEIGHTS)
            for block in blocks:
                drawn = torch.from_numpy(stream.random(block.shape, dtype="float32"))
                own = self.blocks[block.name].detach()[member]
                own.copy_(drawn.mul_(2).sub_(1).mul_(block.bound))
