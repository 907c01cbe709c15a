"""``python -m empirics.benchmarks.damage``: what becomes of a run whose folder was damaged.

The folder of a run is copied, one of its files is damaged at random, and the run is asked for
again: it must be refused, or give the result of the undamaged run to the last bit, because nothing
that is read back was touched.  Every second folder is that of a run which was broken off within its
second epoch, so that it goes on training from what it reads.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empirics.errors import TrainingError
from empirics.frame.code import code_hash
from empirics.training.checkpoint import FILE
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser, Record
from empirics.training.folder import LINES, RUN
from empirics.training.train import Trained, train
from numerics.running.files import write_atomically
from numerics.running.frame import guarded
from numerics.running.outputs import check_outputs
from numerics.running.progress import bar

CONFIG = Config(
    Architecture("mlp", (3,), latent=2), (Member(0), Member(1)), VAE(), Optimiser(), epochs=3,
    batch=16,
)  # fmt: skip
FILES = (FILE, LINES, RUN)
STORED = Path(__file__).parent.parent / "stored" / "damage.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; the exit status is 0 only where no damage gave another result."""
    parser = argparse.ArgumentParser(prog="python -m empirics.benchmarks.damage")
    parser.add_argument("--times", type=int, default=10_000, metavar="N", help="damages (10000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the damages (0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the numbers, to a file")
    options = parser.parse_args(arguments)
    return guarded("empirics.benchmarks.damage", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(options.json)
    found = damaged(options.times, options.seed)
    if options.json is not None:
        write_atomically(options.json, json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(sentence(found))
    return 1 if found["outcomes"]["another result"] else 0


def damaged(times: int, seed: int = 0) -> dict[str, Any]:
    """Damage the folders of a small run so many times.

    An exception other than `TrainingError` is not caught: it would be an outcome of its own.

    Returns:
        Outcomes in all, and by the file and the kind of the damage; the number of damages, their
        seed and the hash of the code that trains.
    """
    x = np.random.default_rng(0).standard_normal((48, 3)).astype(np.float32)
    stream = np.random.default_rng(seed)
    outcomes = Counter({"refused": 0, "the same result": 0, "another result": 0})
    parts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "copy")
        folders = Path(place, "whole"), Path(place, "broken")
        expected = content(train(CONFIG, x, folder=folders[0]))
        break_off(x, folders[1])
        kinds = list(DAMAGES)
        for number in bar(list(range(times)), desc="damages"):
            shutil.copytree(folders[number % 2], copy)
            name = FILES[number // 2 % len(FILES)]
            kind = kinds[number // 2 // len(FILES) % len(kinds)]
            damage(copy / name, kind, stream)
            outcome = _outcome(x, copy, expected)
            outcomes[outcome] += 1
            parts[f"{name}, {kind}: {outcome}"] += 1
            shutil.rmtree(copy)
    return {
        "times": times, "seed": seed, "code": code_hash(train), "outcomes": dict(outcomes),
        "parts": dict(parts),
    }  # fmt: skip


def _outcome(x: NDArray[np.float32], folder: Path, expected: str) -> str:
    try:
        same = content(train(CONFIG, x, folder=folder)) == expected
    except TrainingError:
        return "refused"
    return "the same result" if same else "another result"


def break_off(x: NDArray[np.float32], folder: Path) -> None:
    """Leave a run's folder as a process does that ends within the second epoch."""

    def stop(record: Record) -> None:
        if record["epoch"] == 2:
            raise KeyboardInterrupt

    try:
        train(CONFIG, x, folder=folder, checkpoint_seconds=0, progress=stop)
    except KeyboardInterrupt:
        return
    raise AssertionError("the run came to its end")


def content(trained: Trained) -> str:
    """Everything that a run gives, but its times."""
    values = trained.networks.parameters.values.tolist()
    history = [{k: v for k, v in line.items() if k != "seconds"} for line in trained.history]
    return json.dumps([trained.gamma.tolist(), values, history, trained.probes])


def damage(path: Path, kind: str, stream: np.random.Generator) -> None:
    """Change a file in one of the ways of `DAMAGES`."""
    found = bytearray(path.read_bytes())
    before = bytes(found)
    while bytes(found) == before:  # another digit may be the same one
        DAMAGES[kind](found, stream)
    path.write_bytes(bytes(found))


def _flip(found: bytearray, stream: np.random.Generator) -> None:
    found[int(stream.integers(len(found)))] ^= int(stream.integers(1, 256))


def _digit(found: bytearray, stream: np.random.Generator) -> None:
    digits: NDArray[np.intp] = np.flatnonzero([48 <= byte <= 57 for byte in found])
    found[int(stream.choice(digits))] = 48 + int(stream.integers(10))


def _swap(found: bytearray, stream: np.random.Generator) -> None:
    one, other = (int(i) for i in stream.integers(0, len(found), 2))
    found[one], found[other] = found[other], found[one]


def _cut(found: bytearray, stream: np.random.Generator) -> None:
    del found[int(stream.integers(len(found))) :]


DAMAGES: dict[str, Callable[[bytearray, np.random.Generator], None]] = {
    "another byte": _flip, "another digit": _digit, "two exchanged": _swap, "cut off": _cut,
}  # fmt: skip


def sentence(found: dict[str, Any]) -> str:
    """The outcomes in words."""
    outcomes = found["outcomes"]
    return (
        f"{found['times']:,} damages: {outcomes['refused']:,} refused,"
        f" {outcomes['the same result']:,} with the same bits as the undamaged run,"
        f" {outcomes['another result']:,} with another result"
    )


def stored() -> dict[str, Any]:
    """The stored outcomes."""
    found: dict[str, Any] = json.loads(STORED.read_text("utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main())
