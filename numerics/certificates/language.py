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
from itertools import pairwise

from flint import fmpq

from numerics.certificates import terms as t
from numerics.certificates.terms import RefusedError, Term

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_BREAKS = 2000, 40, 600, 64

FUNCTIONS = {"abs", "atan", "erf", "exp", "log", "tanh"}
ALIASES = {"ln": "log", "arctan": "atan"}
_CHARACTERS = re.compile(r"[A-Za-z0-9_ .,+\-*/()<>=!\n\t]*")
_NUMBER = re.compile(r"(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,3})?")
_RELATIONS: dict[type[ast.cmpop], Callable[[fmpq, fmpq], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
Condition = Callable[[fmpq], bool]


def read(text: str) -> tuple[Term, list[fmpq]]:
    """The term, and the points u > 0 where a case ends or something rational vanishes, sorted.

    >>> read("u if u < 1/100 else sqrt(u**2 - 4*u + 4)")[1]
    [1/100, 2]

    Raises:
        RefusedError: if the text is not in the language or too large.
    """
    reader = _Reader()
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


class _Reader:
    def __init__(self) -> None:
        self.breaks: set[fmpq] = set()
        self.source = ""

    def text(self, text: str) -> Term:
        if len(text) > MAX_LENGTH or not _CHARACTERS.fullmatch(text):
            raise RefusedError("it is too long or has characters that are not in the language")
        self.source = re.sub(r"\s", " ", text).strip()
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
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.term(node.operand, depth + 1)
            return t.negative(inner) if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            left, right = self.term(node.left, depth + 1), self.term(node.right, depth + 1)
            return _operation(node.op, left, right)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._call(node.func.id, node, depth)
        if isinstance(node, ast.IfExp):
            condition = self.condition(node.test, depth + 1)
            branches = self.term(node.body, depth + 1), self.term(node.orelse, depth + 1)
            return Term("if", branches, condition)
        raise RefusedError("a part of it is not in the language")

    def _number(self, node: ast.Constant) -> Term:
        text = ast.get_source_segment(self.source, node) or ""
        if not _NUMBER.fullmatch(text):
            raise RefusedError("a number is malformed or too large")
        return t.polynomial(t.to_fmpq(Fraction(text)))

    def _name(self, name: str) -> Term:
        if name == "u":
            return t.polynomial(0, 1)
        if name in ("pi", "e", "E"):
            return Term("constant", (), name.lower())
        raise RefusedError("a name is unknown")

    def _call(self, name: str, node: ast.Call, depth: int) -> Term:
        parts = [self.term(a, depth + 1) for a in node.args]
        name = ALIASES.get(name, name)
        if node.keywords or not parts or (len(parts) > 1) != (name in ("min", "max")):
            raise RefusedError("a function has the wrong arguments")
        if name in ("min", "max"):
            folded = parts[0]
            for part in parts[1:]:
                folded = Term(name, (folded, part))
            return folded
        if name in _DERIVED:
            return _DERIVED[name](parts[0])
        if name not in FUNCTIONS:
            raise RefusedError("a function is not in the language")
        return Term("function", (parts[0],), name)

    def condition(self, node: ast.expr, depth: int) -> Condition:
        """A condition on u as a function of exact points."""
        if depth > MAX_DEPTH:
            raise RefusedError(f"it nests deeper than {MAX_DEPTH}")
        if isinstance(node, ast.BoolOp):
            parts = [self.condition(value, depth + 1) for value in node.values]
            join = all if isinstance(node.op, ast.And) else any
            return lambda u: join(part(u) for part in parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.condition(node.operand, depth + 1)
            return lambda u: not inner(u)
        if not isinstance(node, ast.Compare):
            raise RefusedError("a condition does not compare u with a number")
        sides = [self._side(side, depth) for side in (node.left, *node.comparators)]
        relations = [_RELATIONS.get(type(op)) for op in node.ops]
        for a, b in pairwise(sides):
            if (a is None) == (b is None) or None in relations:
                raise RefusedError("a condition does not compare u with a number")
        self.breaks |= {side for side in sides if side is not None}

        def holds(u: fmpq) -> bool:
            at = [u if side is None else side for side in sides]
            pairs = zip(relations, at, at[1:], strict=False)
            return all(relation(a, b) for relation, a, b in pairs if relation is not None)

        return holds

    def _side(self, node: ast.expr, depth: int) -> fmpq | None:
        """The number that a side of a comparison is, None for u."""
        if isinstance(node, ast.Name) and node.id == "u":
            return None
        value = self.term(node, depth + 1).number
        if value is None:
            raise RefusedError("a condition compares u with what is not a rational number")
        return value


def _operation(kind: ast.operator, left: Term, right: Term) -> Term:
    rule = _OPERATIONS.get(type(kind))
    if rule is not None:
        return rule(left, right)
    if not isinstance(kind, ast.Pow):
        raise RefusedError("an operator is not in the language")
    exponent = right.number
    if exponent is not None:
        return t.power(left, Fraction(int(exponent.p), int(exponent.q)))
    if left.kind == "constant" and left.data == "e":
        return _exp(right)
    return Term("real", (left, right, _exp(t.multiply(right, Term("function", (left,), "log")))))


def _exp(x: Term) -> Term:
    return Term("function", (x,), "exp")


def _hyperbolic(x: Term, sign: int) -> Term:
    """(e^x + sign e^-x) / 2."""
    half = t.polynomial(fmpq(1, 2))
    mirrored = t.multiply(t.polynomial(sign), _exp(t.negative(x)))
    return t.multiply(half, t.add(_exp(x), mirrored))


_OPERATIONS: dict[type[ast.operator], Callable[[Term, Term], Term]] = {
    ast.Add: t.add,
    ast.Sub: lambda a, b: t.add(a, t.negative(b)),
    ast.Mult: t.multiply,
    ast.Div: t.divide,
}
_ONE = t.polynomial(1)
_DERIVED: dict[str, Callable[[Term], Term]] = {
    "sqrt": lambda x: t.power(x, Fraction(1, 2)),
    "cbrt": lambda x: t.power(x, Fraction(1, 3)),
    "log1p": lambda x: Term("function", (t.add(_ONE, x),), "log"),
    "expm1": lambda x: t.add(_exp(x), t.polynomial(-1)),
    "sinh": lambda x: _hyperbolic(x, -1),
    "cosh": lambda x: _hyperbolic(x, 1),
    "asinh": lambda x: Term(
        "function", (t.add(x, t.power(t.add(_ONE, t.multiply(x, x)), Fraction(1, 2))),), "log"
    ),
}
