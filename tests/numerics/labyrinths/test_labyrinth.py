"""The labyrinth: exact codes by decoding them, certified minima against a grid, the command."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import arb

from numerics.certificates.balls import ball
from numerics.errors import NumericsError
from numerics.labyrinth import main
from numerics.labyrinths.bounds import ExactCodeLoss, solve
from numerics.labyrinths.instance import Labyrinth, only_sparse_at_one
from sparsity_theory.penalties.penalties import penalty

INSTANCE = Labyrinth(samples=4)


def decode(instance: Labyrinth, code: np.ndarray, theta: float) -> np.ndarray:
    """The family as its docstring defines it."""
    centre, stretch = float(instance.centre), float(instance.stretch)
    factor = 1 - theta + theta * stretch
    y = (code - np.array([(1 - theta) * centre] * 2)) / np.array([factor, 1.0])
    angle = theta * 2 * math.pi * instance.turns * np.hypot(*y) / centre
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.asarray(centre + turn @ y)


@pytest.mark.parametrize("theta", [Fraction(0), Fraction(1, 3), Fraction(9, 10), Fraction(1)])
def test_the_codes_are_exact_for_the_same_data_at_every_theta(theta: Fraction) -> None:
    delta = 1 - theta
    data = [(float(a.mid()), float(b.mid())) for a, b in INSTANCE.code_entries(ball(1))]
    for (first, second), x in zip(INSTANCE.code_entries(ball(delta)), data, strict=True):
        code = np.array([float(first.mid()), float((ball(delta) * second).mid())])
        assert decode(INSTANCE, code, float(theta)) == pytest.approx(x, abs=1e-12)


def test_the_data_lie_in_the_square_and_the_sparse_code_is_far_out() -> None:
    epsilon = ball(INSTANCE.epsilon)
    for first, second in INSTANCE.code_entries(ball(1)):
        assert 0 < first < epsilon
        assert 0 < second < epsilon
    for first, _ in INSTANCE.code_entries(ball(0)):
        assert first > 25 * epsilon


def test_interval_bounds_contain_the_powers_and_slope() -> None:
    wide = ball(Fraction(3, 10)) + arb(0, ball(Fraction(1, 100)))
    first, second = INSTANCE.powers(wide)
    for delta in (Fraction(29, 100), Fraction(3, 10), Fraction(31, 100)):
        one, two = INSTANCE.powers(ball(delta))
        assert first.contains(one)
        assert second.contains(two)
    step, at = Fraction(1, 10**9), ball(Fraction(3, 10))
    change = (INSTANCE.powers(at + ball(step))[0] - INSTANCE.powers(at - ball(step))[0]) / 2
    slope = float(INSTANCE.first_power_slope(at).mid())
    assert float((change / ball(step)).mid()) == pytest.approx(slope, rel=1e-6)


def test_only_theta_one_is_sparse() -> None:
    assert only_sparse_at_one(INSTANCE)


@pytest.mark.parametrize("text", ["u", "u/(u+1/10)", "sqrt(u)", "log(u+1e-4)", "log(u+1e-10)"])
def test_the_certified_minimum_is_below_every_point_and_attained(text: str) -> None:
    h = penalty(text)
    found, loss = solve(INSTANCE, h), ExactCodeLoss(INSTANCE, h)
    assert found.sparse_is_beaten
    assert not found.sparse_is_best
    assert float((found.upper - found.lower).upper()) <= 1.1e-4
    assert found.around[0] <= found.theta <= found.around[1]
    for delta in (Fraction(k, 97) for k in range(98)):
        assert loss.at(delta) > found.lower


@pytest.mark.parametrize("text", ["l0", "u**(1/20)"])
def test_sharp_penalties_have_the_sparse_code_as_only_minimiser(text: str) -> None:
    found, loss = solve(INSTANCE, penalty(text)), ExactCodeLoss(INSTANCE, penalty(text))
    assert found.sparse_is_best
    assert found.around == (Fraction(1), Fraction(1))
    for delta in (Fraction(1, 10**12), Fraction(1, 100), Fraction(1, 2), Fraction(1)):
        assert loss.at(delta) > found.at_sparse


def test_smaller_gamma_brings_the_minimiser_nearer_to_the_sparse_code() -> None:
    near = [solve(INSTANCE, penalty(f"log(u+{c})")) for c in ("1e-8", "1e-12")]
    assert all(found.around[0] > Fraction(99, 100) for found in near)
    assert 1 - near[1].theta < 1 - near[0].theta


def test_penalties_that_the_bounds_do_not_cover_are_refused() -> None:
    with pytest.raises(NumericsError, match="nondecreasing"):
        solve(INSTANCE, penalty("u*(1-u)"))
    with pytest.raises(NumericsError, match="finite"):
        solve(INSTANCE, penalty("indicator"))


def test_the_command_writes_json_and_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    plot = tmp_path / "labyrinth.png"
    arguments = ["--h", "u", "--h", "l0", "--samples", "3", "--json", "-", "--plot", str(plot)]
    assert main(arguments) == 0
    records = json.loads(capsys.readouterr().out)
    assert [entry["sparse_is_the_only_minimiser"] for entry in records] == [False, True]
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_paragraphs_fit_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numerics.running.tables.terminal_width", lambda: 60)
    assert main(["--h", "u", "--samples", "3"]) == 0
    assert 40 < max(map(len, capsys.readouterr().out.splitlines())) <= 60


@pytest.mark.parametrize(
    "arguments",
    [
        ["--turns", "1000000"],
        ["--samples", "0"],
        ["--epsilon", "0"],
        ["--epsilon", "-1"],
        ["--reach", "1/100"],
        ["--reach", "1e150"],
        ["--tolerance", "0"],
        ["--h", "frobnicate"],
        ["--h", "indicator"],
        ["--h", "__import__('os')"],
        ["--json", "/nowhere/at/all.json"],
        ["--plot", "labyrinth.xyz"],
    ],
)
def test_bad_input_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("labyrinth: ")
    assert captured.out == ""
