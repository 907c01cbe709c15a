"""Tables: aligned plain text in a pipe, fitted to the width of a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

_GAP = "  "
_PROSE = 100  # columns that a paragraph takes at most


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
    if width < _narrowest(head, rows):  # no word is cut: then every row becomes a block
        return _blocks(head, rows, width)
    return _fitted(head, rows, width)


def prose(text: str) -> str:
    """Paragraphs, each given as one line, broken into lines that the terminal can hold.

    What is indented, a command to copy, stays in one line.

    >>> len(prose("Words, and more. " * 10).splitlines())
    2
    """
    width = min(terminal_width() or _PROSE, _PROSE)
    lines = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line if line[:1] == " " else lines.fill(line) for line in text.splitlines())


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


def _narrowest(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Where every word still fits into its column, with the rules between columns."""
    return sum(_longest_words(head, rows)) + len(" | ") * (len(head) - 1)


def _longest_words(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(len(word) for row in [head, *rows] for word in row[i].split() or [""])
        for i in range(len(head))
    ]


def _blocks(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    widest = max(map(len, head))

    def line(name: str, cell: str) -> str:
        indent = " " * (widest + len(_GAP))
        return textwrap.fill(
            f"{name.ljust(widest)}{_GAP}{cell}", width, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip

    return "\n\n".join("\n".join(map(line, head, row)) for row in rows)


def _fitted(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Cells broken into lines, by a library that knows about widths of letters."""
    from rich.box import ASCII_DOUBLE_HEAD  # noqa: PLC0415 - on narrow terminals only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    made = Table(box=ASCII_DOUBLE_HEAD, show_edge=False, pad_edge=False, show_lines=True)
    for name, longest in zip(head, _longest_words(head, rows), strict=True):
        made.add_column(name, min_width=longest)
    for row in rows:
        made.add_row(*row)
    console = Console(width=width, color_system=None, markup=False, highlight=False)
    with console.capture() as captured:
        console.print(made)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
