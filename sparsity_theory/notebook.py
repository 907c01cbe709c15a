"""How notebooks show what the libraries return."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def sheet(title: str, rows: Iterable[tuple[str, object]]) -> str:
    """A small table in HTML: names and what they are; rows of None are left out.

    >>> sheet("minimum", [("loss", "< 1"), ("note", None)])
    '<table><caption>minimum</caption><tr><th>loss</th><td>&lt; 1</td></tr></table>'
    """
    body = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
        for name, value in rows
        if value is not None
    )
    return f"<table><caption>{escape(title)}</caption>{body}</table>"
