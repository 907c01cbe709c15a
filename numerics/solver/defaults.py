"""What is asked for when nothing else is said; light, so that ``--help`` can show it."""

from __future__ import annotations

from fractions import Fraction

DEFAULT_TOLERANCE = Fraction(1, 10**6)
DEFAULT_SECONDS = 10.0

# A gap says little unless it is small against the scale of the losses: the certified gap is at most
# this share of the best loss above what every loss is at least, inf g + (kappa/d) inf h.
RELATIVE_TOLERANCE = Fraction(1, 100)
