"""Theorem C2 tested on a certified minimiser of the surrogate g = h = log(u + gamma)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from numerics.certificates.balls import BITS, Value, enclose, precision
from numerics.certificates.family import reconstruction_error
from numerics.solver.solve import Answer, Geometry, solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.notation import beta, d, gamma, r
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.statements.theorem_c import theorem_c2
from sparsity_theory.statements.theorem_c.theorem_c2 import P


@dataclass(frozen=True)
class MinimiserBounds:
    """Theorem C2 on one certified minimiser: what it has, and what it may have at most.

    Attributes:
        noise: gamma of g = h = log(u + gamma), beta = 1.
        answer: the certified minimiser.
        error: e, and its bound.
        row: the power of row r + 1, the largest that is not among the r allowed, and its bound.
        holds: both are certified, on a point that is certified no worse than the sparse code.
    """

    noise: Fraction
    answer: Answer
    error: tuple[float, float]
    row: tuple[float, float]
    holds: bool


def bounds_of_theorem_c2(
    dims: Dimensions, geometry: Geometry, noise: Fraction, seconds: float
) -> MinimiserBounds:
    """Minimise the surrogate on the instance of Theorem A1 and test Theorem C2 on the result."""
    log = penalty(f"log(u+{noise})")
    answer = solve(log, log, dims, geometry=geometry, seconds=seconds)
    error = reconstruction_error(answer.instance.family, *answer.best)
    n = answer.instance.samples
    sums = [sum((z * z for z in row), Fraction(0)) for row in answer.best.codes]
    powers = sorted((value / n for value in sums), reverse=True)
    mean = sum(answer.instance.sparse_powers, Fraction(0)) / dims.r
    values: dict[sympy.Symbol, Value] = {d: dims.d, r: dims.r, beta: 1, gamma: noise, P: mean}
    most, row = (
        enclose(theorem_c2.CLAIM.parts[name], values) for name in ("error_bound", "row_bound")
    )
    with precision(BITS):
        error_ball, row_ball = (enclose(sympy.Rational(x), {}) for x in (error, powers[dims.r]))
        holds = bool(
            answer.losses[0] <= answer.losses[1] and error_ball <= most and row_ball <= row
        )
    return MinimiserBounds(
        noise,
        answer,
        (float(error), float(most.mid())),
        (float(powers[dims.r]), float(row.mid())),
        holds,
    )
