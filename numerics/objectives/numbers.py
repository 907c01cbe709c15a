"""The checker's extended real numbers: rationals where they are plain, balls elsewhere, infinities.

What is undefined, or not known to be defined, is an error: it proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from flint import arb, fmpq

from numerics.certificates.terms import square_root
from numerics.errors import CertificateError

INF = math.inf
MAX_BITS = 2**16  # longer rationals become balls
BITS, SECONDS, MAX_ROWS = 256, 60.0, 64
Number: TypeAlias = fmpq | arb | float  # a float is infinite
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "log": arb.log, "atan": arb.atan, "asinh": arb.asinh, "sinh": arb.sinh,
    "cosh": arb.cosh, "tanh": arb.tanh, "erf": arb.erf, "sin": arb.sin, "cos": arb.cos,
}  # fmt: skip


def check_dimensions(d: int, kappa: int, r: int) -> None:
    """Raise CertificateError unless they are dimensions, and not too large."""
    if not d >= kappa > r > 0 or kappa > MAX_ROWS:
        raise CertificateError(f"the dimensions need d >= kappa > r > 0, kappa <= {MAX_ROWS}")


def unknown(why: str) -> CertificateError:
    """The error for a value that is undefined, or not known to be defined."""
    return CertificateError(f"the objective has no known value at a point: {why}")


def order(a: Number, b: Number) -> int | None:
    """The sign of a - b in the extended reals; None where balls leave it open."""
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float) and a == b:
            return 0
        return 1 if a == INF or b == -INF else -1
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return (a > b) - (a < b)
    x, y = arb(a), arb(b)
    return 1 if x > y else -1 if x < y else 0 if x == y else None


def at_least(a: Number, b: Number) -> bool:
    """Whether a >= b for certain."""
    return order(a, b) in (0, 1)


def product(a: Number, b: Number) -> Number:
    """The product of two ends: 0 times a limit that is infinite adds nothing to a set."""
    sides = order(a, fmpq(0)), order(b, fmpq(0))
    if 0 in sides:
        return fmpq(0)
    if isinstance(a, float) or isinstance(b, float):
        if None in sides:
            raise unknown("0 times inf")
        return INF if sides[0] == sides[1] else -INF
    found = a * b
    return arb(found) if isinstance(found, fmpq) and found.height_bits() > MAX_BITS else found


def power(a: Number, b: Number) -> Number:
    """a^b for finite numbers and b > 0: whole ones of anything, others of what is not negative."""
    if isinstance(b, fmpq) and b.q == 1 and b <= 10**4:
        short = isinstance(a, fmpq) and b.p * a.height_bits() <= MAX_BITS
        return (a if short else arb(a)) ** int(b.p)
    if a == 0:
        return fmpq(0)
    if not a > 0:
        raise unknown("a root of what may be negative")
    root = square_root(a) if isinstance(a, fmpq) and b == fmpq(1, 2) else None
    return (arb(a).log() * arb(b)).exp() if root is None else root


def larger(a: Number, b: Number) -> Number:
    """The maximum."""
    side = order(a, b)
    return arb(a).max(arb(b)) if side is None else a if side >= 0 else b


def called(name: str, x: Number) -> Number:
    """A function of one argument."""
    if isinstance(x, float):
        if x > 0 and name in ("exp", "log"):
            return INF
        raise unknown(f"{name} of inf")
    if name not in _FUNCTIONS:
        raise unknown("a function is not in the language")
    if x == 0:
        return -INF if name == "log" else fmpq(1 if name in ("exp", "cosh", "cos") else 0)
    if x == 1 and name == "log":
        return fmpq(0)
    if not abs(arb(x)) < 2**64:
        raise unknown("a number too large")
    if name == "log" and not x > 0:
        raise unknown("the logarithm of what may not be positive")
    return _FUNCTIONS[name](arb(x))
