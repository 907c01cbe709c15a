"""Eq. (7), symbolic against NumPy and torch; the labyrinth, decoded and encoded in floats."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sparsity_theory.notation import epsilon
from sparsity_theory.statements.eq import eq_7
from sparsity_theory.statements.labyrinth import labyrinth
from sparsity_theory.statements.labyrinth.labyrinth import across, time, winding_decoder

ENTRY = st.fractions(min_value=-3, max_value=3, max_denominator=20)
POINT = st.tuples(
    st.lists(ENTRY, min_size=6, max_size=6),  # X, 3 by 2
    st.lists(ENTRY, min_size=6, max_size=6),  # its reconstruction
    st.lists(ENTRY, min_size=4, max_size=4),  # Z, 2 by 2
)


def _matrix(entries: list[Fraction], rows: int) -> sympy.Matrix:
    exact = [sympy.Rational(x.numerator, x.denominator) for x in entries]
    return sympy.Matrix(rows, len(entries) // rows, exact)


def _array(entries: list[Fraction], rows: int) -> NDArray[np.float64]:
    return np.array([float(x) for x in entries]).reshape(rows, -1)


def _numpy_loss(
    data: NDArray[np.float64], decoded: NDArray[np.float64], codes: NDArray[np.float64]
) -> float:
    powers = (codes**2).mean(axis=1)
    return float(np.sqrt(((data - decoded) ** 2).mean()) + np.log1p(powers).sum() / len(data))


@given(POINT)
def test_symbolic_loss_is_the_numpy_loss(point: tuple[list[Fraction], ...]) -> None:
    data, decoded, codes = point
    exact = eq_7.loss(
        _matrix(data, 3),
        _matrix(decoded, 3),
        _matrix(codes, 2),
        sympy.sqrt,
        lambda u: sympy.log(1 + u),
    )
    numeric = _numpy_loss(_array(data, 3), _array(decoded, 3), _array(codes, 2))
    assert math.isclose(float(exact), numeric, rel_tol=1e-12, abs_tol=1e-12)


def test_numpy_loss_is_the_torch_loss() -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    data, decoded, codes = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), rng.normal(size=(2, 5))
    x, y, z = (torch.from_numpy(array) for array in (data, decoded, codes))
    value = ((x - y) ** 2).mean().sqrt() + torch.log1p((z**2).mean(dim=1)).sum() / 3
    assert math.isclose(float(value), _numpy_loss(data, decoded, codes), rel_tol=1e-12)


@given(st.lists(ENTRY, min_size=6, max_size=6))
def test_a_row_is_active_when_its_power_is_positive(entries: list[Fraction]) -> None:
    codes = _matrix(entries, 3)
    powers = eq_7.row_powers(codes)
    assert eq_7.active_rows(codes) == sum(bool(value > 0) for value in powers)


CURVE = sympy.lambdify(
    (time, across, epsilon), list(winding_decoder(labyrinth.CLAIM.parts)), "math"
)


@given(st.floats(-40, 40), st.floats(-20, 20), st.floats(0.01, 1))
def test_the_winding_decoder_is_injective_in_floats(t: float, z: float, side: float) -> None:
    x, y = CURVE(t, z, side)
    assert 0 < x < side
    assert 0 < y < side
    share = 4 * math.hypot(x - side / 2, y - side / 2) / side - 1
    turn = math.remainder(math.atan2(y - side / 2, x - side / 2) - t, 2 * math.pi)
    assert math.isclose(share, t / math.hypot(1, t), abs_tol=1e-9)
    assert math.isclose(math.tan(turn / 2), z, rel_tol=1e-6, abs_tol=1e-6)
