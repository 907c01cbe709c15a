"""The loss of small decoder variances, less its divergent part."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.exact_codes import (
    Measured,
)


def reduced_loss(point: Measured, weight: Fraction, variance: Fraction) -> arb:
    """The loss d L_{g,h} of a point with (d + beta kappa) log gamma subtracted."""
    rows = sum((_log1p(power / variance) for power in point.powers), arb(0))
    return point.d * _log1p(point.error / variance) + ball(weight) * rows


def _log1p(value: Fraction) -> arb:
    return ball(1 + value).log()
