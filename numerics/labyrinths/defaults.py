"""Sizes and defaults of the labyrinth; light, so that ``--help`` can show them."""

from __future__ import annotations

from fractions import Fraction

MAX_SAMPLES, MAX_TURNS = 64, 50
TOLERANCE = Fraction(1, 10**4)
DEFAULT_PENALTIES = (
    "u", "log(1+u)", "u/(u+1/10)", "sqrt(u)", "u**(1/10)", "u**(1/20)", "log(u+1e-4)",
    "log(u+1e-10)", "l0",
)  # fmt: skip
