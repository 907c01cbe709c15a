"""The checker's own reader of penalties: a text in u becomes a `Term` and its breakpoints.

The grammar is that of `sparsity_theory.penalties.expressions`; no code is shared with it.  Nothing
is evaluated: Python's syntax tree is translated node by node, and sizes are bounded.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise

from flint import fmpq

from numerics.certificates import terms as t
from numerics.certificates.terms import RefusedError, Term

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_BREAKS = 2000, 40, 600, 64

FUNCTIONS = {"abs", "atan", "cos", "erf", "exp", "log", "sin", "tanh"}
DERIVED = {
    "arctan": "atan(u)", "asinh": "log(u + sqrt(1 + u**2))", "cbrt": "u**(1/3)",
    "cosh": "(exp(u) + exp(-u))/2", "expm1": "exp(u) - 1", "ln": "log(u)", "log1p": "log(1 + u)",
    "sinh": "(exp(u) - exp(-u))/2", "sqrt": "u**(1/2)",
}  # fmt: skip
_CHARACTERS = re.compile(r"[A-Za-z0-9_ .,+\-*/()<>=!\n\t]*")
_NUMBER = re.compile(r"(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,3})?")
_RELATIONS: dict[type[ast.cmpop], Callable[[fmpq, fmpq], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
Condition = Callable[[fmpq], bool]


@lru_cache(maxsize=256)
def read(text: str) -> tuple[Term, list[fmpq]]:
    """The term, and the points u > 0 where a case ends or something rational vanishes, sorted.

    >>> read("u if u < 1/100 else sqrt(u**2 - 4*u + 4)")[1]
    [1/100, 2]

    Raises:
        RefusedError: if the text is not in the language or too large.
    """
    reader = _TermReader(t.polynomial(0, 1))
    term = reader.text(text)
    breaks = {x for x in (*reader.breaks, *_vanishing(term)) if x > 0}
    if len(breaks) > MAX_BREAKS:
        raise RefusedError(f"it has more than {MAX_BREAKS} breakpoints")
    return term, sorted(breaks)


def _vanishing(term: Term) -> Iterator[fmpq]:
    """Where a rational part vanishes whose sign, root or reciprocal is taken."""
    for part in term.walk():
        inner = part.parts[-1] if part.kind in ("divide", "power", "function") else part
        if part.kind in ("min", "max"):
            inner = t.add(part.parts[0], t.negative(part.parts[1]))
        r = inner.rational
        if r is not None and inner is not part and part.data != "exp":
            yield from t.rational_roots(r.top)
        if part.rational is not None:
            yield from t.rational_roots(part.rational.bottom * part.rational.hole)


class _TermReader:
    """Translates with ``variable`` for u."""

    def __init__(self, variable: Term) -> None:
        self.variable, self.source = variable, ""
        self.breaks: set[fmpq] = set()

    def text(self, text: str) -> Term:
        if len(text) > MAX_LENGTH or not _CHARACTERS.fullmatch(text):
            raise RefusedError("it is too long or has characters that are not in the language")
        self.source = " ".join(text.split())
        try:
            tree = ast.parse(self.source, mode="eval").body
        except (SyntaxError, RecursionError, MemoryError, ValueError):
            raise RefusedError("it is not an expression") from None
        if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
            raise RefusedError(f"it has more than {MAX_NODES} parts")
        return self.term(tree, 0)

    def term(self, node: ast.expr, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise RefusedError(f"it nests deeper than {MAX_DEPTH}")
        match node:
            case ast.Constant():
                text = ast.get_source_segment(self.source, node) or ""
                if _NUMBER.fullmatch(text):
                    return t.polynomial(t.to_fmpq(Fraction(text)))
            case ast.Name("u"):
                return self.variable
            case ast.Name("pi" | "e" | "E"):
                return Term("constant", (), node.id.lower())
            case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
                inner = self.term(operand, depth + 1)
                return t.negative(inner) if isinstance(node.op, ast.USub) else inner
            case ast.BinOp(left, op, right) if type(op) in _OPERATIONS:
                sides = self.term(left, depth + 1), self.term(right, depth + 1)
                return _OPERATIONS[type(op)](*sides)
            case ast.Call(ast.Name(name), [_, *_] as arguments, []):
                return self._call(name, [self.term(x, depth + 1) for x in arguments])
            case ast.IfExp(test, body, other):
                branches = self.term(body, depth + 1), self.term(other, depth + 1)
                return Term("if", branches, self.condition(test, depth + 1))
        raise RefusedError("a part of it is not in the language")

    def _call(self, name: str, parts: list[Term]) -> Term:
        if (len(parts) > 1) != (name in ("min", "max")):
            raise RefusedError("a function has the wrong arguments")
        if len(parts) > 1:
            return reduce(lambda a, b: Term(name, (a, b)), parts)
        if name in DERIVED:
            return _TermReader(parts[0]).text(DERIVED[name])
        if name not in FUNCTIONS:
            raise RefusedError("a function is not in the language")
        return Term("function", (parts[0],), name)

    def condition(self, node: ast.expr, depth: int) -> Condition:
        """A condition on u as a function of exact points."""
        match node:
            case _ if depth > MAX_DEPTH:
                raise RefusedError(f"it nests deeper than {MAX_DEPTH}")
            case ast.BoolOp(op, values):
                parts = [self.condition(value, depth + 1) for value in values]
                join = all if isinstance(op, ast.And) else any
                return lambda u: join(part(u) for part in parts)
            case ast.UnaryOp(ast.Not(), operand):
                inner = self.condition(operand, depth + 1)
                return lambda u: not inner(u)
            case ast.Compare(left, ops, comparators):
                sides = [self._side(side, depth) for side in (left, *comparators)]
                links = [_RELATIONS.get(type(op)) for op in ops]
                if all((a is None) != (b is None) for a, b in pairwise(sides)) and all(links):
                    self.breaks |= {side for side in sides if side is not None}
                    return lambda u: all(
                        relation(u if a is None else a, u if b is None else b)
                        for relation, (a, b) in zip(links, pairwise(sides), strict=True)
                        if relation is not None
                    )
        raise RefusedError("a condition does not compare u with a number")

    def _side(self, node: ast.expr, depth: int) -> fmpq | None:
        """The number that a side of a comparison is, None for u."""
        if isinstance(node, ast.Name) and node.id == "u":
            return None
        value = self.term(node, depth + 1).number
        if value is None:
            raise RefusedError("a condition compares u with what is not a rational number")
        return value


def _power(left: Term, right: Term) -> Term:
    exponent = right.number
    if exponent is not None:
        return t.power(left, exponent)
    if right.constant:
        return Term("real", (left, right))
    return Term("function", (t.multiply(right, Term("function", (left,), "log")),), "exp")


_OPERATIONS: dict[type[ast.operator], Callable[[Term, Term], Term]] = {
    ast.Add: t.add,
    ast.Sub: lambda a, b: t.add(a, t.negative(b)),
    ast.Mult: t.multiply,
    ast.Div: t.divide,
    ast.Pow: _power,
}
