"""A page as data: blocks, written as Markdown by `site.markdown` and as LaTeX by `site.latex`.

Texts are inline Markdown: ``$...$``, ``**bold**``, ``*emphasis*``, backquoted code and
``[text](target)``.  A target ``claim:ID`` is the page of a claim and ``page:NAME`` another page;
each writer turns it into a link of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from proofs.errors import DocumentError


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the page, and carries the page's permanent anchor."""

    text: str
    level: int
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Display:
    """A formula on lines of its own."""

    latex: str


@dataclass(frozen=True)
class Items:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``widths`` are the columns' shares of the line in print."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Code:
    """Verbatim text in a language."""

    language: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture; ``path`` is relative to the folder of the contents page."""

    path: str
    caption: str


@dataclass(frozen=True)
class Fold:
    """Blocks under a summary: a reader may close them where the format can."""

    summary: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Display | Items | Table | Code | Picture | Fold

_SPAN = re.compile(
    r"(?P<math>\$[^$]*\$)"
    r"|(?P<code>`[^`]*`)"
    r"|\*\*(?P<bold>[^*$`]+(?:\$[^$]*\$[^*$`]*)*)\*\*"
    r"|(?<![\w*])\*(?P<emphasis>[^*$`\s][^*$`]*(?:\$[^$]*\$[^*$`]*)*)\*(?![\w*])"
    r"|\[(?P<label>(?:[^\]$]|\$[^$]*\$)*)\]\((?P<target>[^)\s]+)\)"
)


@dataclass(frozen=True)
class Span:
    """A piece of inline text: its kind, what it holds, and the target of a link."""

    kind: str
    text: str
    target: str = ""


def spans(text: str) -> Iterator[Span]:
    """Split inline Markdown into plain text, math, code, bold, emphasis and links.

    >>> [span.kind for span in spans("The *minimum* of $a^*$ is `a`.")]
    ['plain', 'emphasis', 'plain', 'math', 'plain', 'code', 'plain']

    Raises:
        DocumentError: if a ``$`` has no partner.
    """
    end = 0
    for found in _SPAN.finditer(text):
        yield from _plain(text[end : found.start()], text)
        end = found.end()
        kind = found.lastgroup or ""
        if kind == "target":
            yield Span("link", found["label"], found["target"])
        elif kind in ("math", "code"):
            yield Span(kind, found[kind][1:-1])
        else:
            yield Span(kind, found[kind])
    yield from _plain(text[end:], text)


def _plain(piece: str, whole: str) -> Iterator[Span]:
    if "$" in piece:
        raise DocumentError(f"a $ without its partner in: {whole}")
    if piece:
        yield Span("plain", piece)
