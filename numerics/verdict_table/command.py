"""What `numerics.verdicts` does: row by row, each stored when it is there, the table at the end."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from numerics.errors import NumericsError
from numerics.kernel.library import Library, default_library
from numerics.literature_table.rows import asked, questions
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import table
from numerics.running.values import dimensions
from numerics.verdict_table.rows import PROVED, REFUSED, UNSAID, VerdictRow, verdict_row
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.literature import NAMED

_HEAD = ("penalty", "verdict file", "claims by", "writing s", "Coq s")


def run(options: argparse.Namespace) -> int:
    """Print the table; rows that the file has for the same g and dimensions are kept."""
    check_outputs(options.json)
    for name in options.only or ():
        if name not in NAMED:
            raise NumericsError(
                f"--only {name}: the literature has no such penalty{did_you_mean(name, NAMED)}"
            )
    at = dimensions(options.dims)
    library = Library(options.coq_library or default_library())
    setting = {"g": options.g, "dims": options.dims}
    rows = _known(options.json, setting)
    texts = [asked(*question) for question in questions(options.only)]
    with bar(texts, unit="file") as shown:
        for text in shown:
            if text in rows:
                continue
            rows[text] = verdict_row(text, options.g, at, library, options.time)
            if not is_stdout(options.json):
                write_json(options.json, _record(setting, rows))
    if is_stdout(options.json):
        write_json(options.json, _record(setting, rows))
    else:
        print(words([rows[text] for text in texts], options.g, options.dims))
    return Exit.NOT_VERIFIED if any(r.answer == REFUSED for r in rows.values()) else Exit.DONE


def words(rows: list[VerdictRow], g: str, dims: str) -> str:
    """The table, and what it sums up to."""
    cells = [
        (r.asked, r.answer, r.part, f"{r.writing_seconds:.2f}", f"{r.checking_seconds:.2f}")
        for r in rows
    ]
    return f"{table(_HEAD, cells)}\n\n{summary(rows, g, dims)}"


def summary(rows: list[VerdictRow], g: str, dims: str) -> str:
    """How many are proved, why the others are not, and the processor times.

    >>> rows = [VerdictRow("l1(u)", PROVED, "dense", "", 0.5, 9.0),
    ...         VerdictRow("erf(u)", UNSAID, "", "no erf", 0.25, 0.0)]
    >>> print(summary(rows, "l0", "3,2,1"))
    2 penalties against g = l0 at (d, kappa, r) = (3,2,1): 1 proved, 0 refused, 1 not written.
    Processor seconds of Coq, files that are proved: median 9.00, largest 9.00.
    Not written: erf(u): no erf
    """
    found = Counter(row.answer for row in rows)
    lines = [
        f"{len(rows)} penalties against g = {g} at (d, kappa, r) = ({dims}): "
        + ", ".join(f"{found[answer]} {answer}" for answer in (PROVED, REFUSED, UNSAID))
        + "."
    ]
    times = [row.checking_seconds for row in rows if row.answer == PROVED]
    if times:
        lines.append(
            f"Processor seconds of Coq, files that are proved: median {median(times):.2f},"
            f" largest {max(times):.2f}."
        )
    lines += [
        f"{row.answer.capitalize()}: {row.asked}: {row.why}" for row in rows if row.answer != PROVED
    ]
    return "\n".join(lines)


def _record(setting: dict[str, str], rows: dict[str, VerdictRow]) -> dict[str, Any]:
    return {**setting, "rows": [asdict(row) for row in rows.values()]}


def _known(path: Path | None, setting: dict[str, str]) -> dict[str, VerdictRow]:
    """The rows that a file holds already.

    Raises:
        NumericsError: the file is of another kind, or of other g or dimensions.
    """
    if path is None or is_stdout(path) or not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rows = [VerdictRow(**row) for row in found.pop("rows")]
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        found, rows = None, []
    if found != setting:
        raise NumericsError(
            f"--json {path}: not a table of this command at g = {setting['g']} and these"
            f" dimensions, {setting['dims']}; choose another name"
        )
    return {row.asked: row for row in rows}
