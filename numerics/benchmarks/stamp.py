"""What a stored table was measured with: the code, the day, the machine and the versions."""

from __future__ import annotations

import hashlib
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numerics
import sparsity_theory

PACKAGES = (
    "numpy", "scipy", "python-flint", "sympy", "numba", "gurobipy", "xpress", "pyscipopt",
    "maingopy",
)  # fmt: skip


def code() -> str:
    """Twelve digits of a hash of every module of `numerics` and `sparsity_theory`.

    >>> len(code())
    12
    """
    total = hashlib.sha256()
    for package in (numerics, sparsity_theory):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*.py")):
            total.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:12]


def today() -> str:
    """The day, in UTC."""
    return datetime.now(tz=UTC).date().isoformat()


def machine() -> str:
    """Interpreter, processor, cores and how busy they are."""
    load = os.getloadavg()[0]
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()},"
        f" {os.cpu_count()} cores, load {load:.1f} at the start"
    )


def versions() -> dict[str, str]:
    """Of what solves."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def line(budget: float) -> str:
    """All of it, for the head of a table."""
    named = ", ".join(f"{name} {number}" for name, number in versions().items())
    return f"{today()}, code {code()}; {machine()}; budget {budget:g} CPU s a run\n{named}"


def record() -> dict[str, str | dict[str, str]]:
    """All of it, for a stored record."""
    return {"date": today(), "code": code(), "machine": machine(), "versions": versions()}
