"""The command: examples and files in, answers, certificates and pictures out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics.nonlinear.__main__ import main
from numerics.running.statuses import Exit

FILE = {
    "decoder": ["z", "a*z**2"],
    "latents": 1,
    "parameters": {"a": [0, 1]},
    "data": [["-1/2", 0, 0.5], [0.25, 0, 0.25]],
    "slope": 10,
    "h": "log(1+u)",
}


def test_an_answer_and_a_certificate_that_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(FILE))
    proof, answer, picture = (tmp_path / name for name in ("proof.json", "answer.json", "p.svg"))
    asked = ["--problem", str(tmp_path / "problem.json"), "--tolerance", "1e-3"]
    out = ["--certificate", str(proof), "--json", str(answer), "--plot", str(picture)]
    assert main([*asked, *out]) == Exit.DONE
    assert "minimum: " in capsys.readouterr().out
    found = json.loads(answer.read_text())
    assert found["certified"]
    assert found["lower_bound"] < found["loss"]
    assert picture.read_text().startswith("<?xml")
    assert main(["--check", str(proof)]) == Exit.DONE
    assert "no point of the box has a loss below" in capsys.readouterr().out
    proof.write_text(proof.read_text().replace("10.0", "11.0"))
    assert main(["--check", str(proof)]) == Exit.NOT_VERIFIED


def test_a_vae_says_what_its_latents_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--example", "vae-parabola", "--gamma", "1", "--json", "-"]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["certified"]
    assert found["gamma"] == 1
    assert 0 < found["first_latent"]["mean_variance"] < 1


def test_the_examples_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == Exit.DONE
    assert "vae-relu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give either --example"),
        (["--example", "rely"], "did you mean"),
        (["--example", "relu", "--gamma", "1"], "--gamma is for the loss (3)"),
        (["--example", "vae-relu", "--h", "u"], "--h and --slope are for"),
        (["--example", "relu", "--slope", "0"], "--slope needs a positive number"),
        (["--example", "relu", "--h", "u/(1+u)", "--slope", "100000"], "h does not exclude"),
        (["--example", "relu", "--tolerance", "-1"], "--tolerance"),
        (["--problem", "nowhere.json"], "cannot read"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == Exit.BAD_INPUT
    message = capsys.readouterr().err
    assert said in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decoder": ["z"]}, "one text for each"),
        ({"decoder": ["z", "import os"]}, "not an expression"),
        ({"decoder": ["z", "a*y"]}, "unknown name"),
        ({"latents": 7}, "latents is 1 or 2"),
        ({"parameters": {"z": [0, 1]}}, "cannot name a parameter"),
        ({"parameters": {"a": [1, 1]}}, "is empty"),
        ({"parameters": {}}, "1 to 3 names"),
        ({"data": [[1], [1, 2]]}, "a number for every sample"),
        ({"data": [["1/0"], [1]]}, "denominator 0"),
        ({"data": [[None], [1]]}, "needs numbers"),
        ({"h": ["u"]}, "h is a text"),
        ({"slope": -1}, "must be positive"),
        ({"gamma": 1}, "keys"),
    ],
)
def test_a_bad_file_is_refused(
    change: dict[str, object], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(FILE | change))
    assert main(["--problem", str(tmp_path / "problem.json")]) == Exit.BAD_INPUT
    assert said in capsys.readouterr().err
