"""Numbers for a guarantee: bounds of h - h(0) and g - g(0) that leave room, and where to cut.

They are read off values on a grid and may be wrong; Coq proves the bounds over all u > 0.
"""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TypeAlias

from flint import arb

from numerics.errors import NumericsError
from numerics.kernel.language import PenaltyText, constant
from numerics.kernel.values import Evaluator
from sparsity_theory.characterisation import Dimensions

Cover: TypeAlias = tuple[Fraction, ...]

_GRID = tuple(Fraction(2) ** k * (1 + Fraction(j, 4)) for k in range(-40, 41) for j in range(4))
# With less room than this, against the size of the brackets, the grid's own error could be it all.
_LEAST_ROOM = Fraction(1, 10**6)
_USUAL_CUTS = (Fraction(1, 8), Fraction(2), Fraction(8))


def bounds(g: PenaltyText, h: PenaltyText, dims: Dimensions) -> tuple[Fraction, Fraction, Fraction]:
    """Lower and upper bound of h - h(0) and lower bound of g - g(0) on u > 0, likely true.

    The room that r H+ < (r+1) H- and r H+ < d G- leave is shared out evenly.

    Raises:
        NumericsError: there is no room, as in a tie.
    """
    low, high = _range(h)
    jump, _ = _range(g)
    room = (dims.r + 1) * low - dims.r * high
    slack = min(room / (2 * dims.r + 1), (dims.d * jump - dims.r * high) / (dims.d + dims.r)) / 2
    if slack <= _LEAST_ROOM * high:
        raise NumericsError(
            "the two sides of the guarantee are too near one another for brackets; only strict"
            " guarantees can be written as a Coq file"
        )
    return (
        _simplest(low - slack, low, low - slack / 2),
        _simplest(high, high + slack, high + slack / 2),
        _simplest(jump - slack, jump, jump - slack / 2),
    )


def _range(source: PenaltyText) -> tuple[Fraction, Fraction]:
    evaluator = Evaluator(source)
    start = evaluator(Fraction(0))
    values = [evaluator(point) for point in _GRID]
    found = [value - start for value in values if value is not None and start is not None]
    if not found:
        raise NumericsError("the penalty has no values that balls can enclose")
    return min(map(_fraction, found)), max(map(_fraction, found))


def _fraction(value: arb) -> Fraction:
    return Fraction(float(value.mid()))


def _simplest(low: Fraction, high: Fraction, between: Fraction) -> Fraction:
    """A fraction with a small denominator between two numbers, else the one given."""
    for denominator in (1, 2, 4, 8, 16, 64, 256, 1024, 2**16, 2**24):
        candidate = Fraction(round(between * denominator), denominator)
        if low <= candidate <= high:
            return candidate
    return between


def cover(source: PenaltyText) -> Cover:
    """Where (0, oo) is cut: at the text's own numbers that u is compared with, and a few more.

    A penalty without a formula in u, such as the count, needs no cut.
    """
    tree = source.tree
    own = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [constant(each, source.parameters) for each in (node.left, *node.comparators)]
            own |= {side for side in sides if side is not None and side > 0}
    free = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.BinOp)]
    return tuple(sorted({*own, *_USUAL_CUTS} if free else own))
