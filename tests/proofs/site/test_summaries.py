"""The tables of outcomes in texts are those of the stored records, and drift is noticed."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest

from empirics.frame.claims import halfway, stored, today
from empirics.frame.experiment import TWICE, PredictionFinding, PredictionVerdict, Record
from empirics.frame.registry import NAMES, experiment
from empirics.frame.report import number
from proofs.errors import RecordError
from proofs.site import withdrawn
from proofs.site.marked import END, ROOT, START, Marked
from proofs.site.results import twice
from proofs.site.summaries import HEADLINES, TABLES, cost, headlines, hours

SHOWN = [(name, id_) for name, id_ in HEADLINES if stored(name)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_that_of_the_records_and_a_changed_number_is_noticed(
    table: Marked, tmp_path: Path
) -> None:
    assert not table.stale()
    path = tmp_path / table.name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / table.name).read_text("utf-8")
    before, start, rest = text.partition(START)
    path.write_text(before + start + rest.replace("HOLDS", "FAILS", 1), "utf-8")
    assert table.stale(tmp_path)
    assert table.render(tmp_path)
    assert path.read_text("utf-8") == text
    assert not table.render(tmp_path)
    path.write_text(text.replace(END, ""), "utf-8")
    with pytest.raises(RecordError, match=f"{table.name} needs the lines {START}"):
        table.stale(tmp_path)


def test_the_readme_shows_each_effect_with_its_interval_at_t_and_2t() -> None:
    lines = headlines().splitlines()[2:]
    assert len(lines) == len(SHOWN) >= 8
    outcomes = set()
    for line, (name, id_) in zip(lines, SHOWN, strict=True):
        for finding in (each for each in today(name) if each.prediction == id_):
            before = halfway(name)[finding.prediction, finding.data]
            for each in (finding, before):
                assert each.interval is not None
                low, high = map(number, each.interval)
                assert f"{number(each.estimate)} [{low}, {high}]" in line
            assert finding.outcome.value in line
            outcomes.add(finding.outcome)
    assert outcomes == set(PredictionVerdict)  # not only what went well


def test_a_withdrawn_question_that_is_asked_anew_is_asked() -> None:
    for old, anew in withdrawn.ASKED_ANEW.items():
        assert list(withdrawn.FOLDER.glob(f"{old[0]}/*/summary.json")), old
        for name, id_ in anew:
            assert id_ in {each.id for each in experiment(name).predictions}, old
    assert withdrawn.successors(("beta", "falls")) == (("beta", "falls"),)
    assert not withdrawn.successors(("collapse", "bound"))


def _said(name: str, id_: str) -> list[PredictionFinding]:
    return [each for each in today(name) if each.prediction == id_]


def test_what_the_page_says_of_fig_4_is_what_the_records_say() -> None:
    """The paragraph above the table of docs/experiments.md has words in place of numbers."""
    held = PredictionVerdict.HOLDS
    manifolds = _said("fig-4", "loss")
    assert len(manifolds) == 4
    for finding in manifolds:
        assert finding.outcome is not held
        assert (
            abs(finding.effect) < abs(halfway("fig-4")[finding.prediction, finding.data].effect) / 2
        )
    images = _said("fig-4-images", "loss")
    assert [each.outcome for each in images] == [held, held]
    worse = _said("fig-4-images", "error")
    assert all(each.outcome is PredictionVerdict.FAILS and each.estimate > 1 for each in worse)
    equal = [*_said("fig-4", "equal-error-loss"), *_said("starts", "equal-error-loss")]
    assert all("none within the paper's 0.8 %" in each.note for each in equal)
    assert [each.outcome is held for each in equal] == [False] * 4 + [True] * 2


def test_what_the_page_says_of_the_way_there_is_what_the_traces_say() -> None:
    run = stored("fig-4")
    assert run is not None
    pairs = zip(*run.jobs_and_results(), strict=True)
    traces = [
        {arm: result["curves"][arm]["trace"] for arm in ("learned", "fixed")}
        for job, result in pairs
        if job.get(TWICE)
    ]
    assert len(traces) == 4

    def medians(lines: list[Record], quantity: str) -> dict[int, float]:
        return {line["step"]: median(line[quantity]) for line in lines}

    for each in traces:
        learned, fixed = (medians(each[arm], "active_half") for arm in ("learned", "fixed"))
        assert fixed[128] == 10
        assert 4 < fixed[1024] <= 10
        assert max(learned.values()) <= 4
        peaks = [max(medians(each[arm], "mmd").values()) for arm in ("learned", "fixed")]
        assert peaks[1] > 3 * peaks[0]


def test_the_full_runs_fit_into_six_hours_and_what_they_took_is_told() -> None:
    """On one core the clock runs no less than the processor: what it says is too much, if wrong."""
    spent, clock = hours()
    assert 0 < spent + clock < 6
    assert cost() in (ROOT / "docs" / "experiments.md").read_text("utf-8")
    for name in NAMES:
        run = stored(name)
        assert run is None or run.plan["threads"] == 1, name


def test_what_twice_the_training_did_is_counted() -> None:
    found = today("fig-4")
    said = twice(found)
    assert f"of {len(found)} verdicts" in said
    for outcome in PredictionVerdict:
        count = sum(each.outcome is outcome for each in found)
        assert f"{count} {'are ' * (outcome is PredictionVerdict.TRANSIENT)}{outcome.value}" in said
    ways = re.findall(r"(\d+) (?:lessened|enlarged|turned or removed)", said)
    transient = sum(each.outcome is PredictionVerdict.TRANSIENT for each in found)
    assert sum(map(int, ways)) == transient > 0
