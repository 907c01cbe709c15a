r"""Identities between matrix expressions of unspecified sizes.

>>> from sympy import MatrixSymbol, symbols
>>> d, r = symbols("d r", integer=True, positive=True)
>>> U, T = MatrixSymbol("U", d, r), MatrixSymbol("T", r, r)
>>> matrix_identity(U * T.I * T, U, {d: 3, r: 2})
<Verdict.HOLDS: 'holds'>
>>> matrix_identity(U * T * T, U, {d: 3, r: 2})
<Verdict.FAILS: 'fails'>
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import sympy
from sympy import ImmutableMatrix, MatMul, MatrixExpr, MatrixSymbol

from sparsity_theory.ledger.verdict import Verdict


def matrix_identity(lhs: MatrixExpr, rhs: MatrixExpr, sizes: Mapping[sympy.Symbol, int]) -> Verdict:
    """Is ``lhs = rhs`` for all matrices (square ones that are inverted: all invertible ones)?

    HOLDS when the difference expands to the zero matrix; FAILS by one example of these sizes.
    """
    try:
        difference = (lhs - rhs).expand().doit()
    except TypeError:  # SymPy's answer to a factor that has no value, 1/0 say
        return Verdict.UNKNOWN
    if isinstance(difference, sympy.ZeroMatrix):
        return Verdict.HOLDS
    example = difference.subs(dict(sizes))
    values = {symbol: _example(symbol) for symbol in example.atoms(MatrixSymbol)}
    found = example.subs(values).doit()
    if not isinstance(found, sympy.MatrixBase | MatrixExpr):
        return Verdict.UNKNOWN
    return Verdict.FAILS if any(entry != 0 for entry in found) else Verdict.UNKNOWN


def _example(symbol: MatrixSymbol) -> ImmutableMatrix:
    """An integer matrix that depends on the name, diagonally heavy and hence invertible."""
    shift = len(symbol.name) + ord(symbol.name[-1]) % 5
    return ImmutableMatrix(
        symbol.rows, symbol.cols, lambda i, j: 19 * (i == j) + (shift + 2 * i + 3 * j) % 5
    )


def contract(
    product: MatrixExpr, pairs: Mapping[tuple[MatrixExpr, MatrixExpr], MatrixExpr]
) -> MatrixExpr:
    """The product with every adjacent pair of factors replaced by its known value."""
    factors = list(product.args) if isinstance(product, MatMul) else [product]
    for position, pair in enumerate(pairwise(factors)):
        if pair in pairs:
            shorter = [*factors[:position], pairs[pair], *factors[position + 2 :]]
            return contract(MatMul(*shorter).doit(), pairs)
    return product
