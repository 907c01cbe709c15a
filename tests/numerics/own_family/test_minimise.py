"""The command `numerics.minimise`: answers, files, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics import counterexample, minimise

FAMILY = {
    "data": [[1, "1/3"], [0.5, 2], [0, 1]],
    "start": [[1], ["2"], [1]],
    "directions": [[["1/7"], [0], [0.1]]],
    "connected": True,
}
PAIR = ("--g", "10*u", "--h", "log1p")


@pytest.fixture
def family_file(tmp_path: Path) -> Path:
    path = tmp_path / "family.json"
    path.write_text(json.dumps(FAMILY))
    return path


def test_a_family_is_minimised_and_its_certificate_checks(
    family_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = tmp_path / "proof.json"
    arguments = [*PAIR, "--family", str(family_file), "--certificate", str(proof)]
    assert minimise.main(arguments) == 0
    out = capsys.readouterr().out
    assert "(certified)" in out
    assert json.loads(proof.read_text())["family"]["directions"][0][2][0] == "1/10"
    assert counterexample.main(["--check", str(proof)]) == 0
    assert "minimum of a family with (d, kappa, n)" in capsys.readouterr().out
    changed = proof.read_text().replace('"1/7"', '"1/8"')
    proof.write_text(changed)
    assert counterexample.main(["--check", str(proof)]) == 1


def test_a_random_family_that_stays_open_is_undecided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = ("--random", "8,5,3,2,0", "--time", "1e-3")
    assert minimise.main([*PAIR, *tiny]) == 3
    assert "undecided" in capsys.readouterr().out
    proof = tmp_path / "proof.json"
    assert minimise.main([*PAIR, *tiny, "--certificate", str(proof)]) == 2
    assert "no certificate was written" in capsys.readouterr().err
    assert not proof.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "either --random"),
        (("--random", "3,2,1,1,0", "--family", "x.json"), "either --random"),
        (("--random", "3,2,1"), "five whole numbers"),
        (("--random", "3,2,1,7,0"), "0 to 5"),
        (("--random", "3,2,1,1,0", "--tolerance", "0"), "--tolerance needs a positive"),
        (("--random", "3,2,1,1,0", "--time", "x"), "x"),
        (("--family", "missing.json"), "cannot read the family"),
    ],
)
def test_bad_arguments_are_one_line_and_status_2(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert minimise.main([*PAIR, *arguments]) == 2
    error = capsys.readouterr().err
    assert error.strip().count("\n") == 0
    assert message in error


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": [["x"], [2], [1]]}, "start[0][0] is 'x'"),
        ({"start": [["1/0"], [2], [1]]}, "no rational number"),
        ({"start": [["1e99999"], [2], [1]]}, "start[0][0]"),
        ({"start": [[True], [2], [1]]}, "start[0][0]"),
        ({"start": [[1], [2]]}, "same d"),
        ({"start": 3}, "a list of rows"),
        ({"directions": 3}, "0 to 5 matrices"),
        ({"directions": [[[1], [1], [1]]] * 6}, "at most 5"),
        ({"connected": "yes"}, "true or false"),
        ({"data": []}, "same d"),
        ({"extra": 1}, "must have the keys"),
    ],
)
def test_a_bad_family_file_is_explained(
    changes: dict[str, object], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "family.json"
    path.write_text(json.dumps({**FAMILY, **changes}))
    assert minimise.main([*PAIR, "--family", str(path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", "[]", "NaN", "[" * 100_000, '{"data": [[NaN]]}'])
def test_what_is_no_family_file_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "family.json"
    path.write_text(text)
    assert minimise.main([*PAIR, "--family", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
