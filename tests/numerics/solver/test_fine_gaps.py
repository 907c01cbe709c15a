"""Gaps of 1e-10 close, at about the cost of wider ones; Newton's method ends at the minimum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numerics.solver.bound import Relaxation
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import minimise_family
from numerics.solver.newton import at_minimum
from numerics.solver.objective import Objective
from numerics.solver.search import search
from numerics.solver.slopes import _steps
from sparsity_theory.penalties.penalties import penalty


@pytest.mark.parametrize(("p", "h"), [(1, "huber"), (2, "huber"), (1, "capped"), (1, "log1p")])
def test_ten_digits_close_with_few_times_the_boxes_of_six(p: int, h: str) -> None:
    family = random_family(8, 4, 4, p, 0)
    found = [
        minimise_family(family, penalty("1000*u"), penalty(h), tolerance=Fraction(1, 10**digits))
        for digits in (6, 10)
    ]
    assert all(each.closed for each in found), [each.note for each in found]
    assert found[1].boxes <= 4 * found[0].boxes


@pytest.mark.parametrize("h", ["log1p", "huber", "sqrt"])
def test_newton_returns_to_the_minimum_from_near_it(h: str) -> None:
    loss = Objective(random_family(8, 4, 4, 2, 0), penalty("1000*u"), penalty(h))
    best = at_minimum(loss, search(loss))
    rng = np.random.default_rng(0)
    codes = best.codes * (1 + 1e-5 * rng.standard_normal(best.codes.shape))
    theta = np.clip(best.theta + 1e-6 * rng.standard_normal(2), 0, 1)
    near = replace(
        best, theta=theta, codes=codes, value=float(loss.values(theta[None], codes[None])[0])
    )
    again = at_minimum(loss, near)
    assert again.value <= near.value
    assert abs(again.value - best.value) <= 1e-13 * abs(best.value) + 1e-14


def test_a_power_that_cannot_reach_its_interval_does_not_throw_off_the_other_slopes() -> None:
    rows = np.array([[[1.0, 0.3], [0.0, 1e-9]]])
    step = _steps(rows, np.array([[-0.5, -1.0]]))
    assert step[0, 1] == -4.0
    assert step[0, 0] == pytest.approx(-0.5 + 0.3 * (1 - np.exp(-4.0)))


def test_where_h_is_convex_a_power_below_its_interval_asks_for_a_slope_of_nearly_nothing() -> None:
    """The third row wants a power of 0.0007; on [0.03, 1.5] only a slope of about 0 serves it."""
    loss = Objective(random_family(8, 4, 4, 1, 0), penalty("1000*u"), penalty("huber"))
    low = np.array([[0.29561192, 0.0, 0.0, 0.0, 0.03076172, 0.05566406]])
    high = np.array([[0.29561195, 8e-4, 4.8, 5.9, 1.55, 2.78]])
    batch = Relaxation(loss, 1e-10).bound(low, high, np.inf)
    assert batch.bound[0] > 0.77433628
    assert (batch.slopes[0, 2:] < 1e-6).all()


def test_slopes_of_flat_pieces_are_not_so_small_that_rounding_undoes_the_proof() -> None:
    """A row of ``W^T P`` is off by rounding, which its slope divides: one of 4e-13 lost 1e-10."""
    loss = Objective(random_family(8, 4, 4, 3, 0), penalty("1000*u"), penalty("mcp"))
    low, high = np.zeros((1, 8)), np.ones((1, 8))
    low[0, :3] = 0.5
    high[0, :3] = 0.5 + 1e-6
    low[0, 4:], high[0, 4:] = 2.0, 5.5
    rounding = 2.0**-52 * 1000 / 32 * np.linalg.norm(loss.arrays[0])
    for tolerance, floor in ((1e-10, 1e-11), (1e-6, 1e-9)):
        slopes = Relaxation(loss, tolerance).bound(low, high, np.inf).slopes
        assert (slopes >= floor / 10).all()
        assert (32 * rounding**2 / slopes <= tolerance / 10).all()
