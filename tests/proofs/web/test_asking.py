"""The page that answers, answers as the library does on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofs.web.ask.answers import answer

SLOW = 180_000  # milliseconds that a busy machine may take
G = ("1000*u", "u", "l0", "indicator", "sqrt(u)", "log(u+1/10000)")
H = (
    "u", "sqrt(u)", "log(1+u)", "u/(1+u)", "1-exp(-u)", "l0", "scad", "mcp", "huber", "0", "1",
    "u**(1/4)", "log(u+1/100)", "abs(u-1)", "u*exp(-u)", "1 if u > 0 else 0", "l0+u", "2*l0",
    "min(u,1)", "l0+u/(1+u)", "1000*l0", "log(1+", "foo(u)", "1/u", "l0+1/2*min(u,1)", "exp(u)",
    "-u", "u**2", "1/(1+u)", "max(0,u-1)", "sqrt(u)/(1+sqrt(u))",
)  # fmt: skip
CASES = [(g, h, 8, 5, 3) for g, h in zip(G * 6, H * 2, strict=False)] + [
    (g, h, 3, 2, 1) for g in ("l0", "indicator", "u") for h in H[:9]
]


def test_the_cases_are_of_every_kind() -> None:
    found = [answer(*case) for case in CASES]
    assert len({(str(case)) for case in CASES}) >= 60
    kinds = {one.get("verdict", "error") for one in found}
    assert kinds >= {"fails", "guarantees", "error"}
    assert any(one.get("part") == "equality" for one in found)


def test_the_page_answers_as_the_library_does(site: Path, page: Any) -> None:
    page.goto((site / "ask.html").as_uri())
    page.wait_for_function("window.sparsityAsk !== undefined")
    for case in CASES:
        said = page.evaluate("(c) => window.sparsityAsk(['answer', c])", list(case))
        assert said == _as_json(answer(*case)), case


def _as_json(value: Any) -> Any:
    import json

    return json.loads(json.dumps(value))


def test_a_question_from_the_form_is_answered_and_labelled(site: Path, page: Any) -> None:
    page.goto((site / "ask.html").as_uri())
    page.fill("input[name=h]", "l0")
    page.fill("input[name=g]", "l0")
    page.click("#ask button[type=submit]")
    page.wait_for_selector("#ask-result .verdict", timeout=SLOW)
    text = page.inner_text("#ask-result")
    assert text.startswith("guarantees (A3)")
    assert "nothing here is certified" in text
    page.click("#threshold button")
    page.wait_for_function(
        "document.getElementById('threshold-result').textContent.includes('certified')",
        timeout=SLOW,
    )


@pytest.mark.parametrize("text", ["log(1+", "__import__('os')", "u" * 500])
def test_a_wrong_text_is_answered_with_the_librarys_words(site: Path, page: Any, text: str) -> None:
    page.goto((site / "ask.html").as_uri())
    said = page.evaluate("(c) => window.sparsityAsk(['answer', c])", ["u", text, 8, 5, 3])
    assert said == answer("u", text, 8, 5, 3)
    assert said["error"]
