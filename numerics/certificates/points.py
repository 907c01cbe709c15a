"""The value of a term at an exact point: a rational where that is exact, else a ball."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from flint import arb, fmpq

from numerics.certificates.limits import NoInfoError
from numerics.certificates.terms import Rational, Term, square_root, to_fmpq

Number: TypeAlias = fmpq | arb

HUGE = arb(2) ** 128  # beyond it exp costs without bound: crude enclosures instead
_MAX_BITS = 20_000  # exact powers with more are taken in balls
FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "log": arb.log, "atan": arb.atan, "erf": arb.erf, "tanh": arb.tanh,
}  # fmt: skip
_EXACT = {("exp", 0): 1, ("atan", 0): 0, ("erf", 0): 0, ("tanh", 0): 0, ("log", 1): 0}


def ball(x: Number) -> arb:
    """The number as a ball."""
    return x if isinstance(x, arb) else arb(x)


def value(term: Term, u: fmpq, side: fmpq | None = None) -> Number:
    """An enclosure of the term at u.

    With ``side``, a point near u, conditions are decided there and cancelled factors may vanish at
    u: the limit at u from that side.

    Raises:
        NoInfoError: if it is undefined there, or not known to be defined.
    """
    found = _value(term, u, u if side is None else side)
    if isinstance(found, arb) and not found.is_finite():
        raise NoInfoError(f"no value is known at u = {u}")
    return found


def _value(term: Term, u: fmpq, side: fmpq) -> Number:
    if term.kind == "rational":
        return _rational(term.data, u, at_limit=side != u)
    if term.kind == "constant":
        return arb.pi() if term.data == "pi" else arb.const_e()
    if term.kind == "if":
        return _value(term.parts[0 if term.data(side) else 1], u, side)
    a = _value(term.parts[0], u, side)
    if term.kind == "function":
        return _function(term.data, a)
    if term.kind == "power":
        return _power(a, term.data)
    b = _value(term.parts[1], u, side)
    if term.kind == "real":
        zero = isinstance(a, fmpq) and a == 0 and b > 0
        return fmpq(0) if zero else _value(term.parts[2], u, side)
    if term.kind == "divide":
        if b.contains(0) if isinstance(b, arb) else b == 0:
            raise NoInfoError("a division by what may be zero")
        return a / b
    if term.kind in ("min", "max"):
        if isinstance(a, fmpq) and isinstance(b, fmpq):
            return min(a, b) if term.kind == "min" else max(a, b)
        return ball(a).min(ball(b)) if term.kind == "min" else ball(a).max(ball(b))
    return a + b if term.kind == "add" else a * b


def _rational(r: Rational, u: fmpq, *, at_limit: bool) -> fmpq:
    bottom = fmpq(r.bottom(u))
    if bottom == 0 or (not at_limit and r.hole(u) == 0):
        raise NoInfoError(f"a division by zero at u = {u}")
    return fmpq(r.top(u)) / bottom


def _function(name: str, a: Number) -> Number:
    if name == "abs":
        return a if a >= 0 else -a if a < 0 else abs(ball(a))
    if isinstance(a, fmpq) and a in (0, 1) and (name, int(a.p)) in _EXACT:
        return fmpq(_EXACT[name, int(a.p)])
    x = ball(a)
    if name == "log" and not x > 0:
        raise NoInfoError("a logarithm of what may not be positive")
    if name == "exp" and not abs(x) < HUGE:
        if x < 0:
            return arb(0).union((-HUGE).exp())
        raise NoInfoError("an exponential that is too large")
    return FUNCTIONS[name](x)


def _power(a: Number, e: Fraction) -> Number:
    if isinstance(a, fmpq):
        whole = e.denominator == 1
        size = max(abs(a.p).bit_length(), a.q.bit_length())
        if whole and size * abs(e) < _MAX_BITS and (a != 0 or e > 0):
            return a ** int(e)
        if a == 0 and e > 0:
            return fmpq(0)
        root = square_root(a) if e.denominator == 2 else None
        if root is not None and root != 0:
            return _power(root, Fraction(e.numerator))
    x = ball(a)
    if e.denominator == 1:
        return whole_power(x, int(e))
    if not x > 0:
        raise NoInfoError("a root of what may be negative")
    return x ** ball(to_fmpq(e))


def whole_power(x: arb, k: int) -> arb:
    """A whole power, on a ball around 0 too."""
    if k < 0:
        if x.contains(0):
            raise NoInfoError("a negative power of what may be zero")
        return 1 / whole_power(x, -k)
    if k % 2 or k == 0:
        return (x.lower() ** k).union(x.upper() ** k)
    least, most = abs(x).lower().max(arb(0)), abs(x).upper()
    return (least**k).union(most**k)
