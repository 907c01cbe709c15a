"""Penalties in torch are the symbolic ones: values, slopes, breakpoints, zero."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError  # noqa: E402
from empirics.training.penalty import torch_penalty  # noqa: E402
from sparsity_theory.exact.variable import U  # noqa: E402
from sparsity_theory.penalties.catalogue import ENTRIES  # noqa: E402
from sparsity_theory.penalties.penalties import penalty  # noqa: E402

CATALOGUE = [entry.make().text for entry in ENTRIES if entry.name != "indicator"]
WRITTEN = [
    "log(u + 1/100)",
    "u*log(u)",
    "log(1 + sqrt(u))",
    "log(u - 1) if u > 2 else u/7",
    "sqrt(3 - u) if u < 3 else 0",
    "2 if u == 0 else 5 + u",
    "log(2)*u + max(u, 1/3)",
    "exp(-1/u)",
    "asinh(u) + atan(u) + tanh(u)",
    "abs(u - 1)",
    "log(1 + exp(u)) - log(2)",
    "log(cosh(u))",
    "exp(2*u)/(3 + exp(2*u))",
    "sqrt(1 + 2*exp(-u))",
]
SOURCES = CATALOGUE + WRITTEN


def evaluated(text, points):
    u = torch.tensor([float(point) for point in points], dtype=torch.float64, requires_grad=True)
    value, slope = torch_penalty(text)(u)
    value.sum().backward()
    return value.detach(), slope, u.grad


@pytest.mark.parametrize(
    ("text", "limit"), [("ndtr(u)", 0), ("softplus(u**2 - 1)", 2e4), ("1/cosh(u - 3)", 0)]
)
def test_the_gradient_of_a_large_power_is_finite(text: str, limit: float) -> None:
    u = torch.tensor([1e4, 2e4], dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(torch_penalty(text).smooth(u).sum(), u)
    _, slope = torch_penalty(text)(u.detach())
    for found in (gradient, slope):
        assert found.tolist() == pytest.approx([limit, 2 * limit])


def breakpoints(text):
    return [piece.left for piece in penalty(text).pieces[1:]]


def exact_slope(text, point):
    """The symbolic slope from the right."""
    source = penalty(text)
    if point == 0:
        return float(source.facts.right_slope_at_zero)
    piece = [p for p in source.pieces if p.left <= point][-1]
    return float(sympy.diff(piece.formula, U).subs(U, point))


@pytest.mark.parametrize("text", SOURCES)
def test_values_and_slopes_at_zero_breakpoints_and_between_them(text):
    joints = breakpoints(text)
    near = [joint + sign * sympy.Rational(1, 1000) for joint in joints for sign in (-1, 1)]
    points = [sympy.Integer(0), sympy.Rational(1, 10**9), sympy.Rational(1, 3), *joints, *near]
    points.append(sympy.Integer(50))
    value, slope, gradient = evaluated(text, points)
    for i, point in enumerate(points):
        assert value[i].item() == pytest.approx(float(penalty(text)(point)), rel=1e-9, abs=1e-12)
        assert slope[i].item() == pytest.approx(exact_slope(text, point), rel=1e-9, abs=1e-12)
    assert torch.equal(slope, gradient)


@given(
    text=st.sampled_from(SOURCES),
    u=st.fractions(min_value=0, max_value=20, max_denominator=10**6),
)
def test_torch_agrees_with_the_symbolic_penalty_at_rationals(text: str, u: Fraction) -> None:
    point = sympy.Rational(u.numerator, u.denominator)
    value, slope, gradient = evaluated(text, [point])
    assert value.item() == pytest.approx(float(penalty(text)(point)), rel=1e-8, abs=1e-9)
    # A double just beside a breakpoint may lie on its other side: kinks are tested above.
    if not any(abs(point - joint) < sympy.Rational(1, 10**9) for joint in breakpoints(text)):
        assert slope.item() == pytest.approx(exact_slope(text, point), rel=1e-8, abs=1e-9)
    assert not math.isnan(gradient.item())


def test_a_steep_penalty_has_an_infinite_slope_at_zero_and_only_there():
    for text in ("sqrt", "power", "l0", "log(1 + sqrt(u))"):
        _, slope, _ = evaluated(text, [0, sympy.Rational(1, 10**12)])
        assert slope[0] == math.inf
        assert math.isfinite(slope[1])


@pytest.mark.parametrize(
    ("text", "value", "slope"),
    [
        ("log(1 + exp(u))", 1e4, 1.0),
        ("log(cosh(u))", 1e4 - math.log(2), 1.0),
        ("exp(u)/(1 + exp(u))", 1.0, 0.0),
        ("log((exp(u) + exp(3*u))/2)/3", 1e4 - math.log(2) / 3, 1.0),
    ],
)
def test_exponentials_that_cancel_do_not_overflow(text: str, value: float, slope: float) -> None:
    found, slopes, gradient = evaluated(text, [0, 1000, 10_000])
    assert found[2].item() == pytest.approx(value)
    assert slopes[2].item() == gradient[2].item() == pytest.approx(slope)
    smooth = torch_penalty(text).smooth(torch.tensor([0.0, 1e3, 1e4], dtype=torch.float64))
    torch.testing.assert_close(smooth, found)


def test_an_undefined_branch_leaks_no_nan_into_value_or_gradient():
    value, _, gradient = evaluated("log(u - 1) if u > 2 else u/7", [0, 1, 2, 3])
    assert torch.isfinite(value).all()
    assert torch.isfinite(gradient).all()


def test_a_second_derivative_is_refused_where_it_would_be_wrong_and_right_where_it_is_smooth():
    z = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
    h = torch_penalty("log(1 + u)")
    with pytest.raises(ConfigError, match="no second derivative"):
        torch.autograd.grad(h(z**2)[0].sum(), z, create_graph=True)
    (slope,) = torch.autograd.grad(h.smooth(z**2).sum(), z, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), z)
    torch.testing.assert_close(bend, 2 * (1 - z.detach() ** 2) / (1 + z.detach() ** 2) ** 2)


@pytest.mark.parametrize("text", ["indicator"])
def test_a_penalty_without_finite_values_is_refused(text):
    with pytest.raises(ConfigError, match="cannot be trained by gradients"):
        torch_penalty(text)
