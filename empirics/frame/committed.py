"""Predictions are written down before they are tested: full runs start on no others.

``stored/predictions.json`` holds every experiment's predictions with their tests.  A run with the
preset "full" or "paper" compares it with what the code would test, and refuses to start when they
differ.  ``python -m empirics.frame.committed`` writes the file; commit it before the run, so that
the history shows which came first.  The plan of each run keeps its digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Experiment, Record
from numerics.running.files import write_atomically

FILE = Path(__file__).parent.parent / "stored" / "predictions.json"
_AGAIN = "python -m empirics.frame.committed"


def predicted(experiment: Experiment) -> list[Record]:
    """The predictions of an experiment, as JSON."""
    return [
        {**asdict(prediction), "mark": prediction.mark.value}
        for prediction in experiment.predictions
    ]


def digest(experiment: Experiment) -> str:
    """Sixteen hex digits of an experiment's predictions."""
    return digest_of(predicted(experiment))


def digest_of(predictions: list[Record]) -> str:
    """Sixteen hex digits of predictions as they stand in JSON, in a plan say."""
    text = json.dumps(predictions, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check(experiment: Experiment, file: Path = FILE) -> None:
    """Refuse to test predictions that are not the committed ones.

    Raises:
        EmpiricsError: if they differ, with the first that does, or the file cannot be read.
    """
    try:
        committed = json.loads(file.read_bytes())[experiment.name]
    except (OSError, ValueError, KeyError, TypeError):
        raise EmpiricsError(
            f"{file} has no predictions of {experiment.name}: write them down with `{_AGAIN}` and"
            " commit the file before a full run"
        ) from None
    now = predicted(experiment)
    if now == committed:
        return
    known = {each["id"]: each for each in committed if isinstance(each, dict) and "id" in each}
    changed = [each["id"] for each in now if known.get(each["id"]) != each]
    gone = set(known) - {each["id"] for each in now}
    which = ", ".join([*changed, *sorted(gone)]) or "their order"
    raise EmpiricsError(
        f"the predictions of {experiment.name} are not the committed ones ({which}): a full run"
        f" tests no others. Write them down with `{_AGAIN}` and commit {file.name} first"
    )


def write(experiments: list[Experiment], file: Path = FILE) -> None:
    """Write down the predictions of these experiments."""
    found = {each.name: predicted(each) for each in experiments}
    write_atomically(file, json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    from empirics.frame.registry import experiments as all_experiments

    write(all_experiments(["all"]))
    print(FILE)
