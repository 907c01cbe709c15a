"""The command as its users type it: output, exit status, and errors without a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from numerics.counterexample import main

REQUIRED = {
    "g", "h", "dims", "verdict", "reason", "theta", "codes", "row_powers", "loss_minimiser",
    "loss_sparse", "gap", "certified", "seconds",
}  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


def test_without_options_the_table_shows_every_catalogue_penalty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = run(capsys)
    assert status == 0
    rows = out.splitlines()
    assert rows[0].split()[0] == "h(u)"
    for name in ("u ", "sqrt", "log1p", "rational", "scad", "mcp", "huber", "capped"):
        assert any(row.startswith(name) and " fails " in row for row in rows), name
    assert sum(" guarantees " in row for row in rows) == 2
    assert "open" not in out
    assert "9 of 9 penalties h with bounded gradient are strictly beaten" in out


def test_json_of_one_pair_has_the_promised_fields(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--h", "log(1+u)", "--g", "1000*u", "--dims", "8,5,3", "--json", "-")
    status, out, _ = run(capsys, *arguments)
    record = json.loads(out)
    assert status == 0
    assert set(record) >= REQUIRED
    assert (record["verdict"], record["dims"], record["certified"]) == ("fails", [8, 5, 3], True)
    assert record["loss_minimiser"] < record["loss_sparse"]


def test_a_certificate_is_written_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "certificate.json"
    assert run(capsys, "--h", "tanh(u)", "--certificate", str(path))[0] == 0
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, out.startswith("verified")) == (0, True)
    text = path.read_text()
    at = text.rindex('"leaves"') + 200
    while not text[at].isdigit():
        at += 1
    path.write_text(text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :])
    status, _, err = run(capsys, "--check", str(path))
    assert status == 1
    assert "its digest does not match" in err
    path.write_text(text[: len(text) // 2])
    assert run(capsys, "--check", str(path))[0] == 1
    path.write_text(text.replace('"version": 6', '"version": 2'))
    status, _, err = run(capsys, "--check", str(path))
    assert status == 1
    assert "version" in err


def test_a_picture_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "landscape.png"
    assert run(capsys, "--h", "mcp", "--plot", str(path))[0] == 0
    assert path.read_bytes().startswith(b"\x89PNG")


def test_the_list_names_every_penalty_with_its_parameters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = run(capsys, "--list")
    assert status == 0
    for name in ("mcp(lam=1, tau=2)", "l0", "indicator", "power(p=1/4)"):
        assert name in out


def test_a_geometry_that_fools_nothing_is_shown_beside_one_that_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ("--h", "log1p", "--g", "indicator", "--theta", "pair", "--dense-power", "1")
    status, out, _ = run(capsys, *arguments, "--json", "-")
    record = json.loads(out)
    assert status == 0
    assert record["verdict"] == "fails"
    assert record["requested"]["dense_powers"] == ["1", "1"]
    assert not record["requested"]["strictly_beaten"]


def test_no_failure_is_announced_where_the_second_answer_is_undecided_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Above 1 - 10^-50 on u > 0, so that r H+ exceeds (r+1) H- by less than balls of 80 bits see.
    pair = ("--h", "1 + u/(1+u) - 1e-50 if u > 0 else 0", "--g", "10 if u > 0 else 0")
    status, out, _ = run(capsys, *pair, "--dims", "3,2,1")
    assert status == 3
    assert "Undecided." in out
    assert "the pair does fail" not in out
    assert "which the checker did not confirm" in out


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "d below kappa": (("--dims", "2,3,1"), "d must be at least kappa"),
    "kappa not above r": (("--dims", "3,2,2"), "kappa must exceed r"),
    "r below one": (("--dims", "3,2,0"), "r must be at least 1"),
    "dims that are no numbers": (("--dims", "a,b"), "three whole numbers"),
    "huge dims": (("--dims", "999999,999998,1"), "at most"),
    "another variable": (("--h", "x + 1"), "x"),
    "a call that is not allowed": (("--h", "__import__(u)"), "__import__"),
    "an attribute": (("--h", "u.__class__"), "u.__class__"),
    "a string": (("--h", "'u'"), "not allowed"),
    "a huge power": (("--h", "9**9**9"), "9"),
    "a megabyte of parentheses": (("--h", "(" * 10**6), "at most 2000"),
    "complex on u > 0": (("--h", "log(u-1)"), "finite real number at u = "),
    "not finite on u > 0": (("--h", "1/(u-1)"), "finite real number at u = 1"),
    "the indicator as h": (("--h", "indicator"), "may serve as g only"),
    "a parameter out of range": (("--h", "power(p=2)"), "out of range"),
    "an unknown parameter": (("--h", "mcp(q=1)"), "no parameter"),
    "a power of zero": (("--h", "u", "--dense-power", "0"), "positive"),
    "a negative power": (("--h", "u", "--sparse-power", "-1"), "positive"),
    "a huge number": (("--h", "u", "--sparse-power", "1e999999999"), "1e999999999"),
    "a tolerance of zero": (("--h", "u", "--tolerance", "0"), "positive"),
    "a certificate of a table": (("--certificate", "x.json"), "give --h"),
    "a certificate on standard output": (
        ("--h", "u", "--certificate", "-"),
        "only --json can write to standard output",
    ),
    "a picture of no known type": (("--h", "u", "--plot", "x.doc"), "ends in"),
    "an unwritable output": (("--h", "u", "--json", "/no/such/folder/x.json"), "does not exist"),
    "a missing certificate": (("--check", "/no/such/file"), "cannot read"),
    "a tolerance for an objective": (
        ("--objective", "e + p1", "--tolerance", "1/1000"),
        "no part in --objective",
    ),
    "decoders for an objective": (("--objective", "e+p1", "--theta", "interval"), "no part in"),
    "a penalty beside a check": (("--check", "x.json", "--h", "u"), "no part in --check"),
    "a penalty beside the list": (("--list", "--h=u"), "no part in --list"),
    "an output of a Coq file": (("--coq", "x.v", "--h", "u", "--json", "-"), "no part in --coq"),
    "a library for nothing": (("--h", "u", "--coq-library", "."), "goes with --coq-check"),
    "an instance for every rank": (("--h", "u", "--ranks", "--theta", "pair"), "about many"),
    "an instance of an infinite pair": (("--h", "log(u)", "--samples", "2"), "by the theorems"),
    "a gap of an infinite pair": (("--h", "log(u)", "--tolerance", "1"), "by the theorems"),
    "no samples": (("--h", "u", "--samples", "0"), "at least 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_clear_error_and_leaves_nothing_behind(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, message = BAD[name]
    status, out, err = run(capsys, *arguments)
    assert status == 2, err
    assert message in err
    assert out == ""
    assert os.listdir(tmp_path) == []
