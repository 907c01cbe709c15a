"""Theorem F1's objectives minimised on the geometry of Theorem A1, theta in [0, 1]."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import sympy
from scipy.optimize import minimize

from numerics.certificates.instances import Instance
from numerics.certificates.linear_family import Matrix
from sparsity_theory.characterisation import Dimensions

_DIMS = Dimensions(d=4, kappa=3, r=2)
# Three dense rows of power 1 against two sparse ones of power 4.
_GEOMETRY = Instance(
    dims=_DIMS,
    dense_amplitudes=(Fraction(1), Fraction(1), Fraction(1)),
    sparse_amplitudes=(Fraction(2), Fraction(2)),
    samples=2,
    scale=Fraction(3),
    connected=True,
)
_THETAS = [Fraction(k, 8) for k in range(9)]


def _decoder(theta: Fraction) -> sympy.Matrix:
    return sympy.Matrix(_rational(_GEOMETRY.family.decoder((theta,))))


def _rational(matrix: Matrix) -> list[list[sympy.Rational]]:
    return [[sympy.Rational(entry) for entry in row] for row in matrix]


def _trimmed(theta: Fraction) -> sympy.Rational:
    """The least e plus the kappa - r smallest powers, over all codes: a ridge problem each."""
    W, X = _decoder(theta), sympy.Matrix(_rational(_GEOMETRY.family.data))
    d, n = X.shape
    values = []
    for free in combinations(range(_DIMS.kappa), _DIMS.r):
        paid = sympy.diag(*(0 if k in free else 1 for k in range(_DIMS.kappa)))
        reach = W.T * X / d
        least = (X.T * X).trace() / d - (reach.T * (W.T * W / d + paid).inv() * reach).trace()
        values.append(least / n)
    return min(values)


def _smooth(theta: Fraction, starts: int) -> float:
    """The least e + product of p/(1+p) that is found; kappa = r + 1."""
    W = np.array(_decoder(theta).tolist(), dtype=float)
    X = np.array(_rational(_GEOMETRY.family.data), dtype=float)
    (d, n), kappa = X.shape, _DIMS.kappa

    def loss(flat: np.ndarray) -> float:
        Z = flat.reshape(kappa, n)
        powers = (Z**2).mean(axis=1)
        return float(((X - W @ Z) ** 2).sum() / (d * n) + np.prod(powers / (1 + powers)))

    random = np.random.default_rng(0)
    return min(minimize(loss, 2 * random.normal(size=kappa * n)).fun for _ in range(starts))


def test_the_trimmed_sum_is_least_at_the_sparse_decoder_and_nowhere_else() -> None:
    values = {theta: _trimmed(theta) for theta in _THETAS}
    assert values[Fraction(1)] == 0
    assert all(value > 0 for theta, value in values.items() if theta != 1)


def test_the_sum_of_powers_prefers_the_dense_decoder_there() -> None:
    assert sum(_GEOMETRY.dense_powers) < sum(_GEOMETRY.sparse_powers)


def test_descents_of_the_smooth_objective_find_less_only_at_the_sparse_decoder() -> None:
    assert _smooth(Fraction(1), 3) < 1e-9
    assert min(_smooth(theta, 5) for theta in (Fraction(0), Fraction(1, 2))) > 0.05
