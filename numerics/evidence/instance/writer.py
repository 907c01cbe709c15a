"""The formulas of the instance family written out as exact matrices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpq_mat

from numerics.certificates.instances import (
    Instance,
    Matrix,
    unit_rows,
)
from sparsity_theory import notation
from sparsity_theory.notation import m, r
from sparsity_theory.statements.instance import orders


class Writer:
    """Writes the formulas of the instance family out at concrete dimensions and powers."""

    def __init__(self, instance: Instance) -> None:
        self.dims, self.m = instance.dims, len(instance.dense_powers)
        self.d, self.kappa, self.n = instance.family.shape
        self.y = unit_rows(self.dims.r, self.n)
        powers = {}
        for k in range(1, self.d + 1):
            powers[orders.q(k)] = _at(instance.dense_powers, k)
            powers[orders.p(k)] = _at(instance.sparse_powers, k)
        self.table = {name: sympy.Rational(value) for name, value in powers.items()}

    def value(self, part: sympy.Expr, j: int, k: int, sample: int = 0) -> Fraction:
        """A part at coordinate j, row k and a sample; -1 where it is irrational."""
        sizes = {notation.j: j, notation.k: k, r: self.dims.r, m: self.m}
        written = part.xreplace({x: sympy.Integer(v) for x, v in sizes.items()}).doit()
        rows = {orders.y(i + 1): sympy.Rational(row[sample]) for i, row in enumerate(self.y)}
        exact = written.xreplace({**self.table, **rows})
        return Fraction(exact) if exact.is_Rational else Fraction(-1)

    def matrix(self, part: sympy.Expr) -> Matrix:
        """A decoder: d x kappa."""
        return self._table(self.d, self.kappa, lambda j, k: self.value(part, j, k))

    def inverse(self, part: sympy.Expr) -> Matrix:
        """A left inverse: kappa x d."""
        return self._table(self.kappa, self.d, lambda k, j: self.value(part, j, k))

    def code(self, part: sympy.Expr) -> Matrix:
        """A code: kappa x n."""
        return self._table(self.kappa, self.n, lambda k, i: self.value(part, 1, k, i - 1))

    def samples(self, part: sympy.Expr) -> Matrix:
        """Data: d x n."""
        return self._table(self.d, self.n, lambda j, i: self.value(part, j, 1, i - 1))

    def powers(self, part: sympy.Expr, active: int) -> tuple[Fraction, ...]:
        """The powers of the rows, 0 beyond the active ones."""
        rows = range(1, self.kappa + 1)
        return tuple(self.value(part, 1, k) if k <= active else Fraction() for k in rows)

    @staticmethod
    def _table(rows: int, columns: int, entry: Any) -> Matrix:
        return tuple(tuple(entry(a, b) for b in range(1, columns + 1)) for a in range(1, rows + 1))


def _at(powers: tuple[Fraction, ...], k: int) -> Fraction:
    """The power of row k; unused columns have the scale of the first."""
    return powers[k - 1] if k <= len(powers) else powers[0]


def flint_matrix(matrix: Matrix) -> fmpq_mat:
    """The same matrix in python-flint, for rank and products."""
    entries = [fmpq(x.numerator, x.denominator) for row in matrix for x in row]
    return fmpq_mat(len(matrix), len(matrix[0]), entries)


def flint_product(left: Matrix, right: Matrix) -> fmpq_mat:
    """A product of exact matrices."""
    return flint_matrix(left) * flint_matrix(right)


def flint_identity(size: int) -> fmpq_mat:
    """The identity matrix."""
    return fmpq_mat(size, size, [int(a == b) for a in range(size) for b in range(size)])
