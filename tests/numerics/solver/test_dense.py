"""Random dense families, and certified minima on them against independent answers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.certificates.boxes import check_cover
from numerics.certificates.linear_family import LinearFamily, as_floats
from numerics.errors import CertificateError, InstanceError, NumericsError
from numerics.solver.dense import DENOMINATOR, random_family
from numerics.solver.objective import Objective
from numerics.solver.solve import minimise_family
from sparsity_theory.penalties.penalties import penalty


def test_a_seed_gives_one_family_of_short_rationals() -> None:
    family = random_family(5, 3, 4, 2, 9)
    assert family == random_family(5, 3, 4, 2, 9)
    assert family != random_family(5, 3, 4, 2, 10)
    assert (family.shape, family.parameters) == ((5, 3, 4), 2)
    entries = [x for row in (*family.data, *family.start, *family.directions[1]) for x in row]
    assert all(DENOMINATOR % x.denominator == 0 for x in entries)


@given(theta=st.lists(st.fractions(0, 1, max_denominator=64), min_size=2, max_size=2))
def test_floats_and_exact_decoders_agree(theta: list[Fraction]) -> None:
    family = random_family(4, 3, 2, 2, 0)
    exact = as_floats(family.decoder(tuple(theta)))
    objective = Objective(family, penalty("u"), penalty("u"))
    floats = objective.decoders(np.array([theta], dtype=float))[0]
    np.testing.assert_allclose(floats, exact, atol=1e-14)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((0, 1, 1, 1, 0), "at least 1"), ((3, 2, 1, 6, 0), "0 to 5"), ((3, 2, 1, -1, 0), "0 to 5"),
     ((3, 2, 1, 1, -1), "not negative"), ((100, 100, 1, 1, 0), "at most")],
)  # fmt: skip
def test_sizes_out_of_range_are_refused(arguments: tuple[int, ...], message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        random_family(*arguments)


def test_matrices_that_do_not_fit_together_are_refused() -> None:
    one = ((Fraction(1),),)
    with pytest.raises(InstanceError, match="same d"):
        LinearFamily(one, one * 2, (), connected=True)
    with pytest.raises(InstanceError, match="at most 5"):
        LinearFamily(one, one, (one,) * 6, connected=True)


@pytest.mark.parametrize("seed", range(4))
def test_with_l0_and_a_fixed_decoder_the_minimum_is_that_of_all_supports(seed: int) -> None:
    family = random_family(7, 4, 2, 0, seed)
    d, kappa, n = family.shape
    data, decoder = as_floats(family.data), as_floats(family.start)
    losses = []
    for count in range(kappa + 1):
        for rows in combinations(range(kappa), count):
            columns = decoder[:, list(rows)]
            rest = data - columns @ np.linalg.lstsq(columns, data)[0] if rows else data
            losses.append(200 * float((rest**2).sum()) / (d * n) + count / d)
    found = minimise_family(family, penalty("200*u"), penalty("l0"))
    assert found.closed, found.note
    assert float(found.value) == pytest.approx(min(losses), abs=1e-6)
    assert found.lower is not None
    assert float(found.lower) <= min(losses) + 1e-12


@pytest.mark.parametrize("seed", range(3))
def test_a_convex_loss_is_closed_at_the_root(seed: int) -> None:
    # With a fixed decoder Huber's penalty of |z|^2 is convex in z: no splitting is needed.
    found = minimise_family(random_family(12, 6, 3, 0, seed), penalty("1000*u"), penalty("huber"))
    assert found.closed, found.note
    assert found.boxes == 1


@pytest.mark.parametrize("h", ["log1p", "sqrt", "mcp", "capped", "scad", "huber", "l0"])
@pytest.mark.parametrize("size", [(6, 3, 2, 1), (8, 4, 3, 1), (12, 8, 4, 0)])
def test_smooth_flat_and_convex_penalties_close(h: str, size: tuple[int, int, int, int]) -> None:
    found = minimise_family(random_family(*size, 1), penalty("1000*u"), penalty(h))
    assert found.closed, found.note
    assert found.lower is not None
    assert found.value - found.lower <= 2e-6


@settings(max_examples=15)
@given(
    h=st.sampled_from(["log1p", "mcp", "huber", "l0"]), parameters=st.integers(0, 2),
    connected=st.booleans(), seed=st.integers(0, 50),
)  # fmt: skip
def test_no_random_point_is_below_the_certified_bound(
    h: str, parameters: int, connected: bool, seed: int
) -> None:
    family = random_family(4, 2, 2, parameters, seed, connected=connected)
    g = penalty("50*u")
    found = minimise_family(family, g, penalty(h), tolerance=Fraction(1, 100), seconds=2)
    if not found.closed:
        assert found.note
        return
    assert found.lower is not None
    objective = Objective(family, g, penalty(h))
    rng = np.random.default_rng(seed)
    theta = rng.random((400, parameters)) if connected else rng.integers(0, 2, (400, parameters))
    theta = theta.astype(float)
    codes = np.linalg.pinv(objective.decoders(theta)) @ objective.arrays[0]
    codes *= rng.random((400, 2, 1)) * 1.2 * (rng.random((400, 2, 1)) < 0.7)
    assert objective.values(theta, codes).min() >= float(found.lower) - 1e-12


def test_an_open_gap_is_undecided_and_says_so() -> None:
    family = random_family(8, 5, 3, 2, 0)
    found = minimise_family(family, penalty("1000*u"), penalty("sqrt"), seconds=0.0)
    assert (found.closed, found.lower, found.certificate.minimum) == (False, None, None)
    assert "allow more time" in found.note


def test_decoders_with_more_columns_than_rows_are_undecided_where_h_falls() -> None:
    family = random_family(2, 3, 2, 1, 0)
    found = minimise_family(family, penalty("1000*u"), penalty("u*exp(-u)"), seconds=2)
    assert not found.closed
    assert "not injective" in found.note


@given(data=st.data(), p=st.integers(1, 3))
@settings(max_examples=40)
def test_boxes_cover_theta_only_if_none_is_missing(data: st.DataObject, p: int) -> None:
    family = random_family(3, 1, 1, p, 0)
    boxes = family.theta_boxes
    for _ in range(data.draw(st.integers(1, 12))):
        low, high = boxes.pop(data.draw(st.integers(0, len(boxes) - 1)))
        j = data.draw(st.integers(0, p - 1))
        at = low[j] + data.draw(st.sampled_from([0.25, 0.5, 0.75])) * (high[j] - low[j])
        boxes += [(low, (*high[:j], at, *high[j + 1 :])), ((*low[:j], at, *low[j + 1 :]), high)]
    check_cover(boxes, family)
    boxes.pop(data.draw(st.integers(0, len(boxes) - 1)))
    with pytest.raises(CertificateError, match="do not cover"):
        check_cover(boxes, family)


def test_every_corner_of_a_family_that_is_not_connected_has_to_be_covered() -> None:
    family = random_family(3, 1, 1, 2, 0, connected=False)
    check_cover(family.theta_boxes, family)
    check_cover([((0.0, 0.0), (1.0, 1.0))], family)
    with pytest.raises(CertificateError, match="do not cover"):
        check_cover(family.theta_boxes[:3], family)


def test_the_indicator_is_refused() -> None:
    with pytest.raises(NumericsError, match="indicator"):
        minimise_family(random_family(3, 2, 1, 1, 0), penalty("indicator"), penalty("u"))


def test_the_point_found_is_kept_where_nothing_bounds_the_codes() -> None:
    family = random_family(2, 3, 2, 0, 0)
    found = minimise_family(family, penalty("1000*u"), penalty("u*exp(-u)"))
    assert not found.closed
    assert float(found.value) < 1000 * float(family.zero_error) / 10


@pytest.mark.parametrize("kink", ["sqrt(u**2 - u/2 + 1/16)", "abs(u - 1/4)"])
def test_no_minimum_is_certified_above_codes_that_a_hidden_kink_makes_good(kink: str) -> None:
    data = ((Fraction(1),), (Fraction(2),))
    start = ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(1)))
    family = LinearFamily(data, start, (), connected=True)
    found = minimise_family(family, penalty("u"), penalty(f"5*({kink} + u - 1/4) + u/5"), seconds=1)
    assert found.lower is None or found.lower < arb(27) / 40


def test_an_irrational_breakpoint_is_no_obstacle() -> None:
    family = LinearFamily(((Fraction(1),), (Fraction(2),)), ((Fraction(1), Fraction(0)),
                          (Fraction(1), Fraction(1))), (), connected=True)  # fmt: skip
    found = minimise_family(family, penalty("u"), penalty("min(u, sqrt(2))"), seconds=20)
    assert found.closed


def _one_number() -> LinearFamily:
    """One code for one number, 2."""
    return LinearFamily(((Fraction(2),),), ((Fraction(1),),), (), connected=True)


@pytest.mark.parametrize(
    ("g", "h", "least"),
    [("u", "u/4 if u <= 1 else 5*u-19/4", 1.25), ("u", "abs(u-1)", 1.0),
     ("1000*u", "abs(u-1)", 2.996003996)],
)  # fmt: skip
def test_minimisers_at_convex_kinks_close(g: str, h: str, least: float) -> None:
    found = minimise_family(_one_number(), penalty(g), penalty(h), seconds=5)
    assert found.closed, found.note
    assert float(found.value) == pytest.approx(least, abs=1e-6)


@pytest.mark.parametrize(
    ("g", "h", "reason"),
    [("100*u**2", "tanh(u)", "g has slope 0 at 0"),
     ("1000*u", "u*exp(-u)", "h is not proved nondecreasing")],
)  # fmt: skip
def test_what_stays_open_says_why(g: str, h: str, reason: str) -> None:
    found = minimise_family(_one_number(), penalty(g), penalty(h), seconds=0.2)
    assert not found.closed
    assert reason in found.note
    assert "most such gaps stay open" in found.note
