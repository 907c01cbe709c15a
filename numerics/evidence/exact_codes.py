"""Exact codes of the linear instances, measured exactly, and their losses as balls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball, enclose
from numerics.certificates.instances import Instance, Matrix
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.notation import d, kappa, r, u
from sparsity_theory.statements.theorem_4.separable import g_0, h_0

Function: TypeAlias = Callable[[Fraction], arb]

# Powers are stored as squares of rationals, so a prescribed one is met to six digits only: aim
# a little lower than the bound allows.
_BELOW = Fraction(9999, 10000)


def sizes(dims: Dimensions) -> dict[sympy.Symbol, Value]:
    """The dimensions as values of their symbols, with g(0) = h(0) = 0."""
    return {d: dims.d, kappa: dims.kappa, r: dims.r, h_0: 0, g_0: 0}


def title(dims: Dimensions) -> str:
    """The dimensions in words."""
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$"


def rational_near(value: arb) -> Fraction:
    """A rational near the middle of a ball."""
    middle = value.mid().fmpq()
    return Fraction(int(middle.p), int(middle.q)).limit_denominator(10**12)


def rational_below(value: arb) -> Fraction:
    """A rational a little below a positive ball."""
    low = value.lower().fmpq()
    return Fraction(int(low.p), int(low.q)).limit_denominator(10**12) * _BELOW


@dataclass(frozen=True)
class Measured:
    """Error and row powers of a code, exact; the number of active rows follows."""

    d: int
    error: Fraction
    powers: tuple[Fraction, ...]

    @property
    def active(self) -> int:
        """The number of rows with positive power."""
        return sum(1 for power in self.powers if power > 0)


def measure(data: Matrix, decoder: Matrix, code: Matrix) -> Measured:
    """Error of the code under the decoder, and its row powers."""
    d, n = len(data), len(data[0])
    squares = (
        (
            data[j][i]
            - sum((w * row[i] for w, row in zip(decoder[j], code, strict=True)), Fraction())
        )
        ** 2
        for j in range(d)
        for i in range(n)
    )
    return Measured(d, sum(squares, Fraction()) / (d * n), tuple(_power(row) for row in code))


def _power(row: Sequence[Fraction]) -> Fraction:
    return sum((x * x for x in row), Fraction()) / len(row)


def dense_code(instance: Instance) -> Matrix:
    """The exact code of W_0: its first m columns are a scaled inclusion."""
    return _leading_rows(instance, instance.family.start, len(instance.dense_powers))


def sparse_code(instance: Instance) -> Matrix:
    """The exact code of W_1: r rows."""
    return _leading_rows(instance, instance.family.end, len(instance.sparse_powers))


def _leading_rows(instance: Instance, decoder: Matrix, count: int) -> Matrix:
    data, (_, kappa, n) = instance.family.data, instance.family.shape
    return tuple(
        tuple(x / decoder[k][k] for x in data[k]) if k < count else (Fraction(),) * n
        for k in range(kappa)
    )


def dense(instance: Instance) -> Measured:
    """The dense exact code, measured."""
    return measure(instance.family.data, instance.family.start, dense_code(instance))


def sparse(instance: Instance) -> Measured:
    """The sparse exact code, measured."""
    return measure(instance.family.data, instance.family.end, sparse_code(instance))


def zero(instance: Instance) -> Measured:
    """The code Z = 0, measured."""
    _, kappa, n = instance.family.shape
    nothing = ((Fraction(),) * n,) * kappa
    return measure(instance.family.data, instance.family.end, nothing)


def function(expression: sympy.Expr, at_zero: Fraction | int = 0) -> Function:
    """A penalty: the expression in u for u > 0, and its value at 0."""
    return lambda power: enclose(expression, {u: power}) if power > 0 else ball(at_zero)


def loss(g: Function, h: Function, point: Measured) -> arb:
    """L_{g,h} of eq. (7)."""
    rows = sum((h(power) for power in point.powers), arb(0))
    return g(point.error) + rows / point.d
