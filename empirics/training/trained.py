"""A trained batch of models, for measuring: numpy in, numpy out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirics.errors import TrainingError
from empirics.training.config import VAE, Config, Record
from empirics.training.lost import collapsed
from empirics.training.networks import Networks
from empirics.training.posterior import log_variance
from sparsity_theory.notebook import sheet

Array = NDArray[np.float32]

CHUNK_VALUES = 2**24
"""Encoding and decoding go through this many data values at a time."""


@dataclass(frozen=True)
class MemberModel:
    """One model: encode (n, d) to (mu, sigma), each (n, kappa); decode (n, kappa) to (n, d)."""

    encode: Callable[[Array], tuple[Array, Array]]
    decode: Callable[[Array], Array]


@dataclass(frozen=True)
class Trained:
    """S trained models.

    Attributes:
        config: what was trained.
        gamma: (S,), the decoder variances at the end: the value where it is fixed or learned, the
            mean of the last epoch's batches where it is in closed form; nan for an autoencoder.
        history: one record per epoch; every quantity of the models is a list of S floats: "loss",
            "error", "kl" and "gamma" (VAE) or "penalty" (autoencoder), "gradient_encoder",
            "gradient_decoder", "gradient_z" (see `empirics.training.probe`), and "seconds", a
            float. Losses are means over the epoch's samples as it went; gradients are those of its
            last step.  None where a member was lost.
        probes: the same keys at the optimiser steps "step" 1, 2, 4, 8, ..., for that batch.
        networks: the batched networks themselves.
        lost: members that stopped being finite while the others went on, with the reason.
        trace: what was measured of the codes while it trained, if that was asked for
            (`empirics.training.trace`).
    """

    config: Config
    gamma: NDArray[np.float64]
    history: list[Record]
    probes: list[Record]
    networks: Networks = field(repr=False)
    lost: dict[int, str] = field(default_factory=dict)
    trace: list[Record] = field(default_factory=list)

    def __repr__(self) -> str:
        loss, shape = self.config.loss, self.config.architecture
        lost = f", {len(self.lost)} lost" if self.lost else ""
        return (
            f"<Trained: {type(loss).__name__}, {shape.kind}, d = {shape.dimension}, kappa ="
            f" {shape.latent}, S = {len(self.config.members)}{lost}, {len(self.history)} epochs>"
        )

    def _repr_html_(self) -> str:
        """How notebooks show it: the means of the last epoch, and gamma at the end."""
        rows = [
            (f"member {index}, seed {member.seed}", self.lost.get(index) or self._at_end(index))
            for index, member in enumerate(self.config.members)
        ]
        return sheet(repr(self)[1:-1], rows)

    def _at_end(self, index: int) -> str:
        """What the last epoch says about a member that is not lost."""
        last, loss = self.history[-1], self.config.loss
        means = [name for name in ("loss", "error", "kl", "penalty") if name in last]
        said = [f"{name} {last[name][index]:.6g}" for name in means]
        if isinstance(loss, VAE) and loss.likelihood == "gaussian":
            said.append(f"gamma {self.gamma[index]:.6g}")
        return ", ".join(said)

    @property
    def collapsed(self) -> dict[int, str]:
        """Members of a VAE whose codes say nothing at the end, with what to do about it."""
        if not isinstance(self.config.loss, VAE):
            return {}
        last = self.history[-1]["kl"]  # twice the divergence, in the units of eq. (3)
        return collapsed([None if kl is None else kl / 2 for kl in last], self.config)

    @property
    def parameters(self) -> Tensor:
        """All parameters of all models, to start another run from; a copy."""
        return self.networks.parameters.values.detach().clone()

    def encode(self, x: Array) -> tuple[Array, Array]:
        """Samples (n, d) to means and standard deviations, (S, n, kappa) each.

        Raises:
            TrainingError: if x is not of shape (n, d).
        """
        return self._encode(x, slice(None))

    def decode(self, z: Array) -> Array:
        """Codes (S, n, kappa) to decoder means (S, n, d).

        Raises:
            TrainingError: if z is not of shape (S, n, kappa).
        """
        return self._decode(z, slice(None))

    def member(self, index: int) -> MemberModel:
        """One model alone.

        Raises:
            TrainingError: if there is no such member, or it was lost.
        """
        if index in self.lost:
            raise TrainingError(self.lost[index])
        if not 0 <= index < len(self.config.members):
            raise TrainingError(
                f"there are members 0 to {len(self.config.members) - 1}, not {index}"
            )
        rows = slice(index, index + 1)

        def encode(x: Array) -> tuple[Array, Array]:
            mu, sigma = self._encode(x, rows)
            return mu[0], sigma[0]

        return MemberModel(encode, lambda z: self._decode(np.asarray(z)[None], rows)[0])

    def _encode(self, x: Array, rows: slice) -> tuple[Array, Array]:
        d = self.config.architecture.dimension
        samples = np.asarray(x, dtype=np.float32)
        if samples.ndim != 2 or samples.shape[1] != d:
            raise TrainingError(f"samples must have shape (n, {d}), not {samples.shape}")
        networks = self.networks.members(rows)
        heads = [networks.encode(part) for part in self._chunks(samples[None], networks.count)]
        head = torch.cat(heads, dim=1).cpu()
        if not isinstance(self.config.loss, VAE):
            mu = head.numpy()
            return mu, np.zeros_like(mu)
        mean, second = head.chunk(2, dim=-1)
        deviation = (log_variance(second, self.config.loss) / 2).exp()
        return mean.contiguous().numpy(), deviation.numpy()

    def _decode(self, z: Array, rows: slice) -> Array:
        codes = np.asarray(z, dtype=np.float32)
        networks = self.networks.members(rows)
        kappa = self.config.architecture.latent
        if codes.ndim != 3 or codes.shape[::2] != (networks.count, kappa):
            raise TrainingError(
                f"codes must have shape ({networks.count}, n, {kappa}), not {codes.shape}"
            )
        means = [networks.decode(part).cpu() for part in self._chunks(codes, networks.count)]
        return torch.cat(means, dim=1).numpy()

    def _chunks(self, values: Array, members: int) -> Iterator[Tensor]:
        size = max(1, CHUNK_VALUES // (members * self.config.architecture.dimension))
        device = self.networks.parameters.values.device
        for start in range(0, max(1, values.shape[1]), size):
            part = torch.from_numpy(np.ascontiguousarray(values[:, start : start + size]))
            yield part.to(device).expand(members, -1, -1)
