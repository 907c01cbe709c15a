"""How long the page that answers takes: ``python -m proofs.web.first_answer DIR``.

The site is opened from its folder in Debian's Chromium, driven by Playwright, three times with the
snapshot of Python's memory and three times without; a question of Theorem A is asked at once.
Printed: seconds from opening the page to the answer, and the ratio of the two medians.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any

_RUNS = 3
_QUESTION = ["1000*u", "u/(1+u)", 8, 5, 3]


def seconds(browser: Any, site: Path, *, snapshot: bool) -> float:
    """From opening the page, in a new profile, to the answer.

    Args:
        browser: of Playwright.
        site: the folder that `proofs build` made.
        snapshot: whether the page may read the snapshot.
    """
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(300_000)
    if not snapshot:
        page.route("**/snapshot.js", lambda route: route.abort())
    begun = time.perf_counter()
    page.goto((site / "ask.html").as_uri())
    page.wait_for_function("window.sparsityAsk !== undefined")
    page.evaluate("(question) => window.sparsityAsk(['answer', question])", _QUESTION)
    taken = time.perf_counter() - begun
    restored = page.evaluate("window.sparsityRestored")
    context.close()
    if restored is not snapshot:
        sys.exit(f"snapshot restored: {restored}, expected {snapshot}: nothing was measured")
    return taken


def main(arguments: list[str]) -> None:
    """Measure and print."""
    program = shutil.which("chromium")
    if len(arguments) != 1 or not Path(arguments[0], "ask.html").exists():
        sys.exit("usage: python -m proofs.web.first_answer DIR, where `proofs build` made a site")
    if program is None:
        sys.exit("Debian's package chromium is not installed")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - optional
    except ModuleNotFoundError:
        sys.exit("playwright is not installed: pip install playwright")
    site = Path(arguments[0]).resolve()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(_RUNS):
            for snapshot, taken in found.items():
                taken.append(seconds(browser, site, snapshot=snapshot))
        browser.close()
    for snapshot, taken in found.items():
        name = "with the snapshot" if snapshot else "without it"
        print(f"{name:18}", *(f"{each:6.2f} s" for each in sorted(taken)))
    middle = {snapshot: statistics.median(taken) for snapshot, taken in found.items()}
    print(f"ratio of medians   {middle[True] / middle[False]:6.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
