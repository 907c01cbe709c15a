"""Who claims what, read from the claims' files without running them.

A text that names claims, as a diagnosis of a trained model does, needs no SymPy for it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sparsity_theory
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.places import place

# The letters of `sparsity_theory.ledger.claims.Mark`, whose module loads SymPy: a test compares.
_MARKS = {"PAPER": "P", "EXTENSION": "X"}
_FOLDER = Path(*sparsity_theory.__path__) / "statements"


@dataclass(frozen=True)
class ClaimHeading:
    """The title of a claim, and who makes it: the paper, P, or this project, X."""

    title: str
    mark: str


@cache
def heading(id_: str) -> ClaimHeading:
    """The heading of the claim of this id, as its file spells it.

    >>> heading("eq-6")
    ClaimHeading(title='Optimal decoder variance', mark='P')

    Raises:
        ClaimError: if there is no such file, or it does not spell out title and mark.
    """
    path = _FOLDER / place(id_).path(".py")
    try:
        text = path.read_text("utf-8")
    except OSError:
        raise ClaimError(f"no claim {id_!r}: there is no file {path}") from None
    for node in ast.parse(text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="CLAIM")], value=ast.Call(keywords=keywords)):
                given = {keyword.arg: keyword.value for keyword in keywords}
                break
    else:
        raise ClaimError(f"{path} declares no CLAIM")
    match given.get("title"), given.get("mark"):
        case ast.Constant(value=str(title)), ast.Attribute(value=ast.Name(id="Mark"), attr=name):
            return ClaimHeading(title, _MARKS[name])
    raise ClaimError(f"{path}: title and mark of CLAIM are to be spelled out")
