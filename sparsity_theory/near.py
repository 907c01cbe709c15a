"""Names near a mistyped one, for messages."""

from __future__ import annotations

from collections.abc import Iterable


def near(word: str, names: Iterable[str]) -> list[str]:
    """At most three of the names that look like the word, the nearest first.

    >>> near("tolerence", ["--tolerance", "--time"]), near("quux", ["mcp", "scad"])
    (['--tolerance'], [])
    """
    import difflib  # noqa: PLC0415 - loaded for a mistake only

    return difflib.get_close_matches(word, list(names), n=3, cutoff=0.55)


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name; empty when no name is near.

    >>> did_you_mean("mpc", ["mcp", "scad"])
    '; did you mean mcp?'
    """
    found = near(word, names)
    return f"; did you mean {' or '.join(found)}?" if found else ""
