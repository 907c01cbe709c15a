r"""Documents as MyST Markdown, which Sphinx reads.

>>> from proofs.site.document import Display, Heading, Paragraph
>>> print(write([Heading("A bound", 1, "a-bound"), Paragraph("See [it](claim:eq-6).")]))
(a-bound)=
# A bound
<BLANKLINE>
See [it](/claims/eq-6.md).
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterable

from proofs.site import markdown
from proofs.site.document import Block, Display, Fold, Heading, Picture

_PAGES = {"README.md": "/claims/index.md", "coq/README.md": "/coq.md"}  # others keep their names
PICTURES = "/pictures"  # the folder of the pictures in the sources of the site


def write(blocks: Iterable[Block]) -> str:
    """The document as MyST text; links go to anchors, wherever their pages lie."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level, anchor):
            mark = f"({anchor})=\n" if anchor else ""
            return f"{mark}{'#' * level} {inline(text)}"
        case Display(latex):
            return f"```{{math}}\n{latex}\n```"
        case Picture(path, caption):
            name = path.rpartition("/")[2]
            return f"```{{image}} {PICTURES}/{name}\n:alt: {markdown.without_math(caption)}\n```"
        case Fold(summary, blocks):
            return f":::::{{fold}} {inline(summary)}\n{write(blocks)}:::::"
        case _:
            return markdown.write([block], link).rstrip("\n")


def inline(text: str) -> str:
    """Inline text with its links resolved."""
    return markdown.inline(text, link)


def link(target: str) -> str:
    """A target as MyST has it, from the folder of the sources."""
    kind, _, name = target.partition(":")
    match kind:
        case "claim":
            return f"/claims/{name}.md"
        case "page":
            return _PAGES.get(name, f"/{name}")
        case "file":
            return f"{PICTURES}/{name.rpartition('/')[2]}"
        case _:
            return target
