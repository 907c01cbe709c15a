"""Exact signs of real constants.

A constant is a SymPy number built from rationals, pi and e by field operations, rational powers,
exp, log, abs, min, max and (arc, hyperbolic) functions. Its sign is decided exactly on
rationals; it is 0 only when exact simplification says so; otherwise a rigorous enclosure of
growing precision must separate it from 0. What is trusted here: SymPy's simplification and
mpmath's outward-rounded interval functions.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import mpmath
from mpmath.libmp import mpf_abs, mpf_add, mpf_atan, mpf_shift, mpf_sub
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
    cosh,
    exp,
    log,
    pi,
    simplify,
    sinh,
    tanh,
)

from sparsity_theory.exact.variable import U

_PRECISIONS = (64, 256, 1024)
"""Bits of the successive enclosures."""

_MAX_DEGREE = 16
_MAX_OPERATIONS = 80
"""Only smaller constants are simplified thoroughly."""

_EXPONENT_LIMIT = 2**16
"""Arguments of exp beyond this are not enclosed: the result would be astronomically large."""

_LOG_RANGE_LIMIT = 2**20
"""Numbers of more bits than this are not enclosed."""


def sign(value: Expr) -> int | None:
    """The sign of a real constant, -1, 0 or 1; None when it could not be decided.

    >>> from sympy import sqrt
    >>> sign(sqrt(2) - Rational(3, 2)), sign(log(6) - log(2) - log(3)), sign(-S.Infinity)
    (-1, 0, -1)
    """
    if value.is_Rational:
        return bool(value > 0) - bool(value < 0)
    if value in (S.Infinity, S.NegativeInfinity):
        return 1 if value is S.Infinity else -1
    return _sign_of_irrational(value)


@lru_cache(maxsize=4096)
def _sign_of_irrational(value: Expr) -> int | None:
    if value.free_symbols or value.has(S.NaN, S.ComplexInfinity, S.Infinity, S.ImaginaryUnit):
        return None
    for precision in _PRECISIONS:
        found = enclosure(value, precision)
        if found is None:
            break
        if found.a > 0:
            return 1
        if found.b < 0:
            return -1
        if _simplifies_to_zero(value, thorough=precision > _PRECISIONS[0]):
            return 0
    return None


def _simplifies_to_zero(value: Expr, *, thorough: bool) -> bool:
    return bool(value.expand() == 0 or (thorough and simplified(value) == 0))


def simplified(value: Expr) -> Expr:
    """The constant in a simpler form, or as it is where simplifying would be slow.

    Simplifying nested radicals goes through minimal polynomials, whose degree multiplies.
    """
    degree = math.prod(int(p.exp.q) for p in value.atoms(Pow) if p.exp.is_Rational)
    quick = degree <= _MAX_DEGREE and value.count_ops() <= _MAX_OPERATIONS
    return simplify(value) if quick else value


def compare(first: Expr, second: Expr) -> int | None:
    """The sign of first - second for extended reals, None when it could not be decided.

    >>> compare(S.Infinity, pi), compare(S.Infinity, S.Infinity), compare(S(2), S(3))
    (1, 0, -1)
    """
    if first == second:
        return 0
    if second.is_infinite:
        return -1 if second is S.Infinity else 1
    if first.is_infinite:
        return 1 if first is S.Infinity else -1
    return sign(first - second)


def largest(values: list[Expr]) -> Expr | None:
    """The largest of some extended reals, None when two cannot be compared."""
    best = values[0]
    for value in values[1:]:
        order = compare(value, best)
        if order is None:
            return None
        if order > 0:
            best = value
    return best


def smallest(values: list[Expr]) -> Expr | None:
    """The smallest of some extended reals, None when two cannot be compared."""
    negated = largest([-value for value in values])
    return None if negated is None else -negated


def enclosure(value: Expr, precision: int, at: Any = None) -> Any:
    """An interval (of mpmath.iv) that contains the value, or None when none was found.

    `at` is the interval that stands for the one free symbol of `value`, if it has one.
    """
    context = mpmath.iv
    saved = context.prec
    context.prec = precision
    try:
        return _enclose(value, {} if at is None else {U: at})
    except (ArithmeticError, ValueError, NotImplementedError, mpmath.libmp.ComplexResult):
        return None
    finally:
        context.prec = saved


def _enclose(value: Expr, known: dict[Expr, Any]) -> Any:
    """The enclosure of a value; `known` holds those of its parts that have been seen before."""
    if value not in known:
        known[value] = _enclose_new(value, known)
    return known[value]


def _enclose_new(value: Expr, known: dict[Expr, Any]) -> Any:
    iv = mpmath.iv
    if value.is_Rational:
        if max(abs(value.p), value.q).bit_length() > _LOG_RANGE_LIMIT:
            raise OverflowError("number too large to enclose")
        return iv.mpf(int(value.p)) / int(value.q)
    if value is S.Exp1:
        return iv.exp(iv.mpf(1))
    if value is pi:
        return +iv.pi
    head = value.func
    parts = [_enclose(argument, known) for argument in value.args]
    if head is Add:
        return sum(parts[1:], parts[0])
    if head is Mul:
        return math.prod(parts[1:], start=parts[0])
    if head is Pow:
        return _enclose_power(parts[0], value.args[1])
    if head in _FUNCTIONS and parts:
        return _FUNCTIONS[head](*parts)
    raise NotImplementedError(str(head))


def _enclose_power(base: Any, exponent: Expr) -> Any:
    if not exponent.is_Rational:
        raise NotImplementedError("irrational exponent")
    if exponent.is_Integer:
        power = int(exponent)
        if power < 0:
            return 1 / _enclose_power(base, -exponent)
        if abs(power) > _LOG_RANGE_LIMIT:
            raise OverflowError("power too large to enclose")
        return base**power
    if not base.a >= 0:
        raise ValueError("fractional power of a number that may be negative")
    if exponent.q == 2:
        return _enclose_power(mpmath.iv.sqrt(base), S(exponent.p))
    if not base.a > 0:
        raise ValueError("fractional power of a number that may be zero")
    return _exp(mpmath.iv.log(base) * int(exponent.p) / int(exponent.q))


def _exp(x: Any) -> Any:
    if not (x.b < _EXPONENT_LIMIT and x.a > -_EXPONENT_LIMIT):
        raise OverflowError("exponential too large to enclose")
    return mpmath.iv.exp(x)


def _log(x: Any) -> Any:
    if not x.a > 0:
        raise ValueError("log of a number that may be zero or negative")
    return mpmath.iv.log(x)


def _atan(x: Any) -> Any:
    # atan increases, so two point values suffice; each is widened by far more than its error.
    precision = mpmath.iv.prec
    low, high = (mpf_atan(end, precision + 16) for end in x._mpi_)
    low = mpf_sub(low, mpf_shift(mpf_abs(low), -precision))
    high = mpf_add(high, mpf_shift(mpf_abs(high), -precision))
    return mpmath.iv.make_mpf((low, high))


def _sinh(x: Any) -> Any:
    return (_exp(x) - _exp(-x)) / 2


def _cosh(x: Any) -> Any:
    return (_exp(x) + _exp(-x)) / 2


def _tanh(x: Any) -> Any:
    return 1 - 2 / (_exp(2 * x) + 1)


def _asinh(x: Any) -> Any:
    return _log(x + mpmath.iv.sqrt(x * x + 1))


def _abs(x: Any) -> Any:
    return abs(x)


def _max(*xs: Any) -> Any:
    return mpmath.iv.mpf([max(x.a for x in xs), max(x.b for x in xs)])


def _min(*xs: Any) -> Any:
    return mpmath.iv.mpf([min(x.a for x in xs), min(x.b for x in xs)])


_FUNCTIONS: dict[Any, Any] = {
    exp: _exp, log: _log, atan: _atan, sinh: _sinh, cosh: _cosh, tanh: _tanh, asinh: _asinh,
    Abs: _abs, Max: _max, Min: _min,
}  # fmt: skip


def bracket(value: Expr, width: Rational) -> tuple[Rational, Rational] | None:
    """Rationals low <= value <= high with high - low <= width, or None."""
    if value.is_Rational:
        return value, value
    for precision in _PRECISIONS:
        found = enclosure(value, precision)
        if found is None:
            return None
        low, high = (_rational(end) for end in found._mpi_)
        if high - low <= width:
            return low, high
    return None


def midpoint(interval: Any) -> Rational:
    """The middle of an enclosure as an exact rational."""
    low, high = (_rational(end) for end in interval._mpi_)
    return (low + high) / 2


def upper_end(interval: Any) -> Rational:
    """The upper end of an enclosure as an exact rational."""
    return _rational(interval._mpi_[1])


def _rational(mpf: Any) -> Rational:
    """A raw mpmath number as an exact rational."""
    negative, mantissa, exponent, _ = mpf
    size = Rational(int(mantissa)) * Rational(2) ** int(exponent)
    return -size if negative else size
