"""What to watch while a VAE trains, from the encoder's heads alone, batch by batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import nn

from empirics.diagnosis.encoder import gap
from empirics.errors import MeasureError
from empirics.measures.activity import KL_ABOVE, VARIANCE_BELOW, divergences
from empirics.measures.arrays import matrix, positive, posterior
from empirics.measures.discrepancy import mmd
from empirics.measures.reconstruction import draw_codes, squared_error
from empirics.parts.models import arrays_of

_CODES = 1000


class LatentMonitor:
    """Sums over batches; `values` reads them, `reset` starts anew.

    Args:
        codes: codes kept for the MMD, the first ones of an epoch; 0 for none.
        seed: of the draws.

    >>> monitor = LatentMonitor()
    >>> monitor.update(np.zeros((8, 2)), np.ones((8, 2)))
    >>> monitor.values()["active"], monitor.values()["kl"]
    (0.0, 0.0)
    """

    def __init__(self, codes: int = _CODES, seed: int = 0) -> None:
        self._most, self._seed = codes, seed
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._n, self._errors, self._kept = 0, 0.0, 0
        self._moments: NDArray[np.float64] = np.zeros((4, 0))
        self._codes: list[NDArray[np.floating]] = []
        self._dimension: int | None = None

    def update(
        self,
        mu: ArrayLike,
        sigma: ArrayLike,
        x: ArrayLike | None = None,
        x_hat: ArrayLike | None = None,
    ) -> None:
        """One batch: means and deviations (n, kappa); with x and what is decoded from draws, A too.

        Raises:
            MeasureError: on shapes that do not fit, or deviations that are not positive.
        """
        means, deviations = posterior(mu, sigma)
        n = len(means)
        squares = means**2, deviations**2
        sums = np.stack([
            means.sum(axis=0), squares[0].sum(axis=0), squares[1].sum(axis=0),
            n * divergences(means, deviations),
        ])  # fmt: skip
        if self._n and sums.shape != self._moments.shape:
            raise MeasureError(
                f"{sums.shape[1]} latent dimensions after {self._moments.shape[1]}: reset first"
            )
        self._moments = self._moments + sums if self._n else sums
        self._n += n
        if x is not None and x_hat is not None:
            flat, decoded = matrix("x", x), matrix("x_hat", x_hat)
            if flat.shape != decoded.shape or len(flat) != n:
                raise MeasureError(f"x {flat.shape} and x_hat {decoded.shape} need {n} rows each")
            self._errors += n * squared_error(flat, decoded)
            self._dimension = flat.shape[1]
        if self._kept < self._most:
            drawn = draw_codes(means, deviations, seed=self._seed + self._n)
            self._codes.append(drawn[: self._most - self._kept])
            self._kept += len(self._codes[-1])

    def values(self, gamma: float | None = None, beta: float = 1.0) -> dict[str, float]:
        """What was seen since the last `reset`, as plain numbers to log.

        - "active": dimensions with mean sigma^2 below 0.9; "active_kl": with KL above 0.01 nats;
          "active_burda": with the variance of mu above 0.01;
        - "kl": in nats per sample; "balance_cost": nats that rescaling codes would gain (claim
          entropy-sums); "mmd": squared, of drawn codes to the prior;
        - "error_per_coordinate": A/d where errors were given, and with gamma "gamma_ratio",
          d gamma / A, and "over_fitting", beta gamma over A/d.

        Raises:
            MeasureError: if nothing was seen, or gamma or beta is not positive.
        """
        if not self._n:
            raise MeasureError("nothing was seen yet: call update(mu, sigma) first")
        mean, power, variance, kl = self._moments / self._n
        found = {
            "active": float((variance < VARIANCE_BELOW).sum()),
            "active_kl": float((kl > KL_ABOVE).sum()),
            "active_burda": float((power - mean**2 > 0.01).sum()),
            "kl": float(kl.sum()),
            "balance_cost": positive("beta", beta) * float(gap(power + variance).sum()) / 2,
        }
        if self._kept > 2:
            found["mmd"] = mmd(np.concatenate(self._codes), seed=self._seed).unbiased
        if self._dimension is not None and self._errors > 0:
            fits = self._errors / self._n / self._dimension
            found["error_per_coordinate"] = fits
            if gamma is not None:
                found["gamma_ratio"] = positive("gamma", gamma) / fits
                found["over_fitting"] = beta * gamma / fits
        return found


def watch(
    model: nn.Module, data: Any, *, gamma: float | None = None, beta: float | None = None
) -> dict[str, float]:
    """The values of a `LatentMonitor` for a model on samples; see `empirics.parts.models`.

    Where the model holds gradients, as after a step of training, "gradient_norm" is theirs.

    Raises:
        MeasureError: if the model has no encoder and decoder.
    """
    found = arrays_of(model, data)
    monitor = LatentMonitor()
    codes = draw_codes(found.mu, found.sigma, seed=0).astype(np.float32)
    monitor.update(found.mu, found.sigma, found.x, found.decode(codes))
    norms = {"gradient_norm": gradient_norm(model)} if _has_gradients(model) else {}
    gamma = found.gamma if gamma is None else gamma
    beta = found.beta if beta is None else beta
    return monitor.values(gamma, 1.0 if beta is None else beta) | norms


def _has_gradients(module: nn.Module) -> bool:
    return any(p.grad is not None for p in module.parameters())


def gradient_norm(module: nn.Module) -> float:
    """Norm of the gradient in all parameters of a module, as it is now; 0 where there is none.

    >>> layer = nn.Linear(1, 1, bias=False)
    >>> (3 * layer(torch.ones(1, 1))).backward()
    >>> gradient_norm(layer)
    3.0
    """
    gradients = [p.grad.flatten() for p in module.parameters() if p.grad is not None]
    return float(torch.linalg.vector_norm(torch.cat(gradients))) if gradients else 0.0
