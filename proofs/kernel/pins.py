"""The pinned statements: a hash of each, and what has changed since."""

from __future__ import annotations

import hashlib
from pathlib import Path

from proofs.kernel.headlines import HeadlineTheorem, defined, lines, theorems
from proofs.kernel.sources import COQ, Sources, read_sources

HASHES = "statement-hashes.txt"


def statement_hash(theorem: HeadlineTheorem, sources: Sources | None = None) -> str:
    """A hash of the statement and of every definition of ours that it uses, comments apart."""
    sources = sources or read_sources()
    todo, closure = [defined(theorem, sources)], {}
    while todo:
        file, name = todo.pop()
        sentence = sources.definitions[file, name]
        text = closure[file, name] = "\n".join([*sentence.variables, sentence.text])
        todo += sources.used(text, file) - closure.keys()
    # In the order of the texts: a definition that only moves to another file changes no statement.
    text = "\n".join(sorted(" ".join(text.split()) for text in closure.values()))
    return hashlib.sha256(f"{theorem.theorem}\n{text}".encode()).hexdigest()[:16]


def proof_hash(theorem: HeadlineTheorem, sources: Sources | None = None) -> str:
    """A hash of all that Coq reads to check a theorem: its file and those it needs, whole."""
    sources = sources or read_sources()
    text = [sources.flags]
    for file in sorted({theorem.file, *sources.requires[theorem.file]}):
        text += [file, sources.digests[file]]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def pinned(folder: Path = COQ) -> dict[str, str]:
    """The statement hash that each theorem had when it was last pinned."""
    path = folder / HASHES
    return {f[0]: f[1] for _, f in lines(path)} if path.exists() else {}


def unpinned(folder: Path = COQ) -> list[str]:
    """Theorems whose name or statement is not the pinned one."""
    sources = read_sources(folder)
    now = {entry.theorem: statement_hash(entry, sources) for entry in theorems(folder)}
    then = pinned(folder)
    advice = "if that is meant, run 'python -m proofs.kernel pin' and review the difference"
    return [
        f"{name}: {'the statement has changed' if name in now and name in then else 'not in both'}"
        f" (headlines against {HASHES}); {advice}"
        for name in sorted(now.keys() | then.keys())
        if now.get(name) != then.get(name)
    ]


def pin(folder: Path = COQ) -> None:
    """Write the present statement hashes: a deliberate act, reviewed as a change of the claims."""
    head = "# <theorem> <hash of its statement and of the definitions it uses>; see proofs.kernel\n"
    sources = read_sources(folder)
    pins = sorted(
        f"{entry.theorem} {statement_hash(entry, sources)}\n" for entry in theorems(folder)
    )
    (folder / HASHES).write_text(head + "".join(pins))
