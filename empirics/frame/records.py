"""Records of experiments: append-only folders, one for each run, from which everything is drawn.

``RECORDS/NAME/<UTC time>-<preset>/`` holds

- ``plan.json``: predictions and their tests, jobs, code hash, versions, device, data and digests,
  written before anything runs;
- ``results.jsonl``: the result of each job with its epoch lines, appended as it arrives;
- ``running/``: checkpoints, only while it runs;
- ``summary.json``: findings, written last: a folder that has it is complete.
"""

from __future__ import annotations

import json
import math
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from empirics.errors import EmpiricsError
from empirics.frame.code import code_hash
from empirics.frame.committed import digest, predicted
from empirics.frame.experiment import Experiment, PredictionFinding, PredictionVerdict, Record
from numerics.errors import OutputError
from numerics.running.files import write_atomically
from numerics.running.sweep import Store, key, stored_results
from sparsity_theory.notebook import sheet

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

FORMAT, VERSION = "sparsity-theory experiment", 2
PLAN, RESULTS, RUNNING, SUMMARY = "plan.json", "results.jsonl", "running", "summary.json"
TIMES = ("seconds", "cpu_seconds")
"""What a job took by the clock, and of the processor."""
_PARTS = {"experiment", "title", "preset", "device", "code", "versions", "platform", "jobs"}
_LIBRARIES = ("sparsity-theory", "numpy", "scipy", "scikit-learn", "torch", "safetensors")


@dataclass(frozen=True)
class RecordedRun:
    """One folder of a record."""

    folder: Path
    plan: Record

    def __repr__(self) -> str:
        how = "complete" if self.complete else "not complete"
        return f"<RecordedRun: {self.name}, {self.preset}, {how}>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        found = self.findings() if self.complete else []
        rows = [
            (f"{one.prediction}, {one.data}", f"{one.outcome.value}, {one.estimate:.4g}")
            for one in found
        ]
        return sheet(repr(self)[1:-1], rows)

    @property
    def name(self) -> str:
        """The experiment's name."""
        return str(self.plan["experiment"])

    @property
    def preset(self) -> str:
        """The preset it ran with."""
        return str(self.plan["preset"])

    @property
    def complete(self) -> bool:
        """Whether it ran to its end."""
        return (self.folder / SUMMARY).exists()

    def store(self) -> Store:
        """Where results are kept."""
        return Store(self.folder / RESULTS, self._task)

    @property
    def _task(self) -> str:
        return f"experiment {self.name}"

    def finish(
        self, findings: Sequence[PredictionFinding], seconds: float, cpu_seconds: float
    ) -> None:
        """Write the summary and remove what only a running experiment needs."""
        shutil.rmtree(self.folder / RUNNING, ignore_errors=True)
        rows = [_row(finding) for finding in findings]
        times = {"seconds": round(seconds, 1), "cpu_seconds": round(cpu_seconds, 1)}
        _write(self.folder / SUMMARY, {"findings": rows, **times})

    def findings(self) -> list[PredictionFinding]:
        """The verdicts of a complete run.

        Raises:
            EmpiricsError: if it is not complete, or its summary cannot be read.
        """
        return self._summary()[0]

    def seconds(self) -> float:
        """Time by the clock that the jobs of a complete run took, all together."""
        return self._summary()[1]

    def cpu_seconds(self) -> float | None:
        """Processor time of the same; None in records from before it was measured."""
        return self._summary()[2]

    @property
    def took(self) -> str:
        """What its jobs took, in words."""
        spent = self.cpu_seconds()
        cpu = "" if spent is None else f", {spent:.0f} CPU s"
        return f"{self.seconds():.0f} s by the clock{cpu}"

    def _summary(self) -> tuple[list[PredictionFinding], float, float | None]:
        path = self.folder / SUMMARY
        record = _read(path)
        try:
            found = [_finding(row) for row in record["findings"]]
            spent = record.get("cpu_seconds")
            return found, float(record["seconds"]), None if spent is None else float(spent)
        except (KeyError, TypeError, ValueError) as problem:
            raise _damaged(path, repr(problem)) from None

    def jobs_and_results(self) -> tuple[list[Record], list[Record]]:
        """The jobs in their order, and their results.

        Raises:
            EmpiricsError: if a result is missing or damaged.
        """
        jobs = list(self.plan["jobs"])
        known = stored_results(self.folder / RESULTS, self._task)
        missing = sum(key(job) not in known for job in jobs)
        if missing:
            raise EmpiricsError(
                f"{self.folder / RESULTS} lacks the results of {missing} of {len(jobs)} jobs:"
                " run the experiment again"
            )
        return jobs, [known[key(job)] for job in jobs]


def plan_record(experiment: Experiment, jobs: Sequence[Record], **details: Any) -> Record:
    """Everything that decides a run, as it goes into ``plan.json``."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "experiment": experiment.name,
        "title": experiment.title,
        "predictions": predicted(experiment),
        "predictions_digest": digest(experiment),
        **details,
        "code": code_hash(experiment.work),
        "versions": versions(),
        "platform": f"{platform.system()} {platform.machine()}",
        "jobs": list(jobs),
    }


def opened(records: Path, plan: Record) -> RecordedRun:
    """The newest unfinished run of this very plan, or a new one.

    Raises:
        OutputError: if the folder cannot be made.
    """
    plan = json.loads(json.dumps(plan, allow_nan=False))
    for run in reversed(list(runs(records, plan["experiment"]))):
        if not run.complete and run.plan == plan:
            return run
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    folder = records / plan["experiment"] / f"{stamp}-{plan['preset']}"
    try:
        folder.mkdir(parents=True)
    except OSError as failure:
        raise OutputError(
            f"cannot make {folder}: {failure.strerror}; give another folder with --records"
        ) from None
    _write(folder / PLAN, plan)
    return RecordedRun(folder, plan)


@contextmanager
def locked(run: RecordedRun) -> Iterator[None]:
    """Keep other processes from the same run; the system lifts this when a process ends.

    Raises:
        EmpiricsError: if another process has it.
    """
    if fcntl is None:  # no such locks on this system
        yield
        return
    with (run.folder / PLAN).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EmpiricsError(f"another process runs {run.folder} now: wait for it") from None
        yield


def runs(records: Path, name: str) -> Iterator[RecordedRun]:
    """The runs of an experiment, oldest first.

    Raises:
        EmpiricsError: if a plan is damaged, or from another version.
    """
    for path in sorted((records / name).glob(f"*/{PLAN}")):
        plan = _read(path)
        if (plan.get("format"), plan.get("version")) != (FORMAT, VERSION):
            raise EmpiricsError(
                f"{path} is from another version of this library: move its folder elsewhere"
            )
        missing = _PARTS - set(plan)
        if missing:
            raise _damaged(path, f"it lacks {', '.join(sorted(missing))}")
        yield RecordedRun(path.parent, plan)


def newest(records: Path, names: Sequence[str]) -> list[RecordedRun]:
    """The newest complete run of each experiment and preset.

    Raises:
        EmpiricsError: if there is none at all.
    """
    found = {
        (run.name, run.preset): run for name in names for run in runs(records, name) if run.complete
    }
    if not found:
        raise EmpiricsError(
            f"no complete record in {records}: run `python -m empirics run NAME --records"
            f" {records}` first, or give another folder with --records"
        )
    return list(found.values())


def versions() -> dict[str, str | None]:
    """What is installed of the libraries that a result depends on; None: not installed."""
    found: dict[str, str | None] = {"python": sys.version.split()[0]}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _row(finding: PredictionFinding) -> Record:
    """JSON has no infinity: an end of an interval that is infinite is null."""
    interval = finding.interval
    return {
        **asdict(finding),
        "outcome": finding.outcome.value,
        "estimate": _finite(finding.estimate),
        "interval": None if interval is None else [_finite(end) for end in interval],
        "standardised": _finite(finding.standardised),
        "before": _finite(finding.before),
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _finding(row: Record) -> PredictionFinding:
    interval, estimate = row["interval"], row["estimate"]
    if interval is not None:
        low, high = interval
        interval = (-math.inf if low is None else low, math.inf if high is None else high)
    return PredictionFinding(
        **{
            **row,
            "outcome": PredictionVerdict(row["outcome"]),
            "estimate": math.nan if estimate is None else estimate,
            "interval": interval,
        }
    )


def _read(path: Path) -> Record:
    try:
        return dict(json.loads(path.read_bytes()))
    except OSError as failure:
        raise EmpiricsError(f"cannot read {path}: {failure.strerror}") from None
    except (ValueError, TypeError, RecursionError):
        raise _damaged(path, "it is no JSON object") from None


def _damaged(path: Path, why: str) -> EmpiricsError:
    return EmpiricsError(f"{path} is damaged ({why}): restore it, or remove its folder")


def _write(path: Path, record: Record) -> None:
    write_atomically(path, json.dumps(record, indent=1, allow_nan=False) + "\n")
