"""One model over several processes: each takes its share of every batch, gradients are summed.

Torch's own process groups do the work (`torch.distributed`, gloo or nccl).  Every process draws the
same order of samples and the same noise, takes its rows of each batch, and after the backward pass
the gradients and the loss's terms, weighted by rows, are added up over the group; so all processes
make the same step, and it is that of one process to rounding.

    torchrun --nproc-per-node 2 train.py      # in which, on every process:

    torch.distributed.init_process_group("gloo")
    trained = train(config, x, share=Share.of_group())
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, distributed

from empirics.errors import ConfigError
from empirics.training.config import VAE, Config


@dataclass(frozen=True)
class Share:
    """What one of several processes does.

    Attributes:
        rank: of this process, from 0.
        count: of processes.
    """

    rank: int
    count: int

    @classmethod
    def of_group(cls) -> Share:
        """This process's share of torch's default process group.

        Raises:
            ConfigError: if there is none.
        """
        if not distributed.is_available() or not distributed.is_initialized():
            raise ConfigError("call torch.distributed.init_process_group first")
        return cls(distributed.get_rank(), distributed.get_world_size())

    def check(self, config: Config) -> None:
        """See that the loss is a mean over samples, which alone can be shared.

        Raises:
            ConfigError: on a loss of powers of the batch, free bits, or normalisation over it.
        """
        additive = isinstance(config.loss, VAE) and not config.loss.free_bits
        if not additive or config.architecture.batch_norm:
            raise ConfigError(
                "only eq. (3) is a mean over samples: penalties on powers, free bits and batch_norm"
                " need the whole batch in one process"
            )

    def rows(self, size: int) -> slice:
        """This process's rows of a batch of some size.

        >>> [Share(rank, 3).rows(7) for rank in range(3)]
        [slice(0, 2, None), slice(2, 4, None), slice(4, 7, None)]

        Raises:
            ConfigError: if there are fewer rows than processes.
        """
        if size < self.count:
            raise ConfigError(
                f"a batch of {size} samples cannot be shared by {self.count} processes"
            )
        return slice(size * self.rank // self.count, size * (self.rank + 1) // self.count)

    def weight(self, size: int) -> float:
        """Which part of a batch of some size is this process's."""
        rows = self.rows(size)
        part: int = rows.stop - rows.start
        return part / size

    def total(self, value: Tensor) -> Tensor:
        """The sum over the processes, in place."""
        distributed.all_reduce(value)
        return value


def gathered(share: Share | None, value: Tensor, size: int) -> Tensor:
    """A mean over the whole batch from the mean over this process's rows."""
    if share is None:
        return value
    with torch.no_grad():
        return share.total(value.detach() * share.weight(size))
