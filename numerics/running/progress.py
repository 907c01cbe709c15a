"""Progress bars: on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

_BETWEEN = 0.2  # seconds between two texts


def bar(items: Any = None, *, quiet: bool = False, **settings: Any) -> Any:
    """A `tqdm` bar on standard error if that is a terminal, else nothing is shown.

    Args:
        items: what is gone through.
        quiet: show nothing in any case, as for work that is soon done.
        settings: those of `tqdm`.
    """
    from tqdm import tqdm  # noqa: PLC0415 - it takes a tenth of a second to load

    hidden = True if quiet else None  # None: wherever standard error is no terminal
    return tqdm(items, file=sys.stderr, leave=False, disable=hidden, **settings)


def gap_shown(on: Any) -> Callable[[float, float, int], None]:
    """A progress function for the certified solver, which shows the gap behind a bar."""
    shown = time.monotonic()

    def progress(upper: float, lower: float, boxes: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > _BETWEEN:
            on.set_postfix_str(f"gap {upper - lower:.1e}, {boxes} boxes")
            shown = time.monotonic()

    return progress
