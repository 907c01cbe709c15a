"""No dead link, no dead anchor, nothing fetched from elsewhere: told by the files alone."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in ("script", "img", "link", "source"):
            self.loaded += [given[name] for name in ("src", "href") if given.get(name)]


@cache
def read(path: Path) -> _Read:
    found = _Read()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_every_link_leads_to_a_page_and_an_anchor(site: Path) -> None:
    dead = []
    for page in pages(site):
        for link in read(page).links:
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchors = (
                read(target).anchors if target.suffix == ".html" and target.exists() else set()
            )
            if not target.exists() or (parts.fragment and parts.fragment not in anchors):
                dead.append(f"{page.relative_to(site)}: {link}")
    assert not dead


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        for address in read(page).loaded:
            assert not urlsplit(address).netloc, (page.name, address)
            path = (page.parent / unquote(urlsplit(address).path)).resolve()
            assert path.exists(), (page.name, address)


def test_no_number_of_a_formula_holds_a_comma(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<mn>[^<]*,[^<]*</mn>", text), page.name
