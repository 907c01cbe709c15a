r"""Your loss as (gamma, beta) of eq. (3): what a loss with fixed weights is in its units."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from empirics.errors import ConfigError
from empirics.training.fields import check

Error: TypeAlias = Literal["sse", "mse", "bce"]
KL: TypeAlias = Literal["sum", "mean"]


@dataclass(frozen=True)
class Recipe:
    """A loss ``w_e error + w_k KL`` as people write it, per sample.

    Attributes:
        error: "sse", the squared error summed over coordinates; "mse", its mean over them; "bce",
            which is no Gaussian decoder.
        error_weight: its factor, such as 1/2.
        kl: "sum" over latent dimensions, or their "mean".
        kl_weight: its factor.
        half: whether the KL term has its factor 1/2 (``0.5 * (mu^2 + sigma^2 - log sigma^2 - 1)``).
        dimension: d, for "mse".
        latent: kappa, for "mean".
    """

    error: Error = "sse"
    error_weight: float = 1.0
    kl: KL = "sum"
    kl_weight: float = 1.0
    half: bool = True
    dimension: int | None = None
    latent: int | None = None

    def __post_init__(self) -> None:
        check(self)
        for name in ("error_weight", "kl_weight"):
            if not 0 < getattr(self, name) < math.inf:
                raise ConfigError(f"{name} must be positive and finite, not {getattr(self, name)}")


def units_of(recipe: Recipe) -> tuple[float, float]:
    """Gamma and beta of eq. (3) for a loss with fixed weights.

    At a fixed gamma only the product counts; it is given with beta = 1.  `KNOWN` has usual ones.

    >>> units_of(Recipe("sse", 0.5)), units_of(Recipe("mse", kl_weight=0.00025, dimension=784))
    ((1.0, 1.0), (0.098, 1.0))

    Raises:
        ConfigError: for a Bernoulli decoder, which has no gamma, or where d or kappa is missing.
    """
    if recipe.error == "bce":
        raise ConfigError(
            "binary cross-entropy is a Bernoulli decoder: it has no gamma, and eq. (3) is not its"
            " loss; train with the squared error and a learned gamma to use these results"
        )
    weight = recipe.error_weight
    if recipe.error == "mse":
        if recipe.dimension is None:
            raise ConfigError("a mean over coordinates needs their number: dimension=")
        weight /= recipe.dimension
    kl = recipe.kl_weight * (1.0 if recipe.half else 2.0)
    if recipe.kl == "mean":
        if recipe.latent is None:
            raise ConfigError("a mean over latent dimensions needs their number: latent=")
        kl /= recipe.latent
    # w SSE + k KL is proportional to SSE/gamma + 2 beta KL with beta gamma = k / (2 w).
    return kl / (2 * weight), 1.0


@dataclass(frozen=True)
class KnownLoss:
    """A loss as it is often written.

    Attributes:
        code: in torch; ``x``, ``x_hat`` (n, d), ``mu``, ``log_variance`` (n, kappa), a weight
            ``w``, ``F`` for torch.nn.functional and ``kl = (mu**2 + log_variance.exp() -
            log_variance - 1) / 2``.
        recipe: for w, d and kappa.
        formula: gamma at beta = 1 in terms of them; empty where there is none.
    """

    code: str
    recipe: Callable[[float, int, int], Recipe]
    formula: str


KNOWN = (
    KnownLoss("F.mse_loss(x_hat, x, reduction='sum') / len(x) / 2 + kl.sum(1).mean()",
              lambda _w, _d, _k: Recipe("sse", 0.5), "1"),
    KnownLoss("F.mse_loss(x_hat, x, reduction='sum') / len(x) + kl.sum(1).mean()",
              lambda _w, _d, _k: Recipe("sse"), "1/2"),
    KnownLoss("F.mse_loss(x_hat, x, reduction='sum') + kl.sum()",
              lambda _w, _d, _k: Recipe("sse"), "1/2"),
    KnownLoss("F.mse_loss(x_hat, x, reduction='sum') / len(x) + w * kl.sum(1).mean()",
              lambda w, _d, _k: Recipe("sse", kl_weight=w), "w/2"),
    KnownLoss("F.mse_loss(x_hat, x) + w * kl.sum(1).mean()",
              lambda w, d, _k: Recipe("mse", kl_weight=w, dimension=d), "w*d/2"),
    KnownLoss("F.mse_loss(x_hat, x) + w * kl.mean()",
              lambda w, d, k: Recipe("mse", kl="mean", kl_weight=w, dimension=d, latent=k),
              "w*d/(2*kappa)"),
    KnownLoss("F.mse_loss(x_hat, x) + kl.sum(1).mean() / x.shape[1]",
              lambda _w, d, _k: Recipe("mse", kl_weight=1 / d, dimension=d), "1/2"),
    KnownLoss("((x_hat - x)**2).sum(1).mean() / 2 + kl.mean(1).mean()",
              lambda _w, _d, k: Recipe("sse", 0.5, kl="mean", latent=k), "1/kappa"),
    KnownLoss("((x_hat - x)**2).sum(1).mean() / 2 + (2 * kl).sum(1).mean()",
              lambda _w, _d, _k: Recipe("sse", 0.5, half=False), "2"),
    KnownLoss("((x_hat - x)**2).sum(1).mean() / (2 * w**2) + kl.sum(1).mean()",
              lambda w, _d, _k: Recipe("sse", 0.5 / w**2), "w**2"),
    KnownLoss("F.binary_cross_entropy(x_hat, x, reduction='sum') + kl.sum()",
              lambda _w, _d, _k: Recipe("bce"), ""),
)  # fmt: skip
"""Losses as people write them, with what they are; a test computes each."""


def known_losses() -> str:
    """`KNOWN` as a Markdown table."""
    rows = ["| loss | gamma, at beta = 1 |", "| --- | --- |"]
    for each in KNOWN:
        value = f"`{each.formula}`" if each.formula else "none: the decoder is Bernoulli"
        rows.append(f"| `{each.code}` | {value} |")
    return "\n".join(rows)
