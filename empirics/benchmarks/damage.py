"""``python -m empirics.benchmarks.damage``: what becomes of a run whose folder was damaged.

A finished run's folder is copied, one of its files is damaged at random, and the run is asked for
again: it must be refused, or give the result that it gave before, because nothing that is read back
was touched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from empirics.errors import TrainingError
from empirics.training.checkpoint import FILE
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; the exit status is 0 only where no damage gave another result."""
    parser = argparse.ArgumentParser(prog="python -m empirics.benchmarks.damage")
    parser.add_argument("--times", type=int, default=10_000, metavar="N", help="damages (10000)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the numbers, to a file")
    options = parser.parse_args(arguments)
    return guarded("empirics.benchmarks.damage", lambda: _run(options.times, options.json))


def _run(times: int, output: Path | None) -> int:
    check_outputs(output)
    found = damaged(times)
    if output is not None:
        write_atomically(output, json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{times} damages: {json.dumps(found['outcomes'])}")
    return 1 if found["outcomes"]["another result"] else 0


def damaged(times: int, seed: int = 0) -> dict[str, dict[str, int]]:
    """Damage the folder of a small run so many times; outcomes, in all and by file.

    An exception other than `TrainingError` is not caught: it would be an outcome of its own.
    """
    x = np.random.default_rng(0).standard_normal((48, 3)).astype(np.float32)
    stream = np.random.default_rng(seed)
    outcomes = Counter({"refused": 0, "the same result": 0, "another result": 0})
    refused: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder, copy = Path(place, "whole"), Path(place, "copy")
        expected = content(train(CONFIG, x, folder=folder))
        for number in bar(list(range(times)), desc="damages"):
            shutil.copytree(folder, copy)
            name = FILES[number % len(FILES)]
            damage(copy / name, stream)
            try:
                same = content(train(CONFIG, x, folder=copy)) == expected
                outcomes["the same result" if same else "another result"] += 1
            except TrainingError:
                outcomes["refused"] += 1
                refused[name] += 1
            shutil.rmtree(copy)
    return {"outcomes": dict(outcomes), "refused": dict(refused)}


def content(trained: Trained) -> str:
    """Everything that a run gives, but its times."""
    values = trained.networks.parameters.values.tolist()
    history = [{k: v for k, v in line.items() if k != "seconds"} for line in trained.history]
    return json.dumps([trained.gamma.tolist(), values, history, trained.probes])


def damage(path: Path, stream: np.random.Generator) -> None:
    """A flipped byte, another digit, two places exchanged, or an end cut off."""
    found = bytearray(path.read_bytes())
    place, other = (int(i) for i in stream.integers(0, len(found), 2))
    kind = stream.integers(4)
    if kind == 0:
        found[place] ^= int(stream.integers(1, 256))
    elif kind == 1:
        digits: NDArray[np.intp] = np.flatnonzero([48 <= byte <= 57 for byte in found])
        found[digits[place % len(digits)]] = 48 + int(stream.integers(10))
    elif kind == 2:
        found[place], found[other] = found[other], found[place]
    else:
        del found[place:]
    path.write_bytes(bytes(found))


if __name__ == "__main__":
    sys.exit(main())
