"""The checker's own values of an objective at exact points, straight from its text.

Nothing is evaluated by Python: its syntax tree is walked, with rationals where values are plainly
rational, balls elsewhere, and ``math.inf`` with a sign.  No code is shared with
`sparsity_theory.objectives`.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from flint import arb, fmpq

from numerics.certificates.limits import Clock
from numerics.errors import CertificateError

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_BITS = 200_000, 250, 60_000, 2**16
Number: TypeAlias = fmpq | arb | float
_CHARACTERS = re.compile(r"[a-z0-9 .,+\-*/()<>=!]*")
_LARGEST = 10**400  # of numbers in the text
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "log": arb.log, "atan": arb.atan, "asinh": arb.asinh, "sinh": arb.sinh,
    "cosh": arb.cosh, "tanh": arb.tanh, "erf": arb.erf, "sin": arb.sin, "cos": arb.cos,
}  # fmt: skip
_RELATIONS: dict[type[ast.cmpop], Callable[[fmpq, fmpq], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


_CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextmanager
def timed(clock: Clock) -> Iterator[None]:
    """Make it the clock that `ask` asks: small steps need not be handed one."""
    before = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(before)


def ask() -> None:
    """Ask the clock of `timed`, if there is one; raises LimitError once its time has gone."""
    if (clock := _CLOCK.get()) is not None:
        clock.check()


class ObjectiveText:
    """An objective as a text in e, count, p1, p2, ... and s1, s2, ..., the sorted powers.

    >>> ObjectiveText("(e + max(p1, p2))").at(Fraction(1), [Fraction(2), Fraction(0)])
    3

    Raises:
        CertificateError: the text is too large or no expression.
    """

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH or not _CHARACTERS.fullmatch(text):
            raise CertificateError("the objective is too long or has foreign characters")
        try:
            self.tree = ast.parse(text, mode="eval").body
            nodes = list(ast.walk(self.tree))
        except (SyntaxError, RecursionError, MemoryError, ValueError):
            raise CertificateError("the objective is not an expression") from None
        if len(nodes) > MAX_NODES:
            raise CertificateError(f"the objective has more than {MAX_NODES} parts")
        numbers = (node.value for node in nodes if isinstance(node, ast.Constant))
        if any(isinstance(x, int) and x >= _LARGEST for x in numbers):
            raise CertificateError("a number in the objective is too long")
        self.text = text

    def at(self, error: Fraction, powers: list[Fraction]) -> Number:
        """The value at an error and row powers.

        Raises:
            CertificateError: none is known there.
        """
        values = {"e": error, "count": Fraction(sum(p != 0 for p in powers))}
        values |= {f"p{k + 1}": p for k, p in enumerate(powers)}
        values |= {f"s{k + 1}": p for k, p in enumerate(sorted(powers)[::-1])}
        found = ObjectiveWalk(
            {name: fmpq(x.numerator, x.denominator) for name, x in values.items()}
        )
        value = found.value(self.tree, 0)
        if isinstance(value, arb) and not value.is_finite():
            raise CertificateError("the objective has no known value at a point of the certificate")
        return value


def unknown(why: str) -> CertificateError:
    """The error for a value that is undefined, or not known to be defined."""
    return CertificateError(f"the objective has no known value at a point: {why}")


class ObjectiveWalk:
    """One evaluation."""

    def __init__(self, values: Mapping[str, fmpq]) -> None:
        self.values = values

    def value(self, node: ast.expr, depth: int) -> Number:
        """The value of a node; raises CertificateError where none is known."""
        ask()
        if depth > MAX_DEPTH:
            raise unknown("the text nests too deeply")
        match node:
            case ast.Constant(int(number)) if not isinstance(number, bool):
                return fmpq(number)
            case ast.Name("inf"):
                return math.inf
            case ast.Name("pi"):
                return arb.pi()
            case ast.Name(name) if name in self.values:
                return self.values[name]
            case ast.UnaryOp(ast.USub(), operand):
                return product(fmpq(-1), self.value(operand, depth + 1))
            case ast.BinOp(left, op, right) if type(op) in _OPERATIONS:
                sides = self.value(left, depth + 1), self.value(right, depth + 1)
                return _OPERATIONS[type(op)](*sides)
            case ast.IfExp(test, body, other):
                return self.value(body if self.holds(test, depth + 1) else other, depth + 1)
            case ast.Call(ast.Name("min" | "max" as name), [_, *_] as arguments, []):
                parts = [self.value(x, depth + 1) for x in arguments]
                return reduce(smaller if name == "min" else larger, parts)
            case ast.Call(ast.Name("symmetric"), [ast.Constant(int(j)), *arguments], []):
                return symmetric(j, [self.value(x, depth + 1) for x in arguments])
            case ast.Call(ast.Name(name), [argument], []):
                return called(name, self.value(argument, depth + 1))
        raise unknown("a part of the text is not in the language")

    def holds(self, node: ast.expr, depth: int) -> bool:
        """Whether a condition is true; raises CertificateError where that is not known."""
        match node:
            case ast.BoolOp(op, tests):
                found = [self.holds(test, depth + 1) for test in tests]
                return all(found) if isinstance(op, ast.And) else any(found)
            case ast.UnaryOp(ast.Not(), operand):
                return not self.holds(operand, depth + 1)
            case ast.Compare(left, [op], [right]) if type(op) in _RELATIONS:
                gap = total(
                    self.value(left, depth + 1), product(fmpq(-1), self.value(right, depth + 1))
                )
                if isinstance(gap, fmpq):
                    return _RELATIONS[type(op)](gap, fmpq(0))
                if isinstance(gap, arb) and (gap > 0 or gap < 0):
                    return _RELATIONS[type(op)](fmpq(1 if gap > 0 else -1), fmpq(0))
        raise unknown("a condition is open")


def total(a: Number, b: Number) -> Number:
    """The sum."""
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float) and a != b:
            raise unknown("inf - inf")
        return a if isinstance(a, float) else b
    return a + b


def product(a: Number, b: Number) -> Number:
    """The product; 0 times inf has no value."""
    if isinstance(a, float) or isinstance(b, float):
        sides = [1 if x > 0 else -1 if x < 0 else 0 for x in (a, b)]
        if 0 in sides:
            raise unknown("0 times inf")
        return math.inf if sides[0] == sides[1] else -math.inf
    return _short(a * b)


def _short(x: Number) -> Number:
    return arb(x) if isinstance(x, fmpq) and _bits(x) > MAX_BITS else x


def _bits(x: fmpq) -> int:
    return max(int(x.p).bit_length(), int(x.q).bit_length())


def quotient(a: Number, b: Number) -> Number:
    """The quotient; the divisor must be finite and known not to be 0."""
    if isinstance(b, float) or not (b > 0 or b < 0):
        raise unknown("a division by what may be 0, or infinite")
    return product(a, 1 / b)


def power(a: Number, b: Number) -> Number:
    """A power: whole ones of anything, others of what is not negative."""
    if isinstance(a, float) or isinstance(b, float):
        raise unknown("a power of inf")
    if isinstance(b, fmpq) and b.q == 1 and abs(b) <= 10**4:
        whole = int(b.p)
        if whole < 0:
            return quotient(fmpq(1), power(a, -b))
        if (
            isinstance(a, fmpq)
            and whole * max(int(a.p).bit_length(), int(a.q).bit_length()) > MAX_BITS
        ):
            a = arb(a)
        made: Number = fmpq(1)
        for digit in f"{whole:b}":  # by squaring
            made = product(product(made, made), a if digit == "1" else fmpq(1))
        return made
    if a == 0 and b > 0:
        return fmpq(0)
    if not a > 0:
        raise unknown("a root of what may be negative, or a negative power of 0")
    if isinstance(a, fmpq) and b == fmpq(1, 2):
        root = fmpq(math.isqrt(int(a.p)), math.isqrt(int(a.q)))
        if root * root == a:
            return root
    return (arb(a).log() * arb(b)).exp()


def smaller(a: Number, b: Number) -> Number:
    """The minimum."""
    if isinstance(a, float) or isinstance(b, float):
        return b if a == math.inf or b == -math.inf else a
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return min(a, b)
    return arb(a).min(arb(b))


def larger(a: Number, b: Number) -> Number:
    """The maximum."""
    return product(fmpq(-1), smaller(product(fmpq(-1), a), product(fmpq(-1), b)))


def symmetric(degree: int, parts: list[Number]) -> Number:
    """The sum over all sets of `degree` parts of their product, from the last part on."""
    if degree == 0:
        return fmpq(1)
    if len(parts) < degree:
        return fmpq(0)
    sums: list[Number] = [fmpq(1), *[fmpq(0)] * degree]
    for part in reversed(parts):
        ask()
        new = [total(sums[j], product(sums[j - 1], part)) for j in range(1, degree + 1)]
        sums = [sums[0], *new]
    return sums[degree]


def called(name: str, x: Number) -> Number:
    """A function of one argument."""
    if name in ("sqrt", "cbrt"):
        return power(x, fmpq(1, 2 if name == "sqrt" else 3))
    if isinstance(x, float):
        if x > 0 and name in ("abs", "exp", "log"):
            return math.inf
        raise unknown(f"{name} of inf")
    if name == "abs":
        return larger(x, product(fmpq(-1), x))
    if name not in _FUNCTIONS:
        raise unknown("a function is not in the language")
    if x == 0 and name != "log":
        return fmpq(1 if name in ("exp", "cosh", "cos") else 0)
    if x == 1 and name == "log":
        return fmpq(0)
    if x == 0:
        return -math.inf
    if not abs(arb(x)) < 2**64:
        raise unknown("a number too large")
    if name == "log" and not x > 0:
        raise unknown("the logarithm of what may not be positive")
    return _FUNCTIONS[name](arb(x))


_OPERATIONS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: total, ast.Sub: lambda a, b: total(a, product(fmpq(-1), b)), ast.Mult: product,
    ast.Div: quotient, ast.Pow: power,
}  # fmt: skip
