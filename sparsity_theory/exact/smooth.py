"""An expression cut into cells on which it is one smooth formula.

Piecewise, Max, Min and Abs are resolved, and a root is cut where its radicand vanishes: there its
formula has a kink although it is the same on both sides. Cells are joined only across points at
which the formula is proved to be smooth. Where a case cannot be decided, as next to an irrational
breakpoint without a closed form, a *rough* cell keeps the expression as it is, with the formulas
it may equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Abs, Expr, Max, Min, Piecewise, Pow, S, diff

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact import effort
from sparsity_theory.exact.asymptotics import analytic_at
from sparsity_theory.exact.changes import changes
from sparsity_theory.exact.constants import compare, sign_at
from sparsity_theory.exact.intervals import Interval
from sparsity_theory.exact.opaque import Maximum, Minimum, own
from sparsity_theory.exact.piecewise import branches
from sparsity_theory.exact.signs import obvious_sign
from sparsity_theory.exact.variable import U

_MAX_CELLS = 200


@dataclass(frozen=True)
class SmoothCell:
    """An expression on an interval.

    Attributes:
        interval: where.
        formula: the expression there.
        smooth: whether the formula is proved to be smooth (analytic) inside.
        choices: for a rough cell, smooth formulas one of which it equals at each point, changing
            from one to another continuously; empty when unknown.
        bend: for a rough cell that is the Max (1) or Min (-1) of its choices; else None.
    """

    interval: Interval
    formula: Expr
    smooth: bool = True
    choices: tuple[Expr, ...] = ()
    bend: int | None = None


def cells(expr: Expr, interval: Interval) -> list[SmoothCell]:
    """Cut an interval so that each cell has one smooth formula, or is rough.

    >>> from sympy import sqrt
    >>> [c.interval.right for c in cells(sqrt(U**2 - 2*U + 1), Interval(S.Zero, S.Infinity))]
    [1, oo]
    """
    return _cells(expr, interval, frozenset())


def smooth_parts(expr: Expr, interval: Interval) -> list[tuple[Interval, Expr]] | None:
    """The cells as pairs (interval, formula); None when one of them is rough."""
    found = cells(expr, interval)
    return [(c.interval, c.formula) for c in found] if all(c.smooth for c in found) else None


def _cells(expr: Expr, interval: Interval, positive: frozenset[Expr]) -> list[SmoothCell]:
    """`positive`: the roots whose radicands are known to be positive inside the interval."""
    effort.check()
    kink = _next_kink(expr, positive)
    if kink is None:
        return [SmoothCell(interval, expr)]
    found: list[SmoothCell] = []
    for where, choice in _resolve(kink, interval):
        if choice is None:
            found.append(_rough(expr, kink, where, positive))
            continue
        settled = positive | {kink} if choice == kink else positive
        for cell in _cells(expr.xreplace({kink: choice}), where, settled):
            _append(found, cell)
        if len(found) > _MAX_CELLS:
            return [SmoothCell(interval, expr, smooth=False)]
    return found


def _append(found: list[SmoothCell], cell: SmoothCell) -> None:
    """Add a cell, joined to the one before where the formula is smooth at the point between."""
    last = found[-1] if found else None
    if (
        last is not None
        and last.smooth
        and cell.smooth
        and last.formula == cell.formula
        and analytic_at(cell.formula, cell.interval.left)
    ):
        found[-1] = replace(last, interval=last.interval.joined(cell.interval))
    else:
        found.append(cell)


def _next_kink(expr: Expr, positive: frozenset[Expr]) -> Expr | None:
    """An outermost Piecewise, whose branches make sense in their cases only; then from inside."""
    cases = expr.atoms(Piecewise)
    outer = [c for c in cases if not any(c != other and other.has(c) for other in cases)]
    if outer:
        return min(outer, key=lambda c: c.sort_key())
    kinks = list(expr.atoms(Min, Max, Abs))
    kinks += [p for p in expr.atoms(Pow) if p not in positive and _may_vanish(p)]
    plain = [k for k in kinks if not any(k != other and k.has(other) for other in kinks)]
    return min(plain, key=lambda k: k.sort_key()) if plain else None


def _may_vanish(power: Pow) -> bool:
    """A root of something that is not obviously positive."""
    root = not power.exp.is_Integer and power.has(U)
    return bool(root) and power.base != U and obvious_sign(power.base) != 1


Choices = list[tuple[Interval, Expr | None]]
"""What a kink is, interval by interval; None: it could not be decided."""


def _resolve(kink: Expr, interval: Interval) -> Choices:
    if isinstance(kink, Piecewise):
        try:
            cases = branches(kink)
        except ExpressionError:
            return [(interval, None)]
        meets = ((where.meet(interval), branch) for where, branch in cases)
        return [(meet, branch) for meet, branch in meets if meet is not None]
    if isinstance(kink, Pow):
        # Where the radicand is negative there is no value: `domain` refuses that.
        return _choose(kink.base, (None, S.Zero if kink.exp > 0 else None, kink), interval)
    if isinstance(kink, Abs):
        inside = kink.args[0]
        return _choose(inside, (-inside, inside, inside), interval)
    first, rest = _split(kink)
    found: Choices = []
    for cell in _cells(rest, interval, frozenset()):  # of more than two, rest is one, too
        if cell.smooth:
            low, high = (cell.formula, first) if isinstance(kink, Max) else (first, cell.formula)
            found += _choose(first - cell.formula, (low, high, high), cell.interval)
        else:
            found.append((cell.interval, None))
    return found


def _split(kink: Expr) -> tuple[Expr, Expr]:
    first, *others = kink.args
    return first, kink.func(*others)


def _choose(
    test: Expr, values: tuple[Expr | None, Expr | None, Expr], interval: Interval
) -> Choices:
    """One of three values by the sign of a smooth test: where it is negative, 0, positive."""
    negative, zero, positive = values
    by_sign = {-1: negative, 0: zero, 1: positive, None: None}
    if interval.is_point:
        order = sign_at(test, interval.left)
        return [(interval, zero if order == 0 and zero is not None else by_sign[order])]
    found: Choices = []
    for part in changes(test, interval.left, interval.right):
        cell = Interval(
            part.left,
            part.right,
            interval.left_closed if part.left == interval.left else True,
            interval.right_closed if part.right == interval.right else False,
        )
        found.append((cell, by_sign[part.sign]))
    return found


def _rough(expr: Expr, kink: Expr, where: Interval, positive: frozenset[Expr]) -> SmoothCell:
    """A cell in which it is not known which of its two choices a kink is."""
    if isinstance(kink, Abs):
        pair = (-kink.args[0], kink.args[0])
    elif isinstance(kink, Max | Min):
        pair = _split(kink)
    else:
        return SmoothCell(where, expr, smooth=False)
    partner = _partner(kink)
    paired = expr.has(partner)
    bend = None if paired else _bend(expr, kink)
    choices: list[Expr] = []
    for choice, other in zip(pair, reversed(pair), strict=True):
        chosen = {kink: choice, partner: other} if paired else {kink: choice}
        only, *others = _cells(own(expr.xreplace(chosen)), where, positive)
        if others or not (only.smooth or only.choices):
            return SmoothCell(where, expr, smooth=False)
        if only.smooth:
            choices.append(only.formula)
        else:
            choices += only.choices
            bend = bend if only.bend == bend else None
    return SmoothCell(where, expr, False, tuple(dict.fromkeys(choices)), bend)


def _partner(kink: Expr) -> Expr:
    """The Max of what a Min is of, and the reverse: where one is one argument it is the other."""
    if isinstance(kink, Max | Min) and len(kink.args) == 2:
        return (Minimum if isinstance(kink, Max) else Maximum)(*kink.args)
    return S.NaN


def _bend(expr: Expr, kink: Expr) -> int | None:
    """1 if the expression is the Max of its choices, -1 if their Min: it is affine in the kink."""
    if expr == kink:
        rate: Expr = S.One
    else:
        rate = diff(expr.xreplace({kink: _KINK}), _KINK)
    if rate.has(U, _KINK):
        return None
    side = compare(rate, S.Zero)
    if side is None:
        return None
    return -side if isinstance(kink, Min) else side


_KINK = U.func("kink", real=True)
