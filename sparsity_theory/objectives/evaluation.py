"""Values of an objective at exact points: exactly where rational, else as balls, or infinite.

The value -oo, which the logarithm has at 0, is compared like any other: points that share it tie.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from flint import arb, ctx, fmpq

from sparsity_theory.objectives.nodes import COUNT, ERROR, RELATIONS, Node

BITS = 160
_LARGE = 2**64
_MAX_EXACT = 2**14  # rationals of more bits become balls
Exact: TypeAlias = fmpq | arb | float
"""A rational, a ball around a real number, or ``math.inf`` with a sign."""


class NoObjectiveValueError(ArithmeticError):
    """The objective certainly has no value in [-oo, oo] at the point."""


class OpenError(ArithmeticError):
    """The balls do not decide which branch applies, or whether there is a value."""


def at(node: Node, error: Fraction, powers: tuple[Fraction, ...]) -> Exact:
    """The value at an error and row powers.

    >>> from sparsity_theory.objectives.language import read
    >>> at(read("e + max(p)/2", 3, 2, 1), Fraction(1, 3), (Fraction(1), Fraction(3)))
    11/6

    Raises:
        NoObjectiveValueError: there is none, for certain.
        OpenError: it was not found.
    """
    values = {ERROR: error, COUNT: Fraction(sum(p > 0 for p in powers))}
    values |= {f"p{k}": p for k, p in enumerate(powers, 1)}
    values |= {f"s{k}": p for k, p in enumerate(sorted(powers, reverse=True), 1)}
    before, ctx.prec = ctx.prec, BITS
    try:
        found = _value(node, {name: fmpq(x.numerator, x.denominator) for name, x in values.items()})
    finally:
        ctx.prec = before
    if isinstance(found, arb) and not found.is_finite():
        raise OpenError("the ball is not finite")
    return found


def certainly_at_least(first: Exact, second: Exact) -> bool:
    """Whether first >= second for certain.

    >>> certainly_at_least(math.inf, math.inf), certainly_at_least(fmpq(1), fmpq(1))
    (True, True)
    """
    if isinstance(first, float) or isinstance(second, float):
        return first == math.inf or second == -math.inf
    return bool(first >= second)


def _value(node: Node, values: Mapping[str, fmpq]) -> Exact:
    match node.kind:
        case "number":
            assert isinstance(node.data, Fraction)
            return fmpq(node.data.numerator, node.data.denominator)
        case "infinity":
            return math.inf
        case "pi":
            return arb.pi()
        case "variable":
            return values[str(node.data)]
        case "if":
            return _value(node.parts[1 if _holds(node.parts[0], values) else 2], values)
    parts = [_value(part, values) for part in node.parts]
    if node.kind == "symmetric":
        assert isinstance(node.data, int)
        return _symmetric(node.data, parts)
    if node.kind == "call":
        return _called(str(node.data), parts[0])
    return reduce(_RULES[node.kind], parts)


def _add(a: Exact, b: Exact) -> Exact:
    if isinstance(a, float) or isinstance(b, float):
        if -math.inf in (a, b) and math.inf in (a, b):
            raise NoObjectiveValueError("inf - inf")
        return -math.inf if -math.inf in (a, b) else math.inf
    return a + b


def _multiply(a: Exact, b: Exact) -> Exact:
    if isinstance(a, float) or isinstance(b, float):
        signs = [_sign(x) for x in (a, b)]
        if 0 in signs:
            raise NoObjectiveValueError("0 times inf")
        return math.copysign(math.inf, signs[0] * signs[1])
    found = a * b
    if isinstance(found, fmpq) and _bits(found) > _MAX_EXACT:
        return arb(found)
    return found


def _sign(x: Exact) -> int:
    if x > 0:
        return 1
    if x < 0:
        return -1
    if isinstance(x, arb) and not x == 0:
        raise OpenError("the sign is open")
    return 0


def _bits(x: fmpq) -> int:
    return max(int(x.p).bit_length(), int(x.q).bit_length())


def _divided(a: Exact, b: Exact) -> Exact:
    if _sign(b) == 0:
        raise NoObjectiveValueError("division by 0")
    if isinstance(b, float):
        raise NoObjectiveValueError("division by inf")
    return _multiply(a, 1 / b)


def _holds(test: Node, values: Mapping[str, fmpq]) -> bool:
    if test.kind == "not":
        return not _holds(test.parts[0], values)
    if test.kind in ("and", "or"):
        truths = (_holds(part, values) for part in test.parts)
        return all(truths) if test.kind == "and" else any(truths)
    a, b = (_value(part, values) for part in test.parts)
    if isinstance(a, float) or isinstance(b, float):
        raise NoObjectiveValueError("inf in a condition")
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return bool(RELATIONS[str(test.data)](a, b))  # type: ignore[arg-type]
    difference = _sign(arb(a) - arb(b))  # raises where that is open
    if difference == 0:
        raise OpenError("equality of balls")
    return RELATIONS[str(test.data)](Fraction(difference), Fraction(0))


def _lower(a: Exact, b: Exact) -> Exact:
    if isinstance(a, float) or isinstance(b, float):
        return b if a == math.inf or b == -math.inf else a
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return min(a, b)
    return a if a <= b else b if b <= a else arb(a).min(arb(b))


def _higher(a: Exact, b: Exact) -> Exact:
    if isinstance(a, float) or isinstance(b, float):
        return b if a == -math.inf or b == math.inf else a
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return max(a, b)
    return a if a >= b else b if b >= a else arb(a).max(arb(b))


def _symmetric(degree: int, parts: list[Exact]) -> Exact:
    """Coefficients of prod (1 + x t), up to the degree."""
    found: list[Exact] = [fmpq(1), *[fmpq(0)] * degree]
    for part in parts:
        for j in range(degree, 0, -1):
            if found[j - 1] != 0 and part != 0:
                found[j] = _add(found[j], _multiply(found[j - 1], part))
    return found[degree]


def _power(a: Exact, b: Exact) -> Exact:
    if isinstance(a, float) or isinstance(b, float):
        if a == math.inf and not isinstance(b, float) and _sign(b) > 0:
            return math.inf
        raise NoObjectiveValueError("a power of inf")
    if isinstance(b, fmpq) and int(b.q) == 1 and abs(int(b.p)) <= 2**20:
        return _whole_power(a, int(b.p))
    side = _sign(a)
    if side < 0:
        raise NoObjectiveValueError("a root of a negative number")
    if side == 0:
        if _sign(b) > 0:
            return fmpq(0)
        raise NoObjectiveValueError("a negative power of 0")
    if isinstance(a, fmpq) and isinstance(b, fmpq) and int(b.q) == 2:
        root = _root(a)
        if root is not None:
            return _whole_power(root, int(b.p))
    return arb(a) ** arb(b)


def _whole_power(a: fmpq | arb, exponent: int) -> Exact:
    if exponent < 0:
        return _divided(fmpq(1), _whole_power(a, -exponent))
    if isinstance(a, fmpq) and (a in (0, 1) or exponent * _bits(a) <= _MAX_EXACT):
        return fmpq(1) if exponent == 0 else a**exponent
    power, ball = arb(1), arb(a)
    for digit in f"{exponent:b}":  # by squaring: flint's own power has no ball around 0
        power = abs(power * power) * (ball if digit == "1" else 1)
    return power


def _root(a: fmpq) -> fmpq | None:
    """The square root of a positive rational where it is rational."""
    top, bottom = math.isqrt(int(a.p)), math.isqrt(int(a.q))
    return fmpq(top, bottom) if top * top == a.p and bottom * bottom == a.q else None


def _called(name: str, x: Exact) -> Exact:
    if isinstance(x, float):
        if x == math.inf and name in _TO_INFINITY:
            return math.inf
        raise NoObjectiveValueError(f"{name} of inf")
    if name == "abs":
        return x if x >= 0 else -x if x <= 0 else abs(arb(x))
    if name in ("sqrt", "cbrt"):
        return _power(x, fmpq(1, 2 if name == "sqrt" else 3))
    if isinstance(x, fmpq) and x == 0 and name in _AT_ZERO:
        return fmpq(_AT_ZERO[name])
    if isinstance(x, fmpq) and x == 1 and name == "log":
        return fmpq(0)
    if name == "log":
        side = _sign(x)
        if side < 0:
            raise NoObjectiveValueError("the logarithm of what is negative")
        if side == 0:
            return -math.inf
        return arb(x).log()
    if name in ("exp", "sinh", "cosh") and not abs(arb(x)) < _LARGE:
        raise OpenError("an exponential too large")
    return _FUNCTIONS[name](arb(x))


_TO_INFINITY = {"abs", "sqrt", "cbrt", "log", "exp", "sinh", "cosh", "asinh"}
_AT_ZERO = dict.fromkeys(("atan", "asinh", "erf", "sin", "sinh", "tanh"), 0) | dict.fromkeys(
    ("cos", "cosh", "exp"), 1
)
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "atan": arb.atan, "asinh": arb.asinh, "cosh": arb.cosh,
    "sinh": arb.sinh, "tanh": arb.tanh, "erf": arb.erf, "sin": arb.sin, "cos": arb.cos,
}  # fmt: skip
_RULES: dict[str, Callable[[Exact, Exact], Exact]] = {
    "add": _add, "multiply": _multiply, "divide": _divided, "power": _power, "min": _lower,
    "max": _higher,
}  # fmt: skip
