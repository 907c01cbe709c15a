"""The stored confusion matrices, and the pages with tables of what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from empirics.benchmarks import command, confusion, damage, large
from empirics.benchmarks.confusion import (
    STORED,
    aims,
    main,
    matrix,
    measure,
    stored,
    summary,
    table,
)
from empirics.benchmarks.criteria import compact, criteria
from empirics.benchmarks.zoo.judging import JudgedCase
from empirics.benchmarks.zoo.recipes import recipes
from empirics.diagnosis.causes import RULES

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("page", "name", "made"),
    [
        ("docs/diagnosis.md", "confusion", summary),
        ("docs/diagnosis.md", "matrix", matrix),
        ("docs/diagnosis.md", "aims", aims),
        ("README.md", "confusion", lambda: compact(stored(half="fresh"))),
        ("docs/diagnosis.md", "large", lambda: large.table(large.stored())),
        ("docs/training.md", "damage", lambda: f"{damage.sentence(damage.stored())}."),
        ("docs/training.md", "speed", lambda: command.table(command.stored())),
    ],
)
def test_pages_show_what_is_stored(page: str, name: str, made: Callable[[], str]) -> None:
    text = (ROOT / page).read_text("utf-8")
    block = text.partition(f"<!-- {name}: begin -->\n")[2].partition(f"\n<!-- {name}: end")[0]
    assert block == made()
    assert page != "README.md" or len(block.splitlines()) <= 12


def made_up(seen: str, **outcomes: dict[str, int]) -> dict[str, Any]:
    """A result with these outcomes of one group."""
    causes = {"rows": {"named": 7, "missed": 3}, **outcomes}
    return {
        "seen": seen, "half": "fresh", "models": {"gamma fixed, converged": 10}, "alarms": {},
        "problems": {}, "matrix": {}, "outcomes": {"gamma learned or closed": causes},
    }  # fmt: skip


def verdicts(found: dict[str, Any]) -> dict[str, bool]:
    return {each.what: each.met for each in criteria(found)}


def test_a_mistake_that_is_only_listed_is_not_named() -> None:
    found = made_up("arrays", **{"sigma: variance": {"named": 6, "listed": 4}})
    assert not verdicts(found)["sigma named"]
    assert verdicts(found)["rows named"]
    found = made_up("decoder", **{"gamma: deviation": {"named": 1, "listed": 9}})
    assert verdicts(found)["gamma: deviation named or listed, gamma learned or closed"]
    assert not verdicts(found)["rows named, gamma learned or closed"]


def test_what_is_refused_in_words_is_named_and_what_is_wrong_is_counted() -> None:
    found = made_up("arrays", **{"units: x_hat x 255": {"refused": 9, "wrong": 1}})
    assert verdicts(found)["units named"]
    assert verdicts(found)["wrong causes named"]
    found["outcomes"]["gamma learned or closed"]["rows"] = {"wrong": 10}
    assert not verdicts(found)["wrong causes named"]


def test_a_single_false_alarm_is_too_many_with_a_decoder() -> None:
    found = made_up("decoder")
    found["alarms"] = {"a model": ["beta"]}
    what = "converged models with a mistake named though the input was right"
    assert not verdicts(found)[what]
    assert verdicts({**found, "seen": "arrays"})[what]


def test_the_stored_results_are_printed_with_their_verdicts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--stored"]) == 0
    printed = capsys.readouterr().out
    assert all(each.line() in printed for found in stored() for each in criteria(found))


@pytest.mark.parametrize("seen", ["decoder", "arrays"])
def test_models_of_the_fresh_half_are_younger_than_the_rules(seen: str) -> None:
    found = json.loads((STORED / f"confusion-fresh-{seen}.json").read_text("utf-8"))
    assert found["rules"] == json.loads(json.dumps(asdict(RULES)))
    assert found["rules_committed"]["at"] < found["trained"][0]
    assert sum(found["models"].values()) >= 30


@pytest.mark.parametrize("path", sorted(STORED.glob("confusion-*.json")), ids=lambda p: p.stem)
def test_what_is_stored_counts_every_case_once(path: Path) -> None:
    found = json.loads(path.read_text("utf-8"))
    counted = sum(
        n for causes in found["outcomes"].values() for row in causes.values() for n in row.values()
    )
    assert counted == sum(n for row in found["matrix"].values() for n in row.values())
    open_ones = sum(
        n
        for causes in found["outcomes"].values()
        for row in causes.values()
        for outcome, n in row.items()
        if outcome not in {"silent", "named", "refused"}
    )
    cases = [case for model in found["unsettled"].values() for case in model]
    assert len(cases) == open_ones
    assert all(case["outcome"] in {"listed", "missed", "wrong"} for case in cases)
    assert set(found["unsettled"]) <= {recipe.name for recipe in recipes(found["half"])}
    assert sum(found["models"].values()) <= len(recipes(found["half"]))
    assert found["seen"] in table(found)


def test_cases_that_are_not_settled_are_kept_with_what_they_were_judged_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {"encoder": 0.25, "error": 0.98, "active": 3.0, "best": 0.01, "variance": None}
    cases = [
        JudgedCase("none", "silent", [], [], {}),
        JudgedCase("rows", "named", ["ROWS"], [], numbers),
        JudgedCase("units: x_hat x 255", "refused", ["refused"], [], {}),
        JudgedCase("beta: x 4", "listed", ["SIGMA_VARIANCE", "BETA"], [], numbers),
        JudgedCase("beta: / 2", "wrong", ["GAMMA_HALF"], [], numbers),
        JudgedCase("mu: draws", "missed", [], [], numbers),
    ]
    recipe = recipes("fresh")[0]
    monkeypatch.setattr(confusion, "recipes", lambda _: [recipe])
    monkeypatch.setattr(confusion, "code_hash", lambda _: "0")
    monkeypatch.setattr(confusion, "judged", lambda *_: cases)
    monkeypatch.setattr(
        confusion, "obtain", lambda *_: SimpleNamespace(trained="20260101T000000", converged=True)
    )
    found = [measure("fresh", "decoder", tmp_path) for _ in range(2)]
    assert found[0] == found[1]
    kept = found[0]["unsettled"][recipe.name]
    assert [case["outcome"] for case in kept] == ["listed", "wrong", "missed"]
    assert kept[0] == {
        "cause": "beta: x 4", "outcome": "listed", "named": ["SIGMA_VARIANCE", "BETA"],
        "numbers": numbers,
    }  # fmt: skip


def test_without_kept_models_nothing_is_trained_where_that_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--kept-only", "--keep", str(tmp_path / "zoo"), "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["models"] == {}
