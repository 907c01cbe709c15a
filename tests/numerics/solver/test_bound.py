"""The pieces of the certified bound: objective, minorants, dual bounds, the enclosing region."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.certificates.instances import fooling_instance
from numerics.certificates.linear_family import LinearFamily
from numerics.errors import NumericsError
from numerics.solver.bound import Relaxation
from numerics.solver.coercivity import SearchRegion, region
from numerics.solver.dense import random_family
from numerics.solver.exact_loss import loss_at
from numerics.solver.minorants import FloatPenalty
from numerics.solver.objective import Objective
from numerics.solver.search import FoundPoint, search
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.penalties import penalty

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
    ball = loss_at(loss.family, ((Fraction(theta),), exact), loss.g, loss.h)
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
    high[:, 0] = np.minimum(high[:, 0], 1.0)
    relaxation = Relaxation(loss, 1e-6)
    batch = relaxation.bound(low, high, np.inf)
    values = loss.values(theta, codes)
    assert (batch.bound <= values + 1e-7 * (1 + np.abs(values))).all()
    columns, cuts, _ = relaxation.branch(low, high, batch)
    assert (columns[:, 0] >= 0).all()
    assert (columns[:, 0] != columns[:, 1]).all()
    for column, cut in zip(columns.T, cuts.T, strict=True):
        rows = np.flatnonzero(column >= 0)
        assert (cut[rows] > low[rows, column[rows]]).all()
        assert (cut[rows] < high[rows, column[rows]]).all()


@pytest.mark.parametrize("h", ["log1p", "mcp", "huber", "l0"])
@pytest.mark.parametrize("parameters", [0, 1, 2, 3])
@given(seed=seeds)
@settings(max_examples=8)
def test_on_dense_families_the_bound_holds(h: str, parameters: int, seed: int) -> None:
    loss = Objective(random_family(6, 3, 2, parameters, 7), penalty("100*u"), penalty(h))
    rng = np.random.default_rng(seed)
    theta, count = rng.random((32, parameters)), 32
    codes = rng.standard_normal((count, 3, 2)) * rng.random((count, 3, 1)) ** 3
    point = np.column_stack([theta, loss.errors(theta, codes), (codes**2).sum(axis=2) / 2])
    spread = 10.0 ** rng.uniform(-4, 1, point.shape)
    low, high = np.maximum(point - spread * rng.random(point.shape), 0.0), point + spread
    high[:, :parameters] = np.minimum(high[:, :parameters], 1.0)
    relaxation = Relaxation(loss, 1e-6)
    batch = relaxation.bound(low, high, np.inf)
    values = loss.values(theta, codes)
    assert (batch.bound <= values + 1e-7 * (1 + np.abs(values))).all()


@pytest.mark.parametrize("h", ["log1p", "huber", "capped"])
def test_the_best_slopes_beat_the_chord_where_a_power_leaves_its_interval(h: str) -> None:
    loss = Objective(random_family(16, 8, 4, 0, 0), penalty("1000*u"), penalty(h))
    low, high = np.zeros((1, 9)), np.full((1, 9), 0.3)
    relaxation = Relaxation(loss, 1e-6)
    chord = loss.float_h.chord(low[:, 1:], high[:, 1:])
    start = relaxation.third_order.bounds(low[:, :0], high[:, :0], np.array([1000.0]), chord)
    constants = loss.float_h.constant(chord, low[:, 1:], high[:, 1:]).sum() / 16
    batch = relaxation.bound(low, high, np.inf)
    assert batch.bound[0] > start.value[0] + constants + 1e-3


@pytest.mark.parametrize("h", ["sqrt", "rational", "l0"])
@given(seed=seeds)
@settings(max_examples=20)
def test_every_better_point_lies_in_the_region(h: str, seed: int) -> None:
    loss, start, reach = _reach(h)
    rng = np.random.default_rng(seed)
    theta = rng.random(200)
    codes = np.linalg.pinv(loss.decoders(theta)) @ loss.arrays[0]
    codes = codes * 10.0 ** rng.uniform(-2, 1, (200, 3, 1))
    better = loss.values(theta, codes) <= start.value
    powers, errors = (codes**2).sum(axis=2) / 2, loss.errors(theta, codes)
    for patch in reach.patches:
        here = (patch.low[0] <= theta) & (theta <= patch.high[0])
        assert (powers[better & here] <= patch.ceilings).all()
        if patch.inverse is not None and not loss.h.facts.nondecreasing:
            assert (powers[here & (errors <= reach.e_max)] <= patch.ceilings).all()
    assert (errors[better] <= reach.e_max).all()


@cache
def _reach(h: str) -> tuple[Objective, FoundPoint, SearchRegion]:
    loss = objective("10*u", h)
    start = search(loss)
    return loss, start, region(loss, start.value, 1.0, float(loss.h.at_zero))


@given(seed=seeds)
@settings(max_examples=30)
def test_left_inverses_bound_the_powers_of_every_code_with_a_small_error(seed: int) -> None:
    # A penalty that falls: only the left inverses bound the codes.
    loss = Objective(random_family(6, 3, 2, 1, 1), penalty("10*u"), penalty("u*exp(-u)"))
    reach = region(loss, 0.1, 1.0, 0.0)
    assert all(patch.inverse is not None for patch in reach.patches)
    rng = np.random.default_rng(seed)
    theta = rng.random(100)
    codes = np.linalg.pinv(loss.decoders(theta)) @ loss.arrays[0]
    codes += 10.0 ** rng.uniform(-4, 0, (100, 1, 1)) * rng.standard_normal(codes.shape)
    allowed = loss.errors(theta, codes) <= reach.e_max
    powers = (codes**2).sum(axis=2) / 2
    for patch in reach.patches:
        here = allowed & (patch.low[0] <= theta) & (theta <= patch.high[0])
        assert (powers[here] <= patch.ceilings).all()


def test_decoders_that_are_not_injective_are_refused_and_named() -> None:
    one, two = Fraction(1), Fraction(2)
    start = ((one, Fraction(0)), (Fraction(0), one), (Fraction(0), Fraction(0)))
    back = tuple(tuple(-two * x for x in row) for row in start)  # 0 at theta = 1/2
    family = LinearFamily(((one,), (one,), (one,)), start, (back,), connected=True)
    loss = Objective(family, penalty("10*u"), penalty("u/(1+u)"))
    with pytest.raises(NumericsError, match=r"theta = \(0.5.*not injective"):
        region(loss, 1e9, 1.0, 0.0)
    # An unbounded h needs no left inverse.
    assert region(replace(loss, h=penalty("u")), 1.0, 1.0, 0.0).patches[0].inverse is None


def test_the_search_finds_the_dense_code_that_global_optimisers_miss() -> None:
    loss = objective("1000*u", "sqrt", (8, 5, 3))
    found = search(loss)
    assert found.theta[0] < 1e-6
    assert found.value == pytest.approx(4 * 0.1 / 8, abs=1e-4)


def test_nearly_singular_decoders_get_larger_boxes_with_higher_ceilings() -> None:
    """The least singular value is below 0.06 somewhere; boxes of eta 1/2 would be too many."""
    loss = Objective(random_family(8, 4, 4, 4, 0), penalty("1000*u"), penalty("capped"))
    reach = region(loss, 0.4992, 1.5, 0.0)
    assert 100 < len(reach.patches) < 16384
    volume = sum(float(np.prod(patch.high - patch.low)) for patch in reach.patches)
    assert volume == 1.0
    for patch in reach.patches[:: len(reach.patches) // 50]:
        assert patch.inverse is not None
        for corner in (patch.low, patch.high):
            defect = patch.inverse @ loss.decoders(corner[None])[0] - np.eye(4)
            assert np.abs(defect).sum(axis=1).max() < 1
