"""Expressions in the error and the row powers, as trees; nothing in them is simplified.

Variables are ``e``, ``count`` (how many powers are positive), ``p1``, ``p2``, ... and the same
powers in descending order, ``s1``, ``s2``, ....  Not simplifying keeps a division by zero, or the
logarithm of zero, where a text has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

ERROR, COUNT = "e", "count"


@dataclass(frozen=True)
class Node:
    """One node.

    ``kind`` with ``data``: number (a Fraction), variable (its name), call (a function's name),
    compare (a relation), symmetric (the degree); infinity, pi, add, multiply, divide, power, min,
    max, if (condition, body, other), and, or, not have none.

    >>> half = Node("divide", (variable("e"), number(2)))
    >>> half.text, sorted(half.variables)
    ('(e/2)', ['e'])
    """

    kind: str
    parts: tuple[Node, ...] = ()
    data: Fraction | str | int | None = None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.kind, self.data, self.parts))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables in it."""
        if self.kind == "variable":
            return frozenset({str(self.data)})
        return frozenset().union(*(part.variables for part in self.parts))

    @cached_property
    def size(self) -> int:
        """How many nodes it has."""
        return 1 + sum(part.size for part in self.parts)

    @cached_property
    def text(self) -> str:
        """The node in the language itself, scalar by scalar."""
        inner = [part.text for part in self.parts]
        write = _TEXTS.get(self.kind)
        if write is not None:
            return write(inner)
        if self.kind == "number":
            assert isinstance(self.data, Fraction)
            return str(self.data) if self.data >= 0 and self.data.denominator == 1 else (
                f"({self.data})"
            )  # fmt: skip
        if self.kind == "compare":
            return f"{inner[0]} {self.data} {inner[1]}"
        if self.kind == "symmetric":
            return f"symmetric({self.data}, {', '.join(inner)})"
        return f"{self.data}({', '.join(inner)})" if self.kind == "call" else str(self.data)

    def substituted(self, values: Mapping[str, Node]) -> Node:
        """With variables replaced; nothing is simplified but what `decided` decides."""
        if not self.variables & values.keys():
            return self
        if self.kind == "variable":
            return values[str(self.data)]
        return Node(self.kind, tuple(part.substituted(values) for part in self.parts), self.data)


_TEXTS: dict[str, Callable[[list[str]], str]] = {
    "infinity": lambda _: "inf",
    "pi": lambda _: "pi",
    "add": lambda x: f"({' + '.join(x)})",
    "multiply": lambda x: f"({'*'.join(x)})",
    "divide": lambda x: f"({x[0]}/{x[1]})",
    "power": lambda x: f"({x[0]}**{x[1]})",
    "min": lambda x: f"min({', '.join(x)})",
    "max": lambda x: f"max({', '.join(x)})",
    "if": lambda x: f"({x[1]} if {x[0]} else {x[2]})",
    "and": lambda x: f"({' and '.join(x)})",
    "or": lambda x: f"({' or '.join(x)})",
    "not": lambda x: f"(not {x[0]})",
}


def number(value: Fraction | int) -> Node:
    """A rational number."""
    return Node("number", (), Fraction(value))


def variable(name: str) -> Node:
    """A variable."""
    return Node("variable", (), name)


def negative(node: Node) -> Node:
    """``-node``."""
    if node.kind == "number":
        assert isinstance(node.data, Fraction)
        return number(-node.data)
    return Node("multiply", (number(-1), node))


RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip


def decided(node: Node, positive: frozenset[str]) -> Node:
    """With every conditional resolved whose condition is certain.

    Args:
        node: the expression.
        positive: variables that are known to be positive; the others are known to be >= 0 only.

    >>> test = Node("compare", (variable("e"), number(0)), ">")
    >>> decided(Node("if", (test, number(1), number(2))), frozenset({"e"})).text
    '1'
    """
    if not node.parts:
        return node
    if node.kind == "if":
        truth = _truth(node.parts[0], positive)
        if truth is not None:
            return decided(node.parts[1 if truth else 2], positive)
    parts = tuple(decided(part, positive) for part in node.parts)
    return node if parts == node.parts else Node(node.kind, parts, node.data)


def _truth(test: Node, positive: frozenset[str]) -> bool | None:
    """Whether a condition holds for all values of its variables, or for none; None: neither."""
    if test.kind == "not":
        inner = _truth(test.parts[0], positive)
        return None if inner is None else not inner
    if test.kind in ("and", "or"):
        found = [_truth(part, positive) for part in test.parts]
        ends = test.kind == "or"
        if ends in found:
            return ends
        return None if None in found else not ends
    left, right = (_range(side, positive) for side in test.parts)
    if left is None or right is None:
        return None
    return _compared(str(test.data), left, right)


@dataclass(frozen=True)
class _Range:
    """Values from `low` on, `low` itself only if `closed`; one number if `single`."""

    low: Fraction
    closed: bool = True
    single: bool = True


def _range(side: Node, positive: frozenset[str]) -> _Range | None:
    if side.kind == "number":
        assert isinstance(side.data, Fraction)
        return _Range(side.data)
    if side.kind == "variable":
        return _Range(Fraction(0), closed=str(side.data) not in positive, single=False)
    return None


def _compared(relation: str, left: _Range, right: _Range) -> bool | None:
    if left.single and right.single:
        return RELATIONS[relation](left.low, right.low)
    if not left.single and not right.single:
        return None
    if left.single:
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
        return _compared(mirrored[relation], right, left)
    above = left.low > right.low or (left.low == right.low and not left.closed)
    if above:  # every value is greater than the number
        return relation in (">", ">=", "!=")
    if left.low == right.low and relation in (">=", "<"):
        return relation == ">="
    return None


def nonnegative(node: Node) -> bool:
    """Whether a node is seen to be at least 0, wherever it has a value, by its form alone.

    >>> one = variable("p1")
    >>> nonnegative(Node("add", (one, number(1)))), nonnegative(Node("add", (one, number(-1))))
    (True, False)
    """
    parts = node.parts
    match node.kind:
        case "number":
            assert isinstance(node.data, Fraction)
            return node.data >= 0
        case "variable" | "infinity" | "pi":
            return True
        case "max":
            return any(map(nonnegative, parts))
        case "if":
            return all(map(nonnegative, parts[1:]))
        case "call":
            always = node.data in ("abs", "exp", "sqrt", "cosh")
            return always or (node.data not in _SIGNED and nonnegative(parts[0]))
        case "power":
            exponent = parts[1].data
            even = isinstance(exponent, Fraction) and exponent % 2 == 0
            return even or nonnegative(parts[0])
        case "add" | "multiply" | "divide" | "min" | "symmetric":
            return all(map(nonnegative, parts))
    return False


_SIGNED = ("log", "cos", "sin")
"""Functions that are negative at some positive numbers; the others rise from 0, or stay above."""
