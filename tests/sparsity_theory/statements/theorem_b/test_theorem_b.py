"""Theorem B's thresholds against float root finding."""

from __future__ import annotations

import math

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from sparsity_theory.notation import M, epsilon, gamma, r, tau
from sparsity_theory.statements.theorem_b import (
    theorem_b_exponential,
    theorem_b_log,
    theorem_b_power,
    theorem_b_rational,
)

_RANKS = st.integers(1, 5)
_LENGTHS = st.floats(2.5, 30)


def _value(part: sympy.Expr, rank: int, large: float, **more: float) -> float:
    named = {symbol: more[symbol.name] for symbol in part.free_symbols if symbol.name in more}
    return float(part.subs({r: rank, M: large, epsilon: 1.0, **named}))


@given(_RANKS, _LENGTHS)
def test_the_root_of_the_exponential_is_between_its_bounds(rank: int, large: float) -> None:
    parts = theorem_b_exponential.CLAIM.parts
    ratio = large**2
    delta = _value(parts["delta"], rank, large, rho=ratio)
    assume(delta <= 0.5)

    def gap(scale: float) -> float:
        return -(rank + 1) * math.expm1(-1 / scale) + rank * math.expm1(-ratio / scale)

    low = _value(parts["tau_low"], rank, large)
    high = _value(parts["tau_high"], rank, large, rho=ratio)
    root = brentq(gap, low / 2, 2 * high, xtol=1e-14)
    assert low * (1 - 1e-9) <= root <= high * (1 + 1e-9)


@given(_RANKS, _LENGTHS)
def test_the_root_of_the_logarithm_is_between_its_bounds(rank: int, large: float) -> None:
    parts = theorem_b_log.CLAIM.parts
    assume(rank * large**2 >= 2 * (rank + 1))

    def gap(log_gamma: float) -> float:
        scale = math.exp(log_gamma)
        return (rank + 1) * math.log1p(1 / scale) - rank * math.log1p(large**2 / scale)

    enough = _value(parts["sufficient"], rank, large)
    turn = _value(parts["turn"], rank, large)
    root = math.exp(brentq(gap, math.log(enough) - 1, math.log(turn), xtol=1e-13))
    assert enough * (1 - 1e-6) <= root <= turn
    assert root / enough <= _value(parts["ratio_bound"], rank, large) * (1 + 1e-6)
    if rank == 1:
        assert root == pytest.approx(_value(parts["single"], rank, large), rel=1e-6)


@given(_RANKS, _LENGTHS)
def test_the_roots_of_power_and_rational_are_their_thresholds(rank: int, large: float) -> None:
    power = _value(theorem_b_power.CLAIM.parts["threshold"], rank, large)
    assert (rank + 1) == pytest.approx(rank * large ** (2 * power), rel=1e-9)
    scale = _value(theorem_b_rational.CLAIM.parts["threshold"], rank, large)
    sides = (rank + 1) / (1 + scale), rank * large**2 / (large**2 + scale)
    assert sides[0] == pytest.approx(sides[1], rel=1e-9)


def test_the_logarithm_asks_for_the_steepest_slope() -> None:
    # slopes at 0: 1/gamma for the logarithm, 1/tau for the bounded penalties
    for rank in (1, 2, 3):
        bounded = 1 / _value(theorem_b_rational.CLAIM.parts["threshold"], rank, 20.0)
        steep = 1 / (
            _value(theorem_b_log.CLAIM.parts["sufficient"], rank, 20.0)
            * _value(theorem_b_log.CLAIM.parts["ratio_bound"], rank, 20.0)
        )
        assert steep > 20 * bounded


def test_symbols_are_the_notation_s() -> None:
    assert tau in theorem_b_rational.CLAIM.parts["difference"].free_symbols
    assert gamma in theorem_b_log.CLAIM.parts["difference"].free_symbols
