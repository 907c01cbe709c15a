"""What the quick preset costs: ``python -m empirics.frame.quick RECORDS`` after a run of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from empirics.errors import EmpiricsError
from empirics.frame.records import runs, versions
from empirics.frame.registry import NAMES
from numerics.running.files import write_atomically

FILE = Path(__file__).parent.parent / "stored" / "quick.json"


def spent(records: Path, names: Sequence[str] = NAMES) -> dict[str, Any]:
    """CPU seconds of the newest quick run of every experiment.

    Raises:
        EmpiricsError: if an experiment has no complete one.
    """
    found: dict[str, float] = {}
    for name in names:
        for run in runs(records, name):
            seconds = run.cpu_seconds() if run.complete and run.preset == "quick" else None
            if seconds is not None:
                found[name] = seconds
    missing = [name for name in names if name not in found]
    if missing:
        raise EmpiricsError(
            f"{records} has no complete quick run of {', '.join(missing)}: run `python -m empirics"
            f" run all --records {records}` first"
        )
    return {"cpu_seconds": found, "versions": versions()}


def minutes(file: Path = FILE) -> float:
    """CPU minutes of all experiments together, as they are kept."""
    return float(sum(json.loads(file.read_text("utf-8"))["cpu_seconds"].values())) / 60


if __name__ == "__main__":
    write_atomically(FILE, json.dumps(spent(Path(sys.argv[1])), indent=1) + "\n")
    print(f"{FILE}: {minutes():.1f} CPU minutes")
