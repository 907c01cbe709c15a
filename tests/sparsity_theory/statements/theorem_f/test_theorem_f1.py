"""Theorem F1's smooth objective on one instance, for all codes: exact rational arithmetic.

One sample (1, 0, 0), kappa = 2, r = 1. A decoder with the sparse exact code (2, 0), which costs
nothing, and a dense one whose only exact code is (1/4, 1/4). Every code of the dense decoder costs
at least 1/320. (Near the sparse code itself there are points that are not optimal sparse at any
small cost: the theorem has no margin, so no search can bound those.)
"""

from __future__ import annotations

from fractions import Fraction

import sympy

from sparsity_theory.notation import u
from sparsity_theory.statements.theorem_f.theorem_f1 import CLAIM

# A square of codes: its centre and half its side.
Square = tuple[Fraction, Fraction, Fraction]
_WHOLE: Square = (Fraction(1, 4), Fraction(1, 4), Fraction(1))


def cost(first: Fraction, second: Fraction) -> Fraction:
    """Psi* of a code of the dense decoder: columns (2, 1, 0) and (2, -1, 0)."""
    error = ((1 - 2 * (first + second)) ** 2 + (first - second) ** 2) / 3
    return error + _factor(first**2) * _factor(second**2)


def _factor(power: Fraction) -> Fraction:
    return power / (1 + power)


def _least_square(centre: Fraction, reach: Fraction) -> Fraction:
    return max(abs(centre) - reach, Fraction(0)) ** 2


def _below(square: Square) -> Fraction:
    """A lower bound of the cost on a square: each term where it is least."""
    first, second, half = square
    error = _least_square(1 - 2 * (first + second), 4 * half)
    error += _least_square(first - second, 2 * half)
    factors = [_factor(_least_square(centre, half)) for centre in (first, second)]
    return error / 3 + factors[0] * factors[1]


def cheaper(bound: Fraction, most: int = 20_000) -> Square | None:
    """A code below the bound, as a square without a side; None where there is none in the whole.

    Raises:
        RuntimeError: undecided after the given number of squares.
    """
    todo = [_WHOLE]
    for _ in range(most):
        if not todo:
            return None
        first, second, half = square = todo.pop()
        if cost(first, second) < bound:
            return first, second, Fraction(0)
        if _below(square) < bound:
            quarter = half / 2
            todo += [
                (first + s * quarter, second + t * quarter, quarter)
                for s in (-1, 1)
                for t in (-1, 1)
            ]
    raise RuntimeError("undecided")


def test_every_code_of_the_dense_decoder_costs_more_than_the_sparse_one() -> None:
    assert cheaper(Fraction(1, 320)) is None
    # Beyond the square the error alone is more: it is at least (2/3) |z - (1/4, 1/4)|^2.
    assert Fraction(2, 3) > Fraction(1, 320)
    sparse = [CLAIM.parts["factor"].subs(u, power) for power in (4, 0)]
    assert sparse[0] * sparse[1] == 0


def test_the_cost_is_the_one_of_the_claim() -> None:
    power = sympy.Rational(1, 16)
    assert CLAIM.parts["factor"].subs(u, power) ** 2 == sympy.Rational(1, 289)
    assert cost(Fraction(1, 4), Fraction(1, 4)) == Fraction(1, 289)


def test_larger_bounds_are_refuted() -> None:
    """The exact code is below 1/280; and not the best: 1/289, its cost, is no lower bound."""
    assert cheaper(Fraction(1, 280)) == (Fraction(1, 4), Fraction(1, 4), 0)
    assert cost(Fraction(49, 200), Fraction(49, 200)) < Fraction(1, 289)


def test_the_sum_of_the_powers_prefers_the_dense_code_on_the_same_instance() -> None:
    """A separable objective with bounded slopes: (2, 0) against (1/4, 1/4)."""
    assert 2 * Fraction(1, 4) ** 2 < Fraction(2) ** 2
