"""What the site adds to Sphinx: formulas as MathML, foldable steps, a search page of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from proofs.web import tools

_SUMMARY = (40, 160)  # characters: a paragraph that says something, and how much of it is shown
_LOSS = re.compile(r"(?<![`$])\bL_\{g,h\}(?![`$])")
_NUMBERS = re.compile(r"(?<=\d),(?=\d)")


class FoldNode(nodes.General, nodes.Element):
    """A part of a page that a reader may close."""


class SummaryNode(nodes.General, nodes.TextElement):
    """What is seen of a closed part."""


class FoldDirective(Directive):
    """``:::{fold} summary``: its content under the summary, closed at first."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """The nodes of the part."""
        text, messages = self.state.inline_text(self.arguments[0], self.lineno)
        fold = FoldNode("", SummaryNode(self.arguments[0], "", *text))
        self.state.nested_parse(self.content, self.content_offset, fold)
        return [fold, *messages]


def setup(app: Sphinx) -> Mapping[str, bool]:
    """What Sphinx calls."""
    app.add_node(FoldNode, html=(_open("details", " class='step'"), _close("details")))
    app.add_node(SummaryNode, html=(_open("summary", ""), _close("summary")))
    app.add_directive("fold", FoldDirective)
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.connect("builder-inited", _own_search)
    app.connect("autodoc-process-docstring", _formulas_of_docstrings)
    app.connect("env-updated", _convert)
    app.connect("build-finished", _searchable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _open(tag: str, attributes: str) -> Any:
    return lambda writer, _node: writer.body.append(f"<{tag}{attributes}>")


def _close(tag: str) -> Any:
    return lambda writer, _node: writer.body.append(f"</{tag}>")


def _formulas_of_docstrings(*given: Any) -> None:
    """The loss by its name, which a terminal shows as it is, as a formula."""
    lines = given[-1]
    lines[:] = [_LOSS.sub(r":math:`L_{g,h}`\\ ", line) for line in lines]


def _own_search(app: Sphinx) -> None:
    """Without Sphinx's index, which misses the ids of claims and cannot be read from a folder."""
    cast(Any, app.builder).search = False


def _convert(app: Sphinx, env: BuildEnvironment) -> None:
    """All formulas of all pages in one call of Node."""
    found = {
        _key(node)
        for name in env.found_docs
        for kind in (nodes.math, nodes.math_block)
        for node in env.get_doctree(name).findall(kind)
    }
    app.env.sparsity_formulas = mathml(sorted(found))  # type: ignore[attr-defined]


def _searchable(app: Sphinx, failure: Exception | None) -> None:
    """What the search page reads: every page's id, title and text, as a script of its own."""
    if failure:
        return
    pages = [_entry(name, app.env.get_doctree(name)) for name in sorted(app.env.found_docs)]
    text = f"window.sparsityPages = {json.dumps(pages, ensure_ascii=False)};\n"
    Path(app.outdir, "_static", "search-data.js").write_text(text, encoding="utf-8")


def _entry(name: str, tree: nodes.document) -> dict[str, str]:
    titles = [node.astext() for node in tree.findall(nodes.title)]
    paragraphs = [node.astext() for node in tree.findall(nodes.paragraph)]
    source = next((p for p in paragraphs if p.startswith(("Dai", "this project"))), "")
    return {
        "page": name,
        "id": name.rpartition("/")[2] if name.startswith("claims/") else name,
        "title": titles[0] if titles else name,
        "names": source,
        "summary": next((p for p in paragraphs[1:] if len(p) > _SUMMARY[0]), "")[: _SUMMARY[1]],
        "text": " ".join([*titles, *paragraphs]),
    }


def mathml(formulas: Iterable[tuple[str, bool]]) -> dict[tuple[str, bool], str]:
    """The MathML of each formula, given as LaTeX and whether it stands on a line of its own.

    Raises:
        ToolError: if a formula cannot be read; the message has it.
    """
    wanted = list(formulas)
    # A comma between digits would be taken for a part of one number.
    spaced = [(_NUMBERS.sub(", ", latex), display) for latex, display in wanted]
    return dict(zip(wanted, tools.script("formulas.mjs", spaced), strict=True))


def _key(node: nodes.Element) -> tuple[str, bool]:
    return node.astext(), isinstance(node, nodes.math_block)


def _inline(writer: Any, node: nodes.Element) -> None:
    made = writer.builder.env.sparsity_formulas[_key(node)]
    writer.body.append(f'<span class="formula">{made}</span>')
    raise nodes.SkipNode


def _display(writer: Any, node: nodes.Element) -> None:
    made = writer.builder.env.sparsity_formulas[_key(node)]
    writer.body.append(f'<div class="formula">{made}</div>')
    raise nodes.SkipNode
