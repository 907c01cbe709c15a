"""The site as a folder: sources, Sphinx, and what stands beside the pages."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from numerics.errors import OutputError
from proofs.checkout import needed_for
from proofs.site import bulk
from proofs.site.outputs import current_site
from proofs.web import citing, gallery, graph, sphinx, tools
from proofs.web.ask import parts
from proofs.web.sources import SitePages

_MADE_BY_US = ".sparsity-theory-site"  # a folder with this file may be replaced


def build(folder: Path) -> Path:
    """Make the site below a folder, with the short PDF where there is pdfLaTeX; its first page.

    Raises:
        OutputError: if the folder holds something that is not a site of ours, or cannot be made.
        ToolError: if Node or npm is missing, or a page is not in order.
    """
    root = needed_for("building the site").parent
    _check(folder)
    tools.packages()  # installed before two ask for them at once
    with (
        tempfile.TemporaryDirectory(prefix="sparsity-site-") as scratch,
        ThreadPoolExecutor(1) as beside,
    ):
        sources, made, python = (Path(scratch, name) for name in ("sources", "html", "python"))
        # Made by other programs, so it may take a second core while the pages are written.
        packed = beside.submit(parts.write, python)
        site = current_site()
        printed = shutil.which("pdflatex") is not None
        SitePages(site, citing.commit(root), printed=printed).write(sources)
        (sources / "graph.html").write_text(graph.page(site), encoding="utf-8")
        characters = sphinx.html(sources, made, Path(scratch, "doctrees"))
        shutil.rmtree(made / ".doctrees", ignore_errors=True)
        _beside(made / "_static", characters)
        packed.result()
        shutil.move(python, made / "_static" / "python")
        if printed:
            bulk.short(made, site)
        gallery.notebooks(made / "gallery")
        _service_worker(made)
        (made / _MADE_BY_US).touch()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(made, folder)
    return folder / "index.html"


def _check(folder: Path) -> None:
    """Before anything is made: nothing of the user's is ever replaced."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"cannot make the site in {folder}: it is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MADE_BY_US).exists():
        raise OutputError(
            f"cannot make the site in {folder}: it holds other files; name a new or an empty folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError(f"cannot make the folder {folder}: {failure.strerror}") from None


def _beside(static: Path, characters: str) -> None:
    """The font of the formulas and the search engine, from their packages."""
    shutil.copyfile(tools.module("minisearch/dist/umd/index.js"), static / "minisearch.js")
    font = tools.module("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2")
    _shrink(font, static / "math.woff2", characters)
    _licences(static / "licences")


def _licences(folder: Path) -> None:
    """The terms of what the site ships of others, beside it."""
    folder.mkdir()
    for name in ("minisearch", "@fontsource/stix-two-math", "temml"):
        found = next(
            p for p in tools.module(name).iterdir() if p.name.upper().startswith("LICENSE")
        )
        shutil.copyfile(found, folder / f"{name.replace('/', '-').lstrip('@')}.txt")
    for name in ("sympy", "mpmath", "python-flint"):
        files = [
            f
            for f in metadata.files(name) or []
            if f.name.upper().startswith(("LICENSE", "COPYING"))
        ]
        text = "\n\n".join(Path(str(f.locate())).read_text(encoding="utf-8") for f in files)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "pyodide.txt").write_text(_PYODIDE, encoding="utf-8")


_PYODIDE = """\
Pyodide, https://pyodide.org, is under the Mozilla Public License 2.0,
https://www.mozilla.org/MPL/2.0/; its source is at https://github.com/pyodide/pyodide.
CPython, which it carries, is under the PSF licence, https://docs.python.org/3/license.html.
"""


def _service_worker(made: Path) -> None:
    """What keeps the site for later, at its root, with the pages that it fetches beforehand."""
    template = made / "_static" / "service-worker.js"
    names = [path for path in sorted(made.rglob("*")) if path.is_file() and path != template]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in names)).hexdigest()[:16]
    kept = [path.relative_to(made).as_posix() for path in names if _wanted_offline(path)]
    python = [name for name in kept if name.startswith("_static/python/")]
    pages = [name for name in kept if name not in python]
    text = template.read_text(encoding="utf-8").replace("@BUILD@", f"sparsity-{digest}")
    text = text.replace("@PAGES@", json.dumps(pages)).replace("@PYTHON@", json.dumps(python))
    (made / "service-worker.js").write_text(text, encoding="utf-8")
    template.unlink()


def _wanted_offline(path: Path) -> bool:
    return (
        path.suffix in (".html", ".js", ".css", ".woff2", ".svg", ".png")
        and ".map" not in path.name
    )


def _shrink(font: Path, target: Path, characters: str) -> None:
    """The font with these characters, its table of mathematical layout included.

    A browser draws a variable of one letter with the letter's mathematical italic, another
    character: the font has these too.
    """
    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # Sphinx has switched it on
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    made = TTFont(font)
    cut = subset.Subsetter(options)
    italics = (chr(code) for code in made.getBestCmap() if _is_italic(chr(code), characters))
    cut.populate(text=characters + "".join(italics))
    cut.subset(made)
    made.flavor = "woff2"
    made.save(target)


def _is_italic(character: str, of: str) -> bool:
    """Whether it is the mathematical italic of one of these; h's is Planck's constant.

    >>> [_is_italic(each, "gh") for each in ("\N{MATHEMATICAL ITALIC SMALL G}", "\u210e", "g")]
    [True, True, False]
    """
    italic = unicodedata.name(character, "").startswith(("MATHEMATICAL ITALIC", "PLANCK CONSTANT"))
    return italic and unicodedata.normalize("NFKC", character) in of
