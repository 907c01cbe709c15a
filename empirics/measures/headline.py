r"""Active dimensions by one rule of fixed resolution, withheld where other rules disagree.

**The rule**: a dimension is active when the mean of sigma_k^2 is below `HALF` = 1/2.  Where a VAE
is stationary ``p_k + mean sigma_k^2 = 1``, so this asks for more signal than noise, at least
``log(2)/2`` nats of the code.  In the affine VAE, where ``sigma_k^2 = beta gamma / lambda_k``, it
counts the eigenvalues above ``2 beta gamma``: within a factor of 2 of the exact rule ``lambda_k >
beta gamma``, whatever the data.  A resolution there has to be: at finite gamma no objective makes
rows exactly 0 (Theorem I), and a rule without one (ablation of a noiseless code, KL above 0.01)
counts what is not finished.

A deterministic autoencoder has no sigma; its rule is the smallest set within `SLACK` of the error.

**Withheld**: where this rule, the one with sigma_k^2 < 0.9 and the smallest set within `SLACK` of
the error differ by more than `MOST_APART`, no count is given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from empirics.measures.activity import Active
from empirics.measures.arrays import Floats, Real, matrix, posterior
from empirics.measures.reconstruction import Decode, decoded, draw_codes, squared_error

HALF, SLACK, MOST_APART = 0.5, 0.05, 2


@dataclass(frozen=True)
class Headline:
    """Active dimensions.

    Attributes:
        half: mean sigma^2 below `HALF`; None for a deterministic autoencoder.
        smallest: the fewest dimensions that keep the expected error within `SLACK`, the others at
            their means; taken in the order of what each one's ablation costs.
        loose: mean sigma^2 below 0.9; None for a deterministic autoencoder.
    """

    half: int | None
    smallest: int
    loose: int | None

    @property
    def rules(self) -> tuple[int, ...]:
        """Every rule's count, the headline first."""
        return tuple(n for n in (self.half, self.smallest, self.loose) if n is not None)

    @property
    def count(self) -> int | None:
        """The headline, or None where it is withheld.

        >>> Headline(3, 3, 4).count, Headline(3, 3, 10).count
        (3, None)
        """
        return None if max(self.rules) - min(self.rules) > MOST_APART else self.rules[0]


def headline(
    mu: ArrayLike, sigma: ArrayLike, decode: Decode, x: ArrayLike, used: Active, *, seed: int = 0
) -> Headline:
    """Count the active dimensions of a model on samples x (n, d), by the rule above.

    Args:
        mu: encoder means (n, kappa).
        sigma: encoder standard deviations (n, kappa); zeros for a deterministic autoencoder.
        decode: from codes to decoder means.
        x: samples.
        used: `active` of the same arrays.
        seed: of the draw of codes.

    Raises:
        MeasureError: on shapes that do not fit.
    """
    samples, means = matrix("x", x), matrix("mu", mu)
    _, deviations = posterior(mu, sigma)
    codes = draw_codes(means, deviations, seed=seed).astype(means.dtype)
    smallest = _smallest(codes, means, decode, samples, used.increases)
    if not deviations.any():
        return Headline(None, smallest, None)
    variances = (deviations**2).mean(axis=0)
    loose = None if used.variance is None else int(used.variance.sum())
    return Headline(int((variances < HALF).sum()), smallest, loose)


def _smallest(codes: Real, means: Real, decode: Decode, x: Real, increases: Floats) -> int:
    """Bisection over nested sets: dimensions are given up from the cheapest on."""
    order = np.argsort(increases)
    allowed = (1 + SLACK) * squared_error(x, decoded(decode, codes, x.shape))

    def enough(given_up: int) -> bool:
        part, gone = codes.copy(), order[:given_up]
        part[:, gone] = means[:, gone].mean(axis=0, dtype=np.float64)
        return squared_error(x, decoded(decode, part, x.shape)) <= allowed

    low, high = 0, len(order)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if enough(middle) else (low, middle - 1)
    return len(order) - low
