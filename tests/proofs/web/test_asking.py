"""The page that answers: as the library does on this machine, with cancel, and offline."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from numerics.certificates import report
from numerics.counterexample import main
from proofs.web.ask.answers import answer
from tests.proofs.web.questions import KINDS

SLOW = 180_000  # milliseconds that a busy machine may take


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def kind(found: dict[str, Any]) -> str:
    if "error" in found:
        return "error"
    return "tie" if found["part"] == "equality" else str(found["verdict"])


def open_page(site: Path, page: Any) -> None:
    page.set_default_timeout(SLOW)
    page.goto((site / "ask.html").as_uri())
    page.wait_for_function("window.sparsityAsk !== undefined")


def test_the_page_answers_as_the_library_does(site: Path, page: Any) -> None:
    open_page(site, page)
    assert {len(set(asked)) for asked in KINDS.values()} == {12}
    for expected, asked in KINDS.items():
        for question in asked:
            here = answer(*question)
            assert kind(here) == expected, question
            said = page.evaluate("(q) => window.sparsityAsk(['answer', q])", list(question))
            assert said == _as_json(here), question
    assert page.evaluate("window.sparsityRestored") is True


def ask(page: Any, g: str, h: str) -> None:
    page.fill("#ask input[name=g]", g)
    page.fill("#ask input[name=h]", h)
    page.click("#ask button[type=submit]")


def test_a_question_from_the_form_is_answered_and_labelled(site: Path, page: Any) -> None:
    open_page(site, page)
    ask(page, "l0", "l0")
    text = page.inner_text("#ask-result:has(.verdict)")
    assert text.startswith("guarantees (A3)")
    assert "nothing here is certified" in text
    page.click("#threshold button")
    page.wait_for_selector("#threshold-result:has-text('certified in ball arithmetic')")


def test_a_damaged_snapshot_is_started_without(site: Path, page: Any) -> None:
    page.route(
        "**/snapshot.js",
        lambda route: route.fulfill(  # "no memory", packed
            body='sparsityPart("snapshot", "H4sIAAAAAAACA8vLV8hNzc0vqgQAhVBx7wkAAAA=");',
            content_type="text/javascript",
        ),
    )
    open_page(site, page)
    said = page.evaluate("window.sparsityAsk(['answer', ['l0', 'l0', 3, 2, 1]])")
    assert said["verdict"] == "guarantees"
    assert page.evaluate("window.sparsityRestored") is False


_ASK_AND_CANCEL = """async () => {
  document.querySelector("#ask button[type=submit]").click();
  await new Promise((then) => setTimeout(then, 0));
  document.getElementById("ask-cancel").click();
}"""


@pytest.mark.parametrize("when", ["while it starts", "while it thinks"])
def test_what_is_cancelled_gives_no_answer_and_the_next_question_does(
    site: Path, page: Any, when: str
) -> None:
    open_page(site, page)
    if when == "while it thinks":
        page.evaluate("window.sparsityAsk(['answer', ['l0', 'l0', 3, 2, 1]])")
    page.evaluate(_ASK_AND_CANCEL)
    page.wait_for_selector("#ask-state:has-text('Cancelled. Ready.')")
    assert page.inner_html("#ask-result") == ""
    assert page.is_hidden("#ask-cancel")
    ask(page, "l0", "l0")
    assert page.inner_text("#ask-result:has(.verdict)").startswith("guarantees")


def test_a_certificate_is_checked_by_the_same_checker(
    site: Path, page: Any, tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    main(["--g", "1000*u", "--h", "log(1+u)", "--dims", "8,5,3", "--certificate", str(file)])
    _, lines = report.check(file.read_text("utf-8"))
    open_page(site, page)
    page.set_input_files("#check input", file)
    found = page.inner_text("#check-result pre").splitlines()
    told = [line for line in lines if not line.startswith(("no point", "gap"))]
    assert len(told) == len(lines) - 2
    assert found[:-1] == told
    assert found[-1].startswith("NOT CHECKED HERE: that no point has a smaller loss")
    forged = file.read_text("utf-8").replace("1000*u", "1001*u")
    file.write_text(forged, "utf-8")
    page.set_input_files("#check input", file)
    page.wait_for_selector("#check-result .wrong:has-text('does not verify')")


@pytest.fixture
def server(site: Path) -> Iterator[ThreadingHTTPServer]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=site)
    served = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served
    _end(served)


def _end(served: ThreadingHTTPServer) -> None:
    served.shutdown()
    served.server_close()


# Ends when the service worker has kept the file (a predicate that is a promise is true at once).
_KEPT = """async (name) => {
  await navigator.serviceWorker.ready;
  while (!await caches.match(name)) await new Promise((later) => setTimeout(later, 200));
}"""


def test_after_one_visit_the_site_works_without_a_network(
    server: ThreadingHTTPServer, page: Any
) -> None:
    root = f"http://127.0.0.1:{server.server_address[1]}"
    page.set_default_timeout(SLOW)
    page.goto(f"{root}/ask.html")
    page.evaluate(_KEPT, "/claims/theorem-4.html")
    page.evaluate(_KEPT, "/_static/python/snapshot.js")
    _end(server)  # the browser's own "offline" asks no service worker when it goes to a page
    page.goto(f"{root}/claims/theorem-4.html")
    assert page.locator("h1").count() == 1
    page.goto(f"{root}/search.html?q=theorem-a")
    assert page.locator("#hits a").first.get_attribute("href") == "claims/theorem-a.html"
    page.goto(f"{root}/ask.html")
    ask(page, "l0", "l0")
    assert page.inner_text("#ask-result:has(.verdict)").startswith("guarantees")
