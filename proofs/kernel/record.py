"""What Coq said of each headline theorem: its axioms, when and by which version.

Kept in ``kernel-record.json``; an entry counts only for the statement and the sources that it was
made for.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from numerics.running.files import write_atomically
from proofs.errors import RecordError, ToolError
from proofs.kernel import compiler, gate
from proofs.kernel.headlines import theorems
from proofs.kernel.pins import proof_hash, statement_hash

RECORD = Path(__file__).parent.parent / "kernel-record.json"


@dataclass(frozen=True)
class KernelRun:
    """One theorem as Coq checked it.

    Attributes:
        statement: the hash of its statement.
        proof: the hash of all sources that its check needs.
        axioms: those that it rests on.
        date: ISO date of the check.
        coq: the version of Coq.
    """

    statement: str
    proof: str
    axioms: tuple[str, ...]
    date: str
    coq: str


def run(date: str) -> dict[str, KernelRun]:
    """Let Coq check every headline theorem and print its axioms.

    Raises:
        ToolError: Coq is missing, or it refuses a source, or the gate finds a problem.
    """
    problems = gate.check()
    if problems:
        raise ToolError("\n".join(problems))
    version, axioms = _version(), compiler.assumptions()
    return {
        found.theorem: KernelRun(
            statement_hash(found),
            proof_hash(found),
            tuple(sorted(axioms[found.theorem])),
            date,
            version,
        )
        for found in theorems()
    }


def _version() -> str:
    printed = subprocess.run(
        ["coqc", "--version"],  # noqa: S607 found on the path, as the build finds it
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"version ([\w.]+)", printed)
    return found[1] if found else "of unknown version"


def read() -> dict[str, KernelRun]:
    """All entries; none before the first run.

    Raises:
        RecordError: if the file is not such a record.
    """
    if not RECORD.exists():
        return {}
    try:
        content = json.loads(RECORD.read_text(encoding="utf-8"))
        return {
            name: KernelRun(**{**entry, "axioms": tuple(entry["axioms"])})
            for name, entry in content.items()
        }
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as failure:
        raise RecordError(
            f"{RECORD} is not a record of kernel checks ({failure}); delete it and run"
            " `python -m proofs run --kernel`"
        ) from None


def write(entries: Mapping[str, KernelRun]) -> None:
    """Write all entries at once or not at all."""
    plain = {name: asdict(entries[name]) for name in sorted(entries)}
    write_atomically(RECORD, json.dumps(plain, indent=1) + "\n")
