"""The peers of the benchmark: what they are given, what they answer, and that they keep quiet."""

from __future__ import annotations

import math
import os
from fractions import Fraction

import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.benchmarks import (
    peers_gurobi,
    peers_maingo,
    peers_scip,
    peers_scipy,
    peers_xpress,
)
from numerics.benchmarks.cases import Case, Origin
from numerics.benchmarks.judge import Judgement, exact_value, judge
from numerics.benchmarks.peers import Peer, PeerOutcome, PeerStatus, Task, for_each_gap
from numerics.benchmarks.peers_model import Algebra, express
from numerics.benchmarks.peers_quiet import silenced
from numerics.benchmarks.runs import point_of, task_of
from numerics.certificates.linear_family import Floats
from numerics.errors import NumericsError
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import minimise_family
from numerics.solver.objective import Objective
from sparsity_theory.penalties.penalties import penalty

SMALL = Case(Origin.THEOREM, 3, "log1p", seed=0)
RANDOM = Case(Origin.RANDOM, 3, "sqrt", seed=1)
GAP = 1e-3
BUDGET = 20.0

CONTINUOUS = ["u", "sqrt", "power", "log", "log1p", "rational", "exponential", "scad", "mcp",
              "huber", "capped", "min(u, 2) + max(u - 3, 0)/2"]  # fmt: skip

FLOATS = Algebra(
    {sympy.log: math.log, sympy.exp: math.exp},
    lambda base, exponent: base ** float(exponent),
    min,
    max,
)


def best_point(case: Case) -> tuple[Task, Floats, tuple[arb, arb | None]]:
    found = minimise_family(case.family, case.g, case.h, tolerance=Fraction(1, 10**6))
    assert found.closed
    return task_of(case, found), point_of(found), (found.value, found.lower)


@pytest.mark.parametrize("case", [SMALL, RANDOM, Case(Origin.RANDOM, 7, "capped", seed=0)])
def test_box_contains_certified_point_and_value_is_the_loss(case: Case) -> None:
    found = minimise_family(case.family, case.g, case.h, tolerance=Fraction(1, 10**3), seconds=0.5)
    task = task_of(case, found)
    x = point_of(found)
    assert np.abs(x[1:]).max() < task.largest
    assert task.value(x) == pytest.approx(float(found.value), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("parameters", [0, 1, 3])
@pytest.mark.parametrize("h", ["log1p", "sqrt", "mcp"])
def test_gradient_agrees_with_differences(parameters: int, h: str) -> None:
    family = random_family(4, 3, 2, parameters, seed=3)
    task = Task(Objective(family, penalty("log(u + 1)"), penalty(h)), largest=2.0)
    x = task.random_point(np.random.default_rng(0)) / 2 + 0.2
    _, gradient = task.value_and_gradient(x)
    step = 1e-6
    moves = step * np.eye(len(x))
    differences = [(task.value(x + m) - task.value(x - m)) / (2 * step) for m in moves]
    np.testing.assert_allclose(gradient, differences, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", CONTINUOUS)
@given(u=st.fractions(min_value=0, max_value=8, max_denominator=64))
def test_modelled_penalty_equals_the_penalty(name: str, u: Fraction) -> None:
    h = penalty(name)
    exact = float(h(sympy.Rational(u.numerator, u.denominator)))
    assert express(h, float(u), FLOATS) == pytest.approx(exact, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", ["l0", "indicator", "(1 if u > 1 else 0) + u", "tanh(u)"])
def test_penalty_outside_the_language_is_refused(name: str) -> None:
    with pytest.raises(NumericsError, match=r"jumps|pieces|language"):
        express(penalty(name), 0.5, FLOATS)


# What the peers answer.


WITH_BOUNDS = {"gurobipy": peers_gurobi.peer, "pyscipopt": peers_scip.peer,
               "maingopy": peers_maingo.peer}  # fmt: skip


def peer_of(package: str) -> Peer:
    pytest.importorskip(package)
    return WITH_BOUNDS[package]()


@pytest.mark.parametrize("package", WITH_BOUNDS)
@pytest.mark.parametrize("case", [SMALL, RANDOM, Case(Origin.THEOREM, 3, "mcp", seed=0)])
def test_peers_with_bounds_find_the_certified_minimum(case: Case, package: str) -> None:
    peer = peer_of(package)
    task, _, known = best_point(case)
    outcomes = peer.run(task, {GAP: 0.0, 1e-5: 0.0}, 0, BUDGET)
    for gap, outcome in outcomes.items():
        assert outcome.status is PeerStatus.CLOSED
        assert judge(outcome, gap, case, task, known).verdict is Judgement.RIGHT
        assert outcome.bound is not None
        assert outcome.bound <= float(known[0]) + gap


def test_xpress_answers_what_the_judge_can_read() -> None:
    """It may end above the gap or claim too little: then the answer is wrong, not an error."""
    pytest.importorskip("xpress")
    task, _, known = best_point(SMALL)
    outcome = peers_xpress.peer().run(task, {GAP: 0.0}, 0, BUDGET)[GAP]
    assert outcome.status is PeerStatus.CLOSED
    assert judge(outcome, GAP, SMALL, task, known).verdict is Judgement.RIGHT
    assert outcome.point is not None
    assert outcome.claimed == pytest.approx(task.value(outcome.point), abs=1e-6)


@pytest.mark.parametrize("package", WITH_BOUNDS)
def test_jump_is_not_modelled(package: str) -> None:
    peer = peer_of(package)
    task = Task(Objective(SMALL.family, SMALL.g, penalty("l0")), largest=2.0)
    outcomes = peer.run(task, {GAP: 0.0, 1e-6: 0.0}, 0, BUDGET)
    assert {outcome.status for outcome in outcomes.values()} == {PeerStatus.NOT_MODELLED}
    assert "jumps" in outcomes[GAP].note


@pytest.mark.parametrize("package", WITH_BOUNDS)
def test_stopped_peer_is_open_and_is_not_asked_for_less(package: str) -> None:
    peer = peer_of(package)
    case = Case(Origin.RANDOM, 16, "log1p", seed=0)
    task, _, known = best_point(case)
    outcomes = peer.run(task, {GAP: 0.0, 1e-6: 0.0}, 0, 0.1)
    assert outcomes[1e-6] is outcomes[GAP]
    assert not outcomes[GAP].ended
    assert judge(outcomes[GAP], GAP, case, task, known).verdict is Judgement.OPEN


@pytest.mark.parametrize("package", ["gurobipy", "pyscipopt"])
def test_a_peer_that_is_handed_our_point_has_it(package: str) -> None:
    pytest.importorskip(package)
    case = Case(Origin.RANDOM, 16, "log1p", seed=0)
    task, x, _ = best_point(case)
    assert task.start is not None
    np.testing.assert_array_equal(task.start, x)
    informed = {"gurobipy": peers_gurobi.peer, "pyscipopt": peers_scip.peer}[package](informed=True)
    outcome = informed.run(task, {GAP: 0.0}, 0, 0.5)[GAP]
    assert "from our point" in informed.name
    assert outcome.point is not None
    assert task.value(outcome.point) <= task.value(x) + 1e-6


@pytest.mark.parametrize("peer", peers_scipy.peers(), ids=lambda peer: peer.name)
def test_peers_without_bounds_report_points_that_are_what_they_say(peer: Peer) -> None:
    task, _, known = best_point(RANDOM)
    goals = {gap: float(known[0]) + gap for gap in (GAP, 1e-6)}
    outcomes = peer.run(task, goals, 0, 3.0)
    assert set(outcomes) == set(goals)
    for gap, outcome in outcomes.items():
        assert outcome.point is not None
        value = float(exact_value(RANDOM, task, outcome.point))
        assert outcome.claimed == pytest.approx(value, abs=1e-9)
        assert (value <= goals[gap] + 1e-12) == (outcome.status is PeerStatus.REACHED)


def test_peers_without_bounds_stop_at_the_budget_and_keep_their_best_point() -> None:
    task, _, _ = best_point(RANDOM)
    for peer in peers_scipy.peers():
        outcome = peer.run(task, {GAP: -1.0}, 0, 0.0)[GAP]
        assert outcome.status is PeerStatus.STOPPED
        assert not outcome.ended
        assert outcome.point is not None


def test_shgo_says_that_it_is_not_run_with_many_variables() -> None:
    task = Task(Objective(random_family(8, 5, 3, 1, seed=0), RANDOM.g, RANDOM.h), largest=2.0)
    (shgo,) = [peer for peer in peers_scipy.peers() if peer.name == "shgo"]
    outcome = shgo.run(task, {GAP: 0.0}, 0, 1.0)[GAP]
    assert outcome.status is PeerStatus.NOT_RUN
    assert "vertices" in outcome.note


def test_failure_inside_a_library_is_an_outcome() -> None:
    def broken(*_: object) -> PeerOutcome:
        raise RuntimeError("segfault avoided")

    task = Task(Objective(SMALL.family, SMALL.g, SMALL.h), largest=2.0)
    outcome = for_each_gap(broken)(task, {GAP: 0.0}, 0, 1.0)[GAP]
    assert (outcome.status, outcome.note) == (PeerStatus.FAILED, "RuntimeError: segfault avoided")


def test_c_output_is_silenced_and_ours_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    def noisy() -> None:
        with silenced():
            os.write(1, b"banner\n")
            os.write(2, b"warning\n")
            raise KeyError

    print("before")
    with pytest.raises(KeyError):
        noisy()
    print("after")
    out, err = capfd.readouterr()
    assert out.split() == ["before", "after"]
    assert err == ""
