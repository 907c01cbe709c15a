"""The size of a random dense family whose minimum is certified."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

G = "1000*u"


@dataclass(frozen=True)
class Size:
    """A size of a random dense family, and the tolerance."""

    kappa: int = 4
    n: int = 4
    d: int = 8
    parameters: int = 1
    digits: int = 6

    @property
    def tolerance(self) -> Fraction:
        """The certified gap asked for, ``10^-digits``."""
        return Fraction(1, 10**self.digits)
