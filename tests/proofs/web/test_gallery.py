"""The gallery: examples ran when the site was built; its notebooks are what was run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from proofs.errors import ToolError
from proofs.web import gallery

NAMES = [
    path.stem
    for path in sorted(gallery.EXAMPLES.glob("*.py"))
    if gallery.RUNS.search(path.read_text("utf-8"))
]


def test_there_are_at_least_ten_examples() -> None:
    assert len(NAMES) >= 10


def test_a_cell_that_raises_is_no_example() -> None:
    made = gallery.parse("bad", "'One.'\n# %%\n1 + 1\n# %%\n1 / 0")
    with pytest.raises(ToolError, match="ZeroDivisionError"):
        gallery.run(made)


def test_what_is_not_installed_is_named() -> None:
    made = gallery.run(gallery.parse("bad", "'One.'\n# %%\n1 + 1\n# %%\nimport no_such_package"))
    assert made.missing == "no_such_package"
    assert made.cells[0].output == "2"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_what_was_run_and_needs_no_file_beside_it(site: Path, name: str) -> None:
    cells = json.loads((site / "gallery" / f"{name}.ipynb").read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    sources = [cell["source"] for cell in code]
    assert sources == [cell.source for cell in gallery.read(name).cells if not cell.text]
    imported = re.findall(r"^(?:from|import) (\w+)", "\n".join(sources), re.MULTILINE)
    assert not [module for module in imported if (gallery.EXAMPLES / f"{module}.py").exists()]
    page = (site / "gallery" / f"{name}.html").read_text("utf-8")
    assert any(cell["outputs"] for cell in code) or "Not run here: the package" in page
