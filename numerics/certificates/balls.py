"""Rigorous evaluation of SymPy expressions in ball arithmetic (python-flint's ``arb``).

Inputs are exact: rationals, or balls that the caller vouches for.  The result is a ball that
contains the true value; where an operation is undefined on its argument the ball is not finite,
which compares false with everything, so a failed evaluation never proves anything.

>>> import sympy
>>> u = sympy.Symbol("u", positive=True)
>>> ball = enclose(sympy.log(1 + u), {u: Fraction(1, 3)})
>>> ball > fmpq(2876, 10000), ball < fmpq(2877, 10000)
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache, reduce
from typing import TypeAlias

import sympy
from flint import arb, ctx, fmpq
from sympy.core.relational import Relational

from numerics.errors import NumericsError

BITS = 128
Value: TypeAlias = Fraction | int | arb
_Evaluator: TypeAlias = Callable[[Mapping[sympy.Symbol, arb]], arb]


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at this many bits inside the block; the previous precision is restored after it."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def ball(value: Value) -> arb:
    """The smallest ball at the working precision around an exact number.

    >>> ball(Fraction(1, 4)) == arb("0.25")
    True
    """
    if isinstance(value, Fraction):
        return arb(fmpq(value.numerator, value.denominator))
    return value if isinstance(value, arb) else arb(value)


def enclose(expression: sympy.Expr, values: Mapping[sympy.Symbol, Value], bits: int = BITS) -> arb:
    """A ball that contains the expression at the given values of its symbols.

    Raises:
        NumericsError: if a symbol has no value, or the expression has a function without a rule.
    """
    missing = expression.free_symbols - set(values)
    if missing:
        names = ", ".join(sorted(symbol.name for symbol in missing))
        raise NumericsError(f"no value given for {names} in {expression}")
    with precision(bits):
        return compiled(expression)({symbol: ball(value) for symbol, value in values.items()})


@lru_cache(maxsize=4096)
def compiled(expression: sympy.Expr) -> _Evaluator:
    """The expression as a function of balls, evaluated at the working precision.

    >>> u = sympy.Symbol("u", positive=True)
    >>> compiled(sympy.sqrt(u))({u: arb(4)}) == 2
    True
    """
    if isinstance(expression, sympy.Symbol):
        return lambda values: values[expression]
    if expression.is_Rational:
        exact = fmpq(int(expression.p), int(expression.q))
        return lambda _: arb(exact)
    if expression in _CONSTANTS:
        constant = _CONSTANTS[expression]
        return lambda _: constant()
    if isinstance(expression, sympy.Pow):
        return _power(expression)
    if isinstance(expression, sympy.Piecewise):
        return _piecewise(expression)
    arguments = [compiled(argument) for argument in expression.args]
    for head in expression.func.__mro__:  # a penalty's Max, Min and Abs are subclasses of SymPy's
        if head in _FUNCTIONS:
            function, only = _FUNCTIONS[head], arguments[0]
            return lambda values: function(only(values))
        if head in _FOLDS:
            fold = _FOLDS[head]
            return lambda values: reduce(fold, [argument(values) for argument in arguments])
    raise NumericsError(f"no rule to enclose {expression.func.__name__} in {expression}")


_CONSTANTS: dict[sympy.Expr, Callable[[], arb]] = {
    sympy.pi: arb.pi,
    sympy.E: arb.const_e,
    sympy.oo: lambda: arb("inf"),
    -sympy.oo: lambda: arb("-inf"),
}


def _power(expression: sympy.Pow) -> _Evaluator:
    base, exponent = expression.base, expression.exp
    inner = compiled(base)
    if base is sympy.E:
        outer = compiled(exponent)
        return lambda values: outer(values).exp()
    if exponent.is_Integer:
        whole = int(exponent)
        return lambda values: integer_power(inner(values), whole)
    if exponent.is_Rational and exponent.q == 2:
        odd = int(exponent.p)
        return lambda values: integer_power(inner(values).sqrt(), odd)
    outer = compiled(exponent)
    positive_exponent = bool(exponent.is_positive)

    def general(values: Mapping[sympy.Symbol, arb]) -> arb:
        value = inner(values)
        if value == 0 and positive_exponent:
            return arb(0)
        return value ** outer(values)

    return general


def integer_power(value: arb, exponent: int) -> arb:
    """A whole power by squaring; ``**`` of a ball around 0 would not be finite.

    >>> integer_power(arb(0, 1), 2).is_finite(), integer_power(arb(2), -3) == arb(0.125)
    (True, True)
    """
    if exponent < 0:
        return 1 / integer_power(value, -exponent)
    result, square = arb(1), value
    while exponent:
        if exponent & 1:
            result *= square
        exponent >>= 1
        if exponent:
            square *= square
    return result


def _piecewise(expression: sympy.Piecewise) -> _Evaluator:
    branches = [(compiled(value), _condition(condition)) for value, condition in expression.args]

    def evaluate(values: Mapping[sympy.Symbol, arb]) -> arb:
        for value, condition in branches:
            truth = condition(values)
            if truth is None:
                return arb("nan")
            if truth:
                return value(values)
        return arb("nan")

    return evaluate


def _condition(
    condition: sympy.Basic,
) -> Callable[[Mapping[sympy.Symbol, arb]], bool | None]:
    """A condition on balls: True, False, or None where the balls do not decide it."""
    if condition in (sympy.true, sympy.false):
        truth = bool(condition)
        return lambda _: truth
    if isinstance(condition, sympy.And):
        parts = [_condition(part) for part in condition.args]

        def conjunction(values: Mapping[sympy.Symbol, arb]) -> bool | None:
            found = [part(values) for part in parts]
            if False in found:
                return False
            return None if None in found else True

        return conjunction
    if not isinstance(condition, Relational) or condition.func not in _RELATIONS:
        raise NumericsError(f"no rule to decide the condition {condition}")
    left, right = compiled(condition.lhs), compiled(condition.rhs)
    holds, fails = _RELATIONS[condition.func]

    def relation(values: Mapping[sympy.Symbol, arb]) -> bool | None:
        a, b = left(values), right(values)
        if holds(a, b):
            return True
        return False if fails(a, b) else None

    return relation


_Comparison: TypeAlias = Callable[[arb, arb], bool]
_RELATIONS: dict[type, tuple[_Comparison, _Comparison]] = {
    sympy.StrictLessThan: (lambda a, b: a < b, lambda a, b: a >= b),
    sympy.LessThan: (lambda a, b: a <= b, lambda a, b: a > b),
    sympy.StrictGreaterThan: (lambda a, b: a > b, lambda a, b: a <= b),
    sympy.GreaterThan: (lambda a, b: a >= b, lambda a, b: a < b),
    sympy.Equality: (lambda a, b: a == b, lambda a, b: a != b),
    sympy.Unequality: (lambda a, b: a != b, lambda a, b: a == b),
}


_FUNCTIONS: dict[type, Callable[[arb], arb]] = {
    sympy.log: arb.log,
    sympy.exp: arb.exp,
    sympy.Abs: abs,
    sympy.atan: arb.atan,
    sympy.tanh: arb.tanh,
    sympy.sinh: arb.sinh,
    sympy.cosh: arb.cosh,
    sympy.asinh: arb.asinh,
    sympy.erf: arb.erf,
    sympy.sin: arb.sin,
    sympy.cos: arb.cos,
}
_FOLDS: dict[type, Callable[[arb, arb], arb]] = {
    sympy.Add: lambda a, b: a + b,
    sympy.Mul: lambda a, b: a * b,
    sympy.Min: arb.min,
    sympy.Max: arb.max,
}
