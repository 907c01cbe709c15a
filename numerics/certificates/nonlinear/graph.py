"""Expressions as lists of operations: what prover and checker both read a decoder into.

An operation names earlier ones, so that a value is computed once however often it is used.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from numerics.errors import CertificateError

_MOST_BITS = 4096  # of a constant's numerator or denominator


class Op(NamedTuple):
    """One operation.

    Attributes:
        kind: "constant" (``value``); "inner", "theta" or "datum" (variable number ``value``);
            "add", "multiply"; "power" (a whole exponent ``value`` >= 2); a function of one
            argument: "relu", "tanh", "exp", "log", "reciprocal"; or of c and s > 0, for the
            Gaussian y = c + s eps: "rectified_mean" E max(y, 0), "rectified_variance"
            Var max(y, 0), "rectified_covariance" Cov(y, max(y, 0)).
        parts: positions of the arguments.
        value: see ``kind``.
    """

    kind: str
    parts: tuple[int, ...] = ()
    value: Fraction | int = 0


class Graph:
    """Operations, each once; the methods return positions.

    >>> graph = Graph()
    >>> z = graph.variable("inner", 0)
    >>> graph.add(z, graph.constant(0)) == z, graph.multiply(z, z) == graph.multiply(z, z)
    (True, True)
    """

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._known: dict[Op, int] = {}

    def op(self, kind: str, *parts: int, value: Fraction | int = 0) -> int:
        """The position of an operation, which is added where it is new."""
        made = Op(kind, parts, value)
        if made not in self._known:
            self._known[made] = len(self.ops)
            self.ops.append(made)
        return self._known[made]

    def constant(self, value: Fraction | int) -> int:
        """A rational number."""
        number = Fraction(value)
        _check_size(number, 1)
        return self.op("constant", value=number)

    def variable(self, kind: str, number: int) -> int:
        """A variable: "inner", "theta" or "datum"."""
        return self.op(kind, value=number)

    def number(self, at: int) -> Fraction | None:
        """The number that an operation is, if it is a constant."""
        op = self.ops[at]
        return Fraction(op.value) if op.kind == "constant" else None

    def add(self, a: int, b: int) -> int:
        """The sum a + b."""
        x, y = self.number(a), self.number(b)
        if x is not None and y is not None:
            return self.constant(x + y)
        if x == 0:
            return b
        return a if y == 0 else self.op("add", *sorted((a, b)))

    def multiply(self, a: int, b: int) -> int:
        """The product a b."""
        x, y = self.number(a), self.number(b)
        if x is not None and y is not None:
            return self.constant(x * y)
        if 0 in (x, y):
            return self.constant(0)
        if x == 1:
            return b
        if a == b:
            return self.power(a, 2)
        return a if y == 1 else self.op("multiply", *sorted((a, b)))

    def scale(self, factor: Fraction | int, a: int) -> int:
        """A multiple."""
        return self.multiply(self.constant(factor), a)

    def subtract(self, a: int, b: int) -> int:
        """The difference a - b."""
        return self.add(a, self.scale(-1, b))

    def power(self, a: int, exponent: int) -> int:
        """A whole power; exponents from 0."""
        base = self.number(a)
        if base is not None:
            _check_size(base, exponent)
        if base is not None or exponent == 0:
            return self.constant((base or Fraction(0)) ** exponent)
        return a if exponent == 1 else self.op("power", a, value=exponent)

    def sum(self, terms: list[int]) -> int:
        """The sum of all."""
        total = self.constant(0)
        for term in terms:
            total = self.add(total, term)
        return total

    def needed(self, root: int) -> list[int]:
        """The operations that one is made of, itself last, in an order to evaluate them."""
        wanted, found = {root}, []
        for at in range(root, -1, -1):
            if at in wanted:
                wanted.update(self.ops[at].parts)
                found.append(at)
        return found[::-1]

    def depends(self, root: int, kinds: tuple[str, ...]) -> bool:
        """Whether an operation has variables or functions of these kinds in it."""
        return any(self.ops[at].kind in kinds for at in self.needed(root))


def _check_size(number: Fraction, exponent: int) -> None:
    bits = max(number.numerator.bit_length(), number.denominator.bit_length())
    if bits * exponent > _MOST_BITS:
        raise CertificateError(f"a number of the decoder has more than {_MOST_BITS} binary digits")
