"""The two numbers by which Theorem A refutes a pair, preferably some at which Coq is fast."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from flint import arb

from numerics.errors import NumericsError
from numerics.kernel.language import PenaltyText
from numerics.kernel.values import Evaluator
from sparsity_theory.characterisation import Dimensions

# Powers and errors that are tried; the proofs of Theorem A need only that such numbers exist.
_GRID = tuple(Fraction(2) ** k for k in range(-60, 42, 2))
_SLOW_ARGUMENT = 100.0


@dataclass(frozen=True)
class RefutingPair:
    """Two positive numbers that refute a guarantee.

    Attributes:
        part: "dense" (A1): h(first) - h(0) outweighs h(second) - h(0), both row powers;
            "imperfect" (A2): h(first) - h(0), a row power, outweighs g(second) - g(0), an error.
        strict: whether it does so strictly; otherwise it is a tie.
    """

    part: str
    first: Fraction
    second: Fraction
    strict: bool


def find(g: PenaltyText, h: PenaltyText, dims: Dimensions) -> RefutingPair | None:
    """A witness of A1 or A2 on the grid, strict if there is one, else a tie; None if none.

    Raises:
        NumericsError: a penalty has no value at 0 that balls can enclose.
    """
    rises_g, rises_h = _rises(g), _rises(h)
    for strict in (True, False):
        for part, weight, other in (
            ("dense", dims.r + 1, rises_h),
            ("imperfect", dims.d, rises_g),
        ):
            for first, second in _pairs(rises_h, other):
                left = weight * other[second][1]
                right = dims.r * rises_h[first][1]
                if left < right if strict else left == right:
                    return RefutingPair(part, first, second, strict)
    return None


def _rises(source: PenaltyText) -> dict[Fraction, tuple[bool, arb]]:
    """h(u) - h(0) on the grid, and whether a large exponential was met."""
    start = Evaluator(source)(Fraction(0))
    if start is None:
        raise NumericsError("the penalty has no value at 0 that balls can enclose")
    found = {}
    for point in _GRID:
        evaluator = Evaluator(source)
        value = evaluator(point)
        if value is not None:
            found[point] = (evaluator.largest > _SLOW_ARGUMENT, value - start)
    return found


def _pairs(
    first: dict[Fraction, tuple[bool, arb]], second: dict[Fraction, tuple[bool, arb]]
) -> list[tuple[Fraction, Fraction]]:
    """Pairs of grid points, those with small exponentials and near 1 first."""

    def cost(rises: dict[Fraction, tuple[bool, arb]], point: Fraction) -> tuple[bool, int]:
        size = max(point.numerator, point.denominator).bit_length()
        return rises[point][0], size

    pairs = product(first, second)
    return sorted(pairs, key=lambda p: max(cost(first, p[0]), cost(second, p[1])))
