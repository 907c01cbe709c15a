"""Increasing functions around an objective: they change no comparison, and are taken off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sympy import Expr

from sparsity_theory.exact.constants import sign
from sparsity_theory.objectives.nodes import Node, negative
from sparsity_theory.objectives.profiles import constant


class Need(Enum):
    """What a function asks of its argument so as to be defined and strictly monotone."""

    NOTHING = "nothing"
    NONNEGATIVE = "nonnegative"
    POSITIVE = "positive"


_NEEDS = {
    "exp": Need.NOTHING, "atan": Need.NOTHING, "asinh": Need.NOTHING, "sinh": Need.NOTHING,
    "tanh": Need.NOTHING, "sqrt": Need.NONNEGATIVE, "cbrt": Need.NONNEGATIVE, "log": Need.POSITIVE,
}  # fmt: skip


@dataclass(frozen=True)
class Stripped:
    """What is inside; `needs` are conditions, each on the node that must meet it everywhere."""

    inner: Node
    needs: tuple[tuple[Node, Need], ...] = ()


def stripped(node: Node) -> Stripped:
    """The node without strictly monotone functions and constants around it.

    Psi(0, p) < Psi(e, q) holds for F(Psi) if and only if it holds for Psi, F strictly increasing;
    a decreasing F turns the sign.

    >>> from sparsity_theory.objectives.language import read
    >>> stripped(read("3 - 2*(1 - exp(e + p1))", 3, 2, 1)).inner.text
    '(e + p1)'
    """
    side, needs, inner, plain = 1, [], node, True
    while not _infinite(inner):
        step = _step(inner)
        if step is None:
            break
        if inner.kind == "call":
            # Outermost but for constants, log 0 = -oo is a value like any other.
            step = (*step[:2], Need.NONNEGATIVE) if plain and inner.data == "log" else step
        plain &= inner.kind in ("add", "multiply", "divide") and step[2] is Need.NOTHING
        inner, turn, need = step
        side *= turn
        if need is not Need.NOTHING:
            needs.append((inner, need))
    return Stripped(inner if side > 0 else negative(inner), tuple(needs))


def _infinite(node: Node) -> bool:
    return node.kind == "infinity" or any(_infinite(part) for part in node.parts)


def _step(node: Node) -> tuple[Node, int, Need] | None:
    """What is inside, 1 for an increasing function and -1 for a decreasing one, and its need."""
    if node.kind == "call" and node.data in _NEEDS:
        return node.parts[0], 1, _NEEDS[str(node.data)]
    if node.kind not in ("add", "power", "multiply", "divide"):
        return None  # the parts of a case distinction are no numbers
    moving = [part for part in node.parts if part.variables]
    fixed = [constant(part) for part in node.parts if not part.variables]
    if len(moving) != 1 or not fixed or None in fixed:
        return None
    if node.kind == "add":
        return moving[0], 1, Need.NOTHING
    if node.kind == "power" and moving[0] is node.parts[0]:
        side = _side(fixed)
        return None if side == 0 else (
            moving[0], side, Need.NONNEGATIVE if side > 0 else Need.POSITIVE,
        )  # fmt: skip
    if node.kind == "multiply" or (node.kind == "divide" and moving[0] is node.parts[0]):
        side = _side(fixed)
        return None if side == 0 else (moving[0], side, Need.NOTHING)
    if node.kind == "divide":
        side = _side(fixed)
        return None if side == 0 else (moving[0], -side, Need.POSITIVE)
    return None


def _side(values: list[Expr | None]) -> int:
    """The sign of a product; 0 where it vanishes or is not known."""
    product = 1
    for value in values:
        product *= 0 if value is None else sign(value) or 0
    return product
