"""Infima of penalties as the checker finds them, with where that was: for evidence."""

from __future__ import annotations

from flint import fmpq

from numerics.certificates.function import Function, Infimum


class TracedInfimum(Infimum):
    """The infimum over u > 0, sought to the gap, or in so many cells.

    Attributes:
        at: the point with the least value that was met; None where only limits were as small.
        middles: where cells were halved.

    >>> search = TracedInfimum(Function("(u - 3)**2"), cells=100, gap=1e-3)
    >>> search.at, search.middles[0]
    (95/32, 1)
    """

    def __init__(self, h: Function, *, cells: int, gap: float) -> None:
        self.at: fmpq | None = None
        self.middles: list[fmpq] = []
        super().__init__(h, h.cells(fmpq(0), None))
        self.middles.clear()  # the points between the first cells
        while self.cells < cells and not self.closed(gap):
            self.halve()

    def see(self, u: fmpq) -> None:
        """Look at one point, and remember it."""
        before = self.attained
        super().see(u)
        self.middles.append(u)
        if self.attained < before:
            self.at = u
