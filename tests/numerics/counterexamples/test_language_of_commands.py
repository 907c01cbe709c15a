"""Parameters on the command line, infinite penalties, and what the checker cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics.counterexample import main
from numerics.minimise import main as minimise
from numerics.running.statuses import Exit


def test_parameters_are_read_and_each_has_to_occur(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--h", "lam*log(1+u/eps)", "--g", "big*u", "--param", "lam=0.1", "eps=1/100"]
    assert main([*asked, "big=1000"]) == Exit.DONE
    assert "log(100*u + 1)/10" in capsys.readouterr().out
    assert main(asked) == Exit.BAD_INPUT
    assert "--param big=0.1" in capsys.readouterr().err
    assert main([*asked, "big=1", "mu=1"]) == Exit.BAD_INPUT
    assert "mu occurs in no penalty" in capsys.readouterr().err
    for wrong, message in (("lam", "NAME=VALUE"), ("lam=x", "needs a number"), ("u=1", "called")):
        assert main(["--h", "lam*u", "--param", wrong]) == Exit.BAD_INPUT
        assert message in capsys.readouterr().err
    assert main(["--h", "lam*u", "--param", "lam=1", "lam=2"]) == Exit.BAD_INPUT
    assert "twice" in capsys.readouterr().err


def test_other_commands_take_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--random", "2,2,2,0,1", "--g", "u", "--h", "lam*u", "--param", "lam=1/2"]
    assert minimise([*asked, "mu=2"]) == Exit.BAD_INPUT
    assert "mu occurs in no penalty" in capsys.readouterr().err


def test_the_papers_logarithm_is_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--h", "log(u)", "--json", str(tmp_path / "answer.json")]) == Exit.DONE
    printed = capsys.readouterr().out
    for word in ("fails by a tie at -oo", "Lemma 2", "Lemma 3", "Theorem C", "gamma=1/10000"):
        assert word in printed
    record = json.loads((tmp_path / "answer.json").read_text())
    assert (record["verdict"], record["certified"]) == ("fails", True)


def test_a_hard_limit_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--h", "u if u <= cap else oo", "--param", "cap=2"]) == Exit.DONE
    assert "fails by A1" in capsys.readouterr().out


def test_a_penalty_that_the_checker_cannot_read_has_the_provers_word(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ["--h", "log(exp(u)-u)", "--json", str(tmp_path / "answer.json")]
    assert main(asked) == Exit.UNCHECKED
    printed = capsys.readouterr().out
    assert "fails (unchecked)" in printed
    assert "prover's word" in printed
    record = json.loads((tmp_path / "answer.json").read_text())
    assert (record["by"], record["certified"]) == ("the prover alone", False)
    assert main([*asked, "--certificate", str(tmp_path / "c.json")]) == Exit.BAD_INPUT
    assert "there is no certificate: the checker does not read" in capsys.readouterr().err


def test_exponents_of_long_denominator_and_irrational_ones_are_certified(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for h in ("u**0.1234567", "u**(1/20001)", "u**sqrt(2)", "u**(1/pi)"):
        assert main(["--h", h]) == Exit.DONE
        assert "prover's word" not in capsys.readouterr().out


def test_sugar_is_certified_by_what_it_stands_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--h", "where(|u| < 1, sigmoid(u) - 1/2, sigmoid(1) - 1/2)"]) == Exit.DONE
    assert "fails" in capsys.readouterr().out
