r"""Documents as Markdown that code hosts show with its formulas.

Hosts read Markdown before mathematics, so what Markdown or HTML would take for its own inside
``$...$`` (``\{``, ``\,``, ``*``, ``|``, ``<``) is written with an equivalent command.

>>> portable_math(r"\{k : |z_k|<1\}")
'\\lbrace k : \\vert z_k\\vert \\lt 1\\rbrace '
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from proofs.site.document import (
    Block,
    Code,
    Display,
    Fold,
    Heading,
    Items,
    Paragraph,
    Picture,
    Span,
    Table,
    spans,
)

_COMMANDS = {
    r"\\": r"\cr ",
    r"\{": r"\lbrace ",
    r"\}": r"\rbrace ",
    r"\|": r"\Vert ",
    r"\,": r"\thinspace ",
    r"\:": r"\medspace ",
    r"\;": r"\thickspace ",
    r"\!": r"\negthinspace ",
    r"\#": r"\mathrm{card}",
    "*": r"\ast ",
    "|": r"\vert ",
    "<": r"\lt ",
    ">": r"\gt ",
}
_TOKEN = re.compile(r"(\\\\|\\[a-zA-Z]+|\\.|[*|<>])( *)")

Link = Callable[[str], str]


def portable_math(latex: str) -> str:
    """The same formula without the characters that Markdown and HTML claim for themselves."""
    return _TOKEN.sub(lambda token: _COMMANDS.get(token[1], token[0]), _named(latex))


def _named(latex: str) -> str:
    r"""Names of functions without ``\operatorname``, which some hosts refuse to draw."""
    return latex.replace(r"\operatorname", r"\mathrm")


def write(blocks: Iterable[Block], link: Link) -> str:
    """The document as Markdown text.

    Args:
        blocks: the document.
        link: from a target to a path relative to the page.
    """
    return "\n\n".join(_block(block, link) for block in blocks) + "\n"


def _block(block: Block, link: Link) -> str:
    match block:
        case Heading(text, level, anchor):
            mark = f'<a id="{anchor}"></a>\n\n' if anchor else ""
            return f"{mark}{'#' * level} {inline(text, link)}"
        case Paragraph(text):
            return inline(text, link)
        case Display(latex):
            return f"```math\n{_named(latex)}\n```"
        case Items(items, numbered):
            marks = (f"{i}." if numbered else "-" for i in range(1, len(items) + 1))
            return "\n".join(f"{m} {inline(t, link)}" for m, t in zip(marks, items, strict=True))
        case Table(head, rows, _):
            lines = [head, tuple("---" for _ in head), *rows]
            return "\n".join(f"| {' | '.join(_cell(c, link) for c in line)} |" for line in lines)
        case Code(language, text):
            return f"```{language}\n{text}\n```"
        case Picture(path, caption):
            return f"![{without_math(caption)}]({link('file:' + path)})"
        case Fold(summary, blocks):
            return "\n\n".join(_block(each, link) for each in (Paragraph(summary), *blocks))


def _cell(text: str, link: Link) -> str:
    """A cell of a table, which a bare bar would end."""
    return inline(text, link).replace("|", r"\|")


def without_math(caption: str) -> str:
    """Alternative text: the bold title of a caption, for readers who do not see the picture."""
    title = re.match(r"\*\*(.*?)\*\*", caption)
    return re.sub(r"[$\\*`\[\]]", "", title[1] if title else caption)


def inline(text: str, link: Link) -> str:
    """Inline text with portable formulas and resolved links."""
    return "".join(_span(span, link) for span in spans(text))


def _span(span: Span, link: Link) -> str:
    match span.kind:
        case "math":
            return f"${portable_math(span.text).strip()}$"
        case "code":
            return f"`{span.text}`"
        case "bold":
            return f"**{inline(span.text, link)}**"
        case "emphasis":
            return f"*{inline(span.text, link)}*"
        case "link":
            return f"[{inline(span.text, link)}]({link(span.target)})"
        case _:
            return span.text
