"""What `numerics.trials` does: run one kind of trial, print what it found, and write it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from numerics.errors import NumericsError
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.trials.run import Trial, disguise_trial, hostile_trial, random_trial

STORED = Path(__file__).resolve().parent.parent / "stored" / "trials.json"
"""The trials that were run by hand, with their full numbers."""


def run(options: argparse.Namespace) -> int:
    """Run the trials of one kind; what the file says of other kinds stays."""
    check_outputs(options.json)
    others = {} if options.json is None else _known(options.json)
    trial = _trial(options.kind, options.count, options.seed)
    write_json(options.json, others | {trial.kind: _record(trial)})
    if not is_stdout(options.json):
        print("\n  ".join([str(trial), *trial.wrong]))
    return Exit.NOT_VERIFIED if trial.wrong else Exit.DONE


def _trial(kind: str, count: int, seed: int) -> Trial:
    if kind == "disguises":
        return disguise_trial()
    return (random_trial if kind == "random" else hostile_trial)(count, seed)


def _record(trial: Trial) -> dict[str, Any]:
    record = trial.record
    return record | {"seeds": [record.pop("seed")]}


def _known(path: Path) -> dict[str, Any]:
    """The trials that a file holds; none if there is no such file.

    Raises:
        NumericsError: if it is no file of trials.
    """
    if is_stdout(path) or not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NumericsError(f"--json {path}: not a file of trials; choose another name")
    return found
