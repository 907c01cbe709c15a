"""The code of a claim's checks, as a digest: the record notices when a check is another one.

From the functions that check, names are followed through the modules of this library, by
`empirics.frame.code`'s rules of what a name means; what a module does besides defining things
counts wherever something of it is reached.  Docstrings, comments on lines of their own and the
place of a definition in its file do not count, and the digest is the same under every Python.

Names are all that is followed: `tests/proofs/test_code.py` sees to it that no module changes
another one's.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from empirics.frame.code import imported, names, path_of
from proofs.ledger import EVIDENCE
from sparsity_theory.ledger.claims import Claim
from sparsity_theory.ledger.places import STATEMENTS, place

Definition = tuple[str, str]  # module and name
_ACTS = "(what the module does)"
# How digests and statuses are made of a claim is no part of its checks.
_APART = ("sparsity_theory.ledger.digests", "sparsity_theory.ledger.status")


def code_hash(claim: Claim) -> str:
    """Sixteen hex digits for the code of all checks and examples of a claim."""
    return digest(frozenset(_starts(claim)))


def data_hash(claim: Claim) -> str:
    """Sixteen hex digits for the files that its checks read; empty when there are none."""
    files = sorted({path for evidence in claim.evidence for path in evidence.files})
    if not files:
        return ""
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def _starts(claim: Claim) -> Iterator[Definition]:
    """Where the checks begin: the claim's own files, and every function that it carries."""
    yield place(claim.id).module(STATEMENTS), "CLAIM"
    yield place(claim.id).module(EVIDENCE), "EVIDENCE"
    witnesses = [each for each in (claim.example, *claim.counterexamples) if each]
    checks: list[Callable[..., Any]] = [each.check for each in claim.evidence]
    checks += [each.check for each in witnesses]
    checks += [other for evidence in claim.evidence for other in evidence.decides]
    for check in map(_unwrapped, checks):
        yield check.__module__, check.__qualname__.partition(".")[0]


def _unwrapped(check: Callable[..., Any]) -> Callable[..., Any]:
    return _unwrapped(check.func) if isinstance(check, partial) else check


@cache
def digest(starts: frozenset[Definition]) -> str:
    """Sixteen hex digits for all code that these definitions reach in this library."""
    total = hashlib.sha256()
    for module, name in sorted(reached(starts)):
        if text := _read(module, name)[0]:
            total.update(f"{module}.{name}\n{text}\n".encode())
    return total.hexdigest()[:16]


def reached(starts: Iterable[Definition]) -> set[Definition]:
    """The definitions that these reach, themselves among them.

    >>> sorted(reached([("sparsity_theory.ledger.verdict", "all_of")]))[-1]
    ('sparsity_theory.ledger.verdict', 'all_of')
    """
    found: set[Definition] = set()
    todo = list(starts)
    while todo:
        where = todo.pop()
        if where not in found and where[0] not in _APART:
            found.add(where)
            todo += _read(*where)[1]
    return found


@cache
def _read(module: str, name: str) -> tuple[str, tuple[Definition, ...]]:
    """The text of a definition, and the definitions that it names."""
    nodes, imports, lines = _parsed(module)
    if name not in nodes:
        return "", tuple(_elsewhere(module, name, imports))
    text = "\n".join(_text(node, lines) for node in nodes[name])
    inner = [each for node in nodes[name] for each in ast.walk(node)]
    used = {each for node in nodes[name] for each in names(node)}
    found = {(module, each) for each in used if each in nodes or each in imports}
    for each in inner:
        if isinstance(each, ast.Import | ast.ImportFrom):
            found |= set(imported(each).values())
    return text, (*found, (module, _ACTS))


def _elsewhere(module: str, name: str, imports: dict[str, Definition]) -> Iterator[Definition]:
    """Where a name that a module does not define comes from; a module's name means all of it."""
    if name in imports:
        yield imports[name]
        return
    inner = f"{module}.{name}" if name else module
    if name != _ACTS and path_of(inner) is not None:
        yield from ((inner, each) for each in _parsed(inner)[0])


@cache
def _parsed(module: str) -> tuple[dict[str, list[ast.stmt]], dict[str, Definition], list[str]]:
    """The statements of a module by what they define, its imports, its lines."""
    path = path_of(module)
    text = path.read_text("utf-8") if path else ""
    nodes: dict[str, list[ast.stmt]] = {}
    imports: dict[str, Definition] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports |= imported(node)
        for name in _defined(node):
            nodes.setdefault(name, []).append(node)
    return nodes, imports, text.splitlines()


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement defines; what does something else counts among the acts."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom) or _is_text(node):
        return []
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    plain = isinstance(node, ast.Assign | ast.AnnAssign) and all(map(_is_plain, targets))
    return sorted(set().union(*map(names, targets))) if plain else [_ACTS]


def _is_plain(target: ast.AST) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(map(_is_plain, target.elts))
    return isinstance(target, ast.Name)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _text(node: ast.stmt, lines: list[str]) -> str:
    """The lines of a statement without docstrings, and without those that are only comments."""
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
    dropped: set[int] = set()
    kept: set[int] = set()  # inside a text of several lines nothing is a comment
    for inner in ast.walk(node):
        span = range(getattr(inner, "lineno", 0), (getattr(inner, "end_lineno", 0) or 0) + 1)
        if _is_text(inner):
            dropped |= set(span)
        elif isinstance(inner, ast.Constant | ast.JoinedStr):
            kept |= set(span[1:])
    last = node.end_lineno or node.lineno
    return "\n".join(
        lines[number - 1]
        for number in range(first, last + 1)
        if number not in dropped
        and (number in kept or not lines[number - 1].lstrip().startswith("#"))
    )
