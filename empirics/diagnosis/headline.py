r"""The headline: is the model held too tightly, too loosely, or right, in nats per sample?

At a fixed decoder the model with ``v = beta gamma`` keeps what varies by more than v: dimension k
with ``lambda_k = v / mean sigma_k^2``.  At another v its expected error would be ``A(v) = e + sum
min(lambda_k, v)`` and its bound, at beta = 1 and with the decoder variance that fits, half of

    ``F(v) = d log A(v) + sum_k log(max(lambda_k, v) / v)``

and a constant (claims eq-6 and beta-affine; exact for affine decoders).  The cost of a v is ``(F(v)
- min F) / 2``.  Only v enters: (beta, gamma) and (c beta, gamma/c) are one model and get one
headline.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from empirics.measures.arrays import Floats

COST, LIGHT = 0.3, 0.1
"""Nats per sample from which a v above, or below, the best one counts."""
ABOVE, BELOW = 1.25, 0.8
"""Of v over A/d, where it does."""
COLLAPSED_KL, COLLAPSED_EXPLAINED = 0.1, 0.05
"""Collapsed: less than so many nats in all codes together, and less than this share of the variance
of x explained."""
_ACTIVE = 0.95
_LEAST_ERROR = 0.02
_REACH, _GRID = 4.0, 801


class Regularisation(Enum):
    """The headline."""

    BALANCED = "balanced"
    COLLAPSED = "collapsed"
    OVER = "over-regularised"
    UNDER = "under-regularised"
    WITHHELD = "not judged"


@dataclass(frozen=True)
class Balance:
    """Where v = beta gamma lies.

    Attributes:
        v: it.
        fitting: A/d, its value where beta = 1 and gamma fits the error.
        best: the v of least cost at these codes.
        cost: of v, nats per sample.
    """

    v: float
    fitting: float
    best: float
    cost: float

    @property
    def ratio(self) -> float:
        """V over A/d."""
        return self.v / self.fitting

    @property
    def regularisation(self) -> Regularisation:
        """What follows from ratio and cost."""
        if self.ratio > ABOVE and self.cost > COST:
            return Regularisation.OVER
        if self.ratio < BELOW and self.cost > LIGHT:
            return Regularisation.UNDER
        return Regularisation.BALANCED


def weigh(v: float, A: float, d: int, variances: Floats) -> Balance:
    """The cost of v, from A and mean sigma_k^2, (kappa,).

    >>> round(weigh(0.1, 1.0, 10, np.array([0.1, 1.0])).cost, 3)
    0.0
    """
    active = variances < _ACTIVE
    kept = v / variances[active]
    rest = max(A - v * len(kept), _LEAST_ERROR * A)
    values = v * np.exp(np.linspace(-_REACH, _REACH, _GRID))
    errors = rest + np.minimum(kept[None], values[:, None]).sum(axis=1)
    rates = np.log(np.maximum(kept[None], values[:, None]) / values[:, None]).sum(axis=1)
    found = d * np.log(errors) + rates
    here, best = float(found[_GRID // 2]), int(found.argmin())
    return Balance(v, A / d, float(values[best]), (here - float(found[best])) / 2)
