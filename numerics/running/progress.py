"""Progress bars: on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Self

_BETWEEN = 0.2  # seconds between two texts


def bar(items: Any = None, *, quiet: bool = False, **settings: Any) -> Any:
    """A `tqdm` bar on standard error if that is a terminal, else what only looks like one.

    Args:
        items: what is gone through.
        quiet: show nothing in any case, as for work that is soon done.
        settings: those of `tqdm`.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return Unseen(items)
    from tqdm import tqdm  # noqa: PLC0415 - for terminals only

    return tqdm(items, file=sys.stderr, leave=False, **settings)


class Unseen:
    """A bar where nobody looks; without `tqdm`, which takes its time to load.

    >>> with Unseen([1, 2]) as shown:
    ...     shown.set_description("counting")
    ...     [item for item in shown]
    [1, 2]
    """

    disable = True  # as `tqdm` says that nothing is shown

    def __init__(self, items: Any = None) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def update(self, count: int = 1) -> None:
        """So much more is done."""

    def set_description(self, text: str) -> None:
        """What is at work."""

    def set_postfix_str(self, text: str) -> None:
        """How it goes."""

    def refresh(self) -> None:
        """Draw anew."""

    def close(self) -> None:
        """All is done."""


def gap_shown(on: Any) -> Callable[[float, float, int], None]:
    """A progress function for the certified solver, which shows the gap behind a bar."""
    shown = time.monotonic()

    def progress(upper: float, lower: float, boxes: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > _BETWEEN:
            on.set_postfix_str(f"gap {upper - lower:.1e}, {boxes} boxes")
            shown = time.monotonic()

    return progress
