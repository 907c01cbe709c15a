"""The examples with cells run, and what they print stands under them."""

from __future__ import annotations

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
    source = (gallery.EXAMPLES / f"{name}.py").read_text("utf-8")
    found = gallery.run(gallery.parse(name, source))
    assert not found.missing
    assert any(cell.output for cell in found.cells)
    assert gallery.notebook(found)["nbformat"] == 4
