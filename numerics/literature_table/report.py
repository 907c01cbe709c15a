"""The table in words: for a terminal, for a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from numerics.literature_table.rows import LiteratureRow, undecided
from numerics.running.tables import prose, table

_HEAD = (
    "penalty", "of", "parameters", "slope at 0", "growth", "H+", "H-", "concave", "verdict", "by",
    "facts s", "verdict s", "source", "looked up",
)  # fmt: skip


_INTRODUCTION = """\
Here u is the power of a row, its squared norm over n. Most publications take a penalty of |z|: then
a row has the penalty f(sqrt(u)), *of the norm*; *of the power* is f(u). A name can be given
wherever a penalty is asked for, as in `--h "mcp_skglm(sqrt(u), alpha=1, gamma=3)"`. The last two
columns are CPU seconds for all facts and for the verdict after them, on the machine that wrote this
page. Several names are one function under the parameters of several packages or publications (MCP
and SCAD; TL1, SICA and Geman). H+ and H- are exact, or six digits of an exact number that is long.
A "?" was not decided; after a source, in parentheses, see below."""

_LOOKED_UP = """\
Authors, years and titles were written down from memory and then looked up in bibliographies,
abstracts and documentation of other people's public repositories and pages. *Looked up* says that
they were found there as they stand here. The publications themselves were not read for this: that
a formula is the one they print, with these names of parameters, is this project's word."""


_MARKS = {"yes": "", "no publication": ""}

LEGEND = (
    "of: a row of the power has h(u), u the power of a latent row, one of the norm h(sqrt(u)).\n"
    "H+ and H- are the largest and the least rise h(u) - h(0) over u > 0; oo: no finite one; ?:"
    " not decided. by: the part of Theorem A that decides; `sparsity-theory counterexample"
    " --h NAME` spells it out for one penalty, with an instance.\n"
    "facts s, verdict s: CPU seconds. looked up: whether author, year and title were found in other"
    " people's bibliographies (what was not is on the page, docs/literature.md); the publications"
    " themselves were not read."
)


def _cells(row: LiteratureRow) -> tuple[str, ...]:
    return (
        row.name, row.argument, row.parameters, row.slope, row.growth, row.H_plus, row.H_minus,
        row.concave, row.verdict, row.part, f"{row.facts_seconds:.3f}",
        f"{row.verdict_seconds:.3f}", _authors(row.source), row.looked_up.split(":")[0],
    )  # fmt: skip


def _authors(source: str) -> str:
    """Authors and year."""
    found = re.search(r".*?\b\d{4}\b", source)
    return source if found is None else found[0]


def text(rows: Sequence[LiteratureRow], g: str, dims: str) -> str:
    """The table, and what it sums up to."""
    shown = table(_HEAD, [_cells(row) for row in rows])
    return "\n\n".join([shown, prose(summary(rows, g, dims)), prose(LEGEND)])


def summary(rows: Sequence[LiteratureRow], g: str, dims: str) -> str:
    """How many rows, how they are decided, what is unknown, how long it took."""
    names = {row.name for row in rows}
    titles = {row.title for row in rows}
    verdicts = [row.verdict for row in rows]
    counts = ", ".join(f"{word}: {verdicts.count(word)}" for word in sorted(set(verdicts)))
    open_facts = [row for row in rows if row.unknown]
    facts = [row.facts_seconds for row in rows]
    last = [row.verdict_seconds for row in rows]
    of = f"{_count(names, 'name')} of {_count(titles, 'penalty')}"
    return (
        f"{len(rows)} rows: {of}, each of the norm and of the power, some with several parameters."
        f" Against g = {g} at (d, kappa, r) = ({dims}):"
        f" {counts}. Not decided: {len(undecided(rows))} ({len(undecided(rows)) / len(rows):.1%})."
        f" {len(open_facts)} rows have facts that are only bracketed or unknown. CPU seconds of the"
        f" facts: median {median(facts):.3f}, largest {max(facts):.3f}; of the verdict: median"
        f" {median(last):.4f}, largest {max(last):.3f}."
    )


def _count(found: set[str], word: str) -> str:
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{len(found)} {word if len(found) == 1 else many}"


def page(rows: Sequence[LiteratureRow], g: str, dims: str) -> str:
    """A Markdown page: the table and the sources.

    Several names are one function under the conventions of several packages, and some functions
    were published more than once (tl1, sica, geman up to a factor): the rows count them all.
    """
    head = (
        "penalty", "of", "h(u)", "slope at 0", "H+", "H-", "concave", "verdict", "source",
        "facts s", "verdict s",
    )  # fmt: skip
    lines = [
        "# The penalties of the literature",
        "",
        "Written by `python -m numerics.literature --page`; do not edit.",
        "",
        _INTRODUCTION,
        "",
        summary(rows, g, dims),
        "",
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(_line(row) for row in rows),
        "",
        "## Sources",
        "",
        _LOOKED_UP,
        "",
        *dict.fromkeys(_source(row) for row in rows),
        "",
    ]
    return "\n".join(lines)


def _source(row: LiteratureRow) -> str:
    parameters = f" (parameters: {row.convention})" if row.convention else ""
    mark = {"yes": " Looked up.", "no publication": ""}.get(
        row.looked_up, f" **Looked up, and not confirmed**: {row.looked_up.removeprefix('not: ')}."
    )
    return f"- `{row.name}`: {row.title}. {row.source}{parameters}.{mark}"


def _line(row: LiteratureRow) -> str:
    shown = row.text if len(row.text) <= 90 else row.asked
    by = f" ({row.part})" if row.part else ""
    cells = (
        row.asked if shown == row.asked else f"{row.name}, {row.parameters}".rstrip(", "),
        row.argument, f"`{shown}`", row.slope, row.H_plus, row.H_minus, row.concave,
        f"{row.verdict}{by}", _authors(row.source) + _MARKS.get(row.looked_up, " (?)"),
        f"{row.facts_seconds:.3f}", f"{row.verdict_seconds:.4f}",
    )  # fmt: skip
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
