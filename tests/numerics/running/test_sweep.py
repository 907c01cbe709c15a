"""Sweeps: the same results on every executor, nothing lost, resumed from what is stored."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from numerics.errors import NumericsError
from numerics.phase_diagrams.decision import decide
from numerics.running.sweep import (
    Record,
    Store,
    Workers,
    cluster,
    inline,
    key,
    processes,
    stored_results,
    sweep,
)

JOBS: list[Record] = [
    {"family": "log", "parameter": f"1/{n}", "M": "1", "epsilon": "1/10", "dims": [3, 2, 1]}
    for n in range(9780, 9820)
]
SERIAL = [{"outcome": "success" if n > 9800 else "failure"} for n in range(9780, 9820)]
SERIAL[20] = {"outcome": "undecided"}  # the tie: the threshold is 1/9800


def die_once(job: Record) -> Record:
    """Kills its own process the first time it meets the marked job."""
    marker = Path(job["marker"])
    if job["x"] == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return {"y": job["x"] ** 2}


class DeadExecutor(ThreadPoolExecutor):
    """What a pool looks like whose processes died at once."""

    def submit(self, *_: Any, **__: Any) -> Any:
        raise BrokenExecutor


@contextmanager
def threads() -> Iterator[Workers]:
    with ThreadPoolExecutor(2) as executor:
        yield Workers(executor)


def test_any_executor_gives_the_serial_results() -> None:
    assert sweep(JOBS, decide, inline) == SERIAL
    assert sweep(JOBS, decide, processes(2), chunk=7) == SERIAL


def test_jobs_that_occur_twice_are_computed_once() -> None:
    met: list[int] = []

    def work(job: Record) -> Record:
        met.append(job["x"])
        return {"y": job["x"]}

    assert sweep([{"x": 1}, {"x": 2}, {"x": 1}], work, threads) == [{"y": 1}, {"y": 2}, {"y": 1}]
    assert sorted(met) == [1, 2]


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    jobs: list[Record] = [{"x": x, "marker": str(tmp_path / "died")} for x in range(8)]
    store = Store(tmp_path / "results.jsonl", "test")
    found = sweep(jobs, die_once, processes(2), store=store)
    assert (tmp_path / "died").exists()
    assert found == [{"y": x**2} for x in range(8)]


def test_workers_that_always_die_end_the_sweep() -> None:
    with pytest.raises(NumericsError, match="workers died 3 times in a row"):
        sweep([{"x": 1}], decide, lambda: nullcontext(Workers(DeadExecutor(1))))


def test_an_interrupted_sweep_resumes_from_what_is_stored(tmp_path: Path) -> None:
    path, done = tmp_path / "results.jsonl", 0

    def interrupt(count: int) -> None:
        nonlocal done
        done += count
        if done >= 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(JOBS, decide, inline, store=Store(path, "test"), progress=interrupt, chunk=5)
    before = path.read_bytes()
    stored = Store(path, "test")
    assert len(stored.results) == 15

    fresh: list[Record] = []

    def work(job: Record) -> Record:
        fresh.append(job)
        return decide(job)

    assert sweep(JOBS, work, inline, store=stored) == SERIAL
    assert len(fresh) == len(JOBS) - 15
    assert path.read_bytes().startswith(before)  # append-only
    assert len(Store(path, "test").results) == len(JOBS)


def test_a_torn_or_edited_line_is_computed_again(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    sweep(JOBS, decide, inline, store=Store(path, "test"))
    text = path.read_text()
    edited = text.replace('"outcome":"undecided"', '"outcome":"success"')
    assert edited != text
    path.write_text(edited[:-30])  # and the last line is cut off
    store = Store(path, "test")
    assert (store.damaged, len(store.results)) == (2, len(JOBS) - 2)
    assert sweep(JOBS, decide, inline, store=store) == SERIAL
    again = Store(path, "test")
    assert (again.damaged, len(again.results)) == (2, len(JOBS))


def test_a_file_of_another_version_or_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Store(path, "test")
    text = path.read_text()
    with pytest.raises(NumericsError, match="its task is 'test', not 'other'"):
        Store(path, "other")
    for name, other in (('"version":1', '"version":2'), ('"library":"', '"library":"9.')):
        assert name in text
        path.write_text(text.replace(name, other))
        with pytest.raises(NumericsError, match="was written by another sweep"):
            Store(path, "test")
    for content in ("", "{}\n", "[1]\n", "\x00\n", "not JSON\n"):
        path.write_text(content)
        with pytest.raises(NumericsError, match="not a file of sweep results"):
            Store(path, "test")
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(NumericsError, match="not a file of sweep results"):
        Store(path, "test")


@pytest.fixture(scope="module")
def dask_cluster() -> Iterator[Any]:
    """A real scheduler and two worker processes on loopback."""
    distributed = pytest.importorskip("distributed")
    import logging

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_serial_results(dask_cluster: Any) -> None:
    progress: list[int] = []
    pool = cluster(dask_cluster.scheduler_address)
    assert sweep(JOBS, decide, pool, chunk=4, progress=progress.append) == SERIAL
    assert sum(progress) == len(JOBS)
    assert len(progress) > 2  # shown on the way, not only at the end


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_of_a_cluster_loses_nothing(dask_cluster: Any, tmp_path: Path) -> None:
    jobs: list[Record] = [{"x": x, "marker": str(tmp_path / "died")} for x in range(12)]
    store = Store(tmp_path / "results.jsonl", "test")
    found = sweep(jobs, die_once, cluster(dask_cluster.scheduler_address), store=store)
    assert (tmp_path / "died").exists()
    assert found == [{"y": x**2} for x in range(12)]
    assert len(Store(store.path, "test").results) == 12


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "foo://127.0.0.1:9", ""])
def test_a_cluster_that_does_not_answer_is_reported(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("numerics.running.sweep.CLUSTER_SECONDS", 1)
    with pytest.raises(NumericsError, match="does not answer within 1 s"):
        sweep(JOBS, decide, cluster(address))


def test_stored_results_outlive_the_library_version_that_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Store(path, "squares").add([({"x": 2}, {"y": 4})])
    path.write_text(path.read_text().replace(version("sparsity-theory"), "0.0.0", 1))
    with pytest.raises(NumericsError, match="library"):
        Store(path, "squares")
    assert stored_results(path, "squares") == {key({"x": 2}): {"y": 4}}
    with pytest.raises(NumericsError, match="another sweep: its task is 'squares'"):
        stored_results(path, "cubes")
