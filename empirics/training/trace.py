"""How the codes of a run change while it trains: the MMD to the prior and active dimensions.

What is measured is read from the networks between two steps.  It draws from a generator of its own
and changes nothing: with and without a trace a run ends with the same bits.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor

from empirics.errors import ConfigError
from empirics.measures import draw_codes, mmd
from empirics.measures.headline import HALF
from empirics.training.batches import Batches
from empirics.training.config import VAE, Config, Record
from empirics.training.lost import Lost
from empirics.training.networks import Networks
from empirics.training.probe import is_power_of_two
from empirics.training.trained import Trained

PARTS = 16
"""Beside the steps that double, the end of each of so many equal parts of the run is traced."""


def is_traced(step: int, total: int) -> bool:
    """Whether a step, counted from 1, is traced: it doubles an earlier one or ends a part.

    >>> [step for step in range(1, 65) if is_traced(step, 64)][:9]
    [1, 2, 4, 8, 12, 16, 20, 24, 28]
    """
    return is_power_of_two(step) or step * PARTS // total > (step - 1) * PARTS // total


class Trace:
    """Measures every member's codes on its own samples.

    Args:
        config: what is trained: a VAE.
        x: all samples (n, d).
        batches: for which of them each member has.
        samples: at most so many of each member, evenly spaced.

    Attributes:
        lines: one record per traced step, "step" and one value per member of "mmd", the squared
            MMD to N(0, I) of one code per sample (unbiased, see `empirics.measures.discrepancy`),
            and of "active_half", the dimensions with mean sigma^2 below 1/2; None where a member
            is lost.

    Raises:
        ConfigError: if an autoencoder is trained, whose codes have no prior, or fewer than three
            samples are asked for.
    """

    def __init__(self, config: Config, x: Tensor, batches: Batches, samples: int) -> None:
        if not isinstance(config.loss, VAE):
            raise ConfigError("an autoencoder of eq. (7) has no prior to trace codes against")
        if samples < 3 or batches.samples < 3:
            raise ConfigError(f"a trace needs three samples of each member; given {samples}")
        self._config = config
        own = batches.own[:, :: -(-batches.samples // samples)]
        self._own = [x.index_select(0, rows).cpu().numpy() for rows in own]
        self.lines: list[Record] = []

    def add(self, step: int, networks: Networks, lost: Lost) -> None:
        """Measure the networks as they are after this step."""
        count = len(self._config.members)
        now = Trained(self._config, np.full(count, np.nan), [], [], networks)
        # `Trained.member` takes views for inference: the networks' own mode is not touched.
        found = [
            (None, None) if member in lost.reasons else self._measured(now, member)
            for member in range(count)
        ]
        distances, counts = zip(*found, strict=True)
        self.lines.append({"step": step, "mmd": [*distances], "active_half": [*counts]})

    def _measured(self, now: Trained, member: int) -> tuple[float | None, int | None]:
        mu, sigma = now.member(member).encode(self._own[member])
        if not (np.isfinite(mu).all() and np.isfinite(sigma).all()):
            return None, None  # the next check of the run names it
        codes = draw_codes(mu, sigma, seed=0)
        variances = (sigma.astype(np.float64) ** 2).mean(axis=0)
        return mmd(codes, limit=len(codes)).unbiased, int((variances < HALF).sum())
