"""Running experiments: plan, say what is predicted, work, conclude, keep a record."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from empirics.errors import MeasureError, TrainingError
from empirics.frame.committed import check
from empirics.frame.experiment import Environment, Experiment, Plan, PredictionFinding, Record
from empirics.frame.jobs import compact, dataset, digest, samples
from empirics.frame.records import RUNNING, TIMES, RecordedRun, locked, opened, plan_record
from empirics.frame.registry import experiment as named
from empirics.frame.verdicts import STOPPED, concluded
from empirics.training.config import read
from numerics.running.files import write_atomically
from numerics.running.progress import bar
from numerics.running.sweep import Pool, key, sweep

_PULSE = 1.0
_SPENT = "spent.json"


@dataclass(frozen=True)
class Planned:
    """An experiment that is ready to run: its jobs are listed and its data are there."""

    experiment: Experiment
    jobs: list[Record]
    record: Record
    environment: Environment


def planned(experiment: Experiment, plan: Plan, environment: Environment) -> Planned:
    """List the jobs and load every data set once, so that what is missing shows before the work.

    Raises:
        EmpiricsError: if data are missing, the plan cannot be followed, or the predictions are not
            the committed ones (all presets but "quick").
    """
    if plan.preset != "quick":
        check(experiment)
    jobs = [compact(job) for job in experiment.all_jobs(plan)]
    sources = {}
    for job in jobs:
        for data in samples(job):
            if key(data) not in sources:
                sources[key(data)] = dataset(data, environment).source
    record = plan_record(
        experiment,
        jobs,
        preset=plan.preset,
        seeds=plan.seeds,
        device=environment.device,
        threads=environment.threads,
        data=[{"sample": text, "source": source} for text, source in sources.items()],
    )
    return Planned(experiment, jobs, record, environment)


def run(
    ready: Planned, records: Path, pool: Pool, *, checkpoints: bool = True
) -> tuple[RecordedRun, list[PredictionFinding]]:
    """Run what is planned, going on with an interrupted run of the same plan if there is one.

    Args:
        ready: what to run.
        records: where its folder is, or comes to be.
        pool: makes the workers.
        checkpoints: whether a job can go on where it was interrupted; only for workers that see
            the folder of records.

    Raises:
        EmpiricsError: if another process runs the same plan, or training had to stop.
        OutputError: if the record cannot be written.
    """
    found = opened(records, ready.record)
    with locked(found):
        running = found.folder / RUNNING
        environment = replace(ready.environment, folder=running if checkpoints else None)
        with _progress(ready, running) as report:
            results = sweep(
                ready.jobs,
                partial(run_job, ready.experiment.name, environment),
                pool,
                store=found.store(),
                progress=report,
            )
        findings = concluded(ready.experiment, ready.jobs, results)
        spent = {name: sum(result[name] for result in results) for name in TIMES}
        found.finish(findings, **spent)
    return found, findings


def run_job(name: str, environment: Environment, job: Record) -> Record:
    """What a worker runs: one job, in a folder of its own for its checkpoints.

    A job whose training or measurement stops being finite has a result too: it says why, and the
    others go on.  Its times, by the clock and of the processor (all threads of its process), count
    earlier attempts too, where these were interrupted and not killed.
    """
    folder = None if environment.folder is None else environment.folder / digest(job)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        environment = replace(environment, folder=folder)
    taken = _taken(folder)
    try:
        result = named(name).work(job, environment)
    except (TrainingError, MeasureError) as problem:
        result = {STOPPED: str(problem), "members": []}
    except BaseException:
        if folder is not None:
            write_atomically(folder / _SPENT, json.dumps(taken()))
        raise
    times = taken()
    if folder is not None:
        shutil.rmtree(folder)
    return {**compact(result), **times}


def _taken(folder: Path | None) -> Callable[[], dict[str, float]]:
    """The times of a job so far, from what earlier attempts wrote into its folder on."""
    before = dict.fromkeys(TIMES, 0.0)
    if folder is not None and (folder / _SPENT).exists():
        before = json.loads((folder / _SPENT).read_text("utf-8"))
    start = time.perf_counter(), time.process_time()

    def taken() -> dict[str, float]:
        now = time.perf_counter() - start[0], time.process_time() - start[1]
        return {name: round(before[name] + s, 3) for name, s in zip(TIMES, now, strict=True)}

    return taken


def costs(ready: Planned) -> float:
    """CPU seconds that the jobs will take, from the first steps of each kind of job.

    Without measuring: images add a tenth or so.  Nothing of these steps is kept.
    """
    known: dict[str, float] = {}
    total = 0.0
    for job in ready.jobs:
        kind = _kind(job)
        weight = job["config"]["epochs"] if "config" in job else 1
        if kind not in known:
            cost = ready.experiment.cost or trained_cost
            known[kind] = cost(job, ready.environment) / weight
        total += known[kind] * weight
    return total


def _kind(job: Record) -> str:
    """What jobs have in common that cost the same: all but epochs and the seed of made-up data."""
    alike = dict(job)
    if "config" in job:
        alike["config"] = {**job["config"], "epochs": 1}
    if "curve" in job:
        alike["curve"] = {**job["curve"], "seed": 0}
    return key(alike)


def trained_cost(job: Record, environment: Environment) -> float:
    """CPU seconds of the training that a job's "config" describes, "trainings" times."""
    from empirics.training.cost import seconds  # noqa: PLC0415 - it loads torch

    x = dataset(job["data"], environment).train
    return float(job.get("trainings", 1) * seconds(read(job["config"]), x, environment.device))


@contextmanager
def _progress(ready: Planned, running: Path) -> Iterator[Callable[[int], None]]:
    """A bar over jobs that also shows the epochs of those under way, from their lines on disk."""
    stop = threading.Event()
    shown = bar(total=len(ready.jobs), desc=ready.experiment.name, unit="job")

    def watch() -> None:
        while not stop.wait(_PULSE):
            shown.set_postfix_str(f"epoch {', '.join(map(str, epochs(running))) or '-'}")

    watcher = threading.Thread(target=watch, daemon=True)
    if not shown.disable:
        watcher.start()

    def known(count: int) -> None:
        shown.update(count)

    try:
        yield known
    finally:
        stop.set()
        if watcher.is_alive():
            watcher.join()
        shown.close()


def epochs(running: Path) -> Sequence[int]:
    """How many epochs each training run under way has behind it."""
    counts = []
    for path in sorted(running.rglob("lines.jsonl")):
        try:
            counts.append(path.read_bytes().count(b"\n"))
        except OSError:  # it has just ended
            continue
    return counts
