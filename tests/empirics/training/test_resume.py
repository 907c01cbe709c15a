"""A run that was stopped, in whatever way, ends as if it had not been: bit for bit."""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import signal
import time
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import TrainingError  # noqa: E402
from empirics.training import checkpoint  # noqa: E402
from empirics.training.config import (  # noqa: E402
    VAE,
    Architecture,
    Autoencoder,
    Config,
    Member,
    Optimiser,
)
from empirics.training.step import TrainingStep  # noqa: E402
from empirics.training.train import train  # noqa: E402

X = np.random.default_rng(0).standard_normal((60, 6)).astype(np.float32)
BASE = Config(Architecture("mlp", (6,), 3, (8,)), (Member(0), Member(1)), VAE(), Optimiser(), 6, 16)
KINDS = {
    "learned": BASE,
    "closed": replace(BASE, loss=VAE("closed")),
    "cosine": replace(BASE, optimiser=Optimiser(schedule="cosine")),
    "rprop": replace(BASE, optimiser=Optimiser("rprop")),
    "sgd": replace(BASE, optimiser=Optimiser("sgd")),
    "autoencoder": replace(BASE, loss=Autoencoder("u", ("u", "log(u + 1/10)"))),
    "conv": replace(BASE, architecture=Architecture("conv", (1, 2, 3), 3, (2,))),
}


def lines(folder):
    read = [json.loads(line) for line in (folder / "lines.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if k != "seconds"} for line in read]


def state(folder):
    """Everything that a finished run keeps, without its times."""
    tensors, record = checkpoint.load(folder)
    kept = {k: v for k, v in record.items() if k not in ("seconds", "lines", "lines_digest")}
    return {k: v.numpy().tobytes() for k, v in tensors.items()}, kept, lines(folder)


def stopped_at(step, monkeypatch):
    """Training breaks off at this step, counted from 0 over the whole run."""
    count = iter(range(10**6))
    original = TrainingStep.__call__

    def breaking(self, x, noise):
        if next(count) == step:
            raise KeyboardInterrupt
        return original(self, x, noise)

    monkeypatch.setattr(TrainingStep, "__call__", breaking)


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_broken_off_within_an_epoch_ends_with_the_same_bits(kind, tmp_path, monkeypatch):
    config = KINDS[kind]
    trace = 0 if kind == "autoencoder" else 20
    whole = train(config, X, folder=tmp_path / "whole", trace=trace)
    for step in (1, 10, 7):  # counted from where each attempt starts
        with monkeypatch.context() as patch:
            stopped_at(step, patch)
            with pytest.raises(KeyboardInterrupt):
                train(config, X, folder=tmp_path / "broken", checkpoint_seconds=0, trace=trace)
    resumed = train(config, X, folder=tmp_path / "broken", trace=trace)
    assert state(tmp_path / "broken") == state(tmp_path / "whole")
    assert np.array_equal(whole.encode(X)[0], resumed.encode(X)[0])
    assert whole.probes == resumed.probes
    assert whole.trace == resumed.trace
    assert bool(whole.trace) == (trace > 0)
    assert np.array_equal(whole.gamma, resumed.gamma, equal_nan=True)
    assert [r["epoch"] for r in resumed.history] == [1, 2, 3, 4, 5, 6]


def test_lines_beyond_the_last_checkpoint_are_written_again_once(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        stopped_at(14, patch)
        with pytest.raises(KeyboardInterrupt):
            train(BASE, X, folder=tmp_path / "a", checkpoint_seconds=1e9)
    assert len(lines(tmp_path / "a")) == 3  # and no checkpoint at all
    train(BASE, X, folder=tmp_path / "a")
    train(BASE, X, folder=tmp_path / "b")
    assert state(tmp_path / "a") == state(tmp_path / "b")


@pytest.fixture(scope="module")
def processes():
    """Processes that start with everything imported, also what torch.optim imports when used."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["empirics.training.train", "torch._dynamo"])
    return context


def test_a_run_killed_at_random_moments_ends_with_the_same_bits(tmp_path, processes):
    config = replace(BASE, epochs=50)
    stream = random.Random(4)

    def start(folder, seconds):
        options = {"folder": folder, "checkpoint_seconds": seconds}
        process = processes.Process(target=train, args=(config, X), kwargs=options)
        process.start()
        return process

    def finish(folder):
        process = start(folder, 1e9)
        process.join()
        assert process.exitcode == 0
        return state(folder)

    folder = tmp_path / "killed"
    for target in sorted(stream.sample(range(170), 4)):
        process = start(folder, 0)
        while process.is_alive() and steps_done(folder) <= target:
            time.sleep(0.001)
        time.sleep(stream.uniform(0, 0.004))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    assert 0 < steps_done(folder) < 4 * 50
    assert finish(folder) == finish(tmp_path / "whole")
    assert not list(folder.glob(".*"))


def steps_done(folder):
    stored = checkpoint.load(folder)
    return 0 if stored is None else 4 * stored[1]["epoch"] + stored[1]["step"]


def test_a_finished_run_is_loaded_not_trained_again(tmp_path, monkeypatch):
    first = train(BASE, X, folder=tmp_path)
    stopped_at(0, monkeypatch)
    again = train(BASE, X, folder=tmp_path)
    assert np.array_equal(first.encode(X)[0], again.encode(X)[0])
    assert first.history == again.history


def test_torn_lines_and_leftover_files_are_coped_with(tmp_path, monkeypatch):
    train(BASE, X, folder=tmp_path / "whole")
    folder = tmp_path / "broken"
    with monkeypatch.context() as patch:
        stopped_at(9, patch)
        with pytest.raises(KeyboardInterrupt):
            train(BASE, X, folder=folder, checkpoint_seconds=0)
    with (folder / "lines.jsonl").open("a") as file:
        file.write('{"epoch": 3, "lo')
    (folder / f".{checkpoint.FILE}.abcdef").write_bytes(b"half a checkpoint")
    train(BASE, X, folder=folder)
    assert state(folder) == state(tmp_path / "whole")
    assert not list(folder.glob(".*"))


def flipped(content, place):
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: content[: len(content) // 2], "damaged or no checkpoint"),
        (lambda content: b"", "damaged or no checkpoint"),
        (lambda content: b"not safetensors at all", "damaged or no checkpoint"),
        (lambda content: flipped(content, -5), "differs from its checksum"),
        (lambda content: content.replace(b'version\\": 2', b'version\\": 9'), "has format 9"),
    ],
    ids=["truncated", "empty", "foreign", "bit flip", "other version"],
)
def test_a_damaged_checkpoint_is_refused(damage, message, tmp_path):
    train(BASE, X, folder=tmp_path)
    path = tmp_path / checkpoint.FILE
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(TrainingError, match=message):
        train(BASE, X, folder=tmp_path)


def test_lost_lines_are_noticed(tmp_path):
    train(BASE, X, folder=tmp_path)
    (tmp_path / "lines.jsonl").write_text("")
    with pytest.raises(TrainingError, match="shorter than when the checkpoint was written"):
        train(BASE, X, folder=tmp_path)


def test_a_folder_of_another_run_is_refused_and_left_as_it_is(tmp_path):
    train(BASE, X, folder=tmp_path / "a")
    before = state(tmp_path / "a")
    with pytest.raises(TrainingError, match="differs in config"):
        train(replace(BASE, epochs=7), X, folder=tmp_path / "a")
    with pytest.raises(TrainingError, match="differs in data"):
        train(BASE, X + 1, folder=tmp_path / "a")
    assert state(tmp_path / "a") == before
    other = replace(BASE, architecture=Architecture("mlp", (6,), 2))
    train(other, X, folder=tmp_path / "b")
    shutil.copy(tmp_path / "a" / checkpoint.FILE, tmp_path / "b" / checkpoint.FILE)
    with pytest.raises(TrainingError, match="belongs to another run"):
        train(other, X, folder=tmp_path / "b")
    shutil.copy(tmp_path / "a" / "lines.jsonl", tmp_path / "a" / "run.json")
    with pytest.raises(TrainingError, match="damaged"):
        train(BASE, X, folder=tmp_path / "a")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(TrainingError, match="cannot make the folder"):
        train(BASE, X, folder=file)


def test_when_training_stops_the_last_good_checkpoint_stays(tmp_path):
    wild = replace(BASE, optimiser=Optimiser("sgd", learning_rate=3e-2), epochs=400)
    wild = replace(wild, loss=VAE("fixed"), members=(Member(0, gamma=1e-2),))
    with pytest.raises(TrainingError, match=r"became (inf|nan).*last good checkpoint"):
        train(wild, X, folder=tmp_path, checkpoint_seconds=0)
    tensors, _ = checkpoint.load(tmp_path)
    assert torch.isfinite(tensors["parameters"]).all()
