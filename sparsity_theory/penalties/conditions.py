"""Where a comparison is true: the points at which its two sides are equal, and what lies between.

A condition such as sqrt(u) < 3, or u < a*lam, becomes a region of u. The points are found by the
exact analysis of signs; an irrational one is accepted where it is found in closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sympy import Expr, Pow, Rational, S

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.constants import as_rational, sign, sign_at
from sparsity_theory.exact.crossings import sign_by_enclosure
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.intervals import HALF_LINE, Interval, Region
from sparsity_theory.exact.partitions import Part
from sparsity_theory.exact.roots import zero_in
from sparsity_theory.exact.signs import signs
from sparsity_theory.exact.smooth import point_in, smooth_parts
from sparsity_theory.exact.variable import U


@dataclass(frozen=True)
class Cut:
    """A point u > 0 around which a function may change its sign, with its signs around it."""

    point: Expr
    before: int
    at: int
    after: int


def cuts(f: Expr) -> tuple[Cut, ...] | None:
    """The cuts of a function on u > 0, from left to right; None where they were not all found.

    >>> [(c.point, c.before, c.after) for c in cuts(U**2 - 2)]
    [(sqrt(2), -1, 1)]
    """
    if not f.has(U):
        return ()
    constant, term = f.as_independent(U, as_Add=True)
    factor, power = term.as_independent(U, as_Add=False)
    if power == U or (isinstance(power, Pow) and power.base == U and power.exp.is_Rational):
        return _of_a_power(factor, power, constant)
    try:
        with effort.analysis():
            return _cuts(f)
    except effort.OutOfTimeError:
        return None


def _of_a_power(factor: Expr, power: Expr, constant: Expr) -> tuple[Cut, ...] | None:
    """Of ``factor * u**q + constant``: by far the most frequent, u or sqrt(u) against a number."""
    q = S.One if power == U else power.exp
    value = -constant / factor
    rises, side = sign(factor), sign(value)
    if not rises or side is None:
        return None
    if side <= 0:
        return ()
    try:
        point = as_rational(bounded.power(value, 1 / q))
    except bounded.NotFormedError:
        return None
    after = rises if q > 0 else -rises
    return (Cut(point, -after, 0, after),)


def _cuts(f: Expr) -> tuple[Cut, ...] | None:
    cells = smooth_parts(f, HALF_LINE[0])
    if cells is None:
        return None
    known: list[tuple[Expr, Expr, int]] = []  # (left, right, sign), between the cuts
    for where, formula in cells:
        if where.is_point:
            continue
        for part in signs(formula, where.left, where.right):
            if part.sign is None:
                zero = _only_zero(formula, part)
                if zero is None:
                    return None
                sides = _around(formula, zero, part)
                if sides is None:
                    return None
                known += sides
            else:
                known.append((part.left, part.right, part.sign))
    return _joined(f, known)


def _around(f: Expr, zero: Expr, part: Part) -> list[tuple[Expr, Expr, int]] | None:
    """The two sides of the only zero of a part; with their signs where the zero is rational."""
    sides = ((part.left, zero), (zero, part.right))
    if not zero.is_Rational:
        return [(left, right, 0) for left, right in sides]
    found = [(left, right, sign_at(f, point_in(left, right))) for left, right in sides]
    known = [(left, right, side) for left, right, side in found if side is not None]
    return known if len(known) == len(found) else None


def _only_zero(f: Expr, part: Part) -> Expr | None:
    """A zero in closed form of a function that is proved to be monotone between rational ends."""
    if sign_by_enclosure(derivative(f), part) is None:
        return None
    found = zero_in(f, part.left, part.right)
    return None if found is None else as_rational(found)


def _joined(f: Expr, known: list[tuple[Expr, Expr, int]]) -> tuple[Cut, ...] | None:
    """The cuts between parts; beside an irrational zero the part takes its neighbour's sign."""
    found: list[Cut] = []
    for (_, point, before), (_, _, after) in pairwise(known):
        if not point.is_Rational:
            continue
        at = sign_at(f, point)
        if at is None:
            return None
        found.append(Cut(point, before, at, after))
    for i, (_, point, _) in enumerate(known):
        if not point.is_Rational and point is not S.Infinity:
            if i == 0 or i + 2 >= len(known):
                return None
            found.append(Cut(point, known[i - 1][2], 0, known[i + 2][2]))
    return None if _unclear(known) else tuple(c for c in found if not _is_side(c, known))


def _unclear(known: list[tuple[Expr, Expr, int]]) -> bool:
    """Whether two irrational zeros are neighbours, so that nothing between them is known."""
    irrational = [
        i
        for i, (_, right, _) in enumerate(known)
        if not right.is_Rational and right is not S.Infinity
    ]
    return any(b - a < 3 for a, b in pairwise(irrational))


def _is_side(cut: Cut, known: list[tuple[Expr, Expr, int]]) -> bool:
    """Whether a rational point only brackets an irrational zero: no change happens there."""
    ends = {
        end
        for left, right, _ in known
        if not (left.is_Rational and (right.is_Rational or right is S.Infinity))
        for end in (left, right)
    }
    return cut.point.is_Rational and cut.point in ends


def truth(f: Expr, found: tuple[Cut, ...], wanted: Callable[[int], bool]) -> Region:
    """The u > 0 at which the sign of f, of which these are the cuts, is a wanted one."""
    if not found:
        only = sign_at(f, Rational(1))
        return HALF_LINE if only is not None and wanted(only) else ()
    intervals: list[Interval] = []
    left: Expr = S.Zero
    for cut in found:
        if wanted(cut.before):
            intervals.append(Interval(left, cut.point))
        if wanted(cut.at):
            intervals.append(Interval(cut.point, cut.point, True, True))
        left = cut.point
    if wanted(found[-1].after):
        intervals.append(Interval(left, S.Infinity))
    return _merged(intervals)


def _merged(intervals: list[Interval]) -> Region:
    """Neighbours that share an end as one."""
    merged: list[Interval] = []
    for interval in intervals:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.right == interval.left
            and (last.right_closed or interval.left_closed)
        ):
            merged[-1] = last.joined(interval)
        else:
            merged.append(interval)
    return tuple(merged)
