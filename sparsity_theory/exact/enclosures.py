"""Enclosures of SymPy expressions in ball arithmetic (python-flint's ``arb``).

A ball contains the true value; where an operation is undefined, or not known to be defined, on
its argument there is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flint import arb, ctx, fmpq
from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    S,
    asinh,
    atan,
    cos,
    cosh,
    erf,
    exp,
    log,
    pi,
    sin,
    sinh,
    tanh,
)

from sparsity_theory.exact.variable import U

_MAX_BITS = 2**20
"""Rationals of more bits are not enclosed."""

_LARGEST_ROOT = 2**16
"""Roots of a higher degree are taken by exp and log: the library counts in machine words."""

_LARGE = 2**128
"""Exponentials beyond exp(+-2^128) are not formed."""


class NoEnclosureError(Exception):
    """An operation is not known to be defined on the enclosure of its argument."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at this many bits inside the block."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def rational(value: Expr) -> fmpq:
    """A SymPy rational as flint's."""
    return fmpq(int(value.p), int(value.q))


def sympy_rational(value: fmpq) -> Rational:
    """A rational of flint as SymPy's."""
    return Rational(int(value.p), int(value.q))


def exact(point: arb) -> Rational | None:
    """The rational that an exact ball is, such as an end of another; None where it is too long.

    >>> exact(arb(3) / 2), exact(arb(10**30).exp().mid()) is None
    (3/2, True)
    """
    mantissa, exponent = (int(x) for x in point.mid().man_exp())
    return None if abs(exponent) > _MAX_BITS else Rational(mantissa) * Rational(2) ** exponent


def enclose(value: Expr, bits: int, at: arb | None = None) -> arb | None:
    """A finite ball around the value, with u in the ball `at`; None when none was found.

    >>> from sympy import sqrt
    >>> ball = enclose(sqrt(2) - 1, 64)
    >>> bool(0.414 < ball) and bool(ball < 0.415)
    True
    """
    with precision(bits):
        try:
            found = _enclose(value, {} if at is None else {U: at})
        except NoEnclosureError:
            return None
    return found if found.is_finite() else None


def over(left: Expr, right: Expr, bits: int = 128) -> arb:
    """A ball that contains [left, right], the ends being exact numbers; everything if need be."""
    with precision(bits):
        low, high = (arb(rational(x)) if x.is_Rational else _constant(x) for x in (left, right))
        ball: arb = low.union(high)
    return ball


def _constant(value: Expr) -> arb:
    try:
        return _enclose(value, {})
    except NoEnclosureError:
        return arb("0 +/- inf")


def _enclose(value: Expr, known: dict[Expr, arb]) -> arb:
    if value not in known:
        known[value] = _enclose_new(value, known)
    return known[value]


def _enclose_new(value: Expr, known: dict[Expr, arb]) -> arb:
    if value.is_Rational:
        if max(abs(value.p), value.q).bit_length() > _MAX_BITS:
            raise NoEnclosureError("number too large")
        return arb(rational(value))
    if value is S.Exp1:
        return arb.const_e()
    if value is pi:
        return arb.pi()
    if isinstance(value, Pow):
        return _enclose_power(value, known)
    parts = [_enclose(argument, known) for argument in value.args]
    if isinstance(value, Add):
        return sum(parts[1:], parts[0])
    if isinstance(value, Mul):
        return math.prod(parts[1:], start=parts[0])
    if isinstance(value, Max | Min):
        best = parts[0]
        for part in parts[1:]:
            best = best.max(part) if isinstance(value, Max) else best.min(part)
        return best
    for head, function in _FUNCTIONS.items():
        if isinstance(value, head):
            return function(parts[0])
    raise NoEnclosureError(str(value.func))


def _enclose_power(value: Pow, known: dict[Expr, arb]) -> arb:
    base = _enclose(value.base, known)
    if value.exp.is_Rational and value.exp.q <= _LARGEST_ROOT:
        return power(base, value.exp)
    return _real_power(base, _enclose(value.exp, known))


def power(base: arb, exponent: Expr) -> arb:
    """A rational power; fractional ones of what is nonnegative."""
    if exponent.is_Integer:
        return _integer_power(base, int(exponent))
    if exponent < 0:
        if not base > 0:
            raise NoEnclosureError("negative power of what may vanish")
        return 1 / power(base, -exponent)
    if base > 0:
        return base.root(int(exponent.q)) ** int(exponent.p)
    if base == 0:
        return arb(0)
    if not base.upper() >= 0:
        raise NoEnclosureError("fractional power of what is negative")
    # What has a root is not negative, though its enclosure may reach below 0.
    return arb(0).union(arb(base.upper()).root(int(exponent.q)) ** int(exponent.p))


def _real_power(base: arb, exponent: arb) -> arb:
    """A power of what is positive; or of what is not negative, with a positive exponent."""
    if base > 0:
        return (exponent * base.log()).exp()
    if not exponent > 0 or not base.upper() >= 0:
        raise NoEnclosureError("a real power of what may be zero or negative")
    if base == 0:
        return arb(0)
    return arb(0).union((exponent * arb(base.upper()).log()).exp())


def _integer_power(base: arb, exponent: int) -> arb:
    if abs(exponent) > _MAX_BITS:
        raise NoEnclosureError("power too large")
    if exponent < 0:
        if base.contains(0):
            raise NoEnclosureError("division by what may vanish")
        return 1 / _integer_power(base, -exponent)
    if exponent and exponent % 2 == 0 and base.contains(0):
        return arb(0).union(arb(base.abs_upper()) ** exponent)
    if base.is_exact() or not base.contains(0) or exponent < 2:
        return base**exponent
    return arb(base.lower()) ** exponent + arb(0).union(
        arb(base.upper()) ** exponent - arb(base.lower()) ** exponent
    )


def _exp(x: arb) -> arb:
    if not abs(x) < _LARGE:
        raise NoEnclosureError("exponential too large to enclose")
    return x.exp()


def _log(x: arb) -> arb:
    if not x > 0:
        raise NoEnclosureError("log of what may be zero or negative")
    return x.log()


def _small(function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    def checked(x: arb) -> arb:
        if not abs(x) < _LARGE:
            raise NoEnclosureError("exponential too large to enclose")
        return function(x)

    return checked


_FUNCTIONS: dict[type, Callable[[arb], arb]] = {
    exp: _exp, log: _log, atan: arb.atan, sinh: _small(arb.sinh), cosh: _small(arb.cosh),
    tanh: arb.tanh, asinh: arb.asinh, Abs: abs, erf: arb.erf, sin: arb.sin, cos: arb.cos,
}  # fmt: skip
