"""The checker's own values of an objective, straight from its text, where its variables vary.

Nothing is evaluated by Python: its syntax tree is walked, with a range for each variable, which may
be a point. No code is shared with `sparsity_theory.objectives`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

from flint import arb, fmpq

from numerics.certificates.limits import ask
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError
from numerics.objectives import ranges as r
from numerics.objectives.numbers import INF, Number, unknown
from numerics.objectives.ranges import Range, point

MAX_LENGTH, MAX_DEPTH, MAX_NODES = 200_000, 250, 60_000
_CHARACTERS = re.compile(r"[a-z0-9 .,+\-*/()<>=!]*")
_LARGEST = 10**400  # of numbers in the text


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

    def at(self, error: Fraction, powers: list[Fraction]) -> Number:
        """The value at an error and row powers.

        Raises:
            CertificateError: none is known there.
        """
        values = {"e": error, "count": Fraction(sum(p != 0 for p in powers))}
        values |= {f"p{k + 1}": p for k, p in enumerate(powers)}
        values |= {f"s{k + 1}": p for k, p in enumerate(sorted(powers)[::-1])}
        points = {name: point(to_fmpq(x)) for name, x in values.items()}
        return RangeWalk(points).value(self.tree, 0).number


def constant(node: ast.expr) -> Number:
    """The value of what has no variables."""
    return RangeWalk({}).value(node, 0).number


class RangeWalk:
    """One evaluation."""

    def __init__(self, values: Mapping[str, Range]) -> None:
        self.values = values

    def value(self, node: ast.expr, depth: int) -> Range:
        """All values of a node; raises CertificateError where perhaps there is none."""
        self._step(depth)
        match node:
            case ast.Constant(int(number)) if not isinstance(number, bool):
                return point(fmpq(number))
            case ast.Name("inf" | "pi" as name):
                return point(INF if name == "inf" else arb.pi())
            case ast.Name(name) if name in self.values:
                return self.values[name]
            case ast.UnaryOp(ast.USub(), operand):
                return -self.value(operand, depth + 1)
            case ast.BinOp(left, op, right) if type(op) in _OPERATIONS:
                sides = self.value(left, depth + 1), self.value(right, depth + 1)
                return _OPERATIONS[type(op)](*sides)
            case ast.IfExp(test, body, other):
                truth = self.holds(test, depth + 1)
                wanted = [body] * (truth is not False) + [other] * (truth is not True)
                return r.hull([self.value(part, depth + 1) for part in wanted])
            case ast.Call(ast.Name("min" | "max" as name), [_, *_] as arguments, []):
                parts = [self.value(x, depth + 1) for x in arguments]
                most = reduce(r.most, parts if name == "max" else (-x for x in parts))
                return most if name == "max" else -most
            case ast.Call(ast.Name("symmetric"), [ast.Constant(int(j)), *arguments], []):
                return _symmetric(j, [self.value(x, depth + 1) for x in arguments])
            case ast.Call(ast.Name(name), [argument], []):
                return r.function(name, self.value(argument, depth + 1))
        raise unknown("a part of the text is not in the language")

    def holds(self, node: ast.expr, depth: int) -> bool | None:
        """Whether a condition is always true, or never; None where neither is certain."""
        self._step(depth)
        match node:
            case ast.BoolOp(op, tests):
                found = [self.holds(test, depth + 1) for test in tests]
                ends = isinstance(op, ast.Or)
                return ends if ends in found else None if None in found else not ends
            case ast.UnaryOp(ast.Not(), operand):
                inner = self.holds(operand, depth + 1)
                return None if inner is None else not inner
            case ast.Compare(left, [op], [right]):
                return r.holds(op, self.value(left, depth + 1), self.value(right, depth + 1))
        raise unknown("a condition is open")

    def _step(self, depth: int) -> None:
        ask()
        if depth > MAX_DEPTH:
            raise unknown("the text nests too deeply")


def _symmetric(degree: int, parts: list[Range]) -> Range:
    """The sum over all sets of `degree` parts of their product."""
    if degree > len(parts):
        return point(fmpq(0))
    sums = [point(fmpq(1)), *[point(fmpq(0))] * degree]
    for part in reversed(parts):
        ask()
        for j in range(degree, 0, -1):
            sums[j] += sums[j - 1] * part
    return sums[degree]


_OPERATIONS: dict[type[ast.operator], Callable[[Range, Range], Range]] = {
    ast.Add: Range.__add__, ast.Sub: lambda x, y: x + -y, ast.Mult: Range.__mul__,
    ast.Div: lambda x, y: x * y.inverse(), ast.Pow: Range.power,
}  # fmt: skip
