"""What `numerics.literature` does."""

from __future__ import annotations

import argparse

from numerics.errors import NumericsError
from numerics.literature_table import report
from numerics.literature_table.rows import LiteratureRow, questions, row, undecided
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.values import dimensions, read_penalty
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.literature import NAMED


def run(options: argparse.Namespace) -> int:
    """Print the table; returns the exit status."""
    check_outputs(options.json, files=[options.page])
    for name in options.only or ():
        if name not in NAMED:
            raise NumericsError(
                f"--only {name}: the literature has no such penalty{did_you_mean(name, NAMED)}; the"
                f" names are {', '.join(NAMED)}"
            )
    rows = table_of(options.only, options.g, options.dims, options.time)
    write_json(options.json, [each.record for each in rows])
    if options.page is not None:
        write_atomically(options.page, report.page(rows, options.g, options.dims).encode())
    if not is_stdout(options.json):
        print(report.text(rows, options.g, options.dims))
    return Exit.UNDECIDED if undecided(rows) else Exit.DONE


def table_of(names: list[str] | None, g: str, dims: str, seconds: float) -> list[LiteratureRow]:
    """The rows of some names, or of all."""
    at, of_g = dimensions(dims), read_penalty("--g", g)
    asked = list(questions(names))
    with bar(asked, unit="penalty") as shown:
        return [row(*question, g=of_g, dims=at, seconds=seconds) for question in shown]
