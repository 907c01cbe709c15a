"""The pieces of the certified bound: objective, minorants, dual bounds, the enclosing region."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.bound import ERROR, POWERS, THETA, Relaxation
from numerics.coercivity import region
from numerics.instances import fooling_instance
from numerics.minorants import FloatPenalty
from numerics.objective import Objective
from numerics.search import search
from numerics.verify import loss_at
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties import penalty

NAMES = ["u", "sqrt", "power", "log", "log1p", "rational", "scad", "mcp", "huber", "capped", "l0"]
OWN = ["u/(1+u)**2", "atan(u)", "(1 if u > 0 else 0) + u/(1+u)/10", "u**2/(1+u)"]
seeds = st.integers(0, 2**32 - 1)


def objective(g: str, h: str, dims: tuple[int, int, int] = (5, 3, 2)) -> Objective:
    instance = fooling_instance(Dimensions(*dims), Fraction(1, 100), Fraction(1))
    return Objective(instance.family, penalty(g), penalty(h))


@pytest.mark.parametrize("h", NAMES)
@given(seed=seeds)
def test_the_float_loss_agrees_with_the_exact_one(h: str, seed: int) -> None:
    loss = objective("10*u", h)
    rng = np.random.default_rng(seed)
    theta, codes = rng.random(), rng.standard_normal((3, 2)) * (rng.random((3, 1)) < 0.7)
    floats = loss.values(np.array([theta]), codes[None])[0]
    exact = tuple(tuple(Fraction(z) for z in row) for row in codes.tolist())
    ball = loss_at(loss.family, 5, (Fraction(theta), exact), loss.g, loss.h)
    assert float(abs(ball - float(floats))) <= 1e-12 * (1 + abs(floats))


@pytest.mark.parametrize("h", NAMES + OWN)
@given(seed=seeds)
def test_an_affine_minorant_is_below_the_penalty(h: str, seed: int) -> None:
    function = FloatPenalty(penalty(h))
    rng = np.random.default_rng(seed)
    low = rng.choice([0.0, 1e-6, 0.3, 1.0, 2.5], 8)
    high = low + 10.0 ** rng.uniform(-8, 2, 8)
    slope = 10.0 ** rng.uniform(-6, 3, 8)
    constant = function.constant(slope, low, high)
    for _ in range(30):
        u = low + (high - low) * rng.random(8)
        assert (function.value(u) >= slope * u + constant - 1e-9 * (1 + slope * u)).all()


@pytest.mark.parametrize("g", ["10*u", "log(u + 1/10000)", "rational", "l0"])
@pytest.mark.parametrize("h", ["sqrt", "log", "mcp", "huber", "l0"])
@given(seed=seeds)
def test_a_dual_bound_is_below_the_loss_everywhere_in_its_box(g: str, h: str, seed: int) -> None:
    loss = objective(g, h)
    rng = np.random.default_rng(seed)
    theta, codes = rng.random(64), rng.standard_normal((64, 3, 2)) * rng.random((64, 3, 1)) ** 4
    powers, errors = (codes**2).sum(axis=2) / 2, loss.errors(theta, codes)
    point = np.column_stack([theta, errors, powers])
    spread = 10.0 ** rng.uniform(-4, 1, point.shape)
    low, high = np.maximum(point - spread * rng.random(point.shape), 0.0), point + spread
    high[:, THETA] = np.minimum(high[:, THETA], 1.0)
    relaxation = Relaxation(loss, 1e-6)
    batch = relaxation.bound(low, high, np.inf)
    values = loss.values(theta, codes)
    assert (batch.bound <= values + 1e-7 * (1 + np.abs(values))).all()
    column, cut, _ = relaxation.branch(low, high, batch)
    rows = np.arange(64)
    assert (cut > low[rows, column]).all()
    assert (cut < high[rows, column]).all()


@pytest.mark.parametrize("h", ["sqrt", "rational", "l0"])
@given(seed=seeds)
def test_every_better_point_lies_in_the_region(h: str, seed: int) -> None:
    loss = objective("10*u", h)
    start = search(loss)
    reach = region(loss, start.value, float(loss.h.at_zero))
    rng = np.random.default_rng(seed)
    theta = rng.random(200)
    codes = np.linalg.pinv(loss.decoders(theta)) @ loss.arrays[0]
    codes = codes * 10.0 ** rng.uniform(-2, 1, (200, 3, 1))
    better = loss.values(theta, codes) <= start.value
    powers = (codes**2).sum(axis=2) / 2
    assert (powers[better] <= reach.u_max).all()
    assert (loss.errors(theta, codes)[better] <= reach.e_max).all()
    outside = (loss.errors(theta, codes) <= reach.e_max)[:, None] & (powers > reach.u_max)
    assert not outside.any()


def test_the_search_finds_the_dense_code_that_global_optimisers_miss() -> None:
    loss = objective("1000*u", "sqrt", (8, 5, 3))
    found = search(loss)
    assert found.theta < 1e-6
    assert found.value == pytest.approx(4 * 0.1 / 8, abs=1e-4)
    assert ERROR == 1
    assert POWERS == 2
