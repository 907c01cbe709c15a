"""The built site in Debian's Chromium: SPARSITY_SITE names the folder that `proofs build` made.

SPARSITY_SITE_SHORT=1 asks for a short form: every fifth page is loaded, axe sees three pages.
Otherwise both see every page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHORT = os.environ.get("SPARSITY_SITE_SHORT") == "1"


def pytest_report_header() -> str | None:
    """Say what the short form leaves out."""
    return "site: short form, every fifth page and axe on three" if SHORT else None


@pytest.fixture(scope="session")
def site() -> Path:
    named = os.environ.get("SPARSITY_SITE")
    if not named:
        pytest.skip("no site looked at: SPARSITY_SITE names no folder made by `proofs build`")
    folder = Path(named).resolve()
    assert (folder / "index.html").exists(), f"SPARSITY_SITE={named} holds no site"
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no browser: Debian's package chromium is not installed")
    driver = pytest.importorskip("playwright.sync_api")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page; what its console and its scripts complain of fails the test."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda failure: complaints.append(str(failure)))
    yield page
    context.close()
    assert not complaints
