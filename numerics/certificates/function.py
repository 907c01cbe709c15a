"""What the checker finds out about a penalty by itself: values, limits, infima, labels.

Cells are cut where a case of the text ends and at rational roots, so that no cell straddles a case
distinction, and then halved until enough is known.  A *label* says that it is convex ("+"),
concave ("-") or linear ("0") on an open piece.  Equal labels on both sides of a cut prove nothing
about the cut: pieces with labels are never joined.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flint import arb, fmpq

from numerics.certificates.cells import Cell
from numerics.certificates.extended import INF, NEG_INF, Interval, around, high, low, negated
from numerics.certificates.language import read
from numerics.certificates.limits import Clock, NoInfoError
from numerics.certificates.terms import Term, negative

LABEL_CELLS, INFIMUM_CELLS = 400, 600  # cells that are looked at, for labels and for an infimum
_FAR, _NEAR_ZERO, _FINE = 600, 48, 28  # labels are sought up to 2^600, from 2^-48, to 28 bits
_NARROW = 60  # a minimum is sought to that many bits of u
_LIMIT = 2100  # 2^+-2100 stand for 0 and oo in limits


@dataclass(frozen=True)
class Piece:
    """An open interval with a label; None where nothing is proved.  ``right`` is None for oo."""

    left: fmpq
    right: fmpq | None
    label: str | None

    @property
    def inside(self) -> fmpq:
        """A point in it."""
        return self.left + 1 if self.right is None else (self.left + self.right) / 2


class Function:
    """A penalty on [0, oo), from its text alone.

    Args:
        text: the penalty.
        clock: what bounds the work.

    >>> h = Function("2*u + sqrt(u**2 - 2*u + 1)", Clock(60))
    >>> [(piece.left, piece.right, piece.label) for piece in h.pieces]
    [(0, 1, '0'), (1, None, '0')]

    Raises:
        RefusedError: if the text is not in the language.
        NoInfoError: if it is not known to have a value at 0.
    """

    def __init__(self, text: str, clock: Clock) -> None:
        term, breaks = read(text)
        self._start(term, breaks, clock)

    def _start(self, term: Term, breaks: list[fmpq], clock: Clock) -> None:
        self.term, self.breaks, self.clock = term, breaks, clock
        self.top: fmpq | None = None  # beyond it no labels are wanted
        self._points: dict[fmpq, arb] = {}
        self.at_zero = self.point(fmpq(0))
        self._sides: dict[tuple[fmpq | None, int], Interval] = {}

    @cached_property
    def mirrored(self) -> Function:
        """The penalty times -1."""
        other = Function.__new__(Function)
        other._start(negative(self.term), self.breaks, self.clock)
        return other

    def cell(self, a: fmpq, b: fmpq | None, side: fmpq | None = None) -> Cell:
        """A cell to evaluate on; asks the clock."""
        self.clock.check()
        return Cell(a, b, side)

    def point(self, u: fmpq) -> arb:
        """A ball around the value at u."""
        if u not in self._points:
            exact = self.term.exactly(u)
            low_, high_ = self.cell(u, u, u).value(self.term).interval if exact is None else (0, 0)
            found = arb(low_).union(high_) if exact is None else arb(exact)
            if not found.is_finite():
                raise NoInfoError(f"no value is known at u = {u}")
            self._points[u] = found
        return self._points[u]

    def side(self, u: fmpq | None, towards: fmpq) -> Interval:
        """An interval around the limit at u (None: oo) from the side on which ``towards`` is."""
        key = u, bisect_right(self.breaks, towards)
        if key not in self._sides:
            self._sides[key] = self._side(u, towards)
        return self._sides[key]

    def _side(self, u: fmpq | None, towards: fmpq) -> Interval:
        far = fmpq(2) ** _LIMIT
        a, b = (far, None) if u is None else (u, u if u > 0 else 1 / far)
        return self.cell(a, b, towards).value(self.term).interval

    def cuts(self, a: fmpq, b: fmpq | None) -> list[fmpq | None]:
        """The ends and the breakpoints between them."""
        return [a, *(x for x in self.breaks if x > a and (b is None or x < b)), b]

    @cached_property
    def defined(self) -> bool:
        """Whether the penalty is proved to have a finite value at every u > 0."""
        cuts = self.cuts(fmpq(0), None)
        try:
            for u in self.breaks:
                self.point(u)
            for a, b in pairwise(cuts):
                assert a is not None
                self._defined_on(a, b, 0)
        except NoInfoError:
            return False
        return True

    def _defined_on(self, a: fmpq, b: fmpq | None, depth: int) -> None:
        try:
            self.cell(a, b).value(self.term)
        except NoInfoError:
            if depth > _DEPTH:
                raise
            middle = split(a, b)
            self.point(middle)
            self._defined_on(a, middle, depth + 1)
            self._defined_on(middle, b, depth + 1)

    # ---- infima

    def infimum(
        self,
        a: fmpq,
        b: fmpq | None,
        *,
        slope: float = 0.0,
        gap: float = 1e-12,
        enough: arb | None = None,
    ) -> Interval:
        """An enclosure of ``inf of h(u) - slope u`` over the open interval (a, b).

        Work stops when its ends are within the gap, when it is known whether the infimum reaches
        ``enough``, or after `INFIMUM_CELLS` cells.
        """
        search = Infimum(self, slope)
        search.add(self.cuts(a, b))
        while search.cells < INFIMUM_CELLS and not search.closed(gap, enough):
            search.halve()
        return search.found

    def supremum(self, a: fmpq, b: fmpq | None) -> Interval:
        """An enclosure of the supremum over the open interval (a, b)."""
        return negated(self.mirrored.infimum(a, b))

    @cached_property
    def lowest(self) -> arb:
        """A lower bound over [0, oo)."""
        return min(low(self.at_zero), self.infimum(fmpq(0), None)[0])

    # ---- labels

    @cached_property
    def pieces(self) -> list[Piece]:
        """Pieces that cover (0, oo) up to the points between them."""
        marks = self.cuts(fmpq(0), None) if self.breaks else [fmpq(0), fmpq(1), None]
        if self.top is not None and marks[-2] is not None and self.top > marks[-2]:
            marks.insert(-1, self.top)
        queue = [(a, b) for a, b in pairwise(marks) if a is not None]
        found: list[Piece] = []
        looked = 0
        while queue:
            a, b = queue.pop(0)
            looked += 1
            label = self._label(a, b)
            if label is None and looked + len(queue) < LABEL_CELLS and not self._small(a, b):
                middle = split(a, b)
                queue += [(a, middle), (middle, b)]
            else:
                found.append(Piece(a, b, label))
        found.sort(key=lambda piece: piece.left)
        merged = found[:1]
        for piece in found[1:]:
            if merged[-1].label is piece.label is None:
                merged[-1] = Piece(merged[-1].left, piece.right, None)
            else:
                merged.append(piece)
        return merged

    def _label(self, a: fmpq, b: fmpq | None) -> str | None:
        try:
            sign = self.cell(a, b).jet(self.term, 2)[2].sign
        except NoInfoError:
            return None
        return None if sign is None else "-0+"[sign + 1]

    def _small(self, a: fmpq, b: fmpq | None) -> bool:
        beyond = self.top is not None and a >= self.top
        if b is None:
            return beyond or a > fmpq(2) ** _FAR
        if a == 0:
            return b * fmpq(2) ** _NEAR_ZERO < 1
        return beyond or (b - a) * fmpq(2) ** _FINE < b

    def _tilted(self, i: Interval, slope: float, u: fmpq) -> Interval:
        """The interval less slope u."""
        product = arb(slope) * arb(u)
        return low(i[0] - product), high(i[1] - product)

    def tangent(self, t: fmpq, side: fmpq) -> tuple[arb, Interval]:
        """A lower bound of h at t, and an interval around its slope there."""
        h, slope = self.cell(t, t, side).jet(self.term, 1)
        return h.interval[0], slope.interval


_DEPTH = 12


class Infimum:
    """Branch and bound for ``inf of h(u) - slope u``; every number it gives is an enclosure."""

    def __init__(self, h: Function, slope: float) -> None:
        self.h, self.slope = h, slope
        self.cells = 0
        self.attained = INF  # values, or limits of values, are as small as this
        self.at: fmpq | None = None  # a point u at which that was seen, where it was a value
        self.middles: list[fmpq] = []  # where cells were halved
        self._open: list[tuple[arb, fmpq, fmpq | None]] = []
        self._finished = INF

    def add(self, cuts: list[fmpq | None]) -> None:
        """Take in the open cells between the cuts, and the cuts between the first and the last."""
        for u in cuts[1:-1]:
            assert u is not None
            self._finished = min(self._finished, self._see_point(u))
        for a, b in pairwise(cuts):
            assert a is not None
            self._push(a, b)

    @property
    def found(self) -> Interval:
        """The enclosure."""
        bounds = [bound for bound, _, _ in self._open]
        return min([self._finished, self.attained, *bounds]), self.attained

    def closed(self, gap: float, enough: arb | None = None) -> bool:
        """Whether to halve the most promising cell is of no use."""
        if not self._open:
            return True
        least = min(bound for bound, _, _ in self._open)
        if enough is not None and (least >= enough or self.attained < enough):
            return True
        return bool(least >= self.attained - max(arb(gap), abs(self.attained) * arb(2) ** -60))

    def halve(self) -> None:
        """Halve the most promising cell."""
        bound, a, b = self._open.pop(min(range(len(self._open)), key=lambda i: self._open[i][0]))
        near, far = fmpq(2) ** -_LIMIT, fmpq(2) ** _LIMIT
        narrow = b is not None and a > 0 and (b - a) * fmpq(2) ** _NARROW < b
        if narrow or a > far or (b is not None and b < near):
            self._finished = min(self._finished, bound)
            return
        middle = split(a, b)
        self._finished = min(self._finished, self._see_point(middle))
        self._push(a, middle)
        self._push(middle, b)
        self.middles.append(middle)

    def _see_point(self, u: fmpq) -> arb:
        try:
            i = self.h._tilted(around(self.h.point(u)), self.slope, u)
        except NoInfoError:
            return NEG_INF
        if i[1] < self.attained:
            self.attained, self.at = i[1], u
        return i[0]

    def _push(self, a: fmpq, b: fmpq | None) -> None:
        self.cells += 1
        self._open.append((self.bound(a, b), a, b))

    def bound(self, a: fmpq, b: fmpq | None) -> arb:
        """A lower bound on the open cell (a, b), which holds no breakpoint."""
        h, slope = self.h, arb(self.slope)
        cell = h.cell(a, b)
        try:
            jet = cell.jet(h.term, 1)
        except NoInfoError:
            try:
                jet = [cell.value(h.term)]
            except NoInfoError:
                return NEG_INF
        i = jet[0].interval
        bound = i[0] if self.slope == 0 else NEG_INF if b is None else low(i[0] - slope * arb(b))
        try:
            ends = [self._limit(u, cell.side) for u in (a, b)]
        except NoInfoError:
            return bound
        self.attained = min(self.attained, *(end[1] for end in ends))
        if len(jet) == 1:
            return bound
        rise = jet[1].interval
        if self.slope == 0:
            sign = jet[1].sign
            falls, rises = sign in (0, -1), sign in (0, 1)
        else:
            falls, rises = rise[1] <= slope, rise[0] >= slope
        if rises:
            return max(bound, ends[0][0])
        if falls:
            return max(bound, ends[1][0])
        if b is not None:
            width = arb(b - a)
            bound = max(bound, low(ends[0][0] + low(rise[0] - slope) * width))
            bound = max(bound, low(ends[1][0] - high(rise[1] - slope) * width))
        return bound

    def _limit(self, u: fmpq | None, side: fmpq) -> Interval:
        i = self.h.side(u, side)
        if u is None:
            return i if self.slope == 0 else (NEG_INF, INF)
        return self.h._tilted(i, self.slope, u)


def split(a: fmpq, b: fmpq | None) -> fmpq:
    """A point inside (a, b), of few digits: towards 0 and oo in steps that double.

    >>> split(fmpq(0), None), split(fmpq(1), None), split(fmpq(1), fmpq(2))
    (1, 4, 3/2)
    """
    if b is None:
        return fmpq(1) if a == 0 else fmpq(2) ** max(2, 2 * _logarithm(a) + 2)
    if a == 0:
        return fmpq(2) ** min(-2, 2 * _logarithm(b) - 2)
    if b > 4 * a:
        middle = fmpq(2) ** ((_logarithm(a) + _logarithm(b)) // 2)
        if a < middle < b:
            return middle
    middle, unit = (a + b) / 2, fmpq(2) ** (_logarithm(b - a) - 4)
    short = fmpq((middle / unit).p // (middle / unit).q) * unit
    return short if a < short < b else middle


def _logarithm(x: fmpq) -> int:
    """About log2 of x > 0."""
    return int(x.p.bit_length()) - int(x.q.bit_length())
