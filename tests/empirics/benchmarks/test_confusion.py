"""The stored confusion matrices, and the README's table of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from empirics.benchmarks.confusion import STORED, main, summary, table
from empirics.benchmarks.zoo.recipes import recipes

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_shows_what_is_stored() -> None:
    text = README.read_text("utf-8")
    block = text.partition("<!-- confusion: begin -->\n")[2].partition("\n<!-- confusion: end")[0]
    assert block == summary()


@pytest.mark.parametrize("path", sorted(STORED.glob("confusion-*.json")), ids=lambda p: p.stem)
def test_what_is_stored_counts_every_case_once(path: Path) -> None:
    found = json.loads(path.read_text("utf-8"))
    counted = sum(
        n for causes in found["outcomes"].values() for row in causes.values() for n in row.values()
    )
    assert counted == sum(n for row in found["matrix"].values() for n in row.values())
    assert sum(found["models"].values()) <= len(recipes(found["half"]))
    assert found["seen"] in table(found)


def test_without_kept_models_nothing_is_trained_where_that_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--kept-only", "--keep", str(tmp_path / "zoo"), "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["models"] == {}
