"""The command `numerics.scaling`: what it measures, stores, draws and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics import scaling as scaling_command
from numerics.growth import command as scaling
from numerics.growth.command import Preset
from numerics.growth.plot import draw

TINY = Preset({"kappa": (2, 3), "digits": (1, 2)}, seeds=1, seconds=5.0)


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
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_scaling_reports_and_draws_what_did_not_close(tmp_path: Path) -> None:
    measured = scaling.measure(Preset({"kappa": (2,), "n": (1,)}, seeds=1, seconds=1e-9))
    assert {case.closed for case in measured} == {0}
    assert "did not close" in scaling.table(measured)
    draw(measured, tmp_path / "open.png")
    assert (tmp_path / "open.png").exists()


def test_scaling_refuses_a_picture_of_no_known_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert scaling_command.main(["--quick", "--plot", "x.bmp"]) == 2
    assert "cannot draw" in capsys.readouterr().err
