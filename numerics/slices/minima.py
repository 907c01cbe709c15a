"""Local minima of a function of one variable, enclosed: a certificate that none is missed.

The slope has to be a rational function, as for polynomials plus logarithms of polynomials.  The
roots of its numerator are isolated as balls (python-flint), so the whole line is covered, not a
grid; values at the minima are compared in ball arithmetic.

>>> import sympy
>>> x = sympy.Symbol("x", real=True)
>>> [round(float(point.mid()), 3) for point in minima((x**2 - 1) ** 2 + sympy.log(1 + x**2), x)]
[-0.841, 0.841]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sympy
from flint import arb, fmpq, fmpq_poly

from numerics.certificates.balls import BITS, compiled, precision
from numerics.errors import NumericsError
from sparsity_theory.statements.fig.lines import slope_polynomial


def sign_changes(slope: sympy.Poly, bits: int = BITS) -> list[tuple[arb, int]]:
    """Enclosures of the real roots at which the polynomial changes sign, and its sign after each.

    Raises:
        NumericsError: if a root cannot be told from its neighbours at this precision.
    """
    coefficients = [fmpq(int(c.p), int(c.q)) for c in reversed(slope.all_coeffs())]
    with precision(bits):
        roots: Any = fmpq_poly(coefficients).complex_roots()  # pairs (root, multiplicity)
        # python-flint isolates: a root with a ball that meets the real line but is not on it
        # would be undecided, and is refused here.
        if any(0 in root.imag and not root.imag == 0 for root, _ in roots):
            raise NumericsError(f"{bits} bits do not tell real from complex roots; give more bits")
        real = sorted((root.real, odd) for root, odd in roots if root.imag == 0)
        if any(not a < b for (a, _), (b, _) in pairwise(real)):
            raise NumericsError(f"{bits} bits do not separate the roots; give more bits")
    sign = 1 if coefficients[-1] > 0 else -1
    changes = []
    for point, multiplicity in reversed(real):
        if multiplicity % 2:
            changes.append((point, sign))
            sign = -sign
    return changes[::-1]


def minima(loss: sympy.Expr, variable: sympy.Symbol, bits: int = BITS) -> list[arb]:
    """Enclosures of all local minima of the loss on the whole line, from left to right.

    Raises:
        NumericsError: if the slope is not a rational function with rational coefficients and no
            pole, or is 0, or the precision does not suffice.
    """
    slope = slope_polynomial(loss, variable)
    if slope is None:
        raise NumericsError(
            f"the slope of {loss} is not a rational function without poles, or is 0"
        )
    return [point for point, sign in sign_changes(slope, bits) if sign > 0]


def least(
    loss: sympy.Expr, variable: sympy.Symbol, among: Sequence[arb], bits: int = BITS
) -> int | None:
    """The index of the lowest of these points; None when their values cannot be told apart."""
    with precision(bits):
        value = compiled(loss)
        values = [value({variable: point}) for point in among]
    for i, lowest in enumerate(values):
        if all(lowest < other for j, other in enumerate(values) if j != i):
            return i
    return None
