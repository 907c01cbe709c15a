"""The landscapes command: the counts of claim fig-3, the minimiser's path, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics.landscapes import main
from sparsity_theory.statements.fig import fig_3


def test_the_counts_are_those_of_the_claim_and_the_minimiser_goes_to_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    slices, counts = tmp_path / "slices.png", tmp_path / "counts.png"
    arguments = ["--gammas", "1e-3,1,1/10,1e-2", "--lines", "1", "--json", "-"]
    assert main([*arguments, "--plot", str(slices), "--counts", str(counts)]) == 0
    found = json.loads(capsys.readouterr().out)
    for name in ("a", "b"):
        entries = found["slices"][name]
        assert [entry["gamma"] for entry in entries] == ["1", "1/10", "1/100", "1/1000"]
        claimed = [int(number) for number in fig_3.CLAIM.parts[f"counts_{name}"]]
        assert [len(entry["minima"]) for entry in entries] == claimed
        assert abs(entries[-1]["global_minimiser"]) < 0.002 < abs(entries[0]["global_minimiser"])
    assert len(found["random"]) == 1
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in (slices, counts))


def test_the_table_has_a_line_for_every_gamma(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--gammas", "1,1e-4", "--lines", "0"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows[2:4]] == ["1", "0.0001"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--gammas", ""],
        ["--gammas", "0"],
        ["--gammas", "1,-1"],
        ["--gammas", ",".join(["1"] * 51)],
        ["--lines", "-1"],
        ["--lines", "100000"],
        ["--plot", "picture.xyz"],
        ["--counts", "/nowhere/at/all.png"],
    ],
)
def test_bad_input_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("landscapes: ")
    assert captured.out == ""
