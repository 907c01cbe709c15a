"""Exact codes of points under a decoder of Lipschitz constant 1, compared in ball arithmetic.

By Kirszbraun's theorem such a decoder reproduces x_i from z_i, all i, if and only if
``|z_i - z_j| >= |x_i - x_j|`` for all pairs.  What an optimiser found is rounded to a few digits
(so that a record can hold it), stretched until the pairs fit again, and then checked by balls: no
rounding of ours can make a code feasible that is not, or turn a comparison.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

import numpy as np
import sympy
from flint import arb
from numpy.typing import ArrayLike, NDArray

from empirics.errors import MeasureError
from numerics.certificates.balls import BITS, enclose, precision

Rows: TypeAlias = NDArray[np.float64]

DIGITS = 6
_LEAST, _MOST = 1e-7, 1e-2
U, T = sympy.symbols("u t", positive=True)


def rounded(code: ArrayLike, x: ArrayLike, digits: int = DIGITS) -> Rows:
    """The code (n, kappa) for points (n, d), stretched and rounded until it is certified exact.

    >>> rounded([[0.0], [1 / 3]], [[0.0, 0.0], [0.0, 1 / 3]]).tolist()
    [[0.0], [0.333334]]

    Raises:
        MeasureError: if stretching it by a hundredth does not make it exact.
    """
    stretch = _LEAST
    while stretch <= _MOST:
        found: Rows = np.round(np.asarray(code, dtype=np.float64) * (1 + stretch), digits)
        if exact(found, x):
            return found
        stretch *= 2
    raise MeasureError("the code is not exact: some pair is nearer than its points by over 1 %")


def exact(code: ArrayLike, x: ArrayLike) -> bool:
    """Whether no two codes (n, kappa) are certainly or possibly nearer than their points (n, d).

    >>> exact([[0.0], [5.0]], [[0.0, 0.0], [3.0, 4.0]])
    True
    >>> exact([[0.0], [4.999]], [[0.0, 0.0], [3.0, 4.0]])
    False
    """
    with precision(BITS):
        codes, points = _balls(code), _balls(x)
        return all(
            _squared(codes[i], codes[j]) >= _squared(points[i], points[j])
            for i, j in combinations(range(len(points)), 2)
        )


def objective(h: sympy.Expr, tau: float, code: ArrayLike) -> arb:
    """The sum over the rows of h(u, t) at their powers u and t = tau, as a ball.

    >>> objective(U / (U + T), 1.0, [[1.0, 0.0], [-1.0, 0.0]]) == arb("0.5")
    True
    """
    with precision(BITS):
        codes = _balls(code)
        powers = [
            sum((row[k] * row[k] for row in codes), arb(0)) / len(codes)
            for k in range(len(codes[0]))
        ]
        return sum((enclose(h, {U: power, T: Fraction(tau)}) for power in powers), arb(0))


def _balls(rows: ArrayLike) -> list[list[arb]]:
    """Doubles are exact."""
    return [[arb(float(value)) for value in row] for row in np.asarray(rows, dtype=np.float64)]


def _squared(a: list[arb], b: list[arb]) -> arb:
    return sum(((p - q) * (p - q) for p, q in zip(a, b, strict=True)), arb(0))
