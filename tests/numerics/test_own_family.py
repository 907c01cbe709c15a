"""The answer of `numerics.minimise`: is the minimiser as sparse as the sparsest exact code?"""

from __future__ import annotations

import json
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
