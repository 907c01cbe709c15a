"""One concept, one name: no two classes of the packages are called alike."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("sparsity_theory", "numerics", "empirics", "proofs")
# The same callback for two libraries; one's own loop uses one of them.
ALIKE = {"LatentCallback": ["empirics/parts/lightning.py", "empirics/parts/pythae.py"]}


def named_alike(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Top-level classes that several modules define, and these modules."""
    places = defaultdict(list)
    for path, text in texts.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    return {name: paths for name, paths in places.items() if len(paths) > 1}


def test_no_two_classes_are_called_alike() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert len(files) > 300
    texts = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted(files)}
    assert named_alike(texts) == ALIKE


def test_a_second_class_of_one_name_is_noticed() -> None:
    texts = {"a.py": "class Line: ...", "b.py": "class Line(int): ...", "c.py": "class Cell: ..."}
    assert named_alike(texts) == {"Line": ["a.py", "b.py"]}
    private = {path: text.replace("Line", "_Line") for path, text in texts.items()}
    assert named_alike(private) == {"_Line": ["a.py", "b.py"]}
