"""The answer of `numerics.minimise`: is the minimiser as sparse as the sparsest exact code?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.certificates.instances import fooling_instance
from numerics.minimise import main
from numerics.own_family.exact_codes import sparsest_exact_code
from sparsity_theory.characterisation import Dimensions


def written(family: object, path: Path) -> str:
    path.write_text(json.dumps(family))
    return str(path)


def test_the_sparsest_exact_code_of_the_instance_of_theorem_4_is_found() -> None:
    instance = fooling_instance(Dimensions(5, 4, 2), Fraction(1, 100), Fraction(1))
    found = sparsest_exact_code(instance.family)
    assert found is not None
    assert found.theta == (Fraction(1),)
    assert found.codes == instance.code(sparse=True)


def test_minimise_says_by_how_much_the_sparsest_exact_code_is_beaten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two columns that agree in one coordinate: one row suffices at theta = 1, two at theta = 0.
    family = {
        "data": [[1, 2], [1, 2]], "start": [[10, 0], [0, 10]],
        "directions": [[[-9, 0], [1, -9]]], "connected": True,
    }  # fmt: skip
    arguments = ["--g", "1000*u", "--h", "log1p", "--family", written(family, tmp_path / "f.json")]
    out = tmp_path / "out.json"
    assert main([*arguments, "--json", str(out)]) == 0
    said = capsys.readouterr().out
    record = json.loads(out.read_text())
    code = record["sparsest_exact_code"]
    assert (code["active_rows"], code["theta"]) == (1, ["1"])
    assert code["beaten"]
    assert code["excess"] == pytest.approx(code["loss"] - record["loss"])
    assert record["certified_gap"] < 1.001e-6
    assert "less sparse" in said
    assert "beaten, by at least" in said


def test_a_family_without_an_exact_code_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family = {"data": [[1], [1]], "start": [[1], [0]], "directions": [], "connected": True}
    arguments = ["--g", "10*u", "--h", "u", "--family", written(family, tmp_path / "f.json")]
    assert main([*arguments, "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["sparsest_exact_code"] is None
    assert main([*arguments, "--sparse-theta", "1"]) == 2
    assert "--sparse-theta needs 0 numbers" in capsys.readouterr().err


def test_data_that_floats_cannot_hold_are_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family = {"data": [["1e200"]], "start": [[1]], "directions": [], "connected": True}
    arguments = ["--g", "u", "--h", "u", "--family", written(family, tmp_path / "f.json")]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "the data are too large" in said
    assert said.count("\n") == 1


def test_a_loss_beyond_floats_is_told_in_digits_and_never_as_infinite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The exact code is 10^300/3, so its loss is 10^600/9.
    family = {"data": [["1/3"]], "start": [["1e-300"]], "directions": [], "connected": True}
    arguments = ["--g", "u", "--h", "u", "--family", written(family, tmp_path / "f.json")]
    arguments += ["--time", "1/10"]
    out = tmp_path / "out.json"
    assert main([*arguments, "--json", str(out)]) == 0
    said = capsys.readouterr().out
    assert not re.search(r"\b(inf|nan)\b", said)
    assert "loss 1.111111111e+599 (too large for a float)" in said
    code = json.loads(out.read_text())["sparsest_exact_code"]
    assert (code["loss"], code["excess"], code["beaten"]) == (None, None, True)


@pytest.mark.parametrize("directions", [[], [[[0, 0], [0, 0]]]])
@pytest.mark.parametrize(
    ("h", "loss"), [("u", 0.0), ("l0", 0.0), ("u*log(u) if u > 0 else 0", None)]
)
def test_a_family_of_nothing_but_zeros_has_an_answer(
    h: str, loss: float | None, directions: object, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    zeros = [[0, 0], [0, 0]]
    family = {"data": zeros, "start": zeros, "directions": directions, "connected": True}
    arguments = ["--g", "u", "--h", h, "--family", written(family, tmp_path / "f.json")]
    assert main([*arguments, "--time", "2", "--json", "-"]) == (3 if loss is None else 0)
    record = json.loads(capsys.readouterr().out)
    assert record["lower_bound"] == loss


# One row suffices at theta = 1/3, which is no corner; at the corners two are needed.
INSIDE = {
    "data": [[1, 2], [1, 2]], "start": [[4, 0], [1, 10]],
    "directions": [[[-9, 1], [0, -5]]], "connected": True,
}  # fmt: skip


def test_a_given_exact_code_is_compared_where_it_is_the_sparsest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family = written(INSIDE, tmp_path / "f.json")
    code = written({"theta": ["1/3"], "codes": [[1, 2], [0, 0]]}, tmp_path / "code.json")
    arguments = ["--g", "10*u", "--h", "log1p", "--family", family, "--tolerance", "0.1"]
    for extra, rows, given in (([], 2, False), (["--sparse-code", code], 1, True)):
        assert main([*arguments, *extra, "--json", str(tmp_path / "out.json")]) == 0
        found = json.loads((tmp_path / "out.json").read_text())["sparsest_exact_code"]
        assert (found["active_rows"], found["given"]) == (rows, given)
    assert "sparsest exact code given: 1 active row, theta: 1/3" in capsys.readouterr().out
    dense = written(
        {"theta": [0], "codes": [["1/4", "1/2"], ["3/40", "3/20"]]}, tmp_path / "d.json"
    )
    assert main([*arguments, "--sparse-code", dense]) == 0
    assert "sparsest exact code given: 2 active rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ({"theta": [0.3333], "codes": [[1, 2], [0, 0]]}, "the code is not exact: it makes data[0]"),
        ({"theta": ["1/3"], "codes": [[1, 2]]}, "codes needs kappa = 2 rows of n = 2"),
        ({"theta": [], "codes": [[1, 2], [0, 0]]}, "theta needs 1 numbers from 0 to 1"),
        ({"theta": ["4/3"], "codes": [[1, 2], [0, 0]]}, "theta needs 1 numbers from 0 to 1"),
        ({"codes": [[1, 2], [0, 0]]}, "must have the keys theta, codes"),
        ({"theta": ["1/3"], "codes": [["x", 2], [0, 0]]}, "codes[0][0] is 'x'"),
    ],
)
def test_a_given_code_that_is_none_is_refused_in_one_line(
    code: object, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family, file = written(INSIDE, tmp_path / "f.json"), written(code, tmp_path / "code.json")
    arguments = ["--g", "10*u", "--h", "log1p", "--family", family, "--sparse-code", file]
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
