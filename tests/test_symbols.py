"""One symbol, one place: no module makes again what `sparsity_theory.notation` has by that name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sympy

from sparsity_theory import notation

ROOT = Path(__file__).parent.parent
PACKAGES = ("sparsity_theory", "numerics", "empirics", "proofs")
SHARED = {name: value for name, value in vars(notation).items() if isinstance(value, sympy.Symbol)}


def made_again(text: str) -> list[str]:
    """Symbols of the notation that a module makes itself.

    It does where it calls one by the notation's own name, with an underscore or without, or by
    none; a symbol under another name, such as ``slack``, says itself that it means another thing.
    """
    return [
        symbol.name
        for names, call in _made(ast.parse(text))
        for name, symbol in zip(names, _symbols(call), strict=True)
        if symbol in SHARED.values() and SHARED.get(name or symbol.name) == symbol
    ]


def _made(tree: ast.AST) -> Iterator[tuple[list[str | None], ast.Call]]:
    """Every call that makes symbols, with the names that they are given."""
    assigned = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target = node.targets[0]
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            assigned[node.value] = [
                part.id.lstrip("_") if isinstance(part, ast.Name) else None for part in parts
            ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (count := len(_symbols(node))):
            names = assigned.get(node, [])
            yield names if len(names) == count else [None] * count, node


def _symbols(call: ast.Call) -> list[sympy.Symbol]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else None
    function = call.func.id if isinstance(call.func, ast.Name) else function
    known = isinstance(call.args[0], ast.Constant) if call.args else False
    if function not in {"Symbol", "symbols"} or not known:
        return []
    settings = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    text = ast.literal_eval(call.args[0])
    if function == "Symbol":
        return [sympy.Symbol(text, **settings)]
    return list(sympy.symbols(text, seq=True, **settings))


def test_no_module_makes_a_symbol_of_the_notation_again() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = {
        path.relative_to(ROOT).as_posix(): again
        for path in files
        if path.name != "notation.py" and (again := made_again(path.read_text()))
    }
    assert found == {}


def test_a_symbol_made_again_is_noticed() -> None:
    text = (
        'c = sympy.Symbol("c", positive=True)\n'
        '_m, w = symbols("m w", positive=True)\n'
        'slack = Symbol("w", nonnegative=True)\n'
        'function(Symbol("e", nonnegative=True))\n'
        'error = Symbol("A", nonnegative=True)\n'
    )
    assert made_again(text) == ["c", "e"]
