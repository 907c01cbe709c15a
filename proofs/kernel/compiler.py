"""What Coq says: whether the sources compile, and what each headline theorem rests on."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from proofs.errors import ToolError
from proofs.kernel.headlines import HeadlineTheorem, allowed_axioms, defined, theorems
from proofs.kernel.sources import COQ, read_sources

CACHE = ".kernel-cache.json"


def available() -> bool:
    """Whether the programs that build the proofs are installed."""
    return all(shutil.which(program) for program in ("coqc", "coq_makefile", "make"))


def build(folder: Path = COQ) -> None:
    """Compile the sources that changed.

    Raises:
        ToolError: Coq is not installed, or a source does not compile.
    """
    if not available():
        raise ToolError(
            "the proofs cannot be checked: coqc, coq_makefile or make is missing. Install Coq 8.16 "
            "with Coquelicot and MathComp; proofs/coq/README.md names the Debian packages"
        )
    _run(["make", "-C", str(folder), f"-j{os.cpu_count() or 1}"])


def assumptions(folder: Path = COQ) -> dict[str, frozenset[str]]:
    """The axioms that each headline theorem rests on at most, from Coq.

    Coq prints them for all theorems of a group together, which takes a second instead of minutes;
    it is asked about each theorem of a group alone only where the group exceeds its allowance.
    The answer is remembered while no source changes.

    Raises:
        ToolError: Coq is missing, a source does not compile, or a theorem does not have the type
            that its headline names.
    """
    key = _sources_hash(folder)
    memory = folder / CACHE
    if memory.exists():
        stored = json.loads(memory.read_text())
        if stored.get("sources") == key:
            return {name: frozenset(axioms) for name, axioms in stored["assumptions"].items()}
    build(folder)
    groups: dict[str, list[HeadlineTheorem]] = {}
    for entry in theorems(folder):
        groups.setdefault(entry.axioms, []).append(entry)
    together = _printed(list(groups.values()), folder)
    found: dict[str, frozenset[str]] = {}
    for (group, members), axioms in zip(groups.items(), together, strict=True):
        each = [axioms] * len(members)
        if not axioms <= allowed_axioms(group, folder):
            each = _printed([[entry] for entry in members], folder)
        found |= {entry.theorem: alone for entry, alone in zip(members, each, strict=True)}
    plain = {name: sorted(axioms) for name, axioms in found.items()}
    memory.write_text(json.dumps({"sources": key, "assumptions": plain}, indent=1) + "\n")
    return found


def _sources_hash(folder: Path) -> str:
    sources = [*folder.rglob("*.v"), *folder.glob("headlines-*.txt"), folder / "_CoqProject"]
    total = hashlib.sha256()
    for path in sorted(sources):
        name = path.relative_to(folder)
        total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    version = _run(["coqc", "--print-version"]) if available() else ""
    return hashlib.sha256(total.digest() + version.encode()).hexdigest()


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise ToolError(f"{' '.join(command)} failed:\n{tail}")
    return done.stdout


def _printed(groups: Sequence[Sequence[HeadlineTheorem]], folder: Path) -> list[frozenset[str]]:
    """Let Coq compare each theorem with its statement and print each group's assumptions."""
    sources = read_sources(folder)
    files: set[str] = set()
    source: list[str] = []
    for group in groups:
        typed = []
        for entry in group:
            home = defined(entry, sources)[0]
            files |= {entry.file, home}
            typed.append(
                f"({_library(entry.file)}.{entry.theorem} : {_library(home)}.{entry.statement})"
            )
        number = len(source)
        source.append(f"Definition group_{number} := ({', '.join(typed)}).\n")
        source.append(f"Print Assumptions group_{number}.\n")
    source = [*(f"Require {_library(file)}.\n" for file in sorted(files)), *source]
    with tempfile.TemporaryDirectory() as scratch:
        gate = Path(scratch) / "gate.v"
        gate.write_text("".join(source))
        printed = _run(["coqc", "-q", "-w", "none", "-Q", str(folder), "Sparsity", str(gate)])
    return _parse_assumptions(printed)


def _library(file: str) -> str:
    """The name of a file's library.

    >>> _library("eq/eq_6")
    'Sparsity.eq.eq_6'
    """
    return f"Sparsity.{file.replace('/', '.')}"


def _parse_assumptions(printed: str) -> list[frozenset[str]]:
    r"""Read the output of a row of ``Print Assumptions``.

    >>> printed = "Closed under the global context\nAxioms:\nA.b\n  : P\nc : Q\n"
    >>> [sorted(axioms) for axioms in _parse_assumptions(printed)]
    [[], ['A.b', 'c']]
    """
    found: list[set[str]] = []
    for line in printed.splitlines():
        if line in ("Closed under the global context", "Axioms:"):
            found.append(set())
        elif name := re.match(r"([\w.']+)(?: :.*)?$", line):
            found[-1].add(name[1])
        elif not line.startswith(" "):
            raise ToolError(f"cannot read what Print Assumptions says: {line!r}")
    return [frozenset(axioms) for axioms in found]
