"""README and what it leads to: short, and every relative link lands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_relative_links_land(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_readme_is_what_a_newcomer_reads() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) < 130
    assert text.count("![") == 1
    for door in ("I have a penalty", "I train VAEs", "I want to cite a lemma"):
        assert text.count(door) == 1
    for path in DOCUMENTS[2:]:
        assert f"](docs/{path.name})" in text, path.name
