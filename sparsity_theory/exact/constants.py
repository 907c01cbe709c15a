"""Exact signs of real constants.

A constant is a SymPy number built from rationals, pi and e by field operations, rational powers,
exp, log, abs, min, max and (arc, hyperbolic) functions. Its sign is decided exactly on rationals;
a rigorous enclosure of growing precision separates it from 0; it is 0 only where an exact test
says so: as a polynomial in the symbols of `forms`, by a separation bound where it is algebraic,
or as a sum of logarithms whose product is 1. SymPy's own ordering of numbers is never asked.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from flint import arb, fmpq
from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Rational, S, ilcm, log

from sparsity_theory.exact import bounded, enclosures, forms
from sparsity_theory.exact.elementary import elementary
from sparsity_theory.exact.intervals import UnorderedError
from sparsity_theory.exact.piecewise import branch_at
from sparsity_theory.exact.zeros import algebraic_sign, is_algebraic

_PRECISIONS = (64, 256, 1024, 4096)
"""Bits of the successive enclosures."""

_MAX_OPERATIONS = 400
"""Larger constants are not tested for being 0."""


def sign(value: Expr) -> int | None:
    """The sign of a real constant, -1, 0 or 1; None when it could not be decided.

    >>> from sympy import sqrt
    >>> sign(sqrt(2) - Rational(3, 2)), sign(log(6) - log(2) - log(3)), sign(-S.Infinity)
    (-1, 0, -1)
    >>> sign(log(1 + Rational(2, 10**12)) - Rational(1, 10**12))
    1
    """
    if value.is_Rational:
        return int(value.p > 0) - int(value.p < 0)
    if value in (S.Infinity, S.NegativeInfinity):
        return 1 if value is S.Infinity else -1
    return _sign_of_irrational(value)


@lru_cache(maxsize=16384)
def _sign_of_irrational(value: Expr) -> int | None:
    if value.free_symbols or value.has(S.NaN, S.ComplexInfinity, S.Infinity, S.ImaginaryUnit):
        return None
    for precision in _PRECISIONS:
        found = enclosure(value, precision)
        if found is None:
            continue
        if found > 0:
            return 1
        if found < 0:
            return -1
        if precision == _PRECISIONS[0] and is_zero(value):
            return 0
    return None


def sign_at(f: Expr, point: Expr) -> int | None:
    """The sign of f at a number u > 0; the constant f(u) is formed only if balls do not decide.

    >>> from sparsity_theory.exact.variable import U
    >>> sign_at(log(U) - U + 1, S.One), sign_at(log(U) - U + 1, S(2))
    (0, -1)
    """
    try:
        f = branch_at(f, point)
    except UnorderedError:
        return None
    for precision in _PRECISIONS[:2]:
        at = enclosures.enclose(point, precision)
        found = None if at is None else enclosures.enclose(f, precision, at=at)
        if found is not None and found > 0:
            return 1
        if found is not None and found < 0:
            return -1
    value = bounded.at(f, point)
    return None if value is None else sign(resolved(value))


def is_zero(value: Expr) -> bool:
    """Whether a real constant is proved to be 0."""
    if value.count_ops() > _MAX_OPERATIONS:
        return False
    value = elementary(resolved(value))
    return bool(
        value == 0
        or forms.vanishes(value)
        or algebraic_sign(value) == 0
        or _logarithms_cancel(value)
    )


def resolved(value: Expr) -> Expr:
    """The constant with Max, Min and Abs replaced by what they are, where that is decided."""
    if not value.has(Max, Min, Abs):
        return value
    arguments = [resolved(a) for a in value.args]
    if isinstance(value, Abs):
        side = sign(arguments[0])
        return value if side is None else side * arguments[0]
    if isinstance(value, Max | Min):
        best = (largest if isinstance(value, Max) else smallest)(arguments)
        return value if best is None else best
    try:
        return bounded.rebuilt(value, arguments)
    except bounded.NotFormedError:
        return value


_LONG_RATIONAL = 2**48
"""Rationals with larger denominators are not looked for."""


@lru_cache(maxsize=4096)
def as_rational(value: Expr) -> Expr:
    """The constant as a rational where it is proved to be one, of a short denominator; or itself.

    >>> as_rational(log(8) / log(2)), as_rational(log(3))
    (3, log(3))
    """
    if value.is_Rational:
        return value
    ball = enclosure(value, 4 * _LONG_RATIONAL.bit_length())
    middle = None if ball is None else midpoint(ball)
    if middle is None:
        return value
    near = Fraction(int(middle.p), int(middle.q)).limit_denominator(_LONG_RATIONAL)
    if ball != fmpq(near.numerator, near.denominator):  # it is proved to be another
        return value
    found = Rational(near.numerator, near.denominator)
    return found if sign(value - found) == 0 else value


def _logarithms_cancel(value: Expr) -> bool:
    """A sum of r_i log(a_i), r_i rational, a_i algebraic: the product of a_i^(n r_i) is 1."""
    product: list[tuple[Expr, Rational]] = []
    for term in Add.make_args(bounded.expanded(value)):
        rate, rest = term.as_coeff_Mul()
        if not isinstance(rest, log) or not rate.is_Rational or not is_algebraic(rest.args[0]):
            return False
        product.append((rest.args[0], rate))
    whole = Integer(ilcm(1, *[rate.q for _, rate in product]))
    if any(abs(rate * whole) > 64 for _, rate in product):
        return False
    try:
        powers = [bounded.power(a, rate * whole) for a, rate in product]
    except bounded.NotFormedError:
        return False
    return algebraic_sign(Mul(*powers) - 1) == 0


def compare(first: Expr, second: Expr) -> int | None:
    """The sign of first - second for extended reals, None when it could not be decided.

    >>> from sympy import pi
    >>> compare(S.Infinity, pi), compare(S.Infinity, S.Infinity), compare(S(2), S(3))
    (1, 0, -1)
    """
    if first == second:
        return 0
    if second in (S.Infinity, S.NegativeInfinity):
        return -1 if second is S.Infinity else 1
    if first in (S.Infinity, S.NegativeInfinity):
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


def with_fewer_constants(expr: Expr) -> Expr:
    """The expression with one number at most in each Max and Min, where they can be ordered.

    >>> from sympy import pi
    >>> from sparsity_theory.exact.opaque import Minimum
    >>> from sparsity_theory.exact.variable import U
    >>> with_fewer_constants(Minimum(U, 3, pi))
    Min(3, u)
    """
    for kink in expr.atoms(Max, Min):
        fixed = [a for a in kink.args if not a.free_symbols]
        best = None
        if len(fixed) > 1:
            best = largest(fixed) if isinstance(kink, Max) else smallest(fixed)
        if best is not None:
            kept = [a for a in kink.args if a.free_symbols]
            return with_fewer_constants(expr.xreplace({kink: kink.func(best, *kept)}))
    return expr


def enclosure(value: Expr, precision: int) -> arb | None:
    """A ball that contains the value, or None when none was found."""
    return enclosures.enclose(value, precision)


def beside(point: Expr, bits: int = 64) -> tuple[Rational, Rational]:
    """Rationals just below and just above a positive constant that is not shown to be rational.

    >>> from sympy import sqrt
    >>> low, high = beside(sqrt(2))
    >>> low**2 < 2 < high**2, high - low < Rational(1, 2**60)
    (True, True)

    Raises:
        UnorderedError: the constant cannot be enclosed.
    """
    ball = enclosure(point, bits + 64)
    with enclosures.precision(bits + 64):
        low, high = (
            (None, None) if ball is None else map(enclosures.exact, (ball.lower(), ball.upper()))
        )
    if low is None or high is None or low <= 0:
        raise UnorderedError(f"cannot enclose {point}: write it more simply")
    # One step of the grid more, since the constant may be a rational that nobody has recognised.
    step = Rational(2) ** (int(low.p).bit_length() - int(low.q).bit_length() - bits)
    return (math.floor(low / step) - 1) * step, (math.ceil(high / step) + 1) * step


def midpoint(ball: arb) -> Rational | None:
    """The middle of an enclosure as an exact rational; None where that is too long."""
    return enclosures.exact(ball.mid())
