"""The sources of the site: a folder of MyST files that Sphinx turns into pages.

Claims stand in the order of the paper, grouped as their statements are; what a reader of the
repository finds in `proofs/pages` is the same text from the same blocks.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofs.site import results
from proofs.site.document import Block, Heading, Items, Paragraph, Picture
from proofs.site.outputs import Site
from proofs.standing import word
from proofs.web import citing, drawn, front, gallery, myst, reference
from proofs.web.ask import page as asking
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Claim

_MEASURED = "Measured on data"


class SitePages:
    """The files of the site.

    Args:
        site: the claims, their records and pages.
        commit: what is cited.
        printed: whether the short PDF stands beside the pages.
    """

    def __init__(self, site: Site, commit: str, *, printed: bool) -> None:
        self.site = site
        self.commit = commit
        self.printed = printed

    def files(self) -> Iterator[tuple[str, str]]:
        """Path and text of every file."""
        documents = [path.stem for path in _documents(self.site.root)]
        yield "index.md", front.page(self.site, documents, self.commit, printed=self.printed)
        yield from self._groups()
        for claim in self.site.claims:
            yield f"claims/{claim.id}.md", myst.write(self._claim(claim))
        yield "claims/index.md", self._contents()
        yield "statements.md", myst.write(self.site.statements())
        yield "status.md", myst.write(self._status())
        yield "results.md", self._results()
        yield "figures.md", myst.write(self.site.figures)
        yield "paper-coq.md", myst.write(self.site.paper_in_coq)
        yield "coq.md", self._kernel()
        yield "ask.md", asking.page()
        yield "search.md", _SEARCH
        yield "graph.md", _GRAPH
        for path in _documents(self.site.root):
            yield path.name, _relinked(path.read_text(encoding="utf-8"))
        yield from gallery.files()
        yield from reference.files()

    def write(self, folder: Path) -> None:
        """Write all of them, and the pictures that they show."""
        for name, text in self.files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        pictures = folder / myst.PICTURES.lstrip("/")
        pictures.mkdir(exist_ok=True)
        for name in self.site.pictures:
            shutil.copyfile(self.site.root / name, pictures / Path(name).name)

    def _claim(self, claim: Claim) -> list[Block]:
        """The claim's page: its source after the statement, figures, its own part on citing."""
        page = _source_second(self.site.page(claim))
        cite = next(i for i, block in enumerate(page) if block == Heading("Cite", 2))
        cited = citing.cited(claim, self.site, self.commit)
        return [*page[:cite], *self._figures(claim), *cited.blocks()]

    def _figures(self, claim: Claim) -> list[Block]:
        """The figures that show a claim: of its experiment, or the paper's that it is about."""
        measured = drawn.experiments().get(claim.id)
        if measured:
            name = results.picture(measured)
            note = "With its numbers: [Measured on data](page:results.md)."
        else:
            name, note = f"figures/{claim.id}.png", "[What it shows](page:figures.md)."
        if name not in self.site.pictures:
            return []
        return [Heading("Figure", 2), Picture(name, f"Figure of {claim.id}"), Paragraph(note)]

    def _results(self) -> str:
        """What was measured, each figure with its numbers."""
        pictured = {results.picture(name): name for name in drawn.experiments().values()}
        parts = []
        for block in self.site.results_page:
            parts.append(myst.write([block]))
            # What doubling did has its numbers in the table above it.
            if isinstance(block, Picture) and block.path in pictured:
                parts.append(drawn.html(drawn.figure(pictured[block.path])))
        return "\n\n".join([*parts, _HOVER])

    def _groups(self) -> Iterator[tuple[str, str]]:
        """A page for each folder of claims, which lists them."""
        for folder, subject in self._folders().items():
            inside = [c for c in self.site.claims if places.place(c.id).folder == folder]
            blocks: list[Block] = [
                Heading(subject, 1, anchor=f"group-{folder.replace('_', '-')}"),
                Items(tuple(map(self.line, inside))),
            ]
            tree = _toctree([f"/claims/{claim.id}" for claim in inside], hidden=True)
            yield f"claims/group-{folder}.md", f"{myst.write(blocks)}\n{tree}"

    def _folders(self) -> dict[str, str]:
        named = {**places.folders(), places.MEASURED: _MEASURED}
        used = {places.place(claim.id).folder for claim in self.site.claims}
        return {folder: subject for folder, subject in named.items() if folder in used}

    def _contents(self) -> str:
        head: list[Block] = [
            Heading("Claims", 1),
            Paragraph("Every claim of the paper and of this project, in the paper's order."),
        ]
        groups = [f"group-{folder}" for folder in self._folders()]
        return f"{myst.write(head)}\n{_toctree(groups, depth=2)}"

    def line(self, claim: Claim) -> str:
        """A claim in a list."""
        name = word(claim, self.site.status[claim.id])
        return f"[{claim.title}](claim:{claim.id}) · `{claim.id}` · {claim.mark.value} · {name}"

    def _status(self) -> list[Block]:
        return [
            Heading("Status of every claim", 1),
            *self.site.summary(),
            Heading("All claims", 2),
            self.site.table(),
        ]

    def _kernel(self) -> str:
        """The repository's own page on the proofs; its links lead to files that are not here."""
        text = (self.site.root / "coq" / "README.md").read_text(encoding="utf-8")
        return re.sub(r"\[([^\]]+)\]\((?!https?:)[^)]+\)", r"\1", text)


def _source_second(page: list[Block]) -> list[Block]:
    """The page with the paper's wording right after the statement: beside it on wide screens."""
    starts = [i for i, block in enumerate(page) if isinstance(block, Heading) and block.level == 2]
    sections = [page[a:b] for a, b in zip(starts, [*starts[1:], len(page)], strict=True)]
    source = next(part for part in sections if part[0] == Heading("Source", 2))
    rest = [part for part in sections if part is not source]
    return [*page[: starts[0]], *rest[0], *source, *(block for part in rest[1:] for block in part)]


def _documents(root: Path) -> list[Path]:
    """The pages that are written by hand, or generated, in the project's folder `docs`."""
    return sorted((root.parent / "docs").glob("*.md"))


# The loss by its name, outside code; the host of the repository shows it as it is.
_LOSS = re.compile(r"(?<![`$])\bL_\{g,h\}(?![`$])")


def _relinked(text: str) -> str:
    """A document of the repository with its links as the site has them.

    >>> _relinked("[a](../proofs/pages/eq-6.md), [b](../examples), [c](../empirics/stored/x.txt)")
    '[a](/claims/eq-6.md), [b](/gallery/index.md), c'
    """
    text = _LOSS.sub("$L_{g,h}$", text)
    text = text.replace("](../examples)", "](/gallery/index.md)")
    text = re.sub(r"\]\(\.\./proofs/pages/", "](/claims/", text)
    text = re.sub(r"\]\(\.\./proofs/(\w+\.md)\)", r"](/\1)", text)
    return re.sub(r"\[([^\]]+)\]\(\.\./[^)]+\)", r"\1", text)  # files that are not here


def _toctree(names: Iterable[str], *, hidden: bool = False, depth: int = 1) -> str:
    options = ":hidden:\n" if hidden else f":maxdepth: {depth}\n"
    return f"```{{toctree}}\n{options}\n" + "\n".join(names) + "\n```\n"


_HOVER = """\
```{raw} html
<script src="_static/figures.js" defer></script>
```
"""
_SEARCH = """\
---
orphan: true
---
# Search

```{raw} html
<form id="search" action="#">
<label for="asked">Words, a claim's id, or the paper's own “Theorem 4”, “eq. (6)”</label>
<input id="asked" name="q" type="search" autocomplete="off" autofocus>
</form>
<p id="found" role="status"></p>
<ol id="hits"></ol>
<noscript><p>Searching needs JavaScript; the list of claims does not.</p></noscript>
<script src="_static/minisearch.js" defer></script>
<script src="_static/search-data.js" defer></script>
<script src="_static/search.js" defer></script>
```
"""
_GRAPH = """\
# What rests on what

```{raw} html
:file: graph.html
```
"""
