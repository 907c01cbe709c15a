"""The headline files: which theorems there are, their statements, the axioms they may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proofs.errors import ToolError
from proofs.kernel.sources import COQ, Sources, read_sources

ROLES = ("theorem", "control", "example")


@dataclass(frozen=True)
class HeadlineTheorem:
    """One line of a headline file.

    ``role`` is ``theorem``, ``control`` (a false variant and the proof that it is false) or
    ``example`` (hypotheses that can be met, definitions that say what they should).
    """

    claim: str
    file: str
    theorem: str
    statement: str
    axioms: str
    role: str


def theorems(folder: Path = COQ) -> list[HeadlineTheorem]:
    """The theorems that the headline files list.

    Raises:
        ToolError: a line is malformed, or a theorem is listed twice.
    """
    groups = {"none"} | {group for group, _ in _allowed(folder)}
    found: dict[str, HeadlineTheorem] = {}
    for path in sorted(folder.glob("headlines-*.txt")):
        for number, fields in lines(path):
            entry = HeadlineTheorem(*[*fields, "theorem"][:6]) if len(fields) in (5, 6) else None
            if not entry or entry.axioms not in groups or entry.role not in ROLES:
                raise ToolError(
                    f"{path.name}, line {number}: {' '.join(fields)!r}; expected '<claim> <file> "
                    f"<theorem> <statement> <{'|'.join(sorted(groups))}> [control|example]'"
                )
            if entry.theorem in found:
                raise ToolError(f"{path.name}, line {number}: {entry.theorem} is listed twice")
            found[entry.theorem] = entry
    return list(found.values())


def statement_text(theorem: HeadlineTheorem, sources: Sources | None = None) -> str:
    """The Coq text of a theorem's statement, with the comment before it."""
    sources = sources or read_sources()
    sentence = sources.definitions[defined(theorem, sources)]
    return f"{sentence.comment}\n{sentence.text}\n" if sentence.comment else f"{sentence.text}\n"


def defined(theorem: HeadlineTheorem, sources: Sources) -> tuple[str, str]:
    """The file and the name of a theorem's statement."""
    if theorem.file not in sources.imports:
        raise ToolError(f"the headline of {theorem.theorem} names no Coq file: {theorem.file}")
    if found := sources.find(theorem.statement, theorem.file):
        return found
    raise ToolError(f"no definition of {theorem.statement} in {theorem.file}.v or its imports")


def allowed_axioms(group: str, folder: Path = COQ) -> frozenset[str]:
    """The axioms that a group of the allow list permits."""
    return frozenset(axiom for name, axiom in _allowed(folder) if name == group)


def _allowed(folder: Path) -> list[tuple[str, str]]:
    return [(f[0], f[1]) for _, f in lines(folder / "allowed-axioms.txt")]


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The fields of the lines that are neither empty nor comments, with their numbers."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split()
