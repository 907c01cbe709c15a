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

from flint import arb, fmpq, fmpz

from numerics.certificates.cells import Cell
from numerics.certificates.extended import ALL, INF, NEG_INF, Between, around, lower
from numerics.certificates.language import read
from numerics.certificates.limits import Clock, NoInfoError
from numerics.certificates.terms import Term, add, negative, polynomial, to_fmpq

# Cells that are looked at: for a value everywhere, for labels, for an infimum.
DEFINED_CELLS, LABEL_CELLS, INFIMUM_CELLS = 200, 400, 600
_FAR, _NEAR_ZERO, _FINE = 600, 48, 28  # labels are sought up to 2^600, from 2^-48, to 28 bits
_NARROW = 60  # an infimum is sought to that many bits of u
_LIMIT = fmpq(2) ** 2100  # it and its reciprocal stand for oo and 0 in limits
T = TypeVar("T")
Ends = tuple[fmpq, fmpq | None]  # of an open interval; None stands for oo
Key = tuple[fmpz, fmpz]  # a rational number, which itself is slow to hash


class LabelledInterval(NamedTuple):
    """An open interval with a label; None where nothing is proved."""

    left: fmpq
    right: fmpq | None
    label: str | None

    @property
    def inside(self) -> fmpq:
        """A point in it."""
        return self.left + 1 if self.right is None else (self.left + self.right) / 2


class Function:
    """A penalty on [0, oo), from its text alone; ``clock`` bounds the work.

    >>> h = Function("2*u + sqrt(u**2 - 2*u + 1)", Clock(60))
    >>> [tuple(piece) for piece in h.pieces]
    [(0, 1, '0'), (1, None, '0')]

    Raises:
        RefusedError: if the text is not in the language.
        NoInfoError: if it is not known to have a value at 0.
    """

    def __init__(self, text: str | tuple[Term, list[fmpq]], clock: Clock) -> None:
        self.term, self.breaks = read(text) if isinstance(text, str) else text
        self.clock = clock
        self.top: fmpq | None = None  # beyond it no labels are wanted
        self._points: dict[Key, arb] = {}
        self._sides: dict[tuple[Key | None, int], Between] = {}
        self.at_zero = self.point(fmpq(0))

    @cached_property
    def mirrored(self) -> Function:
        """The penalty times -1."""
        return Function((negative(self.term), self.breaks), self.clock)

    def tilted(self, slope: float) -> Function:
        """The penalty less slope u."""
        line = polynomial(0, -to_fmpq(slope))
        return Function((add(self.term, line), self.breaks), self.clock)

    def cell(self, a: fmpq, b: fmpq | None, side: fmpq | None = None) -> Cell:
        """A cell to evaluate on; asks the clock."""
        self.clock.check()
        return Cell(a, b, side)

    def point(self, u: fmpq) -> arb:
        """A ball around the value at u."""
        key = u.p, u.q
        if key not in self._points:
            exact = self.term.exactly(u)
            ends = self.side(u, u) if exact is None else Between(arb(exact), arb(exact))
            if not (ends.low.is_finite() and ends.high.is_finite()):
                raise NoInfoError(f"no value is known at u = {u}")
            self._points[key] = ends.low.union(ends.high)
        return self._points[key]

    def side(self, u: fmpq | None, towards: fmpq) -> Between:
        """An interval around the limit at u (None: oo) from the side on which ``towards`` is."""
        if u == towards:
            return self.cell(u, u, u).value(self.term).interval
        key = None if u is None else (u.p, u.q), bisect_right(self.breaks, towards)
        if key not in self._sides:
            a, b = (_LIMIT, None) if u is None else (u, u if u > 0 else 1 / _LIMIT)
            self._sides[key] = self.cell(a, b, towards).value(self.term).interval
        return self._sides[key]

    def tangent(self, t: fmpq, side: fmpq) -> tuple[arb, Between]:
        """A lower bound of h at t, and an interval around its slope there."""
        h, slope = self.cell(t, t, side).jet(self.term, 1)
        return h.interval.low, slope.interval

    def cells(self, a: fmpq, b: fmpq | None, more: Iterable[fmpq] = ()) -> list[Ends]:
        """The open cells between a, the breakpoints and b."""
        inner = sorted(x for x in {*self.breaks, *more} if x > a and (b is None or x < b))
        return list(zip([a, *inner], [*inner, b], strict=True))

    @cached_property
    def defined(self) -> bool:
        """Whether the penalty is proved to have a finite value at every u > 0."""

        def has_a_value(a: fmpq, b: fmpq | None) -> bool | None:
            try:
                self.cell(a, b).value(self.term)
            except NoInfoError:
                return None
            return True

        cells = self._halved(self.cells(fmpq(0), None), has_a_value, DEFINED_CELLS)
        try:
            return all(known and self.point(a).is_finite() for a, _, known in cells)
        except NoInfoError:
            return False

    def _halved(
        self, cells: list[Ends], settle: Callable[[fmpq, fmpq | None], T | None], most: int
    ) -> list[tuple[fmpq, fmpq | None, T | None]]:
        """The cells, halved until each is settled or there are so many, and what settles each."""
        found, looked = [], 0
        while cells:
            (a, b), looked = cells.pop(0), looked + 1
            settled = settle(a, b)
            if settled is None and looked + len(cells) < most and not at_the_end(a, b):
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
        search = Infimum(self, self.cells(a, b))
        while search.cells < INFIMUM_CELLS and not search.closed(gap, enough):
            search.halve()
        return search.found

    @cached_property
    def lowest(self) -> arb:
        """A lower bound over [0, oo)."""
        return min(lower(self.at_zero), self.infimum(fmpq(0), None).low)

    @cached_property
    def pieces(self) -> list[LabelledInterval]:
        """Pieces that cover (0, oo) up to the points between them."""
        marks = [] if self.breaks else [fmpq(1)]
        cells = self.cells(fmpq(0), None, marks if self.top is None else [*marks, self.top])
        joined: list[LabelledInterval] = []
        for a, b, label in self._halved(cells, self._label, LABEL_CELLS):
            if joined and not joined[-1].label and not label:
                a = joined.pop().left  # noqa: PLW2901
            joined.append(LabelledInterval(a, b, label or None))
        return joined

    def _label(self, a: fmpq, b: fmpq | None) -> str | None:
        """The label of a cell; none, "", of one that is not worth halving; None if not known."""
        unknown = "" if self._small(a, b) else None
        try:
            sign = self.cell(a, b).jet(self.term, 2)[2].sign
        except NoInfoError:
            return unknown
        return unknown if sign is None else "-0+"[sign + 1]

    def _small(self, a: fmpq, b: fmpq | None) -> bool:
        if self.top is not None and a >= self.top:
            return True
        if b is None:
            return a > fmpq(2) ** _FAR
        return b * fmpq(2) ** _NEAR_ZERO < 1 if a == 0 else (b - a) * fmpq(2) ** _FINE < b


class Infimum:
    """Branch and bound for the infimum over open cells and the points between them.

    Attributes:
        attained: values, or limits of values, are as small as this.
        at: a point u with that value, if it was a value.
        middles: where cells were halved.
        cells: how many cells were looked at.
    """

    def __init__(self, h: Function, cells: list[Ends]) -> None:
        self.h, self.cells = h, 0
        self.attained, self._finished = INF, INF
        self.at: fmpq | None = None
        self.middles: list[fmpq] = []
        self._open: list[tuple[arb, fmpq, fmpq | None]] = []
        for a, b in cells:
            self._push(a, b)
        for a, _ in cells[1:]:
            self._see(a)

    @property
    def found(self) -> Between:
        """The enclosure."""
        least = min([self._finished, self.attained, *(bound for bound, _, _ in self._open)])
        return Between(least, self.attained)

    def closed(self, gap: float, enough: arb | None = None) -> bool:
        """Whether to halve the most promising cell is of no use."""
        least = min((entry[0] for entry in self._open), default=INF)
        if enough is not None and (least >= enough or self.attained < enough):
            return True
        return bool(least >= self.attained - max(arb(gap), abs(self.attained) * arb(2) ** -60))

    def halve(self) -> None:
        """Halve the most promising cell, or have done with it."""
        bound, a, b = self._open.pop(min(range(len(self._open)), key=lambda i: self._open[i][0]))
        if at_the_end(a, b):
            self._finished = min(self._finished, bound)
            return
        middle = split(a, b)
        self.middles.append(middle)
        self._see(middle)
        self._push(a, middle)
        self._push(middle, b)

    def _see(self, u: fmpq) -> None:
        try:
            value = around(self.h.point(u))
        except NoInfoError:
            value = ALL
        self._finished = min(self._finished, value.low)
        if value.high < self.attained:
            self.attained, self.at = value.high, u

    def _push(self, a: fmpq, b: fmpq | None) -> None:
        self.cells += 1
        self._open.append((self._bound(a, b), a, b))

    def _bound(self, a: fmpq, b: fmpq | None) -> arb:
        """A lower bound on the open cell (a, b), which holds no breakpoint."""
        cell, bound = self.h.cell(a, b), NEG_INF
        try:
            bound = cell.value(self.h.term).interval.low
            left, right = (self.h.side(u, cell.side) for u in (a, b))
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


def at_the_end(a: fmpq, b: fmpq | None) -> bool:
    """Whether a cell is too near to 0 or oo, or too narrow, to be halved: steps double."""
    if b is None or a == 0:
        return a > _LIMIT or (b is not None and b * _LIMIT < 1)
    return (b - a) * fmpq(2) ** _NARROW < b


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
