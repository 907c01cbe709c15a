"""Slices of the loss and their minima: exact counts against dense sampling, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import sympy
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import NumericsError
from numerics.slices.minima import least, minima, sign_changes
from proofs.site import captions
from sparsity_theory.notation import gamma, w
from sparsity_theory.statements.fig import fig_3
from sparsity_theory.statements.fig.lines import (
    WeightLine,
    Weights,
    count_minima,
    draw,
    pseudo_inverse,
    slope_polynomial,
    t,
)

PRICE = sympy.log(1 + w**2 / gamma)
SCALE = sympy.Rational(1, 8)


def _numpy(matrix: sympy.ImmutableMatrix) -> np.ndarray:
    return np.array(matrix.tolist(), dtype=float)


def _direct_loss(line: WeightLine, at: float, noise: float) -> float:
    """The loss from matrices in floating point, with the deviations at their optimum."""
    X = _numpy(line.data)
    W = (1 - at) * _numpy(line.start.decoder) + at * _numpy(line.end.decoder)
    V = (1 - at) * _numpy(line.start.encoder) + at * _numpy(line.end.encoder)
    codes, samples = V @ X, X.shape[1]
    variances = noise / (noise + (W**2).sum(axis=0))
    error = ((X - W @ codes) ** 2).sum() / samples + (variances * (W**2).sum(axis=0)).sum()
    rest = variances.sum() - np.log(variances).sum() + (codes**2).sum() / samples
    return float(error / noise + X.shape[0] * np.log(noise) + rest)


@pytest.mark.parametrize("seed", [0, 3, 47])
@pytest.mark.parametrize("noise", ["1", "1/100"])
def test_slice_is_the_loss_of_the_matrices(seed: int, noise: str) -> None:
    drawn = draw(seed)
    assert drawn is not None
    line = drawn.line(SCALE)
    loss = line.loss(PRICE, w).subs(gamma, sympy.Rational(noise))
    for at in (sympy.Rational(-1, 3), sympy.Rational(1, 2), sympy.Rational(6, 5)):
        direct = _direct_loss(line, float(at), float(sympy.Rational(noise)))
        assert float(loss.subs(t, at)) == pytest.approx(direct, rel=1e-12)


@pytest.mark.parametrize("seed", [0, 3, 5, 47, 94])
def test_minima_agree_with_dense_sampling_and_with_sturm(seed: int) -> None:
    drawn = draw(seed)
    assert drawn is not None
    loss = drawn.line(SCALE).loss(PRICE, w).subs(gamma, sympy.Rational(1, 10))
    found = [float(point.mid()) for point in minima(loss, t)]
    slope = slope_polynomial(loss, t)
    assert slope is not None
    assert count_minima(slope) == len(found)
    grid = np.linspace(min(found) - 1, max(found) + 1, 20001)
    values = sympy.lambdify(t, loss, "numpy")(grid)
    lower = (values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])
    np.testing.assert_allclose(grid[1:-1][lower], found, atol=grid[1] - grid[0])


@given(
    st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=5),
    st.integers(1, 3),
)
def test_roots_where_a_polynomial_changes_sign(roots: list[object], power: int) -> None:
    rational = [sympy.Rational(str(root)) for root in roots]
    product = sympy.prod([(t - root) ** power for root in rational])
    polynomial = sympy.Poly(product, t, domain="QQ")
    odd = sorted({root for root in rational if power * rational.count(root) % 2})
    changes = sign_changes(polynomial)
    assert len(changes) == len(odd)
    for (ball, _), root in zip(changes, odd, strict=True):
        assert ball.overlaps(arb(fmpq(int(root.p), int(root.q))))
    # The polynomial as a slope: a minimum is a change from - to +.
    assert count_minima(polynomial) == sum(sign > 0 for _, sign in changes)


def test_multiple_root_is_no_minimum() -> None:
    assert minima(t**3, t) == []
    assert len(minima(t**4, t)) == 1


def test_lowest_of_two_equal_wells_is_undecided() -> None:
    loss = (t**2 - 1) ** 2
    assert least(loss, t, minima(loss, t)) is None
    tilted = loss + t / 1000
    assert least(tilted, t, minima(tilted, t)) == 0


@pytest.mark.parametrize(
    "loss", [sympy.exp(t), 1 / t, sympy.sqrt(2) * t**2, sympy.log(t), 0 * t + 3]
)
def test_slope_that_is_not_rational_has_a_pole_or_vanishes_is_refused(loss: sympy.Expr) -> None:
    assert slope_polynomial(loss, t) is None
    with pytest.raises(NumericsError, match="not a rational function"):
        minima(loss, t)


def test_pseudo_inverse_meets_the_four_conditions() -> None:
    for shape in ((3, 2), (2, 3)):
        matrix = sympy.ImmutableMatrix(*shape, [1, 2, 0, -1, 3, 1])
        inverse = pseudo_inverse(matrix)
        assert matrix * inverse * matrix == matrix
        assert inverse * matrix * inverse == inverse
        assert matrix * inverse == (matrix * inverse).T
        assert inverse * matrix == (inverse * matrix).T


def test_draws_of_deficient_rank_are_refused() -> None:
    assert any(draw(seed, dimension=2, rank=2, samples=2, latent=2) is None for seed in range(40))


def test_line_reaches_both_ends() -> None:
    one = sympy.ImmutableMatrix([[1]])
    line = WeightLine(one, Weights(one, one), Weights(2 * one, one / 2))
    assert line.weights(sympy.Integer(1)) == Weights(2 * one, one / 2)
    assert line.error.subs(t, 0) == line.error.subs(t, 1) == 0


def test_figure_shows_the_minima_of_the_claim() -> None:
    numbers = json.loads((Path(captions.__file__).parent.parent / captions.NUMBERS).read_text())
    for name in fig_3.SEEDS:
        counts = tuple(len(row["minima"]) for row in numbers["fig-3"][name])
        assert counts == tuple(fig_3.CLAIM.parts[f"counts_{name}"])
        for row, noise in zip(numbers["fig-3"][name], fig_3.GAMMAS, strict=True):
            found = minima(fig_3.slice_loss(fig_3.CLAIM.parts, name, noise), t)
            assert [f"{float(point.mid()):.4f}" for point in found] == row["minima"]
