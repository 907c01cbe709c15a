"""Tables: aligned plain text in a pipe, fitted to the width of a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

_GAP = "  "
_NARROWEST = 7  # columns narrower than this cannot be read: then every row becomes a block


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """The rows below their heads.

    Args:
        head: the names of the columns.
        rows: the cells, as many in each row as there are columns.
        width: of the terminal; by default that of standard output if it is one.  In a pipe or a
            file a row is a line, however long.

    >>> print(table(("name", "n"), (("one", "1"), ("two", "2"))))
    name  n
    ----  -
    one   1
    two   2
    """
    plain = _plain(head, rows)
    width = terminal_width() if width is None else width
    if width is None or max(map(len, plain)) <= width:
        return "\n".join(plain)
    if width < _NARROWEST * len(head):
        return _blocks(head, rows)
    return _fitted(head, rows, width)


def terminal_width() -> int | None:
    """The width of the terminal that standard output is; None for a pipe or a file."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def _plain(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    every = [head, *rows]
    widths = [max(len(row[i]) for row in every) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return _GAP.join(c.ljust(w) for c, w in zip(cells, widths, strict=True)).rstrip()

    return [line(head), _GAP.join("-" * w for w in widths), *map(line, rows)]


def _blocks(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widest = max(map(len, head))
    return "\n\n".join(
        "\n".join(f"{name.ljust(widest)}  {cell}" for name, cell in zip(head, row, strict=True))
        for row in rows
    )


def _fitted(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Cells broken into lines, by a library that knows about widths of letters."""
    from rich.box import ASCII_DOUBLE_HEAD  # noqa: PLC0415 - on narrow terminals only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    made = Table(*head, box=ASCII_DOUBLE_HEAD, show_edge=False, pad_edge=False, show_lines=True)
    for row in rows:
        made.add_row(*row)
    console = Console(width=width, color_system=None, markup=False, highlight=False)
    with console.capture() as captured:
        console.print(made)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
