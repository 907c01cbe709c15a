"""The pages in a browser: they load, they fit a phone, search and graph lead where they should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofs.ledger import full_ledger
from tests.proofs.web.conftest import SHORT

IDS = [claim.id for claim in full_ledger()]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NAMED = {
    "Theorem 4": "theorem-4", "eq. (6)": "eq-6", "Lemma 3": "lemma-3", "Remark 1": "remark-1",
    "eqs. (8) and (9)": "eq-8-9", "equation 10": "eq-10", "eq. (3)": "eq-2-3", "Fig. 3": "fig-3",
    "Theorem A0": "theorem-a0", "theorem b": "theorem-b",
}  # fmt: skip


def test_every_page_loads_and_fits_a_phone_and_a_desk(site: Path, page: Any) -> None:
    wide = []
    for path in sorted(site.rglob("*.html"))[:: 5 if SHORT else 1]:
        page.goto(path.as_uri())
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                wide.append((path.relative_to(site).as_posix(), size["width"], width))
    assert not wide


def first_hit(page: Any, asked: str) -> str:
    page.fill("#asked", asked)
    return str(page.locator("#hits a").first.get_attribute("href"))


def test_search_finds_every_claim_by_its_id_first(site: Path, page: Any) -> None:
    page.goto((site / "search.html").as_uri())
    assert {id_: first_hit(page, id_) for id_ in IDS} == {id_: f"claims/{id_}.html" for id_ in IDS}


@pytest.mark.parametrize(("asked", "expected"), NAMED.items())
def test_search_knows_the_papers_names(site: Path, page: Any, asked: str, expected: str) -> None:
    page.goto(f"{(site / 'search.html').as_uri()}?q={asked}")
    page.wait_for_selector("#hits a")
    assert page.locator("#hits a").first.get_attribute("href") == f"claims/{expected}.html"


def test_the_graph_keeps_its_view_in_the_address_and_its_boxes_lead_to_pages(
    site: Path, page: Any
) -> None:
    page.set_viewport_size(DESK)
    page.goto(f"{(site / 'graph.html').as_uri()}#around=theorem-a&depth=1")
    shown = page.locator("#drawing a:not([hidden])")
    few = shown.count()
    assert 1 < few < len(IDS)
    page.fill("input[name=depth]", "3")
    assert shown.count() > few
    assert "depth=3" in page.url
    page.locator('#drawing a[data-id="theorem-a"] rect').click()
    page.wait_for_url("**/claims/theorem-a.html")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize(("size", "beside"), [(DESK, True), (PHONE, False)], ids=["desk", "phone"])
def test_a_statement_stands_beside_the_papers_wording_where_there_is_room(
    site: Path, page: Any, size: dict[str, int], beside: bool
) -> None:
    page.set_viewport_size(size)
    page.goto((site / "claims" / "theorem-4.html").as_uri())
    ours, paper = (
        page.locator(f"section#{name}").bounding_box() for name in ("statement", "source")
    )
    assert (abs(ours["y"] - paper["y"]) < 2) is beside
    assert (paper["x"] >= ours["x"] + ours["width"]) is beside


def test_a_figure_tells_its_numbers_at_the_pointer_and_in_a_table(site: Path, page: Any) -> None:
    page.set_viewport_size(DESK)
    page.goto((site / "results.html").as_uri())
    figure = page.locator(".figure").first
    figure.scroll_into_view_if_needed()
    left, top, _ = page.evaluate(
        "JSON.parse(document.querySelector('script.points').textContent).at(-1)"
    )
    box = figure.locator("img").bounding_box()
    page.mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
    assert figure.locator(".at-point").is_visible()
    number = figure.locator(".at-point").inner_text().rpartition(": ")[2]
    assert number in page.locator("details.numbers").first.text_content()
    assert page.locator(".figure").count() == page.locator("details.numbers").count()


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"]
)
def test_no_barrier_that_axe_finds(
    site: Path, page: Any, size: dict[str, int], scheme: str
) -> None:
    """In the short form on three pages, else on every one."""
    from proofs.web import tools

    few = [site / f"{name}.html" for name in ("index", "ask", "claims/theorem-a")]
    every = sorted(site.rglob("*.html"))
    assert set(few) < set(every)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    found = []
    for path in few if SHORT else every:
        page.goto(path.as_uri())
        page.add_script_tag(path=tools.module("axe-core/axe.min.js"))
        result = page.evaluate("axe.run({ preload: false })")  # a folder's styles cannot be read
        for violation in result["violations"]:
            where = path.relative_to(site).as_posix()
            found.append((where, violation["id"], violation["nodes"][0]["html"][:200]))
    assert found == []
