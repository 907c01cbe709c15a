"""The table of Coq's verdicts over the literature: what is kept, counted, refused."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from numerics import verdicts
from numerics.kernel.check import NotProvedError
from numerics.kernel.library import Library
from numerics.literature_table.rows import asked, questions
from numerics.verdict_table import command, rows
from numerics.verdict_table.rows import PROVED, REFUSED, UNSAID, verdict_row
from sparsity_theory.characterisation import Dimensions

STORED = Path(command.__file__).parents[1] / "stored" / "verdicts.json"
DIMS = Dimensions(3, 2, 1)
LIBRARY = Library.__new__(Library)


def says(answer: Exception | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Coq accept every file, or refuse it for this reason."""

    def check(path: Path, _library: Library, *, seconds: float) -> SimpleNamespace:
        assert seconds > 0
        assert path.read_text().startswith("(*")
        if answer is not None:
            raise answer
        return SimpleNamespace()

    monkeypatch.setattr(rows, "check_file", check)


def test_a_row_says_what_coq_says(monkeypatch: pytest.MonkeyPatch) -> None:
    says(None, monkeypatch)
    assert verdict_row("l1(u)", "l0", DIMS, LIBRARY, 10).answer == PROVED
    says(NotProvedError("Coq refuses Submitted.v"), monkeypatch)
    refused = verdict_row("l1(u)", "l0", DIMS, LIBRARY, 10)
    assert (refused.answer, refused.part, refused.why) == (
        REFUSED, "dense", "Coq refuses Submitted.v",
    )  # fmt: skip


def test_what_coq_cannot_say_is_not_counted_as_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    says(None, monkeypatch)
    row = verdict_row("erf_penalty(u)", "l0", DIMS, LIBRARY, 10)
    assert row.answer == UNSAID
    assert "'erf' is not among the functions" in row.why


def test_rows_of_the_file_are_kept_and_those_of_another_g_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    says(None, monkeypatch)
    monkeypatch.setattr(command, "Library", lambda _folder: LIBRARY)
    path = tmp_path / "rows.json"
    arguments = ["--only", "l1", "--json", str(path)]
    assert verdicts.main(arguments) == 0
    first = path.read_text()
    assert "2 proved" in capsys.readouterr().out
    says(NotProvedError("not asked again"), monkeypatch)
    assert verdicts.main(arguments) == 0
    assert path.read_text() == first
    assert len(json.loads(first)["rows"]) == 2
    assert verdicts.main([*arguments, "--g", "u"]) == 2
    assert "choose another name" in capsys.readouterr().err


def test_a_refused_file_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    says(NotProvedError("Coq refuses Expected.v"), monkeypatch)
    monkeypatch.setattr(command, "Library", lambda _folder: LIBRARY)
    assert verdicts.main(["--only", "l1"]) == 1


def test_an_unknown_name_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "Library", lambda _folder: LIBRARY)
    assert verdicts.main(["--only", "l11"]) == 2
    assert "l1" in capsys.readouterr().err


def test_the_stored_table_is_of_these_penalties_and_proves_nearly_all_that_coq_can_say() -> None:
    stored = json.loads(STORED.read_text())["rows"]
    assert sorted(row["asked"] for row in stored) == sorted(asked(*one) for one in questions())
    unsayable = ("erf' is not among the functions", "is infinite at u = ")
    said = [row for row in stored if not any(reason in row["why"] for reason in unsayable)]
    assert REFUSED not in {row["answer"] for row in stored}
    assert sum(row["answer"] == PROVED for row in said) >= 0.95 * len(said) > 0
    assert all(row["checking_seconds"] > 0 for row in stored if row["answer"] == PROVED)
