"""Exact numbers of bounded length: putting a number into an expression, powers, exponentials.

SymPy computes as it builds. A power of a rational is multiplied out or searched for perfect roots,
exp(c*log(a)) becomes a power, and exp(exp(c)) is evaluated to see whether it is real; nothing asks
the clock meanwhile, however long the numbers. So constants are built here and nowhere else: what
would be long is not formed, and balls (`enclosures`) say what is needed of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from sympy import (
    Add,
    E,
    Expr,
    Function,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    exp,
    factorint,
    log,
    preorder_traversal,
)

from sparsity_theory.exact import enclosures
from sparsity_theory.exact.intervals import UnorderedError
from sparsity_theory.exact.piecewise import branch_at
from sparsity_theory.exact.variable import U

MOST_BITS = 2**16
"""The length of numerator and denominator of an exact rational."""

_MOST_BITS_OF_RADICAND = 2**11
"""Roots of longer rationals are not simplified: that takes seconds at four times this.

What p and q are counts, too: SymPy writes 12**(p/q) as a root of 2**(2*p)*3**p.
"""

MOST_EXPONENT = 200
"""Sums are not raised higher: SymPy multiplies them out when it asks for a sign."""

_MOST_BITS_FACTORED = 64
"""Shorter rationals are taken apart into primes, whose roots are simple."""

_MOST_TERMS = 1000
"""Sums of more terms are not multiplied out."""

_BITS_COMPARED = 128, 2 * MOST_BITS
"""A number of the length that is formed shows beside 1 in balls of the latter."""

_MOST_ARGUMENT = 2**128
"""exp(x) for larger x is not formed; balls refuse it, too."""


class NotFormedError(Exception):
    """A number would be too long, or there is none; the end of one way to an answer."""


def at(f: Expr, point: Expr) -> Expr | None:
    """F with a number in the place of u, exactly; None where it is too long or undefined.

    >>> at(U**2 + 1, Rational(1, 3))
    10/9
    >>> at(U**U, Rational(10**40 + 1, 10**39)) is None
    True
    """
    try:
        return _at(branch_at(f, point), point)
    except (NotFormedError, UnorderedError):
        return None


def _at(f: Expr, point: Expr) -> Expr:
    if f == U:
        return point
    return rebuilt(f, [_at(a, point) for a in f.args]) if f.has(U) else f


def rebuilt(f: Expr, arguments: list[Expr]) -> Expr:
    """The outermost operation of f with other arguments.

    Raises:
        NotFormedError: a number would be too long.
    """
    if isinstance(f, Pow):
        return power(*arguments)
    if isinstance(f, exp):
        return exponential(arguments[0])
    if len(arguments) == 1 and isinstance(f, Function):
        return applied(f.func, arguments[0])
    return _checked(f.func(*arguments))


@lru_cache(maxsize=4096)
def applied(head: Callable[..., Expr], argument: Expr) -> Expr:
    """A function of one argument, where SymPy's own evaluation is believed only if balls agree.

    SymPy takes a constant for 0 where two of its digits cancel: in a fresh process
    erf(tanh(log(1 + 1e-9))) was erf(0).

    >>> from sympy import atan
    >>> applied(atan, S.One), applied(log, Rational(9, 4))
    (pi/4, log(9/4))

    Raises:
        NotFormedError: a number would be too long, or SymPy's value is not that of the function.
    """
    found = head(argument)
    if not (argument.has(U) or argument.is_Rational or found.func is head):
        whole = head(argument, evaluate=False)
        for length in _BITS_COMPARED:
            told, own = enclosures.enclose(found, length), enclosures.enclose(whole, length)
            if told is None or own is None or not told.overlaps(own):
                raise NotFormedError
    return _checked(found)


def power(base: Expr, exponent: Expr) -> Expr:
    """base**exponent.

    >>> power(Rational(4, 9), Rational(1, 2))
    2/3

    Raises:
        NotFormedError: a number would be too long.
    """
    if base is E:
        return exponential(exponent)
    if exponent.is_Rational and not exponent.is_Integer:
        coefficient, rest = base.as_coeff_Mul()
        if coefficient > 0 and coefficient != 1 and bits(coefficient) <= _MOST_BITS_FACTORED:
            return _root(coefficient, exponent) * (power(rest, exponent) if rest != 1 else 1)
    _check_power(base, exponent)
    return _checked(base**exponent)


def _root(base: Rational, exponent: Rational) -> Expr:
    """A power of a short rational, prime by prime: their roots are simple."""
    parts = [(p, m * exponent) for p, m in primes(base).items()]
    if any(bits(p) * abs(e) > MOST_BITS for p, e in parts):
        raise NotFormedError
    return Mul(*[p**e for p, e in parts])


def exponential(x: Expr) -> Expr:
    """exp(x), x constant or not.

    >>> exponential(2 * log(3))
    9

    Raises:
        NotFormedError: a number would be too long, in a power that SymPy makes of it or by itself.
    """
    if not x.has(U):
        size = enclosures.enclose(x, 64)
        if size is None or not abs(size) < _MOST_ARGUMENT:
            raise NotFormedError
    for part in preorder_traversal(x):
        logs = [a for a in Mul.make_args(part) if isinstance(a, log)]
        if logs and isinstance(part, Mul):
            _check_power(logs[0].args[0], Mul(*[a for a in part.args if a.is_Rational]))
    return exp(x)


def expanded(f: Expr) -> Expr:
    """F multiplied out, or f itself where that is long.

    >>> expanded((U + 1) ** 2), expanded((U + 1) ** 100000)
    (u**2 + 2*u + 1, (u + 1)**100000)
    """
    if _terms(f) > _MOST_TERMS or any(bits(a) > _MOST_BITS_OF_RADICAND for a in f.atoms(Rational)):
        return f
    return f.expand()


def bits(value: Rational) -> int:
    """The length of a rational.

    >>> bits(Rational(3, 8))
    4
    """
    return max(abs(int(value.p)).bit_length(), int(value.q).bit_length())


def _check_power(base: Expr, exponent: Expr) -> None:
    length = _bits_raised(base)
    if exponent.is_Integer:
        long = length * abs(exponent) > MOST_BITS
    elif exponent.is_Rational:
        long = length * (abs(exponent.p) + exponent.q) > _MOST_BITS_OF_RADICAND
    else:
        long = length > _MOST_BITS_OF_RADICAND
    inner, first = base.as_base_exp()
    grown = exponent * first
    if long or (isinstance(inner, Add | Mul) and grown.is_Rational and abs(grown) > MOST_EXPONENT):
        raise NotFormedError


@lru_cache(maxsize=1024)
def primes(value: Rational) -> dict[Integer, int]:
    """Value > 0 as a product of powers of primes (or of what is too large to factor).

    >>> primes(Rational(5, 12))
    {5: 1, 2: -2, 3: -1}
    """
    found: dict[Integer, int] = {}
    for whole, side in ((int(value.p), 1), (int(value.q), -1)):
        short = 1 < whole < 2**_MOST_BITS_FACTORED
        parts = factorint(whole) if short else {whole: 1} if whole > 1 else {}
        for prime, multiplicity in parts.items():
            key = Integer(prime)
            found[key] = found.get(key, 0) + side * int(multiplicity)
    return found


def _bits_raised(base: Expr) -> int:
    """The length of the rational factors of a base, which are raised by themselves."""
    if base.is_Rational:
        return 0 if base in (0, 1, -1) else bits(base)
    if isinstance(base, Mul):
        return sum(map(_bits_raised, base.args))
    return _bits_raised(base.base) if isinstance(base, Pow) else 0


def _checked(value: Expr) -> Expr:
    if value in (S.NaN, S.ComplexInfinity) or any(
        part.is_Rational and bits(part) > MOST_BITS for part in (value, *value.args)
    ):
        raise NotFormedError
    return value


def _terms(f: Expr) -> int:
    """About how many terms f has when it is multiplied out."""
    if isinstance(f, Add):
        return sum(map(_terms, f.args))
    if isinstance(f, Mul):
        return math.prod(map(_terms, f.args))
    if isinstance(f, Pow) and isinstance(f.exp, Integer) and isinstance(f.base, Add | Mul | Pow):
        inner = _terms(f.base)
        return inner ** min(abs(int(f.exp)), 64) if inner > 1 else 1
    return max(map(_terms, f.args), default=1)
