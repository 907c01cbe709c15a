"""Remark 1 on a rational instance: five points in four dimensions that span a plane."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import fmpq, fmpq_mat

from numerics.evidence.comparisons import certified
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, i, n, r
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.remark import remark_1

_SIZES = {d: 4, r: 2, n: 5}
_Q = sympy.Rational
# The rows of C sum to 0: it holds the centred data in the basis U of their span.
_VALUES = {
    "U": [[1, 0], [2, 1], [_Q(1, 3), -1], [0, _Q(5, 2)]],
    "C": [[1, -1, 2, 0, -2], [_Q(1, 2), 1, -3, 1, _Q(1, 2)]],
    "T": [[2, 1], [_Q(-1, 3), 1]],
    "t": [[_Q(3, 4)], [-2]],
    r"\bar{x}": [[1], [-1], [_Q(2, 7)], [4]],
    r"\mathbf{1}^T": [[1, 1, 1, 1, 1]],
}


def _exact(expression: sympy.MatrixExpr) -> fmpq_mat:
    """A part with the instance's matrices inserted, as a matrix of exact rationals."""
    sized = expression.subs(_SIZES)
    values = {
        symbol: sympy.ImmutableMatrix(_VALUES[symbol.name])
        for symbol in sized.atoms(sympy.MatrixSymbol)
    }
    matrix = sympy.ImmutableMatrix(sized.subs(values).doit())
    return fmpq_mat(
        [
            [fmpq(int(matrix[i, j].p), int(matrix[i, j].q)) for j in range(matrix.cols)]
            for i in range(matrix.rows)
        ]
    )


def _centred(parts: Parts, data: fmpq_mat) -> fmpq_mat:
    """The centring of the statement, applied to every row of the data."""
    rows = []
    for row in data.tolist():
        table = {
            remark_1.entry[index]: sympy.Rational(int(value.p), int(value.q))
            for index, value in enumerate(row, start=1)
        }
        entries = [
            parts["centred"].subs({i: index, n: len(row)}).doit().xreplace(table)
            for index in range(1, len(row) + 1)
        ]
        rows.append([fmpq(int(value.p), int(value.q)) for value in entries])
    return fmpq_mat(rows)


def _beside(first: fmpq_mat, second: fmpq_mat) -> fmpq_mat:
    return fmpq_mat([a + b for a, b in zip(first.tolist(), second.tolist(), strict=True)])


def _rows(matrix: fmpq_mat) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(int(x.p), int(x.q)) for x in row) for row in matrix.tolist())


def _check(parts: Parts) -> Report:
    data = _exact(remark_1.U * remark_1.C + remark_1.mean * remark_1.ones)
    decoder = _exact(parts["decoder"])
    decoded = _exact(parts["decoder"] * parts["code"] + parts["offset"] * remark_1.ones)
    spanned = _exact(remark_1.U * remark_1.C)
    rows = int(parts["rows"].subs(_SIZES))
    return Report(
        (
            Step(
                "The centred data are $UC$, and the number of rows is their rank: a product of"
                " fewer rows has a smaller one.",
                All(
                    Same("centred data", _rows(_centred(parts, data)), _rows(spanned)),
                    Same("rank of the centred data", spanned.rank(), rows),
                ),
                "exact elimination",
                shown=parts["centred"],
            ),
            Step(
                "Decoder, code and offset reconstruct every point exactly; the decoder's columns"
                " span the centred data and nothing else.",
                All(
                    Same("reconstruction", _rows(decoded), _rows(data)),
                    Same("rank of the decoder", decoder.rank(), rows),
                    Same(
                        "rank of both together",
                        _beside(decoder, spanned).rank(),
                        rows,
                    ),
                ),
                "exact products and elimination",
                shown=parts["decoder"],
            ),
        )
    )


EVIDENCE = certified("five rational points in $R^4$ that span a plane", _check)
