"""The stored confusion matrices, and the page with their tables."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from empirics.benchmarks.confusion import STORED, main, matrix, summary, table
from empirics.benchmarks.zoo.recipes import recipes
from empirics.diagnosis.causes import RULES

PAGE = Path(__file__).parents[3] / "docs" / "diagnosis.md"


def test_the_page_shows_what_is_stored() -> None:
    text = PAGE.read_text("utf-8")
    block = text.partition("<!-- confusion: begin -->\n")[2].partition("\n<!-- confusion: end")[0]
    assert block == summary()
    block = text.partition("<!-- matrix: begin -->\n")[2].partition("\n<!-- matrix: end")[0]
    assert block == matrix()


@pytest.mark.parametrize("seen", ["decoder", "arrays"])
def test_models_of_the_fresh_half_are_younger_than_the_rules(seen: str) -> None:
    found = json.loads((STORED / f"confusion-fresh-{seen}.json").read_text("utf-8"))
    assert found["rules"] == json.loads(json.dumps(asdict(RULES)))
    assert found["rules_committed"]["at"] < found["trained"][0]
    assert sum(found["models"].values()) >= 30


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
