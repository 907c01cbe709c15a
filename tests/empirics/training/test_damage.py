"""A damaged folder of a run is refused, or the damage changes nothing that is read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from empirics.errors import TrainingError
from empirics.training.checkpoint import FILE
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.folder import LINES, LOCK, RUN, RunFolder
from empirics.training.train import Trained, train

CONFIG = Config(
    Architecture("mlp", (3,), latent=2), (Member(0), Member(1)), VAE(), Optimiser(), epochs=3,
    batch=16,
)  # fmt: skip
# More by hand: SPARSITY_CORRUPTIONS=10000.
CORRUPTIONS = int(os.environ.get("SPARSITY_CORRUPTIONS", "200"))


def data() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((48, 3)).astype(np.float32)


def content(trained: Trained) -> str:
    values = trained.networks.parameters.values.tolist()
    history = [{k: v for k, v in line.items() if k != "seconds"} for line in trained.history]
    return json.dumps([trained.gamma.tolist(), values, history])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("run") / "whole"
    return folder, content(train(CONFIG, data(), folder=folder))


def damage(path: Path, stream: np.random.Generator) -> None:
    """A flipped byte, another digit, two places exchanged, or an end cut off."""
    found = bytearray(path.read_bytes())
    place, other = (int(i) for i in stream.integers(0, len(found), 2))
    kind = stream.integers(4)
    if kind == 0:
        found[place] ^= int(stream.integers(1, 256))
    elif kind == 1:
        digits = [i for i, byte in enumerate(found) if 48 <= byte <= 57]
        found[digits[place % len(digits)]] = 48 + int(stream.integers(10))
    elif kind == 2:
        found[place], found[other] = found[other], found[place]
    else:
        del found[place:]
    path.write_bytes(bytes(found))


def test_a_damaged_folder_is_refused_or_gives_the_same_result(
    whole: tuple[Path, str], tmp_path: Path
) -> None:
    folder, expected = whole
    stream, refused = np.random.default_rng(0), 0
    x = data()
    for number in range(CORRUPTIONS):
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        damage(copy / (FILE, LINES, RUN)[number % 3], stream)
        try:
            assert content(train(CONFIG, x, folder=copy)) == expected
        except TrainingError:
            refused += 1
        shutil.rmtree(copy)
    assert refused > CORRUPTIONS / 2


@pytest.mark.parametrize("name", [FILE, LINES, RUN])
@pytest.mark.parametrize("text", ["", "[]", "null", "1", '{"config": 1}', "[" * 100_000])
def test_other_content_is_refused(
    whole: tuple[Path, str], tmp_path: Path, name: str, text: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole[0], copy)
    (copy / name).write_text(text)
    with pytest.raises(TrainingError):
        train(CONFIG, data(), folder=copy)


def test_a_second_run_on_one_folder_is_refused(tmp_path: Path) -> None:
    identity = {"config": 1}
    first = RunFolder(tmp_path / "run", identity)
    with pytest.raises(TrainingError, match="another process trains"):
        RunFolder(tmp_path / "run", identity)
    first.close()
    RunFolder(tmp_path / "run", identity).close()


def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path;"
        "from empirics.training.folder import RunFolder;"
        "folder = RunFolder(Path(sys.argv[1]), {}); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "run")], check=False)
    assert (tmp_path / "run" / LOCK).exists()
    RunFolder(tmp_path / "run", {}).close()
