"""One training step: loss, gradients, update. On a GPU it is captured as one CUDA graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from empirics.training.losses import Loss
from empirics.training.networks import Networks
from empirics.training.optimisers import Optimisers
from empirics.training.parallel import Share, gathered

_WARM_UP = 3
"""Runs before a capture, as CUDA graphs need."""


@dataclass
class Done:
    """What a step leaves behind.

    Attributes:
        names: of the loss's terms.
        terms: their values, (number of terms, S), in double precision.
        gradient_z: of the batch loss in the codes, (S, B, kappa); of several processes each has
            its own rows, and the mean over them as its loss.
    """

    names: tuple[str, ...]
    terms: Tensor
    gradient_z: Tensor


class TrainingStep:
    """The whole step, as it is."""

    def __init__(
        self, networks: Networks, loss: Loss, optimisers: Optimisers, share: Share | None = None
    ) -> None:
        self._networks, self._loss, self._optimisers = networks, loss, optimisers
        self._share = share

    def __call__(self, x: Tensor, noise: Tensor | None) -> Done:
        """Move all members on one batch x (S, B, d) with noise (S, B, kappa)."""
        share, size = self._share, x.shape[1]
        if share is not None:
            rows = share.rows(size)
            x, noise = x[:, rows], None if noise is None else noise[:, rows]
            self._loss.whole = partial(gathered, share, size=size)
        self._networks.parameters.zero_gradients()
        found = self._loss(self._networks, x, noise)
        found.z.retain_grad()
        found.loss.sum().backward()  # type: ignore[no-untyped-call]
        if share is not None:
            share.total(self._networks.parameters.gradients.mul_(share.weight(size)))
        self._optimisers.step()
        assert found.z.grad is not None
        terms = torch.stack(list(found.terms.values())).double()
        terms = gathered(share, terms, size)
        return Done(tuple(found.terms), terms, found.z.grad)


class GraphedStep:
    """The same step, captured as a CUDA graph for each batch size and each stage of the loss.

    What it returns is overwritten by the next step.
    """

    def __init__(
        self, step: TrainingStep, loss: Loss, state: Callable[[], dict[str, Tensor]]
    ) -> None:
        self._step, self._loss, self._state = step, loss, state
        self._graphs: dict[tuple[int, int], _Graph] = {}

    def __call__(self, x: Tensor, noise: Tensor | None) -> Done:
        """Move all members on one batch."""
        key = x.shape[1], self._loss.stage
        if key not in self._graphs:
            self._graphs[key] = _Graph(self._step, x, noise, self._state())
        return self._graphs[key].replay(x, noise)


class _Graph:
    def __init__(
        self, step: TrainingStep, x: Tensor, noise: Tensor | None, state: dict[str, Tensor]
    ) -> None:
        self._x = x.clone()
        self._noise = None if noise is None else noise.clone()
        before = {name: value.clone() for name, value in state.items()}
        stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(_WARM_UP):
                step(self._x, self._noise)
        torch.cuda.current_stream().wait_stream(stream)
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._graph):
            self._done = step(self._x, self._noise)
        with torch.no_grad():
            for name, value in state.items():
                value.copy_(before[name])

    def replay(self, x: Tensor, noise: Tensor | None) -> Done:
        self._x.copy_(x)
        if noise is not None and self._noise is not None:
            self._noise.copy_(noise)
        self._graph.replay()
        return self._done
