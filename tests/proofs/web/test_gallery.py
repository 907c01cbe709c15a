"""The examples with cells run, and what they print stands under them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from proofs.web import gallery

NEEDS_TORCH = {"linear_vae", "sphere"}
NAMES = [p.stem for p in sorted(gallery.EXAMPLES.glob("*.py")) if "\n# %%" in p.read_text("utf-8")]


def test_there_are_at_least_ten_examples() -> None:
    assert len(list(gallery.EXAMPLES.glob("*.py"))) > 10


@pytest.mark.parametrize("name", NAMES)
def test_an_example_with_cells_runs(name: str) -> None:
    if name in NEEDS_TORCH:
        pytest.importorskip("torch")
    found = gallery.run(gallery.read(name))
    assert not found.missing
    assert any(cell.output for cell in found.cells)


def test_a_notebook_is_what_was_run_and_needs_no_file_beside_it() -> None:
    for path in gallery.EXAMPLES.glob("*.py"):
        made = gallery.read(path.stem)
        cells: Any = gallery.notebook(made)["cells"]
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        assert code == [cell.source for cell in made.cells if not cell.text]
        assert not re.search(r"^from (plane|linear_vae|sphere) import", "\n".join(code), re.M)
