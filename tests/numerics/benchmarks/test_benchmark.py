"""The benchmark: what peers are given, how answers are judged, and that its aims are computed."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flint import arb

from numerics.benchmark import main
from numerics.benchmarks import command as benchmark
from numerics.benchmarks import parameters, peers_scipy
from numerics.benchmarks import runs as benchmark_runs
from numerics.benchmarks.aims import aims
from numerics.benchmarks.cases import Case, Origin
from numerics.benchmarks.judge import Judgement, judge, refuted
from numerics.benchmarks.peers import Goals, Peer, PeerOutcome, PeerStatus, Task
from numerics.benchmarks.ratios import Ratio, comparisons, ratio
from numerics.benchmarks.report import tables, wrong_answers
from numerics.benchmarks.runs import OWN, Question, SolverRun, point_of, run_case, task_of
from numerics.certificates.linear_family import Floats
from numerics.solver.minimise_family import Minimised, minimise_family

SMALL = Case(Origin.THEOREM, 3, "log1p", seed=0)
RANDOM = Case(Origin.RANDOM, 3, "sqrt", seed=1)
GAP = 1e-3
BUDGET = 20.0


def best_point(case: Case) -> tuple[Task, Floats, tuple[arb, arb | None]]:
    found = minimise_family(case.family, case.g, case.h, tolerance=Fraction(1, 10**6))
    assert found.closed
    return task_of(case, found), point_of(found), (found.value, found.lower)


# How answers are judged.


def test_point_within_the_gap_is_right_and_beyond_it_wrong() -> None:
    task, x, known = best_point(SMALL)
    far = x + 0.05
    for status in (PeerStatus.CLOSED, PeerStatus.ENDED):
        assert (
            judge(PeerOutcome(status, point=x), GAP, SMALL, task, known).verdict is Judgement.RIGHT
        )
        judged = judge(PeerOutcome(status, point=far), GAP, SMALL, task, known)
        assert judged.verdict is Judgement.WRONG
        assert "too high" in judged.reason
    stopped = judge(PeerOutcome(PeerStatus.STOPPED, point=far), GAP, SMALL, task, known)
    assert stopped.verdict is Judgement.OPEN


@pytest.mark.parametrize("status", [PeerStatus.CLOSED, PeerStatus.STOPPED])
def test_false_claims_are_wrong_even_with_the_right_point(status: PeerStatus) -> None:
    task, x, known = best_point(SMALL)
    value = float(known[0])
    low = PeerOutcome(status, point=x, claimed=value - 2e-6)
    high = PeerOutcome(status, point=x, claimed=value, bound=value + 2 * GAP)
    fair = PeerOutcome(status, point=x, claimed=value, bound=value - GAP / 2)
    reasons = [judge(outcome, GAP, SMALL, task, known).reason for outcome in (low, high, fair)]
    assert "below the certified lower bound" in reasons[0]
    assert "above a known point" in reasons[1]
    assert reasons[2] == ""


@pytest.mark.parametrize("point", [None, np.array([np.nan, 0.0, 0.0])])
def test_closed_without_a_point_is_a_failure(point: Floats | None) -> None:
    task, _, known = best_point(SMALL)
    judged = judge(PeerOutcome(PeerStatus.CLOSED, point=point), GAP, SMALL, task, known)
    assert judged.verdict is Judgement.FAILED


def test_theta_outside_its_interval_is_moved_before_it_is_judged() -> None:
    task, x, known = best_point(SMALL)
    x[0] = -1e-9
    assert (
        judge(PeerOutcome(PeerStatus.CLOSED, point=x), GAP, SMALL, task, known).verdict
        is Judgement.RIGHT
    )


def test_a_better_point_refutes_a_lower_bound() -> None:
    assert refuted(arb(1), [arb(2), arb("0.999")])
    assert not refuted(arb(1), [arb(1), arb(2)])
    assert not refuted(None, [arb(0)])


def test_our_own_false_certificate_is_counted_as_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def lying(*arguments: Any, **options: Any) -> Minimised:
        found = minimise_family(*arguments, **options)
        return replace(found, lower=found.value + 1, value=found.value + 2)

    def honest(task: Task, goals: Goals, seed: int, budget: float) -> dict[float, PeerOutcome]:
        _, x, _ = best_point(SMALL)
        return dict.fromkeys(goals, PeerOutcome(PeerStatus.STOPPED, 1.0, point=x))

    monkeypatch.setattr(benchmark_runs, "minimise_family", lying)
    runs = run_case(SMALL, [Peer("honest", proves=False, run=honest)], 1.0, lambda _: None)
    assert {run.verdict for run in runs if run.solver == OWN} == {"wrong"}
    assert not next(aim for aim in aims(runs) if aim.text == "ours never wrong").met


def test_what_ends_is_run_again_in_turns_and_what_is_stopped_is_not() -> None:
    calls: list[tuple[str, tuple[float, ...]]] = []

    def made(name: str, seconds: list[float], *, stopped_at: float) -> Peer:
        def answer(task: Task, goals: Goals, seed: int, budget: float) -> dict[float, PeerOutcome]:
            calls.append((name, tuple(goals)))
            _, x, _ = best_point(SMALL)
            taken = seconds.pop(0)
            return {
                gap: PeerOutcome(PeerStatus.STOPPED, budget, point=x)
                if gap == stopped_at
                else PeerOutcome(PeerStatus.CLOSED, taken, ended=True, point=x)
                for gap in goals
            }

        return Peer(name, proves=True, run=answer)

    peers = [made("a", [3.0, 9.0, 1.0], stopped_at=1e-6), made("b", [2.0] * 3, stopped_at=0.0)]
    runs = run_case(SMALL, peers, 5.0, lambda _: None, repeats=3)
    both = (1e-3, 1e-6)
    assert calls == [("a", both), ("b", both)] + 2 * [("a", both[:1]), ("b", both)]
    times = {(run.solver, run.gap): (run.seconds, run.repeats) for run in runs}
    assert times["a", 1e-3] == (3.0, 3)
    assert times["a", 1e-6] == (5.0, 1)
    assert times["b", 1e-6] == (2.0, 3)
    assert times[OWN, 1e-6][1] == 3


# Ratios and aims.


def run_of(solver: str, seconds: float, **changes: Any) -> SolverRun:
    question = Question("random dense", changes.pop("variables", 33), "10*u", "u", 0)
    defaults = {"proves": True, "gap": GAP, "verdict": "right", "ended": True}
    options = {**defaults, "total_seconds": seconds, **changes}
    return SolverRun(question, solver, seconds=seconds, **options)


OURS = run_of(OWN, 1.0, replay_seconds=0.05)


def test_ratio_of_times_says_what_was_cut_off() -> None:
    assert ratio(run_of("peer", 4.0), OURS) == Ratio(4.0)
    for verdict in ("not closed", "wrong"):
        stopped = run_of("peer", 4.0, verdict=verdict, ended=False)
        assert ratio(stopped, OURS) == Ratio(4.0, at_least=True)
    assert ratio(run_of("peer", 4.0, verdict="wrong"), OURS) == Ratio(math.inf)
    assert ratio(run_of("peer", 4.0, verdict="not modelled"), OURS) is None
    late = run_of("peer", 4.0, total_seconds=9.0, ended=False)
    assert ratio(late, OURS, to_end=True) == Ratio(9.0, at_least=True)


def test_what_we_leave_open_is_never_a_win() -> None:
    ours = replace(OURS, verdict="not closed")
    assert ratio(run_of("peer", 4.0), ours) == Ratio(0.0)
    assert ratio(run_of("peer", 4.0, verdict="not closed"), ours) is None


def test_median_takes_the_lower_middle() -> None:
    own = [replace(OURS, question=replace(OURS.question, seed=seed)) for seed in range(4)]
    peers = [
        replace(run_of("peer", t), question=replace(OURS.question, seed=seed))
        for seed, t in enumerate([9.0, 2.0, 5.0, 3.0])
    ]
    (found,) = comparisons(own + peers)
    assert found.median == Ratio(3.0)


@pytest.mark.parametrize(
    ("seconds", "verdict", "faster", "ten_times", "alone"),
    [
        (11.0, "not closed", True, True, True),
        (9.0, "not closed", True, False, True),
        (9.0, "right", True, False, False),
        (0.9, "right", False, False, False),
        (0.1, "wrong", True, True, True),
    ],
)
def test_aims_follow_from_the_runs(
    seconds: float, verdict: str, faster: bool, ten_times: bool, alone: bool
) -> None:
    found = aims([OURS, run_of("peer", seconds, verdict=verdict, ended=verdict != "not closed")])
    met = {aim.text.split(" from ")[0].split(" at 33")[0]: aim.met for aim in found}
    assert met["faster"] is faster
    assert met["ten times faster"] is ten_times
    assert met["closes"] is alone


@pytest.mark.parametrize(("replay", "met"), [(0.05, True), (0.2, False)])
def test_replay_aim_compares_with_the_search(replay: float, met: bool) -> None:
    (aim,) = [a for a in aims([replace(OURS, replay_seconds=replay)]) if "replay" in a.text]
    assert aim.met is met
    assert str(aim).startswith("MET" if met else "NOT MET")


def test_small_sizes_do_not_count_for_the_speed_aims() -> None:
    small = replace(OURS, question=replace(OURS.question, variables=3))
    assert not any("faster" in aim.text for aim in aims([small, run_of("p", 2.0, variables=3)]))


@pytest.mark.parametrize(("theirs", "met"), [(1.0, True), (0.6, False), (0.4, False)])
def test_the_theorem_s_instances_are_to_be_level_with_the_strongest_peer(
    theirs: float, met: bool
) -> None:
    place = replace(OURS.question, kind="theorem", variables=7)
    ours = replace(OURS, question=place, gap=1e-6)
    peers = [
        replace(run_of(name, t), question=place, gap=1e-6)
        for name, t in (("Gurobi 13", theirs), ("Gurobi 13 from our point", 0.1), ("SCIP", 0.1))
    ]
    level, solving = (a for a in aims([ours, *peers]) if a.text.startswith(("as fast", "theorem")))
    assert level.met is met
    assert not solving.met
    assert solving.numbers.startswith("950.0 to 950.0 ms")


def test_closing_alone_is_counted_by_kind() -> None:
    theorem = replace(OURS.question, kind="theorem")
    runs = [OURS, run_of("peer", 9.0, verdict="not closed", ended=False)]
    runs += [replace(OURS, question=theorem), replace(run_of("peer", 9.0), question=theorem)]
    (aim,) = [aim for aim in aims(runs) if aim.text.startswith("closes")]
    assert not aim.met
    assert "ours 2 of 2 (random dense 1 of 1, theorem 1 of 1)" in aim.numbers
    assert "theirs 1 of 2 (random dense 0 of 1, theorem 1 of 1)" in aim.numbers


def test_wrong_answers_are_counted_among_those_given() -> None:
    runs = [OURS, run_of("a", 1.0, verdict="wrong"), run_of("a", 1.0), run_of("b", 1.0)]
    runs.append(run_of("b", 0.0, verdict="not modelled"))
    assert wrong_answers(runs) == "Wrong answers: certified 0 of 1, a 1 of 2, b 0 of 1."


def test_tables_show_what_was_not_run_and_why() -> None:
    text = tables([OURS, run_of("peer", 0.0, verdict="not modelled", note="l0 jumps")])
    assert "not modelled 1 times: l0 jumps" in text


# The command.


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sizes", "4"],
        ["--sizes", ""],
        ["--seeds", "0"],
        ["--seeds", "many"],
        ["--time", "-1"],
        ["--time", ""],
        ["--time", "1e9"],
        ["--json", "/no/such/folder/out.json"],
    ],
)
def test_bad_values_are_refused_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("benchmark: ")
    assert err.count("\n") == 1


def test_absent_peers_are_named_with_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "maingopy", None)  # what an import finds that must fail
    found, absent = benchmark.available()
    assert "MAiNGO" in absent
    assert "pip install" in absent["MAiNGO"]
    assert any(peer.name == "direct" for peer in found)


def test_own_figures_alone_and_their_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "runs.json"
    assert main(["--quick", "--sizes", "3", "--only", "own", "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "Certified solver alone" in printed
    assert "MET      ours never wrong" in printed
    stored = json.loads(out.read_text())
    assert {run["solver"] for run in stored["runs"]} == {OWN}
    assert {aim["text"] for aim in stored["aims"]} >= {"ours never wrong"}
    assert stored["versions"]["numpy"] == np.__version__
    assert stored["code"] in printed
    assert stored["date"] in printed


def test_json_on_standard_output_stands_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "available", lambda: ([peers_scipy.peers()[-1]], {"X": "no"}))
    arguments = ["--quick", "--sizes", "3", "--only", "peers", "--time", "0.2", "--json", "-"]
    assert main(arguments) == 0
    stored = json.loads(capsys.readouterr().out)
    assert stored["absent"] == {"X": "no"}
    assert {run["solver"] for run in stored["runs"]} == {OWN, "50 x L-BFGS-B"}


def test_aims_of_several_parameters_count_what_closed_in_time() -> None:
    runs = [
        parameters.ParametersRun(
            4, "log1p", seed, seed < 8, 5.0 + seed, 0.1 if seed < 8 else None, 9, 5, ""
        )
        for seed in range(9)
    ]
    found = parameters.aims(runs)
    assert [aim.met for aim in found] == [False, True]
    assert found[0].numbers == "5 do, 8 close at all, the slowest of them in 12.0 s"
    assert "yes" in parameters.table(runs)
    assert "no" in parameters.table(runs)
