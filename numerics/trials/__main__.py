"""``python -m numerics.trials KIND [COUNT] [SEED]``: run trials and store what they found."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from numerics.trials.run import Trial, disguise_trial, hostile_trial, random_trial

STORED = Path(__file__).resolve().parent.parent / "stored" / "trials.json"
"""The trials that were run by hand, with their full numbers."""


def main(words: list[str]) -> int:
    """Run one kind of trial, print and store the outcome; 1 if anything was wrong."""
    runs = {"random": random_trial, "hostile": hostile_trial}
    numbers = words[1:3]
    if not words or words[0] not in {"disguises", *runs} or not all(w.isdigit() for w in numbers):
        sys.stderr.write("trials: name disguises, random or hostile, then a count and a seed\n")
        return 2
    count, seed = [*(int(w) for w in numbers), *(100, 1)[len(numbers) :]]
    trial = disguise_trial() if words[0] == "disguises" else runs[words[0]](count, seed)
    sys.stdout.write(f"{trial}\n" + "".join(f"  {wrong}\n" for wrong in trial.wrong))
    store(trial)
    return 1 if trial.wrong else 0


def store(trial: Trial) -> None:
    """Replace the stored outcome of this kind."""
    known = json.loads(STORED.read_text()) if STORED.exists() else {}
    record = trial.record
    known[trial.kind] = record | {"seeds": [record.pop("seed")]}
    made = STORED.with_suffix(".new")
    made.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    made.replace(STORED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
