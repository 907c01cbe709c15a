"""The page is what the stored survey says, and the survey says what it should."""

from __future__ import annotations

import json
from pathlib import Path

from numerics.nonlinear.page import page
from numerics.nonlinear.survey import cases

ROOT = Path(__file__).parents[3]
STORED = json.loads((ROOT / "numerics/stored/nonlinear.json").read_text(encoding="utf-8"))


def test_the_page_is_rendered_from_the_stored_survey() -> None:
    assert (ROOT / "docs/nonlinear.md").read_text(encoding="utf-8") == page(STORED)


def test_the_stored_survey_is_of_these_cases() -> None:
    found = [(one["group"], one["name"], one["decoder"]) for one in STORED["cases"]]
    assert found == [(one.group, one.name, list(one.problem.decoder)) for one in cases()]


def test_an_open_case_is_said_to_be_open() -> None:
    one = dict(STORED["cases"][0], verified=False, check_seconds=None)
    text = page({**STORED, "cases": [one, *STORED["cases"][1:]]})
    assert "(open: " in text
    assert "NOT MET" in text
