"""Objectives as plain Python functions, and an attack on guarantees that shares no code."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

Objective = Callable[[Fraction, list[Fraction]], "Fraction | float"]
_SCALES = (Fraction(1, 10**9), Fraction(1, 10**3), Fraction(1), Fraction(7, 3), Fraction(10**6))


def largest_sparse_and_smallest_other(
    psi: Objective, kappa: int, r: int, draw: random.Random, points: int = 400
) -> tuple[float, float]:
    """Over random points of every kind; a guarantee says that the first is less than the second."""
    most, least = -math.inf, math.inf
    for _ in range(points):
        most = max(most, float(psi(Fraction(0), _code(kappa, r, draw))))
        m = draw.randint(r + 1, kappa)
        least = min(least, float(psi(Fraction(0), _code(kappa, m, draw))))
        error = draw.choice(_SCALES) * draw.randint(1, 9)
        least = min(least, float(psi(error, _code(kappa, draw.randint(0, kappa), draw))))
    return most, least


def _code(kappa: int, active: int, draw: random.Random) -> list[Fraction]:
    powers = [Fraction(0)] * kappa
    scale = draw.choice(_SCALES)
    for k in draw.sample(range(kappa), active):
        powers[k] = scale * draw.choice((*_SCALES, Fraction(draw.randint(1, 50), 7)))
    return powers
