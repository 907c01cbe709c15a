"""Where a comparison is true: the points at which its two sides are equal, and what lies between.

A condition such as sqrt(u) < 3, or u < a*lam, becomes a region of u. The points are found by the
exact analysis of signs, rational ones always, irrational ones in closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sympy import Expr, Pow, Rational, S

from sparsity_theory.exact import bounded, effort
from sparsity_theory.exact.changes import changes
from sparsity_theory.exact.constants import as_rational, sign, sign_at
from sparsity_theory.exact.intervals import HALF_LINE, Interval, Region, UnorderedError
from sparsity_theory.exact.smooth import smooth_parts
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
    except (effort.OutOfTimeError, UnorderedError):
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
    parts = [
        part
        for where, formula in cells
        if not where.is_point
        for part in changes(formula, where.left, where.right)
    ]
    found: list[Cut] = []
    for before, after in pairwise(parts):
        at = sign_at(f, before.right)
        if before.sign is None or at is None or after.sign is None:
            return None
        if not before.sign == at == after.sign:
            found.append(Cut(before.right, before.sign, at, after.sign))
    return None if parts[0].sign is None else tuple(found)


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
        if last is not None and last.right == interval.left and (
            last.right_closed or interval.left_closed
        ):  # fmt: skip
            merged[-1] = last.joined(interval)
        else:
            merged.append(interval)
    return tuple(merged)
