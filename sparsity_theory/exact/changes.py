"""The sign of a smooth function between exact points, which may be irrational.

`signs` cuts at rational points, and leaves an irrational zero inside a narrow part of unknown sign.
Here such a part is cut at the zero itself, where it is found in closed form and proved to be the
only one; and the interval may begin and end at irrational points.
"""

from __future__ import annotations

import math
from functools import lru_cache

from sympy import Expr, Integer, Pow, Rational, S

from sparsity_theory.exact.constants import as_rational, beside, sign_at
from sparsity_theory.exact.crossings import enclose_on, settle, sign_by_enclosure, simplest
from sparsity_theory.exact.derivatives import derivative
from sparsity_theory.exact.forms import factors
from sparsity_theory.exact.intervals import UnorderedError
from sparsity_theory.exact.partitions import Part, Parts
from sparsity_theory.exact.roots import zero_in
from sparsity_theory.exact.signs import signs

_PRECISIONS = (64, 256, 1024)
"""Bits to which rationals inside an interval come close to its irrational ends."""

_MOST_DERIVATIVES = 5
_MOST_HALVINGS = 5
_NARROW = Rational(1, 2**20)


@lru_cache(maxsize=4096)
def changes(f: Expr, left: Expr, right: Expr) -> Parts:
    """The parts of (left, right) on which f, smooth inside, has one sign, which may be unknown.

    >>> from sparsity_theory.exact.variable import U
    >>> [(p.left, p.right, p.sign) for p in changes(U**2 - 2, S.Zero, S.Infinity)]
    [(0, sqrt(2), -1), (sqrt(2), oo, 1)]
    """
    ends = inner(left, right)
    if ends is None:
        return (Part(left, right, None),)
    low, high = ends
    parts = [
        found
        for part in signs(f, low, high)
        for piece in _halved(f, part, _MOST_HALVINGS)
        for found in _cut_at_zero(f, piece)
    ]
    if any(part.sign == 0 for part in parts):  # it vanishes on an interval, so everywhere
        return (Part(left, right, 0),)
    if low != left:
        parts = _with_end(f, left, parts, 1)
    if high != right:
        parts = _with_end(f, right, parts[::-1], -1)[::-1]
    return settle(f, tuple(parts))


def _with_end(f: Expr, end: Expr, parts: list[Part], side: int) -> list[Part]:
    """The parts from an irrational end on, where the first of them begins close to it.

    That part is of unknown sign where a zero, at the end or beyond it, was not kept apart from it.
    """
    first = parts[0]
    if first.sign is None and first.left > 0 and first.right is not S.Infinity:
        found = _sign_beside(f, end, first, side)
        if found is not None:
            return [_reaching(first, end, side, found), *parts[1:]]
    start = first.left if side > 0 else first.right
    gap = Part(start, start, None)
    return [_reaching(gap, end, side, _sign_beside(f, end, gap, side)), *parts]


def _reaching(part: Part, end: Expr, side: int, sign: int | None) -> Part:
    return Part(end, part.right, sign) if side > 0 else Part(part.left, end, sign)


def inner(left: Expr, right: Expr) -> tuple[Rational, Expr] | None:
    """Rationals in [left, right], close to the ends; None where the ends are too close.

    >>> from sympy import pi, sqrt
    >>> low, high = inner(sqrt(2), pi)
    >>> bool(low < Rational(14143, 10000)), bool(high > Rational(31415, 10000))
    (True, True)
    """
    for bits in _PRECISIONS:
        exact = right.is_Rational or right is S.Infinity
        low = left if left.is_Rational else beside(left, bits)[1]
        high = right if exact else beside(right, bits)[0]
        if high is S.Infinity or low < high:
            return low, high
    return None


def point_in(left: Expr, right: Expr) -> Rational:
    """A rational inside an open interval, simple where there is one well inside.

    >>> from sympy import sqrt
    >>> point_in(S.Zero, sqrt(2)), point_in(sqrt(2), S.Infinity)
    (1, 2)

    Raises:
        UnorderedError: the ends are too close.
    """
    ends = inner(left, right)
    if ends is None:
        raise UnorderedError(f"found no rational between {left} and {right}")
    low, high = ends
    if high is S.Infinity:
        return Integer(math.floor(low) + 1)
    quarter = (high - low) / 4
    return simplest(low + quarter, high - quarter)


def _halved(f: Expr, part: Part, times: int) -> list[Part]:
    """A wide part of unknown sign, halved where enclosures show the sign of a half."""
    if part.sign is not None or part.right is S.Infinity:
        return [part]
    found = enclose_on(f, part.left, part.right)
    if found is not None and (found > 0 or found < 0):
        return [Part(part.left, part.right, 1 if found > 0 else -1)]
    if times == 0 or part.right - part.left < _NARROW * part.right:
        return [part]
    middle = (part.left + part.right) / 2
    halves = _halved(f, Part(part.left, middle, None), times - 1)
    halves += _halved(f, Part(middle, part.right, None), times - 1)
    return [part] if all(half.sign is None for half in halves) else halves


def _cut_at_zero(f: Expr, part: Part) -> list[Part]:
    """A part of unknown sign between rationals, cut at its only zero where one is found."""
    rises = None if part.sign is not None else sign_by_enclosure(derivative(f), part)
    zero = None if rises is None else zero_in(f, part.left, part.right)
    if rises is None or zero is None:
        return [part]
    zero = as_rational(zero)
    return [Part(part.left, zero, -rises), Part(zero, part.right, rises)]


def _sign_beside(f: Expr, end: Expr, part: Part, side: int) -> int | None:
    """The sign from an irrational end through the part on its right (1) or left (-1)."""
    below, above = beside(end)
    whole = Part(below, part.right, None) if side > 0 else Part(part.left, above, None)
    found = _by_derivatives(f, end, whole, side)
    if found is not None:
        return found
    signs_of_factors = [
        _of_power(base, power, end, whole, side) for base, power in factors(f) or ()
    ]
    known = [sign for sign in signs_of_factors if sign is not None]
    return math.prod(known) if known and len(known) == len(signs_of_factors) else None


def _of_power(base: Expr, power: int, end: Expr, whole: Part, side: int) -> int | None:
    """The sign of a power of a factor, such as one that has no value at the end."""
    if isinstance(base, Pow):
        odd = base.exp.is_Integer and base.exp.p * power % 2 == 1
        base = base.base
    else:
        odd = power % 2 == 1
    found = _by_derivatives(base, end, whole, side)
    # A fractional power presumes that its base is not negative.
    return found if found is None or odd else abs(found)


def _by_derivatives(f: Expr, end: Expr, whole: Part, side: int) -> int | None:
    """The sign of the first derivative of f that does not vanish at the end, with that of a power.

    It has to have one sign throughout, the end included: then f has its sign, times that of the
    power of the distance.
    """
    for order in range(_MOST_DERIVATIVES):
        found = sign_by_enclosure(f, whole)
        if found is not None:
            return found * (side if order % 2 else 1)
        if sign_at(f, end) != 0:
            return None
        f = derivative(f)
    return None
