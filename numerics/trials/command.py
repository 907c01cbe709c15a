"""What `numerics.trials` does: run one kind of trial, print what it found, and write it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from numerics.errors import NumericsError
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.trials.kinds import KINDS
from numerics.trials.trial import Trial

STORED = Path(__file__).resolve().parent.parent / "stored" / "trials.json"
"""The trials that were run by hand, with their full numbers."""
_PART = 50
"""So many cases are run before they are written."""


def run(options: argparse.Namespace) -> int:
    """Run the trials of one kind; what the file says of other kinds stays.

    A trial of the same kind and seed in the file is gone on with.
    """
    check_outputs(options.json)
    known = {} if options.json is None else _known(options.json)
    trial = _begun(options.kind, options.seed, known)
    while trial.count < options.count:
        before = trial.count
        trial.grow(KINDS[options.kind], min(options.count, trial.count + _PART))
        if trial.count == before:
            break  # there are no more cases of this kind
        if not is_stdout(options.json):
            write_json(options.json, known | {trial.kind: trial.record})
    if is_stdout(options.json):
        write_json(options.json, {trial.kind: trial.record})
    else:
        print("\n  ".join([str(trial), *trial.wrong]))
    return Exit.NOT_VERIFIED if trial.wrong else Exit.DONE


def _begun(kind: str, seed: int, known: dict[str, Any]) -> Trial:
    if kind not in known or known[kind].get("seed") != seed:
        return Trial(kind, seed)
    try:
        return Trial(**known[kind])
    except TypeError:
        raise NumericsError(
            f"the file's trial {kind!r} is not one of this version: choose another name for --json"
        ) from None


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
    if not isinstance(found, dict) or not all(isinstance(x, dict) for x in found.values()):
        raise NumericsError(f"--json {path}: not a file of trials; choose another name")
    return found
