"""The code that decides a result: its hash changes with what computes, not with texts and figures.

From the function that a worker runs, names are followed: through its module's own top-level
definitions, and into the modules of this library that these import.  Docstrings and comments do not
count.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OURS = ("empirics", "numerics", "sparsity_theory")


def code_hash(work: Callable[..., Any]) -> str:
    """Sixteen hex digits for everything that ``work`` may call in this library.

    Raises:
        ValueError: if it is defined in ``__main__``, where its code cannot be found.
    """
    if work.__module__ == "__main__":
        raise ValueError(f"{work.__name__} is of __main__: import it from its module")
    needed = _needed(work.__module__, work.__name__)
    digest = hashlib.sha256()
    for name, text in sorted(needed):
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()[:16]


def _needed(module: str, start: str) -> set[tuple[str, str]]:
    """Every definition that is reached, as (module.name, its syntax tree)."""
    found: dict[tuple[str, str], str] = {}
    seen: set[tuple[str, str]] = set()  # names that two modules have from each other come again
    todo = [(module, start)]
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        definitions, imports = _parsed(place[0])
        node = definitions.get(place[1])
        if node is None:
            todo += _elsewhere(place, imports)
            continue
        found[place] = ast.dump(node)
        for name in names(node):
            if name in definitions or name in imports:
                todo.append((place[0], name))
        todo += [
            (source, name)
            for inner in ast.walk(node)
            if isinstance(inner, (ast.Import, ast.ImportFrom))
            for source, name in imported(inner).values()
        ]
    return {(".".join(place), text) for place, text in found.items()}


def _elsewhere(
    place: tuple[str, str], imports: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Where a name that the module does not define comes from; a module's name means all of it."""
    module, name = place
    if name in imports:
        yield imports[name]
        return
    inner = f"{module}.{name}" if name else module
    if path_of(inner) is not None:
        definitions, _ = _parsed(inner)
        yield from ((inner, each) for each in definitions)


@cache
def _parsed(module: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    """Top-level definitions of a module, without docstrings, and what it imports from ours."""
    path = path_of(module)
    if path is None:
        return {}, {}
    tree = ast.parse(path.read_text("utf-8"))
    definitions: dict[str, ast.AST] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imports |= imported(node)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            definitions[node.name] = _bare(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        definitions[name.id] = node
    return definitions, imports


def imported(node: ast.Import | ast.ImportFrom) -> dict[str, tuple[str, str]]:
    """Local name to (module, name) for what comes from this library."""
    if isinstance(node, ast.ImportFrom):
        source = node.module or ""
        if source.split(".")[0] not in OURS:
            return {}
        return {each.asname or each.name: (source, each.name) for each in node.names}
    return {
        each.asname or each.name.split(".")[0]: (each.name, "")
        for each in node.names
        if each.name.split(".")[0] in OURS
    }


def names(node: ast.AST) -> set[str]:
    """The names that a piece of code reads or sets, without attributes."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _bare(node: ast.AST) -> ast.AST:
    """Without docstrings."""
    for inner in ast.walk(node):
        body = getattr(inner, "body", None)
        if isinstance(inner, (ast.FunctionDef, ast.ClassDef)) and isinstance(body, list):
            first = body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                inner.body = body[1:] or [ast.Pass()]
    return node


@cache
def path_of(module: str) -> Path | None:
    """The file of a module of this library; None for any other."""
    if module.split(".", maxsplit=1)[0] not in OURS:
        return None
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return None
    return None if spec is None or spec.origin is None else Path(spec.origin)
