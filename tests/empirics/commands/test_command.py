"""The command ``python -m empirics``: bad input in one line, killed runs go on, nothing is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from empirics.__main__ import main
from empirics.frame.records import TIMES
from empirics.frame.registry import NAMES

pytest.importorskip("torch")

# Experiment affine, made small, in this process and in workers that are spawned from it.
SMALL = """
import dataclasses, signal, sys
from empirics.experiments import affine
from empirics.frame.jobs import sample

original = affine.jobs

def small(plan):
    found = original(plan)
    for job in found:
        job["data"] = sample("digits", train=200, test=50)
        job["config"]["epochs"] = {epochs}
        job["config"]["batch"] = 20
    return found

affine.EXPERIMENT = dataclasses.replace(affine.EXPERIMENT, jobs=small)
from empirics.__main__ import main
if __name__ == "__main__":
    # A shell that runs the tests in the background makes everything below it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
"""


def failure(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that bad input gives."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert line.startswith("empirics: ")
    return line


@pytest.fixture(autouse=True)
def no_default_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.delenv("SPARSITY_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    yield
    assert not (tmp_path / "records").exists()  # bad input leaves nothing behind


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["train"], "invalid choice: 'train'"),
        (["run"], "the following arguments are required: NAME"),
        (["run", "afine"], "there is no experiment 'afine'; there are fig-4,"),
        (["run", "affine", "--preset", "slow"], "invalid choice: 'slow'"),
        (["run", "affine", "--seeds", "0"], "--seeds: needs a whole number from 1 to 100,"),
        (
            ["run", "affine", "--seeds", "101"],
            "--seeds: needs a whole number from 1 to 100,",
        ),
        (
            ["run", "affine", "--seeds", "many"],
            "--seeds: needs a whole number from 1 to 100,",
        ),
        (
            ["run", "affine", "--workers", "0"],
            "--workers: needs a whole number from 1 to 256,",
        ),
        (["data", "--download", "mnist"], "say with --data DIR where"),
        (["data", "--download", "nope", "--data", "."], "no data set 'nope'; there are digits,"),
        (["data", "--download", "minst", "--data", "."], "did you mean mnist"),
        (["run", "affine", "--sets", "digit"], "did you mean digits?"),
        (
            ["diagnose", "x.npz", "--gama", "1"],
            "did you mean --gamma?; see `python -m empirics diagnose --help`",
        ),
        (
            ["run", "affine", "--threads", "0"],
            "--threads: needs a whole number from 1 to 256,",
        ),
        (["run", "affine", "--workers", "2", "--cluster", "tcp://x:1"], "not both"),
        (["run", "affine", "--sets", "mnist"], "has no data set mnist; it has digits"),
        (["run", "affine", "--data"], "argument --data: expected one argument"),
        (["run", "affine", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["run", "affine", "--device", "tpu"], "invalid choice: 'tpu'"),
        (["report"], "no complete record in records"),
        (["figures"], "no complete record in records"),
        (["diagnose", "missing.npz"], "missing.npz"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in failure(capsys, *arguments)


@pytest.mark.parametrize(
    ("folder", "words"), [(None, "mnist"), ("empty", "MNIST/raw"), ("absent", "is not a folder")]
)
def test_missing_data_are_named_before_anything_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: str | None, words: str
) -> None:
    (tmp_path / "empty").mkdir()
    where = [] if folder is None else ["--data", str(tmp_path / folder)]
    assert words in failure(capsys, "run", "affine", "--preset", "full", *where)


def test_a_device_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "use --device cpu" in failure(capsys, "run", "affine", "--device", "cuda")


def test_without_torch_a_run_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("empirics.commands.experiments.find_spec", lambda _name: None)
    assert "pip install 'sparsity-theory[empirics]'" in failure(capsys, "run", "affine")


def test_list_shows_every_prediction_with_its_test(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert all(f"{name}: " in text for name in NAMES)
    assert text.count("predicts: ") == text.count("test:     ") >= 20


def test_data_lists_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data"]) == 0
    assert "digits         built in" in capsys.readouterr().out


def test_diagnose_reads_arrays_and_writes_json_and_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    from empirics.measures.affine import solve

    x = np.random.default_rng(0).standard_normal((300, 6)) * [3, 2, 1, 0.3, 0.3, 0.3]
    best = solve(x, 4)
    codes = best.mu + best.sigma * np.random.default_rng(1).standard_normal(best.mu.shape)
    np.savez(
        tmp_path / "vae.npz", mu=best.mu, sigma=best.sigma, x=x, x_hat=best.decode(codes),
        gamma=best.gamma,
    )  # fmt: skip
    out, picture = tmp_path / "out.json", tmp_path / "out.png"
    arguments = ["diagnose", "vae.npz", "--json", str(out), "--plot", str(picture)]
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip()
    assert json.loads(out.read_text())
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert main(["diagnose", "vae.npz", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(out.read_text())


def test_diagnose_takes_a_decoder_and_all_else_from_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    from empirics.measures.affine import solve

    x = np.random.default_rng(0).standard_normal((300, 6)) * [3, 2, 1, 0.3, 0.3, 0.3]
    best = solve(x, 4, beta=2.0)
    np.savez(tmp_path / "vae.npz", mu=best.mu, sigma=best.sigma, x=x, x_hat=best.decode(best.mu))
    np.savez(tmp_path / "weights.npz", w=best.weights, b=best.offset)
    (tmp_path / "my_decoder.py").write_text(
        "import numpy as np\n"
        f"stored = np.load({str(tmp_path / 'weights.npz')!r})\n"
        "def decode(z):\n    return z @ stored['w'].T + stored['b']\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    page = tmp_path / "page.html"
    options = f"--gamma {best.gamma} --beta 2 --split train --decoder my_decoder:decode --json -"
    arguments = ["diagnose", "vae.npz", *options.split(), "--html", str(page)]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["active"]["rule"] == "ablation"
    assert found["beta"] == 2
    assert found["causes"] == []
    assert "<svg" in page.read_text()
    for name, message in (
        ("my_decoder", "needs MODULE:NAME"),
        ("not_there:decode", "importing 'not_there' failed"),
        ("my_decoder:decod", "did you mean 'decode'"),
    ):
        assert message in failure(capsys, "diagnose", "vae.npz", "--decoder", name)


def small(folder: Path, epochs: int, workers: int = 1) -> list[str]:
    script = folder / "small.py"
    script.write_text(SMALL.format(epochs=epochs))
    records = folder / "kept"
    return [
        sys.executable, str(script), "run", "affine", "--device", "cpu", "--threads", "1",
        "--workers", str(workers), "--records", str(records),
    ]  # fmt: skip


def environment() -> dict[str, str]:
    return os.environ | {"OMP_NUM_THREADS": "1"}


def results(folder: Path) -> list[dict[str, Any]]:
    """What was stored, without the times."""
    (path,) = (folder / "kept").glob("affine/*/results.jsonl")
    rows = [json.loads(line)["result"] for line in path.read_text().splitlines()[1:]]
    for row in rows:
        for timed in (row, *row["history"]):
            for name in TIMES:
                timed.pop(name, None)
    return rows


def test_a_killed_run_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    subprocess.run(small(whole, 20), check=True, capture_output=True, env=environment())
    process = subprocess.Popen(
        small(killed, 20), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    wait_for_epochs(killed, 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(killed.rglob("summary.json"))
    again = subprocess.run(
        small(killed, 20), check=True, capture_output=True, text=True, env=environment()
    )
    assert "learned-gamma" in again.stdout.split("| prediction")[1]
    assert results(killed) == results(whole)
    assert not list(killed.rglob("running"))


def test_an_interrupted_run_stops_its_workers_and_says_how_to_go_on(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    process = subprocess.Popen(
        small(tmp_path, 10**6, workers=2), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, env=environment(),
    )  # fmt: skip
    wait_for_epochs(tmp_path, 2)
    process.send_signal(signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    last = errors.splitlines()[-1]
    assert last == "empirics: interrupted, the same command goes on from what is kept"
    assert "Traceback" not in errors


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    process = subprocess.Popen(
        small(tmp_path, 10**6, workers=2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment(),
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        process.wait()
        pytest.skip("this system does not list the children of a process")
    wait_for_epochs(tmp_path, 2)
    workers = [Path("/proc") / child for child in children.read_text().split()]
    assert len(workers) >= 2
    process.kill()
    process.wait()
    deadline = time.monotonic() + 300
    while any(alive(worker) for worker in workers):
        assert time.monotonic() < deadline, "a worker outlives its parent"
        time.sleep(0.05)


def alive(process: Path) -> bool:
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # a zombie has ended; nobody has collected it


def wait_for_epochs(folder: Path, count: int) -> None:
    """Until a training run under way has so many epochs behind it."""
    for _ in range(6000):
        for path in folder.rglob("lines.jsonl"):
            if path.read_bytes().count(b"\n") >= count:
                return
        time.sleep(0.05)
    pytest.fail("nothing trained within 300 s")
