"""What a trained batch of models has come to, measured on samples: one JSON record per member."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

from empirics.measures import active, draw_codes, errors, expected_error, mmd, stationarity
from empirics.measures.headline import headline
from empirics.training.config import VAE, Autoencoder, Record
from empirics.training.penalty import torch_penalty
from empirics.training.trained import Array, MemberModel, Trained

MMD_CODES = 3000
"""The time of the MMD grows with the square of the number of codes."""


def evaluate(
    trained: Trained,
    x: NDArray[np.float32],
    *,
    rows: NDArray[np.int64] | None = None,
    seed: int = 0,
    mmd_codes: int = MMD_CODES,
) -> list[Record]:
    """Measure every member on samples x (n, d); records are JSON, members in their order.

    With ``rows`` (S, m) each member is measured on its own of the samples
    (`empirics.training.resampling.own_samples`).

    Each record has

    - "samples" n, "dimension" d, "latent" kappa, "gamma" (None for an autoencoder);
    - "error": |x - decode(mu)|^2, the mean over samples of the sum over coordinates;
      "error_per_coordinate": e of eq. (7), the same divided by d; "unexplained": its share of the
      variance of x;
    - "headline": active dimensions by the rule of `empirics.measures.headline`, None where it is
      withheld; "active_half", "active_set" and "active_variance": by the rules it compares;
    - "active": active dimensions by ablation; "active_variance" and "active_kl": by the other two
      rules (None for an autoencoder); "disagreements": dimensions on which rules differ;
      "increases": relative increase of the error by ablation, per dimension;
    - "powers": p_k = mean mu_k^2, "variances": mean sigma_k^2, per dimension;
    - "loss": eq. (3) with beta, or eq. (7) with the last of the penalties h, on all of x;
      "profile_loss": eq. (3) at beta = 1 and the gamma that suits best, eq. (6): what models with
      floors, bounds or another likelihood are compared by.

    and for a VAE ("None" otherwise)

    - "expected_error": A of eq. (3), one code drawn per sample; "kl": mean of |sigma|^2 -
      log sigma^2 + |mu|^2, summed over dimensions, less kappa (twice the KL divergence);
    - "mmd", "mmd_biased", "mmd_standard_error", "mmd_bandwidth": squared MMD of codes drawn from
      q(z|x) to the prior;
    - "second_moments": p_k + mean sigma_k^2 per dimension, "stationarity": the largest distance of
      one of them to 1, "gamma_ratio": A/(d gamma), "stationary_loss": see `measures.stationarity`.

    Raises:
        TrainingError: if x is not (n, d).
        MeasureError: if something that the model gives is not finite.
    """
    samples = np.asarray(x, dtype=np.float32)
    found = []
    for index in range(len(trained.config.members)):
        own = samples if rows is None else samples[rows[index]]
        mu, sigma = trained.member(index).encode(own)
        found.append(_Measured(trained, index, own, mu, sigma).record(seed, mmd_codes))
    return found


class _Measured:
    """One member, encoded."""

    def __init__(self, trained: Trained, index: int, x: Array, mu: Array, sigma: Array) -> None:
        self._trained, self._index = trained, index
        self._x, self._mu, self._sigma = x, mu, sigma
        self._model: MemberModel = trained.member(index)

    def record(self, seed: int, mmd_codes: int) -> Record:
        config = self._trained.config
        found = errors(self._x, self._model.decode(self._mu))
        used = active(self._mu, self._sigma, self._model.decode, self._x)
        best = headline(self._mu, self._sigma, self._model.decode, self._x, used, seed=seed)
        common: Record = {
            "samples": len(self._x),
            "dimension": config.architecture.dimension,
            "latent": config.architecture.latent,
            "error": found.squared,
            "error_per_coordinate": found.per_coordinate,
            "unexplained": _number(found.unexplained),
            "headline": best.count,
            "active_half": best.half,
            "active_set": best.smallest,
            "active": used.count,
            "active_variance": None if used.variance is None else int(used.variance.sum()),
            "active_kl": None if used.kl is None else int(used.kl.sum()),
            "disagreements": used.disagreements,
            "increases": [_number(value) for value in used.increases.tolist()],
            "powers": _means(self._mu),
            "variances": _means(self._sigma),
        }
        if isinstance(config.loss, VAE):
            return common | self._vae(seed, mmd_codes)
        return common | self._autoencoder(config.loss, found.per_coordinate)

    def _vae(self, seed: int, mmd_codes: int) -> Record:
        config, decode = self._trained.config, self._model.decode
        d, kappa = config.architecture.dimension, config.architecture.latent
        gamma = float(self._trained.gamma[self._index])
        beta = config.members[self._index].beta
        expected = expected_error(self._x, self._mu, self._sigma, decode, seed=seed).squared
        found = stationarity(self._mu, self._sigma, A=expected, d=d, gamma=gamma, beta=beta)
        latent = found.loss - expected / gamma - d * math.log(gamma)
        codes = draw_codes(self._mu, self._sigma, seed=seed)
        distance = mmd(codes, limit=mmd_codes, seed=seed) if len(codes) > 2 else None
        return {
            "gamma": gamma,
            "loss": found.loss,
            "expected_error": expected,
            "profile_loss": d + d * math.log(expected / d) + latent / beta,
            "kl": latent / beta - kappa,
            "mmd": None if distance is None else distance.unbiased,
            "mmd_biased": None if distance is None else distance.biased,
            "mmd_standard_error": None if distance is None else distance.standard_error,
            "mmd_bandwidth": None if distance is None else distance.bandwidth,
            "second_moments": found.second_moments.tolist(),
            "stationarity": float(np.abs(found.coordinates).max()),
            "gamma_ratio": found.gamma_ratio,
            "stationary_loss": found.stationary_loss,
        }

    def _autoencoder(self, loss: Autoencoder, error: float) -> Record:
        d = self._trained.config.architecture.dimension
        g = _value(loss.g, np.array([error]))
        h = _value(loss.h[-1], (self._mu.astype(np.float64) ** 2).mean(axis=0))
        missing = dict.fromkeys((
            "profile_loss", "gamma", "expected_error", "kl", "mmd", "mmd_biased",
            "mmd_standard_error", "mmd_bandwidth", "second_moments", "stationarity",
            "gamma_ratio", "stationary_loss",
        ))  # fmt: skip
        return {"loss": g + h / d, **missing}


def _value(penalty: str, u: NDArray[np.float64]) -> float:
    """Sum of a penalty over some u."""
    value, _ = torch_penalty(penalty)(torch.from_numpy(u))
    return float(value.sum())


def _means(values: Array) -> list[float]:
    """Mean squares over the samples, per dimension."""
    return [float(v) for v in (values.astype(np.float64) ** 2).mean(axis=0)]


def _number(value: float) -> float | None:
    """JSON has neither infinity nor nan."""
    return value if math.isfinite(value) else None
