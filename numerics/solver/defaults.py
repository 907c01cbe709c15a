"""What is asked for when nothing else is said; light, so that ``--help`` can show it."""

from __future__ import annotations

from fractions import Fraction

DEFAULT_TOLERANCE = Fraction(1, 10**6)
DEFAULT_SECONDS = 10.0
