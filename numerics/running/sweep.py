"""Sweeps: one function over many small jobs, on any ``concurrent.futures`` executor.

Jobs and results are JSON objects.  Results go to an append-only file as they arrive, one line each
with a digest, so that whatever stops a sweep (Ctrl-C, a killed worker, a power cut) loses at most
what was being computed: the same call resumes from what is stored.  A line that is damaged or was
cut off counts as not stored, and is computed again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from typing import Any, TypeAlias

from numerics.errors import NumericsError
from numerics.running.files import check_writable, write_atomically

Record: TypeAlias = dict[str, Any]
Work: TypeAlias = Callable[[Record], Record]

FORMAT = "sparsity-theory sweep"
VERSION = 1
CLUSTER_SECONDS = 5
# Give up when workers die this often in a row without one result in between.
_MAX_DEATHS = 3
# How often a lost cluster is looked for while no result arrives.
_PULSE = 2.0


@dataclass(frozen=True)
class Workers:
    """An executor, and a check that raises once it can no longer be reached."""

    executor: Executor
    check: Callable[[], None] = lambda: None


# Makes workers; called again when they died.
Pool: TypeAlias = Callable[[], AbstractContextManager[Workers]]


class Store:
    """An append-only file of results.

    Args:
        path: the file; made if it does not exist.
        task: what the results are about; a file about something else is refused.

    Raises:
        NumericsError: if the file is no such store, or from another version or task.
        OutputError: if it cannot be written.
    """

    def __init__(self, path: Path, task: str) -> None:
        self.path = path
        self.damaged = 0
        self.results: dict[str, Record] = {}
        header = {
            "format": FORMAT,
            "version": VERSION,
            "library": version("sparsity-theory"),
            "task": task,
        }
        check_writable(path)
        if not path.exists():
            write_atomically(path, _line(header) + "\n")
        self._read(header)

    def _read(self, header: Record) -> None:
        lines = _lines(self.path)
        _check_header(self.path, lines[0], header)
        for line in lines[1:]:
            row = _parsed(line)
            if row is not None:
                self.results[key(row["job"])] = row["result"]
            elif line:
                self.damaged += 1
        self._cut_off = bool(lines[-1])

    def add(self, rows: Iterable[tuple[Record, Record]]) -> None:
        """Append results in one write, and see them on disk."""
        text = ""
        for job, result in rows:
            self.results[key(job)] = result
            text += _line({"job": job, "result": result, "digest": _digest(job, result)}) + "\n"
        if self._cut_off:  # end the line that an earlier run could not finish
            text, self._cut_off = "\n" + text, False
        try:
            with self.path.open("ab", buffering=0) as file:
                file.write(text.encode())
                os.fsync(file.fileno())
        except OSError as failure:
            raise NumericsError(f"cannot write {self.path}: {failure.strerror}") from None


def stored_results(path: Path, task: str) -> dict[str, Record]:
    """The intact results of a finished sweep by the key of their job, of whatever library version.

    Raises:
        NumericsError: if the file cannot be read, or is no store, or is about another task.
    """
    lines = _lines(path)
    _check_header(path, lines[0], {"version": VERSION, "task": task})
    rows = [row for row in map(_parsed, lines[1:]) if row is not None]
    return {key(row["job"]): row["result"] for row in rows}


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError as failure:
        raise NumericsError(f"cannot read {path}: {failure.strerror}") from None


def key(job: Record) -> str:
    """The text by which a job is known: canonical JSON."""
    return _line(job)


def sweep(
    jobs: Sequence[Record],
    work: Work,
    pool: Pool,
    *,
    store: Store | None = None,
    progress: Callable[[int], None] | None = None,
    chunk: int = 1,
) -> list[Record]:
    """The result of every job, in the order of the jobs, whatever the executor.

    Args:
        jobs: what to compute; a job that occurs twice is computed once.
        work: importable by name, deterministic; runs on the workers.
        pool: makes an executor; called again when its workers died.
        store: where results are looked up first and kept.
        progress: called with the number of jobs that are newly known.
        chunk: jobs that travel together.

    Raises:
        NumericsError: if workers keep dying, or cannot be reached any more.

    >>> sweep([{"x": 2}, {"x": 3}], lambda job: {"y": job["x"] ** 2}, inline)
    [{'y': 4}, {'y': 9}]
    """
    known = {} if store is None else store.results
    report = progress or (lambda _count: None)
    todo = {key(job): job for job in jobs if key(job) not in known}
    report(len(jobs) - len(todo))
    deaths = 0
    while todo:

        def keep(rows: list[tuple[Record, Record]]) -> None:
            nonlocal deaths
            deaths = 0
            if store is None:
                known.update({key(job): result for job, result in rows})
            else:
                store.add(rows)
            for job, _ in rows:
                del todo[key(job)]
            report(len(rows))

        try:
            with pool() as workers:
                _round(list(todo.values()), work, workers, keep, chunk)
        except BrokenExecutor:
            deaths += 1
            if deaths >= _MAX_DEATHS:
                raise NumericsError(
                    f"workers died {deaths} times in a row; {len(todo)} of {len(jobs)} jobs are"
                    " left. They may need more memory: try fewer workers"
                ) from None
    return [known[key(job)] for job in jobs]


def _round(
    jobs: list[Record],
    work: Work,
    workers: Workers,
    keep: Callable[[list[tuple[Record, Record]]], None],
    chunk: int,
) -> None:
    """Submit everything and keep what comes back; what succeeded is kept before a failure rises."""
    parts: dict[Future[list[Record]], list[Record]] = {}
    try:
        for at in range(0, len(jobs), chunk):
            part = jobs[at : at + chunk]
            future = workers.executor.submit(run_chunk, work, part)
            if future.done() and not future.cancelled() and future.exception() is None:
                keep(list(zip(part, future.result(), strict=True)))  # at once: the next may fail
            else:
                parts[future] = part
        waiting = set(parts)
        while waiting:
            done, waiting = wait(waiting, timeout=_PULSE, return_when=FIRST_COMPLETED)
            failures = []
            for future in done:
                failure = CancelledError() if future.cancelled() else future.exception()
                if failure is None:
                    keep(list(zip(parts[future], future.result(), strict=True)))
                else:
                    failures.append(failure)
            if failures:
                raise failures[0]
            workers.check()
    finally:
        for future in parts:
            future.cancel()


def run_chunk(work: Work, jobs: list[Record]) -> list[Record]:
    """What a worker runs."""
    return [work(job) for job in jobs]


@contextmanager
def inline() -> Iterator[Workers]:
    """Everything in this process, in order."""
    yield Workers(_Inline())


class _Inline(Executor):
    """Runs a job when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def processes(count: int) -> Pool:
    """So many fresh processes on this machine."""

    @contextmanager
    def pool() -> Iterator[Workers]:
        # Not fork: threads of this process (a progress bar, BLAS) would be copied in mid-flight.
        others = set(active_children())
        executor = _Quiet(count, mp_context=get_context("spawn"), initializer=_follow_parent)
        try:
            yield Workers(executor)
        finally:
            for worker in set(active_children()) - others:  # a job under way may take minutes
                worker.terminate()
            # Wait: a pool that closes its pipes while Python ends prints a traceback.
            executor.shutdown(wait=True, cancel_futures=True)

    return pool


class _Quiet(ProcessPoolExecutor):
    """Workers that know nothing of Ctrl-C from their first moment: they inherit what is blocked."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(fn, *args, **kwargs)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Ctrl-C is for the parent, which then stops its workers; without a parent they end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def cluster(address: str) -> Pool:
    """An existing dask cluster; its workers need this library, in this version.

    Raises (when used):
        NumericsError: if dask.distributed is not installed, the cluster does not answer within
            seconds or has no workers, or it is lost on the way.
    """

    @contextmanager
    def pool() -> Iterator[Workers]:
        try:
            distributed = import_module("distributed")  # an optional dependency, without types
        except ImportError:
            raise NumericsError(
                "a cluster needs dask.distributed: pip install 'sparsity-theory[cluster]'"
            ) from None
        for name in ("distributed", "distributed.client"):  # what they log is raised below
            logging.getLogger(name).handlers = [logging.NullHandler()]
        client = _connected(distributed, address)
        try:
            yield Workers(client.get_executor(pure=False), lambda: _check_cluster(client, address))
        except (CancelledError, distributed.KilledWorker) as failure:
            raise NumericsError(
                f"the cluster at {address} lost the work ({type(failure).__name__}): see that its"
                " scheduler and workers run, then run the same command again"
            ) from None
        except (ImportError, AttributeError) as failure:
            raise NumericsError(
                f"a worker of the cluster at {address} cannot run this: {failure}; every worker"
                f" needs sparsity-theory {version('sparsity-theory')}"
            ) from None
        finally:
            with suppress(Exception):  # closing a lost connection may itself fail
                client.close(timeout=CLUSTER_SECONDS)

    return pool


def _connected(distributed: Any, address: str) -> Any:
    """A client of a cluster that answers and has workers."""
    try:
        client = distributed.Client(address, timeout=CLUSTER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as failure:
        raise NumericsError(
            f"the cluster at {address} does not answer within {CLUSTER_SECONDS} s"
            f" ({type(failure).__name__}): give the address that its scheduler prints, such as"
            " tcp://10.0.0.1:8786"
        ) from None
    try:
        client.wait_for_workers(1, timeout=CLUSTER_SECONDS)
    except TimeoutError:
        client.close()
        raise NumericsError(
            f"the cluster at {address} has no workers: start some with `dask worker {address}`"
        ) from None
    return client


def _check_cluster(client: Any, address: str) -> None:
    if client.status not in {"running", "connecting"}:
        raise NumericsError(f"the connection to the cluster at {address} is lost ({client.status})")
    if not client.scheduler_info()["workers"]:
        client.wait_for_workers(1, timeout=CLUSTER_SECONDS)


def _line(record: Record) -> str:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(job: Record, result: Record) -> str:
    return hashlib.sha256(_line({"job": job, "result": result}).encode()).hexdigest()[:16]


def _parsed(line: bytes) -> Record | None:
    """A row of the file, or None if it is damaged."""
    try:
        row = json.loads(line)
        intact = row["digest"] == _digest(row["job"], row["result"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return row if intact else None


def _check_header(path: Path, line: bytes, expected: Record) -> None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NumericsError(f"{path} is not a file of sweep results: give another name")
    for name, value in expected.items():
        if found.get(name) != value:
            raise NumericsError(
                f"{path} was written by another sweep: its {name} is {found.get(name)!r}, not"
                f" {value!r}; give another file, or use the library that wrote it"
            )
