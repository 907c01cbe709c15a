"""The supremum and infimum of a function cut into pieces: exactly, and as brackets."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count

from flint import arb
from sympy import Expr, Rational, S

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.asymptotics import AT_INFINITY, Place, analytic_at, limit
from sparsity_theory.exact.changes import inner, point_in
from sparsity_theory.exact.constants import beside, compare, largest, resolved, sign
from sparsity_theory.exact.crossings import sign_by_enclosure
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.enclosures import enclose, exact, over, precision
from sparsity_theory.exact.partitions import Part
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece
from sparsity_theory.exact.roots import zero_in

_BITS = 128
_SPLITS = 200
"""How often a piece of unknown direction is split to bound its extreme."""

_TIGHT = Rational(1, 2**40)
"""Relative width at which a bracket is narrow enough."""


@dataclass(frozen=True)
class Bracket:
    """low <= x <= high for an extended real x, both proved; rationals or infinite.

    >>> Bracket(S(1), S(2)).contains(S(3))
    False
    """

    low: Expr
    high: Expr

    def contains(self, value: Expr) -> bool | None:
        """Whether a value lies between the ends; None when that is undecided."""
        below, above = compare(self.low, value), compare(value, self.high)
        if 1 in (below, above):
            return False
        return None if None in (below, above) else True

    def __neg__(self) -> Bracket:
        return Bracket(-self.high, -self.low)


EVERYTHING = Bracket(S.NegativeInfinity, S.Infinity)


def bracket(value: Expr) -> Bracket:
    """A narrow rational bracket of an extended real.

    >>> bracket(S(3)), bracket(S.Infinity).low
    (Bracket(low=3, high=3), oo)
    """
    if value.is_Rational or value in (S.Infinity, S.NegativeInfinity):
        return Bracket(value, value)
    found = enclose(value, _BITS)
    return EVERYTHING if found is None else _of_ball(found)


def _of_ball(ball: arb) -> Bracket:
    with precision(_BITS):
        low, high = exact(ball.lower()), exact(ball.upper())
    return Bracket(S.NegativeInfinity if low is None else low, S.Infinity if high is None else high)


@dataclass(frozen=True)
class Extent:
    """Supremum and infimum over all pieces, and whether they are attained; None is UNKNOWN."""

    supremum: Expr | None
    supremum_attained: bool | None
    infimum: Expr | None
    infimum_attained: bool | None
    supremum_bracket: Bracket = EVERYTHING
    infimum_bracket: Bracket = EVERYTHING


@dataclass(frozen=True)
class _Top:
    """The supremum over one piece: its value if known, and a bracket."""

    value: Expr | None
    attained: bool | None
    bracket: Bracket


def _known(value: Expr | None, attained: bool | None) -> _Top:
    if value is None:
        return _Top(None, None, EVERYTHING)
    return _Top(value, attained, bracket(value))


def extent(pieces: tuple[Piece, ...]) -> Extent:
    """The range of the function that the pieces make up.

    >>> from sparsity_theory.penalties.expressions import parse
    >>> from sparsity_theory.exact.pieces import pieces
    >>> found = extent(pieces(parse("u/(1 + u)**2")))
    >>> found.supremum, found.supremum_attained, found.infimum, found.infimum_attained
    (1/4, True, 0, False)
    """
    high = _highest([_top(p) for p in pieces])
    low = _highest([_top(_negated(p)) for p in pieces])
    infimum = None if low.value is None else -low.value
    return Extent(high.value, high.attained, infimum, low.attained, high.bracket, -low.bracket)


_OPPOSITE = {
    Monotone.INCREASING: Monotone.DECREASING,
    Monotone.DECREASING: Monotone.INCREASING,
    Monotone.NONDECREASING: Monotone.NONINCREASING,
    Monotone.NONINCREASING: Monotone.NONDECREASING,
    Monotone.CONSTANT: Monotone.CONSTANT,
    Monotone.UNKNOWN: Monotone.UNKNOWN,
}


def _negated(p: Piece) -> Piece:
    return Piece(
        p.left, p.right, -p.formula, _OPPOSITE[p.monotone], p.curvature, p.left_closed,
        p.right_closed, p.smooth, tuple(-choice for choice in p.choices),
    )  # fmt: skip


def end_value(p: Piece, side: int) -> Expr | None:
    """The limit of a piece at its left (-1) or right (1) end, from inside."""
    end = p.left if side < 0 else p.right
    if p.smooth:
        return limit(p.formula, AT_INFINITY if end is S.Infinity else Place(end, -side))
    if end is S.Infinity or end == 0 or not p.choices:
        return None
    value = bounded.at(p.formula, end)  # a rough piece with choices is continuous
    return None if value is None else resolved(value)


def _top(p: Piece) -> _Top:
    """The supremum of one piece."""
    if p.monotone in (Monotone.INCREASING, Monotone.CONSTANT, Monotone.NONDECREASING):
        return _top_at(p, 1, _attained(p, closed=p.right_closed))
    if p.monotone in (Monotone.DECREASING, Monotone.NONINCREASING):
        return _top_at(p, -1, _attained(p, closed=p.left_closed))
    if p.left == 0 or p.right is S.Infinity:
        return _Top(None, None, _open_bracket(p))
    return _top_of_bend(p)


def _top_at(p: Piece, side: int, attained: bool | None) -> _Top:
    """The limit at an end as supremum; balls bracket it where its digits are too many."""
    value, end = end_value(p, side), p.left if side < 0 else p.right
    inside = p.smooth and end != 0 and end is not S.Infinity
    if value is None and inside and analytic_at(p.formula, end):
        return _Top(None, attained, _value(p.formula, end))
    rational = end.is_Rational or end is S.Infinity
    return _known(value if value is None or rational else _tidy(value), attained)


def _attained(p: Piece, *, closed: bool) -> bool | None:
    if p.monotone is Monotone.CONSTANT:
        return True
    strict = p.monotone in (Monotone.INCREASING, Monotone.DECREASING)
    return closed if strict or closed else None


def _top_of_bend(p: Piece) -> _Top:
    """The supremum of a bounded piece of unknown direction."""
    if p.smooth:
        slope = derivative(p.formula)
        bend = sign_by_enclosure(derivative(slope), Part(p.left, p.right, None))
        if bend == 1:  # convex: the supremum is at an end
            ends = [(-1, p.left_closed), (1, p.right_closed)]
            return _highest([_top_at(p, side, closed) for side, closed in ends])
        if bend == -1:  # concave: the one zero of the slope is the maximum
            point = zero_in(slope, p.left, p.right)
            if point is not None:
                value = bounded.at(p.formula, point)
                return _known(None if value is None else _tidy(value), True)
    return _Top(None, None, _bounded_bracket(p))


def _tidy(value: Expr) -> Expr:
    """A constant written more simply where SymPy can and the result is proved equal."""
    for simpler in (bounded.expanded(value), value.radsimp() if value.count_ops() < 40 else value):
        if simpler.count_ops() < value.count_ops() and compare(simpler, value) == 0:
            return simpler
    return value


def _value(f: Expr, point: Expr) -> Bracket:
    """A bracket of f(point), from balls alone."""
    found = enclose(f, _BITS, at=over(point, point))
    return EVERYTHING if found is None else _of_ball(found)


def _open_bracket(p: Piece) -> Bracket:
    """Only a value somewhere bounds the supremum, and only from below."""
    return Bracket(_value(p.formula, point_in(p.left, p.right)).low, S.Infinity)


def _bounded_bracket(p: Piece) -> Bracket:
    """Bounds of the supremum over [left, right], 0 < left, by splitting."""
    formulas = (p.formula,) if p.smooth or not p.choices else p.choices
    slopes = [derivative(f) for f in formulas] if p.smooth or p.choices else []
    inside = inner(p.left, p.right)
    if inside is None:
        return EVERYTHING
    low, high = inside
    least = max(_value(p.formula, u).low for u in (low, (low + high) / 2, high))
    order = count()
    heap: list[tuple[Rational, int, Rational, Rational]] = []
    done: list[Expr] = []

    def push(left: Rational, right: Rational) -> None:
        above = _upper(formulas, slopes, left, right)
        if above is None:
            done.append(S.Infinity)
        else:
            heapq.heappush(heap, (-above, next(order), left, right))

    push(
        low if low == p.left else beside(p.left)[0], high if high == p.right else beside(p.right)[1]
    )
    for _ in range(_SPLITS):
        effort.check()
        if not heap or done or -heap[0][0] - least <= _TIGHT * max(1, abs(least)):
            break
        _, _, left, right = heapq.heappop(heap)
        middle = (left + right) / 2
        if low <= middle <= high:
            least = max(least, _value(p.formula, middle).low)
        push(left, middle)
        push(middle, right)
    return Bracket(least, max([least, *done, *[-key for key, *_ in heap]]))


def _upper(
    formulas: tuple[Expr, ...], slopes: list[Expr], left: Rational, right: Rational
) -> Rational | None:
    """An upper bound over [left, right] of whichever of the formulas applies."""
    cell, middle = over(left, right), over((left + right) / 2, (left + right) / 2)
    highest: Rational | None = None
    for i, formula in enumerate(formulas):
        bounds = []
        plain = enclose(formula, _BITS, at=cell)
        if plain is not None:
            bounds.append(_of_ball(plain).high)
        centre = enclose(formula, _BITS, at=middle)
        slope = enclose(slopes[i], _BITS, at=cell) if slopes else None
        if centre is not None and slope is not None:
            reach = _of_ball(abs(slope)).high * (right - left) / 2
            bounds.append(_of_ball(centre).high + reach)
        found = min(bounds, default=S.Infinity)
        if found is S.Infinity:
            return None
        highest = found if highest is None else max(highest, found)
    return highest


def _highest(tops: list[_Top]) -> _Top:
    """The supremum over all pieces from those of each."""
    whole = Bracket(max(t.bracket.low for t in tops), max(t.bracket.high for t in tops))
    known = [t.value for t in tops if t.value is not None]
    best = largest(known) if known else None
    if best is None:
        return _Top(None, None, whole)
    for top in tops:
        if top.value is None and best is not S.Infinity and compare(top.bracket.high, best) not in (
            -1, 0,
        ):  # fmt: skip
            return _Top(None, None, whole)
    if best is S.Infinity:
        return _Top(best, False, Bracket(best, best))
    attained: bool | None = False
    for top in tops:
        order = compare(top.bracket.high if top.value is None else top.value, best)
        if order == 0 and top.attained:
            return _Top(best, True, bracket(best))
        if order != -1 and top.attained is not False:
            attained = None
    return _Top(best, attained, bracket(best))


def steepest(pieces: tuple[Piece, ...]) -> tuple[Expr | None, Bracket]:
    """Sup |h'| over the insides of the pieces: its value if known, and a bracket."""
    tops = [_steepest(p) for p in pieces]
    found = _highest(tops)
    return found.value, found.bracket


def _steepest(p: Piece) -> _Top:
    """Sup |h'| inside one piece; h' is monotone where the curvature is known."""
    moves = {
        Curvature.CONVEX: Monotone.INCREASING, Curvature.CONCAVE: Monotone.DECREASING,
        Curvature.LINEAR: Monotone.CONSTANT, Curvature.UNKNOWN: Monotone.UNKNOWN,
    }  # fmt: skip
    if not p.smooth:
        return _steepest_of_choices(p)
    slope = Piece(p.left, p.right, derivative(p.formula), moves[p.curvature], Curvature.UNKNOWN)
    up, down = _top(slope), _top(_negated(slope))
    return _highest([up, down])


def _steepest_of_choices(p: Piece) -> _Top:
    """Only bounds: where which choice applies is not known."""
    if p.left == 0 or p.right is S.Infinity or not p.choices:
        return _Top(None, None, Bracket(S.Zero, S.Infinity))
    highs: list[Expr] = []
    for choice in p.choices:
        for f in (derivative(choice), -derivative(choice)):
            above = _upper((f,), [derivative(f)], p.left, p.right)
            highs.append(S.Infinity if above is None else above)
    return _Top(None, None, Bracket(S.Zero, max(highs)))


def is_infinite(value: Expr | None) -> bool:
    """Whether a limit is known to be infinite."""
    return value in (S.Infinity, S.NegativeInfinity)


def strictly_less(first: Bracket, second: Bracket) -> bool:
    """Whether the brackets prove first < second."""
    if first.high is S.Infinity or second.low is S.NegativeInfinity:
        return False
    return sign(second.low - first.high) == 1
