"""The bound of third order, as search and checker compute it, is below every loss in its box."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from flint import arb

from numerics.certificates import third_order
from numerics.certificates.family import Floats
from numerics.certificates.leaves import LeafBound
from numerics.certificates.limits import LimitError, checking
from numerics.certificates.linear_family import LinearFamily
from numerics.certificates.third_order import _least_of_quadratics, _positive, to_balls
from numerics.solver.dense import random_family
from numerics.solver.objective import Objective
from numerics.solver.third_order import DualBound, least_of_quadratics
from sparsity_theory.penalties.penalties import penalty

WIDTHS = (1.0, 0.1, 1e-2, 1e-4)
Box = tuple[Floats, Floats, float, Floats]


def boxes(p: int, kappa: int, count: int) -> Iterator[Box]:
    """Boxes of theta with slopes of many sizes."""
    rng = np.random.default_rng(p)
    for i in range(count):
        low = rng.random(p)
        high = np.minimum(low + WIDTHS[i % len(WIDTHS)] * rng.random(p), 1.0)
        yield low, high, float(10.0 ** rng.uniform(0, 3)), 10.0 ** rng.uniform(-6, 1, kappa)


def relaxed(family: LinearFamily, theta: Floats, lam: float, slopes: Floats) -> Floats:
    """``min over Z of lam e + (1/d) sum_k b_k p_k`` for each theta: a ridge regression, by SVD."""
    loss = Objective(family, penalty("u"), penalty("u"))
    d, kappa, n = family.shape
    found = []
    for decoder in loss.decoders(theta):
        stacked = np.concatenate([np.sqrt(lam) * decoder, np.diag(np.sqrt(slopes))])
        right = np.concatenate([np.sqrt(lam) * loss.arrays[0], np.zeros((kappa, n))])
        residual = right - stacked @ np.linalg.lstsq(stacked, right, rcond=None)[0]
        found.append((residual**2).sum() / (d * n))
    return np.array(found)


def samples(low: Floats, high: Floats, rng: np.random.Generator) -> Floats:
    """Corners, the centre and points inside."""
    p = len(low)
    inside = rng.random((60, p))
    shares = np.concatenate(
        [np.array(list(product((0.0, 1.0), repeat=p))), inside, 0.5 * inside**0]
    )
    return np.asarray(low + shares * (high - low))


@pytest.mark.parametrize("p", [0, 1, 2, 3, 4])
def test_no_loss_is_below_the_bound_of_the_search(p: int) -> None:
    family = random_family(6, 3, 2, p, 1)
    bound = DualBound(Objective(family, penalty("u"), penalty("u")).arrays, 12.0)
    rng, gaps = np.random.default_rng(0), []
    for low, high, lam, slopes in boxes(p, 3, 40):
        value = bound.bounds(low[None], high[None], np.array([lam]), slopes[None]).value[0]
        least = relaxed(family, samples(low, high, rng), lam, slopes).min()
        assert value <= least + 1e-10 * lam
        gaps.append((least - value) / lam)
    assert np.median(gaps) < 0.05


@pytest.mark.parametrize("p", [0, 1, 2, 3])
def test_the_checker_refuses_whatever_is_above_a_sample_and_floats_claim_no_more_than_balls(
    p: int,
) -> None:
    family = random_family(6, 3, 2, p, 1)
    search = DualBound(Objective(family, penalty("u"), penalty("u")).arrays, 12.0)
    rng, accepted = np.random.default_rng(0), 0
    for low, high, lam, slopes in boxes(p, 3, 12):
        ends = low[None], high[None]
        least = relaxed(family, samples(low, high, rng), lam, slopes).min()
        value = float(search.bounds(*ends, np.array([lam]), slopes[None]).value[0])
        with checking(60):
            for target in (value - 1e-9 * lam, value + 1e-9 * lam, least + 1e-12 * lam):
                floats, balls = (
                    LeafBound(family, arb(target), in_balls=kind).reached(
                        np.array([[lam, *slopes]]), *ends, np.zeros((1, 4))
                    )[0]
                    for kind in (False, True)
                )
                assert balls or not floats
                assert not (balls and target > least)
                accepted += int(floats)
    assert accepted >= 8  # where slopes of h are tiny, floats leave it to balls


@pytest.mark.parametrize("p", [1, 2, 3, 4])
def test_a_quadratic_is_nowhere_in_the_cube_below_its_bound(p: int) -> None:
    rng = np.random.default_rng(p)
    form = rng.standard_normal((50, p, p))
    form = form + form.transpose(0, 2, 1) + np.linspace(-2, 4, 50)[:, None, None] * np.eye(p)
    slope, constant = rng.standard_normal((50, p)), rng.standard_normal(50)
    ends = np.array(list(product((-1.0, 0.0, 1.0), repeat=p)))
    points = np.concatenate([ends, rng.uniform(-1, 1, (500, p))])
    values = constant[:, None] + slope @ points.T
    values += np.einsum("si,nij,sj->ns", points, form, points)
    least = values.min(axis=1)
    own = least_of_quadratics(constant, slope, form)
    checked, proved = _least_of_quadratics(constant, slope, form)
    in_balls, in_balls_proved = _least_of_quadratics(*map(to_balls, (constant, slope, form)))
    assert (own <= least + 1e-12).all()
    assert proved.all()
    assert in_balls_proved.all()
    assert (checked <= least + 1e-12).all()
    np.testing.assert_allclose(in_balls.astype(float), checked, atol=1e-9)
    convex = np.linalg.eigvalsh(form)[:, 0] > 0.1
    assert convex.any()
    np.testing.assert_allclose(own[convex], checked[convex], atol=1e-9)


def test_a_form_that_is_not_positive_definite_is_not_proved_so() -> None:
    forms = np.array([np.eye(3), np.diag([1.0, 0.0, 1.0]), np.ones((3, 3)), -np.eye(3)])
    forms = np.concatenate([forms, [[[1.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 1.0]]]])
    assert _positive(forms).tolist() == [True, False, False, False, False]
    assert _positive(to_balls(forms)).tolist() == [True, False, False, False, False]


@pytest.mark.parametrize("p", [3, 4, 5])
def test_the_checkers_bound_of_a_quadratic_is_as_good_as_that_of_the_search(p: int) -> None:
    """Otherwise a proof that was found would not replay: held ends may go round in circles."""
    rng = np.random.default_rng(p)
    root = rng.standard_normal((3000, p, p)) * 10.0 ** rng.uniform(-2, 0, (3000, p, 1))
    form = root.transpose(0, 2, 1) @ root
    slope, constant = rng.standard_normal((3000, p)) * 10.0 ** rng.uniform(-2, 0, (3000, 1)), 0.0
    own = least_of_quadratics(np.full(3000, constant), slope, form)
    checked, proved = _least_of_quadratics(np.full(3000, constant), slope, form)
    assert proved.all()
    assert (checked >= own - 1e-12).all()


def test_a_leaf_in_balls_asks_for_time_between_rows_of_products(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def ask() -> None:
        asked.append(1)
        if len(asked) == 8:
            raise LimitError("the eighth time")

    monkeypatch.setattr(third_order, "ask", ask)
    bound = LeafBound(random_family(6, 3, 2, 1, 1), arb(0), in_balls=True)
    leaf = np.ones((1, 4))
    with checking(60), pytest.raises(LimitError, match="eighth"):
        bound.reached(leaf, np.zeros((1, 1)), np.ones((1, 1)), np.zeros((1, 4)))
    assert len(asked) == 8
