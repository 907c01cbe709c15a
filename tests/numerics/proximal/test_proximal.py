"""Penalties as numbers: against mpmath, brute force, rigorous bounds, and others' operators."""

from __future__ import annotations

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy

from numerics.errors import NumericsError
from numerics.proximal.function import PenaltyFunction, UnsuitableError
from numerics.proximal.prox import ProximalPenalty
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.catalogue import ENTRIES

Formula = Callable[[float], tuple[float, float]]
CATALOGUE = [entry.make().text for entry in ENTRIES if entry.name != "indicator"]
WRITTEN = [
    "log(1 + exp(u))", "log(cosh(u))", "u**2/(1 + u**2)", "1 - exp(-u)", "sqrt(1 + u**2) - 1",
    "tanh(u)", "atan(u)", "log(1 + u**2)", "1 - 1/(1 + u)", "sqrt(u)/(1 + sqrt(u))", "asinh(u)",
    "exp(u)/(1 + exp(u))", "log(1 + sqrt(u))", "u/(1 + u)**2", "erf(u)",
    "log(2 + u) - log(2)", "log((1 + u)**2)", "log(1 + exp(u)) - log(2)", "exp(-1) - exp(-1 - u)",
    "sqrt(2) - sqrt(2)*exp(-u)", "log(3/4 + sqrt(u)) - log(3/4)",
]  # fmt: skip
CANCELLING = [
    "u - log(1 + u)", "1 - exp(-u) - u*exp(-u)", "atan(1 + u) - atan(1)", "sqrt(u + u**2) - u",
    "sqrt(u) - log(1 + sqrt(u))", "u - 10**6*log(1 + u/10**6)", "u**(1/3) - tanh(u**(1/3))",
    "u - tanh(u)", "u + 1 - sqrt(1 + u**2)", "sqrt(u**2 + u + 1) - u - 1", "asinh(u) - atan(u)",
    "log(1 + u)**3 - u**3", "sqrt(1 + u) - 1 - u/2 + u**2/8",
]  # fmt: skip
WITHIN = [  # sums that cancel inside of something, and exponents that change their sign
    "log(5 + (sqrt(u + u**2) - u)**(1/3))", "ndtr(u)", "erf(pi*u)",
    "1/(1 + exp(3 - u))", "softplus(u**2 - 1)", "log(cosh(u - 3)) + 1", "1/cosh(sqrt(u) - 2)",
    "u*softplus(u - 2)/(u + e)",
]  # fmt: skip
NAMED = ["smooth_abs", "spike_and_slab"]  # sums of logarithms that cancel near 0
POINTS = [1e-200, 1e-100, 1e-20, 1e-8, 1e-3, 0.3, 1.5, 30.0, 800.0, 1e5, 1e20, 1e100, 1e200]


@pytest.mark.parametrize("text", CATALOGUE + WRITTEN + CANCELLING + WITHIN + NAMED)
def test_values_and_slopes_agree_with_mpmath_from_tiny_to_huge(text: str) -> None:
    h = PenaltyFunction(text)
    with mpmath.workprec(3000):
        for order, found in enumerate((h.value(POINTS), h.derivative(POINTS))):
            for u, number in zip(POINTS, found, strict=True):
                part = [p for p in h.parts if float(p.left) <= u][-1]
                formula = sympy.lambdify(U, part.derivative(order), "mpmath")
                exact = mpmath.mpf(formula(mpmath.mpf(u)))
                if abs(exact) < mpmath.mpf(10) ** -290:
                    assert abs(number) < 1e-280
                elif abs(exact) > mpmath.mpf(10) ** 309:
                    assert number == (math.inf if exact > 0 else -math.inf)
                else:
                    assert abs(mpmath.mpf(float(number)) / exact - 1) < 1e-12, (order, u)


def test_zero_and_joints_have_the_values_of_the_penalty() -> None:
    h = PenaltyFunction("2 if u == 0 else (u if u < 1 else 1)")
    assert h.value([0.0, 0.5, 1.0, 3.0]).tolist() == [2.0, 0.5, 1.0, 1.0]
    assert h.derivative([0.5, 1.0, 3.0]).tolist() == [1.0, 0.0, 0.0]
    assert PenaltyFunction("sqrt").derivative([0.0]).tolist() == [math.inf]
    assert PenaltyFunction("mcp").left_derivative(2.0) == 0


def test_second_derivatives_are_right_or_refused() -> None:
    h = PenaltyFunction("log(cosh(sqrt(u)))")
    assert h.second_derivative([1e-20]).tolist() == pytest.approx([-1 / 6], rel=1e-12)
    for at in (0.0, 2.0):
        with pytest.raises(NumericsError, match="no second derivative"):
            PenaltyFunction("mcp").second_derivative([1.0, at])


@pytest.mark.parametrize("bad", [[-1.0], [math.nan]])
def test_what_is_no_size_is_refused(bad: list[float]) -> None:
    with pytest.raises(NumericsError, match="u >= 0"):
        PenaltyFunction("u").value(bad)


@pytest.mark.parametrize("text", ["indicator", "5 if u == 1 else u"])
def test_what_has_no_smooth_pieces_is_refused(text: str) -> None:
    with pytest.raises(UnsuitableError):
        PenaltyFunction(text)


@pytest.mark.parametrize(
    "text",
    [
        "2 if u == 0 else 1", "0 if u < 1 else 1", "0 if u < pi else 1", "-9 if u**2 == 2 else u",
        "2 if u <= 1 else 1", "where(u == 1, 5, u)", "u*cos(exp(u))",
    ],
)  # fmt: skip
def test_what_has_no_proximal_operator_is_refused(text: str) -> None:
    with pytest.raises(UnsuitableError):
        ProximalPenalty(text)


IRRATIONAL = [
    "min(u, sqrt(3))", "capped_l1(u, theta=pi)", "mcp_zhang(u, lam=sqrt(2))", "abs(u**2 - 2)",
    "scad_fan(u, lam=sqrt(2), a=3)", "andrews", "u if u < log(5) else 2*u - log(5)",
    "max(u, exp(-u))", "max(0, u**2 - 2) + min(u, sqrt(2))",
]  # fmt: skip
JUMPING = [
    "u if u <= 1 else 2", "where(u <= 1/4, 0, where(u <= 5/2, 1, 3 + u/10))",
    "min(u, 1) if u <= 2 else 3/2", "2 if u < 1 else 0", "1 if u < 2 else u - 2",
]  # fmt: skip
PROXIMAL = [
    *CATALOGUE, *WRITTEN[:6], *IRRATIONAL, *CANCELLING[:-2], *JUMPING, "u*exp(-u)", "abs(u - 1)",
    "min(u, 1) + u/10", "-u", "cos(u)", "sin(u)**2", "u + cos(3*u)", "1 - 1/cosh(u)", "tanh(u**2)",
]  # fmt: skip


@pytest.mark.parametrize("text", PROXIMAL)
def test_no_point_of_a_fine_grid_is_better_and_a_rigorous_bound_agrees(text: str) -> None:
    h = ProximalPenalty(text)
    draw = np.random.default_rng(len(text))
    grid = np.concatenate([[0.0], np.geomspace(1e-9, 40, 20001), h.joints])
    on_grid = h.value(grid)
    for x, step in zip(draw.normal(size=40) * 3, draw.uniform(0.05, 4, size=40), strict=True):
        found = h.minimisers(x, step)
        best = ((grid - abs(x)) ** 2 / 2 + step * on_grid).min()
        assert float(found.value) <= best + 1e-12
        assert np.sign(float(found.nearest)) in (0, np.sign(x))
    x, step = float(draw.normal() * 2), float(draw.uniform(0.2, 2))
    assert h.certified_gap(x, step) < 1e-10


@pytest.mark.parametrize("text", IRRATIONAL)
def test_every_double_lies_on_its_side_of_an_irrational_joint(text: str) -> None:
    h = PenaltyFunction(text)
    with mpmath.workprec(3000):
        exact = sympy.lambdify(U, h.penalty.expression, "mpmath")
        for joint, (before, after) in zip(
            h.joints, zip(h.parts, h.parts[1:], strict=False), strict=True
        ):
            for u, own, other in (
                (math.nextafter(joint, 0), before, after), (joint, after, before),
            ):  # fmt: skip
                at = mpmath.mpf(u)
                value = mpmath.mpf(exact(at))
                apart = [
                    abs(sympy.lambdify(U, part.formula, "mpmath")(at) - value)
                    for part in (own, other)
                ]
                assert apart[0] < mpmath.mpf(2) ** -2000 < mpmath.mpf(2) ** -400 < apart[1]
                assert abs(h.value([u])[0] - float(value)) <= 1e-15 * max(1, float(value))


@pytest.mark.parametrize(
    ("text", "cut", "before", "after"),
    [
        ("where(u < sqrt(2), u, 3)", sympy.sqrt(2), lambda u: (u, 1), lambda u: (3, 0)),
        ("where(u <= pi, u**2, 1/u)", sympy.pi, lambda u: (u**2, 2*u), lambda u: (1/u, -1/u**2)),
        ("u if u > log(2) else -5", sympy.log(2), lambda u: (-5, 0), lambda u: (u, 1)),
        ("7 if u**2 == 3 else 2*u", sympy.sqrt(3), lambda u: (2*u, 2), lambda u: (2*u, 2)),
        ("where(u < e*10**200, 1, 2)", sympy.E * 10**200, lambda u: (1, 0), lambda u: (2, 0)),
        ("where(u < e/10**200, 1, 2)", sympy.E / 10**200, lambda u: (1, 0), lambda u: (2, 0)),
    ],
)  # fmt: skip
def test_doubles_beside_a_jump_at_an_irrational_point_take_its_side(
    text: str, cut: sympy.Expr, before: Formula, after: Formula
) -> None:
    h = PenaltyFunction(text)
    (joint,) = h.joints
    below = math.nextafter(joint, 0)
    with mpmath.workdps(60):
        assert mpmath.mpf(below) < mpmath.mpf(str(sympy.N(cut, 50))) < mpmath.mpf(joint)
    for u, side in ((below, before), (joint, after), (math.nextafter(joint, 1e308), after)):
        value, slope = side(u)
        assert (h.value(u), h.derivative(u)) == (pytest.approx(value), pytest.approx(slope))


def test_ties_are_reported_where_two_minimisers_are_as_good() -> None:
    capped = ProximalPenalty("capped")  # min(u, 1): the tie of step 1/2 is at x = 1 + 1/4
    found = capped.minimisers([1.25, 1.2, 1.3], 0.5)
    assert found.tied.tolist() == [True, False, False]
    assert found.nearest.tolist() == pytest.approx([0.75, 0.7, 1.3])
    assert found.farthest.tolist() == pytest.approx([1.25, 0.7, 1.3])


def test_a_proximal_operator_takes_arrays_of_any_shape_and_steps_that_go_with_them() -> None:
    h, x = ProximalPenalty("u"), np.array([[1.0, -2.0], [0.1, 5.0]])
    found = h.prox(x, [[0.5], [1.0]])
    assert np.allclose(found, [[0.5, -1.5], [0.0, 4.0]], rtol=1e-15)
    with pytest.raises(NumericsError, match="positive steps"):
        h.prox(x, 0.0)
    for bad in (math.nan, math.inf):
        with pytest.raises(NumericsError, match="finite x"):
            h.certified_gap(bad, 1.0)
    with pytest.raises(NumericsError, match=r"below 1e\+300"):
        h.prox(1e308, 1.0)
    with pytest.raises(NumericsError, match="no minimiser"):
        ProximalPenalty("-u**2").prox(1.0, 1.0)


def test_the_distance_is_zero_exactly_at_stationary_points() -> None:
    for text in ("mcp", "scad", "log1p", "huber"):
        h = ProximalPenalty(text)
        x = np.array([-4.0, -0.7, 0.4, 2.2])
        z = h.prox(x, 0.8)
        assert h.subdiff_distance(z, (z - x) / 0.8).max() < 1e-12
        assert h.subdiff_distance(z + 0.25, (z - x) / 0.8).max() > 1e-3


def test_a_jump_up_has_a_cone_of_slopes() -> None:
    h = ProximalPenalty("u if u <= 1 else 2")
    assert h.subdiff_distance([1.0] * 3, [-5.0, -1.0, 0.0]).tolist() == [0.0, 0.0, 1.0]
    assert h.prox([1.5, 1.9, 2.5], 0.5).tolist() == [1.0, 1.0, 2.5]


def test_minima_without_end_are_looked_at_as_far_as_one_can_be_the_least() -> None:
    h = ProximalPenalty("1 - cos(u)")
    assert abs(h.prox(2 * math.pi * 20, 1.0) - 40 * math.pi) < 1e-12
    with pytest.raises(NumericsError, match="bends so often"):
        h.prox(1e9, 1.0)


def test_a_kink_that_bends_down_has_two_slopes_and_none_between() -> None:
    h = ProximalPenalty("min(u, 1)")
    assert h.subdiff_distance([1.0] * 3, [0.0, -0.5, -1.0]).tolist() == [0.0, 0.5, 0.0]
    assert ProximalPenalty("sqrt").subdiff_distance([0.0], [1e9]).tolist() == [0.0]


@pytest.mark.parametrize(
    ("text", "x", "step"),
    [
        ("where(u>0,1+u,0)", 1e170, 1e140),
        ("where(u>0,1+u,0)", 1e155, 1e250),
        ("sqrt(u)", 1e299, 1e300),
    ],
)
def test_what_overflows_is_refused_and_not_answered_with_a_point(
    text: str, x: float, step: float
) -> None:
    with pytest.raises(NumericsError, match="floats end at"):
        ProximalPenalty(text).prox([1.0, x], step)


def test_the_prox_knows_a_knot_at_a_rational_number_in_another_dress() -> None:
    h = ProximalPenalty("where(u<=log2(8),u,3)")
    assert float(h.prox(10.0, 1.0)) == 10.0
    assert float(h.value(10.0)) == 3.0


@pytest.mark.parametrize("text", ["u", "1000000 + u", "u + max(u - 5, 0)"])
def test_a_minimiser_beside_0_is_not_tied_with_0(text: str) -> None:
    found = ProximalPenalty(text).minimisers([1 + 1e-9, 1.001, 1.0], 1.0)
    assert found.nearest.tolist() == pytest.approx([1e-9, 1e-3, 0], rel=1e-6, abs=0)
    assert not found.tied.any()


def test_a_minimiser_beside_a_joint_is_not_tied_with_the_joint() -> None:
    h = ProximalPenalty("u/2 + max(u - 1, 0)")  # the joint itself for x from 3/2 to 5/2
    assert h.prox([1.5 - 1e-8, 2.0, 2.5 + 1e-8], 1.0) - 1 == pytest.approx(
        [-1e-8, 0, 1e-8], rel=1e-6, abs=0
    )
