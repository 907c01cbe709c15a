"""A damaged folder of a run is refused, or the damage changes nothing that is read back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

from empirics.benchmarks import damage as benchmark
from empirics.benchmarks.damage import CONFIG, DAMAGES, content, damaged, sentence, stored
from empirics.errors import TrainingError
from empirics.training.checkpoint import FILE
from empirics.training.folder import LINES, LOCK, RUN, RunFolder
from empirics.training.train import train


def data() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((48, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("run") / "whole"
    return folder, content(train(CONFIG, data(), folder=folder))


def test_a_damaged_folder_is_refused_or_gives_the_same_result() -> None:
    found = damaged(120)
    assert found["outcomes"]["another result"] == 0
    assert found["outcomes"]["refused"] > 60
    of = {part.partition(":")[0] for part in found["parts"]}
    assert of == {f"{name}, {kind}" for name in (FILE, LINES, RUN) for kind in DAMAGES}


def test_a_result_that_damage_changed_would_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunFolder, "_check", lambda self, identity: None)
    monkeypatch.setattr("empirics.training.checkpoint._digest", lambda tensors, text: "same")
    outcome = benchmark._outcome

    def lenient(*given: Any) -> str:
        try:
            return outcome(*given)
        except Exception:  # without digests a damaged record may do anything
            return "refused"

    monkeypatch.setattr(benchmark, "_outcome", lenient)
    found = damaged(96)
    assert found["outcomes"]["another result"] > 0
    assert f"{found['outcomes']['another result']} with another result" in sentence(found)


def test_ten_thousand_damages_are_stored_none_with_another_result() -> None:
    found = stored()
    assert found["times"] == sum(found["outcomes"].values()) == sum(found["parts"].values())
    assert found["times"] >= 10_000
    assert found["outcomes"]["another result"] == 0
    per_part = 10_000 // (3 * len(DAMAGES)) - 1
    for name in (FILE, LINES, RUN):
        for kind in DAMAGES:
            counts = [
                n for part, n in found["parts"].items() if part.startswith(f"{name}, {kind}:")
            ]
            assert sum(counts) >= per_part


def test_the_exit_status_says_whether_damage_changed_a_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "_outcome", lambda x, folder, expected: "another result")
    assert benchmark.main(["--times", "1"]) == 1
    assert "1 with another result" in capsys.readouterr().out


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
