"""Where a command's results go: checked before the work starts, written after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from numerics.errors import NumericsError, OutputError
from numerics.running.files import check_writable, write_atomically

FORMATS = (".png", ".svg", ".pdf")


def check_outputs(
    json: Path | None,
    *,
    pictures: Sequence[Path | None] = (),
    files: Sequence[Path | None] = (),
) -> None:
    """Fail before the work starts where a result could not be written after it.

    Only JSON may go to standard output, as ``-``; None is an output that was not asked for.

    Raises:
        OutputError: if a file cannot be written where it was asked for.
        NumericsError: if a picture is of no known type, or matplotlib is missing.
    """
    if json is not None and not is_stdout(json):
        check_writable(json)
    for path in (*pictures, *files):
        if path is None:
            continue
        if is_stdout(path):
            raise OutputError("only --json can write to standard output: give a file name, not -")
        check_writable(path)
    for path in pictures:
        if path is not None:
            check_format(path)


def is_stdout(path: Path | None) -> bool:
    """Whether a result was asked for on standard output."""
    return str(path) == "-"


def write_json(path: Path | None, content: Any) -> None:
    """Write the answer as JSON to a file, to standard output (``-``), or, for None, nowhere.

    Raises:
        WriteError: if it cannot be written.
    """
    if path is None:
        return
    text = json.dumps(content, indent=1, allow_nan=False) + "\n"
    if is_stdout(path):
        print(text, end="")
    else:
        write_atomically(path, text)


def check_format(path: Path) -> None:
    """Fail early on a file type that cannot be drawn, or without matplotlib.

    Raises:
        NumericsError: saying which types there are, or what to install.
    """
    if path.suffix not in FORMATS:
        raise NumericsError(f"cannot draw {path}: use a name that ends in {', '.join(FORMATS)}")
    if find_spec("matplotlib") is None:
        raise NumericsError("pictures need matplotlib: pip install 'sparsity-theory[plot]'")
