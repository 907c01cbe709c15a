"""The command `numerics.scaling`: what it measures, stores, draws and refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from numerics import scaling as scaling_command
from numerics.growth import command as scaling
from numerics.growth import precision
from numerics.growth.command import Preset
from numerics.growth.plot import draw

TINY = Preset({"kappa": (2, 3), "digits": (1, 2)}, seeds=1, seconds=5.0, off_the_axes=1)


def test_scaling_measures_stores_and_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scaling, "QUICK", TINY)
    record, picture = tmp_path / "scaling.json", tmp_path / "scaling.png"
    assert scaling_command.main(["--quick", "--json", str(record), "--plot", str(picture)]) == 0
    assert "closed" in capsys.readouterr().out
    stored = json.loads(record.read_text())
    assert (stored["format"], stored["preset"]) == (scaling.FORMAT, "quick")
    assert len(stored["cases"]) == 4 * len(scaling.PENALTIES)
    assert all(case["closed"] == case["seeds"] == 1 for case in stored["cases"])
    assert [case["digits"] for case in stored["off_the_axes"]] == list(precision.DIGITS)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_scaling_reports_and_draws_what_did_not_close(tmp_path: Path) -> None:
    measured = scaling.measure(
        Preset({"kappa": (2,), "n": (1,)}, seeds=1, seconds=1e-9, off_the_axes=0)
    )
    assert {case.closed for case in measured} == {0}
    assert "did not close" in scaling.table(measured)
    draw(measured, tmp_path / "open.png")
    assert (tmp_path / "open.png").exists()


def test_scaling_refuses_a_picture_of_no_known_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert scaling_command.main(["--quick", "--plot", "x.bmp"]) == 2
    assert "cannot draw" in capsys.readouterr().err


def _case(digits: int, seconds: float, note: str = "") -> precision.PrecisionCase:
    return precision.PrecisionCase(1, 4, 4, 8, digits, "scad", 0, not note, seconds, 10, note)


def test_a_step_that_costs_more_than_twice_as_much_is_named_and_so_is_what_stays_open() -> None:
    cases = [_case(2, 0.1), _case(4, 0.15), _case(6, 0.6), _case(8, 9.0, "time is up")]
    assert [round(step.seconds, 3) for step in precision.steps(cases)] == [1.5, 4.0]
    said = precision.report("Here", cases)
    assert "above 2: p = 1, (d, kappa, n) = (8, 4, 4), h = scad, seed 0, gap 1e-6: 4.00" in said
    assert said.count("\nabove 2:") == 1
    assert "gap 1e-8: time is up" in said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((3, 0, 5, 0, 0, 0), (6, 0, 9, 40, 0, 0), "splits too: the power of row 2 40"),
        ((3, 0, 5, 0, 0, 0), (60, 0, 9, 1, 0, 0), "most new splits are of theta 1: 3, then 60"),
        ((), (60, 0, 9, 1, 0, 0), "not recorded"),
    ],
)
def test_a_dear_step_says_what_the_narrower_gap_splits(
    before: tuple[int, ...], after: tuple[int, ...], said: str
) -> None:
    cases = [replace(_case(2, 0.1), splits=before), replace(_case(4, 0.6), splits=after)]
    (line,) = [x for x in precision.report("Here", cases).splitlines() if x.startswith("above 2:")]
    assert said in line


def test_the_splits_of_a_proof_are_counted_by_coordinate() -> None:
    (case, *_) = precision.measure(precision.off_the_axes(1), 5.0)
    assert case.closed
    assert len(case.splits) == case.parameters + 1 + case.kappa
    assert sum(case.splits) < case.boxes


def test_overhead_is_not_judged() -> None:
    (step,) = precision.steps([_case(2, 0.001), _case(4, 0.01)])
    assert not step.judged
