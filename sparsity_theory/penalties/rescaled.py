"""Penalties with irrational joints in a unit of u in which the joints are rational.

The exact analysis cuts (0, oo) at rational points. Where Min, Max and Abs of a penalty h change at
rational multiples of one irrational c, as SCAD of lambda = sqrt(2) does, v -> h(c v) changes at
rational v; its supremum, infimum, monotonicity and curvature are those of h, its slopes c times
those of h.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sympy import Abs, Expr, Max, Min, Piecewise, Rational, S

from sparsity_theory.exact.constants import sign, sign_at
from sparsity_theory.exact.intervals import HALF_LINE, Interval
from sparsity_theory.exact.opaque import own
from sparsity_theory.exact.piecewise import assemble
from sparsity_theory.exact.smooth import point_in
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.conditions import cuts

_MOST = 40  # intervals


@dataclass(frozen=True)
class Rescaled:
    """``expression`` is h(scale*u), case by case, with rational joints."""

    scale: Expr
    expression: Expr


def rescaled(expression: Expr) -> Rescaled | None:
    """The penalty in a unit in which its joints are rational; None where none was found.

    >>> from sympy import sqrt
    >>> from sparsity_theory.exact.opaque import Minimum
    >>> found = rescaled(Minimum(U, sqrt(2)) ** 2)
    >>> found.scale, found.expression
    (sqrt(2), Piecewise((2*u**2, u < 1), (2, True)))
    """
    if expression.has(Piecewise):
        return None
    scale = _irrational_joint(expression)
    if scale is None:
        return None
    cases = _cases(own(expression.xreplace({U: scale * U})), HALF_LINE[0])
    return None if cases is None else Rescaled(scale, assemble(cases))


def _irrational_joint(expression: Expr) -> Expr | None:
    for kink in _innermost(expression):
        for cut in cuts(_primitive(_test(kink))) or ():
            if not cut.point.is_Rational:
                found: Expr = cut.point
                return found
    return None


def _cases(expression: Expr, where: Interval) -> list[tuple[Interval, Expr]] | None:
    """Intervals with rational ends, each with a formula without Min, Max and Abs."""
    kinks = _innermost(expression)
    if not kinks:
        return [(where, expression)]
    kink = kinks[0]
    test = _primitive(_test(kink))
    found = cuts(test)
    if found is None or not all(cut.point.is_Rational for cut in found):
        return None
    inner = [cut.point for cut in found if where.left < cut.point < where.right]
    ends = [where.left, *inner, where.right]
    cases: list[tuple[Interval, Expr]] = []
    for left, right in pairwise(ends):
        side = sign_at(test, point_in(left, right))
        if side is None:
            return None
        closed = left > 0  # where two formulas meet they are equal
        part = _cases(
            own(expression.xreplace({kink: _chosen(kink, side)})), Interval(left, right, closed)
        )
        if part is None:
            return None
        cases += part
    return cases if len(cases) <= _MOST else None


def _innermost(expression: Expr) -> list[Expr]:
    kinks = expression.atoms(Min, Max, Abs)
    plain = [k for k in kinks if not any(k != other and k.has(other) for other in kinks)]
    return sorted(plain, key=lambda k: k.sort_key())


def _test(kink: Expr) -> Expr:
    """What a kink changes with the sign of."""
    if isinstance(kink, Abs):
        inner: Expr = kink.args[0]
        return inner
    first, *others = kink.args
    return first - kink.func(*others)


def _chosen(kink: Expr, side: int) -> Expr:
    if isinstance(kink, Abs):
        inner: Expr = kink.args[0]
        return inner if side >= 0 else -inner
    first, *others = kink.args
    larger, smaller = (first, kink.func(*others)) if side >= 0 else (kink.func(*others), first)
    return larger if isinstance(kink, Max) else smaller


def _primitive(f: Expr) -> Expr:
    """F divided by a positive constant, so that its terms have rational coefficients if any do."""
    terms = f.expand().as_ordered_terms()
    unit = terms[0].as_independent(U, as_Add=False)[0]
    side = sign(unit)
    if side not in (1, -1):
        return f
    divided = (f.expand() / (side * unit)).expand()
    constants = (t.as_independent(U, as_Add=False)[0] for t in divided.as_ordered_terms())
    return divided if all(isinstance(c, Rational) or c is S.One for c in constants) else f
