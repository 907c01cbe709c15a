"""Records of experiments: resumed, complete only with a summary, damaged ones refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from empirics.errors import EmpiricsError, TrainingError
from empirics.frame import committed, records, runner
from empirics.frame.experiment import (
    Environment,
    Experiment,
    Plan,
    Prediction,
    PredictionFinding,
    PredictionVerdict,
)
from empirics.frame.records import RecordedRun, locked, newest, opened, plan_record, runs
from empirics.frame.report import report
from numerics.errors import OutputError
from numerics.running.sweep import inline
from sparsity_theory.ledger.claims import Mark

Record = dict[str, Any]
PREDICTION = Prediction("square", "$x^2$ grows", "it is above 0", Mark.EXTENSION, "arithmetic")


def conclude(_jobs: Any, results: Any) -> list[PredictionFinding]:
    total = float(sum(result["y"] for result in results))
    interval = (-math.inf, math.inf) if len(results) < 3 else (total, total)
    return [
        PredictionFinding(
            "square",
            "numbers",
            PredictionVerdict.UNDECIDED,
            "sum",
            total,
            interval,
            0.95,
            len(results),
        )
    ]


class Counting:
    """An experiment that squares, and may be interrupted."""

    def __init__(self, count: int = 4) -> None:
        self.worked: list[int] = []
        self.stop_at: int | None = None
        self.experiment = Experiment(
            "counting", "squares", (PREDICTION,), lambda _plan: [{"x": x} for x in range(count)],
            self.work, conclude, lambda *_: pytest.fail("not drawn here"), lambda *_: [], None,
        )  # fmt: skip

    def work(self, job: Record, environment: Environment) -> Record:
        assert environment.folder is not None
        assert environment.folder.is_dir()
        if job["x"] == self.stop_at:
            raise KeyboardInterrupt
        self.worked.append(job["x"])
        return {"y": job["x"] ** 2}


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    made = Counting()
    monkeypatch.setattr(runner, "named", lambda _name: made.experiment)
    return made


def run(of: Counting, folder: Path, plan: Plan | None = None) -> RecordedRun:
    plan = plan or Plan()
    return runner.run(runner.planned(of.experiment, plan, Environment()), folder, inline)[0]


def test_a_run_leaves_plan_results_and_summary_only(counting: Counting, tmp_path: Path) -> None:
    found = run(counting, tmp_path)
    assert sorted(path.name for path in found.folder.iterdir()) == [
        "plan.json",
        "results.jsonl",
        "summary.json",
    ]
    plan = json.loads((found.folder / "plan.json").read_text())
    assert plan["predictions"][0]["test"] == PREDICTION.test
    assert plan["versions"]["torch"] is None or plan["versions"]["torch"][0].isdigit()
    jobs, results = found.jobs_and_results()
    assert [result["y"] for result in results] == [job["x"] ** 2 for job in jobs]


def test_an_interrupted_run_goes_on_where_it_stopped(counting: Counting, tmp_path: Path) -> None:
    counting.stop_at = 2
    with pytest.raises(KeyboardInterrupt):
        run(counting, tmp_path)
    (unfinished,) = runs(tmp_path, "counting")
    assert not unfinished.complete
    counting.stop_at = None
    found = run(counting, tmp_path)
    assert found.folder == unfinished.folder
    assert counting.worked == [0, 1, 2, 3]


def test_the_time_of_an_interrupted_attempt_is_counted(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(runner.time, "perf_counter", lambda: float(next(clock)))
    monkeypatch.setattr(runner.time, "process_time", lambda: 0.0)
    counting.stop_at = 1
    with pytest.raises(KeyboardInterrupt):
        run(counting, tmp_path)
    counting.stop_at = None
    found = run(counting, tmp_path)
    _, results = found.jobs_and_results()
    assert [result["seconds"] for result in results] == [10, 20, 10, 10]
    assert found.seconds() == 50


def test_a_record_has_processor_time_and_one_from_before_has_none(
    counting: Counting, tmp_path: Path
) -> None:
    found = run(counting, tmp_path)
    _, results = found.jobs_and_results()
    spent = found.cpu_seconds()
    assert spent == round(sum(result["cpu_seconds"] for result in results), 1)
    assert found.took == f"{found.seconds():.0f} s by the clock, {spent:.0f} CPU s"
    path = found.folder / "summary.json"
    summary = json.loads(path.read_text())
    del summary["cpu_seconds"]
    path.write_text(json.dumps(summary))
    assert found.cpu_seconds() is None
    assert found.took == f"{found.seconds():.0f} s by the clock"


def test_another_plan_or_other_code_starts_a_new_folder(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.stop_at = 0
    for plan in (Plan(), Plan(seeds=3), Plan(seeds=4)):
        with pytest.raises(KeyboardInterrupt):
            run(counting, tmp_path, plan)
    assert len(list(runs(tmp_path, "counting"))) == 3
    monkeypatch.setattr(records, "code_hash", lambda _work: "0" * 16)
    with pytest.raises(KeyboardInterrupt):
        run(counting, tmp_path)
    assert len(list(runs(tmp_path, "counting"))) == 4


def test_a_full_run_starts_on_the_committed_predictions_only(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "predictions.json"
    monkeypatch.setattr(runner, "check", lambda of: committed.check(of, file))
    for preset in ("full", "paper"):
        plan = Plan(preset=preset)  # type: ignore[arg-type]
        file.unlink(missing_ok=True)
        with pytest.raises(EmpiricsError, match="no predictions of counting: write them down"):
            run(counting, tmp_path, plan)
        committed.write([counting.experiment], file)
        assert run(counting, tmp_path, plan).complete
        file.write_text(file.read_text().replace("above 0", "above 1"))
        with pytest.raises(EmpiricsError, match=r"not the committed ones \(square\)"):
            run(counting, tmp_path, plan)
    assert run(counting, tmp_path).complete  # "quick" tests nothing


def test_a_job_that_stops_does_not_stop_the_others(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = counting.experiment.work

    def work(job: Record, environment: Environment) -> Record:
        if job["x"] == 1:
            raise TrainingError("gamma became 0")
        return whole(job, environment)

    monkeypatch.setattr(counting, "experiment", replace(counting.experiment, work=work))
    found = run(counting, tmp_path)
    _, results = found.jobs_and_results()
    assert [result.get("stopped") for result in results] == [None, "gamma became 0", None, None]
    (finding,) = found.findings()
    assert finding.outcome is PredictionVerdict.UNDECIDED
    assert "training stopped in 1 of the jobs" in finding.note


def test_a_complete_run_is_never_touched_again(counting: Counting, tmp_path: Path) -> None:
    first, second = run(counting, tmp_path), run(counting, tmp_path)
    assert first.folder != second.folder
    assert counting.worked == [0, 1, 2, 3, 0, 1, 2, 3]
    assert newest(tmp_path, ["counting"])[0].folder == second.folder


def test_a_cut_off_line_of_results_is_computed_again(counting: Counting, tmp_path: Path) -> None:
    counting.stop_at = 3
    with pytest.raises(KeyboardInterrupt):
        run(counting, tmp_path)
    (unfinished,) = runs(tmp_path, "counting")
    path = unfinished.folder / "results.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    counting.stop_at = None
    assert run(counting, tmp_path).folder == unfinished.folder
    assert counting.worked == [0, 1, 2, 2, 3]


def test_two_processes_cannot_run_the_same_plan(counting: Counting, tmp_path: Path) -> None:
    ready = runner.planned(counting.experiment, Plan(), Environment())
    found = opened(tmp_path, ready.record)
    with locked(found), pytest.raises(EmpiricsError, match="another process runs"):
        runner.run(ready, tmp_path, inline)


def test_an_infinite_interval_survives_the_record(counting: Counting, tmp_path: Path) -> None:
    few = replace(counting.experiment, jobs=lambda _plan: [{"x": 1}])
    counting.experiment = few
    (finding,) = run(counting, tmp_path).findings()
    assert finding.interval == (-math.inf, math.inf)
    assert finding.outcome is PredictionVerdict.UNDECIDED
    recorded = newest(tmp_path, ["counting"])
    assert "[-∞, ∞] 95 %" in report(recorded)
    assert repr(recorded[0]) == "<RecordedRun: counting, quick, complete>"
    assert "<table>" in recorded[0]._repr_html_()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"findings": [{"prediction": 1}]}', '{"a": 1}'])
def test_a_damaged_summary_is_refused(counting: Counting, tmp_path: Path, text: str) -> None:
    found = run(counting, tmp_path)
    (found.folder / "summary.json").write_text(text)
    with pytest.raises(EmpiricsError, match="is damaged"):
        report([found])


@pytest.mark.parametrize("text", ["{}", '{"format": "sparsity-theory experiment", "version": 1}'])
def test_a_plan_of_another_version_is_refused(
    counting: Counting, tmp_path: Path, text: str
) -> None:
    found = run(counting, tmp_path)
    (found.folder / "plan.json").write_text(text)
    with pytest.raises(EmpiricsError, match="from another version"):
        newest(tmp_path, ["counting"])


@pytest.mark.parametrize(
    "text",
    ["", "null", '{"format": "spars', '{"format": "sparsity-theory experiment", "version": 2}'],
)
def test_a_damaged_plan_is_refused(counting: Counting, tmp_path: Path, text: str) -> None:
    found = run(counting, tmp_path)
    (found.folder / "plan.json").write_text(text)
    with pytest.raises(EmpiricsError, match="is damaged"):
        newest(tmp_path, ["counting"])


def test_a_missing_result_is_refused(counting: Counting, tmp_path: Path) -> None:
    found = run(counting, tmp_path)
    path = found.folder / "results.jsonl"
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:-2]))
    with pytest.raises(EmpiricsError, match="lacks the results of 1 of 4 jobs"):
        found.jobs_and_results()


def test_records_that_cannot_be_written_are_refused(counting: Counting, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="give another folder with --records"):
        run(counting, tmp_path / "file")


def test_no_record_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmpiricsError, match="no complete record"):
        newest(tmp_path, ["counting"])


def test_the_record_names_no_machine(counting: Counting) -> None:
    import getpass
    import socket

    text = json.dumps(plan_record(counting.experiment, []))
    assert socket.gethostname() not in text
    assert str(Path.home()) not in text or getpass.getuser() == "root"
    assert str(Path.cwd()) not in text


def test_what_a_run_costs_is_measured_once_a_kind_and_grows_with_the_epochs() -> None:
    asked: list[Record] = []

    def cost(job: Record, _environment: Environment) -> float:
        asked.append(job)
        return 0.5 * job["config"]["epochs"] * job["width"]

    listed = [
        {"width": width, "curve": {"seed": epochs}, "config": {"epochs": epochs}}
        for width in (1, 3)
        for epochs in (4, 8)
    ]
    of = replace(Counting().experiment, jobs=lambda _plan: listed, cost=cost)
    ready = runner.planned(of, Plan(), Environment())
    assert runner.costs(ready) == pytest.approx(0.5 * (4 + 8) * (1 + 3))
    assert [job["width"] for job in asked] == [1, 3]
