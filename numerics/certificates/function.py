"""What the checker finds out about a penalty by itself: values, limits, infima, labels.

Cells are cut where a case of the text ends and at rational roots, so that no cell straddles a case
distinction, and then halved until enough is known.  A *label* says that it is convex ("+"), concave
("-") or linear ("0") on an open piece.  Equal labels on both sides of a cut prove nothing about the
cut: pieces with labels are never joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

from flint import arb, fmpq

from numerics.certificates.cells import Cell
from numerics.certificates.enclosures import Enclosure
from numerics.certificates.extended import ALL, INF, NEG_INF, Between, around, lower
from numerics.certificates.language import read
from numerics.certificates.limits import NoInfoError, ask
from numerics.certificates.terms import Term, add, negative, polynomial, to_fmpq

# Cells that are looked at: for a value everywhere, for labels, for an infimum.
DEFINED_CELLS, LABEL_CELLS, INFIMUM_CELLS = 200, 400, 600
_LIMIT = fmpq(2) ** 2100  # it and its reciprocal stand for oo and 0 in limits
# Cells are halved up to the first, down to the reciprocal of the second, to so many bits of u.
_LIMITS = _LIMIT, _LIMIT, fmpq(2) ** 60
_LABEL_LIMITS = fmpq(2) ** 600, fmpq(2) ** 48, fmpq(2) ** 28
T = TypeVar("T")
Ends = tuple[fmpq, fmpq | None]  # of an open interval; None stands for oo


class LabelledInterval(NamedTuple):
    """An open interval with a label; None where nothing is proved."""

    left: fmpq
    right: fmpq | None
    label: str | None


class Function:
    """A penalty on [0, oo), from its text alone; what is found out about it is remembered.

    >>> h = Function("2*u + sqrt(u**2 - 2*u + 1)")
    >>> [tuple(piece) for piece in h.pieces]
    [(0, 1, '0'), (1, None, '0')]

    Raises:
        RefusedError: if the text is not in the language.
        NoInfoError: if it is not known to have a value at 0.
    """

    def __init__(self, text: str | tuple[Term, list[fmpq]]) -> None:
        self.term, self.breaks = read(text) if isinstance(text, str) else text
        self.at_zero = self.point(fmpq(0))
        self.floors: dict[tuple[int, int], float] = {}  # at ends of pieces, as they are asked for

    @cached_property
    def mirrored(self) -> Function:
        """The penalty times -1."""
        return Function((negative(self.term), self.breaks))

    def tilted(self, slope: float) -> Function:
        """The penalty less slope u."""
        line = polynomial(0, -to_fmpq(slope))
        return Function((add(self.term, line), self.breaks))

    def cell(self, a: fmpq, b: fmpq | None, side: fmpq | None = None) -> Cell:
        """A cell to evaluate on; asks for time."""
        ask()
        return Cell(a, b, side)

    def point(self, u: fmpq) -> arb:
        """A ball around the value at u."""
        ask()
        return arb(self.term.at(u))

    def side(self, u: fmpq | None, towards: fmpq) -> Between:
        """An interval around the limit at u (None: oo) from the side on which ``towards`` is."""
        a, b = (_LIMIT, None) if u is None else (u, u if u > 0 else 1 / _LIMIT)
        return self.cell(a, b, towards).value(self.term).interval

    def cells(self, a: fmpq, b: fmpq | None, more: Iterable[fmpq] = ()) -> list[Ends]:
        """The open cells between a, the breakpoints and b."""
        inner = sorted(x for x in {*self.breaks, *more} if x > a and (b is None or x < b))
        return list(zip([a, *inner], [*inner, b], strict=True))

    @cached_property
    def defined(self) -> bool:
        """Whether the penalty is proved to have a finite value at every u > 0."""

        def values(a: fmpq, b: fmpq | None) -> tuple[arb, Enclosure]:
            return self.point(a), self.cell(a, b).value(self.term)

        cells = self._halved(self.cells(fmpq(0), None), values, DEFINED_CELLS)
        return all(found is not None for _, _, found in cells)

    def _halved(
        self, cells: list[Ends], settle: Callable[[fmpq, fmpq | None], T | None], most: int,
        limits: tuple[fmpq, fmpq, fmpq] = _LIMITS,
    ) -> list[tuple[fmpq, fmpq | None, T | None]]:  # fmt: skip
        """The cells, halved until each is settled or there are so many, and what settles each."""
        found, looked = [], 0
        while cells:
            (a, b), looked = cells.pop(0), looked + 1
            try:
                settled = settle(a, b)
            except NoInfoError:
                settled = None
            if settled is None and looked + len(cells) < most and not at_the_end(a, b, limits):
                middle = split(a, b)
                cells += [(a, middle), (middle, b)]
            else:
                found.append((a, b, settled))
        return sorted(found, key=lambda cell: cell[0])

    def infimum(
        self, a: fmpq, b: fmpq | None, *, gap: float = 1e-12, enough: arb | None = None
    ) -> Between:
        """An enclosure of the infimum over the open interval (a, b).

        Work stops when its ends are within the gap, when it is known whether the infimum reaches
        ``enough``, or after `INFIMUM_CELLS` cells.
        """
        search = Infimum(self, self.cells(a, b), enough)
        while search.cells < INFIMUM_CELLS and not search.closed(gap):
            search.halve()
        return search.found

    @cached_property
    def lowest(self) -> arb:
        """A lower bound over [0, oo)."""
        return min(lower(self.at_zero), self.infimum(fmpq(0), None).low)

    @cached_property
    def pieces(self) -> list[LabelledInterval]:
        """Pieces that cover (0, oo) up to the points between them."""
        cells = self.cells(fmpq(0), None, [] if self.breaks else [fmpq(1)])
        joined: list[LabelledInterval] = []
        for a, b, label in self._halved(cells, self._label, LABEL_CELLS, _LABEL_LIMITS):
            if joined and not joined[-1].label and not label:
                a = joined.pop().left  # noqa: PLW2901
            joined.append(LabelledInterval(a, b, label))
        return joined

    def _label(self, a: fmpq, b: fmpq | None) -> str | None:
        sign = self.cell(a, b).jet(self.term, 2)[2].sign
        return None if sign is None else "-0+"[sign + 1]


class Infimum:
    """Branch and bound for the infimum over open cells and the points between them.

    Where it is enough that the infimum is so large, nothing more is found out of a cell.

    Attributes:
        attained: values, or limits of values, are as small as this.
        cells: how many cells were looked at.
    """

    def __init__(self, h: Function, cells: list[Ends], enough: arb | None = None) -> None:
        self.h, self.cells, self.enough = h, 0, enough
        self._sides: dict[tuple[fmpq | None, int], Between] = {}
        self.attained, self._finished = INF, INF
        self._open: list[tuple[arb, fmpq, fmpq | None]] = []
        for a, b in cells:
            self._push(a, b)
        for a, _ in cells[1:]:
            self.see(a)

    @property
    def found(self) -> Between:
        """The enclosure."""
        least = min([self._finished, self.attained, *(bound for bound, _, _ in self._open)])
        return Between(least, self.attained)

    def closed(self, gap: float) -> bool:
        """Whether to halve the most promising cell is of no use."""
        least = min((entry[0] for entry in self._open), default=INF)
        if self.enough is not None and (least >= self.enough or self.attained < self.enough):
            return True
        return bool(least >= self.attained - max(arb(gap), abs(self.attained) * arb(2) ** -60))

    def halve(self) -> None:
        """Halve the most promising cell, or have done with it."""
        bound, a, b = self._open.pop(min(range(len(self._open)), key=lambda i: self._open[i][0]))
        if at_the_end(a, b):
            self._finished = min(self._finished, bound)
            return
        middle = split(a, b)
        self.see(middle)
        self._push(a, middle)
        self._push(middle, b)

    def see(self, u: fmpq) -> None:
        """Look at one point."""
        try:
            value = around(self.h.point(u))
        except NoInfoError:
            value = ALL
        self._finished = min(self._finished, value.low)
        self.attained = min(self.attained, value.high)

    def _push(self, a: fmpq, b: fmpq | None) -> None:
        self.cells += 1
        self._open.append((self._bound(a, b), a, b))

    def _side(self, u: fmpq | None, towards: fmpq) -> Between:
        """The limit; those of two cells at a point between them are the same but at breakpoints."""
        key = u, bisect_right(self.h.breaks, towards)
        if key not in self._sides:
            self._sides[key] = self.h.side(u, towards)
        return self._sides[key]

    def _bound(self, a: fmpq, b: fmpq | None) -> arb:
        """A lower bound on the open cell (a, b), which holds no breakpoint."""
        cell, bound = self.h.cell(a, b), NEG_INF
        try:
            bound = cell.value(self.h.term).interval.low
            if self.enough is not None and bound >= self.enough:
                return bound
            left, right = (self._side(u, cell.side) for u in (a, b))
            self.attained = min(self.attained, left.high, right.high)
            slope = cell.jet(self.h.term, 1)[1]
        except NoInfoError:
            return bound
        if slope.sign is not None:
            return max(bound, (left if slope.sign >= 0 else right).low)
        if b is None:
            return bound
        width = around(b - a)
        fall, rise = slope.interval * width, -slope.interval * width
        return max(bound, (left + fall).low, (right + rise).low)


def at_the_end(a: fmpq, b: fmpq | None, limits: tuple[fmpq, fmpq, fmpq] = _LIMITS) -> bool:
    """Whether a cell is too near to oo or 0, or too narrow, to be halved: steps double."""
    far, near, fine = limits
    if b is None:
        return bool(a > far)
    return bool(b * near < 1 if a == 0 else (b - a) * fine < b)


def split(a: fmpq, b: fmpq | None) -> fmpq:
    """A point inside (a, b), of few digits: towards 0 and oo in steps that double.

    >>> split(fmpq(0), None), split(fmpq(1), None), split(fmpq(1), fmpq(2))
    (1, 4, 3/2)
    """
    if b is None:
        return fmpq(1) if a == 0 else fmpq(2) ** max(2, 2 * _logarithm(a) + 2)
    if a == 0:
        return fmpq(2) ** min(-2, 2 * _logarithm(b) - 2)
    middle = (a + b) / 2
    if b > 4 * a:
        short = fmpq(2) ** ((_logarithm(a) + _logarithm(b)) // 2)
    else:
        unit = fmpq(2) ** (_logarithm(b - a) - 4)
        short = (middle / unit).floor() * unit
    return short if a < short < b else middle


def _logarithm(x: fmpq) -> int:
    """About log2 of x > 0."""
    return int(x.p.bit_length()) - int(x.q.bit_length())
